//! Samples of an account that is closed to everybody: from a mail, and from the portal.

use app::front_door::not_me::{self, NotMe};
use app::notice::Notice;
use app::portal::at_risk::{self, AtRisk};
use app::portal::own_data;
use app::portal::protect::{self, Asks, Protect};
use foundation::Locale;

use super::{ago, frame, typed, with_notice};

/// Every page, in every state.
pub(super) fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    let link = |event| NotMe { token: typed("sample"), event, at: ago(190) };
    let portal = |address: Option<&str>, has_factors, is_fresh| {
        let address = address.map(typed);
        at_risk::at_risk(&frame(locale, "/portal/at-risk"), &AtRisk { address, has_factors, is_fresh })
    };
    let factors = Protect { asks: Asks::AfterRisk, ..Protect::default() };
    vec![
        ("not-me", not_me::not_me(&frame(locale, "/not-me"), &link("new_device"))),
        ("not-me-codes", not_me::not_me(&frame(locale, "/not-me"), &link("recovery_codes_made"))),
        ("not-me-withdraw", not_me::withdraw(&frame(locale, "/not-me"), &link("administrator_invited"))),
        ("at-risk", portal(Some("k•••@nordlicht-bank.example"), true, false)),
        ("at-risk-fresh", portal(Some("k•••@nordlicht-bank.example"), false, true)),
        ("at-risk-no-address", portal(None, true, true)),
        ("own-data", own_data::own_data(&frame(locale, "/portal/data"))),
        ("protect-after-risk", protect::protect(&frame(locale, "/portal/protect"), &factors)),
        (
            "sign-in-account-secured",
            app::front_door::sign_in::sign_in(
                &with_notice(locale, "/sign-in", Notice::AccountSecured),
                &app::front_door::sign_in::SignIn::default(),
            ),
        ),
    ]
}
