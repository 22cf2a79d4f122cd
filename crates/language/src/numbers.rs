//! Numbers as people of a language write them.

use foundation::Locale;

/// A count with thousands separators: "10,000" in English, "10.000" in German.
#[must_use]
pub fn count(locale: Locale, number: i64) -> String {
    let separator = match locale {
        Locale::En => ',',
        Locale::De => '.',
    };
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    if number < 0 {
        text.push('\u{2212}'); // the minus sign, which is as wide as a digit
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use foundation::Locale;

    use super::count;

    #[test]
    fn thousands_are_separated_as_the_language_does() {
        for (number, en, de) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1_000, "1,000", "1.000"),
            (10_000, "10,000", "10.000"),
            (1_234_567, "1,234,567", "1.234.567"),
            (-12_345, "−12,345", "−12.345"),
            (i64::MIN, "−9,223,372,036,854,775,808", "−9.223.372.036.854.775.808"),
        ] {
            assert_eq!(count(Locale::En, number), en);
            assert_eq!(count(Locale::De, number), de);
        }
    }
}
