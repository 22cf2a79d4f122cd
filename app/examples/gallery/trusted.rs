//! The pages about trusted persons, a passkey offered after signing up, and the rules for both.

use app::console::recovery::{self, Recovery};
use app::form::{FieldError, FormState};
use app::frame::{Frame, Visitor};
use app::front_door::address::LinkButton;
use app::front_door::help::{self, AskHelp, FinishHelp, HelpAsked};
use app::front_door::link::{ExpiredLink, link_expired};
use app::front_door::recover::{self, Recover};
use app::front_door::sign_in::{self, SignIn};
use app::front_door::work::Puzzle;
use app::notice::Notice;
use app::portal::home::{self, CheckUp, Held, Home};
use app::portal::offer;
use app::portal::protect::{self, Asks, Protect};
use app::portal::trusted::{self, AnswerHelp, HelpRow, Lacks, NamedByRow, NamedRow, Offered, OwnHelp, Trusted};
use foundation::{Locale, Permission, PermissionSet};

use super::{ago, frame, typed, with_notice};

/// The frame of somebody who may do nothing beyond the own account.
fn member(locale: Locale, path: &str) -> Frame {
    let plain = frame(locale, path);
    let visitor = plain.visitor.clone().map(|visitor| Visitor { permissions: PermissionSet::NONE, ..visitor });
    Frame { visitor, ..plain }
}

fn help(is_confirmed: bool) -> HelpRow {
    HelpRow {
        id: "7".to_owned(),
        name: typed("Maximiliane von Hohenstein-Altenburg"),
        code: "042 917".to_owned(),
        asked_at: ago(12),
        device: typed("Firefox on Android"),
        place: "198.51.100.0/24".to_owned(),
        waits_until: is_confirmed.then(|| ago(-60 * 47)),
    }
}

fn home_model() -> Home {
    Home {
        given_name: typed("Katharina"),
        check_up: CheckUp {
            address_confirmed: true,
            password_changed_at: Some(ago(60 * 24 * 120)),
            passkeys: 1,
            sessions: 2,
            previous_sign_in: None,
            failed_since: 0,
        },
        applications: Vec::new(),
        held: Held { profile_fields: 6, roles: 0, sources: Vec::new(), since: ago(60 * 24 * 400) },
    }
}

fn trusted_model() -> Trusted {
    let named = |id: &str, shown: &str, has_accepted, counts_from| NamedRow {
        id: id.to_owned(),
        shown: typed(shown),
        has_accepted,
        counts_from,
    };
    let by = |id: &str, name: &str, has_accepted| NamedByRow { id: id.to_owned(), name: typed(name), has_accepted };
    Trusted {
        form: FormState::new(),
        offered: Some(Offered::Anybody),
        confirm_address: None,
        has_room: true,
        named: vec![
            named("1", "maximiliane.hohenstein-altenburg@donaudampfschifffahrt.example", false, ago(-60 * 70)),
            named("2", "Jonas Weber", true, ago(-60 * 50)),
            named("3", "Grace Hopper", true, ago(60 * 24 * 40)),
        ],
        named_by: vec![by("4", "Ada Lovelace", false), by("5", "Maximiliane von Hohenstein-Altenburg", true)],
        to_help: Vec::new(),
    }
}

/// Every page, in every state.
pub fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |path: &str| member(locale, path);
    let front = |path: &str| frame(locale, path);
    let token = || "f3c1a0".to_owned();
    let with_error = |field: &str, code| FormState::new().refused(FieldError::new(field, code));
    let answer = |form, lacks, is_confirmed| {
        trusted::answer(&at("/portal/trusted/requests/7"), &AnswerHelp { form, help: help(is_confirmed), lacks })
    };
    let own = |help| trusted::own_help(&Frame { help_asked: true, ..at("/portal/help") }, &OwnHelp { help });
    let rules = |form| recovery::recovery(&front("/console/settings/recovery"), &Recovery { form });
    let values = || {
        FormState::new().with("trusted", "guardians").with("wait_hours", "48").with("version", "3").with("work", "yes")
    };
    let reader = Frame {
        visitor: at("/portal")
            .visitor
            .map(|visitor| Visitor { permissions: PermissionSet::NONE.with(Permission::SeeSettings), ..visitor }),
        ..front("/console/settings/recovery")
    };
    let work = || {
        Some(Puzzle {
            start: "c2FsdA.1795525800.".to_owned(),
            target: "0".repeat(64),
            most: 60_000,
            seal: "c2VhbA".to_owned(),
        })
    };
    vec![
        ("sign-in-work", sign_in::sign_in(&front("/sign-in"), &SignIn { work: work(), ..SignIn::default() })),
        ("recover-work", recover::recover(&front("/recover"), &Recover { work: work(), ..Recover::default() })),
        ("portal-offer", offer::offer(&with_notice(locale, "/portal/offer", Notice::Verified))),
        (
            "portal-trusted",
            trusted::trusted(&with_notice(locale, "/portal/trusted", Notice::TrustedNamed), &trusted_model()),
        ),
        (
            "portal-trusted-empty",
            trusted::trusted(
                &at("/portal/trusted"),
                &Trusted { offered: Some(Offered::Guardians), has_room: true, ..Trusted::default() },
            ),
        ),
        (
            "portal-trusted-refused",
            trusted::trusted(
                &at("/portal/trusted"),
                &Trusted {
                    form: with_error("name", "trusted-self").with("name", typed("k.brandt@nordlicht-bank.example")),
                    offered: Some(Offered::Staff),
                    has_room: true,
                    ..Trusted::default()
                },
            ),
        ),
        (
            "portal-trusted-to-help",
            trusted::trusted(
                &at("/portal/trusted"),
                &Trusted { to_help: vec![help(false), help(true)], has_room: false, ..trusted_model() },
            ),
        ),
        (
            "portal-trusted-not-fresh",
            trusted::trusted(
                &at("/portal/trusted"),
                &Trusted {
                    confirm_address: Some("/t/nordlicht/portal/confirm".to_owned()),
                    named: Vec::new(),
                    ..trusted_model()
                },
            ),
        ),
        ("portal-help-answer", answer(FormState::new(), Lacks::Nothing, false)),
        ("portal-help-answer-refused", answer(with_error("spoke", "help-spoke"), Lacks::Nothing, false)),
        (
            "portal-help-answer-proof",
            answer(FormState::new(), Lacks::Proof("/t/nordlicht/portal/confirm".to_owned()), false),
        ),
        ("portal-help-answer-factor", answer(FormState::new(), Lacks::Factor, false)),
        ("portal-help-answer-waits", answer(FormState::new(), Lacks::Nothing, true)),
        ("portal-help-own", own(Some(help(true)))),
        ("portal-help-own-none", own(None)),
        ("portal-home-help-asked", home::home(&Frame { help_asked: true, ..at("/portal") }, &home_model())),
        (
            "portal-protect-owed",
            protect::protect(
                &at("/portal/protect"),
                &Protect {
                    asks: Asks::Owed,
                    passkey_address: "/t/nordlicht/portal/security/passkeys/new".to_owned(),
                    app_address: "/t/nordlicht/portal/security/apps/new".to_owned(),
                },
            ),
        ),
        (
            "help-ask",
            help::ask(
                &front("/sign-in/help"),
                &AskHelp { hours: 48, back: "/t/nordlicht/sign-in/second".to_owned(), ..AskHelp::default() },
            ),
        ),
        (
            "help-ask-refused",
            help::ask(
                &front("/sign-in/help"),
                &AskHelp {
                    form: FormState::new().refused(FieldError::of_form("help-nobody")),
                    hours: 168,
                    back: "/t/nordlicht/sign-in/second".to_owned(),
                },
            ),
        ),
        (
            "help-asked",
            help::asked(&front("/sign-in/help"), &HelpAsked { code: "042 917".to_owned(), helpers: 2, hours: 48 }),
        ),
        ("help-cancel", help::cancel(&front("/recover/help/cancel"), &LinkButton { token: token() })),
        (
            "help-finish",
            help::finish(
                &front("/recover/help"),
                &FinishHelp {
                    form: FormState::new(),
                    token: token(),
                    sign_in_name: typed("k.brandt@nordlicht-bank.example"),
                },
            ),
        ),
        (
            "help-finish-refused",
            help::finish(
                &front("/recover/help"),
                &FinishHelp {
                    form: with_error("password", "current-wrong"),
                    token: token(),
                    sign_in_name: typed("k.brandt@nordlicht-bank.example"),
                },
            ),
        ),
        ("help-cancel-expired", link_expired(&front("/recover/help/cancel"), ExpiredLink::HelpCancel)),
        ("help-finish-expired", link_expired(&front("/recover/help"), ExpiredLink::HelpFinish)),
        ("console-recovery", rules(values())),
        (
            "console-recovery-refused",
            rules(values().with("wait_hours", "2").refused(
                FieldError::new("wait_hours", "number-range").with("minimum", 24_i64).with("maximum", 168_i64),
            )),
        ),
        ("console-recovery-read-only", recovery::recovery(&reader, &Recovery { form: values() })),
    ]
}
