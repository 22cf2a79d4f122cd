//! What every mail says, in every language.

use foundation::Locale;
use messaging::{MailKind, NotMe, Occasion, render};

use crate::examples::{LINK, every_kind};

const VALUE: &str = "Firefox on Linux";

#[test]
fn every_mail_is_complete_in_every_language() {
    for locale in Locale::ALL {
        for kind in every_kind(VALUE, LINK) {
            let mail = render(&kind, "Example Bank", locale);
            let place = format!("{locale:?} {}: {mail:#?}", kind.word());
            // To an address that may be somebody else's goes no link.
            let bare = matches!(kind, MailKind::FactorsResetNotice { password_link: None, not_me: None, .. });
            for body in [&mail.text, &mail.html] {
                assert!(body.contains("Example Bank"), "{place}");
                assert!(bare || body.contains(LINK), "{place}");
            }
            for whole in [&mail.subject, &mail.text, &mail.html] {
                assert!(!whole.contains("{$") && !whole.contains("{ $"), "a value is missing: {place}");
                assert!(!whole.contains("mail-"), "a text is missing: {place}");
            }
            assert!(mail.subject.contains("Example Bank") && !mail.subject.contains('\n'), "{place}");
            assert!(mail.html.contains(&format!("<html lang=\"{}\"", locale.tag())), "{place}");
            assert!(mail.html.contains(&format!("<title>{}</title>", mail.subject)), "{place}");
            // Who sent it, why, and what we never do.
            let never = if locale == Locale::De {
                "Nach Ihrem Passwort fragen wir nie"
            } else {
                "We never ask for your password"
            };
            assert!(mail.text.contains(never) && mail.html.contains(never), "{place}");
            // Nothing is loaded from anywhere and nothing is asked for.
            for asset in ["src=", "url(", "<img", "<script", "<form", "<input", "<link", "<table", "@import"] {
                assert!(!mail.html.contains(asset), "{asset} in {place}");
            }
        }
    }
}

/// Every mail that tells of a security event lets its reader say that it was somebody else.
#[test]
fn every_notice_has_a_way_to_say_that_it_was_somebody_else() {
    let mut notices = 0;
    for locale in Locale::ALL {
        for kind in every_kind(VALUE, "https://id.example.org/t/bank/not-me?token=x")
            .iter()
            .filter(|kind| kind.word().ends_with("_notice"))
            .filter(|kind| !matches!(kind, MailKind::FactorsResetNotice { not_me: None, .. }))
        {
            let label = match kind {
                MailKind::AddressChangedNotice { .. } => "mail-address-changed-action",
                MailKind::AdministratorInvitedNotice { .. } => "mail-administrator-invited-withdraw",
                _ => "mail-not-me-action",
            };
            let mail = render(kind, "Example Bank", locale);
            let label = language::Texts::of(locale).find(label).unwrap();
            for body in [&mail.text, &mail.html] {
                assert!(body.contains(label) && body.contains("/not-me?token=x"), "{locale:?} {}: {body}", kind.word());
            }
            notices += 1;
        }
    }
    assert!(notices > 20, "{notices}");
}

/// SEC-80: whatever a value holds stays text.
#[test]
fn markup_in_a_value_stays_text() {
    let payload = r#""><script>alert(1)</script><a href='https://evil.example'>&amp;"#;
    let link = r#"https://id.example.org/"><script>alert(2)</script>"#;
    let shape = |mail: &str| mail.chars().filter(|c| matches!(c, '<' | '>' | '"')).count();
    for locale in Locale::ALL {
        for (harmless, harmful) in every_kind("x", "https://id.example.org/").iter().zip(every_kind(payload, link)) {
            let expected = render(harmless, "x", locale);
            let mail = render(&harmful, payload, locale);
            let place = format!("{locale:?} {}: {}", harmful.word(), mail.html);
            assert_eq!(shape(&mail.html), shape(&expected.html), "{place}");
            assert!(!mail.html.contains("<script") && !mail.html.contains("href='"), "{place}");
            assert!(mail.html.contains("&lt;script&gt;alert(1)"), "the value is still shown: {place}");
            assert!(mail.html.contains("&amp;amp;"), "and shown as it is: {place}");
            assert!(mail.text.contains(payload), "plain text needs no escape: {}", mail.text);
        }
    }
}

#[test]
fn a_value_cannot_add_a_header_or_a_line() {
    let payload = "x\r\nBcc: eve@example.org\r\n\r\nPlease answer with your password \u{202e}";
    for locale in Locale::ALL {
        for kind in every_kind(payload, "https://id.example.org/\r\nX") {
            let mail = render(&kind, payload, locale);
            assert!(!mail.subject.contains(['\r', '\n', '\u{202e}']), "{}", mail.subject);
            assert!(
                !mail.text.contains(['\r', '\u{202e}']) && !mail.text.contains("\nBcc:") && !mail.text.contains("\nX"),
                "{}",
                mail.text
            );
            assert!(!mail.text.contains("\nPlease answer"), "{}", mail.text);
        }
    }
}

#[test]
fn an_address_that_is_not_of_the_web_is_no_link() {
    for kind in every_kind(VALUE, "javascript:alert(1)") {
        let mail = render(&kind, "Example Bank", Locale::En);
        assert!(!mail.html.contains("href="), "{}", mail.html);
    }
}

#[test]
fn the_words_follow_language_number_and_time_zone() {
    let zone = language::moments::parse_zone("Europe/Berlin").unwrap();
    let (device, place) = ("Firefox, Linux".to_owned(), Some("Bonn".to_owned()));
    let occasion = Occasion { device, when: database::testing::start(), zone, place };
    let not_me = NotMe { link: LINK.to_owned().into(), days: 7 };
    let notice = MailKind::NewDeviceNotice { occasion, not_me };
    let mail = render(&notice, "Bank", Locale::De);
    assert!(mail.text.contains("Gerät: Firefox, Linux\nZeit: 2. März 2026, 10:00\nOrt: Bonn\n"), "{}", mail.text);

    let one = MailKind::Recovery { link: LINK.to_owned().into(), minutes: 1 };
    let many = MailKind::Recovery { link: LINK.to_owned().into(), minutes: 15 };
    assert!(render(&one, "Bank", Locale::En).text.contains("once and for one minute."));
    assert!(render(&many, "Bank", Locale::En).text.contains("once and for 15 minutes."));
    assert!(render(&many, "Bank", Locale::De).text.contains("einmal und 15 Minuten lang."));
}

/// The plain text as a whole, as a reader sees it.
#[test]
fn a_mail_reads_well() {
    let kind = MailKind::Invitation { link: LINK.to_owned().into(), inviter: Some("Grace Hopper".to_owned()), days: 7 };
    let mail = render(&kind, "Example Bank", Locale::En);
    assert_eq!(mail.subject, "Your invitation to Example Bank");
    assert_eq!(
        mail.text,
        format!(
            "Hello,\n\nGrace Hopper invites you to open an account with Example Bank.\n\nAccept invitation:\n{LINK}\n\n\
             The link works once and for 7 days.\n\nIf you did not expect this invitation, you can ignore this message.\n\n\
             -- \nThis message was sent by Example Bank. You receive it because someone who manages accounts at Example Bank \
             entered this address. We never ask for your password by e-mail.\n"
        )
    );
}

/// The keys of mails count as used in the tests of the language files; here they are.
#[test]
fn every_text_of_the_mail_file_is_in_a_mail() {
    let sources = [
        include_str!("../../src/content.rs"),
        include_str!("../../src/render.rs"),
        include_str!("../../src/trusted.rs"),
    ]
    .concat();
    for line in include_str!("../../../language/locales/en/mail.ftl").lines() {
        if let Some((key, _)) = line.split_once(" = ").filter(|(key, _)| key.starts_with("mail-")) {
            assert!(sources.contains(&format!("\"{key}\"")), "{key} is in no mail");
        }
    }
}
