//! Tenants are made, suspended and configured, by operators and by themselves.

use database::on_each_database;
use directory::tenants::create::{ARCHETYPES, NewTenant, create};
use directory::tenants::manage;
use directory::{DirectoryError, Settings};
use foundation::{Caller, TenantId};
use permissions::SystemRole;

use crate::office::{Office, change_of, is_refused, operator, problems, tenant};

fn new_tenant(slug: &str) -> NewTenant {
    NewTenant { slug: slug.to_owned(), name: "A Bank".to_owned(), settings: Settings::default() }
}

on_each_database! {
    async fn a_tenant_is_furnished_and_recorded_on_both_sides(test: TestDatabase) {
        let id = create(&test.database, &operator(), &new_tenant("bank")).await.unwrap();
        let office = Office { test, tenant: id };
        let mut tx = office.system().await;
        assert_eq!(directory::types::names(&mut tx).await.unwrap(), ARCHETYPES);
        let roles: Vec<String> = permissions::list(&mut tx).await.unwrap().into_iter().map(|role| role.name_key).collect();
        assert_eq!(roles, ["auditor", "helpdesk", "tenant-administrator"]);
        drop(tx);
        assert_eq!(office.entries("tenant.created").await.len(), 1);
        let platform = Office { tenant: TenantId::PLATFORM, test: office.test };
        assert_eq!(platform.entries("tenant.created").await[0].object, Some(("tenant".to_owned(), id.0)));
        let found = manage::by_slug(platform.database(), "bank").await.unwrap().unwrap();
        assert_eq!((found.id, found.name.as_str(), found.is_suspended), (id, "A Bank", false));
        assert!(manage::by_slug(platform.database(), "nowhere").await.unwrap().is_none());
    }

    async fn a_tenant_whose_creation_was_interrupted_is_furnished_when_it_is_activated(test: TestDatabase) {
        let id = test.tenant("bank").await;
        test.as_owner("UPDATE tenant SET state = 'suspended' WHERE slug = 'bank'").await;
        manage::set_suspended(&test.database, &operator(), id, None).await.unwrap();
        let office = Office { test, tenant: id };
        let mut tx = office.system().await;
        assert_eq!(permissions::list(&mut tx).await.unwrap().len(), 3);
        assert_eq!(directory::types::names(&mut tx).await.unwrap(), ARCHETYPES);
        drop(tx);
        assert!(!manage::by_slug(office.database(), "bank").await.unwrap().unwrap().is_suspended);
    }

    async fn only_operators_make_and_manage_tenants(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        // Also not the product itself at work in a tenant, which holds every permission there.
        for caller in [office.caller(ada).await, office.system_caller(), Caller::anonymous(TenantId::PLATFORM, foundation::Origin::default())] {
            let database = office.database();
            assert!(is_refused(create(database, &caller, &new_tenant("mine")).await));
            assert!(is_refused(manage::set_suspended(database, &caller, office.tenant, Some("mine")).await));
            assert!(is_refused(manage::list(database, &caller, "", 10).await));
            assert!(is_refused(manage::find(database, &caller, office.tenant).await));
            assert!(is_refused(manage::people(database, &caller, office.tenant).await));
            assert!(is_refused(manage::add_host(database, &caller, office.tenant, "id.example.org").await));
            assert!(is_refused(manage::remove_host(database, &caller, office.tenant, "id.example.org").await));
        }
        assert!(manage::by_slug(office.database(), "mine").await.unwrap().is_none());
        assert_eq!(manage::people(office.database(), &operator(), office.tenant).await.unwrap(), 1);
    }

    async fn a_slug_is_one_tenants_and_fields_are_checked(test: TestDatabase) {
        tenant(&test, "bank").await;
        let database = &test.database;
        assert_eq!(problems(create(database, &operator(), &new_tenant("bank")).await), [("slug".to_owned(), "taken")]);
        let wrong = NewTenant { name: "a\u{202e}b".to_owned(), settings: Settings { minimum_length: 8, ..Settings::default() }, ..new_tenant("Not A Slug") };
        let expected = [("minimum_length", "number-range"), ("slug", "slug-invalid"), ("name", "too-long")];
        assert_eq!(problems(create(database, &operator(), &wrong).await), expected.map(|(field, code)| (field.to_owned(), code)));
        assert_eq!(test.number("SELECT count(*) FROM tenant").await, 2);
    }

    async fn settings_change_is_recorded_in_words_and_guarded_by_version(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        let mut tx = office.begin_as(ada).await;
        let seen = manage::settings(&mut tx).await.unwrap();
        let wanted = Settings { idle_minutes: 15, accent: "#112233".to_owned(), ..seen.settings.clone() };
        manage::change(&mut tx, seen.version, "Bank & Co", &wanted).await.unwrap();
        tx.commit().await.unwrap();
        let entry = &office.entries("settings.changed").await[0];
        assert_eq!(change_of(entry, "name"), Some((Some("bank"), Some("Bank & Co"))));
        assert_eq!(change_of(entry, "idle_minutes"), Some((Some("60"), Some("15"))));
        assert_eq!(change_of(entry, "absolute_hours"), None);
        let mut tx = office.begin_as(ada).await;
        assert!(matches!(manage::change(&mut tx, seen.version, "Late", &wanted).await, Err(DirectoryError::ChangedMeanwhile)));
        for (settings, field) in [
            (Settings { minimum_length: 14, ..wanted.clone() }, "minimum_length"),
            (Settings { idle_minutes: 4, ..wanted.clone() }, "idle_minutes"),
            (Settings { absolute_hours: 721, ..wanted.clone() }, "absolute_hours"),
            (Settings { time_zone: "Mars".to_owned(), ..wanted.clone() }, "time_zone"),
            (Settings { default_archetype: "alien".to_owned(), ..wanted.clone() }, "default_archetype"),
            (Settings { accent: "#11223g".to_owned(), ..wanted.clone() }, "accent"),
        ] {
            let found = problems(manage::change(&mut tx, seen.version + 1, "Bank", &settings).await);
            assert_eq!(found.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(), [field]);
        }
    }

    async fn a_tenant_is_suspended_with_a_reason_and_never_the_platform(test: TestDatabase) {
        let office = Office::open(test).await;
        let database = office.database();
        assert_eq!(problems(manage::set_suspended(database, &operator(), office.tenant, Some(" ")).await), [("reason".to_owned(), "required")]);
        assert!(matches!(manage::set_suspended(database, &operator(), TenantId::PLATFORM, Some("why")).await, Err(DirectoryError::WrongState)));
        assert!(matches!(manage::set_suspended(database, &operator(), TenantId(uuid::Uuid::from_u128(404)), Some("why")).await, Err(DirectoryError::NotFound)));
        for _ in 0..2 {
            manage::set_suspended(database, &operator(), office.tenant, Some("Unpaid")).await.unwrap();
            assert!(manage::by_slug(database, "bank").await.unwrap().unwrap().is_suspended);
        }
        manage::set_suspended(database, &operator(), office.tenant, None).await.unwrap();
        assert!(!manage::by_slug(database, "bank").await.unwrap().unwrap().is_suspended);
        let platform = Office { tenant: TenantId::PLATFORM, test: office.test };
        let suspended = platform.entries("tenant.suspended").await;
        assert_eq!((suspended.len(), platform.entries("tenant.reactivated").await.len()), (1, 1), "what changed nothing is no event");
        assert_eq!(suspended[0].content.as_ref().unwrap().words().unwrap().reason.as_deref(), Some("Unpaid"));
    }

    async fn a_host_leads_to_one_tenant(test: TestDatabase) {
        let office = Office::open(test).await;
        let database = office.database();
        let school = tenant(&office.test, "school").await;
        for bad in ["", "localhost", "a b.example", "-a.example", "a..example", "exämple.org", "a.example:80", "*.example.org", &format!("{}.org", "x".repeat(64))] {
            assert_eq!(problems(manage::add_host(database, &operator(), office.tenant, bad).await), [("host".to_owned(), "host-invalid")], "{bad}");
        }
        manage::add_host(database, &operator(), office.tenant, " ID.Bank.Example ").await.unwrap();
        assert_eq!(problems(manage::add_host(database, &operator(), school, "id.bank.example").await), [("host".to_owned(), "taken")]);
        assert_eq!(manage::by_host(database, "id.bank.example").await.unwrap().map(|tenant| tenant.id), Some(office.tenant));
        assert!(matches!(manage::remove_host(database, &operator(), school, "id.bank.example").await, Err(DirectoryError::NotFound)), "another tenant's");
        manage::remove_host(database, &operator(), office.tenant, "id.bank.example").await.unwrap();
        assert!(manage::by_host(database, "id.bank.example").await.unwrap().is_none());
    }

    async fn a_logo_is_a_small_picture_without_script(test: TestDatabase) {
        let office = Office::open(test).await;
        let mut tx = office.system().await;
        for bad in [b"<svg onload=alert(1)>".to_vec(), b"GIF89a".to_vec(), Vec::new(), b"\x89PN".to_vec()] {
            assert_eq!(problems(manage::set_logo(&mut tx, bad).await), [("file".to_owned(), "image-invalid")]);
        }
        let mut large = b"\x89PNG".to_vec();
        large.resize(manage::LARGEST_LOGO + 1, 0);
        assert_eq!(problems(manage::set_logo(&mut tx, large).await), [("file".to_owned(), "image-too-large")]);
        manage::set_logo(&mut tx, b"\xff\xd8\xffrest".to_vec()).await.unwrap();
        assert_eq!(manage::logo(&mut tx).await.unwrap().unwrap().1, "image/jpeg");
        manage::remove_logo(&mut tx).await.unwrap();
        assert!(manage::logo(&mut tx).await.unwrap().is_none());
    }
}
