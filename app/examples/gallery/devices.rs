//! Remembered devices, as samples.

use app::portal::sessions::DeviceRow;
use foundation::Locale;

use super::{ago, id, said, typed};

/// A device of each kind: this one, one with a long name, one that was never used again.
pub fn rows(locale: Locale) -> Vec<DeviceRow> {
    let on = said(locale, "on", "auf");
    let row = |number, device: &str, is_mobile, place: &str, since: i64, used: Option<i64>, this| DeviceRow {
        id: id(number),
        is_mobile,
        device: typed(device),
        place: typed(place),
        since: ago(since),
        last_used_at: used.map(ago),
        until: ago(since - 60 * 24 * 30),
        is_this_one: this,
    };
    vec![
        row(41, &format!("Firefox {on} Linux"), false, "203.0.113.0/24", 60 * 24 * 3, Some(25), true),
        row(42, &format!("Samsung Internet {on} Android"), true, "2001:db8:4f::/48", 60 * 24 * 20, None, false),
    ]
}
