//! The tenant's settings and its logo.

use app::console::settings::{self as pages, RetentionChoice, Settings as Model};
use app::form::{FieldError, FormState};
use app::notice::Notice;
use authentication::Visitor;
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::header;
use database::RetentionClass;
use directory::tenants::{SignUp, manage};
use directory::{DirectoryError, Settings, Tenant};
use foundation::{Locale, Permission};

use super::{Answer, Door, Fault, Submitted, settle};
use crate::web::answer::{done, field_errors, into_form, page, refused_form};
use crate::web::kept::{self, Shown};
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new().form("/console/settings", show, save).post("/console/settings/logo", save_logo)
}

fn values(tenant: &Tenant) -> FormState {
    let settings = &tenant.settings;
    let languages: Vec<&str> = settings.languages.iter().map(|language| language.tag()).collect();
    let form = FormState::new()
        .with("name", &tenant.name)
        .with("sign_up", settings.sign_up.word())
        .with("idle_minutes", settings.idle_minutes.to_string())
        .with("absolute_hours", settings.absolute_hours.to_string())
        .with("minimum_length", settings.minimum_length.to_string())
        .with("forbidden_words", settings.forbidden_words.join("\n"))
        .with("languages", languages.join("\n"))
        .with("default_language", settings.default_language.tag())
        .with("time_zone", &settings.time_zone)
        .with("accent", &settings.accent)
        .with("version", tenant.version.to_string());
    Settings::AUDIT_STREAMS.iter().fold(form, |form, stream| {
        let class = settings.audit_classes.get(*stream).copied().unwrap_or_else(|| default_class(stream));
        form.with(&format!("class_{stream}"), class.word())
    })
}

/// How long a stream is kept where the tenant chose nothing: as the audit trail itself decides.
fn default_class(stream: &str) -> RetentionClass {
    if matches!(stream, "authentication" | "system") { RetentionClass::Short } else { RetentionClass::Long }
}

async fn settings_page(door: &Door, visitor: &Visitor, shown: Shown, logo_form: FormState) -> Result<String, Fault> {
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let tenant = manage::settings(&mut tx).await?;
    drop(tx);
    let mut time_zones: Vec<String> = language::moments::zones().iter().map(ToString::to_string).collect();
    if !time_zones.contains(&tenant.settings.time_zone) {
        time_zones.insert(0, tenant.settings.time_zone.clone());
    }
    let form = match shown {
        Shown::Stored => values(&tenant),
        // Saving again after looking at the new values is meant.
        Shown::Refused(form) => form.with("version", tenant.version.to_string()),
        Shown::Kept(form) => form,
    };
    let classes =
        RetentionClass::ALL.map(|class| RetentionChoice { class: class.word().to_owned(), months: class.months() });
    let model = Model {
        form,
        logo_form,
        time_zones,
        length_floor: Settings::SHORTEST_PASSWORD,
        streams: Settings::AUDIT_STREAMS.map(str::to_owned).to_vec(),
        classes: classes.to_vec(),
    };
    Ok(pages::settings(&door.frame(), &model))
}

async fn show(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let shown = kept::form(&door).await?.map_or(Shown::Stored, Shown::Kept);
    Ok(page(settings_page(&door, visitor, shown, FormState::new()).await?))
}

/// The settings of a form, and what cannot be read as a setting. What the form does not hold stays.
fn parse(form: &Submitted, before: &Settings) -> (Settings, Vec<FieldError>) {
    let mut errors = Vec::new();
    let mut number = |field: &str, before: u32| {
        let found = form.text(field).trim().parse().ok();
        if found.is_none() {
            let code = if form.some(field).is_none() { "required" } else { "number-invalid" };
            errors.push(FieldError::new(field, code));
        }
        found.unwrap_or(before)
    };
    let mut settings = Settings {
        idle_minutes: number("idle_minutes", before.idle_minutes),
        absolute_hours: number("absolute_hours", before.absolute_hours),
        minimum_length: number("minimum_length", before.minimum_length),
        ..before.clone()
    };
    let mut refuse = |field: &str| errors.push(FieldError::new(field, "not-a-choice"));
    match SignUp::from_word(&form.text("sign_up")) {
        Some(sign_up) => settings.sign_up = sign_up,
        None => refuse("sign_up"),
    }
    match form.all("languages").iter().map(|tag| Locale::from_tag(tag)).collect() {
        Some(languages) => settings.languages = languages,
        None => refuse("languages"),
    }
    match Locale::from_tag(&form.text("default_language")) {
        Some(language) => settings.default_language = language,
        None => refuse("default_language"),
    }
    for stream in Settings::AUDIT_STREAMS {
        let field = format!("class_{stream}");
        let Some(word) = form.some(&field) else { continue };
        match RetentionClass::ALL.into_iter().find(|class| class.word() == word) {
            Some(class) => drop(settings.audit_classes.insert(stream.to_owned(), class)),
            None => refuse(&field),
        }
    }
    let words = form.text("forbidden_words");
    settings.forbidden_words =
        words.lines().map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    settings.accent = form.text("accent").trim().to_ascii_lowercase();
    let time_zone = form.text("time_zone").trim().to_owned();
    (Settings { time_zone, ..settings }, errors)
}

async fn save(door: Door, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    tx.allow(Permission::EditSettings)?;
    let before = manage::own(&mut tx).await?;
    let (settings, mut errors) = parse(&form, &before.settings);
    if !errors.is_empty() {
        drop(tx);
        errors.extend(field_errors(&settings.problems()));
        let state = FormState { errors, ..form.state() };
        return Ok(refused_form(settings_page(&door, visitor, Shown::Refused(state), FormState::new()).await?));
    }
    let version = form.text("version").parse().unwrap_or(-1);
    let outcome = manage::change(&mut tx, version, &form.text("name"), &settings).await;
    match settle(tx, outcome).await {
        Ok(()) => {
            door.services().tenants.clear();
            Ok(done(&door, "/console/settings", Notice::Saved))
        }
        Err(error) => {
            let state = into_form(error, form.state())?;
            Ok(refused_form(settings_page(&door, visitor, Shown::Refused(state), FormState::new()).await?))
        }
    }
}

// --- the logo ---------------------------------------------------------------------------------------------------

/// What is to become of the logo.
enum Logo {
    New(Vec<u8>),
    Remove,
    Missing,
}

async fn parse_logo(request: Request) -> Result<Logo, Fault> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data") {
        let form = Submitted::from_request(request, &()).await?;
        return Ok(if form.ticked("remove") { Logo::Remove } else { Logo::Missing });
    }
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| Fault::Malformed)?;
    let mut logo = Logo::Missing;
    while let Some(mut field) = parts.next_field().await.map_err(|_| Fault::Malformed)? {
        let name = field.name().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        while let Some(piece) = field.chunk().await.map_err(|_| Fault::Malformed)? {
            // One byte too many is enough to know.
            let room = (manage::LARGEST_LOGO + 1).saturating_sub(bytes.len());
            bytes.extend_from_slice(piece.get(..room.min(piece.len())).unwrap_or_default());
        }
        match name.as_str() {
            "remove" if !bytes.is_empty() => return Ok(Logo::Remove),
            "file" if !bytes.is_empty() => logo = Logo::New(bytes),
            _ => {}
        }
    }
    Ok(logo)
}

async fn save_logo(door: Door, request: Request) -> Answer {
    let visitor = door.administrator()?;
    // Before anything that was sent is looked at (SEC-83).
    if !visitor.caller.may(Permission::EditSettings) {
        return Err(database::Refused(Permission::EditSettings).into());
    }
    let logo = parse_logo(request).await?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    let (outcome, notice) = match logo {
        Logo::New(bytes) => (manage::set_logo(&mut tx, bytes).await, Notice::LogoSaved),
        Logo::Remove => (manage::remove_logo(&mut tx).await, Notice::LogoRemoved),
        Logo::Missing => (
            tx.allow(Permission::EditSettings)
                .map_err(Into::into)
                .and(Err(DirectoryError::field("file", "file-missing"))),
            Notice::LogoSaved,
        ),
    };
    match settle(tx, outcome).await {
        Ok(()) => {
            door.services().tenants.clear();
            Ok(done(&door, "/console/settings", notice))
        }
        Err(error) => {
            let mut state = into_form(error, FormState::new())?;
            let kilobytes = i64::try_from(manage::LARGEST_LOGO / 1024).unwrap_or(i64::MAX);
            for error in state.errors.iter_mut().filter(|error| error.code == "image-too-large") {
                error.arguments.push(("kilobytes", kilobytes.into()));
            }
            Ok(refused_form(settings_page(&door, visitor, Shown::Stored, state).await?))
        }
    }
}
