//! The organisations and groups of the largest tenant, each computed from its number as people are: authorities, their schools, and
//! the classes of these.

use uuid::Uuid;

use crate::arithmetic::{mix, skewed};
use crate::people::{Plan, begin, id};

/// How many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places {
    /// Organisations: the authorities first, then the schools, then the classes.
    pub organisations: u64,
    /// Groups; the first has a tenth of all people.
    pub groups: u64,
}

/// The organisation with most people: one in ten is directly in it, and far more are below.
pub const LARGE: u64 = 0;
/// The group with most people.
pub const WIDE: u64 = 0;

impl Plan {
    /// A hundredth as many organisations as there are people, and a hundredth as many groups as organisations.
    #[must_use]
    pub fn places(&self) -> Places {
        Places { organisations: (self.people / 100).max(10), groups: (self.people / 10_000).max(4) }
    }
}

impl Places {
    /// How many are at the top.
    #[must_use]
    pub fn authorities(&self) -> u64 {
        (self.organisations / 200).max(2)
    }

    /// How many are below these.
    #[must_use]
    pub fn schools(&self) -> u64 {
        (self.organisations / 10).max(2)
    }

    fn classes(&self) -> u64 {
        self.organisations.saturating_sub(self.authorities() + self.schools()).max(1)
    }

    /// The school with most classes.
    #[must_use]
    pub fn large_school(&self) -> u64 {
        self.authorities()
    }

    /// What an organisation is below: few have many below them, and many have few.
    #[must_use]
    pub fn above(&self, organisation: u64) -> Option<u64> {
        let authorities = self.authorities();
        let schools = self.schools();
        if organisation < authorities {
            None
        } else if organisation < authorities + schools {
            Some(skewed(mix(organisation, 70), authorities))
        } else {
            Some(authorities + skewed(mix(organisation, 71), schools))
        }
    }

    /// An organisation and all above it.
    #[must_use]
    pub fn up(&self, organisation: u64) -> Vec<u64> {
        std::iter::successors(Some(organisation), |one| self.above(*one)).collect()
    }

    /// What an organisation is, and what it is called.
    #[must_use]
    pub fn named(&self, organisation: u64) -> (&'static str, String) {
        if organisation < self.authorities() {
            ("organisation", format!("Authority {organisation}"))
        } else if organisation < self.authorities() + self.schools() {
            ("school", format!("School {organisation}"))
        } else {
            ("class", format!("Class {organisation}"))
        }
    }

    /// Where a person belongs.
    #[must_use]
    pub fn of(&self, person: u64) -> u64 {
        if mix(person, 72).is_multiple_of(10) {
            LARGE
        } else {
            self.authorities() + self.schools() + mix(person, 73) % self.classes()
        }
    }

    /// The groups a person is in: a tenth of all in the first, and one in twenty in one of the others.
    pub fn groups_of(&self, person: u64) -> impl Iterator<Item = u64> {
        let wide = mix(person, 74).is_multiple_of(10).then_some(WIDE);
        let others = self.groups.saturating_sub(1).max(1);
        let other = mix(person, 75).is_multiple_of(20).then(|| 1 + skewed(mix(person, 76), others));
        wide.into_iter().chain(other)
    }

    /// The organisation a group belongs to: every second is the tenant's.
    #[must_use]
    pub fn place_of_group(&self, group: u64) -> Option<u64> {
        (!group.is_multiple_of(2)).then(|| skewed(mix(group, 77), self.organisations))
    }
}

/// The id of an organisation, which is that of the circle of its people.
#[must_use]
pub fn organisation_id(organisation: u64) -> Uuid {
    id(begin(), organisation, 11)
}

/// The id of a group, which is that of the circle of its people.
#[must_use]
pub fn group_id(group: u64) -> Uuid {
    id(begin(), group, 13)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{LARGE, WIDE};
    use crate::people::Plan;

    #[test]
    fn few_places_have_many_people() {
        let plan = Plan::of(100_000);
        let places = plan.places();
        assert_eq!((places.organisations, places.groups), (1_000, 10));
        let (mut people, mut members, mut below) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for person in 0..plan.people {
            for one in places.up(places.of(person)) {
                *people.entry(one).or_insert(0_u64) += 1;
            }
            for group in places.groups_of(person) {
                *members.entry(group).or_insert(0_u64) += 1;
            }
        }
        for organisation in 0..places.organisations {
            let up = places.up(organisation);
            assert!(up.len() <= 3 && up.windows(2).all(|two| two[0] > two[1]), "{up:?}");
            *below.entry(places.above(organisation)).or_insert(0_u64) += 1;
        }
        assert!(people[&LARGE] > plan.people / 5, "{}", people[&LARGE]);
        assert!(people.values().all(|amount| *amount <= people[&LARGE]));
        assert!(people[&places.large_school()] > plan.people / 20, "{}", people[&places.large_school()]);
        assert!(people.len() > 900, "{}", people.len());
        assert!((plan.people / 11..plan.people / 9).contains(&members[&WIDE]), "{}", members[&WIDE]);
        assert_eq!(members.len(), 10);
        assert!(below[&Some(places.large_school())] > 50, "a page of what is below it does not show all");
    }
}
