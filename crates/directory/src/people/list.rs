//! The list of people: filtered, ordered, searched, and paged by key.

use database::{DbError, TenantStatement, Transaction};
use foundation::{CircleId, Instant, OrganisationId, Permission, PersonId, text};

use super::LifecycleState;
use crate::DirectoryError;
use crate::search::{end_of, terms};

database::statements! {
    NAME_NEXT: tenant = "SELECT id, display_name, sort_key, archetype, lifecycle_state, created_at, last_sign_in_at,
            (SELECT n.shown FROM sign_in_name n WHERE n.tenant_id = person.tenant_id AND n.person_id = person.id LIMIT 1) AS sign_in_name
        FROM person WHERE tenant_id = $1 AND (sort_key, id) > ($2, $3) ORDER BY sort_key, id LIMIT $4";
    NAME_BACK: tenant = "SELECT id, display_name, sort_key, archetype, lifecycle_state, created_at, last_sign_in_at,
            (SELECT n.shown FROM sign_in_name n WHERE n.tenant_id = person.tenant_id AND n.person_id = person.id LIMIT 1) AS sign_in_name
        FROM person WHERE tenant_id = $1 AND (sort_key, id) < ($2, $3) ORDER BY sort_key DESC, id DESC LIMIT $4";
    STATE_NEXT: tenant = "SELECT id, display_name, sort_key, archetype, lifecycle_state, created_at, last_sign_in_at,
            (SELECT n.shown FROM sign_in_name n WHERE n.tenant_id = person.tenant_id AND n.person_id = person.id LIMIT 1) AS sign_in_name
        FROM person WHERE tenant_id = $1 AND lifecycle_state = $5 AND (sort_key, id) > ($2, $3) AND (CAST($6 AS TEXT) IS NULL OR archetype = $6)
        ORDER BY sort_key, id LIMIT $4";
    STATE_BACK: tenant = "SELECT id, display_name, sort_key, archetype, lifecycle_state, created_at, last_sign_in_at,
            (SELECT n.shown FROM sign_in_name n WHERE n.tenant_id = person.tenant_id AND n.person_id = person.id LIMIT 1) AS sign_in_name
        FROM person WHERE tenant_id = $1 AND lifecycle_state = $5 AND (sort_key, id) < ($2, $3) AND (CAST($6 AS TEXT) IS NULL OR archetype = $6)
        ORDER BY sort_key DESC, id DESC LIMIT $4";
    ARCHETYPE_NEXT: tenant = "SELECT id, display_name, sort_key, archetype, lifecycle_state, created_at, last_sign_in_at,
            (SELECT n.shown FROM sign_in_name n WHERE n.tenant_id = person.tenant_id AND n.person_id = person.id LIMIT 1) AS sign_in_name
        FROM person WHERE tenant_id = $1 AND archetype = $5 AND (sort_key, id) > ($2, $3) ORDER BY sort_key, id LIMIT $4";
    ARCHETYPE_BACK: tenant = "SELECT id, display_name, sort_key, archetype, lifecycle_state, created_at, last_sign_in_at,
            (SELECT n.shown FROM sign_in_name n WHERE n.tenant_id = person.tenant_id AND n.person_id = person.id LIMIT 1) AS sign_in_name
        FROM person WHERE tenant_id = $1 AND archetype = $5 AND (sort_key, id) < ($2, $3) ORDER BY sort_key DESC, id DESC LIMIT $4";
    CREATED_NEXT: tenant = "SELECT id, display_name, sort_key, archetype, lifecycle_state, created_at, last_sign_in_at,
            (SELECT n.shown FROM sign_in_name n WHERE n.tenant_id = person.tenant_id AND n.person_id = person.id LIMIT 1) AS sign_in_name
        FROM person WHERE tenant_id = $1 AND (created_at, id) < ($2, $3) AND (CAST($5 AS TEXT) IS NULL OR lifecycle_state = $5) AND (CAST($6 AS TEXT) IS NULL OR archetype = $6)
        ORDER BY created_at DESC, id DESC LIMIT $4";
    CREATED_BACK: tenant = "SELECT id, display_name, sort_key, archetype, lifecycle_state, created_at, last_sign_in_at,
            (SELECT n.shown FROM sign_in_name n WHERE n.tenant_id = person.tenant_id AND n.person_id = person.id LIMIT 1) AS sign_in_name
        FROM person WHERE tenant_id = $1 AND (created_at, id) > ($2, $3) AND (CAST($5 AS TEXT) IS NULL OR lifecycle_state = $5) AND (CAST($6 AS TEXT) IS NULL OR archetype = $6)
        ORDER BY created_at, id LIMIT $4";
    // Those of a circle. Somebody who belongs there by several ties is listed once, by the first of them.
    CIRCLE_NEXT: tenant = "SELECT p.id, p.display_name, p.sort_key, p.archetype, p.lifecycle_state, p.created_at, p.last_sign_in_at,
            (SELECT n.shown FROM sign_in_name n WHERE n.tenant_id = p.tenant_id AND n.person_id = p.id LIMIT 1) AS sign_in_name
        FROM circle_member c JOIN person p ON p.tenant_id = c.tenant_id AND p.id = c.person_id
        WHERE c.tenant_id = $1 AND c.circle_id = $6 AND (c.sort_key, c.person_id) > ($2, $3) AND c.starts_at <= $5 AND (c.ends_at IS NULL OR c.ends_at > $5) AND (CAST($7 AS TEXT) IS NULL OR p.lifecycle_state = $7) AND (CAST($8 AS TEXT) IS NULL OR p.archetype = $8)
            AND NOT EXISTS (SELECT 1 FROM circle_member e WHERE e.tenant_id = c.tenant_id AND e.circle_id = c.circle_id AND e.sort_key = c.sort_key AND e.person_id = c.person_id
                AND e.via_id < c.via_id AND e.starts_at <= $5 AND (e.ends_at IS NULL OR e.ends_at > $5))
        ORDER BY c.sort_key, c.person_id LIMIT $4";
    CIRCLE_BACK: tenant = "SELECT p.id, p.display_name, p.sort_key, p.archetype, p.lifecycle_state, p.created_at, p.last_sign_in_at,
            (SELECT n.shown FROM sign_in_name n WHERE n.tenant_id = p.tenant_id AND n.person_id = p.id LIMIT 1) AS sign_in_name
        FROM circle_member c JOIN person p ON p.tenant_id = c.tenant_id AND p.id = c.person_id
        WHERE c.tenant_id = $1 AND c.circle_id = $6 AND (c.sort_key, c.person_id) < ($2, $3) AND c.starts_at <= $5 AND (c.ends_at IS NULL OR c.ends_at > $5) AND (CAST($7 AS TEXT) IS NULL OR p.lifecycle_state = $7) AND (CAST($8 AS TEXT) IS NULL OR p.archetype = $8)
            AND NOT EXISTS (SELECT 1 FROM circle_member e WHERE e.tenant_id = c.tenant_id AND e.circle_id = c.circle_id AND e.sort_key = c.sort_key AND e.person_id = c.person_id
                AND e.via_id < c.via_id AND e.starts_at <= $5 AND (e.ends_at IS NULL OR e.ends_at > $5))
        ORDER BY c.sort_key DESC, c.person_id DESC LIMIT $4";
    CIRCLE_PREFIX: tenant = "SELECT p.id, p.display_name, p.sort_key, p.archetype, p.lifecycle_state, p.created_at, p.last_sign_in_at,
            (SELECT n.shown FROM sign_in_name n WHERE n.tenant_id = p.tenant_id AND n.person_id = p.id LIMIT 1) AS sign_in_name
        FROM circle_member c JOIN person p ON p.tenant_id = c.tenant_id AND p.id = c.person_id
        WHERE c.tenant_id = $1 AND c.circle_id = $6 AND c.sort_key >= $2 AND c.sort_key < $3 AND c.starts_at <= $5 AND (c.ends_at IS NULL OR c.ends_at > $5) AND (CAST($7 AS TEXT) IS NULL OR p.lifecycle_state = $7) AND (CAST($8 AS TEXT) IS NULL OR p.archetype = $8)
            AND NOT EXISTS (SELECT 1 FROM circle_member e WHERE e.tenant_id = c.tenant_id AND e.circle_id = c.circle_id AND e.sort_key = c.sort_key AND e.person_id = c.person_id
                AND e.via_id < c.via_id AND e.starts_at <= $5 AND (e.ends_at IS NULL OR e.ends_at > $5))
        ORDER BY c.sort_key, c.person_id LIMIT $4";
    // One or two letters: the beginning of the name, by its index. Trigrams need three.
    PREFIX: tenant = "SELECT id, display_name, sort_key, archetype, lifecycle_state, created_at, last_sign_in_at,
            (SELECT n.shown FROM sign_in_name n WHERE n.tenant_id = person.tenant_id AND n.person_id = person.id LIMIT 1) AS sign_in_name
        FROM person WHERE tenant_id = $1 AND sort_key >= $2 AND sort_key < $3 AND (CAST($5 AS TEXT) IS NULL OR lifecycle_state = $5) AND (CAST($6 AS TEXT) IS NULL OR archetype = $6)
        ORDER BY sort_key, id LIMIT $4";
    // The index of words first: left to itself, SQLite would read all of a tenant and ask the index about each. On PostgreSQL
    // the function does the same.
    SEARCH: tenant {
        sqlite: "SELECT p.id, p.display_name, p.sort_key, p.archetype, p.lifecycle_state, p.created_at, p.last_sign_in_at,
                (SELECT n.shown FROM sign_in_name n WHERE n.tenant_id = p.tenant_id AND n.person_id = p.id LIMIT 1) AS sign_in_name
            FROM person_search_index i CROSS JOIN person_search s ON s.rowid = i.rowid CROSS JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id
            WHERE i.folded MATCH $2 AND NOT EXISTS (SELECT 1 FROM json_each($3) w WHERE instr(s.folded, w.value) = 0) AND s.tenant_id = $1 AND (CAST($5 AS TEXT) IS NULL OR p.lifecycle_state = $5) AND (CAST($6 AS TEXT) IS NULL OR p.archetype = $6)
            LIMIT $4",
        postgres: "SELECT p.id, p.display_name, p.sort_key, p.archetype, p.lifecycle_state, p.created_at, p.last_sign_in_at,
                (SELECT n.shown FROM sign_in_name n WHERE n.tenant_id = p.tenant_id AND n.person_id = p.id LIMIT 1) AS sign_in_name
            FROM pforte_search_people($1, $2, $3, 10000) s JOIN person p ON p.tenant_id = $1 AND p.id = s.person_id
            WHERE (CAST($5 AS TEXT) IS NULL OR p.lifecycle_state = $5) AND (CAST($6 AS TEXT) IS NULL OR p.archetype = $6)
            LIMIT $4",
    };
    SEARCH_WITHIN: tenant {
        sqlite: "SELECT p.id, p.display_name, p.sort_key, p.archetype, p.lifecycle_state, p.created_at, p.last_sign_in_at,
                (SELECT n.shown FROM sign_in_name n WHERE n.tenant_id = p.tenant_id AND n.person_id = p.id LIMIT 1) AS sign_in_name
            FROM person_search_index i CROSS JOIN person_search s ON s.rowid = i.rowid CROSS JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id
            WHERE i.folded MATCH $2 AND NOT EXISTS (SELECT 1 FROM json_each($3) w WHERE instr(s.folded, w.value) = 0) AND s.tenant_id = $1 AND (CAST($5 AS TEXT) IS NULL OR p.lifecycle_state = $5) AND (CAST($6 AS TEXT) IS NULL OR p.archetype = $6)
                AND EXISTS (SELECT 1 FROM circle_member c WHERE c.tenant_id = $1 AND c.person_id = p.id AND c.circle_id = $7 AND c.starts_at <= $8 AND (c.ends_at IS NULL OR c.ends_at > $8))
            LIMIT $4",
        postgres: "SELECT p.id, p.display_name, p.sort_key, p.archetype, p.lifecycle_state, p.created_at, p.last_sign_in_at,
                (SELECT n.shown FROM sign_in_name n WHERE n.tenant_id = p.tenant_id AND n.person_id = p.id LIMIT 1) AS sign_in_name
            FROM pforte_search_people($1, $2, $3, 10000) s JOIN person p ON p.tenant_id = $1 AND p.id = s.person_id
            WHERE (CAST($5 AS TEXT) IS NULL OR p.lifecycle_state = $5) AND (CAST($6 AS TEXT) IS NULL OR p.archetype = $6)
                AND EXISTS (SELECT 1 FROM circle_member c WHERE c.tenant_id = $1 AND c.person_id = p.id AND c.circle_id = $7 AND c.starts_at <= $8 AND (c.ends_at IS NULL OR c.ends_at > $8))
            LIMIT $4",
    };
}

/// A person in a list.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Line {
    /// The person's id.
    pub id: PersonId,
    /// The name as shown.
    pub display_name: String,
    /// What the list by name is ordered by.
    pub sort_key: String,
    /// The type of identity.
    pub archetype: String,
    /// Where the person stands.
    pub lifecycle_state: LifecycleState,
    /// Since when the person is known.
    pub created_at: Instant,
    /// When they last signed in.
    pub last_sign_in_at: Option<Instant>,
    /// What they sign in with, if anything.
    pub sign_in_name: Option<String>,
}

/// The order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By family name.
    #[default]
    Name,
    /// Newest first.
    Created,
}

/// Where a page begins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum From {
    /// At the beginning.
    #[default]
    Start,
    /// After the line with this key.
    After(Key),
    /// Before the line with this key, towards the beginning.
    Before(Key),
}

/// The place of a line in its order: what it is ordered by, and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The sort key, or the creation time in microseconds since 1970.
    pub value: String,
    /// The person's id.
    pub id: PersonId,
}

impl Key {
    /// The key as one word for an address: the id in front, since it has no separator.
    #[must_use]
    pub fn to_word(&self) -> String {
        format!("{}~{}", self.id, self.value)
    }

    /// Reads what [`Key::to_word`] wrote.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let (id, value) = word.split_once('~')?;
        // PostgreSQL takes this character in no text, and nothing stored has it.
        if value.contains('\0') {
            return None;
        }
        Some(Self { value: value.to_owned(), id: id.parse().ok()? })
    }
}

/// What the list shows.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Words that must all occur, in any part of names, addresses and searchable attributes.
    pub words: String,
    /// Only this state.
    pub state: Option<LifecycleState>,
    /// Only this type of identity.
    pub archetype: Option<String>,
    /// Only those who belong to this circle now.
    pub within: Option<CircleId>,
    /// The order; a search, and what is within a circle, is always by name.
    pub order: Order,
    /// Where the page begins.
    pub from: From,
}

/// A page of the list.
#[derive(Debug, Clone)]
pub struct Page {
    /// The lines in order.
    pub lines: Vec<Line>,
    /// Where the next page begins, if there is one.
    pub next: Option<Key>,
    /// Where the page before ends, if there is one.
    pub previous: Option<Key>,
    /// Whether a search found more than it shows.
    pub cut: bool,
}

/// Lines on a page.
pub const PAGE: i64 = 50;
/// The most a search shows.
pub const SEARCH_PAGE: i64 = 100;

/// A page of people, for those who may see people; of those they may see. Whoever may not see profiles finds people by what they
/// see of them: a search that answered by address or attribute would tell these, guess by guess.
///
/// # Errors
/// `Refused`; `NotFound` for a circle whose people the caller does not see.
pub async fn list(tx: &mut Transaction, query: &Query) -> Result<Page, DirectoryError> {
    tx.allow_somewhere(Permission::SeePeople)?;
    let query = &query.storable();
    let words = text::search_key(&query.words);
    let Some(circles) = circles_of(tx, query.within).await? else {
        return if words.is_empty() { browse(tx, query).await } else { search(tx, query, &words).await };
    };
    let (mut lines, mut cut) = (Vec::new(), false);
    let back = matches!(query.from, From::Before(_));
    for circle in circles {
        let found = if words.is_empty() {
            in_circle(tx, query, circle, back, PAGE + 1).await?
        } else {
            search_circle(tx, query, circle, &words).await?
        };
        cut |= !words.is_empty() && i64::try_from(found.len()).is_ok_and(|found| found > SEARCH_PAGE);
        lines.extend(found);
    }
    once(&mut lines);
    if words.is_empty() {
        if back {
            lines.reverse();
        }
        return Ok(cut_page(lines, query, back, Order::Name));
    }
    let mut shown = Vec::with_capacity(lines.len());
    for line in lines {
        if line.shows(&words) || permissions::over(tx, line.id).await?.allows(Permission::SeeProfiles) {
            shown.push(line);
        }
    }
    cut |= i64::try_from(shown.len()).is_ok_and(|found| found > SEARCH_PAGE);
    shown.truncate(usize::try_from(SEARCH_PAGE).unwrap_or(usize::MAX));
    Ok(Page { lines: shown, next: None, previous: None, cut })
}

/// The circles whose people the caller sees, of those that are asked for; nothing where that is the whole tenant.
pub(super) async fn circles_of(
    tx: &mut Transaction,
    within: Option<CircleId>,
) -> Result<Option<Vec<CircleId>>, DirectoryError> {
    Ok(match within {
        Some(circle) => Some(vec![seen(tx, circle).await?]),
        None if tx.caller().may(Permission::SeePeople) => None,
        None => Some(tx.caller().circles_with(Permission::SeePeople).map(|circled| circled.circle).collect()),
    })
}

/// In the order of names, everybody once, whatever circles they were found in.
pub(super) fn once(lines: &mut Vec<Line>) {
    lines.sort_by(|a, b| (&a.sort_key, a.id).cmp(&(&b.sort_key, b.id)));
    lines.dedup_by_key(|line| line.id);
}

/// The circle, if the caller sees the people in it.
async fn seen(tx: &mut Transaction, circle: CircleId) -> Result<CircleId, DirectoryError> {
    if tx.caller().may(Permission::SeePeople) {
        return Ok(circle);
    }
    let own: Vec<CircleId> = tx.caller().circles_with(Permission::SeePeople).map(|circled| circled.circle).collect();
    if own.contains(&circle) {
        return Ok(circle);
    }
    let around = permissions::reach::circles_around(tx, OrganisationId(circle.0)).await?;
    if around.iter().any(|circle| own.contains(circle)) { Ok(circle) } else { Err(DirectoryError::NotFound) }
}

/// At most so many lines of one circle, in the order of a page that is looked at forwards or backwards.
pub(super) async fn in_circle(
    tx: &mut Transaction,
    query: &Query,
    circle: CircleId,
    back: bool,
    most: i64,
) -> Result<Vec<Line>, DbError> {
    let now = tx.now();
    let (value, id) = query.from.key();
    let statement = tx.sql(if back { CIRCLE_BACK } else { CIRCLE_NEXT }).bind(value).bind(id).bind(most).bind(now);
    statement.bind(circle).bind(query.state).bind(&query.archetype).fetch_all().await
}

async fn search_circle(
    tx: &mut Transaction,
    query: &Query,
    circle: CircleId,
    words: &str,
) -> Result<Vec<Line>, DbError> {
    let (now, most) = (tx.now(), SEARCH_PAGE + 1);
    let Some((wanted, others)) = terms(tx.database().dialect(), words) else {
        let statement = tx.sql(CIRCLE_PREFIX).bind(words).bind(end_of(words)).bind(most).bind(now).bind(circle);
        return statement.bind(query.state).bind(&query.archetype).fetch_all().await;
    };
    let statement = tx.sql(SEARCH_WITHIN).bind(wanted).bind(others).bind(most).bind(query.state);
    statement.bind(&query.archetype).bind(circle).bind(now).fetch_all().await
}

impl From {
    /// The key a page by name begins after or before.
    fn key(&self) -> (String, PersonId) {
        match self {
            Self::Start => (String::new(), PersonId(uuid::Uuid::nil())),
            Self::After(key) | Self::Before(key) => (key.value.clone(), key.id),
        }
    }
}

impl Query {
    /// Without the character that PostgreSQL takes in no text; nothing stored has it.
    pub(super) fn storable(&self) -> Self {
        let clean = |text: &str| text.replace('\0', " ");
        let clean_key = |key: &Key| Key { value: clean(&key.value), id: key.id };
        Self {
            words: clean(&self.words),
            archetype: self.archetype.as_deref().map(clean),
            from: match &self.from {
                From::Start => From::Start,
                From::After(key) => From::After(clean_key(key)),
                From::Before(key) => From::Before(clean_key(key)),
            },
            ..self.clone()
        }
    }
}

impl Line {
    /// Whether every word occurs in what the list shows of the person.
    pub(super) fn shows(&self, words: &str) -> bool {
        let shown = [&self.display_name, self.sign_in_name.as_ref().unwrap_or(&self.display_name)];
        let shown = shown.map(|text| text::search_key(text));
        words.split(' ').all(|word| self.sort_key.contains(word) || shown.iter().any(|text| text.contains(word)))
    }
}

async fn search(tx: &mut Transaction, query: &Query, words: &str) -> Result<Page, DirectoryError> {
    let most = SEARCH_PAGE + 1;
    let mut lines: Vec<Line> = if let Some((wanted, others)) = terms(tx.database().dialect(), words) {
        tx.sql(SEARCH).bind(wanted).bind(others).bind(most).bind(query.state).bind(&query.archetype).fetch_all().await?
    } else {
        tx.sql(PREFIX)
            .bind(words)
            .bind(end_of(words))
            .bind(most)
            .bind(query.state)
            .bind(&query.archetype)
            .fetch_all()
            .await?
    };
    let cut = i64::try_from(lines.len()).is_ok_and(|found| found == most);
    if tx.allow(Permission::SeeProfiles).is_err() {
        lines.retain(|line| line.shows(words));
    }
    lines.truncate(usize::try_from(SEARCH_PAGE).unwrap_or(usize::MAX));
    lines.sort_by(|a, b| (&a.sort_key, a.id).cmp(&(&b.sort_key, b.id)));
    Ok(Page { lines, next: None, previous: None, cut })
}

async fn browse(tx: &mut Transaction, query: &Query) -> Result<Page, DirectoryError> {
    let back = matches!(query.from, From::Before(_));
    let lines = match query.order {
        Order::Name => by_name(tx, query, back, PAGE + 1).await?,
        Order::Created => by_creation(tx, query, back).await?,
    };
    Ok(cut_page(lines, query, back, query.order))
}

/// A page of lines of which one more was asked for; they are in the order they were looked at.
fn cut_page(mut lines: Vec<Line>, query: &Query, back: bool, order: Order) -> Page {
    let more = i64::try_from(lines.len()).is_ok_and(|found| found > PAGE);
    lines.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    if back {
        lines.reverse();
    }
    let key = |line: &Line| match order {
        Order::Name => Key { value: line.sort_key.clone(), id: line.id },
        Order::Created => Key { value: line.created_at.timestamp_micros().to_string(), id: line.id },
    };
    let is_start = query.from == From::Start;
    let next = lines.last().filter(|_| more || back).map(key);
    let previous = lines.first().filter(|_| !is_start && (!back || more)).map(key);
    Page { lines, next, previous, cut: false }
}

/// At most so many lines of the tenant by name, forwards or backwards.
pub(super) async fn by_name(tx: &mut Transaction, query: &Query, back: bool, most: i64) -> Result<Vec<Line>, DbError> {
    let (value, id) = query.from.key();
    let choose = |next: TenantStatement, before: TenantStatement| if back { before } else { next };
    match (query.state, &query.archetype) {
        (None, None) => tx.sql(choose(NAME_NEXT, NAME_BACK)).bind(value).bind(id).bind(most).fetch_all().await,
        (Some(state), archetype) => {
            tx.sql(choose(STATE_NEXT, STATE_BACK))
                .bind(value)
                .bind(id)
                .bind(most)
                .bind(state)
                .bind(archetype)
                .fetch_all()
                .await
        }
        (None, Some(archetype)) => {
            tx.sql(choose(ARCHETYPE_NEXT, ARCHETYPE_BACK))
                .bind(value)
                .bind(id)
                .bind(most)
                .bind(archetype)
                .fetch_all()
                .await
        }
    }
}

async fn by_creation(tx: &mut Transaction, query: &Query, back: bool) -> Result<Vec<Line>, DbError> {
    let (at, id) = match &query.from {
        From::Start => {
            (chrono::DateTime::from_timestamp(32_503_680_000, 0).unwrap_or_default(), PersonId(uuid::Uuid::max()))
        }
        From::After(key) | From::Before(key) => {
            (key.value.parse().ok().and_then(chrono::DateTime::from_timestamp_micros).unwrap_or_default(), key.id)
        }
    };
    let statement = if back { CREATED_BACK } else { CREATED_NEXT };
    tx.sql(statement).bind(at).bind(id).bind(PAGE + 1).bind(query.state).bind(&query.archetype).fetch_all().await
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn keys_survive_an_address() {
        let key = Key { value: "o~neil ~ x".into(), id: foundation::PersonId(uuid::Uuid::from_u128(7)) };
        assert_eq!(Key::from_word(&key.to_word()), Some(key));
        assert_eq!(Key::from_word("nonsense"), None);
        assert_eq!(Key::from_word("00000000-0000-0000-0000-000000000007~\0"), None);
    }
}
