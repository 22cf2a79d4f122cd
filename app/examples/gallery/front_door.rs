//! The pages in front of the door: signing in, up and out, and what links in mails lead to.

use app::form::{FieldError, FormState};
use app::front_door::address::{self, LinkButton, Verify};
use app::front_door::invitation::{self, Invitation};
use app::front_door::link::{ExpiredLink, link_expired};
use app::front_door::recover::{self, Recover, RecoverSent, RecoverSet};
use app::front_door::second_step::{self, Asks, SecondStep};
use app::front_door::setup::{self, Setup};
use app::front_door::sign_in::{self, Reason, SignIn};
use app::front_door::sign_out::signed_out;
use app::front_door::sign_up::{self, SignUp, SignUpSent};
use app::model::{AttributeInput, Choice, SignUpMode, ValueType};
use app::notice::Notice;
use foundation::Locale;

use super::{frame, mailed, said, typed, with_notice};

pub(super) fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |path| frame(locale, path);
    let refused =
        FormState::new().with("name", typed("ada@example.org")).refused(FieldError::of_form("sign-in-refused"));
    let sign_up_refused = FormState::new()
        .with("given_name", typed("Ada"))
        .with("email", typed("ada@example"))
        .refused(FieldError::new("family_name", "required"))
        .refused(FieldError::new("email", "email-invalid"))
        .refused(FieldError::new("password", "password-too-short").with("minimum", 15_i64));
    let attribute = AttributeInput {
        name: typed("segment"),
        label: said(locale, "I am here as", "Ich bin hier als"),
        value_type: ValueType::Choice,
        choices: vec![
            Choice::new("private", said(locale, "Private customer", "Privatkundin oder Privatkunde")),
            Choice::new("business", said(locale, "Business customer", "Geschäftskundin oder Geschäftskunde")),
        ],
        required: true,
        read_only: false,
    };
    let sign_up = |form, mode| SignUp {
        form,
        mode,
        types: Vec::new(),
        chosen: None,
        attributes: vec![attribute.clone()],
        minimum_length: 15,
        work: None,
    };
    let token = || LinkButton { token: typed("sample") };
    let second = |form, asks| SecondStep {
        may_ask_for_help: true,
        form,
        next: String::new(),
        asks,
        has_app: true,
        has_codes: true,
        has_passkey: true,
        was_helped: false,
        remember_days: 30,
        recovery_address: "/t/nordlicht/sign-in/second?with=recovery-code".to_owned(),
        other_address: "/t/nordlicht/sign-in/second?with=app".to_owned(),
    };
    vec![
        (
            "sign-in",
            sign_in::sign_in(&at("/sign-in"), &SignIn { sign_up_open: true, badges: true, ..SignIn::default() }),
        ),
        (
            "sign-in-mail",
            sign_in::sign_in(
                &at("/sign-in"),
                &SignIn {
                    sign_up_open: true,
                    code_address: Some("/t/nordlicht/sign-in/mail".to_owned()),
                    ..SignIn::default()
                },
            ),
        ),
        (
            "sign-in-refused",
            sign_in::sign_in(&at("/sign-in"), &SignIn { form: refused, sign_up_open: true, ..SignIn::default() }),
        ),
        (
            "sign-in-session-over",
            sign_in::sign_in(&at("/sign-in"), &SignIn { reason: Some(Reason::SessionOver), ..SignIn::default() }),
        ),
        (
            "sign-in-password-set",
            sign_in::sign_in(&with_notice(locale, "/sign-in", Notice::PasswordSet), &SignIn::default()),
        ),
        ("sign-up", sign_up::sign_up(&at("/sign-up"), &sign_up(FormState::new(), SignUpMode::Open))),
        ("sign-up-refused", sign_up::sign_up(&at("/sign-up"), &sign_up(sign_up_refused, SignUpMode::Open))),
        ("sign-up-invitation", sign_up::sign_up(&at("/sign-up"), &sign_up(FormState::new(), SignUpMode::Invitation))),
        ("sign-up-closed", sign_up::sign_up(&at("/sign-up"), &sign_up(FormState::new(), SignUpMode::Closed))),
        (
            "sign-up-sent",
            sign_up::sign_up_sent(&at("/sign-up/sent"), &SignUpSent { to: typed("a•••@example.org"), minutes: 60 }),
        ),
        (
            "verify",
            address::verify(
                &at("/verify"),
                &Verify { token: typed("sample"), sign_in_name: typed("ada@example.org"), form: FormState::new() },
            ),
        ),
        ("recover", recover::recover(&at("/recover"), &Recover::default())),
        ("recover-sent", recover::recover_sent(&at("/recover/sent"), &RecoverSent { minutes: 15 })),
        (
            "recover-set",
            recover::recover_set(
                &at("/recover/set"),
                &RecoverSet {
                    form: FormState::new().refused(FieldError::new("password", "password-predictable")),
                    token: typed("sample"),
                    minimum_length: 15,
                },
            ),
        ),
        (
            "invitation",
            invitation::invitation(
                &at("/invitation"),
                &Invitation {
                    form: FormState::new()
                        .with("given_name", typed("Jürgen"))
                        .with("family_name", typed("Müller-Lüdenscheidt")),
                    token: typed("sample"),
                    sign_in_name: typed("j.mueller@example.org"),
                    minimum_length: 15,
                },
            ),
        ),
        ("address-confirm", address::address_confirm(&at("/address/confirm"), &token())),
        ("address-undo", address::address_undo(&at("/address/undo"), &token())),
        ("link-expired", link_expired(&at("/recover/set"), ExpiredLink::Recovery)),
        ("link-expired-invitation", link_expired(&at("/invitation"), ExpiredLink::Invitation)),
        ("link-expired-not-me", link_expired(&at("/not-me"), ExpiredLink::NotMe)),
        ("second-step", second_step::second_step(&at("/sign-in/second"), &second(FormState::new(), Asks::App))),
        (
            "second-step-refused",
            second_step::second_step(
                &at("/sign-in/second"),
                &second(FormState::new().refused(FieldError::new("code", "code-used")), Asks::App),
            ),
        ),
        ("mailed-code-ask", mailed::ask(&at("/sign-in/mail"), FormState::new())),
        (
            "mailed-code-ask-refused",
            mailed::ask(&at("/sign-in/mail"), FormState::new().refused(FieldError::of_form("mailed-code-over"))),
        ),
        ("mailed-code", mailed::code(&at("/sign-in/mail/code"), FormState::new())),
        ("mailed-code-link", mailed::code(&at("/sign-in/mail/code"), FormState::new().with("mailed_code", "12345678"))),
        (
            "mailed-code-refused",
            mailed::code(
                &at("/sign-in/mail/code"),
                FormState::new().refused(FieldError::new("mailed_code", "mailed-code-wrong")),
            ),
        ),
        ("mailed-code-elsewhere", app::front_door::mailed_code::other_browser(&at("/sign-in/mail/code"))),
        (
            "second-step-recovery",
            second_step::second_step(&at("/sign-in/second"), &second(FormState::new(), Asks::RecoveryCode)),
        ),
        (
            "second-step-passkey",
            second_step::second_step(
                &at("/sign-in/second"),
                &SecondStep { has_app: false, has_codes: false, ..second(FormState::new(), Asks::App) },
            ),
        ),
        ("signed-out", signed_out(&at("/signed-out"))),
        (
            "setup",
            setup::setup(&at("/setup"), &Setup { form: FormState::new(), token: typed("sample"), minimum_length: 15 }),
        ),
    ]
}
