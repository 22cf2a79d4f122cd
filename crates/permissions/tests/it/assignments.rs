//! Giving roles and taking them away: never beyond one's own rights, and only while they count.

use chrono::TimeDelta;
use database::on_each_database;
use foundation::{Kind, Permission as P, RoleId};
use permissions::{Given, PermissionError, SystemRole};
use permissions::{Scope, assignments};
use uuid::Uuid;

use crate::office::{Office, change_of, for_good, nobody, set};

fn is_beyond<T>(outcome: Result<T, PermissionError>) -> bool {
    matches!(outcome.map(drop), Err(PermissionError::BeyondOwnRights))
}

on_each_database! {
    async fn what_is_given_counts_at_the_next_request_and_is_recorded(test: TestDatabase) {
        let office = Office::open(test).await;
        let (ada, bob) = (office.with_role("Ada", SystemRole::TenantAdministrator).await, office.person("Bob").await);
        let helpdesk = office.role(SystemRole::Helpdesk).await;
        office.wait(TimeDelta::seconds(1));
        let id = office.give(ada, bob, &Given { reason: "  Joins the desk ".to_owned(), ..for_good(helpdesk) }).await.unwrap();
        assert!(office.rights(bob).await.allows(P::ResetCredentials));
        let held = office.held(bob).await;
        assert_eq!((held[0].id, held[0].reason.as_str(), held[0].granted_by, held[0].granted_by_name.as_deref()), (id, "Joins the desk", Some(ada), Some("Ada")));
        let given = &office.entries("role.given").await[0];
        assert_eq!((given.subject, given.object.clone()), (Some(bob), Some(("role".to_owned(), helpdesk.0))));
        assert_eq!(change_of(given, "role"), Some((None, Some("helpdesk"))));

        office.wait(TimeDelta::minutes(1));
        office.end(ada, bob, id).await.unwrap();
        assert_eq!(office.rights(bob).await, set(&[P::ManageOwnAccount]));
        let ended = &office.entries("role.ended").await[0];
        assert_eq!(change_of(ended, "role"), Some((Some("helpdesk"), None)));
        assert!(matches!(office.end(ada, bob, id).await, Err(PermissionError::NotFound)), "what has ended cannot end again");
    }

    /// SEC-66, SEC-67, SEC-68: each of these would be more than the caller holds, and nothing of it happens.
    async fn nobody_gives_or_takes_more_than_they_hold(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.with_role("Ada", SystemRole::TenantAdministrator).await;
        let eve = office.with_permissions("Eve", &[P::AssignRoles, P::SeeRoles, P::SeePeople, P::ResetCredentials, P::SeeFactors, P::ResetFactors, P::EditRoles]).await;
        let (bob, carl) = (office.person("Bob").await, office.with_role("Carl", SystemRole::Auditor).await);
        let (administrator, auditor, helpdesk) =
            (office.role(SystemRole::TenantAdministrator).await, office.role(SystemRole::Auditor).await, office.role(SystemRole::Helpdesk).await);
        let of_carl = office.held(carl).await[0].id;
        let of_ada = office.held(ada).await[0].id;
        let before = office.counts().await;
        assert!(is_beyond(office.give(eve, bob, &for_good(administrator)).await));
        assert!(is_beyond(office.give(eve, eve, &for_good(administrator)).await), "nor to themselves");
        assert!(is_beyond(office.give(eve, bob, &for_good(auditor)).await));
        assert!(is_beyond(office.give(eve, bob, &Given { scope: Scope::Own, ..for_good(auditor) }).await), "nor in a smaller scope");
        assert!(is_beyond(office.give(eve, bob, &Given { starts_at: Some(office.now() + TimeDelta::days(9)), ..for_good(auditor) }).await), "nor for later");
        assert!(is_beyond(office.give(eve, carl, &for_good(helpdesk)).await), "an auditor has rights Eve has not");
        assert!(is_beyond(office.end(eve, carl, of_carl).await));
        assert!(is_beyond(office.end(eve, ada, of_ada).await));
        assert_eq!(office.counts().await, before);
        office.give(eve, bob, &for_good(helpdesk)).await.unwrap();
    }

    async fn who_may_not_assign_roles_assigns_none(test: TestDatabase) {
        let office = Office::open(test).await;
        let bob = office.person("Bob").await;
        let nothing = office.own_role("nothing much", &[P::ManageOwnAccount]).await;
        for role in [SystemRole::Helpdesk, SystemRole::Auditor] {
            let caller = office.with_role(role.key(), role).await;
            assert!(matches!(office.give(caller, bob, &for_good(nothing)).await, Err(PermissionError::Refused(refused)) if refused.0 == P::AssignRoles));
        }
        // The right for what concerns only oneself is none over others, nor to enlarge it.
        let own = office.person("Own").await;
        let administrator = office.role(SystemRole::TenantAdministrator).await;
        office.grant(own, &Given { scope: Scope::Own, ..for_good(administrator) }).await;
        assert!(matches!(office.give(own, own, &for_good(nothing)).await, Err(PermissionError::Refused(_))));
        assert_eq!(office.held(own).await.len(), 1);
    }

    async fn a_role_counts_from_its_beginning_to_its_end(test: TestDatabase) {
        let office = Office::open(test).await;
        let (ada, bob) = (office.with_role("Ada", SystemRole::TenantAdministrator).await, office.person("Bob").await);
        let helpdesk = office.role(SystemRole::Helpdesk).await;
        let (from, until) = (office.now() + TimeDelta::days(1), office.now() + TimeDelta::days(2));
        office.give(ada, bob, &Given { starts_at: Some(from), ends_at: Some(until), ..for_good(helpdesk) }).await.unwrap();
        let counts = async || office.rights(bob).await.allows(P::ResetCredentials);
        assert!(!counts().await, "not before");
        office.wait(TimeDelta::days(1) - TimeDelta::microseconds(1));
        assert!(!counts().await, "not a microsecond before");
        office.wait(TimeDelta::microseconds(1));
        assert!(counts().await, "from the first moment");
        office.wait(TimeDelta::days(1) - TimeDelta::microseconds(1));
        assert!(counts().await, "to the last");
        office.wait(TimeDelta::microseconds(1));
        assert!(!counts().await, "the end is outside");
        let held = &office.held(bob).await[0];
        assert!(!held.is_effective(office.now()) && held.is_effective(from) && !held.is_effective(until));
    }

    async fn what_has_not_begun_can_be_taken_back_before_it_begins(test: TestDatabase) {
        let office = Office::open(test).await;
        let (ada, bob) = (office.with_role("Ada", SystemRole::TenantAdministrator).await, office.person("Bob").await);
        let helpdesk = office.role(SystemRole::Helpdesk).await;
        let from = office.now() + TimeDelta::days(1);
        let id = office.give(ada, bob, &Given { starts_at: Some(from), ..for_good(helpdesk) }).await.unwrap();
        office.end(ada, bob, id).await.unwrap();
        office.wait(TimeDelta::days(2));
        assert!(!office.rights(bob).await.allows(P::ResetCredentials));
    }

    /// A deputy who has the role until Friday makes nobody an administrator for longer, least of all themselves.
    async fn nobody_gives_for_longer_than_they_hold(test: TestDatabase) {
        let office = Office::open(test).await;
        let (deputy, bob) = (office.person("Deputy").await, office.person("Bob").await);
        office.with_role("Ada", SystemRole::TenantAdministrator).await;
        let (administrator, helpdesk) = (office.role(SystemRole::TenantAdministrator).await, office.role(SystemRole::Helpdesk).await);
        let friday = office.now() + TimeDelta::days(4);
        office.grant(deputy, &Given { ends_at: Some(friday), ..for_good(administrator) }).await;
        for to in [deputy, bob] {
            assert!(is_beyond(office.give(deputy, to, &for_good(administrator)).await));
            assert!(is_beyond(office.give(deputy, to, &for_good(helpdesk)).await));
            assert!(is_beyond(office.give(deputy, to, &Given { ends_at: Some(friday + TimeDelta::microseconds(1)), ..for_good(helpdesk) }).await));
        }
        office.give(deputy, bob, &Given { ends_at: Some(friday), ..for_good(helpdesk) }).await.unwrap();
        // Nor does a role of the tenant's own, which they hold for good, grow under their hands.
        let own = office.own_role("caller", &[P::SeePeople]).await;
        office.grant(deputy, &for_good(own)).await;
        let wider = permissions::roles::Definition { grants: set(&[P::SeePeople, P::AssignRoles]), ..crate::office::definition("caller", &[]) };
        assert!(is_beyond(office.change(deputy, own, 1, &wider).await));
        office.change(deputy, own, 1, &crate::office::definition("called", &[P::SeePeople])).await.unwrap();
        office.wait(TimeDelta::days(5));
        assert_eq!(office.rights(deputy).await, set(&[P::ManageOwnAccount, P::SeePeople]));
        assert_eq!(office.rights(bob).await, set(&[P::ManageOwnAccount]));
    }

    async fn a_role_for_oneself_grants_nothing_over_others(test: TestDatabase) {
        let office = Office::open(test).await;
        let bob = office.person("Bob").await;
        let auditor = office.role(SystemRole::Auditor).await;
        office.grant(bob, &Given { scope: Scope::Own, ..for_good(auditor) }).await;
        let caller = office.caller(bob).await;
        assert_eq!(caller.permissions, set(&[P::ManageOwnAccount]));
        assert!(caller.own_permissions.covers(SystemRole::Auditor.grants()));
        assert!(caller.may_for(P::SeeProfiles, bob));
        assert!(!caller.may_for(P::SeeProfiles, nobody()) && !caller.may(P::SeeProfiles));
        // Rights over oneself are no reason why staff could not help.
        let carl = office.with_role("Carl", SystemRole::Helpdesk).await;
        let mut tx = office.database().read(&office.caller(carl).await).await.unwrap();
        permissions::within_own_rights(&mut tx, bob).await.unwrap();
    }

    async fn what_does_not_exist_here_is_not_found_and_bad_fields_are_named(test: TestDatabase) {
        let office = Office::open(test).await;
        let (ada, bob) = (office.with_role("Ada", SystemRole::TenantAdministrator).await, office.person("Bob").await);
        let helpdesk = office.role(SystemRole::Helpdesk).await;
        let school = office.test.tenant("school").await;
        let mut tx = office.database().begin(&foundation::Caller::system(school, "test")).await.unwrap();
        permissions::seed(&mut tx).await.unwrap();
        let of_school = permissions::roles::system(&mut tx, SystemRole::Helpdesk).await.unwrap().id;
        tx.commit().await.unwrap();
        let before = office.counts().await;
        for (to, role) in [(nobody(), helpdesk), (bob, RoleId(Uuid::from_u128(404))), (bob, of_school)] {
            assert_eq!(office.give(ada, to, &for_good(role)).await.unwrap_err().kind(), Kind::NotFound);
        }
        let of_ada = office.held(ada).await[0].id;
        assert_eq!(office.end(ada, bob, of_ada).await.unwrap_err().kind(), Kind::NotFound, "another person's assignment");
        let now = office.now();
        let wrong = [
            (Given { reason: " \t ".to_owned(), ..for_good(helpdesk) }, "reason", "required"),
            (Given { reason: "x".repeat(301), ..for_good(helpdesk) }, "reason", "too-long"),
            (Given { reason: "a\u{202e}b".to_owned(), ..for_good(helpdesk) }, "reason", "hidden-characters"),
            (Given { reason: "a\0b".to_owned(), ..for_good(helpdesk) }, "reason", "hidden-characters"),
            (Given { ends_at: Some(now), ..for_good(helpdesk) }, "ends", "date-order"),
            (Given { starts_at: Some(now - TimeDelta::days(9)), ends_at: Some(now - TimeDelta::days(1)), ..for_good(helpdesk) }, "ends", "date-order"),
            (Given { starts_at: Some(now + TimeDelta::days(2)), ends_at: Some(now + TimeDelta::days(1)), ..for_good(helpdesk) }, "ends", "date-order"),
        ];
        for (given, field, code) in wrong {
            let outcome = office.give(ada, bob, &given).await;
            assert!(matches!(outcome, Err(PermissionError::Invalid(f, c)) if (f, c) == (field, code)), "{given:?}: {outcome:?}");
        }
        office.give(ada, bob, &Given { reason: "ü".repeat(300), ..for_good(helpdesk) }).await.unwrap();
        assert_eq!(office.counts().await.assignments, before.assignments + 1);
    }

    /// SEC-66: a tenant's roles and holders are invisible to another's administrator.
    async fn another_tenant_sees_and_touches_nothing(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.with_role("Ada", SystemRole::TenantAdministrator).await;
        let assignment = office.held(ada).await[0].id;
        let school = office.test.tenant("school").await;
        let there = foundation::Caller::system(school, "test");
        let mut tx = office.database().begin(&there).await.unwrap();
        assert!(permissions::of_person(&mut tx, ada).await.unwrap().is_empty());
        assert!(permissions::list(&mut tx).await.unwrap().is_empty());
        assert_eq!(permissions::resolve(&mut tx, ada).await.unwrap().tenant, set(&[P::ManageOwnAccount]));
        assert_eq!(permissions::end(&mut tx, ada, assignment, "theirs").await.unwrap_err().kind(), Kind::NotFound);
        drop(tx);
        assert!(office.rights(ada).await.allows(P::AssignRoles));
    }

    async fn who_holds_a_role_is_listed_for_those_who_may_see_roles(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.with_role("Ada", SystemRole::TenantAdministrator).await;
        let helpdesk = office.role(SystemRole::Helpdesk).await;
        let mut desk = Vec::new();
        for number in 0..5 {
            desk.push(office.with_role(&format!("Desk {number}"), SystemRole::Helpdesk).await);
        }
        // Held twice counts once; what is to come is listed and not counted; what has ended is neither.
        office.grant(desk[0], &for_good(helpdesk)).await;
        let ended = office.held(desk[1]).await[0].id;
        let coming = office.person("Coming").await;
        office.grant(coming, &Given { starts_at: Some(office.now() + TimeDelta::days(1)), ..for_good(helpdesk) }).await;
        office.wait(TimeDelta::seconds(1));
        office.end(ada, desk[1], ended).await.unwrap();
        let mut tx = office.database().read(&office.caller(ada).await).await.unwrap();
        let listed = assignments::holders(&mut tx, helpdesk).await.unwrap();
        assert_eq!(listed.len(), 6);
        assert!(listed.iter().any(|holder| holder.person == coming) && !listed.iter().any(|holder| holder.person == desk[1]));
        assert_eq!(assignments::holder_counts(&mut tx, 100).await.unwrap()[&helpdesk], 4);
        assert_eq!(assignments::holder_counts(&mut tx, 3).await.unwrap()[&helpdesk], 3, "counted up to a limit");
        drop(tx);
        let mut tx = office.database().read(&office.caller(desk[0]).await).await.unwrap();
        assert_eq!(assignments::holders(&mut tx, helpdesk).await.unwrap_err().kind(), Kind::Forbidden);
        assert_eq!(permissions::list(&mut tx).await.unwrap_err().kind(), Kind::Forbidden);
        assert_eq!(permissions::of_person(&mut tx, ada).await.unwrap_err().kind(), Kind::Forbidden);
        assert_eq!(permissions::of_person(&mut tx, desk[0]).await.unwrap().len(), 2, "one's own roles are one's own");
    }
}
