//! The portal: what a person sees and changes of the own account.

use app::form::{FieldError, FormState};
use app::model::{GrantState, RoleGrant, Scope, SessionRow};
use app::notice::Notice;
use app::portal::history::{self, History, HistoryKind, HistoryRow};
use app::portal::home::{self, CheckUp, Held, Home, PastSignIn};
use app::portal::profile::{self, Profile};
use app::portal::rights::{self, Rights};
use app::portal::security::{self, Security};
use app::portal::sessions::{self as sessions_page, DeviceRow, Sessions};
use audit::{Outcome, Recorded, Trail};
use authentication::second::remembered;
use authentication::{AuthenticationError, Visitor, check_up, sessions as own_sessions};
use axum::extract::Path;
use directory::addresses::{AddressKind, primary_email};
use directory::attributes::{self, PersonMay};
use directory::people::edit;
use directory::people::find::{self, Summary};
use foundation::{Instant, Locale};
use serde::Deserialize;
use tower_sessions::Session;
use uuid::Uuid;

use super::answer::{done, into_form, page, refused_form};
use super::table::Table;
use super::{Answer, Door, Fault, Submitted, badge, factors, look, second, sessions, trusted};

/// The routes of the portal, relative to the tenant.
pub fn routes() -> Table {
    Table::new()
        .get("/portal", show_home)
        .form("/portal/profile", show_profile, save_profile)
        .get("/portal/security", show_security)
        .post("/portal/security/password", change_password)
        .post("/portal/security/address", change_address)
        .get("/portal/sessions", show_sessions)
        .post("/portal/sessions/{session}/end", end_session)
        .post("/portal/sessions/end-others", end_others)
        .post("/portal/devices/{device}/forget", forget_device)
        .post("/portal/devices/forget-all", forget_devices)
        .get("/portal/history", show_history)
        .get("/portal/rights", show_rights)
}

// --- home -------------------------------------------------------------------------------------------------------

async fn show_home(door: Door) -> Answer {
    let visitor = door.visitor()?;
    if visitor.methods.is_badge() {
        return Ok(badge::start_page(&door, visitor));
    }
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let own = find::own_summary(&mut tx).await?;
    let check_up = check_up::own(&mut tx).await?;
    let roles = permissions::of_person(&mut tx, visitor.person).await?;
    let earlier = Trail::earlier(&mut tx, visitor.person).await?;
    let email = own.addresses.iter().find(|address| address.kind == AddressKind::Email);
    let mut sources: Vec<String> =
        own.affiliations.iter().filter_map(|affiliation| affiliation.source.clone()).collect();
    sources.sort();
    sources.dedup();
    let now = tx.now();
    let model = Home {
        given_name: if own.person.given_name.is_empty() {
            own.person.display_name.clone()
        } else {
            own.person.given_name.clone()
        },
        check_up: CheckUp {
            address_confirmed: email.is_some_and(|address| address.verified_at.is_some()),
            password_changed_at: check_up.password_changed_at,
            passkeys: u32::try_from(check_up.passkeys).unwrap_or(u32::MAX),
            sessions: u32::try_from(check_up.sessions).unwrap_or(u32::MAX),
            previous_sign_in: earlier.previous.as_ref().map(|entry| PastSignIn {
                at: entry.at,
                device: device_of(entry),
                place: place_of(entry),
            }),
            failed_since: earlier.failed_since,
        },
        applications: Vec::new(),
        held: Held {
            profile_fields: held(&own),
            roles: u32::try_from(roles.iter().filter(|role| role.is_effective(now)).count()).unwrap_or(u32::MAX),
            sources,
            since: own.person.created_at,
        },
    };
    Ok(page(home::home(&door.frame(), &model)))
}

fn held(own: &Summary) -> u32 {
    let person = &own.person;
    let named = [&person.given_name, &person.family_name].iter().filter(|name| !name.is_empty()).count();
    let chosen = usize::from(person.language.is_some()) + usize::from(person.time_zone.is_some());
    u32::try_from(named + chosen + person.attributes.len() + own.addresses.len()).unwrap_or(u32::MAX)
}

fn device_of(entry: &Recorded) -> String {
    let words = entry.content.as_ref().and_then(|content| content.words());
    words.and_then(|words| words.device.clone()).unwrap_or_default()
}

/// With what somebody signed in, in words.
fn with_of(frame: &app::frame::Frame, entry: &Recorded) -> String {
    let words = entry.content.as_ref().and_then(|content| content.words());
    let with = words.and_then(|words| words.details.iter().find(|detail| detail.name == "with"));
    with.map(|with| crate::web::words::with_in_words(frame, &with.value)).unwrap_or_default()
}

fn place_of(entry: &Recorded) -> String {
    let words = entry.content.as_ref().and_then(|content| content.words());
    words.and_then(|words| words.address.clone()).unwrap_or_else(|| entry.network.clone())
}

// --- profile ----------------------------------------------------------------------------------------------------

async fn profile_model(door: &Door, visitor: &Visitor, refused: Option<FormState>) -> Result<Profile, Fault> {
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let definitions = attributes::definitions(&mut tx).await?;
    let own = find::own(&mut tx).await?;
    let mut form = refused.unwrap_or_else(|| {
        let person = &own.person;
        let phone = own
            .addresses
            .iter()
            .find(|address| address.kind == AddressKind::Phone)
            .map(|address| address.shown.clone());
        FormState::new()
            .with("given_name", &person.given_name)
            .with("family_name", &person.family_name)
            .with("display_name", &person.display_name)
            .with("phone", phone.unwrap_or_default())
            .with("language", person.language.map(Locale::tag).unwrap_or_default())
            .with("time_zone", person.time_zone.clone().unwrap_or_default())
    });
    let mut fields = Vec::new();
    let archetype = &own.person.archetype;
    let shown = definitions.iter().filter(|one| one.applies_to(archetype) && one.person_may != PersonMay::Nothing);
    for definition in shown {
        let read_only = definition.person_may == PersonMay::See;
        let name = format!("attribute.{}", definition.name);
        if read_only || !form.values.contains_key(&name) {
            let value = own.person.attributes.get(&definition.name).cloned().unwrap_or_default();
            form = form.with(&name, value);
        }
        fields.push(look::attribute_input(door.locale(), definition, read_only));
    }
    let time_zones = language::moments::zones().iter().map(ToString::to_string).collect();
    Ok(Profile { form, attributes: fields, time_zones })
}

async fn show_profile(door: Door) -> Answer {
    let model = profile_model(&door, door.visitor()?, None).await?;
    Ok(page(profile::profile(&door.frame(), &model)))
}

async fn save_profile(door: Door, form: Submitted) -> Answer {
    let visitor = door.visitor()?;
    let wanted = edit::Profile {
        given_name: form.text("given_name"),
        family_name: form.text("family_name"),
        display_name: form.text("display_name"),
        phone: form.text("phone"),
        language: form.some("language").as_deref().and_then(Locale::from_tag),
        time_zone: form.some("time_zone"),
        attributes: form.with_prefix("attribute."),
        archetype: None,
        version: None,
    };
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    match edit::own(&mut tx, &wanted).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(done(&door, "/portal/profile", Notice::Saved))
        }
        Err(error) => {
            drop(tx);
            let model = profile_model(&door, visitor, Some(into_form(error, form.state())?)).await?;
            Ok(refused_form(profile::profile(&door.frame(), &model)))
        }
    }
}

// --- security ---------------------------------------------------------------------------------------------------

async fn security_page(
    door: &Door,
    visitor: &Visitor,
    password_form: FormState,
    address_form: FormState,
) -> Result<String, Fault> {
    let (passkeys, passkeys_accepted) = factors::of_visitor(door, visitor).await?;
    let (apps, codes_left) = second::of_visitor(door, visitor).await?;
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let names = find::sign_in_names(&mut tx, visitor.person).await?;
    let email = primary_email(&mut tx, visitor.person).await?;
    drop(tx);
    let model = Security {
        sign_in_name: names.into_iter().next().unwrap_or_default(),
        email_confirmed: email.as_ref().is_some_and(|(_, confirmed)| *confirmed),
        email: email.map(|(email, _)| email.to_string()),
        pending_email: None,
        password_changed_at: door.services().authentication.password_changed_at(visitor).await?,
        is_fresh: visitor.is_fresh(door.services().database.now()),
        minimum_length: door.tenant().settings.minimum_length,
        passkeys,
        passkeys_accepted,
        has_trusted: trusted::is_of_use(door, visitor).await?,
        apps,
        codes_left,
        password_form,
        address_form,
    };
    Ok(security::security(&door.frame(), &model))
}

async fn show_security(door: Door) -> Answer {
    Ok(page(security_page(&door, door.visitor()?, FormState::new(), FormState::new()).await?))
}

/// The security page again, with what was wrong about the password.
pub(super) async fn refused_security(door: &Door, visitor: &Visitor, form: FormState) -> Answer {
    let mut response = page(security_page(door, visitor, form, FormState::new()).await?);
    *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

async fn change_password(door: Door, session: Session, form: Submitted) -> Answer {
    let visitor = door.visitor()?;
    let (current, new) = (form.secret("current"), form.secret("password"));
    let outcome =
        door.services().authentication.change_password(visitor, door.place(), door.locale(), &current, &new).await;
    let state = match outcome {
        Ok(secret) => {
            sessions::adopt(&session, secret).await.map_err(Fault::internal)?;
            return Ok(done(&door, "/portal/security", Notice::PasswordChanged));
        }
        Err(AuthenticationError::WrongCredentials) => form.state().refused(FieldError::new("current", "current-wrong")),
        Err(error) => into_form(error, form.state())?,
    };
    refused_security(&door, visitor, state).await
}

async fn change_address(door: Door, form: Submitted) -> Answer {
    let visitor = door.visitor()?;
    let outcome = door
        .services()
        .authentication
        .ask_for_address(visitor, door.place(), door.locale(), &form.text("email"), &form.secret("password"))
        .await;
    let state = match outcome {
        Ok(_) => return Ok(done(&door, "/portal/security", Notice::AddressLinkSent)),
        Err(AuthenticationError::WrongCredentials) => {
            form.state().refused(FieldError::new("password", "current-wrong"))
        }
        Err(AuthenticationError::NotFresh) => form.state().refused(FieldError::of_form("confirm-first")),
        Err(error) => into_form(error, form.state())?,
    };
    let mut response = page(security_page(&door, visitor, FormState::new(), state).await?);
    *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

// --- sessions ---------------------------------------------------------------------------------------------------

/// Whether the words for a device are those of one that is carried along.
fn is_mobile(device: &str) -> bool {
    ["Android", "iPhone", "iPad", "iOS", "Mobile"].iter().any(|word| device.contains(word))
}

/// A session as a line of a list.
pub(crate) fn session_row(session: own_sessions::Session, this_one: Option<Uuid>) -> SessionRow {
    SessionRow {
        is_this_one: this_one == Some(session.id),
        id: session.id,
        is_mobile: is_mobile(&session.device),
        device: session.device,
        place: session.network,
        signed_in_at: session.created_at,
        last_seen_at: session.last_seen_at,
    }
}

async fn show_sessions(door: Door) -> Answer {
    let visitor = door.visitor()?;
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let mut rows: Vec<SessionRow> = own_sessions::of_person(&mut tx, visitor.person)
        .await?
        .into_iter()
        .map(|session| session_row(session, Some(visitor.session)))
        .collect();
    rows.sort_by_key(|row| !row.is_this_one);
    let devices = remembered::own(&mut tx, door.place(), visitor.person, door.device()).await?;
    let devices = devices.into_iter().map(device_row).collect();
    Ok(page(sessions_page::sessions(&door.frame(), &Sessions { sessions: rows, devices })))
}

fn device_row(device: remembered::Device) -> DeviceRow {
    DeviceRow {
        id: device.id,
        is_mobile: is_mobile(&device.device),
        device: device.device,
        place: device.network,
        since: device.created_at,
        last_used_at: device.last_used_at,
        until: device.expires_at,
        is_this_one: device.is_this_one,
    }
}

#[derive(Deserialize)]
struct OneSession {
    session: Uuid,
}

async fn end_session(door: Door, session: Session, Path(OneSession { session: id }): Path<OneSession>) -> Answer {
    let visitor = door.visitor()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    own_sessions::end(&mut tx, visitor.person, id).await?;
    tx.commit().await?;
    if id == visitor.session {
        session.flush().await.map_err(Fault::internal)?;
        return Ok(super::answer::see(&format!("{}/signed-out", door.base())));
    }
    Ok(done(&door, "/portal/sessions", Notice::SessionEnded))
}

async fn end_others(door: Door) -> Answer {
    let visitor = door.visitor()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    own_sessions::end_others(&mut tx, visitor.person, Some(visitor.session)).await?;
    tx.commit().await?;
    Ok(done(&door, "/portal/sessions", Notice::OtherSessionsEnded))
}

#[derive(Deserialize)]
struct OneDevice {
    device: Uuid,
}

async fn forget_device(door: Door, Path(OneDevice { device }): Path<OneDevice>) -> Answer {
    let visitor = door.visitor()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    remembered::forget(&mut tx, visitor.person, device).await?;
    tx.commit().await?;
    Ok(done(&door, "/portal/sessions", Notice::DeviceForgotten))
}

async fn forget_devices(door: Door) -> Answer {
    let visitor = door.visitor()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    remembered::forget_own(&mut tx, visitor.person).await?;
    tx.commit().await?;
    Ok(done(&door, "/portal/sessions", Notice::DevicesForgotten))
}

// --- history ----------------------------------------------------------------------------------------------------

fn history_kind(entry: &Recorded) -> Option<HistoryKind> {
    Some(match entry.kind.as_str() {
        "sign_in.succeeded" => HistoryKind::SignedIn,
        "sign_in.failed" | "proof.failed" | "sign_in.refused" => HistoryKind::Refused,
        "sign_in.half_done" => HistoryKind::HalfDone,
        "second_step.refused" => HistoryKind::CodeRefused,
        "mail_code.asked" if entry.outcome == Outcome::Done => HistoryKind::CodeAsked,
        "mail_code.refused" => HistoryKind::MailedCodeRefused,
        "app.added" => HistoryKind::AppAdded,
        "app.removed" => HistoryKind::AppRemoved,
        "recovery_codes.made" => HistoryKind::CodesMade,
        "recovery_code.used" => HistoryKind::CodeUsed,
        "passkey.added" => HistoryKind::PasskeyAdded,
        "passkey.removed" => HistoryKind::PasskeyRemoved,
        "passkey.refused" => HistoryKind::PasskeyRefused,
        "passkey.copy_suspected" => HistoryKind::PasskeyCopied,
        "account.secured" => HistoryKind::AccountSecured,
        "factors.renewed" => HistoryKind::FactorsRenewed,
        "sign_in.throttled" | "second_step.throttled" => HistoryKind::Throttled,
        "session.signed_out" => HistoryKind::SignedOut,
        "session.ended" | "session.others_ended" => HistoryKind::SessionEnded,
        "device.remembered" => HistoryKind::DeviceRemembered,
        "device.forgotten" => HistoryKind::DeviceForgotten,
        "password.changed" | "password.recovered" | "password.removed" => HistoryKind::PasswordChanged,
        "password.found_breached" => HistoryKind::PasswordFound,
        "recovery.asked" if entry.outcome == Outcome::Done => HistoryKind::RecoveryAsked,
        "address.changed" | "address.change_undone" => HistoryKind::AddressChanged,
        "trusted_person.named" => HistoryKind::TrustedNamed,
        "trusted_recovery.asked" => HistoryKind::HelpAsked,
        "trusted_recovery.cancelled" => HistoryKind::HelpEnded,
        "trusted_recovery.finished" => HistoryKind::HelpDone,
        _ => return None,
    })
}

async fn show_history(door: Door) -> Answer {
    let visitor = door.visitor()?;
    let before = door.query("before").and_then(|cursor| cursor.parse().ok());
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let found = Trail::of_person_own(&mut tx, visitor.person, before).await?;
    let frame = door.frame();
    let rows = found.entries.iter().filter_map(|entry| {
        let what = history_kind(entry)?;
        let with = if what == HistoryKind::SignedIn { with_of(&frame, entry) } else { String::new() };
        Some(HistoryRow { at: entry.at, what, with, device: device_of(entry), place: place_of(entry) })
    });
    let model = History {
        entries: rows.collect(),
        older: found.next.map(|cursor| cursor.to_string()),
        is_later_page: before.is_some(),
    };
    Ok(page(history::history(&frame, &model)))
}

// --- rights -----------------------------------------------------------------------------------------------------

/// An assignment as a line of a list, with the words of system roles.
pub(crate) fn role_grant(door: &Door, now: Instant, assignment: permissions::Assignment) -> RoleGrant {
    let frame = door.frame();
    let (role, description) = role_words(&frame, assignment.is_system, &assignment.role_key, &assignment.role_name, "");
    let state = if assignment.starts_at > now {
        GrantState::Upcoming
    } else if assignment.is_effective(now) {
        GrantState::Current
    } else {
        GrantState::Past
    };
    RoleGrant {
        id: assignment.id,
        role,
        description,
        scope: shown_scope(assignment.scope()),
        limited_to: assignment.limited_to,
        starts_at: assignment.starts_at,
        ends_at: assignment.ends_at,
        reason: assignment.reason,
        given_by: assignment.granted_by_name,
        state,
    }
}

/// A scope, as pages name it.
pub(crate) const fn shown_scope(scope: permissions::Scope) -> Scope {
    match scope {
        permissions::Scope::Tenant => Scope::Tenant,
        permissions::Scope::Own => Scope::Own,
        permissions::Scope::Organisation(_) => Scope::Organisation,
        permissions::Scope::Group(_) => Scope::Group,
        permissions::Scope::Reports => Scope::Reports,
    }
}

/// Name and description of a role: a system role's come from the language files.
pub(crate) fn role_words(
    frame: &app::frame::Frame,
    is_system: bool,
    key: &str,
    name: &str,
    description: &str,
) -> (String, String) {
    if is_system {
        (frame.find(&format!("role-{key}"), name), frame.find(&format!("role-{key}-description"), description))
    } else {
        (name.to_owned(), description.to_owned())
    }
}

async fn show_rights(door: Door) -> Answer {
    let visitor = door.visitor()?;
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let now = tx.now();
    let mut roles: Vec<RoleGrant> = permissions::of_person(&mut tx, visitor.person)
        .await?
        .into_iter()
        .map(|assignment| role_grant(&door, now, assignment))
        .collect();
    roles.sort_by_key(|role| role.state == GrantState::Past);
    Ok(page(rights::rights(&door.frame(), &Rights { roles })))
}
