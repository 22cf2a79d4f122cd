//! How somebody gets in, as staff see it: kinds and dates, and how they stand with what is asked of them. Nothing that is kept
//! of a factor leaves this file.

use database::Transaction;
use directory::DirectoryError;
use directory::groups::asked;
use directory::people::find;
use directory::tenants::policy::{Concerned, Required, SignInPolicy, Standing};
use foundation::{Instant, Permission, PersonId};

use crate::passkeys::manage::Passkey;
use crate::second::manage::App;
use crate::second::summary::{self, Summary};
use crate::second::{codes, store as apps};
use crate::{AuthenticationError, Place, passkeys, password};

/// The factors of a person.
#[derive(Debug, Clone)]
pub struct FactorsOf {
    /// When the password was last changed; nothing when there is none.
    pub password_changed_at: Option<Instant>,
    /// Their passkeys, the oldest first; names and keepers are empty for whoever may not see profile fields.
    pub passkeys: Vec<Passkey>,
    /// Their authenticator apps, the oldest first; names as with passkeys.
    pub apps: Vec<App>,
    /// How many recovery codes are left.
    pub recovery_codes: u32,
    /// Whether staff took factors away that they have not made again.
    pub is_owing: bool,
    /// Until when the code works that staff gave them, if there is one.
    pub code_until: Option<Instant>,
    /// What the policy asks of them.
    pub required: Required,
    /// How they stand with that.
    pub stand: Stand,
}

/// How somebody stands with what is asked of them, also before they were asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// They have what is asked, or nothing is.
    Fine,
    /// They lack it and will be asked when they come the next time; then they have so many days.
    Ahead(u16),
    /// They lack it and have time until then.
    Asked(Instant),
    /// They lack it, and get in for nothing but making it.
    Overdue,
}

impl Stand {
    /// How somebody stands at `now`.
    pub(super) fn of(policy: &SignInPolicy, summary: &Summary, who: Concerned<'_>, now: Instant) -> Self {
        let asked_at = summary.asked_at;
        match policy.standing(who, summary.factors, asked_at, now) {
            Standing::Fine | Standing::Unproved | Standing::PasswordKnown => Self::Fine,
            Standing::Asked(until) if asked_at.is_none() => {
                Self::Ahead(u16::try_from((until - now).num_days()).unwrap_or(SignInPolicy::LONGEST_GRACE))
            }
            Standing::Asked(until) => Self::Asked(until),
            Standing::Overdue => Self::Overdue,
        }
    }
}

/// The factors of a person.
///
/// # Errors
/// `Refused` without [`Permission::SeeFactors`]; `Directory(NotFound)`.
pub async fn of_person(
    tx: &mut Transaction,
    place: &Place,
    person: PersonId,
) -> Result<FactorsOf, AuthenticationError> {
    permissions::allow_on(tx, Permission::SeeFactors, person).await?;
    find::by_id(tx, person).await?.ok_or(DirectoryError::NotFound)?;
    let sees_names = permissions::over(tx, person).await?.allows(Permission::SeeProfiles);
    let summary = summary::find(tx, person).await?.ok_or(DirectoryError::NotFound)?;
    let is_administrator = summary::is_administrator(&permissions::resolve(tx, person).await?);
    let policy = &place.tenant.settings.sign_in_policy;
    let groups = asked::of_person(tx, policy, person).await?;
    let who = summary.concerned(is_administrator, &groups);
    let passkeys = passkeys::store::of_person(tx, person).await?.into_iter().map(|row| {
        let passkey = Passkey::from(row);
        if sees_names { passkey } else { Passkey { name: String::new(), keeper: None, ..passkey } }
    });
    let apps = apps::of_person(tx, person).await?.into_iter().map(|row| App {
        id: row.id,
        name: if sees_names { row.name } else { String::new() },
        created_at: row.created_at,
        last_used_at: row.last_used_at,
    });
    Ok(FactorsOf {
        password_changed_at: password::store::find(tx, person).await?.map(|password| password.changed_at),
        passkeys: passkeys.collect(),
        apps: apps.collect(),
        recovery_codes: u32::try_from(codes::left(tx, person).await?).unwrap_or_default(),
        is_owing: summary.is_owing(),
        code_until: codes::given_until(tx, person).await?,
        required: policy.required(who),
        stand: Stand::of(policy, &summary, who, tx.now()),
    })
}
