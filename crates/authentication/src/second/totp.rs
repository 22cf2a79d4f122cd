//! One-time codes that follow from a key and the time (TOTP, RFC 6238, with HMAC-SHA-1, six digits and steps of 30 seconds: the
//! one choice that every authenticator app understands).

use aws_lc_rs::hmac;
use foundation::Instant;
use subtle::ConstantTimeEq as _;

/// How long a code is shown, in seconds.
pub const STEP: i64 = 30;
/// How many digits a code has.
pub const DIGITS: usize = 6;
/// How many bytes a key has: as many as the hash puts out (RFC 4226 §4, R6).
pub const KEY: usize = 20;
/// How many steps a clock may be off, either way (RFC 6238 §5.2).
const SKEW: i64 = 1;

/// The step an instant is in.
#[must_use]
pub const fn step_at(now: Instant) -> i64 {
    now.timestamp().div_euclid(STEP)
}

/// The code of a step.
#[must_use]
pub fn code(key: &[u8], step: i64) -> String {
    let number = truncated(key, step) % 10_u32.pow(6);
    format!("{number:06}")
}

/// What a code's digits are the last ones of (RFC 4226 §5.3, dynamic truncation).
fn truncated(key: &[u8], step: i64) -> u32 {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key), &step.to_be_bytes());
    let bytes = tag.as_ref();
    let offset = usize::from(bytes.last().copied().unwrap_or_default() & 0x0f);
    let four = bytes.get(offset..offset + 4).and_then(|four| four.try_into().ok()).unwrap_or_default();
    u32::from_be_bytes(four) & 0x7fff_ffff
}

/// What a code is, against a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is the code of this step, which was not used yet.
    Right(i64),
    /// It was right, and this step or a later one was used already.
    Used,
    /// It is no code of now.
    Wrong,
}

/// Judges a code. `last` is the last step whose code was used. Every step is looked at, whichever fits.
#[must_use]
pub fn judge(key: &[u8], given: &str, now: Instant, last: i64) -> Verdict {
    let here = step_at(now);
    let mut verdict = Verdict::Wrong;
    for step in here - SKEW..=here + SKEW {
        if bool::from(code(key, step).as_bytes().ct_eq(given.as_bytes())) {
            verdict = match verdict {
                Verdict::Right(earlier) => Verdict::Right(earlier),
                _ if step > last => Verdict::Right(step),
                _ => Verdict::Used,
            };
        }
    }
    verdict
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone as _};

    use super::{DIGITS, KEY, Verdict, code, judge, step_at, truncated};

    /// RFC 6238, Appendix B, the rows of SHA-1: eight digits, of which apps show the last six.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        let key = b"12345678901234567890";
        for (seconds, step, expected) in [
            (59, 0x1, "94287082"),
            (1_111_111_109, 0x0235_23EC, "07081804"),
            (1_111_111_111, 0x0235_23ED, "14050471"),
            (1_234_567_890, 0x0273_EF07, "89005924"),
            (2_000_000_000, 0x03F9_40AA, "69279037"),
            (20_000_000_000_i64, 0x27BC_86AA, "65353130"),
        ] {
            let now = chrono::Utc.timestamp_opt(seconds, 0).unwrap();
            assert_eq!(step_at(now), step);
            assert_eq!(format!("{:08}", truncated(key, step) % 100_000_000), expected);
            assert_eq!(code(key, step), expected[2..]);
        }
    }

    /// RFC 4226, Appendix D.
    #[test]
    fn so_are_those_by_counter() {
        let expected =
            ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
        for (counter, expected) in (0..).zip(expected) {
            assert_eq!(code(b"12345678901234567890", counter), expected);
        }
    }

    #[test]
    fn a_code_is_right_for_one_step_around_and_once() {
        let (key, now) = ([7; KEY], chrono::Utc.timestamp_opt(1_800_000_015, 0).unwrap());
        let here = step_at(now);
        for (step, fits) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let given = code(&key, here + step);
            let expected = if fits { Verdict::Right(here + step) } else { Verdict::Wrong };
            assert_eq!(judge(&key, &given, now, 0), expected, "{step}");
        }
        let given = code(&key, here);
        assert_eq!(judge(&key, &given, now, here), Verdict::Used);
        assert_eq!(judge(&key, &given, now, here + 1), Verdict::Used, "an earlier one neither");
        assert_eq!(judge(&key, &given, now, here - 1), Verdict::Right(here));
        assert_eq!(judge(&key, &given, now + TimeDelta::seconds(60), 0), Verdict::Wrong);
        for wrong in ["", "0", &given[1..], &format!("{given}0"), &format!(" {given}"), "١٢٣٤٥٦"] {
            assert_eq!(judge(&key, wrong, now, 0), Verdict::Wrong, "{wrong}");
        }
        assert_eq!(given.len(), DIGITS);
    }
}
