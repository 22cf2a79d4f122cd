//! A property of every change there is: what a caller brought about is within what the caller held (SEC-68).

use chrono::TimeDelta;
use database::on_each_database;
use foundation::{AssignmentId, Permission, PermissionSet, PersonId, Randomness, RoleId};
use permissions::Scope;
use permissions::{Given, PermissionError, SystemRole};

use crate::office::{Office, definition, for_good};

/// Choices that are the same in every run.
struct Dice(Randomness);

impl Dice {
    fn below(&self, most: usize) -> usize {
        usize::from(u16::from_le_bytes(self.0.bytes())) % most.max(1)
    }

    fn of<T: Copy>(&self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    /// Each permission with a chance of one in `odds`.
    fn permissions(&self, odds: usize) -> Vec<Permission> {
        let mut chosen: Vec<Permission> = Permission::ALL.iter().copied().filter(|_| self.below(odds) == 0).collect();
        if chosen.is_empty() {
            chosen.push(Permission::SeePeople);
        }
        chosen
    }
}

/// What everybody may do at this moment: to others, and to themselves.
async fn all_rights(office: &Office, people: &[PersonId]) -> Vec<[PermissionSet; 2]> {
    let mut all = Vec::new();
    for person in people {
        let caller = office.caller(*person).await;
        all.push([caller.permissions, caller.own_permissions]);
    }
    all
}

/// The permissions in which two sets differ.
fn difference(one: PermissionSet, other: PermissionSet) -> PermissionSet {
    one.union(other).iter().filter(|permission| one.allows(*permission) != other.allows(*permission)).collect()
}

on_each_database! {
    async fn nothing_anybody_does_exceeds_what_they_hold(test: TestDatabase) {
        let office = Office::open(test).await;
        let dice = Dice(Randomness::seeded(68));
        let mut roles: Vec<RoleId> = Vec::new();
        for number in 0..6 {
            roles.push(office.own_role(&format!("role {number}"), &dice.permissions(4)).await);
        }
        // Rich enough that many attempts are allowed, poor enough that many are not.
        roles.push(office.own_role("powers", &[Permission::AssignRoles, Permission::EditRoles, Permission::SeeRoles]).await);
        for system in [SystemRole::TenantAdministrator, SystemRole::Helpdesk, SystemRole::Auditor] {
            roles.push(office.role(system).await);
        }
        let mut people = vec![office.with_role("Keeper", SystemRole::TenantAdministrator).await];
        for number in 0..6 {
            let person = office.person(&format!("Person {number}")).await;
            for _ in 0..=dice.below(3) {
                let scope = if dice.below(4) == 0 { Scope::Own } else { Scope::Tenant };
                let ends_at = (dice.below(4) == 0).then(|| office.now() + TimeDelta::hours(1 + i64::try_from(dice.below(50)).unwrap()));
                office.grant(person, &Given { scope, ends_at, ..for_good(dice.of(&roles)) }).await;
            }
            people.push(person);
        }
        let (mut done, mut refused) = (0, 0);
        for round in 0..300 {
            office.wait(TimeDelta::minutes(7));
            let (by, to) = (dice.of(&people), dice.of(&people));
            let held = office.caller(by).await;
            let before = all_rights(&office, &people).await;
            let mark = office.counts().await;
            let outcome: Result<(), PermissionError> = match dice.below(5) {
                0 | 1 => {
                    let scope = if dice.below(4) == 0 { Scope::Own } else { Scope::Tenant };
                    let ends_at = (dice.below(2) == 0).then(|| office.now() + TimeDelta::hours(2));
                    office.give(by, to, &Given { scope, ends_at, ..for_good(dice.of(&roles)) }).await.map(drop)
                }
                2 => {
                    let theirs: Vec<AssignmentId> = office.held(to).await.into_iter().map(|one| one.id).collect();
                    if theirs.is_empty() {
                        continue;
                    }
                    office.end(by, to, dice.of(&theirs)).await
                }
                3 => office.define(by, &definition(&format!("made in round {round}"), &dice.permissions(5))).await.map(|role| roles.push(role)),
                _ => {
                    let role = dice.of(&roles);
                    let version = office.find(role).await.version;
                    office.change(by, role, version, &definition(&format!("changed in round {round}"), &dice.permissions(5))).await
                }
            };
            let after = all_rights(&office, &people).await;
            if outcome.is_err() {
                refused += 1;
                assert_eq!(after, before, "round {round}: a refusal changed somebody's rights");
                assert_eq!(office.counts().await, mark, "round {round}: a refusal left something behind");
                continue;
            }
            done += 1;
            for (place, (then, now)) in before.iter().zip(&after).enumerate() {
                for (scope, (then, now)) in then.iter().zip(now).enumerate() {
                    let written = difference(*then, *now);
                    assert!(held.permissions.covers(written), "round {round}: {by} wrote {written:?} of person {place}, scope {scope}");
                }
            }
            assert!(office.administrators(&people).await >= 1, "round {round}");
        }
        assert!(done > 20 && refused > 40, "the dice were loaded: {done} done, {refused} refused");

        // Whatever happened, nobody's rights outlast those of the ones who could give them for good.
        office.wait(TimeDelta::days(30));
        assert!(office.administrators(&people).await >= 1);
    }
}
