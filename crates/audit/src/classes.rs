//! How long each stream is kept: the tenant's choice, and what holds without one.

use database::RetentionClass;
use serde_json::Value;

use crate::Stream;

/// The class of a stream in a tenant whose setting `audit_classes` is `chosen`, for example `{"authentication": "standard"}`.
///
/// What is missing or not a class falls back to the default, because an entry must be recorded whatever the setting says.
pub(crate) fn of(stream: Stream, chosen: Option<&Value>) -> RetentionClass {
    let word = chosen.and_then(|classes| classes.get(stream.word())).and_then(Value::as_str);
    let found = word.and_then(|word| RetentionClass::ALL.into_iter().find(|class| class.word() == word));
    found.unwrap_or(match stream {
        Stream::Authentication | Stream::System => RetentionClass::Short,
        Stream::Administration | Stream::Disclosure | Stream::Consent => RetentionClass::Long,
    })
}

#[cfg(test)]
mod tests {
    use database::RetentionClass::{Long, Short, Standard};
    use serde_json::json;

    use super::of;
    use crate::Stream;

    #[test]
    fn a_tenant_chooses_and_nonsense_is_ignored() {
        let chosen = json!({ "authentication": "standard", "consent": 7, "administration": "forever" });
        assert_eq!(of(Stream::Authentication, Some(&chosen)), Standard);
        assert_eq!(of(Stream::Consent, Some(&chosen)), Long);
        assert_eq!(of(Stream::Administration, Some(&chosen)), Long);
        assert_eq!(of(Stream::System, None), Short);
        assert_eq!(of(Stream::Authentication, Some(&json!("short"))), Short);
    }
}
