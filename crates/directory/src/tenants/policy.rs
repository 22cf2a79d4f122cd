//! What a tenant asks of its people when they sign in: which factors, of whom, and from when on.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use foundation::{GroupId, Instant};
use serde::{Deserialize, Serialize};

use crate::error::FieldProblem;

/// What somebody has beside a password, as the row of the person says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Factors {
    /// Nothing.
    #[default]
    None,
    /// A passkey whose device does not ask who holds it.
    Second,
    /// A passkey whose device asks, or an authenticator app.
    Strong,
}

impl Factors {
    /// What a stored number means. Whoever is strong and has a passkey is stored as 3, so that they can be counted by themselves.
    #[must_use]
    pub const fn from_number(number: i64) -> Self {
        match number {
            ..=0 => Self::None,
            1 => Self::Second,
            _ => Self::Strong,
        }
    }

    /// The stored number.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Self::None => 0,
            Self::Second => 1,
            Self::Strong => 2,
        }
    }
}

/// What is asked of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Required {
    /// Nothing; a passkey is offered.
    #[default]
    Offered,
    /// Any second factor.
    SecondFactor,
    /// A passkey whose device asks who holds it, or a password and an authenticator app.
    StrongFactor,
}

impl Required {
    /// Every one, the mildest first.
    pub const ALL: [Self; 3] = [Self::Offered, Self::SecondFactor, Self::StrongFactor];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::SecondFactor => "second_factor",
            Self::StrongFactor => "strong_factor",
        }
    }

    /// The value of a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|value| value.word() == word)
    }

    /// The least somebody must have.
    #[must_use]
    pub const fn least(self) -> Factors {
        match self {
            Self::Offered => Factors::None,
            Self::SecondFactor => Factors::Second,
            Self::StrongFactor => Factors::Strong,
        }
    }
}

/// What is asked of a kind of people, and for how many days they may go on without after they were first asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Demand {
    /// What.
    pub required: Required,
    /// How many days; 0 for at once.
    pub grace_days: u16,
}

/// What a tenant asks of its people. The strictest that concerns somebody counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInPolicy {
    /// Of everybody.
    pub everybody: Demand,
    /// Of whoever holds any right beyond the own account.
    pub administrators: Demand,
    /// Of the people of an archetype, by its name.
    pub archetypes: BTreeMap<String, Demand>,
    /// Of the members of groups, by the group.
    pub groups: BTreeMap<GroupId, Demand>,
    /// For how many days a browser where the second step was done is not asked again, if its owner wants that; 0 for never. Whoever a
    /// strong factor is asked of is asked each time.
    pub remember_days: u16,
    /// Whether whoever wants to can be mailed a code to sign in with. It is never strong, and whoever has a factor is asked for it.
    pub mail_codes: bool,
}

impl Default for SignInPolicy {
    /// Administrators must have a strong factor at their first sign-in; everybody else is offered a passkey.
    fn default() -> Self {
        Self {
            everybody: Demand::default(),
            administrators: Demand { required: Required::StrongFactor, grace_days: 0 },
            archetypes: BTreeMap::new(),
            groups: BTreeMap::new(),
            remember_days: 0,
            mail_codes: false,
        }
    }
}

/// Somebody as a policy sees them: all that decides what is asked of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Concerned<'c> {
    /// Which kind of person they are; empty for no particular one.
    pub archetype: &'c str,
    /// Whether they hold any right beyond the own account.
    pub is_administrator: bool,
    /// Those groups of the policy that they are in now.
    pub groups: &'c [GroupId],
}

impl Concerned<'static> {
    /// Whoever there is: of no particular kind, without a right, in no group.
    pub const ANYBODY: Self = Self { archetype: "", is_administrator: false, groups: &[] };
    /// Whoever holds any right beyond the own account.
    pub const ADMINISTRATOR: Self = Self { is_administrator: true, ..Self::ANYBODY };
}

/// How somebody stands with what is asked of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They have it.
    Fine,
    /// They lack it and have time until then.
    Asked(Instant),
    /// They lack it and have no time left.
    Overdue,
    /// They have it, and have not shown it in this session: a password alone does not become enough because its owner made a
    /// factor elsewhere.
    Unproved,
    /// Their password is one that everybody knows, and they choose another first, whatever else is asked of them.
    PasswordKnown,
}

impl SignInPolicy {
    /// A policy that asks nothing of anybody.
    #[must_use]
    pub fn asking_nothing() -> Self {
        Self { administrators: Demand::default(), ..Self::default() }
    }

    /// The longest time to enrol, in days.
    pub const LONGEST_GRACE: u16 = 90;
    /// The longest time a browser is not asked again, in days.
    pub const LONGEST_REMEMBERED: u16 = 90;
    /// Of how many groups something may be asked: each is looked up whenever one of their people asks for a page.
    pub const MOST_GROUPS: usize = 20;

    fn concerning<'p>(&'p self, who: Concerned<'p>) -> impl Iterator<Item = Demand> + use<'p> {
        let of_archetype = self.archetypes.get(who.archetype).copied();
        let of_administrators = who.is_administrator.then_some(self.administrators);
        let of_groups = who.groups.iter().filter_map(move |group| self.groups.get(group).copied());
        [Some(self.everybody), of_archetype, of_administrators].into_iter().flatten().chain(of_groups)
    }

    /// What is asked of somebody, whether or not there is time left.
    #[must_use]
    pub fn required(&self, who: Concerned<'_>) -> Required {
        self.concerning(who).map(|demand| demand.required).max().unwrap_or_default()
    }

    /// For how many days a browser of somebody may be remembered; 0 for not at all.
    #[must_use]
    pub fn remember_days_of(&self, who: Concerned<'_>) -> u16 {
        if self.required(who) == Required::StrongFactor { 0 } else { self.remember_days }
    }

    /// How somebody stands who has these factors and was first asked at `asked_at`; not yet asked, they are asked now.
    #[must_use]
    pub fn standing(&self, who: Concerned<'_>, factors: Factors, asked_at: Option<Instant>, now: Instant) -> Standing {
        let since = asked_at.unwrap_or(now);
        let lacking = self.concerning(who).filter(|demand| factors < demand.required.least());
        match lacking.map(|demand| since + TimeDelta::days(i64::from(demand.grace_days))).min() {
            None => Standing::Fine,
            Some(until) if now < until => Standing::Asked(until),
            Some(_) => Standing::Overdue,
        }
    }

    /// What is wrong with it.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldProblem> {
        let named = [("everybody", self.everybody), ("administrators", self.administrators)]
            .map(|(name, demand)| (name.to_owned(), demand));
        let archetypes = self.archetypes.iter().map(|(name, demand)| (format!("archetype.{name}"), *demand));
        let groups = self.groups.iter().map(|(id, demand)| (format!("group.{id}"), *demand));
        let too_many = (self.groups.len() > Self::MOST_GROUPS).then(|| FieldProblem {
            maximum: i64::try_from(Self::MOST_GROUPS).ok(),
            ..FieldProblem::new("group_name", "policy-groups-many")
        });
        let too_long = (self.remember_days > Self::LONGEST_REMEMBERED)
            .then(|| FieldProblem::out_of_range("remember_days", 0, i64::from(Self::LONGEST_REMEMBERED)));
        named
            .into_iter()
            .chain(archetypes)
            .chain(groups)
            .filter(|(_, demand)| demand.grace_days > Self::LONGEST_GRACE)
            .map(|(name, _)| FieldProblem::out_of_range(format!("grace.{name}"), 0, i64::from(Self::LONGEST_GRACE)))
            .chain(too_long)
            .chain(too_many)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone as _};
    use foundation::GroupId;
    use uuid::Uuid;

    use super::{Concerned, Demand, Factors, Required, SignInPolicy, Standing};

    const fn somebody(archetype: &str, is_administrator: bool) -> Concerned<'_> {
        Concerned { archetype, is_administrator, groups: &[] }
    }

    #[test]
    fn the_strictest_that_concerns_somebody_counts() {
        let policy = SignInPolicy {
            everybody: Demand { required: Required::SecondFactor, grace_days: 10 },
            administrators: Demand { required: Required::StrongFactor, grace_days: 20 },
            archetypes: [("staff".to_owned(), Demand { required: Required::StrongFactor, grace_days: 5 })].into(),
            groups: [].into(),
            remember_days: 30,
            mail_codes: false,
        };
        let remembered = [("customer", false), ("customer", true), ("staff", false)]
            .map(|(archetype, rights)| policy.remember_days_of(somebody(archetype, rights)));
        assert_eq!(remembered, [30, 0, 0], "whoever a strong factor is asked of is asked each time");
        let now = chrono::Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap();
        let in_days = |days| Standing::Asked(now + TimeDelta::days(days));
        for (archetype, is_administrator, factors, expected) in [
            ("customer", false, Factors::None, in_days(10)),
            ("customer", false, Factors::Second, Standing::Fine),
            ("customer", true, Factors::Second, in_days(20)),
            ("customer", true, Factors::None, in_days(10)),
            ("staff", true, Factors::Second, in_days(5)),
            ("staff", true, Factors::Strong, Standing::Fine),
        ] {
            let found = policy.standing(somebody(archetype, is_administrator), factors, None, now);
            assert_eq!(found, expected, "{archetype} {is_administrator} {factors:?}");
        }
        let later = now + TimeDelta::days(10);
        assert_eq!(policy.standing(somebody("customer", false), Factors::None, Some(now), later), Standing::Overdue);
        let before = later - TimeDelta::seconds(1);
        assert_eq!(policy.standing(somebody("customer", false), Factors::None, Some(now), before), in_days(10));
        assert_eq!(policy.required(somebody("customer", true)), Required::StrongFactor);
    }

    #[test]
    fn administrators_are_asked_at_once_unless_the_tenant_says_otherwise() {
        let now = chrono::Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap();
        let policy = SignInPolicy::default();
        assert_eq!(policy.standing(somebody("staff", true), Factors::None, None, now), Standing::Overdue);
        assert_eq!(policy.standing(somebody("staff", true), Factors::Second, None, now), Standing::Overdue);
        assert_eq!(policy.standing(somebody("staff", true), Factors::Strong, None, now), Standing::Fine);
        assert_eq!(policy.standing(somebody("staff", false), Factors::None, None, now), Standing::Fine);
        assert_eq!(
            SignInPolicy::asking_nothing().standing(somebody("staff", true), Factors::None, None, now),
            Standing::Fine
        );
        let too_long = SignInPolicy { everybody: Demand { grace_days: 91, ..Demand::default() }, ..policy };
        assert_eq!(too_long.problems()[0].field, "grace.everybody");
        let too_long = SignInPolicy { remember_days: 91, ..SignInPolicy::default() };
        assert_eq!(too_long.problems()[0].field, "remember_days");
    }

    #[test]
    fn the_groups_somebody_is_in_are_asked_as_well() {
        let (choir, board) = (GroupId(Uuid::from_u128(7)), GroupId(Uuid::from_u128(8)));
        let policy = SignInPolicy {
            everybody: Demand { required: Required::SecondFactor, grace_days: 20 },
            groups: [
                (choir, Demand { required: Required::SecondFactor, grace_days: 30 }),
                (board, Demand { required: Required::StrongFactor, grace_days: 2 }),
            ]
            .into(),
            remember_days: 30,
            ..SignInPolicy::asking_nothing()
        };
        let now = chrono::Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap();
        let in_days = |days| Standing::Asked(now + TimeDelta::days(days));
        let elsewhere = GroupId(Uuid::from_u128(9));
        for (groups, factors, required, days, expected) in [
            (vec![], Factors::None, Required::SecondFactor, 30, in_days(20)),
            (vec![elsewhere], Factors::Second, Required::SecondFactor, 30, Standing::Fine),
            (vec![choir], Factors::None, Required::SecondFactor, 30, in_days(20)),
            (vec![choir, board], Factors::Second, Required::StrongFactor, 0, in_days(2)),
            (vec![board], Factors::Strong, Required::StrongFactor, 0, Standing::Fine),
        ] {
            let who = Concerned { groups: &groups, ..Concerned::ANYBODY };
            assert_eq!(policy.required(who), required, "{groups:?}");
            assert_eq!(policy.remember_days_of(who), days, "{groups:?}");
            assert_eq!(policy.standing(who, factors, None, now), expected, "{groups:?}");
        }
        let stored = serde_json::to_string(&policy).unwrap();
        assert_eq!(serde_json::from_str::<SignInPolicy>(&stored).unwrap(), policy);
        let earlier = r#"{"everybody":{"required":"second_factor","grace_days":3},"archetypes":{}}"#;
        assert!(serde_json::from_str::<SignInPolicy>(earlier).unwrap().groups.is_empty(), "of an earlier version");
    }

    #[test]
    fn a_policy_names_so_many_groups_and_no_more() {
        let of = |amount: u128, grace_days| SignInPolicy {
            groups: (0..amount)
                .map(|number| (GroupId(Uuid::from_u128(number)), Demand { grace_days, ..Demand::default() }))
                .collect(),
            ..SignInPolicy::default()
        };
        assert!(of(20, 90).problems().is_empty());
        let problems = of(21, 0).problems();
        assert_eq!((problems[0].field.as_str(), problems[0].code), ("group_name", "policy-groups-many"));
        assert_eq!(of(1, 91).problems()[0].field, format!("grace.group.{}", Uuid::nil()));
    }

    #[test]
    fn numbers_and_words_come_back_as_they_were_stored() {
        for factors in [Factors::None, Factors::Second, Factors::Strong] {
            assert_eq!(Factors::from_number(factors.number()), factors);
        }
        for required in Required::ALL {
            assert_eq!(Required::from_word(required.word()), Some(required));
        }
        assert_eq!(Required::from_word("none"), None);
    }
}
