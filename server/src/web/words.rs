//! What the trail keeps as words of its own, said in the language of a page.

use app::frame::Frame;

/// With what somebody proved who they are: one factor, or two with a plus between them.
#[must_use]
pub fn with_in_words(frame: &Frame, stored: &str) -> String {
    let word = |factor: &str| match factor {
        "password" => frame.t("audit-with-password").to_owned(),
        "passkey" => frame.t("audit-with-passkey").to_owned(),
        "app" => frame.t("audit-with-app").to_owned(),
        "recovery_code" => frame.t("audit-with-recovery-code").to_owned(),
        "badge" => frame.t("audit-with-badge").to_owned(),
        "pin" => frame.t("audit-with-pin").to_owned(),
        "mail_code" => frame.t("audit-with-mail-code").to_owned(),
        "remembered_device" => frame.t("audit-with-remembered-device").to_owned(),
        "invitation" => frame.t("audit-with-invitation").to_owned(),
        "trusted_person" => frame.t("audit-with-trusted-person").to_owned(),
        "setup" => frame.t("audit-with-setup").to_owned(),
        other => other.to_owned(),
    };
    match stored.split_once('+') {
        Some((first, second)) => {
            frame.f("audit-with-both", &[("first", word(first).into()), ("second", word(second).into())])
        }
        None => word(stored),
    }
}
