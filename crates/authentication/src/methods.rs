//! How somebody proved who they are, and how strong that is.

use directory::tenants::policy::Required;

/// The methods of a proof, in the words of RFC 8176. Kept with the session; how strong they are is worked out when it is
/// asked, never stored (SEC-59).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Methods(u16);

/// Each word with its bit, in the order they are stored.
/// RFC 8176 has none for a recovery code, nor for a browser where the second step was done before, nor for a mailbox or a badge.
const WORDS: [(&str, u16); 11] = [
    ("pwd", 1),
    ("hwk", 2),
    ("swk", 4),
    ("user", 8),
    ("mfa", 16),
    ("otp", 32),
    ("recovery_code", 64),
    ("remembered_device", 128),
    ("email", 256),
    ("badge", 512),
    ("pin", 1024),
];

impl Methods {
    /// A password.
    pub const PASSWORD: Self = Self(1);
    /// A key that does not leave its device.
    pub const DEVICE_KEY: Self = Self(2);
    /// A key that is copied between devices.
    pub const SYNCED_KEY: Self = Self(4);
    /// Somebody was there and touched the device.
    pub const PRESENT: Self = Self(8);
    /// The device also asked who it was, by PIN, finger or face: two factors in one step.
    pub const VERIFIED: Self = Self(16);
    /// The code of an authenticator app.
    pub const APP_CODE: Self = Self(32);
    /// A recovery code.
    pub const RECOVERY_CODE: Self = Self(64);
    /// No second step, because it was done in this browser before: it stands in for one where a tenant lets it, and proves
    /// nothing.
    pub const REMEMBERED_DEVICE: Self = Self(128);
    /// A code from a mail: whoever reads the mailbox has it, so it is no factor (SP 800-63B-4 §3.1.3, ASVS 6.3.6).
    pub const EMAIL: Self = Self(256);

    /// A badge: a QR code on paper, which whoever holds it can use.
    pub const BADGE: Self = Self(512);
    /// The PIN beside a badge.
    pub const PIN: Self = Self(1024);

    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Without what is in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether everything of `other` is in it.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// How sure it is who somebody is.
    #[must_use]
    pub const fn assurance(self) -> Assurance {
        match (self.contains(Self::BADGE), self.contains(Self::PIN)) {
            (true, true) => Assurance::LowPlus,
            (true, false) => Assurance::Low,
            (false, _) if self.is_strong() => Assurance::Strong,
            (false, _) => Assurance::Ordinary,
        }
    }

    /// Whether a badge was shown: then it is not sure enough for anything but the own start page.
    #[must_use]
    pub const fn is_badge(self) -> bool {
        self.contains(Self::BADGE)
    }

    /// Whether two different factors were proved (NIST SP 800-63B-4, AAL2): a key that asked who holds it, or a password and
    /// something that only its owner has: a key, an app, the list of recovery codes. A key and an app are two things somebody
    /// has, and two of one kind are no two factors. Whatever comes with a badge is not strong.
    #[must_use]
    pub const fn is_strong(self) -> bool {
        if self.contains(Self::BADGE) {
            return false;
        }
        let key = self.contains(Self::DEVICE_KEY) || self.contains(Self::SYNCED_KEY);
        let code = self.contains(Self::APP_CODE) || self.contains(Self::RECOVERY_CODE);
        key && (self.contains(Self::VERIFIED) || self.contains(Self::PASSWORD)) || code && self.contains(Self::PASSWORD)
    }

    /// Whether as much was shown as is asked for. A remembered device stands in for a second factor, never for a strong one.
    #[must_use]
    pub const fn satisfy(self, required: Required) -> bool {
        match required {
            Required::Offered => true,
            Required::SecondFactor => {
                self.is_strong()
                    || !self.contains(Self::BADGE)
                        && self.contains(Self::PASSWORD)
                        && self.contains(Self::REMEMBERED_DEVICE)
            }
            Required::StrongFactor => self.is_strong(),
        }
    }

    /// Whether sensitive changes can rest on it while it is fresh: a password or a passkey was shown, and no step left out because it was
    /// done some other day.
    #[must_use]
    pub const fn is_proof(self) -> bool {
        let key = self.contains(Self::DEVICE_KEY) || self.contains(Self::SYNCED_KEY);
        (key || self.contains(Self::PASSWORD)) && !self.contains(Self::REMEMBERED_DEVICE) && !self.contains(Self::BADGE)
    }

    /// As it is stored: the words with a space between them.
    #[must_use]
    pub fn words(self) -> String {
        let words: Vec<&str> = WORDS.iter().filter(|(_, bit)| self.0 & bit != 0).map(|(word, _)| *word).collect();
        words.join(" ")
    }

    /// What was stored; a word of a later version says nothing here.
    #[must_use]
    pub fn from_words(words: &str) -> Self {
        let bit = |word: &str| WORDS.iter().find(|(known, _)| *known == word).map_or(0, |(_, bit)| *bit);
        Self(words.split(' ').fold(0, |bits, word| bits | bit(word)))
    }
}

/// How sure it is who somebody is, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Assurance {
    /// A badge alone: whoever holds the paper.
    Low,
    /// A badge and its PIN.
    LowPlus,
    /// One factor that is not a badge.
    Ordinary,
    /// Two different factors.
    Strong,
}

#[cfg(test)]
mod tests {
    use directory::tenants::policy::Required;

    use super::{Assurance, Methods};

    #[test]
    fn words_come_back_as_they_were_stored() {
        for bits in 0..2048 {
            let methods = Methods(bits);
            assert_eq!(Methods::from_words(&methods.words()), methods);
        }
        assert_eq!(Methods::from_words("pwd sms"), Methods::PASSWORD, "what is not known proves nothing");
    }

    #[test]
    fn only_two_different_factors_are_strong() {
        let table = [
            (Methods::default(), false),
            (Methods::PASSWORD, false),
            (Methods::DEVICE_KEY.and(Methods::PRESENT), false),
            (Methods::SYNCED_KEY.and(Methods::PRESENT), false),
            (Methods::PASSWORD.and(Methods::VERIFIED), false),
            (Methods::PASSWORD.and(Methods::PRESENT), false),
            (Methods::DEVICE_KEY.and(Methods::VERIFIED), true),
            (Methods::SYNCED_KEY.and(Methods::PRESENT).and(Methods::VERIFIED), true),
            (Methods::PASSWORD.and(Methods::DEVICE_KEY), true),
            (Methods::PASSWORD.and(Methods::SYNCED_KEY), true),
            (Methods::PASSWORD.and(Methods::APP_CODE), true),
            (Methods::PASSWORD.and(Methods::RECOVERY_CODE), true),
            (Methods::APP_CODE, false),
            (Methods::APP_CODE.and(Methods::RECOVERY_CODE), false),
            (Methods::DEVICE_KEY.and(Methods::PRESENT).and(Methods::APP_CODE), false),
            (Methods::PASSWORD.and(Methods::REMEMBERED_DEVICE), false),
            (Methods::APP_CODE.and(Methods::REMEMBERED_DEVICE), false),
            (Methods::EMAIL, false),
            (Methods::EMAIL.and(Methods::PASSWORD), false),
            (Methods::EMAIL.and(Methods::APP_CODE), false),
            (Methods::EMAIL.and(Methods::RECOVERY_CODE), false),
            (Methods::EMAIL.and(Methods::DEVICE_KEY).and(Methods::PRESENT), false),
            (Methods::EMAIL.and(Methods::SYNCED_KEY).and(Methods::VERIFIED), true),
            (Methods::BADGE, false),
            (Methods::BADGE.and(Methods::PIN), false),
            (Methods::BADGE.and(Methods::PASSWORD).and(Methods::APP_CODE), false),
        ];
        for (methods, strong) in table {
            assert_eq!(methods.is_strong(), strong, "{}", methods.words());
        }
    }

    #[test]
    fn sensitive_changes_rest_on_what_was_shown() {
        for (methods, is_proof) in [
            (Methods::PASSWORD, true),
            (Methods::DEVICE_KEY.and(Methods::PRESENT), true),
            (Methods::EMAIL, false),
            (Methods::EMAIL.and(Methods::APP_CODE), false),
            (Methods::EMAIL.and(Methods::PASSWORD), true),
            (Methods::BADGE.and(Methods::PIN), false),
            (Methods::BADGE.and(Methods::PASSWORD), false),
            (Methods::PASSWORD.and(Methods::REMEMBERED_DEVICE), false),
        ] {
            assert_eq!(methods.is_proof(), is_proof, "{}", methods.words());
        }
    }

    #[test]
    fn a_remembered_device_stands_in_for_a_second_factor_and_no_strong_one() {
        let remembered = Methods::PASSWORD.and(Methods::REMEMBERED_DEVICE);
        for (methods, satisfied) in [
            (Methods::PASSWORD, [true, false, false]),
            (Methods::REMEMBERED_DEVICE, [true, false, false]),
            (remembered, [true, true, false]),
            (remembered.and(Methods::APP_CODE), [true, true, true]),
            (Methods::DEVICE_KEY.and(Methods::PRESENT).and(Methods::REMEMBERED_DEVICE), [true, false, false]),
        ] {
            assert_eq!(Required::ALL.map(|required| methods.satisfy(required)), satisfied, "{}", methods.words());
        }
        assert_eq!(remembered.without(Methods::REMEMBERED_DEVICE), Methods::PASSWORD);
    }

    #[test]
    fn a_badge_is_less_than_anything_else() {
        let badge = Methods::BADGE.assurance();
        assert_eq!(badge, Assurance::Low);
        assert!(badge < Methods::BADGE.and(Methods::PIN).assurance());
        assert!(Methods::BADGE.and(Methods::PIN).assurance() < Methods::PASSWORD.assurance());
        assert!(Methods::PASSWORD.assurance() < Methods::PASSWORD.and(Methods::APP_CODE).assurance());
    }
}
