//! The PIN beside a badge: its owner chooses it at the first use, and nobody else knows it.

use foundation::Secret;

use crate::AuthenticationError;

/// The least digits.
const SHORTEST_PIN: usize = 4;
/// The most digits.
pub const LONGEST_PIN: usize = 6;
/// After so many wrong ones in a row it is locked until somebody resets it.
pub const MOST_WRONG_PINS: i64 = 10;

/// What was typed, without what stands between digits.
pub(super) fn digits(typed: &Secret) -> Secret {
    Secret::new(typed.expose().chars().filter(|c| !c.is_whitespace() && *c != '-').take(LONGEST_PIN + 1).collect())
}

/// A new PIN, typed twice.
///
/// # Errors
/// `Directory(Invalid)` what is wrong with it.
pub(super) fn chosen(typed: &Secret, again: &Secret) -> Result<Secret, AuthenticationError> {
    let (pin, again) = (digits(typed), digits(again));
    let refuse = |field, code| Err(AuthenticationError::field(field, code));
    let plain = pin.expose();
    if plain.is_empty() {
        return refuse("pin", "required");
    }
    if !plain.bytes().all(|byte| byte.is_ascii_digit()) || !(SHORTEST_PIN..=LONGEST_PIN).contains(&plain.len()) {
        return refuse("pin", "pin-invalid");
    }
    if is_first_guess(plain) {
        return refuse("pin", "pin-easy");
    }
    if pin != again {
        return refuse("pin_again", "pin-differs");
    }
    Ok(pin)
}

/// Whether it is one of those that everybody tries first: a digit again and again, a row up or down, or a pair repeated.
fn is_first_guess(pin: &str) -> bool {
    let digits: Vec<i16> = pin.bytes().map(i16::from).collect();
    let steps: Vec<i16> = digits.iter().zip(digits.iter().skip(1)).map(|(one, next)| next - one).collect();
    let is_row = [0, 1, -1].iter().any(|step| steps.iter().all(|found| found == step));
    let is_pair = digits.iter().zip(digits.iter().skip(2)).all(|(one, next)| one == next);
    is_row || is_pair
}

#[cfg(test)]
mod tests {
    use foundation::Secret;

    use super::{chosen, digits};
    use crate::AuthenticationError;

    fn choose(pin: &str, again: &str) -> Result<String, (String, &'static str)> {
        match chosen(&Secret::new(pin.to_owned()), &Secret::new(again.to_owned())) {
            Ok(pin) => Ok(pin.expose().to_owned()),
            Err(AuthenticationError::Directory(directory::DirectoryError::Invalid(problems))) => {
                Err(problems.into_iter().map(|problem| (problem.field, problem.code)).next().unwrap())
            }
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn four_to_six_digits_typed_twice_are_one() {
        assert_eq!(choose("2748", "2748"), Ok("2748".to_owned()));
        assert_eq!(choose(" 27 48-31 ", "274831"), Ok("274831".to_owned()));
        for (pin, again, field, code) in [
            ("", "", "pin", "required"),
            ("274", "274", "pin", "pin-invalid"),
            ("2748315", "2748315", "pin", "pin-invalid"),
            ("27a8", "27a8", "pin", "pin-invalid"),
            ("٢٧٤٨", "٢٧٤٨", "pin", "pin-invalid"),
            ("2748", "2749", "pin_again", "pin-differs"),
            ("2748", "", "pin_again", "pin-differs"),
        ] {
            assert_eq!(choose(pin, again), Err((field.to_owned(), code)), "{pin}");
        }
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for pin in ["0000", "1234", "4321", "123456", "987654", "1212", "696969", "111111"] {
            assert_eq!(choose(pin, pin), Err(("pin".to_owned(), "pin-easy")), "{pin}");
        }
        for pin in ["1235", "2580", "1221", "112233"] {
            assert!(choose(pin, pin).is_ok(), "{pin}");
        }
    }

    #[test]
    fn what_is_too_long_is_not_cut_to_fit() {
        assert_eq!(digits(&Secret::new("27483152".to_owned())).expose().len(), 7);
    }
}
