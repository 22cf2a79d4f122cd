//! What the tests of this crate share.

use chrono::{TimeZone as _, Utc};
use foundation::{Locale, Permission};

use crate::frame::{Frame, TenantLook, Theme, Visitor};

/// A frame for tests: tenant `bank`, an administrator, 3 March 2026 in Berlin.
pub(crate) fn frame(locale: Locale) -> Frame {
    Frame {
        locale,
        zone: chrono_tz::Europe::Berlin,
        now: Utc.with_ymd_and_hms(2026, 3, 3, 13, 5, 0).unwrap(),
        tenant: TenantLook {
            slug: "bank".to_owned(),
            name: "Nordlicht Bank".to_owned(),
            base: "/t/bank".to_owned(),
            has_logo: false,
            has_theme: false,
            version: 1,
            is_platform: false,
        },
        visitor: Some(Visitor {
            name: "Ada Lovelace".to_owned(),
            sign_in_name: "ada@example.org".to_owned(),
            permissions: Permission::ALL.iter().copied().collect(),
            here: None,
        }),
        nonce: "bm9uY2U".to_owned().into(),
        path: "/t/bank/portal".to_owned(),
        factor_due: None,
        help_asked: false,
        notice: None,
        languages: Locale::ALL.to_vec(),
        theme: Theme::System,
        asset_version: "1".to_owned(),
        development: false,
    }
}
