//! A property of every right that is limited: what is decided, listed and explained is what a slow and obvious look at the tree
//! says, whatever was moved, merged, joined or left before.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, TimeDelta};
use database::on_each_database;
use directory::affiliations::edit::{self, Wanted};
use directory::organisations::{self, New, RelocationKind};
use directory::people::list::{self, Query};
use directory::{DirectoryError, groups};
use foundation::{AffiliationId, CircleId, GroupId, OrganisationId, Permission, PermissionSet, PersonId, Randomness};
use permissions::Scope;

use crate::office::{Office, new_person};

/// Choices that are the same in every run.
struct Dice(Randomness);

impl Dice {
    fn below(&self, most: usize) -> usize {
        usize::from(u16::from_le_bytes(self.0.bytes())) % most.max(1)
    }

    fn of<T: Copy>(&self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

#[derive(Debug, Clone)]
struct Hat {
    person: PersonId,
    organisation: OrganisationId,
    starts: NaiveDate,
    ends: Option<NaiveDate>,
}

/// What is true, kept in the plainest way there is.
#[derive(Default)]
struct Truth {
    above: BTreeMap<OrganisationId, Option<OrganisationId>>,
    hats: BTreeMap<AffiliationId, Hat>,
    members: BTreeSet<(GroupId, PersonId)>,
    held: Vec<(PersonId, PermissionSet, Scope)>,
}

impl Truth {
    fn is_within(&self, mut one: OrganisationId, other: OrganisationId) -> bool {
        loop {
            if one == other {
                return true;
            }
            match self.above.get(&one).copied().flatten() {
                Some(parent) => one = parent,
                None => return false,
            }
        }
    }

    fn belongs(&self, person: PersonId, organisation: OrganisationId, today: NaiveDate) -> bool {
        self.hats.values().any(|hat| {
            hat.person == person
                && hat.starts <= today
                && hat.ends.is_none_or(|end| end >= today)
                && self.is_within(hat.organisation, organisation)
        })
    }

    /// What somebody may do for somebody.
    fn over(&self, caller: PersonId, person: PersonId, today: NaiveDate) -> PermissionSet {
        let mut all = PermissionSet::NONE.with(Permission::ManageOwnAccount);
        for (_, grants, scope) in self.held.iter().filter(|(holder, ..)| *holder == caller) {
            let limited: PermissionSet = grants.iter().filter(|one| one.can_be_limited()).collect();
            all = all.union(match scope {
                Scope::Tenant => *grants,
                Scope::Own if caller == person => *grants,
                Scope::Organisation(id) if self.belongs(person, *id, today) => limited,
                Scope::Group(id) if self.members.contains(&(*id, person)) => limited,
                _ => PermissionSet::NONE,
            });
        }
        all
    }
}

const ASKED: [Permission; 6] = [
    Permission::SeePeople,
    Permission::SeeProfiles,
    Permission::EditPeople,
    Permission::SuspendPeople,
    Permission::SeeAudit,
    Permission::AssignRoles,
];

/// Everybody's rights over everybody, as they are decided, listed and explained.
async fn hold_against(office: &Office, truth: &Truth, people: &[PersonId]) {
    let today = office.database().now().date_naive();
    for caller in people {
        let mut seen = BTreeSet::new();
        for person in people {
            let mut tx = office.read_as(*caller).await;
            let expected = truth.over(*caller, *person, today);
            let found = permissions::over(&mut tx, *person).await.unwrap();
            assert_eq!(found.iter().collect::<Vec<_>>(), expected.iter().collect::<Vec<_>>(), "{caller} over {person}");
            for permission in ASKED {
                let allowed = permissions::allow_on(&mut tx, permission, *person).await.is_ok();
                assert_eq!(allowed, expected.allows(permission), "{caller} {permission:?} {person}");
            }
            // One's own scope is no list of others.
            let listed = truth.held.iter().any(|(holder, grants, scope)| {
                let one = Truth { held: vec![(*holder, *grants, *scope)], ..truth.shape() };
                *holder == *caller
                    && *scope != Scope::Own
                    && one.over(*caller, *person, today).allows(Permission::SeePeople)
            });
            seen.extend(listed.then_some(*person));
        }
        let mut tx = office.read_as(*caller).await;
        match list::list(&mut tx, &Query::default()).await {
            Ok(page) => {
                let lines: Vec<PersonId> = page.lines.iter().map(|line| line.id).collect();
                assert_eq!(lines.iter().copied().collect::<BTreeSet<_>>(), seen, "the list of {caller}");
                assert_eq!(lines.len(), seen.len(), "nobody twice");
                assert!(page.lines.is_sorted_by_key(|line| (line.sort_key.clone(), line.id)));
            }
            Err(error) => {
                assert!(matches!(error, DirectoryError::Refused(_)), "{error:?}");
                let none = seen.is_empty()
                    && !truth.held.iter().any(|(holder, grants, scope)| {
                        *holder == *caller && *scope != Scope::Own && grants.allows(Permission::SeePeople)
                    });
                assert!(none, "{caller} sees somebody");
            }
        }
    }
    // Who may do it: the same, asked from the other side.
    let mut tx = office.database().read(&office.system_caller()).await.unwrap();
    for person in people {
        for permission in ASKED {
            let found = permissions::explain::who_may(&mut tx, permission, *person).await.unwrap();
            let found: BTreeSet<PersonId> = found.reasons.into_iter().map(|reason| reason.person).collect();
            let expected: BTreeSet<PersonId> = people
                .iter()
                .copied()
                .filter(|caller| truth.over(*caller, *person, today).allows(permission))
                .collect();
            assert_eq!(found, expected, "who may {permission:?} {person}");
        }
    }
}

impl Truth {
    /// The same places and people, and nobody's rights.
    fn shape(&self) -> Self {
        Self { above: self.above.clone(), hats: self.hats.clone(), members: self.members.clone(), held: Vec::new() }
    }
}

/// One change somebody could make to the tree or to who belongs where.
async fn change(office: &Office, truth: &mut Truth, people: &[PersonId], groups: &[GroupId], dice: &Dice) {
    let organisations: Vec<OrganisationId> = truth.above.keys().copied().collect();
    let mut tx = office.system().await;
    let today = tx.now().date_naive();
    match dice.below(6) {
        0 | 1 => {
            let (one, target) = (dice.of(&organisations), dice.of(&organisations));
            let target = Some(target).filter(|_| dice.below(4) > 0);
            let kind =
                if dice.below(4) == 0 && target.is_some() { RelocationKind::Merge } else { RelocationKind::Move };
            let outcome = organisations::relocate(&mut tx, kind, one, target).await;
            let closes_a_ring = target.is_some_and(|target| truth.is_within(target, one));
            if outcome.is_err() {
                assert!(closes_a_ring || truth.above[&one] == target, "{outcome:?}");
                return;
            }
            assert!(!closes_a_ring);
            tx.commit().await.unwrap();
            while !organisations::relocation_step(office.database(), &office.system_caller(), one).await.unwrap() {}
            if kind == RelocationKind::Merge {
                let target = target.unwrap();
                truth.above.remove(&one);
                for parent in truth.above.values_mut().filter(|parent| **parent == Some(one)) {
                    *parent = Some(target);
                }
                for hat in truth.hats.values_mut().filter(|hat| hat.organisation == one) {
                    hat.organisation = target;
                }
                truth.held.retain(|(.., scope)| *scope != Scope::Organisation(one));
            } else {
                truth.above.insert(one, target);
            }
        }
        2 | 3 => {
            let person = dice.of(people);
            let starts_on = if dice.below(5) == 0 { today + Days::new(20) } else { today - Days::new(3) };
            let ends_on = (dice.below(3) == 0).then(|| starts_on + Days::new(10));
            let organisation = dice.of(&organisations);
            let wanted =
                Wanted { archetype: "customer".to_owned(), organisation: Some(organisation), starts_on, ends_on };
            let hat = Hat { person, organisation, starts: starts_on, ends: ends_on };
            let own: Vec<AffiliationId> =
                truth.hats.iter().filter(|(_, hat)| hat.person == person).map(|(id, _)| *id).collect();
            if !own.is_empty() && dice.below(2) == 0 {
                let id = dice.of(&own);
                edit::change(&mut tx, person, id, &wanted).await.unwrap();
                truth.hats.insert(id, hat);
            } else {
                truth.hats.insert(edit::give(&mut tx, person, &wanted).await.unwrap(), hat);
            }
            tx.commit().await.unwrap();
        }
        4 => {
            let (group, person) = (dice.of(groups), dice.of(people));
            groups::join(&mut tx, group, person, None).await.unwrap();
            truth.members.insert((group, person));
            tx.commit().await.unwrap();
        }
        _ => {
            let (group, person) = (dice.of(groups), dice.of(people));
            let was = truth.members.remove(&(group, person));
            assert_eq!(groups::leave(&mut tx, group, person).await.is_ok(), was);
            tx.commit().await.unwrap();
        }
    }
}

on_each_database! {
    async fn limited_rights_are_what_the_tree_says(test: TestDatabase) {
        let office = Office::open(test).await;
        let dice = Dice(Randomness::seeded(44));
        let mut truth = Truth::default();
        let mut people = Vec::new();
        for number in 0..9 {
            let new = new_person(&format!("Person {number}"), &format!("Family {}", number % 4), &format!("p{number}@example.org"));
            people.push(office.create(&new).await.unwrap());
        }
        let mut organisations: Vec<OrganisationId> = Vec::new();
        let mut groups = Vec::new();
        let mut tx = office.system().await;
        for number in 0..10 {
            let parent = (number > 1).then(|| dice.of(&organisations));
            let new = New { name: format!("Organisation {number}"), kind: "organisation".to_owned(), parent };
            let id = organisations::add(&mut tx, &new).await.unwrap();
            truth.above.insert(id, parent);
            organisations.push(id);
        }
        for number in 0..2 {
            groups.push(groups::make(&mut tx, &format!("Group {number}"), None).await.unwrap());
        }
        tx.commit().await.unwrap();
        for person in &people {
            for _ in 0..dice.below(3) {
                let grants: Vec<Permission> = ASKED.iter().copied().filter(|_| dice.below(2) == 0).collect();
                let scope = match dice.below(8) {
                    0 => Scope::Tenant,
                    1 => Scope::Own,
                    2 => Scope::Group(dice.of(&groups)),
                    _ => Scope::Organisation(dice.of(&organisations)),
                };
                let set: PermissionSet = grants.iter().copied().collect();
                if scope.part_of(set) == PermissionSet::NONE {
                    continue;
                }
                office.let_do(*person, &grants, scope).await;
                truth.held.push((*person, set, scope));
            }
        }
        for _ in 0..14 {
            for _ in 0..3 {
                change(&office, &mut truth, &people, &groups, &dice).await;
            }
            // Affiliations begin and end by the clock alone.
            office.wait(TimeDelta::days(2));
            hold_against(&office, &truth, &people).await;
        }
        assert!(truth.hats.len() > 8 && truth.above.len() < 10, "the dice were loaded");
    }

    /// What the circles say is what the tree says, row by row: nothing is left behind and nothing is missing.
    async fn circles_hold_exactly_what_the_tree_says(test: TestDatabase) {
        let office = Office::open(test).await;
        let dice = Dice(Randomness::seeded(45));
        let mut truth = Truth::default();
        let mut people = Vec::new();
        for number in 0..12 {
            people.push(office.create(&new_person("Some", &format!("Body {number:02}"), &format!("b{number}@example.org"))).await.unwrap());
        }
        let mut tx = office.system().await;
        let group = groups::make(&mut tx, "Everybody", None).await.unwrap();
        for number in 0..12 {
            let known: Vec<OrganisationId> = truth.above.keys().copied().collect();
            let parent = (number > 2).then(|| dice.of(&known));
            let new = New { name: format!("Organisation {number}"), kind: "team".to_owned(), parent };
            truth.above.insert(organisations::add(&mut tx, &new).await.unwrap(), parent);
        }
        tx.commit().await.unwrap();
        for _ in 0..60 {
            change(&office, &mut truth, &people, &[group], &dice).await;
        }
        let mut expected: BTreeSet<(CircleId, PersonId)> = truth.members.iter().map(|(group, person)| (CircleId(group.0), *person)).collect();
        for organisation in truth.above.keys() {
            for hat in truth.hats.values().filter(|hat| truth.is_within(hat.organisation, *organisation)) {
                expected.insert((CircleId(organisation.0), hat.person));
            }
        }
        let rows = office.test.number("SELECT count(*) FROM circle_member").await;
        let ties: usize = truth.members.len()
            + truth.hats.values().map(|hat| truth.above.keys().filter(|above| truth.is_within(hat.organisation, **above)).count()).sum::<usize>();
        assert_eq!(usize::try_from(rows).unwrap(), ties);
        office.wait(TimeDelta::days(400));
        let mut tx = office.database().read(&office.system_caller()).await.unwrap();
        let now = tx.now().date_naive();
        for (circle, person) in &expected {
            let counts = truth.members.iter().any(|(group, one)| group.0 == circle.0 && one == person)
                || truth.belongs(*person, OrganisationId(circle.0), now);
            let found = permissions::reach::circles_of(&mut tx, *person).await.unwrap().contains(circle);
            assert_eq!(found, counts, "{person} in {circle}");
        }
        assert_eq!(office.test.number("SELECT count(*) FROM relocation").await, 0);
    }
}
