//! Who is in a database of a given size: tenants and people, each computed from its number. No seed, no stored data set, so
//! that a run can be repeated anywhere and a row be asked for without looking it up.

use chrono::{DateTime, TimeDelta};
use foundation::{Instant, text};
use uuid::Uuid;

use crate::arithmetic::{mix, share, skewed};

/// The size of a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// People in all tenants together.
    pub people: u64,
    /// Tenants beside the operators'.
    pub tenants: u64,
    /// Audit entries about one person of the first tenant.
    pub entries: u64,
}

/// One tenant of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantRow {
    /// Its number; the first is the largest.
    pub number: u64,
    /// The number of its first person.
    pub first: u64,
    /// How many people it has.
    pub people: u64,
}

/// The people of a tenant who are there for measuring: all active and with a password, the first an administrator.
pub const KNOWN: u64 = 2_000;
/// Within a tenant, who has the many audit entries.
pub const BUSY: u64 = 1;
/// Within the first tenant, who sees the people of one school and nobody else.
pub const DELEGATE: u64 = 2;
/// Within a tenant, the first who is like most.
pub const ORDINARY: u64 = 3;
/// The password of everybody who has one. They share one hash too: judging it costs the same.
pub const PASSWORD: &str = "seltene Farne trommeln 47 mal";

impl Plan {
    /// A plan of so many people in a hundred tenants.
    #[must_use]
    pub const fn of(people: u64) -> Self {
        Self { people, tenants: 100, entries: 100_000 }
    }

    /// The tenants: a hundredth of them has nine tenths of the people, and the last has nobody.
    #[must_use]
    pub fn tenants(&self) -> Vec<TenantRow> {
        let large = (self.tenants / 100).max(1);
        let empty = u64::from(self.tenants > 2);
        let small = self.tenants.saturating_sub(large + empty);
        let in_large = if small == 0 { self.people } else { self.people / 10 * 9 };
        let (mut rows, mut first) = (Vec::new(), 0);
        for number in 0..self.tenants {
            let people = if number < large {
                part(in_large, large, number)
            } else if number < large + small {
                part(self.people - in_large, small, number - large)
            } else {
                0
            };
            rows.push(TenantRow { number, first, people });
            first += people;
        }
        rows
    }

    /// When person `number` became known: evenly over eighteen months.
    #[must_use]
    pub fn at(&self, number: u64) -> Instant {
        const SPAN_MILLIS: u64 = 545 * 24 * 3_600 * 1_000;
        let millis = u128::from(SPAN_MILLIS) * u128::from(number) / u128::from(self.people.max(1));
        begin() + TimeDelta::milliseconds(i64::try_from(millis).unwrap_or(0))
    }

    /// Person `number`, who is the `local`th of their tenant.
    #[must_use]
    pub fn person(&self, number: u64, local: u64) -> PersonRow {
        let at = self.at(number);
        let given = given_name(skewed(mix(number, 1), 2_000));
        let family = family_name(skewed(mix(number, 2), 40_000));
        // What an address may have in front of its sign.
        let word = |name: &str| -> String {
            let folded = text::search_key(name).replace(' ', "-");
            folded.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect()
        };
        let domain = DOMAINS.get(place(mix(number, 3), DOMAINS.len())).copied().unwrap_or("example.org");
        let email = format!("{}.{}.{number}@{domain}", word(&given), word(&family));
        let state = match mix(number, 4) % 100 {
            _ if local < KNOWN => "active",
            0 => "ended",
            1..=2 => "suspended",
            3..=5 => "invited",
            _ => "active",
        };
        let archetype = match mix(number, 5) % 10 {
            0 => "partner",
            1 => "staff",
            _ => "customer",
        };
        let has_password = local < KNOWN || (state == "active" && mix(number, 6).is_multiple_of(5));
        PersonRow { id: id(at, number, 7), at, given, family, email, state, archetype, has_password }
    }
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// The id, ordered by time.
    pub id: Uuid,
    /// Since when they are known.
    pub at: Instant,
    /// Given name.
    pub given: String,
    /// Family name.
    pub family: String,
    /// Address and sign-in name.
    pub email: String,
    /// Where they stand.
    pub state: &'static str,
    /// The type of identity.
    pub archetype: &'static str,
    /// Whether they can sign in with [`PASSWORD`].
    pub has_password: bool,
}

impl PersonRow {
    /// The name as shown.
    #[must_use]
    pub fn display(&self) -> String {
        format!("{} {}", self.given, self.family)
    }

    /// What the list by name is ordered by.
    #[must_use]
    pub fn sort_key(&self) -> String {
        text::search_key(&format!("{} {}", self.family, self.given))
    }
}

impl TenantRow {
    /// The word in its address.
    #[must_use]
    pub fn slug(&self) -> String {
        format!("tenant-{}", self.number)
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> Uuid {
        id(begin() + TimeDelta::milliseconds(i64::try_from(self.number).unwrap_or(0)), self.number, 8)
    }

    /// The id of one of its rows that are not people.
    #[must_use]
    pub fn row_id(&self, which: u64) -> Uuid {
        id(begin(), self.number * 16 + which, 9)
    }
}

/// The first moment of every plan.
#[must_use]
pub fn begin() -> Instant {
    DateTime::from_timestamp(1_735_689_600, 0).unwrap_or(DateTime::UNIX_EPOCH) // 2025-01-01
}

/// A version 7 UUID made of a moment and a number.
#[must_use]
pub fn id(at: Instant, number: u64, stream: u64) -> Uuid {
    let mut bytes = [0; 10];
    let mixed = mix(number, stream).to_be_bytes().into_iter().chain(mix(number, stream + 100).to_be_bytes());
    for (byte, value) in bytes.iter_mut().zip(mixed) {
        *byte = value;
    }
    uuid::Builder::from_unix_timestamp_millis(u64::try_from(at.timestamp_millis()).unwrap_or(0), &bytes).into_uuid()
}

const fn part(whole: u64, parts: u64, number: u64) -> u64 {
    whole * (number + 1) / parts - whole * number / parts
}

fn place(mixed: u64, amount: usize) -> usize {
    usize::try_from(mixed % amount.max(1) as u64).unwrap_or(0)
}

fn given_name(rank: u64) -> String {
    let known = usize::try_from(rank).ok().and_then(|rank| GIVEN.get(rank));
    known.map_or_else(|| composed(rank, 2), |name| (*name).to_owned())
}

fn family_name(rank: u64) -> String {
    let known = usize::try_from(rank).ok().and_then(|rank| FAMILY.get(rank));
    known.map_or_else(|| composed(rank, 3), |name| (*name).to_owned())
}

/// A name for a rank beyond the lists: rare, pronounceable, and always the same.
fn composed(rank: u64, syllables: u64) -> String {
    let mut name = String::new();
    for at in 0..syllables {
        let mixed = mix(rank, 20 + at);
        name.push_str(SYLLABLES.get(place(mixed, SYLLABLES.len())).copied().unwrap_or("ka"));
    }
    // One in twenty has two names.
    if share(mix(rank, 30)) < 0.05 {
        name.push('-');
        name.push_str(FAMILY.get(place(mix(rank, 31), FAMILY.len())).copied().unwrap_or("Ek"));
    }
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

const DOMAINS: [&str; 5] = ["example.org", "example.com", "example.net", "post.example", "mail.example"];
const SYLLABLES: [&str; 32] = [
    "ba", "bel", "bor", "da", "del", "dor", "fa", "fen", "gar", "go", "hal", "hin", "jo", "ka", "kel", "kor", "la",
    "len", "lo", "mar", "men", "mo", "na", "nor", "pe", "ran", "ro", "sel", "ta", "tin", "vo", "wen",
];
const GIVEN: [&str; 40] = [
    "Anna", "Maria", "Peter", "Michael", "Thomas", "Ali", "Sofia", "Jan", "Laura", "Mohammed", "Eva", "Lukas", "Julia",
    "David", "Emma", "Paul", "Lena", "Max", "Sarah", "Felix", "Hannah", "Jonas", "Mia", "Leon", "Zoë", "Jürgen",
    "Ayşe", "Olga", "Piotr", "José", "Chloé", "Björn", "Fatima", "Noah", "Ida", "Karl", "Greta", "Oskar", "Nora",
    "Émile",
];
const FAMILY: [&str; 48] = [
    "Müller",
    "Schmidt",
    "Schneider",
    "Fischer",
    "Weber",
    "Meyer",
    "Wagner",
    "Becker",
    "Schulz",
    "Hoffmann",
    "Koch",
    "Bauer",
    "Richter",
    "Klein",
    "Wolf",
    "Schröder",
    "Neumann",
    "Schwarz",
    "Zimmermann",
    "Braun",
    "Krüger",
    "Hofmann",
    "Hartmann",
    "Lange",
    "Werner",
    "Krause",
    "Lehmann",
    "Maier",
    "Köhler",
    "Walter",
    "Yılmaz",
    "Nguyen",
    "Kowalski",
    "Novák",
    "García",
    "Rossi",
    "Smith",
    "Jones",
    "Martin",
    "Bernard",
    "Ivanova",
    "Groß",
    "Ærø",
    "O’Neil",
    "van Dijk",
    "Łukasik",
    "Andersen",
    "Silva",
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Plan;

    #[test]
    fn a_hundredth_of_the_tenants_has_nine_tenths_of_the_people() {
        for people in [10_000, 1_000_000] {
            for tenants in [1, 100, 10_000] {
                let rows = Plan { people, tenants, entries: 0 }.tenants();
                assert_eq!(rows.iter().map(|row| row.people).sum::<u64>(), people);
                assert_eq!(u64::try_from(rows.len()).unwrap(), tenants);
                assert!(rows.windows(2).all(|two| two[0].first + two[0].people == two[1].first));
                let large: u64 =
                    rows.iter().take(usize::try_from((tenants / 100).max(1)).unwrap()).map(|row| row.people).sum();
                assert!(tenants == 1 || large == people / 10 * 9);
                assert_eq!(rows.iter().any(|row| row.people == 0), tenants > 1);
            }
        }
    }

    #[test]
    fn people_are_computed_from_their_number_and_ordered_by_time() {
        let plan = Plan::of(100_000);
        let people: Vec<_> = (0..20_000).map(|number| plan.person(number, number)).collect();
        assert_eq!(people[777], plan.person(777, 777));
        assert!(people.windows(2).all(|two| two[0].id < two[1].id && two[0].at < two[1].at));
        assert_eq!(people.iter().map(|person| &person.email).collect::<HashSet<_>>().len(), people.len());
        let is_address = |person: &super::PersonRow| person.email.parse::<foundation::EmailAddress>().is_ok();
        assert!(people.iter().all(is_address));
        let named = |family: &str| people.iter().filter(|person| person.family == family).count();
        assert!(named("Müller") > 800 && named("Silva") > 5, "{} {}", named("Müller"), named("Silva"));
        let families: HashSet<_> = people.iter().map(|person| &person.family).collect();
        assert!(families.len() > 3_000, "{}", families.len());
        assert!(people.iter().take(2_000).all(|person| person.has_password && person.state == "active"));
        assert!(people.iter().any(|person| person.state == "suspended"));
    }
}
