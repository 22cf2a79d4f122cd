//! Everybody a list would show, however many, piece by piece: for work that is done for all of them.

use database::Transaction;
use foundation::{CircleId, GroupId, OrganisationId, Permission, PersonId, text};
use permissions::reach;
use serde::{Deserialize, Serialize};

use super::LifecycleState;
use super::list::{self, From, Key, Line, Query};
use super::store;
use crate::{DirectoryError, FieldProblem, groups, organisations};

database::statements! {
    // PostgreSQL looks them up one by one: it knows nothing of how many there are in the list, and would read all of a tenant's.
    CHOSEN: tenant {
        sqlite: "SELECT p.id, p.display_name, p.sort_key, p.archetype, p.lifecycle_state, p.created_at, p.last_sign_in_at,
                (SELECT n.shown FROM sign_in_name n WHERE n.tenant_id = p.tenant_id AND n.person_id = p.id LIMIT 1) AS sign_in_name
            FROM json_each($2) k CROSS JOIN person p WHERE p.tenant_id = $1 AND p.id = unhex(k.value)",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2))
            SELECT found.id, found.display_name, found.sort_key, found.archetype, found.lifecycle_state, found.created_at, found.last_sign_in_at, found.sign_in_name
            FROM k CROSS JOIN LATERAL (SELECT p.id, p.display_name, p.sort_key, p.archetype, p.lifecycle_state, p.created_at, p.last_sign_in_at,
                    (SELECT n.shown FROM sign_in_name n WHERE n.tenant_id = p.tenant_id AND n.person_id = p.id LIMIT 1) AS sign_in_name
                FROM person p WHERE p.tenant_id = $1 AND p.id = k.id LIMIT 1) found",
    };
    // Those of some people in whose search text every word occurs.
    MATCHING: tenant {
        sqlite: "SELECT s.person_id AS id FROM json_each($2) k CROSS JOIN person_search s
            WHERE s.tenant_id = $1 AND s.person_id = unhex(k.value) AND NOT EXISTS (SELECT 1 FROM json_each($3) w WHERE instr(s.folded, w.value) = 0)",
        postgres: "SELECT found.id FROM pforte_match_people($1, $2, $3) m CROSS JOIN LATERAL
            (SELECT p.id FROM person p WHERE p.tenant_id = $1 AND p.id = m.person_id LIMIT 1) found",
    };
}

/// The most people that are chosen one by one.
pub const MOST_CHOSEN: usize = 500;

/// Who is meant: everybody a list so narrowed would show, or some chosen from it one by one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    /// Words that must all occur, in any part of names, addresses and searchable attributes.
    pub words: String,
    /// Only this state.
    pub state: Option<LifecycleState>,
    /// Only this type of identity.
    pub archetype: Option<String>,
    /// Only those who belong to this organisation or to one below it.
    pub organisation: Option<OrganisationId>,
    /// Only the members of this group.
    pub group: Option<GroupId>,
    /// These and nobody else, whatever the rest says; where it is empty, all.
    pub chosen: Vec<PersonId>,
}

/// A piece of a walk.
#[derive(Debug, Clone)]
pub struct Piece {
    /// How many were looked at for it.
    pub looked_at: usize,
    /// Those in it, in the order of names; there may be none in one piece and some in the next.
    pub lines: Vec<Line>,
    /// Where the next piece begins; nothing at the end.
    pub next: Option<Key>,
}

#[derive(sqlx::FromRow)]
struct Found {
    id: PersonId,
}

impl Selection {
    /// The selection as it is kept, if it can be meant: not too many are chosen, and what they are narrowed to is there, and the
    /// caller sees its people.
    ///
    /// # Errors
    /// `Refused`; `NotFound`; `Invalid` of the form.
    pub async fn checked(&self, tx: &mut Transaction) -> Result<Self, DirectoryError> {
        tx.allow_somewhere(Permission::SeePeople)?;
        if self.chosen.len() > MOST_CHOSEN {
            let most = i64::try_from(MOST_CHOSEN).ok();
            return Err(DirectoryError::Invalid(vec![FieldProblem {
                maximum: most,
                ..FieldProblem::new("", "too-many-chosen")
            }]));
        }
        if let Some(id) = self.organisation {
            organisations::path(tx, id).await?;
        }
        if let Some(id) = self.group {
            groups::find(tx, id).await?;
        }
        list::circles_of(tx, self.within()).await?;
        // Without the character that PostgreSQL takes in no text; nothing stored has it.
        let clean = |text: &str| text.replace('\0', " ");
        Ok(Self { words: clean(&self.words), archetype: self.archetype.as_deref().map(clean), ..self.clone() })
    }

    /// Who is meant, for the audit trail.
    #[must_use]
    pub fn in_words(&self) -> String {
        if !self.chosen.is_empty() {
            return format!("chosen {}", self.chosen.len());
        }
        let all = [
            ("text", Some(self.words.trim().to_owned()).filter(|words| !words.is_empty())),
            ("state", self.state.map(|state| state.word().to_owned())),
            ("archetype", self.archetype.clone()),
            ("organisation", self.organisation.map(|id| id.to_string())),
            ("group", self.group.map(|id| id.to_string())),
        ];
        let said: Vec<String> =
            all.into_iter().filter_map(|(name, value)| value.map(|value| format!("{name} {value}"))).collect();
        if said.is_empty() { "everybody".to_owned() } else { said.join(", ") }
    }

    /// The circle it is narrowed to.
    fn within(&self) -> Option<CircleId> {
        self.organisation.map(|id| CircleId(id.0)).or_else(|| self.group.map(|id| CircleId(id.0)))
    }
}

/// The next of those who are meant, after a key; at most `most` are looked at. For those who may see people, of those they may see,
/// and found by nothing that the list would not find them by.
///
/// # Errors
/// `Refused`; `NotFound` for an organisation or a group whose people the caller does not see.
pub async fn walk(
    tx: &mut Transaction,
    selection: &Selection,
    after: Option<Key>,
    most: usize,
) -> Result<Piece, DirectoryError> {
    tx.allow_somewhere(Permission::SeePeople)?;
    if !selection.chosen.is_empty() {
        return chosen(tx, &selection.chosen).await;
    }
    let query = Query {
        words: selection.words.clone(),
        state: selection.state,
        archetype: selection.archetype.clone(),
        within: selection.within(),
        from: after.map(From::After).unwrap_or_default(),
        ..Query::default()
    };
    let query = query.storable();
    let one_more = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
    let mut lines = match list::circles_of(tx, query.within).await? {
        None => list::by_name(tx, &query, false, one_more).await?,
        Some(circles) => {
            let mut lines = Vec::new();
            for circle in circles {
                lines.extend(list::in_circle(tx, &query, circle, false, one_more).await?);
            }
            list::once(&mut lines);
            lines
        }
    };
    let is_end = lines.len() <= most;
    lines.truncate(most);
    let looked_at = lines.len();
    let last = lines.last().map(|line| Key { value: line.sort_key.clone(), id: line.id });
    let words = text::search_key(&query.words);
    if !words.is_empty() && is_beginning(&words) {
        // As the list does with words that are too short to be looked for within others.
        lines.retain(|line| line.sort_key.starts_with(&words));
    } else if !words.is_empty() {
        lines = matching(tx, lines, &words).await?;
    }
    Ok(Piece { looked_at, lines, next: last.filter(|_| !is_end) })
}

/// Whether words are looked for at the beginning of names only: none of them has the three letters the index of words knows.
fn is_beginning(words: &str) -> bool {
    words.split(' ').all(|word| word.chars().count() < 3)
}

/// Those chosen one by one whom the caller sees.
async fn chosen(tx: &mut Transaction, people: &[PersonId]) -> Result<Piece, DirectoryError> {
    let people = people.get(..MOST_CHOSEN).unwrap_or(people);
    let looked_at = people.len();
    let mut found: Vec<Line> = tx.sql(CHOSEN).bind(store::list(people)).fetch_all().await?;
    list::once(&mut found);
    let people: Vec<PersonId> = found.iter().map(|line| line.id).collect();
    let seen = reach::those_with(tx, Permission::SeePeople, &people).await?;
    found.retain(|line| seen.contains(&line.id));
    Ok(Piece { looked_at, lines: found, next: None })
}

/// Those in whom every word occurs: anywhere for whoever sees their profile, in what lists show for others.
async fn matching(tx: &mut Transaction, mut lines: Vec<Line>, words: &str) -> Result<Vec<Line>, DirectoryError> {
    let ids: Vec<PersonId> = lines.iter().map(|line| line.id).collect();
    let wanted: Vec<&str> = words.split(' ').collect();
    let found: Vec<Found> = tx.sql(MATCHING).bind(store::list(&ids)).bind(database::Json(wanted)).fetch_all().await?;
    let found: Vec<PersonId> = found.into_iter().map(|row| row.id).collect();
    let profiles = reach::those_with(tx, Permission::SeeProfiles, &found).await?;
    lines.retain(|line| line.shows(words) || profiles.contains(&line.id));
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use foundation::PersonId;
    use uuid::Uuid;

    use super::Selection;
    use crate::LifecycleState;

    #[test]
    fn who_is_meant_is_said_in_words() {
        assert_eq!(Selection::default().in_words(), "everybody");
        let narrow = Selection {
            words: " mei ".to_owned(),
            state: Some(LifecycleState::Active),
            archetype: Some("student".to_owned()),
            ..Selection::default()
        };
        assert_eq!(narrow.in_words(), "text mei, state active, archetype student");
        let chosen = Selection { chosen: vec![PersonId(Uuid::nil()); 3], ..narrow };
        assert_eq!(chosen.in_words(), "chosen 3", "the filter says nothing then");
    }
}
