//! The last administrator cannot be removed, by anybody, in any way this crate offers.

use chrono::TimeDelta;
use database::on_each_database;
use foundation::{Caller, PersonId, TenantId};
use permissions::Scope;
use permissions::{Given, PermissionError, SystemRole};

use crate::office::{Office, for_good};

async fn may_leave(office: &Office, person: PersonId) -> bool {
    let mut tx = office.system().await;
    match permissions::still_administered(&mut tx, person).await {
        Ok(()) => true,
        Err(PermissionError::LastAdministrator) => false,
        Err(other) => panic!("{other:?}"),
    }
}

on_each_database! {
    async fn the_last_one_can_neither_be_ended_nor_end_themselves(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.with_role("Ada", SystemRole::TenantAdministrator).await;
        let of_ada = office.held(ada).await[0].id;
        assert!(matches!(office.end(ada, ada, of_ada).await, Err(PermissionError::LastAdministrator)));
        assert!(!may_leave(&office, ada).await);
        let bob = office.with_role("Bob", SystemRole::TenantAdministrator).await;
        assert!(may_leave(&office, ada).await);
        office.end(ada, ada, of_ada).await.unwrap();
        let of_bob = office.held(bob).await[0].id;
        assert!(matches!(office.end(bob, bob, of_bob).await, Err(PermissionError::LastAdministrator)));
    }

    /// Those who cannot or will not always administer do not count as the one who is left.
    async fn only_who_can_administer_for_good_counts(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.with_role("Ada", SystemRole::TenantAdministrator).await;
        let administrator = office.role(SystemRole::TenantAdministrator).await;
        let others = [
            Given { scope: Scope::Own, ..for_good(administrator) },
            Given { starts_at: Some(office.now() + TimeDelta::days(1)), ..for_good(administrator) },
            Given { ends_at: Some(office.now() + TimeDelta::days(1)), ..for_good(administrator) },
        ];
        for (number, given) in others.iter().enumerate() {
            let other = office.person(&format!("Other {number}")).await;
            office.grant(other, given).await;
            assert!(!may_leave(&office, ada).await, "{given:?}");
        }
        for state in ["invited", "suspended", "ended"] {
            let other = office.with_role(state, SystemRole::TenantAdministrator).await;
            office.set_state(other, state).await;
            assert!(!may_leave(&office, ada).await, "{state}");
        }
        office.with_role("Bob", SystemRole::TenantAdministrator).await;
        assert!(may_leave(&office, ada).await);
    }

    /// A role held twice can be tidied up; the second end is refused.
    async fn one_of_two_assignments_of_the_last_one_can_end(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.with_role("Ada", SystemRole::TenantAdministrator).await;
        let administrator = office.role(SystemRole::TenantAdministrator).await;
        let second = office.grant(ada, &for_good(administrator)).await;
        let first = office.held(ada).await.into_iter().map(|held| held.id).find(|id| *id != second).unwrap();
        office.end(ada, ada, first).await.unwrap();
        assert!(matches!(office.end(ada, ada, second).await, Err(PermissionError::LastAdministrator)));
        assert_eq!(office.administrators(&[ada]).await, 1);
    }

    /// However many other roles somebody was given since, they are still an administrator.
    async fn an_administrator_with_very_many_roles_is_still_one(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.with_role("Ada", SystemRole::TenantAdministrator).await;
        let helpdesk = office.role(SystemRole::Helpdesk).await;
        office.wait(TimeDelta::seconds(1));
        let mut tx = office.system().await;
        for _ in 0..201 {
            permissions::give(&mut tx, ada, &for_good(helpdesk)).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(office.administrators(&[ada]).await, 1);
    }

    async fn the_platform_is_kept_by_its_operators(test: TestDatabase) {
        let platform = Caller::system(TenantId::PLATFORM, "test");
        let mut tx = test.database.begin(&platform).await.unwrap();
        permissions::seed(&mut tx).await.unwrap();
        let keys: Vec<String> = permissions::list(&mut tx).await.unwrap().into_iter().map(|role| role.name_key).collect();
        assert_eq!(keys, ["auditor", "helpdesk", "platform-operator", "tenant-administrator"]);
        tx.commit().await.unwrap();
        let office = Office { test, tenant: TenantId::PLATFORM };
        office.test.as_owner(&archetype(&office)).await;
        let ada = office.with_role("Ada", SystemRole::PlatformOperator).await;
        let bob = office.with_role("Bob", SystemRole::TenantAdministrator).await;
        let (of_ada, of_bob) = (office.held(ada).await[0].id, office.held(bob).await[0].id);
        assert!(matches!(office.end(ada, ada, of_ada).await, Err(PermissionError::LastAdministrator)), "Bob is no operator");
        assert!(matches!(office.end(bob, ada, of_ada).await, Err(PermissionError::BeyondOwnRights)));
        office.end(ada, bob, of_bob).await.unwrap();
    }
}

/// The archetype of the test's people; other tenants get it when they are made.
fn archetype(office: &Office) -> String {
    let id = TenantId::PLATFORM.0;
    let id = if office.database().file().is_some() { format!("X'{}'", id.simple()) } else { format!("'{id}'") };
    format!("INSERT INTO archetype (tenant_id, name, labels, position) VALUES ({id}, 'customer', '{{}}', 1)")
}
