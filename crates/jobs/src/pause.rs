//! How long to wait before trying again.

use chrono::TimeDelta;

const FIRST: i64 = 5;
const LONGEST: i64 = 6 * 3_600;

/// The pause after the given failed attempt (the first is 1): five seconds, three times as long after each, at most six
/// hours; all twelve attempts span about a day. `chance` moves it by up to a fifth either way, so that what failed
/// together does not return together.
pub(crate) fn after(attempt: i64, chance: [u8; 2]) -> TimeDelta {
    let exponent = u32::try_from((attempt - 1).max(0)).unwrap_or(u32::MAX);
    let seconds = FIRST.saturating_mul(3_i64.saturating_pow(exponent)).min(LONGEST);
    // From 800 to 1,200 thousandths.
    let share = 800 + i64::from(u16::from_le_bytes(chance)) * 400 / i64::from(u16::MAX);
    TimeDelta::milliseconds(seconds * share)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::after;
    use crate::ATTEMPTS;

    const MIDDLE: [u8; 2] = [0x00, 0x80];

    #[test]
    fn pauses_grow_to_six_hours_and_span_about_a_day() {
        let seconds: Vec<i64> =
            (1..ATTEMPTS).map(|attempt| (after(attempt, MIDDLE).num_milliseconds() + 500) / 1_000).collect();
        assert_eq!(seconds[..5], [5, 15, 45, 135, 405]);
        assert!(seconds.is_sorted() && *seconds.last().unwrap() == 21_600, "{seconds:?}");
        assert!((20 * 3_600..28 * 3_600).contains(&seconds.iter().sum::<i64>()), "{seconds:?}");
        assert_eq!(after(i64::MAX, MIDDLE), TimeDelta::hours(6), "no overflow");
    }

    #[test]
    fn chance_moves_a_pause_by_a_fifth_at_most() {
        assert_eq!(after(1, [0, 0]), TimeDelta::seconds(4));
        assert_eq!(after(1, [0xFF, 0xFF]), TimeDelta::seconds(6));
    }
}
