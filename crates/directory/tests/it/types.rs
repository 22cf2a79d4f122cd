//! Types of identity a tenant makes for itself, attributes that belong to some of them, and fields that only some of the staff see.

use database::{Transaction, on_each_database};
use directory::attributes::manage::{Changed, lacking};
use directory::attributes::{self, CONFIDENTIAL, Limits, NewAttribute, PersonMay, ValueType};
use directory::people::create::{self, NewPerson};
use directory::people::edit::Profile;
use directory::people::{find, list};
use directory::types::{self, Wanted};
use directory::{DirectoryError, Settings, intake, tenants};
use foundation::{Caller, Locale, Origin, Permission, PersonId, RoleId};
use permissions::{Given, PermissionError, Scope, SystemRole};

use crate::office::{Office, attribute, change_of, is_refused, new_person, problems, values};

fn labelled(english: &str, german: &str) -> Wanted {
    let labels = [("en".to_owned(), english.to_owned()), ("de".to_owned(), german.to_owned())].into();
    Wanted { labels, position: None, is_open: false }
}

/// A volunteer, who has an area, which is asked for, and may have a day of the week.
async fn with_volunteers(office: &Office) {
    let mut tx = office.system().await;
    let wanted = Wanted { is_open: true, ..labelled("Volunteer", "Ehrenamtliche") };
    assert_eq!(types::add(&mut tx, "", &wanted).await.unwrap(), "volunteer");
    tx.commit().await.unwrap();
    let limits = Limits { archetypes: vec!["volunteer".to_owned()], ..Limits::default() };
    let area = NewAttribute {
        is_required: true,
        is_searchable: true,
        person_may: PersonMay::Edit,
        limits: limits.clone(),
        ..attribute("area")
    };
    office.define(&area).await.unwrap();
    let day = NewAttribute {
        value_type: ValueType::Choice,
        choices: vec!["monday".to_owned(), "friday".to_owned()],
        limits,
        ..attribute("weekday")
    };
    office.define(&day).await.unwrap();
}

fn volunteer(email: &str, given: &[(&str, &str)]) -> NewPerson {
    NewPerson { archetype: "volunteer".to_owned(), attributes: values(given), ..new_person("Vera", "Helper", email) }
}

fn profile(archetype: Option<&str>, given: &[(&str, &str)]) -> Profile {
    Profile {
        given_name: "Vera".to_owned(),
        family_name: "Helper".to_owned(),
        archetype: archetype.map(str::to_owned),
        attributes: values(given),
        ..Profile::default()
    }
}

/// Staff with the rights of the front office and a role of its own; answers who and which role.
async fn clerk(office: &Office, name: &str, scope: Scope) -> (PersonId, RoleId) {
    let id = office.active(name, "Clerk").await;
    office.let_do(id, &[Permission::SeePeople, Permission::SeeProfiles, Permission::EditPeople], scope).await;
    let mut tx = office.system().await;
    let role = permissions::of_person(&mut tx, id).await.unwrap()[0].role_id;
    (id, role)
}

fn limited(seen_by: &[RoleId], edited_by: &[RoleId]) -> Limits {
    Limits { seen_by: seen_by.to_vec(), edited_by: edited_by.to_vec(), ..Limits::default() }
}

async fn nobody(office: &Office) -> Transaction {
    office.database().begin(&Caller::anonymous(office.tenant, Origin::default())).await.unwrap()
}

async fn refusal(tx: &mut Transaction, name: &str) -> &'static str {
    problems(types::remove(tx, name).await).remove(0).1
}

async fn seen(office: &Office, by: PersonId, person: PersonId) -> std::collections::BTreeMap<String, String> {
    let mut tx = office.read_as(by).await;
    find::dossier(&mut tx, person).await.unwrap().person.attributes
}

on_each_database! {
    async fn a_type_is_added_renamed_and_removed(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        let mut tx = office.begin_as(ada).await;
        assert_eq!(types::add(&mut tx, "", &labelled("Visiting scholar", "")).await.unwrap(), "visiting_scholar");
        for (name, wanted, field, code) in [
            ("", labelled(" ", ""), "label_en", "required"),
            ("", labelled("日本", ""), "name", "name-invalid"),
            ("Upper", labelled("Upper", ""), "name", "name-invalid"),
            ("x", Wanted { position: Some(0), ..labelled("X", "") }, "position", "number-range"),
            ("customer", labelled("Client", ""), "name", "taken"),
            ("", labelled("a\u{202e}b", ""), "label_en", "too-long"),
        ] {
            assert_eq!(problems(types::add(&mut tx, name, &wanted).await), [(field.to_owned(), code)], "{wanted:?}");
        }
        let first = Wanted { position: Some(1), ..labelled("Guest", "Gast") };
        types::change(&mut tx, "visiting_scholar", &first).await.unwrap();
        assert!(matches!(types::change(&mut tx, "nothing", &first).await, Err(DirectoryError::NotFound)));
        // The product has its own words for what it brings.
        types::change(&mut tx, "customer", &Wanted { position: Some(2), ..Wanted::default() }).await.unwrap();
        let found = types::list(&mut tx).await.unwrap();
        let guest = found.iter().find(|one| one.name == "visiting_scholar").unwrap();
        assert_eq!((guest.label(Locale::En), guest.label(Locale::De), guest.position), (Some("Guest"), Some("Gast"), 1));
        types::remove(&mut tx, "visiting_scholar").await.unwrap();
        assert!(matches!(types::remove(&mut tx, "visiting_scholar").await, Err(DirectoryError::NotFound)));
        tx.commit().await.unwrap();
        for kind in ["type.added", "type.removed"] {
            assert_eq!(office.entries(kind).await.len(), 1, "{kind}");
        }
        assert_eq!(office.entries("type.changed").await.len(), 2);

        let mut tx = office.begin_as(ada).await;
        types::remove(&mut tx, "guardian").await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = office.system().await;
        tenants::create::furnish(&mut tx).await.unwrap();
        assert!(!types::names(&mut tx).await.unwrap().contains(&"guardian".to_owned()), "it does not come back");
        drop(tx);
        let helper = office.staff("Hel", SystemRole::Helpdesk).await;
        let mut tx = office.begin_as(helper).await;
        assert!(is_refused(types::add(&mut tx, "x", &labelled("X", "")).await));
        assert!(is_refused(types::change(&mut tx, "customer", &labelled("X", "")).await));
        assert!(is_refused(types::remove(&mut tx, "partner").await));
        assert!(is_refused(types::list(&mut tx).await));
    }

    async fn a_type_stays_while_something_refers_to_it(test: TestDatabase) {
        let office = Office::open(test).await;
        with_volunteers(&office).await;
        let mut tx = office.system().await;
        assert_eq!(refusal(&mut tx, "staff").await, "type-of-product");
        assert_eq!(refusal(&mut tx, "customer").await, "type-is-default");
        assert_eq!(refusal(&mut tx, "volunteer").await, "type-in-attributes");
        let own = tenants::manage::own(&mut tx).await.unwrap();
        let demand = own.settings.sign_in_policy.everybody;
        let mut settings = Settings { default_archetype: "partner".to_owned(), ..own.settings };
        settings.sign_in_policy.archetypes.insert("student".to_owned(), demand);
        tenants::manage::change(&mut tx, own.version, &own.name, &settings).await.unwrap();
        assert_eq!(refusal(&mut tx, "student").await, "type-in-policy");
        tx.commit().await.unwrap();
        office.person("Grace", "Hopper").await;
        let mut tx = office.system().await;
        assert_eq!(refusal(&mut tx, "customer").await, "type-has-people");
        assert_eq!(types::count(&mut tx, "customer", 100).await.unwrap(), 1);
        assert_eq!(types::count(&mut tx, "volunteer", 100).await.unwrap(), 0);
        let each = types::count_each(&mut tx, 100).await.unwrap();
        assert_eq!(each.len(), types::names(&mut tx).await.unwrap().len());
        assert_eq!((each.get("customer"), each.get("volunteer")), (Some(&1), Some(&0)));
    }

    async fn a_volunteer_has_two_fields_and_a_customer_has_not(test: TestDatabase) {
        let office = Office::open(test).await;
        with_volunteers(&office).await;
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        // Asked of volunteers, and of nobody else.
        let missing = [("attribute.area".to_owned(), "required")];
        assert_eq!(problems(office.create(&volunteer("vera@example.org", &[])).await), missing);
        let given = [("area", "Library"), ("weekday", "friday")];
        let vera = office.create(&volunteer("vera@example.org", &given)).await.unwrap();
        let other = NewPerson { attributes: values(&given), ..new_person("Carl", "Customer", "carl@example.org") };
        let carl = office.create(&other).await.unwrap();
        assert!(office.look(carl).await.person.attributes.is_empty(), "what customers do not have they are not given");
        assert_eq!(seen(&office, ada, vera).await, values(&given));

        // Another type: what does not belong to it waits, unseen by staff and by the person.
        office.edit(ada, vera, &profile(Some("customer"), &[("area", "Garden")])).await.unwrap();
        assert!(seen(&office, ada, vera).await.is_empty());
        let mut tx = office.read_as(vera).await;
        assert!(find::own(&mut tx).await.unwrap().person.attributes.is_empty());
        drop(tx);
        assert_eq!(office.look(vera).await.person.attributes, values(&given));
        office.edit(ada, vera, &profile(Some("volunteer"), &[])).await.unwrap();
        assert_eq!(seen(&office, ada, vera).await, values(&given), "and is there again");
        // The person edits what is theirs.
        office.edit_own(vera, &profile(None, &[("area", "Garden"), ("weekday", "monday")])).await.unwrap();
        assert_eq!(seen(&office, ada, vera).await, values(&[("area", "Garden"), ("weekday", "friday")]));
    }

    async fn only_open_types_are_signed_up_for(test: TestDatabase) {
        let office = Office::open(test).await;
        let mut tx = nobody(&office).await;
        assert_eq!(types::for_sign_up(&mut tx).await.unwrap(), ["customer"], "the default one, where none is open");
        let unnamed = NewPerson { archetype: String::new(), ..new_person("Eve", "Adams", "eve@example.org") };
        let checked = create::check_sign_up(&mut tx, &unnamed).await.unwrap();
        let eve = create::sign_up(&mut tx, &checked).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(office.look(eve).await.person.archetype, "customer");
        let mut tx = nobody(&office).await;
        let staff = NewPerson { archetype: "staff".to_owned(), ..new_person("Mal", "Lory", "mal@example.org") };
        let refused = |code| vec![("archetype".to_owned(), code)];
        assert_eq!(problems(create::check_sign_up(&mut tx, &staff).await), refused("not-a-choice"));
        drop(tx);

        with_volunteers(&office).await;
        let mut tx = nobody(&office).await;
        let customer = new_person("Carl", "Customer", "carl@example.org");
        assert_eq!(problems(create::check_sign_up(&mut tx, &customer).await), refused("not-a-choice"), "no longer");
        assert_eq!(problems(create::check_sign_up(&mut tx, &volunteer("v@example.org", &[])).await), [("attribute.area".to_owned(), "required")]);
        drop(tx);
        let mut tx = office.system().await;
        types::change(&mut tx, "customer", &Wanted { is_open: true, ..Wanted::default() }).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = nobody(&office).await;
        assert_eq!(types::for_sign_up(&mut tx).await.unwrap(), ["customer", "volunteer"]);
        let unnamed = NewPerson { archetype: String::new(), ..new_person("Una", "Sure", "una@example.org") };
        assert_eq!(problems(create::check_sign_up(&mut tx, &unnamed).await), refused("required"));
        let checked = create::check_sign_up(&mut tx, &volunteer("v@example.org", &[("area", "Library")])).await.unwrap();
        let vera = create::sign_up(&mut tx, &checked).await.unwrap();
        tx.commit().await.unwrap();
        let found = office.look(vera).await.person;
        assert_eq!((found.archetype.as_str(), found.attributes), ("volunteer", values(&[("area", "Library")])));
    }

    async fn a_row_of_a_file_gives_only_what_its_type_has(test: TestDatabase) {
        let office = Office::open(test).await;
        with_volunteers(&office).await;
        let mut tx = office.system().await;
        let definitions = intake::definitions(&mut tx).await.unwrap();
        let row = |archetype: &str, area: &str| intake::Draft {
            archetype: archetype.to_owned(),
            family_name: "Helper".to_owned(),
            attributes: values(&[("area", area)]),
            ..intake::Draft::default()
        };
        assert!(intake::check(&definitions, &row("volunteer", "Library")).is_ok());
        assert!(intake::check(&definitions, &row("customer", "")).is_ok(), "an empty cell gives nothing");
        let found = intake::check(&definitions, &row("customer", "Library")).unwrap_err();
        let found: Vec<_> = found.iter().map(|one| (one.field.as_str(), one.code, one.given.as_str())).collect();
        assert_eq!(found, [("attribute.area", "attribute-of-other-type", "Library")]);
        drop(tx);
        // Whoever may not change an attribute finds no column for it.
        let (cleo, role) = clerk(&office, "Cleo", Scope::Tenant).await;
        let (_, other) = clerk(&office, "Otto", Scope::Tenant).await;
        office.define(&NewAttribute { limits: limited(&[], &[other]), ..attribute("theirs") }).await.unwrap();
        office.define(&NewAttribute { limits: limited(&[role], &[]), ..attribute("ours") }).await.unwrap();
        let mut tx = office.read_as(cleo).await;
        let found = intake::definitions(&mut tx).await.unwrap().attributes;
        let names: Vec<_> = found.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["area", "weekday", "ours"]);
    }

    async fn a_field_is_seen_and_edited_by_the_roles_it_names(test: TestDatabase) {
        let office = Office::open(test).await;
        let (payroll, paying) = clerk(&office, "Paula", Scope::Tenant).await;
        let (reader, reading) = clerk(&office, "Rita", Scope::Tenant).await;
        let (front, _) = clerk(&office, "Fred", Scope::Tenant).await;
        let salary = NewAttribute { is_required: true, limits: limited(&[paying, reading], &[paying]), ..attribute("salary") };
        office.define(&salary).await.unwrap();
        let found = NewAttribute { is_searchable: true, limits: limited(&[paying], &[]), ..attribute("secret") };
        assert_eq!(problems(office.define(&found).await), [("searchable".to_owned(), "searchable-for-all")]);
        let unknown = NewAttribute { limits: limited(&[], &[RoleId(uuid::Uuid::nil())]), ..attribute("secret") };
        assert_eq!(problems(office.define(&unknown).await), [("edited_by".to_owned(), "not-a-choice")]);
        let number = NewAttribute { is_unique: true, limits: limited(&[paying], &[]), ..attribute("number") };
        office.define(&number).await.unwrap();
        // Who could try values out would learn which ones others have.
        let tells = [("person_may".to_owned(), "unique-tells")];
        let tried = NewAttribute { person_may: PersonMay::Edit, name: "secret".to_owned(), ..number.clone() };
        assert_eq!(problems(office.define(&tried).await), tells);
        let changed = Changed {
            labels: number.labels.clone(),
            is_required: false,
            is_sensitive: false,
            person_may: PersonMay::Edit,
            limits: number.limits.clone(),
        };
        let mut tx = office.system().await;
        assert_eq!(problems(attributes::change(&mut tx, "number", &changed).await), tells);
        drop(tx);
        assert_eq!(problems(office.define(&attribute("role")).await), [("name".to_owned(), "name-built-in")]);

        // Whoever may not give it is not asked for it, and gives none.
        let mut tx = office.begin_as(front).await;
        let new = NewPerson { attributes: values(&[("salary", "1")]), ..new_person("Vera", "Helper", "vera@example.org") };
        let vera = create::create(&mut tx, &new).await.unwrap();
        tx.commit().await.unwrap();
        assert!(office.look(vera).await.person.attributes.is_empty());
        assert_eq!(problems(office.edit(payroll, vera, &profile(None, &[])).await), [("attribute.salary".to_owned(), "required")]);
        office.edit(payroll, vera, &profile(None, &[("salary", "4711"), ("number", "N-12345")])).await.unwrap();
        assert_eq!(seen(&office, payroll, vera).await, values(&[("salary", "4711"), ("number", "N-12345")]));
        assert_eq!(seen(&office, reader, vera).await, values(&[("salary", "4711")]));
        assert!(seen(&office, front, vera).await.is_empty());
        // Seen and not changed; not seen and not touched.
        let raise = profile(None, &[("salary", "9999")]);
        assert_eq!(problems(office.edit(reader, vera, &raise).await), [("attribute.salary".to_owned(), "attribute-not-yours")]);
        office.edit(reader, vera, &profile(None, &[("salary", "4711")])).await.unwrap();
        office.edit(front, vera, &raise).await.unwrap();
        assert_eq!(office.look(vera).await.person.attributes["salary"], "4711");
        // Nobody is found by what only some see, and the trail does not tell it.
        for word in ["n-12345", "12345"] {
            let mut tx = office.read_as(payroll).await;
            let query = list::Query { words: word.to_owned(), ..list::Query::default() };
            assert!(list::list(&mut tx, &query).await.unwrap().lines.is_empty(), "{word}");
        }
        let entry = &office.entries("person.changed").await;
        let change = entry.iter().find_map(|entry| change_of(entry, "salary"));
        assert_eq!(change, Some((None, Some(CONFIDENTIAL))));
        let mut tx = office.read_as(reader).await;
        let names: Vec<String> = attributes::seen_by_caller(&mut tx).await.unwrap().into_iter().map(|one| one.name).collect();
        assert_eq!(names, ["salary"]);
    }

    async fn values_of_a_removed_attribute_wait_for_it(test: TestDatabase) {
        let office = Office::open(test).await;
        let (payroll, paying) = clerk(&office, "Paula", Scope::Tenant).await;
        let salary = NewAttribute { limits: limited(&[paying], &[]), ..attribute("salary") };
        office.define(&salary).await.unwrap();
        let defined = office.entries("attribute.defined").await;
        let (old, new) = change_of(&defined[0], "seen_by").unwrap();
        assert!(old.is_none() && new.is_some_and(|new| new.starts_with("role ")), "{new:?}");
        assert!(change_of(&defined[0], "edited_by").is_none());
        let vera = office.person("Vera", "Helper").await;
        office.edit(payroll, vera, &profile(None, &[("salary", "4711")])).await.unwrap();
        let mut tx = office.system().await;
        attributes::remove(&mut tx, "salary").await.unwrap();
        tx.commit().await.unwrap();
        let renamed = Profile { given_name: "Veronica".to_owned(), ..profile(None, &[]) };
        office.edit(payroll, vera, &renamed).await.unwrap();
        office.edit_own(vera, &profile(None, &[("salary", "1")])).await.unwrap();
        office.define(&salary).await.unwrap();
        assert_eq!(seen(&office, payroll, vera).await, values(&[("salary", "4711")]));
        let entries = office.entries("person.changed").await;
        let told: Vec<_> = entries.iter().filter_map(|entry| change_of(entry, "salary")).collect();
        assert_eq!(told, [(None, Some(CONFIDENTIAL))]);
    }

    async fn a_role_that_opens_fields_is_given_by_its_holders(test: TestDatabase) {
        let office = Office::open(test).await;
        let (_, paying) = clerk(&office, "Paula", Scope::Tenant).await;
        let rights = [Permission::SeePeople, Permission::SeeProfiles, Permission::EditPeople, Permission::AssignRoles];
        let giver = office.staff_who_may("Gil", &rights).await;
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        let vera = office.active("Vera", "Helper").await;
        let scoped = |scope| Given { role: paying, scope, starts_at: None, ends_at: None, reason: "Needed".to_owned(), origin: "test" };
        let mut tx = office.begin_as(giver).await;
        permissions::give(&mut tx, vera, &scoped(Scope::Tenant)).await.unwrap();
        drop(tx);
        office.define(&NewAttribute { limits: limited(&[], &[paying]), ..attribute("salary") }).await.unwrap();
        // Held for oneself alone it does not count for others.
        let mut tx = office.system().await;
        permissions::give(&mut tx, giver, &scoped(Scope::Own)).await.unwrap();
        tx.commit().await.unwrap();
        for (person, scope) in [(giver, Scope::Tenant), (vera, Scope::Tenant), (vera, Scope::Own)] {
            let mut tx = office.begin_as(giver).await;
            let outcome = permissions::give(&mut tx, person, &scoped(scope)).await;
            assert!(matches!(outcome, Err(PermissionError::BeyondOwnRights)), "{outcome:?}");
        }
        let mut tx = office.begin_as(ada).await;
        permissions::give(&mut tx, vera, &scoped(Scope::Tenant)).await.unwrap();
        drop(tx);
        let mut tx = office.system().await;
        permissions::give(&mut tx, giver, &scoped(Scope::Tenant)).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = office.begin_as(giver).await;
        permissions::give(&mut tx, vera, &scoped(Scope::Tenant)).await.unwrap();
    }

    /// A role held for some people counts for these.
    async fn a_role_for_a_part_counts_for_its_people(test: TestDatabase) {
        let office = Office::open(test).await;
        let mut tx = office.system().await;
        let new = directory::organisations::New { name: "North".to_owned(), kind: "school".to_owned(), parent: None };
        let north = directory::organisations::add(&mut tx, &new).await.unwrap();
        tx.commit().await.unwrap();
        let (head, role) = clerk(&office, "Hedy", Scope::Organisation(north)).await;
        let (inside, outside) = (office.person("Ines", "Inside").await, office.person("Otto", "Outside").await);
        let mut tx = office.system().await;
        let starts_on = tx.now().date_naive();
        let wanted = directory::affiliations::edit::Wanted { archetype: "customer".to_owned(), organisation: Some(north), starts_on, ends_on: None };
        directory::affiliations::edit::give(&mut tx, inside, &wanted).await.unwrap();
        tx.commit().await.unwrap();
        office.let_do(head, &[Permission::SeePeople, Permission::SeeProfiles], Scope::Tenant).await;
        office.define(&NewAttribute { limits: limited(&[role], &[]), ..attribute("note") }).await.unwrap();
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        let mut tx = office.system().await;
        let administering = permissions::roles::system(&mut tx, SystemRole::TenantAdministrator).await.unwrap().id;
        let note = |roles: &[RoleId]| Changed {
            labels: [("en".to_owned(), "Note".to_owned())].into(),
            is_required: true,
            is_sensitive: false,
            person_may: PersonMay::See,
            limits: limited(roles, &[]),
        };
        attributes::change(&mut tx, "note", &note(&[role, administering])).await.unwrap();
        let definition = attributes::definitions(&mut tx).await.unwrap().remove(0);
        assert_eq!(lacking(&mut tx, &definition, 1_000).await.unwrap(), 4, "nobody has one");
        tx.commit().await.unwrap();
        assert_eq!(office.entries("attribute.changed").await.len(), 1);
        for person in [inside, outside] {
            let given = Profile { given_name: "A".to_owned(), family_name: "B".to_owned(), attributes: values(&[("note", "kept")]), ..Profile::default() };
            office.edit(ada, person, &given).await.unwrap();
        }
        assert_eq!(seen(&office, head, inside).await, values(&[("note", "kept")]));
        assert!(seen(&office, head, outside).await.is_empty());
        let mut tx = office.read_as(head).await;
        assert!(attributes::seen_by_caller(&mut tx).await.unwrap().is_empty(), "for files about everybody it does not count");
    }
}
