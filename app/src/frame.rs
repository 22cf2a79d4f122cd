//! What every page knows besides its own content: who looks, in which tenant, language and time zone.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::NaiveDate;
use chrono_tz::Tz;
use foundation::{Instant, Locale, Permission, PermissionSet};
use language::{Texts, Value, moments};

use crate::notice::Notice;

/// The surroundings of one page. A handler fills it once per request; every page function takes it.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The language of the page.
    pub locale: Locale,
    /// The time zone dates are shown in.
    pub zone: Tz,
    /// The moment of the request; "today" and "in 3 days" are said from it.
    pub now: Instant,
    /// The tenant whose door this is.
    pub tenant: TenantLook,
    /// Who looks, once signed in.
    pub visitor: Option<Visitor>,
    /// The nonce of the response's content security policy. Only pages with a script print it.
    pub nonce: Nonce,
    /// Path and query of the request, beginning with [`TenantLook::base`]; the language switch leads back to it.
    pub path: String,
    /// Until when the visitor has to make a factor that is asked of them, while there is time left.
    pub factor_due: Option<Instant>,
    /// Whether somebody who says to be the visitor has asked for a trusted person's help.
    pub help_asked: bool,
    /// What was just done, shown as a banner (`?done=saved`).
    pub notice: Option<Notice>,
    /// The languages the tenant offers. With one there is no language switch.
    pub languages: Vec<Locale>,
    /// Light, dark or whatever the device prefers (cookie `theme`).
    pub theme: Theme,
    /// The build's version, appended to the addresses of style sheets and scripts so that they can be cached for ever.
    pub asset_version: String,
    /// Whether the installation runs in development: mails are shown in the outbox instead of being sent.
    pub development: bool,
}

/// The nonce of an answer, which knows whether the page printed it: an answer whose page has no script may run none.
/// Clones are of one answer.
#[derive(Debug, Clone, Default)]
pub struct Nonce {
    text: Arc<str>,
    printed: Arc<AtomicBool>,
}

impl Nonce {
    /// The nonce for an element of the page, which counts as printed from now on.
    #[must_use]
    pub fn print(&self) -> String {
        self.printed.store(true, Ordering::Relaxed);
        self.text.as_ref().to_owned()
    }

    /// The nonce, if the page printed it.
    #[must_use]
    pub fn printed(&self) -> Option<&str> {
        self.printed.load(Ordering::Relaxed).then_some(&*self.text)
    }
}

impl From<String> for Nonce {
    fn from(text: String) -> Self {
        Self { text: text.into(), printed: Arc::default() }
    }
}

/// How a tenant presents itself.
#[derive(Debug, Clone)]
pub struct TenantLook {
    /// The tenant's word in addresses.
    pub slug: String,
    /// The tenant's name.
    pub name: String,
    /// What every path of the tenant begins with: `/t/bank`, or nothing on a host of its own.
    pub base: String,
    /// Whether there is a logo at `{base}/logo`.
    pub has_logo: bool,
    /// Whether there is a style sheet with the tenant's accent colour at `{base}/theme.css`.
    pub has_theme: bool,
    /// Rises when logo or colour change, so that both can be cached for ever.
    pub version: i64,
    /// Whether it is the tenant of the operators, whose console manages the others.
    pub is_platform: bool,
}

/// The person who looks at the page.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// How the person is called.
    pub name: String,
    /// What the person signs in with; tells two accounts of one name apart.
    pub sign_in_name: String,
    /// What the person may do. Pages hide what would be refused; the refusal itself is the service's.
    pub permissions: PermissionSet,
    /// What the person may do for whom the page is about, where that is another set.
    pub here: Option<PermissionSet>,
}

/// Which of the two colour schemes the page uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// The device decides.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// The theme a cookie asks for; anything else leaves it to the device.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        match word {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    /// The value of the document's `data-theme`, if it has one.
    #[must_use]
    pub const fn word(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

impl Visitor {
    /// One or two letters that stand for the person where there is no room for the name.
    #[must_use]
    pub fn initials(&self) -> String {
        initials(&self.name)
    }

    /// Whether there is anything in the console for this person.
    #[must_use]
    pub fn may_open_console(&self) -> bool {
        self.permissions.without(Permission::ManageOwnAccount) != PermissionSet::NONE
    }
}

/// A number as the value of a text; one beyond what texts hold is the largest they do.
pub(crate) fn number(value: u64) -> language::Value {
    i64::try_from(value).unwrap_or(i64::MAX).into()
}

/// The first letters of the first and the last word of a name, in capitals.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter(|word| word.starts_with(char::is_alphanumeric));
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

impl Frame {
    /// The texts of the page's language.
    #[must_use]
    pub fn texts(&self) -> &'static Texts {
        Texts::of(self.locale)
    }

    /// The text of `key` in the page's language.
    #[must_use]
    pub fn t(&self, key: &'static str) -> &'static str {
        self.texts().t(key)
    }

    /// The text of `key` with its values in the page's language.
    #[must_use]
    pub fn f(&self, key: &str, values: &[(&str, Value)]) -> String {
        self.texts().f(key, values)
    }

    /// The text of a key built from a word of the database, or `otherwise` where the tenant has a word of its own.
    #[must_use]
    pub fn find(&self, key: &str, otherwise: &str) -> String {
        self.texts().find(key).unwrap_or(otherwise).to_owned()
    }

    /// A moment as one would say it now: "today, 14:05", else "3 March 2026, 14:05".
    #[must_use]
    pub fn moment(&self, instant: Instant) -> String {
        moments::relative_day(self.locale, self.zone, self.now, instant)
    }

    /// The date of a moment: "3 March 2026".
    #[must_use]
    pub fn date(&self, instant: Instant) -> String {
        moments::date(self.locale, self.zone, instant)
    }

    /// A calendar day: "3 March 2026".
    #[must_use]
    pub fn day(&self, day: NaiveDate) -> String {
        moments::day(self.locale, day)
    }

    /// A calendar day where there is little room: "3 Mar".
    #[must_use]
    pub fn short_day(&self, day: NaiveDate) -> String {
        moments::short_day(self.locale, day)
    }

    /// A number with thousands separators.
    #[must_use]
    pub fn count(&self, number: u64) -> String {
        language::numbers::count(self.locale, i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// The address of a path of this tenant: `at("/sign-in")` is `/t/bank/sign-in`.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        let mut address = String::with_capacity(self.tenant.base.len() + path.len());
        address.push_str(&self.tenant.base);
        address.push_str(path);
        address
    }

    /// The path of the request without the tenant's base and without the query.
    #[must_use]
    pub fn place(&self) -> &str {
        let path = self.path.split('?').next().unwrap_or_default();
        path.strip_prefix(self.tenant.base.as_str()).unwrap_or(path)
    }

    /// Whether the visitor holds `permission`, on the page of somebody for them.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.visitor.as_ref().is_some_and(|visitor| visitor.here.unwrap_or(visitor.permissions).allows(permission))
    }

    /// Whether there is a page for the visitor that asks for `permission`, whatever this page is about.
    #[must_use]
    pub fn may_open(&self, permission: Permission) -> bool {
        self.visitor.as_ref().is_some_and(|visitor| visitor.permissions.allows(permission))
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_come_from_the_first_and_the_last_name() {
        assert_eq!(initials("Ada Lovelace"), "AL");
        assert_eq!(initials("Juan Carlos de la Cruz"), "JC");
        assert_eq!(initials("émile"), "É");
        assert_eq!(initials("  (none) "), "");
    }
}
