//! Which passwords are accepted: long ones that nobody would try first. No composition rules, no forced change
//! (NIST SP 800-63B-4 §3.1.1.2, OWASP ASVS 5.0 V6.2).

use std::collections::HashSet;
use std::io::Read as _;
use std::sync::LazyLock;

use foundation::text;

/// The most characters; beyond it, hashing would become a way to exhaust the machine.
pub const LONGEST: usize = 128;

static COMMON: LazyLock<HashSet<Box<str>>> = LazyLock::new(|| {
    let mut list = String::new();
    let compressed: &[u8] = include_bytes!("../../data/common-passwords.txt.gz");
    flate2::read::GzDecoder::new(compressed).read_to_string(&mut list).expect("the list is part of the program");
    list.lines().map(Box::from).collect()
});

/// What a password is checked against.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The least number of characters.
    pub minimum_length: usize,
    /// Words it must not be made of: names of the tenant and the person, the address, the tenant's own list.
    pub words: Vec<String>,
}

/// What is wrong with a password, as words that language files translate; empty when it is accepted.
#[must_use]
pub fn problems(password: &str, context: &Context) -> Vec<&'static str> {
    let length = password.chars().count();
    if length < context.minimum_length {
        return vec!["password-too-short"];
    }
    if length > LONGEST || password.len() > 4 * LONGEST {
        return vec!["password-too-long"];
    }
    if is_known(password) {
        return vec!["password-common"];
    }
    if leans_on(&squeezed(&text::search_key(password)), &context.words) {
        return vec!["password-context"];
    }
    let words: Vec<&str> = context.words.iter().map(String::as_str).collect();
    let estimate = zxcvbn::zxcvbn(password, &words);
    if u8::from(estimate.score()) < 3 {
        let telling = estimate.feedback().and_then(zxcvbn::feedback::Feedback::warning).and_then(warning);
        return vec![telling.unwrap_or("password-predictable")];
    }
    Vec::new()
}

/// Whether a password is one of those that leaked most often, also repeated or dressed up at its ends. Some microseconds, whatever the
/// password; how long it is does not matter here, because passwords from elsewhere are judged as well (SP 800-63B-4 §3.1.1.2).
#[must_use]
pub fn is_known(password: &str) -> bool {
    // Nobody's list has it, and folding it would take long.
    if password.len() > 4 * LONGEST {
        return false;
    }
    let folded = text::search_key(password);
    let squeezed = squeezed(&folded);
    let core = squeezed.trim_matches(|c: char| c.is_ascii_digit());
    is_common(&folded) || is_common(&squeezed) || is_common(core) || is_repetition(&squeezed)
}

/// Its letters and digits.
fn squeezed(folded: &str) -> String {
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn is_common(text: &str) -> bool {
    text.chars().count() >= 4 && COMMON.contains(text)
}

/// Whether the text is a shorter piece, written again and again.
fn is_repetition(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    (1..=letters.len() / 2).any(|period| letters.iter().zip(letters.iter().skip(period)).all(|(a, b)| a == b))
}

/// Whether most of the password is made of words an attacker would know.
fn leans_on(squeezed: &str, words: &[String]) -> bool {
    let total = squeezed.chars().count();
    let mut rest = squeezed.to_owned();
    let mut pieces: Vec<String> = words
        .iter()
        .flat_map(|word| {
            text::search_key(word).split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>()
        })
        .filter(|piece| piece.chars().count() >= 3)
        .collect();
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.len()));
    for piece in pieces {
        rest = rest.replace(&piece, "");
    }
    rest.chars().count() * 2 < total
}

/// A more telling word than "easy to guess", where there is one.
const fn warning(warning: zxcvbn::feedback::Warning) -> Option<&'static str> {
    use zxcvbn::feedback::Warning as W;
    match warning {
        W::RepeatsLikeAaaAreEasyToGuess | W::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => Some("password-repeats"),
        W::StraightRowsOfKeysAreEasyToGuess
        | W::ShortKeyboardPatternsAreEasyToGuess
        | W::SequencesLikeAbcAreEasyToGuess => Some("password-sequence"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Context, is_known, problems};

    fn check(password: &str) -> Vec<&'static str> {
        problems(
            password,
            &Context { minimum_length: 15, words: vec!["Nordlicht Bank".into(), "ada.lovelace@example.org".into()] },
        )
    }

    /// ASVS 6.2.1 and 6.2.9: the boundaries, counted in characters.
    #[test]
    fn length_is_counted_in_characters_and_bounded() {
        assert_eq!(check("Kühe grasen 1ös"), Vec::<&str>::new());
        assert_eq!(check("Kühe grasen 1ö"), ["password-too-short"]);
        let long = "pflaume jacke wolke tisch lampe gabel besen kissen teppich fenster garten brunnen leiter hammer nagel schraube zange eimer korb seil draht".to_owned();
        assert_eq!(check(&long.chars().take(128).collect::<String>()).first(), None);
        assert_eq!(check(&long.chars().take(129).collect::<String>()), ["password-too-long"]);
    }

    /// Whatever order the estimator looks at things in, which differs from call to call, the answer is the same.
    #[test]
    fn the_same_password_is_always_judged_the_same() {
        let long = "pflaume jacke wolke tisch lampe gabel besen kissen teppich fenster garten brunnen leiter hammer nagel schraube zange eimer korb seil";
        for (password, length) in [
            ("blue kites! 15x", 15),
            ("abcdefghijklmnop", 16),
            ("grüne Äpfel 🍏 im März", 21),
            (" spaces at ends, kept ", 22),
            ("seven purple lanterns", 21),
            ("qwertzuiopasdfghjkl", 19),
            ("Kühe grasen 1ös", 15),
            (long, 64),
            (long, 128),
        ] {
            let password: String = password.chars().take(length).collect();
            let first = check(&password);
            for _ in 0..if length > 30 { 10 } else { 100 } {
                assert_eq!(check(&password), first, "{password}");
            }
        }
    }

    #[test]
    fn what_everybody_tries_first_is_refused_with_a_reason() {
        for (password, code) in [
            ("passwordpassword", "password-common"),
            ("password123456789", "password-common"),
            ("aaaaaaaaaaaaaaaa", "password-common"),
            ("qwertzqwertzqwertz", "password-common"),
            ("Nordlicht-Bank-2026", "password-context"),
            ("ada.lovelace.example", "password-context"),
            ("abcdefghijklmnop", "password-sequence"),
        ] {
            assert_eq!(check(password).first(), Some(&code), "{password}");
        }
    }

    /// Passwords from elsewhere may be shorter than any that is chosen here.
    #[test]
    fn what_everybody_knows_is_known_however_long_it_is() {
        for password in ["123456", "password", "Password1", "letmein", "qwertzqwertz", "iloveyou!!"] {
            assert!(is_known(password), "{password}");
        }
        for password in ["", "7", "kühe grasen 1ö", "seven purple lanterns", &"passphrase ä".repeat(60)] {
            assert!(!is_known(password), "{password}");
        }
    }

    #[test]
    fn phrases_are_accepted_without_digits_or_signs() {
        for password in ["correct horse battery staple", "vier müde elefanten tanzen", "purple lantern under stairs"] {
            assert_eq!(check(password), Vec::<&str>::new(), "{password}");
        }
    }
}
