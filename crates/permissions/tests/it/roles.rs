//! Roles of the tenant's own, and those that belong to the product.

use database::on_each_database;
use foundation::{Kind, Permission as P, TenantId};
use permissions::roles::Definition;
use permissions::{PermissionError, SystemRole};

use crate::office::{Office, change_of, definition, set};

on_each_database! {
    async fn a_role_is_defined_changed_and_recorded_in_words(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.with_role("Ada", SystemRole::TenantAdministrator).await;
        let new = Definition { description: " Looks people up ".to_owned(), ..definition("  Front Desk ", &[P::SeePeople]) };
        let id = office.define(ada, &new).await.unwrap();
        let role = office.find(id).await;
        assert_eq!((role.name.as_str(), role.name_key.as_str(), role.description.as_str(), role.is_system, role.version), ("Front Desk", "front desk", "Looks people up", false, 1));
        assert_eq!(role.grants(), set(&[P::SeePeople]));
        assert_eq!(change_of(&office.entries("role.defined").await[0], "permissions"), Some((None, Some("people.see"))));
        office.change(ada, id, 1, &definition("Reception", &[P::SeePeople, P::SuspendPeople])).await.unwrap();
        let entry = &office.entries("role.changed").await[0];
        assert_eq!(change_of(entry, "name"), Some((Some("Front Desk"), Some("Reception"))));
        assert_eq!(change_of(entry, "permissions"), Some((Some("people.see"), Some("people.see, people.suspend"))));
        assert_eq!(change_of(entry, "description"), Some((Some("Looks people up"), Some(""))));
    }

    async fn roles_of_the_product_cannot_be_changed_by_anybody(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.with_role("Ada", SystemRole::TenantAdministrator).await;
        let before = office.counts().await;
        for role in SystemRole::ALL.into_iter().filter(|role| role.exists_in(office.tenant)) {
            let id = office.role(role).await;
            assert!(matches!(office.change(ada, id, 1, &definition("mine", &[P::SeePeople])).await, Err(PermissionError::SystemRole)));
            let mut tx = office.system().await;
            assert!(matches!(permissions::change(&mut tx, id, 1, &definition("mine", &[P::SeePeople])).await, Err(PermissionError::SystemRole)));
        }
        // Nor can another take their name, whatever its case or form.
        for name in ["helpdesk", " HELPDESK ", "Ｈｅｌｐｄｅｓｋ", "tenant-administrator"] {
            assert!(matches!(office.define(ada, &definition(name, &[P::SeePeople])).await, Err(PermissionError::NameTaken)), "{name}");
        }
        assert_eq!(office.counts().await, before);
        assert!(!SystemRole::PlatformOperator.exists_in(office.tenant) && SystemRole::PlatformOperator.exists_in(TenantId::PLATFORM));
    }

    async fn seeding_again_changes_nothing(test: TestDatabase) {
        let office = Office::open(test).await;
        let before = office.counts().await;
        let mut tx = office.system().await;
        permissions::seed(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(office.counts().await, before);
    }

    /// SEC-68: neither what a role granted nor what it will grant may be more than the caller holds.
    async fn a_role_cannot_outgrow_its_author(test: TestDatabase) {
        let office = Office::open(test).await;
        let eve = office.with_permissions("Eve", &[P::EditRoles, P::SeeRoles, P::SeePeople]).await;
        let strong = office.own_role("strong", &[P::SeePeople, P::EditPeople]).await;
        let before = office.counts().await;
        let beyond = |outcome| matches!(outcome, Err(PermissionError::BeyondOwnRights));
        assert!(beyond(office.define(eve, &definition("x", &[P::SeePeople, P::AssignRoles])).await.map(drop)));
        assert!(beyond(office.change(eve, strong, 1, &definition("strong", &[P::SeePeople])).await), "it grants more than Eve may take away");
        let own = office.held(eve).await[0].role_id;
        assert!(beyond(office.change(eve, own, 1, &definition("Eve", &[P::EditRoles, P::SeeRoles, P::SeePeople, P::AssignRoles])).await), "her own role");
        assert_eq!(office.counts().await, before);
        let weak = office.define(eve, &definition("weak", &[P::SeePeople])).await.unwrap();
        office.change(eve, weak, 1, &definition("weaker", &[P::SeeRoles])).await.unwrap();
    }

    async fn who_may_not_edit_roles_edits_none(test: TestDatabase) {
        let office = Office::open(test).await;
        let role = office.own_role("desk", &[P::SeePeople]).await;
        for system in [SystemRole::Helpdesk, SystemRole::Auditor] {
            let caller = office.with_role(system.key(), system).await;
            assert_eq!(office.define(caller, &definition("new", &[P::SeePeople])).await.unwrap_err().kind(), Kind::Forbidden);
            assert_eq!(office.change(caller, role, 1, &definition("new", &[P::SeePeople])).await.unwrap_err().kind(), Kind::Forbidden);
        }
        assert_eq!(office.find(role).await.version, 1);
    }

    async fn a_form_made_from_an_older_version_is_told(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.with_role("Ada", SystemRole::TenantAdministrator).await;
        let role = office.own_role("desk", &[P::SeePeople]).await;
        office.change(ada, role, 1, &definition("front desk", &[P::SeePeople])).await.unwrap();
        for version in [0, 1, 3, i64::MAX] {
            let outcome = office.change(ada, role, version, &definition("back desk", &[P::SeePeople])).await;
            assert!(matches!(outcome, Err(PermissionError::ChangedMeanwhile)), "{version}");
        }
        assert_eq!(office.find(role).await.name, "front desk");
    }

    async fn names_are_unique_and_fields_are_checked(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.with_role("Ada", SystemRole::TenantAdministrator).await;
        let desk = office.own_role("Desk", &[P::SeePeople]).await;
        let other = office.own_role("Other", &[P::SeePeople]).await;
        assert!(matches!(office.define(ada, &definition("DESK", &[P::SeePeople])).await, Err(PermissionError::NameTaken)));
        assert!(matches!(office.change(ada, other, 1, &definition("desk ", &[P::SeePeople])).await, Err(PermissionError::NameTaken)));
        office.change(ada, desk, 1, &definition("DESK", &[P::SeePeople])).await.unwrap();
        let wrong = [
            (definition(" ", &[P::SeePeople]), "name", "required"),
            (definition(&"x".repeat(81), &[P::SeePeople]), "name", "too-long"),
            (definition("a\u{200b}b", &[P::SeePeople]), "name", "hidden-characters"),
            (definition("a\0b", &[P::SeePeople]), "name", "hidden-characters"),
            (Definition { description: "x".repeat(301), ..definition("x", &[P::SeePeople]) }, "description", "too-long"),
            (Definition { description: "a\u{1b}[31m".to_owned(), ..definition("x", &[P::SeePeople]) }, "description", "hidden-characters"),
            (definition("x", &[]), "permission", "permissions-missing"),
        ];
        for (new, field, code) in wrong {
            let outcome = office.define(ada, &new).await;
            assert!(matches!(outcome, Err(PermissionError::Invalid(f, c)) if (f, c) == (field, code)), "{new:?}: {outcome:?}");
        }
        office.define(ada, &definition(&"ü".repeat(80), &[P::SeePeople])).await.unwrap();
    }

    /// A word a later version wrote grants nothing here, instead of failing.
    async fn an_unknown_permission_grants_nothing(test: TestDatabase) {
        let office = Office::open(test).await;
        let bob = office.with_permissions("Bob", &[P::SeePeople]).await;
        office.test.as_owner("UPDATE role SET permissions = '[\"people.see\", \"galaxy.rule\"]' WHERE name = 'Bob'").await;
        assert_eq!(office.rights(bob).await, set(&[P::ManageOwnAccount, P::SeePeople]));
    }
}

/// The issue says what these two may not do; no later edit of their lists may let it in.
#[test]
fn helpdesk_reads_no_profile_and_the_auditor_changes_nothing() {
    let helpdesk = SystemRole::Helpdesk.grants();
    for forbidden in [
        P::SeeProfiles,
        P::EditPeople,
        P::SuspendPeople,
        P::AssignRoles,
        P::EditRoles,
        P::EditSettings,
        P::ImportPeople,
        P::SeeAudit,
    ] {
        assert!(!helpdesk.allows(forbidden), "{forbidden:?}");
    }
    let auditor = SystemRole::Auditor.grants();
    for forbidden in [
        P::EditPeople,
        P::SuspendPeople,
        P::ResetCredentials,
        P::ManageSessions,
        P::EditRoles,
        P::AssignRoles,
        P::ImportPeople,
        P::EditSettings,
        P::ManageTenants,
    ] {
        assert!(!auditor.allows(forbidden), "{forbidden:?}");
    }
    let administrator = SystemRole::TenantAdministrator.grants();
    assert!(administrator.covers(helpdesk) && administrator.covers(auditor));
    assert!(!administrator.allows(P::SeeTenants) && !administrator.allows(P::ManageTenants));
}

on_each_database! {
    /// A version with another catalogue: roles of tenants that exist already grant what it says, and that is told.
    async fn system_roles_are_brought_up_to_date_at_the_start(test: TestDatabase) {
        let office = Office::open(test).await;
        let document = |words: &str| format!("UPDATE role SET permissions = '[{words}]' WHERE name_key = 'helpdesk'");
        // The first start looks at every tenant, and finds nothing to do.
        permissions::seed_all(office.database()).await.unwrap();
        let before = office.counts().await;
        permissions::seed_all(office.database()).await.unwrap();
        assert_eq!(office.counts().await, before);

        // As an earlier version left it: with one permission less, one more and one nobody knows any more.
        office.test.as_owner(&document("\"people.see\", \"roles.edit\", \"fly\"")).await;
        permissions::seed_all(office.database()).await.unwrap();
        assert_eq!(office.counts().await, before, "the version is the one of the last start, so nobody looks");
        for _ in 0..2 {
            office.test.as_owner("DELETE FROM furnished").await;
            permissions::seed_all(office.database()).await.unwrap();
        }
        let helpdesk = office.find(office.role(SystemRole::Helpdesk).await).await;
        assert_eq!((helpdesk.grants(), helpdesk.version), (SystemRole::Helpdesk.grants(), 2), "changed once");
        let entries = office.entries("role.changed").await;
        assert_eq!(entries.len(), 1);
        assert_eq!(change_of(&entries[0], "permissions").unwrap().0, Some("people.see, roles.edit, fly"));
    }
}
