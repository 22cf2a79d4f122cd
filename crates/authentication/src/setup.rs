//! The first start: a one-time link with which the operator creates the first administrator. There is no preset account.

use audit::{Entry, Stream};
use chrono::TimeDelta;
use database::{Database, DbError, digest};
use directory::people::create::{self, NewPerson};
use directory::tenants::create::furnish;
use directory::{Tenant, tenants};
use foundation::{Caller, Locale, Origin, Secret, TenantId};
use permissions::Scope;
use permissions::{Given, SystemRole};

use crate::password::store;
use crate::sign_in::{self, SignedIn, With};
use crate::sign_up::{SignUpForm, check_password};
use crate::{Authentication, AuthenticationError, Place};

database::statements! {
    OUTDATE: platform = "UPDATE setup_link SET used_at = $1 WHERE used_at IS NULL";
    ADD: platform = "INSERT INTO setup_link (digest, created_at, expires_at) VALUES ($1, $2, $3)";
    CONSUME: platform = "UPDATE setup_link SET used_at = $2 WHERE digest = $1 AND used_at IS NULL AND expires_at > $2";
    RESTORE: platform = "UPDATE setup_link SET used_at = NULL WHERE digest = $1
        AND NOT EXISTS (SELECT 1 FROM setup_link AS later WHERE later.used_at IS NULL OR later.created_at > setup_link.created_at)";
    PEEK: platform = "SELECT created_at FROM setup_link WHERE digest = $1 AND used_at IS NULL AND expires_at > $2";
    ANYBODY: tenant = "SELECT id FROM person WHERE tenant_id = $1 ORDER BY id LIMIT 1";
}

#[derive(sqlx::FromRow)]
struct Found {
    #[expect(dead_code, reason = "only whether there is a row matters")]
    created_at: foundation::Instant,
}

#[derive(sqlx::FromRow)]
struct Person {
    #[expect(dead_code, reason = "only whether there is a row matters")]
    id: foundation::PersonId,
}

/// Whether the installation has no operator yet.
pub async fn is_needed(database: &Database) -> Result<bool, DbError> {
    let mut tx = database.read(&Caller::system(TenantId::PLATFORM, "setup")).await?;
    Ok(tx.sql(ANYBODY).fetch_optional::<Person>().await?.is_none())
}

/// Lets no link that was made until now work.
pub(crate) async fn outdate(database: &Database) -> Result<(), DbError> {
    let mut tx = database.platform().await?;
    let now = tx.now();
    tx.sql(OUTDATE).bind(now).execute().await?;
    tx.commit().await
}

/// Makes a fresh link token, which works once within fifteen minutes; earlier ones stop to work.
pub async fn issue(database: &Database) -> Result<Secret, DbError> {
    let token = database.randomness().token();
    let mut tx = database.platform().await?;
    let now = tx.now();
    tx.sql(OUTDATE).bind(now).execute().await?;
    tx.sql(ADD)
        .bind(digest(token.expose().as_bytes()).to_vec())
        .bind(now)
        .bind(now + TimeDelta::minutes(15))
        .execute()
        .await?;
    tx.commit().await?;
    Ok(token)
}

/// Whether the link works, without using it.
pub async fn peek(database: &Database, token: &Secret) -> Result<bool, DbError> {
    let mut tx = database.platform_read().await?;
    let now = tx.now();
    Ok(tx
        .sql(PEEK)
        .bind(digest(token.expose().as_bytes()).to_vec())
        .bind(now)
        .fetch_optional::<Found>()
        .await?
        .is_some())
}

/// Gives the platform tenant its archetypes and roles; repeatable, done at each start.
pub async fn furnish_platform(database: &Database) -> Result<Tenant, AuthenticationError> {
    let caller = Caller::system(TenantId::PLATFORM, "setup");
    let mut tx = database.begin(&caller).await?;
    furnish(&mut tx).await?;
    let tenant = tenants::manage::own(&mut tx).await?;
    tx.commit().await?;
    Ok(tenant)
}

impl Authentication {
    /// Creates an operator with the setup link and signs them in.
    ///
    /// # Errors
    /// `LinkExpired`, `Busy`, or the fields that are not acceptable; the link still works then.
    pub async fn create_operator(
        &self,
        origin: &Origin,
        place: &Place,
        locale: Locale,
        token: &Secret,
        form: &SignUpForm,
    ) -> Result<SignedIn, AuthenticationError> {
        if !peek(&self.database, token).await? {
            return Err(AuthenticationError::LinkExpired);
        }
        check_password(place, &form.password, &[&form.given_name, &form.family_name, &form.email])?;
        let phc = self.hasher.hash(&form.password).await?;
        let hash = digest(token.expose().as_bytes()).to_vec();
        let mut platform = self.database.platform().await?;
        let now = platform.now();
        let used = platform.sql(CONSUME).bind(&hash).bind(now).execute().await?;
        platform.commit().await?;
        if used == 0 {
            return Err(AuthenticationError::LinkExpired);
        }
        let outcome = self.create_first(origin, place, locale, &phc, form).await;
        if matches!(outcome, Err(AuthenticationError::Directory(_))) {
            // Nothing was created, so the link is given back for another try within its time, unless there is a newer one.
            // After any other failure nobody knows what was created: the next start prints a fresh link if it is needed.
            let mut platform = self.database.platform().await?;
            platform.sql(RESTORE).bind(&hash).execute().await?;
            platform.commit().await?;
        }
        outcome
    }

    async fn create_first(
        &self,
        origin: &Origin,
        place: &Place,
        locale: Locale,
        phc: &str,
        form: &SignUpForm,
    ) -> Result<SignedIn, AuthenticationError> {
        let caller = Caller { origin: origin.clone(), ..Caller::system(TenantId::PLATFORM, "setup") };
        let mut tx = self.database.begin(&caller).await?;
        let new = NewPerson {
            archetype: "staff".to_owned(),
            given_name: form.given_name.clone(),
            family_name: form.family_name.clone(),
            email: Some(form.email.clone()),
            sign_in_name: None,
            language: Some(locale),
            attributes: form.attributes.clone(),
        };
        let person = create::first(&mut tx, &new).await?;
        store::save(&mut tx, person, phc).await?;
        if let Some((email, _)) = directory::addresses::primary_email(&mut tx, person).await? {
            directory::addresses::verify(&mut tx, person, &email).await?;
        }
        let role = permissions::roles::system(&mut tx, SystemRole::PlatformOperator).await?;
        let given = Given {
            role: role.id,
            scope: Scope::Tenant,
            starts_at: None,
            ends_at: None,
            reason: "First start".to_owned(),
            origin: "setup",
        };
        permissions::give(&mut tx, person, &given).await?;
        audit::record(&mut tx, Entry::new("setup.operator_created", Stream::Administration).subject(person)).await?;
        let found = directory::people::find::by_id(&mut tx, person).await?.ok_or(AuthenticationError::LinkExpired)?;
        let secret = sign_in::enter(&mut tx, place, &found, locale, With::password("setup")).await?;
        tx.commit().await?;
        Ok(SignedIn { person, secret })
    }
}
