//! The catalogue of sensitive actions: whoever does one of these proves anew who they are.

use serde::{Deserialize, Serialize};

macro_rules! catalogue {
    ($($(#[$doc:meta])* $name:ident = $word:literal),* $(,)?) => {
        /// An action that asks for a fresh proof.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum Sensitive {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl Sensitive {
            /// Every one, in the order pages list them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable word, stored with a tenant's settings.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }
        }
    };
}

catalogue! {
    /// Changing how one gets into the own account: factors, password, address.
    OwnSignIn = "own_sign_in",
    /// Changing what is asked for when signing in, and whatever weakens a tenant's settings.
    Policy = "policy",
    /// Giving roles, taking them away, defining them, and inviting somebody who holds one.
    Roles = "roles",
    /// Ending other people's sessions.
    OthersSessions = "others_sessions",
    /// Taking data out of the product.
    Exports = "exports",
    /// What operators do to tenants: creating, suspending, configuring them, inviting their administrators.
    Tenants = "tenants",
}

impl Sensitive {
    /// The action with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.word() == word)
    }

    /// Whether it asks for a proof whatever a tenant decides: these decide about all others.
    #[must_use]
    pub const fn is_always(self) -> bool {
        matches!(self, Self::OwnSignIn | Self::Policy)
    }
}

/// A set of sensitive actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SensitiveSet(u16);

impl SensitiveSet {
    /// None at all.
    pub const NONE: Self = Self(0);

    /// Every one.
    pub const ALL: Self = Self((1 << Sensitive::ALL.len()) - 1);

    /// Adds one.
    #[must_use]
    pub const fn with(self, action: Sensitive) -> Self {
        Self(self.0 | (1 << action as u8))
    }

    /// Whether it is in the set.
    #[must_use]
    pub const fn contains(self, action: Sensitive) -> bool {
        self.0 & (1 << action as u8) != 0
    }
}

impl FromIterator<Sensitive> for SensitiveSet {
    fn from_iter<I: IntoIterator<Item = Sensitive>>(actions: I) -> Self {
        actions.into_iter().fold(Self::NONE, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::{Sensitive, SensitiveSet};

    #[test]
    fn every_action_has_its_own_bit_and_word() {
        for action in Sensitive::ALL {
            let only: SensitiveSet = [*action].into_iter().collect();
            let held: Vec<_> = Sensitive::ALL.iter().filter(|other| only.contains(**other)).collect();
            assert_eq!(held, [action]);
            assert_eq!(Sensitive::from_word(action.word()), Some(*action));
            assert!(SensitiveSet::ALL.contains(*action) && !SensitiveSet::NONE.contains(*action));
        }
        assert_eq!(Sensitive::from_word("everything"), None);
    }
}
