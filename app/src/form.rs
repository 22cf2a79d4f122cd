//! What was typed into a form and what is wrong with it: enough to show a refused form again without any memory.

use std::collections::BTreeMap;

use language::Value;

use crate::frame::Frame;

/// The typed values and the errors of one form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormState {
    /// What each field holds. Several values of one name are joined by line breaks.
    pub values: BTreeMap<String, String>,
    /// What is wrong, in the order of the fields.
    pub errors: Vec<FieldError>,
}

/// One thing wrong with a form. Its text is `problem-CODE` in the language files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name, or nothing if the error concerns the form as a whole.
    pub field: String,
    /// Which error; one of [`CODES`].
    pub code: &'static str,
    /// The values the text mentions, such as `minimum`.
    pub arguments: Vec<(&'static str, Value)>,
}

/// Fields whose value is never sent back to the browser, whatever a handler puts into the state.
const NEVER_ECHOED: [&str; 5] = ["password", "current", "code", "codes", "file"];

impl FormState {
    /// An empty form.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The fields of a submitted form. Passwords are left out; values of one name are joined by line breaks.
    pub fn from_pairs<N: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut values: BTreeMap<String, String> = BTreeMap::new();
        for (name, value) in pairs {
            if NEVER_ECHOED.contains(&name.as_ref()) {
                continue;
            }
            values
                .entry(name.as_ref().to_owned())
                .and_modify(|joined| {
                    joined.push('\n');
                    joined.push_str(value.as_ref());
                })
                .or_insert_with(|| value.as_ref().to_owned());
        }
        Self { values, errors: Vec::new() }
    }

    /// Sets the value of a field.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.insert(name.to_owned(), value.into());
        self
    }

    /// Adds an error.
    #[must_use]
    pub fn refused(mut self, error: FieldError) -> Self {
        self.errors.push(error);
        self
    }

    /// The value of a field, empty if it has none.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        if NEVER_ECHOED.contains(&name) {
            return "";
        }
        self.values.get(name).map_or("", String::as_str)
    }

    /// Whether a field that can be chosen several times holds `value`.
    #[must_use]
    pub fn holds(&self, name: &str, value: &str) -> bool {
        self.values.get(name).is_some_and(|joined| joined.split('\n').any(|one| one == value))
    }

    /// The first error of a field.
    #[must_use]
    pub fn error_of(&self, name: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == name)
    }
}

impl FieldError {
    /// The error `code` of a field.
    #[must_use]
    pub fn new(field: &str, code: &'static str) -> Self {
        Self { field: field.to_owned(), code, arguments: Vec::new() }
    }

    /// The error `code` of the whole form.
    #[must_use]
    pub fn of_form(code: &'static str) -> Self {
        Self::new("", code)
    }

    /// Adds a value the text mentions.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.arguments.push((name, value.into()));
        self
    }

    /// The error in words.
    #[must_use]
    pub fn text(&self, frame: &Frame) -> String {
        let key = format!("problem-{}", self.code);
        frame.f(&key, &self.arguments)
    }
}

/// Every code a form may answer with, so that a test can hold the language files against it.
/// In brackets the arguments of the text.
pub const CODES: &[&str] = &[
    // Any field
    "required",
    "too-long", // maximum
    "hidden-characters",
    "not-a-choice",
    "date-invalid",
    "date-order",
    "number-invalid",
    "number-range", // minimum, maximum
    "email-invalid",
    "phone-invalid",
    "country-invalid",
    "taken",
    "changed-meanwhile",
    "unexpected",
    "not-allowed",
    // Signing in
    "sign-in-refused",
    "sign-in-throttled", // minutes
    "sign-in-unconfirmed",
    "account-suspended",
    // Passkeys
    "passkey-refused",
    "passkey-expired",
    "passkey-unknown",
    "passkey-unverified",
    "passkey-copied",
    "passkey-other-account",
    "passkey-taken",
    "passkey-too-many",
    "passkey-only-way",
    "passkey-at-risk",
    "password-only-way",
    "confirm-first",
    // Badges
    "badge-unknown",
    "badge-not-here",
    "badge-not-now",
    "badge-over",
    "pin-wrong",
    "pin-locked",
    "pin-invalid",
    "pin-easy",
    "pin-differs",
    "badge-off",
    "badge-nobody",
    "badge-too-many", // maximum
    "badge-not-for-them",
    "badge-not-active",
    "badge-archetypes-missing",
    "badge-archetype-never",
    "badge-networks-many", // maximum
    "badge-days-missing",
    "badge-hours-order",
    "badge-year-end-invalid",
    "badge-network-invalid",
    "time-invalid",
    // Second factors
    "code-wrong",
    "code-used",
    "app-too-many",
    "app-offer-over",
    "factor-required",
    // Trusted persons
    "trusted-self",
    "trusted-too-many",
    "trusted-named",
    "help-under-way",
    "help-once-a-day",
    "help-nobody",
    "help-spoke",
    "helper-not-strong",
    "helper-changed-lately",
    // Passwords
    "password-too-short", // minimum
    "password-too-long",  // maximum
    "password-common",
    "password-breached",
    "password-personal",
    "password-context",
    "password-predictable",
    "password-repeats",
    "password-sequence",
    "password-same",
    "current-wrong",
    // Attributes and roles
    "name-invalid",
    "attribute-in-use",
    "attribute-of-other-type",
    "attribute-not-yours",
    "searchable-for-all",
    "unique-tells",
    "name-built-in",
    "types-too-many",
    "type-of-product",
    "type-is-default",
    "type-in-badges",
    "type-in-policy",
    "type-in-attributes",
    "type-has-people",
    "type-has-affiliations",
    "type-choose",
    "choices-missing",
    "permissions-missing",
    "role-beyond-own",
    "role-in-use",
    "last-administrator",
    "more-rights-than-you",
    "already-assigned",
    "person-ended",
    "no-address",
    // Organisations and groups
    "organisation-unknown",
    "organisation-several",
    "organisation-beyond",
    "organisation-not-empty",
    "organisation-cycle",
    "organisation-deep",
    "organisation-name-taken",
    "organisation-there",
    "organisation-busy",
    "group-unknown",
    "group-name-taken",
    "group-too-large",
    "group-in-policy",
    "policy-groups-many", // maximum
    "person-unknown",
    "scope-not-given",
    "scope-grants-nothing",
    "roles-limited-here",
    // Factors of others
    "factors-own",
    "factors-none",
    "factors-no-way",
    "no-telephone",
    "reminder-running",
    "too-many-running",
    "export-other-rights",
    "bulk-old",
    "bulk-nobody",
    "bulk-of-another",
    "bulk-asker-left",
    "bulk-not-seen",
    "bulk-given-up",
    "too-many-chosen", // maximum
    // Imports
    "file-missing",
    "file-too-large",        // megabytes
    "file-too-many-rows",    // limit
    "file-too-many-columns", // maximum
    "file-endless-record",   // line
    "file-empty",
    "file-no-rows",
    "file-utf16",
    "file-spreadsheet",
    "file-not-text",
    "mapping-unknown-archetype",
    "mapping-unknown-column",
    "mapping-unknown-attribute",
    "mapping-twice",
    "mapping-full-name-and-part",
    "mapping-no-name",
    "mapping-no-key",
    "mapping-password",
    "import-running",
    // Exports
    "columns-missing",
    // Settings
    "colour-invalid",
    "image-invalid",
    "image-too-large", // kilobytes
    "languages-missing",
    "default-language-not-offered",
    "time-zone-invalid",
    "slug-invalid",
    "host-invalid",
    "last-host",
];

/// A stored word for what is wrong with a file as a whole, in words.
pub(crate) fn stored_problem(frame: &Frame, code: &str) -> String {
    frame.texts().find(&format!("problem-{code}")).unwrap_or(code).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{FieldError, FormState};

    #[test]
    fn passwords_are_never_kept() {
        let form = FormState::from_pairs([("name", "ada"), ("password", "hunter2"), ("current", "old")]);
        assert_eq!(form.value("name"), "ada");
        assert_eq!(form.values.len(), 1);
        assert_eq!(form.with("password", "slipped in").value("password"), "");
    }

    #[test]
    fn several_values_of_one_name_are_all_kept() {
        let form = FormState::from_pairs([("permission", "people.see"), ("permission", "roles.see")]);
        assert!(form.holds("permission", "people.see") && form.holds("permission", "roles.see"));
        assert!(!form.holds("permission", "people"));
    }

    #[test]
    fn the_first_error_of_a_field_is_shown() {
        let form =
            FormState::new().refused(FieldError::new("email", "required")).refused(FieldError::new("email", "taken"));
        assert_eq!(form.error_of("email").map(|error| error.code), Some("required"));
        assert_eq!(form.error_of("name"), None);
    }
}
