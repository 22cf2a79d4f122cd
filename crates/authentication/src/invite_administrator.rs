//! An operator invites an administrator into another tenant. The tenant's administrators are told.

use audit::{Entry, Stream};
use database::{Refused, Transaction};
use directory::people::create::{self, NewPerson};
use directory::people::find;
use directory::{DirectoryError, LifecycleState, addresses};
use foundation::{Caller, EmailAddress, Permission, PersonId, TenantId};
use messaging::{Mail, MailKind};
use permissions::assignments::holders;
use permissions::{Given, SystemRole, roles};
use permissions::{Scope, ScopeWord};

use crate::invite::invite_within;
use crate::not_me::{self, Event};
use crate::{Authentication, AuthenticationError, Place};

/// Who is invited, and in whose words.
#[derive(Debug, Clone, Copy)]
pub struct Invited<'a> {
    /// The address, which becomes the sign-in name.
    pub email: &'a str,
    /// Why the role is given, for those who look at it later.
    pub reason: &'a str,
    /// How the operator is called.
    pub inviter: &'a str,
}

impl Authentication {
    /// Makes the person in the tenant of `place` if there is none, gives them the role, invites them, tells the administrators
    /// who are there already, and records it in both tenants: all of it or nothing.
    ///
    /// # Errors
    /// `Refused` without [`Permission::ManageTenants`] in the platform tenant; `NotFresh`; what is wrong with the address. Whoever can sign in
    /// already is made an administrator by the tenant itself, not from outside.
    pub async fn invite_administrator(
        &self,
        operator: &Caller,
        place: &Place,
        invited: Invited<'_>,
    ) -> Result<(), AuthenticationError> {
        let tenant = place.tenant.id;
        // Operators are made in their own tenant, where nobody can give more than they hold.
        if operator.tenant != TenantId::PLATFORM
            || tenant == TenantId::PLATFORM
            || !operator.may(Permission::ManageTenants)
        {
            return Err(Refused(Permission::ManageTenants).into());
        }
        directory::tenants::manage::may_change_tenants(operator)?;
        let inside = Caller { origin: operator.origin.clone(), ..Caller::system(tenant, "tenant-creation") };
        let mut tx = self.database.begin(&inside).await?;
        let keystone = roles::system(&mut tx, SystemRole::TenantAdministrator).await?;
        let mut before = holders(&mut tx, keystone.id).await?;
        before.retain(|holder| holder.scope == ScopeWord::Tenant);
        let person = person(&mut tx, invited.email.trim()).await?;
        let now = tx.now();
        let held = permissions::of_person(&mut tx, person).await?;
        if !held.iter().any(|one| one.role_id == keystone.id && one.scope() == Scope::Tenant && one.is_effective(now)) {
            let given = Given {
                role: keystone.id,
                scope: Scope::Tenant,
                starts_at: None,
                ends_at: None,
                reason: invited.reason.to_owned(),
                origin: "invitation",
            };
            permissions::give(&mut tx, person, &given).await?;
        }
        invite_within(&mut tx, place, person, Some(invited.inviter)).await?;
        let mut told: Vec<PersonId> = Vec::new();
        for holder in before.into_iter().filter(|holder| holder.starts_at <= now && holder.person != person) {
            if !told.contains(&holder.person) {
                told.push(holder.person);
                tell(&mut tx, place, holder.person, person, invited.email).await?;
            }
        }
        let entry = || Entry::new("tenant.administrator_invited", Stream::Administration);
        let name = place.tenant.name.as_str();
        audit::record(&mut tx, entry().subject(person).object("tenant", tenant.0).detail("name", name)).await?;
        // Who did it is known in the tenant of the operators only.
        tx.go_on_in(operator.clone()).await?;
        audit::record(&mut tx, entry().object("tenant", tenant.0).detail("name", name)).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// The person with an address, who has not signed in yet. Whoever imports people chooses sign-in name and address apart from each
/// other: the link would go to the address, so both must be the one that was typed.
async fn person(tx: &mut Transaction, email: &str) -> Result<PersonId, AuthenticationError> {
    match find::by_sign_in_name(tx, email).await? {
        Some(known) if known.lifecycle_state != LifecycleState::Invited => {
            Err(AuthenticationError::field("email", "taken"))
        }
        Some(known) => {
            let typed: Option<EmailAddress> = email.parse().ok();
            let reached = addresses::primary_email(tx, known.id).await?;
            let is_theirs = reached.zip(typed).is_some_and(|((reached, _), typed)| reached.key() == typed.key());
            if is_theirs { Ok(known.id) } else { Err(AuthenticationError::field("email", "taken")) }
        }
        None => {
            let new = NewPerson {
                archetype: "staff".to_owned(),
                // Whoever accepts the invitation types the name.
                family_name: email.split('@').next().unwrap_or_default().chars().take(100).collect(),
                email: Some(email.to_owned()),
                ..NewPerson::default()
            };
            Ok(create::create(tx, &new).await?)
        }
    }
}

/// Tells an administrator, where they can be reached and may sign in.
async fn tell(
    tx: &mut Transaction,
    place: &Place,
    administrator: PersonId,
    invited: PersonId,
    email: &str,
) -> Result<(), AuthenticationError> {
    let found = find::by_id(tx, administrator).await?.ok_or(DirectoryError::NotFound)?;
    let address = addresses::primary_email(tx, administrator).await?;
    let Some((to, _)) = address.filter(|_| found.lifecycle_state == LifecycleState::Active) else { return Ok(()) };
    let kind = MailKind::AdministratorInvitedNotice {
        address: email.trim().to_owned(),
        link: place.page(&format!("/console/people/{invited}")),
        not_me: not_me::link(tx, place, administrator, Event::AdministratorInvited(invited)).await?,
    };
    let locale = found.language.unwrap_or(place.tenant.settings.default_language);
    messaging::send(tx, &place.tenant.name, locale, Mail { to, kind }).await?;
    Ok(())
}
