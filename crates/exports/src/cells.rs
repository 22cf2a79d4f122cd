//! What a column says of a person.

use chrono::SecondsFormat;
use directory::people::list::Line;
use directory::people::profiles::Profile;
use foundation::{Instant, Locale};

use crate::Column;

/// Between the parts of a path, and between paths.
const WITHIN: &str = " / ";
const BETWEEN: &str = "; ";

/// What a column says of somebody; nothing where there is nothing, or nothing the caller may see.
pub(crate) fn cell(column: &Column, line: &Line, profile: Option<&Profile>) -> Option<String> {
    let found = match column {
        Column::Id => Some(line.id.to_string()),
        Column::DisplayName => Some(line.display_name.clone()),
        Column::SignInName => line.sign_in_name.clone(),
        Column::Archetype => Some(line.archetype.clone()),
        Column::State => Some(line.lifecycle_state.word().to_owned()),
        Column::Created => Some(moment(line.created_at)),
        Column::LastSignIn => line.last_sign_in_at.map(moment),
        Column::GivenName => profile.map(|profile| profile.given_name.clone()),
        Column::FamilyName => profile.map(|profile| profile.family_name.clone()),
        Column::Email => profile.and_then(|profile| profile.email.clone()),
        Column::Phone => profile.and_then(|profile| profile.phone.clone()),
        Column::Language => profile.and_then(|profile| profile.language).map(|locale: Locale| locale.tag().to_owned()),
        Column::TimeZone => profile.and_then(|profile| profile.time_zone.clone()),
        Column::Organisations => profile.map(|profile| {
            let paths: Vec<String> = profile.organisations.iter().map(|path| path.join(WITHIN)).collect();
            paths.join(BETWEEN)
        }),
        Column::Attribute(name) => profile.and_then(|profile| profile.attributes.get(name).cloned()),
    };
    found.filter(|value| !value.is_empty())
}

/// A moment in UTC, to the second (RFC 3339).
fn moment(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
