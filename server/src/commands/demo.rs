//! `pforte demo`: serves demo tenants made from real files.
//!
//! Everything goes the ways a person would go: tenants are created, people invited, the mailed links followed, the files
//! uploaded and imported. There is no back door that sets a password.

use std::process::ExitCode;
use std::sync::Arc;

use authentication::accept_invitation::Accepted;
use authentication::invite::invite_within;
use authentication::sign_up::SignUpForm;
use authentication::{Authentication, Place, setup};
use database::Database;
use directory::affiliations::edit::{self, Wanted};
use directory::attributes::{NewAttribute, PersonMay, ValueType};
use directory::organisations::{self, New};
use directory::people::create::{self, NewPerson};
use directory::people::list::{self, Query};
use directory::tenants::create::NewTenant;
use directory::tenants::policy::SignInPolicy;
use directory::tenants::{Settings, manage};
use directory::{SignUp, Tenant};
use foundation::{Caller, Locale, Origin, Permission, RoleId, Secret, TenantId};
use jobs::Worker;
use permissions::roles::Definition;
use permissions::{Given, Scope, SystemRole};
use sources::imports::{self, describe, map, start, upload};

use super::{Failure, open_database, serve};
use crate::compose;
use crate::config::Config;

/// The password of every demo account. Long enough for the policy, and printed: demo data is for looking, not for use.
const PASSWORD: &str = "purple lantern under stairs";

/// A demo tenant: its files and the people who can sign in.
struct Demo {
    slug: &'static str,
    name: &'static str,
    accent: &'static str,
    archetype: &'static str,
    language: Locale,
    attributes: &'static [(&'static str, &'static str, &'static str)],
    files: &'static [(&'static str, &'static str, &'static [u8])],
    part: Part,
}

/// A part of a tenant, and somebody whose rights are limited to it.
struct Part {
    /// What is at the top: name and kind.
    top: (&'static str, &'static str),
    /// What is below it; the last one is somebody's.
    below: &'static [&'static str],
    /// The kind of what is below.
    kind: &'static str,
    /// What they hold there: the role's name, and what it grants.
    role: (&'static str, &'static [Permission]),
    /// Who: name, sign-in name before the at sign, archetype.
    delegate: (&'static str, &'static str, &'static str, &'static str),
}

const TENANTS: [Demo; 2] = [
    Demo {
        slug: "easy-spaces",
        name: "Easy Spaces",
        accent: "#1f5f99",
        archetype: "customer",
        language: Locale::En,
        attributes: &[("city", "City", "Ort"), ("country", "Country", "Land"), ("title", "Job title", "Funktion")],
        files: &[
            (
                "CRM contacts",
                "Contact_Data.csv",
                include_bytes!("../../../demo/salesforce_easy_spaces/Contact_Data.csv"),
            ),
            ("CRM leads", "Lead_Data.csv", include_bytes!("../../../demo/salesforce_easy_spaces/Lead_Data.csv")),
        ],
        part: Part {
            top: ("Key accounts", "company"),
            below: &["Region West", "Region East"],
            kind: "department",
            role: (
                "Account manager",
                &[
                    Permission::SeePeople,
                    Permission::SeeProfiles,
                    Permission::EditPeople,
                    Permission::ResetCredentials,
                    Permission::SeeOrganisations,
                ],
            ),
            delegate: ("Delia", "Delegate", "delegate", "partner"),
        },
    },
    Demo {
        slug: "school",
        name: "Schule am Park",
        accent: "#8a3b12",
        archetype: "student",
        language: Locale::De,
        attributes: &[],
        files: &[("School data sync", "users.csv", include_bytes!("../../../demo/ms_sds_v2.1/users.csv"))],
        part: Part {
            top: ("Schule am Park", "school"),
            below: &["Klasse 7a", "Klasse 7b"],
            kind: "class",
            role: (
                "Klassenleitung",
                &[
                    Permission::SeePeople,
                    Permission::SeeProfiles,
                    Permission::SeeOrganisations,
                    Permission::IssueBadges,
                ],
            ),
            delegate: ("Erika", "Educator", "delegate", "educator"),
        },
    },
];

/// The people who can sign in at each demo tenant: name, sign-in name before the at sign, role.
const PEOPLE: [(&str, &str, &str, Option<SystemRole>); 4] = [
    ("Alex", "Admin", "admin", Some(SystemRole::TenantAdministrator)),
    ("Hanna", "Helpdesk", "helpdesk", Some(SystemRole::Helpdesk)),
    ("Arno", "Auditor", "auditor", Some(SystemRole::Auditor)),
    ("Carla", "Customer", "customer", None),
];

/// Makes the tenants that are missing, prints who can sign in, and serves.
///
/// # Errors
/// As `serve`; and in production, where demo accounts have no place.
pub async fn run(config: Config) -> Result<ExitCode, Failure> {
    if config.is_production() {
        return Err("demo accounts with a known password are for localhost only; unset `public_url`".into());
    }
    config.master_keys(&foundation::Randomness::system())?;
    database::migrate(config.migration_database().secret()).await?;
    let database = open_database(&config).await?;
    let services = compose::services(&config, database.clone(), String::new()).await?;
    let worker = compose::worker(&services, messaging::Transport::Outbox);
    let base = config.public_url.origin();
    operator(&services.authentication, &database, &base).await?;
    for demo in &TENANTS {
        if manage::by_slug(&database, demo.slug).await?.is_none() {
            furnish(demo, &services.authentication, &database, &worker, &base).await?;
        }
    }
    println!("\nWho can sign in, with the password \u{201c}{PASSWORD}\u{201d}:\n");
    println!("  {base}/t/platform/sign-in      operator@pforte.example");
    for demo in &TENANTS {
        for (_, _, word, _) in PEOPLE {
            println!("  {base}/t/{}/sign-in   {word}@{}.example", demo.slug, demo.slug);
        }
        let (role, place) = (demo.part.role.0, demo.part.below.last().unwrap_or(&demo.part.top.0));
        println!("  {base}/t/{}/sign-in   delegate@{}.example   ({role}: {place})", demo.slug, demo.slug);
    }
    println!("\nNobody is asked for a second factor here: the demo's tenants say so in their sign-in policy");
    println!("(Console, Settings). A tenant that is made now asks its administrators for one at their first sign-in.");
    println!("\nMails are shown at {base}/t/easy-spaces/outbox\n");
    drop((services, worker));
    database.close().await;
    drop(database);
    serve::run(config, &serve::Args { no_migrate: true }).await
}

async fn operator(authentication: &Authentication, database: &Database, base: &str) -> Result<(), Failure> {
    if !setup::is_needed(database).await? {
        return Ok(());
    }
    let tenant = setup::furnish_platform(database).await?;
    let caller = Caller::system(TenantId::PLATFORM, "demo");
    let settings = Settings { sign_in_policy: SignInPolicy::asking_nothing(), ..tenant.settings.clone() };
    let mut tx = database.begin(&caller).await?;
    manage::change(&mut tx, tenant.version, &tenant.name, &settings).await?;
    let tenant = Arc::new(manage::own(&mut tx).await?);
    tx.commit().await?;
    let place = Place { tenant, base: format!("{base}/t/platform") };
    let token = setup::issue(database).await?;
    let form = SignUpForm {
        given_name: "Olga".to_owned(),
        family_name: "Operator".to_owned(),
        email: "operator@pforte.example".to_owned(),
        password: Secret::new(PASSWORD.to_owned()),
        attributes: std::collections::BTreeMap::new(),
        archetype: String::new(),
    };
    authentication.create_operator(&Origin::default(), &place, Locale::En, &token, &form).await?;
    Ok(())
}

async fn furnish(
    demo: &Demo,
    authentication: &Authentication,
    database: &Database,
    worker: &Worker,
    base: &str,
) -> Result<(), Failure> {
    let settings = Settings {
        sign_up: SignUp::Open,
        accent: demo.accent.to_owned(),
        default_language: demo.language,
        default_archetype: demo.archetype.to_owned(),
        // People who look at a demo have no second factor at hand. A new tenant asks its administrators for one.
        sign_in_policy: SignInPolicy::asking_nothing(),
        ..Settings::default()
    };
    let operator = Caller::system(TenantId::PLATFORM, "demo");
    let new = NewTenant { slug: demo.slug.to_owned(), name: demo.name.to_owned(), settings };
    let id = directory::tenants::create::create(database, &operator, &new).await?;
    let caller = Caller::system(id, "demo");
    let mut tx = database.begin(&caller).await?;
    for (name, english, german) in demo.attributes {
        let labels = [("en".to_owned(), (*english).to_owned()), ("de".to_owned(), (*german).to_owned())].into();
        let attribute = NewAttribute {
            name: (*name).to_owned(),
            value_type: ValueType::Text,
            labels,
            choices: Vec::new(),
            is_required: false,
            is_unique: false,
            is_searchable: true,
            is_sensitive: false,
            person_may: PersonMay::Edit,
            limits: directory::attributes::Limits::default(),
        };
        directory::attributes::define(&mut tx, &attribute).await?;
    }
    let tenant = manage::own(&mut tx).await?;
    tx.commit().await?;
    for (source, file, bytes) in demo.files {
        import(demo, database, &caller, worker, source, file, bytes).await?;
    }
    let place = Place { tenant: Arc::new(tenant), base: format!("{base}/t/{}", demo.slug) };
    for (given, family, word, role) in PEOPLE {
        let mut tx = database.read(&caller).await?;
        let role = match role {
            Some(role) => Some((permissions::roles::system(&mut tx, role).await?.id, Scope::Tenant)),
            None => None,
        };
        drop(tx);
        let archetype = if role.is_some() { "staff" } else { demo.archetype };
        let joining = Joining { demo, given, family, word, archetype, role };
        join(&joining, authentication, database, &caller, &place).await?;
    }
    let (given, family, word, archetype) = demo.part.delegate;
    let role = Some(divide(demo, database, &caller).await?);
    join(&Joining { demo, given, family, word, archetype, role }, authentication, database, &caller, &place).await
}

/// Puts some of the people into a part of the tenant; answers the role that is limited to it.
async fn divide(demo: &Demo, database: &Database, caller: &Caller) -> Result<(RoleId, Scope), Failure> {
    let part = &demo.part;
    let mut tx = database.begin(caller).await?;
    let top = New { name: part.top.0.to_owned(), kind: part.top.1.to_owned(), parent: None };
    let mut places = vec![organisations::add(&mut tx, &top).await?];
    for name in part.below {
        let new = New { name: (*name).to_owned(), kind: part.kind.to_owned(), parent: places.first().copied() };
        places.push(organisations::add(&mut tx, &new).await?);
    }
    let query = Query { archetype: Some(demo.archetype.to_owned()), ..Query::default() };
    let starts_on = tx.now().date_naive();
    for (line, organisation) in
        list::list(&mut tx, &query).await?.lines.iter().zip(places.iter().skip(1).cycle()).take(24)
    {
        let archetype = demo.archetype.to_owned();
        let wanted = Wanted { archetype, organisation: Some(*organisation), starts_on, ends_on: None };
        edit::give(&mut tx, line.id, &wanted).await?;
    }
    let (name, grants) = part.role;
    let grants = grants.iter().copied().collect();
    let definition = Definition { name: name.to_owned(), description: String::new(), grants };
    let role = permissions::define(&mut tx, &definition).await?;
    tx.commit().await?;
    let place = places.last().copied().ok_or("the part has no place")?;
    Ok((role, Scope::Organisation(place)))
}

async fn import(
    demo: &Demo,
    database: &Database,
    caller: &Caller,
    worker: &Worker,
    source: &str,
    file: &str,
    bytes: &[u8],
) -> Result<(), Failure> {
    let limits = sources::file::FileLimits::default();
    let id = upload::upload(database, caller, upload::From::Named(source.to_owned()), file, limits, bytes).await?;
    let mut tx = database.begin(caller).await?;
    let described = describe::describe(&mut tx, id).await?;
    let mapping = sources::Mapping { archetype: demo.archetype.to_owned(), ..described.mapping };
    map::map(&mut tx, id, &mapping).await?;
    start::start(&mut tx, id).await?;
    tx.commit().await?;
    worker.run_due().await?;
    let mut tx = database.read(caller).await?;
    let done = imports::progress::progress(&mut tx, id).await?;
    println!("{}: {file}: {} people", demo.name, done.counts.created);
    Ok(())
}

/// Somebody who is to join a demo tenant.
struct Joining<'d> {
    demo: &'d Demo,
    given: &'d str,
    family: &'d str,
    word: &'d str,
    archetype: &'d str,
    role: Option<(RoleId, Scope)>,
}

/// Invites a person and follows the link of the mail.
async fn join(
    joining: &Joining<'_>,
    authentication: &Authentication,
    database: &Database,
    caller: &Caller,
    place: &Place,
) -> Result<(), Failure> {
    let Joining { demo, given, family, word, archetype, role } = *joining;
    let email = format!("{word}@{}.example", demo.slug);
    let mut tx = database.begin(caller).await?;
    let new = NewPerson {
        archetype: archetype.to_owned(),
        given_name: given.to_owned(),
        family_name: family.to_owned(),
        email: Some(email),
        sign_in_name: None,
        language: Some(demo.language),
        attributes: std::collections::BTreeMap::new(),
    };
    let person = create::create(&mut tx, &new).await?;
    if let Some((role, scope)) = role {
        let given = Given { role, scope, starts_at: None, ends_at: None, reason: "Demo".to_owned(), origin: "demo" };
        permissions::give(&mut tx, person, &given).await?;
    }
    invite_within(&mut tx, place, person, None).await?;
    tx.commit().await?;
    let token = newest_token(database, &place.tenant).await?;
    let anonymous = Caller::anonymous(place.tenant.id, Origin::default());
    let accepted = Accepted {
        given_name: given.to_owned(),
        family_name: family.to_owned(),
        password: Secret::new(PASSWORD.to_owned()),
    };
    authentication.accept_invitation(&anonymous, place, demo.language, &token, &accepted).await?;
    Ok(())
}

async fn newest_token(database: &Database, tenant: &Tenant) -> Result<Secret, Failure> {
    let mut tx = database.read(&Caller::system(tenant.id, "demo")).await?;
    let newest = messaging::outbox(&mut tx).await?.into_iter().next().ok_or("no mail was written")?;
    let mail = messaging::open(&mut tx, newest.id).await?.ok_or("the mail is gone")?;
    let after = mail.text.split("token=").nth(1).ok_or("the mail has no link")?;
    Ok(Secret::new(after.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()))
}
