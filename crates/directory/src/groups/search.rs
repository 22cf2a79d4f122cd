//! Finding groups by any part of their names.

use database::Transaction;
use foundation::Permission;

use super::{Group, list};
use crate::DirectoryError;
use crate::search::{Asked, Found};

database::statements! {
    // As that of organisations.
    ANY_PART: tenant {
        sqlite: "SELECT found.id, found.organisation_id, (SELECT o.name FROM organisation o WHERE o.tenant_id = $1 AND o.id = found.organisation_id) AS organisation, found.name, found.name_key FROM (
                SELECT g.id, g.organisation_id, g.name, g.name_key FROM person_group_search_index i CROSS JOIN person_group g ON g.rowid = i.rowid
                WHERE i.name_key MATCH $2 AND NOT EXISTS (SELECT 1 FROM json_each($3) w WHERE instr(g.name_key, w.value) = 0) AND g.tenant_id = $1 AND g.ended_at IS NULL
                LIMIT 10000) AS found
            ORDER BY (found.name_key >= $4 AND found.name_key < $5) DESC, found.name_key, found.id LIMIT $6",
        postgres: "SELECT g.id, g.organisation_id, (SELECT o.name FROM organisation o WHERE o.tenant_id = $1 AND o.id = g.organisation_id) AS organisation, g.name, g.name_key
            FROM pforte_search_places($1, 'group', $2, $3, 10000) s
                CROSS JOIN LATERAL (SELECT id, organisation_id, name, name_key FROM person_group WHERE tenant_id = $1 AND id = s.place_id LIMIT 1) g
            ORDER BY (g.name_key >= $4 AND g.name_key < $5) DESC, g.name_key, g.id LIMIT $6",
    };
}

/// The groups the caller sees in whose names every word occurs, in any part and whatever the case. Words of one or two letters
/// alone find names that begin so. Those whose names begin with the words come first.
///
/// # Errors
/// `Refused`.
pub async fn search(tx: &mut Transaction, typed: &str, most: usize) -> Result<Found<Group>, DirectoryError> {
    tx.allow_somewhere(Permission::SeeOrganisations)?;
    let Some(asked) = Asked::of(tx, typed, most) else { return Ok(Found::nothing()) };
    let read = match asked.in_any_part(tx, ANY_PART).await? {
        Some(read) => read,
        None => list::beginning_with(tx, asked.words(), asked.read()).await?,
    };
    let ended_early = asked.ends_early(&read);
    Ok(asked.first(list::seen(tx, read).await?, ended_early))
}
