//! Finding organisations: by any part of their names, or the one somebody means by a name.

use std::collections::BTreeSet;

use database::{DbError, Transaction};
use foundation::{CircleId, OrganisationId, Permission, text};

use super::{Organisation, own_circles, path, store};
use crate::paging::PAGE;
use crate::search::{Asked, Found};
use crate::{DirectoryError, circles};

/// How many pages of names are passed over that are nothing the caller sees.
const PAGES_LOOKED_THROUGH: usize = 40;

database::statements! {
    // The trigrams first, and no more than ten thousand finds: then those whose names begin so, then by name. PostgreSQL looks up
    // one after the other; left to itself, it would read all of a tenant.
    ANY_PART: tenant {
        sqlite: "SELECT id, parent_id, kind, name, name_key, ended_at FROM (
                SELECT o.id, o.parent_id, o.kind, o.name, o.name_key, o.ended_at FROM organisation_search_index i CROSS JOIN organisation o ON o.rowid = i.rowid
                WHERE i.name_key MATCH $2 AND NOT EXISTS (SELECT 1 FROM json_each($3) w WHERE instr(o.name_key, w.value) = 0) AND o.tenant_id = $1 AND o.ended_at IS NULL
                LIMIT 10000) AS found
            ORDER BY (name_key >= $4 AND name_key < $5) DESC, name_key, id LIMIT $6",
        postgres: "SELECT o.id, o.parent_id, o.kind, o.name, o.name_key, o.ended_at FROM pforte_search_places($1, 'organisation', $2, $3, 10000) s
                CROSS JOIN LATERAL (SELECT id, parent_id, kind, name, name_key, ended_at FROM organisation WHERE tenant_id = $1 AND id = s.place_id LIMIT 1) o
            ORDER BY (o.name_key >= $4 AND o.name_key < $5) DESC, o.name_key, o.id LIMIT $6",
    };
}

/// The organisations the caller sees in whose names every word occurs, in any part and whatever the case; each with all above it.
/// Words of one or two letters alone find names that begin so. Those whose names begin with the words come first.
///
/// # Errors
/// `Refused`.
pub async fn search(
    tx: &mut Transaction,
    typed: &str,
    most: usize,
) -> Result<Found<Vec<Organisation>>, DirectoryError> {
    tx.allow_somewhere(Permission::SeeOrganisations)?;
    let Some(asked) = Asked::of(tx, typed, most) else { return Ok(Found::nothing()) };
    let read = if let Some(read) = asked.in_any_part(tx, ANY_PART).await? {
        read
    } else {
        let from = (asked.words().to_owned(), OrganisationId(uuid::Uuid::nil()));
        store::beginning_with(tx, asked.words(), &from, asked.read()).await?
    };
    let ended_early = asked.ends_early(&read);
    let found = asked.first(seen(tx, read).await?, ended_early);
    let mut paths = Vec::with_capacity(found.hits.len());
    for one in found.hits {
        paths.push(path(tx, one.id).await?);
    }
    Ok(Found { hits: paths, more: found.more })
}

/// Those of many organisations that the caller sees, for whoever may see organisations somewhere.
async fn seen(tx: &mut Transaction, mut hits: Vec<Organisation>) -> Result<Vec<Organisation>, DbError> {
    if tx.caller().may(Permission::SeeOrganisations) {
        return Ok(hits);
    }
    let own: BTreeSet<CircleId> = own_circles(tx, Permission::SeeOrganisations).into_iter().collect();
    let ids: BTreeSet<OrganisationId> = hits.iter().map(|one| one.id).collect();
    let around = circles::around(tx, &ids).await?;
    hits.retain(|one| around.get(&one.id).is_some_and(|circles| circles.iter().any(|circle| own.contains(circle))));
    Ok(hits)
}

/// The organisations the caller sees whose names begin so, whatever the case; the first [`PAGE`].
async fn beginning(tx: &mut Transaction, key: &str) -> Result<Vec<Vec<Organisation>>, DirectoryError> {
    tx.allow_somewhere(Permission::SeeOrganisations)?;
    if key.is_empty() || key.contains('\0') {
        return Ok(Vec::new());
    }
    let (mut found, mut from) = (Vec::new(), (key.to_owned(), OrganisationId(uuid::Uuid::nil())));
    // Whoever sees few passes over those of others, as far as is sane.
    for _ in 0..PAGES_LOOKED_THROUGH {
        let page = store::beginning_with(tx, key, &from, PAGE).await?;
        let is_last = i64::try_from(page.len()).is_ok_and(|read| read < PAGE);
        if let Some(last) = page.last() {
            from = (last.name_key.clone(), last.id);
        }
        for one in page {
            match path(tx, one.id).await {
                Ok(path) => found.push(path),
                Err(DirectoryError::NotFound | DirectoryError::Refused(_)) => {}
                Err(error) => return Err(error),
            }
        }
        if is_last || i64::try_from(found.len()).is_ok_and(|found| found >= PAGE) {
            break;
        }
    }
    Ok(found)
}

/// The one the caller means by a name: those called exactly so, or else those whose names begin so. With their paths. What is
/// written before a `›` or a `/` is what they are below.
pub async fn meant(tx: &mut Transaction, name: &str) -> Result<Vec<Vec<Organisation>>, DirectoryError> {
    let mut parts: Vec<String> = name.split(['›', '/']).map(text::search_key).filter(|part| !part.is_empty()).collect();
    let key = parts.pop().unwrap_or_default();
    let mut found = beginning(tx, &key).await?;
    found.retain(|path| {
        let mut above = path.iter();
        parts.iter().all(|part| above.any(|one| one.name_key.starts_with(part.as_str())))
    });
    let is_exact = |path: &Vec<Organisation>| path.last().is_some_and(|one| one.name_key == key);
    if found.iter().any(is_exact) {
        found.retain(is_exact);
    }
    Ok(found)
}
