//! The list of people: filtered, ordered, searched, and paged by key.

use database::{DbError, Dialect, TenantStatement, Transaction};
use foundation::{Instant, Permission, PersonId, text};

use super::LifecycleState;
use crate::DirectoryError;

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
    /// The order; a search is always by name.
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

/// A page of people, for those who may see people. Whoever may not see profiles finds people by what they see of them: a
/// search that answered by address or attribute would tell these, guess by guess.
pub async fn list(tx: &mut Transaction, query: &Query) -> Result<Page, DirectoryError> {
    tx.allow(Permission::SeePeople)?;
    let query = &query.storable();
    let words = text::search_key(&query.words);
    if words.is_empty() { browse(tx, query).await } else { search(tx, query, &words).await }
}

impl Query {
    /// Without the character that PostgreSQL takes in no text; nothing stored has it.
    fn storable(&self) -> Self {
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
    fn shows(&self, words: &str) -> bool {
        let shown = [&self.display_name, self.sign_in_name.as_ref().unwrap_or(&self.display_name)];
        let shown = shown.map(|text| text::search_key(text));
        words.split(' ').all(|word| self.sort_key.contains(word) || shown.iter().any(|text| text.contains(word)))
    }
}

async fn search(tx: &mut Transaction, query: &Query, words: &str) -> Result<Page, DirectoryError> {
    let longest = words.split(' ').max_by_key(|word| word.chars().count()).unwrap_or_default();
    let most = SEARCH_PAGE + 1;
    let mut lines: Vec<Line> = if longest.chars().count() < 3 {
        let end = format!("{words}\u{10ffff}");
        tx.sql(PREFIX).bind(words).bind(end).bind(most).bind(query.state).bind(&query.archetype).fetch_all().await?
    } else {
        let (wanted, others) = match tx.database().dialect() {
            Dialect::Sqlite => {
                (match_expression(words), serde_json::json!(words.split(' ').collect::<Vec<_>>()).to_string())
            }
            Dialect::Postgres => (longest.to_owned(), words.to_owned()),
        };
        tx.sql(SEARCH).bind(wanted).bind(others).bind(most).bind(query.state).bind(&query.archetype).fetch_all().await?
    };
    let cut = i64::try_from(lines.len()).is_ok_and(|found| found == most);
    if tx.allow(Permission::SeeProfiles).is_err() {
        lines.retain(|line| line.shows(words));
    }
    lines.truncate(usize::try_from(SEARCH_PAGE).unwrap_or(usize::MAX));
    lines.sort_by(|a, b| (&a.sort_key, a.id).cmp(&(&b.sort_key, b.id)));
    Ok(Page { lines, next: None, previous: None, cut })
}

/// Every word of three letters and more as a quoted phrase; SQLite's trigrams know no shorter ones, which the statement
/// looks for in what these find.
fn match_expression(words: &str) -> String {
    words
        .split(' ')
        .filter(|word| word.chars().count() >= 3)
        .map(|word| format!("\"{}\"", word.replace('"', "\"\"")))
        .collect::<Vec<_>>()
        .join(" AND ")
}

async fn browse(tx: &mut Transaction, query: &Query) -> Result<Page, DirectoryError> {
    let back = matches!(query.from, From::Before(_));
    let mut lines = match query.order {
        Order::Name => by_name(tx, query, back).await?,
        Order::Created => by_creation(tx, query, back).await?,
    };
    let more = i64::try_from(lines.len()).is_ok_and(|found| found > PAGE);
    lines.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    if back {
        lines.reverse();
    }
    let key = |line: &Line| match query.order {
        Order::Name => Key { value: line.sort_key.clone(), id: line.id },
        Order::Created => Key { value: line.created_at.timestamp_micros().to_string(), id: line.id },
    };
    let is_start = query.from == From::Start;
    let next = lines.last().filter(|_| more || back).map(key);
    let previous = lines.first().filter(|_| !is_start && (!back || more)).map(key);
    Ok(Page { lines, next, previous, cut: false })
}

async fn by_name(tx: &mut Transaction, query: &Query, back: bool) -> Result<Vec<Line>, DbError> {
    let (value, id) = match &query.from {
        From::Start => (String::new(), PersonId(uuid::Uuid::nil())),
        From::After(key) | From::Before(key) => (key.value.clone(), key.id),
    };
    let choose = |next: TenantStatement, before: TenantStatement| if back { before } else { next };
    let most = PAGE + 1;
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
    use super::{Key, match_expression};

    #[test]
    fn search_words_cannot_become_operators() {
        assert_eq!(match_expression("anna mei"), "\"anna\" AND \"mei\"");
        assert_eq!(match_expression("a\"b* or not"), "\"a\"\"b*\" AND \"not\"");
    }

    #[test]
    fn keys_survive_an_address() {
        let key = Key { value: "o~neil ~ x".into(), id: foundation::PersonId(uuid::Uuid::from_u128(7)) };
        assert_eq!(Key::from_word(&key.to_word()), Some(key));
        assert_eq!(Key::from_word("nonsense"), None);
        assert_eq!(Key::from_word("00000000-0000-0000-0000-000000000007~\0"), None);
    }
}
