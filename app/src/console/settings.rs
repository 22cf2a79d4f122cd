//! The tenant’s settings.

use crate::form::FormState;

/// The tenant's settings (`GET`, `POST /console/settings`: `name`, `sign_up`, `idle_minutes`, `absolute_hours`,
/// `minimum_length`, `forbidden_words`, `languages`…, `default_language`, `time_zone`, `accent`, `class_STREAM`;
/// `POST /console/settings/logo`: `file`, or `remove=yes`).
#[derive(Debug, Clone)]
pub struct Settings {
    /// The current values, or what was typed and refused.
    pub form: FormState,
    /// The refused form of the logo.
    pub logo_form: FormState,
    /// The time zones to choose from (IANA names).
    pub time_zones: Vec<String>,
    /// The smallest `minimum_length` that may be set.
    pub length_floor: u32,
    /// The streams of the audit trail, as stored words; each has a select `class_STREAM`.
    pub streams: Vec<String>,
    /// The retention classes and how many months each keeps.
    pub classes: Vec<RetentionChoice>,
}

/// One retention class.
#[derive(Debug, Clone)]
pub struct RetentionChoice {
    /// Its word: `short`, `standard` or `long`.
    pub class: String,
    /// How many months entries are kept.
    pub months: u32,
}
