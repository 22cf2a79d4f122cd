//! The console: where administrators work.
//!
//! Every handler begins with [`Door::administrator`], so that whoever is not signed in is led to the sign-in page and whoever
//! has nothing to do here is refused. What exactly somebody may do is decided by the use case that is called.

mod affiliation;
mod attributes;
mod audit_entry;
mod audit_kinds;
mod audit_trail;
mod badge_policy;
mod badges;
mod changes;
mod entries;
mod export;
mod exports;
mod give_role;
mod groups;
mod imports;
mod organisations;
mod over_time;
mod overview;
mod people;
mod person;
mod person_factors;
mod places;
mod policy;
mod protection;
mod recovery;
mod reset_factors;
mod rights;
mod roles;
mod search;
mod settings;
mod sources;
mod tenants;
mod types;

use std::collections::HashMap;

use app::frame::Frame;
use app::model::{Choice, Count, PersonState, role_name};
use authentication::AuthenticationError;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::Response;
use chrono::NaiveDate;
use database::{DbError, Transaction};
use directory::LifecycleState;
use foundation::TenantId;
use language::moments::{end_of, start_of};
use serde::de::DeserializeOwned;

pub(super) use tenants::create_with_administrator;

use super::answer::{attachment, in_pieces};
use super::portal::role_words;
use super::table::Table;
use super::{Answer, Door, Fault, Submitted};

/// The routes of the console, relative to the tenant.
pub fn routes() -> Table {
    Table::new()
        .merge(overview::routes())
        .merge(search::routes())
        .merge(people::routes())
        .merge(changes::routes())
        .merge(exports::routes())
        .merge(person::routes())
        .merge(affiliation::routes())
        .merge(organisations::routes())
        .merge(groups::routes())
        .merge(rights::routes())
        .merge(reset_factors::routes())
        .merge(badges::routes())
        .merge(give_role::routes())
        .merge(roles::routes())
        .merge(audit_trail::routes())
        .merge(sources::routes())
        .merge(imports::routes())
        .merge(settings::routes())
        .merge(policy::routes())
        .merge(recovery::routes())
        .merge(badge_policy::routes())
        .merge(protection::routes())
        .merge(attributes::routes())
        .merge(types::routes())
        .merge(tenants::routes())
}

/// The parts of a path by name, for those who have something to do here. What cannot be an id leads to nothing, like an id
/// nobody has.
struct At<T>(T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for At<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        // Whoever is not signed in is led to the sign-in page, whatever the id.
        Door::from_request_parts(parts, state).await?.administrator()?;
        Path::<T>::from_request_parts(parts, state).await.map(|Path(found)| Self(found)).map_err(|_| Fault::NotFound)
    }
}

/// Pages of the operators exist in the platform tenant and nowhere else.
fn platform_only(door: &Door) -> Result<(), Fault> {
    if door.tenant().id == TenantId::PLATFORM { Ok(()) } else { Err(Fault::NotFound) }
}

/// Makes the change durable if the use case accepted it, and nothing of it if not.
async fn settle<T, E: Into<AuthenticationError>>(
    tx: Transaction,
    outcome: Result<T, E>,
) -> Result<T, AuthenticationError> {
    let done = outcome.map_err(Into::into)?;
    tx.commit().await?;
    Ok(done)
}

/// A number that was counted up to `most`.
fn counted(number: u64, most: u32) -> Count {
    if number >= u64::from(most) { Count::AtLeast(number) } else { Count::Exact(number) }
}

/// The state of a person, as pages name it.
const fn person_state(state: LifecycleState) -> PersonState {
    match state {
        LifecycleState::Invited => PersonState::Invited,
        LifecycleState::Active => PersonState::Active,
        LifecycleState::Suspended => PersonState::Suspended,
        LifecycleState::Ended => PersonState::Ended,
    }
}

/// What a role is called, and what it is for; a system role's words come from the language files.
fn role_in_words(frame: &Frame, is_system: bool, key: &str, name: &str, description: &str) -> (String, String) {
    let (name, description) = role_words(frame, is_system, key, name, description);
    (if is_system { role_name(frame, key) } else { name }, description)
}

/// What the tenant's archetypes are called in the page's language.
pub(super) struct Archetypes(Vec<Choice>);

impl Archetypes {
    pub(super) async fn of(tx: &mut Transaction, frame: &Frame) -> Result<Self, DbError> {
        let found = directory::types::all(tx).await?;
        let choice = |archetype: directory::types::Archetype| {
            let label = archetype.label(frame.locale).map(str::to_owned);
            let label = label.unwrap_or_else(|| frame.find(&format!("archetype-{}", archetype.name), &archetype.name));
            Choice::new(archetype.name, label)
        };
        Ok(Self(found.into_iter().map(choice).collect()))
    }

    pub(super) fn label(&self, name: &str) -> String {
        self.0.iter().find(|choice| choice.value == name).map_or_else(|| name.to_owned(), |choice| choice.label.clone())
    }
}

/// What the tenant's attributes are called in the page's language, by name.
async fn attribute_labels(tx: &mut Transaction, frame: &Frame) -> Result<HashMap<String, String>, DbError> {
    let definitions = directory::attributes::definitions(tx).await?;
    Ok(definitions
        .iter()
        .map(|definition| (definition.name.clone(), definition.label(frame.locale).to_owned()))
        .collect())
}

/// What a field of a record is called, by the word it is stored under.
fn field_in_words(frame: &Frame, field: &str) -> String {
    let text = match field {
        "name" => frame.t("common-name"),
        "given_name" => frame.t("front-given-name"),
        "family_name" => frame.t("front-family-name"),
        "email" => frame.t("common-email"),
        "phone" => frame.t("portal-profile-phone"),
        "archetype" | "type" => frame.t("console-people-archetype"),
        "label" => frame.t("audit-field-label"),
        "position" => frame.t("console-types-position"),
        "open" => frame.t("console-types-open-box"),
        "required" => frame.t("console-attributes-required"),
        "sensitive" => frame.t("console-attributes-sensitive"),
        "person_may" => frame.t("console-attributes-person-may"),
        "archetypes" => frame.t("console-attributes-types"),
        "seen_by" => frame.t("console-attributes-seen-by"),
        "edited_by" => frame.t("console-attributes-edited-by"),
        "sign_in_name" => frame.t("console-people-sign-in-name"),
        "password" => frame.t("common-password"),
        "language" => frame.t("common-language"),
        "time_zone" => frame.t("common-time-zone"),
        "state" => frame.t("common-state"),
        "role" => frame.t("console-role"),
        "scope" => frame.t("portal-rights-scope"),
        "organisation" => frame.t("audit-field-organisation"),
        "organisations" => frame.t("audit-field-organisations"),
        "limited_to" => frame.t("audit-field-limited-to"),
        "above" => frame.t("audit-field-above"),
        "kind" => frame.t("audit-field-kind"),
        "group" => frame.t("audit-field-group"),
        "roles_ended" => frame.t("audit-field-roles-ended"),
        "starts_on" => frame.t("console-from"),
        "ends_on" => frame.t("console-until"),
        "taken_at" => frame.t("audit-field-taken-at"),
        "key" => frame.t("audit-checkpoint-key"),
        "badges" => frame.t("console-badges-on"),
        "badge_kinds" => frame.t("console-badges-kinds"),
        "badge_pin" => frame.t("console-badges-pin"),
        "badge_networks" => frame.t("console-badges-networks"),
        "badge_hours" => frame.t("console-badges-when"),
        "badge_sessions" => frame.t("console-badges-how-long"),
        "badge_year_end" => frame.t("console-badges-year-day"),
        other => other,
    };
    text.to_owned()
}

/// A day as a form gives it.
fn parse_day(given: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(given.trim(), "%Y-%m-%d").ok()
}

/// See a page of the console.
fn lead(door: &Door, path: &str) -> Response {
    super::answer::see(&format!("{}{path}", door.base()))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::parse_day;

    #[test]
    fn only_whole_dates_are_days() {
        assert_eq!(parse_day(" 2026-03-02 "), NaiveDate::from_ymd_opt(2026, 3, 2));
        for other in ["", "2026-02-30", "2.3.2026", "2026-03", "tomorrow"] {
            assert_eq!(parse_day(other), None, "{other}");
        }
    }
}
