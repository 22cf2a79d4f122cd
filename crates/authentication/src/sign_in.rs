//! Signing in with a name and a password.

use audit::{Entry, Stream};
use directory::LifecycleState;
use directory::people::find;
use foundation::{Caller, Locale, PersonId, Secret};
use messaging::{MailKind, Occasion};
use uuid::Uuid;

use crate::not_me::{self, Event};
use crate::notice::Notice;
use crate::password::{policy, store};
use crate::places::{self, News};
use crate::throttle::{self, Trying};
use crate::{Authentication, AuthenticationError, Methods, Place, SessionSecret, second, sessions, sign_up};

/// Somebody has signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub person: PersonId,
    /// The secret for the cookie.
    pub secret: SessionSecret,
}

/// How far a right first factor leads.
#[derive(Debug, Clone)]
pub enum Entered {
    /// Inside.
    Inside(SignedIn),
    /// To the second step, since the person has a second factor.
    Halfway(HalfSignIn),
}

/// A sign-in whose second step is waited for.
#[derive(Debug, Clone)]
pub struct HalfSignIn {
    /// Who wants in.
    pub person: PersonId,
    /// The secret of the cookie that knows of the first step, and of nothing else.
    pub token: Secret,
}

impl Authentication {
    /// Signs a person in, or leads whoever has a second factor to its step.
    ///
    /// The attempt is counted before the password is judged. A name that does not exist takes as long as one that does,
    /// and both get the same answer; what the account's state is, is said only to who knows the password.
    ///
    /// # Errors
    /// `WrongCredentials`, `Throttled`, `Busy`; with the right password also `Unconfirmed` (a new link is sent) and
    /// `Suspended`.
    pub async fn sign_in(
        &self,
        caller: &Caller,
        place: &Place,
        locale: Locale,
        name: &str,
        password: &Secret,
    ) -> Result<Entered, AuthenticationError> {
        // Counted before it is judged, for as long as the machine runs: nobody who guesses can cut its power.
        let mut tx = self.database.begin_brief(caller).await?;
        let wait = throttle::count(&mut tx, self.password(), name).await?;
        let person = find::by_sign_in_name(&mut tx, name).await?;
        if let Some(wait) = wait {
            tx.commit().await?;
            let mut tx = self.database.begin(caller).await?;
            let entry = Entry::new("sign_in.throttled", Stream::Authentication).refused();
            audit::record(&mut tx, about(entry, person.as_ref(), name)).await?;
            tx.commit().await?;
            return Err(AuthenticationError::Throttled(wait));
        }
        // Asked for nobody too, so that an unknown name costs as much.
        let asked = person.as_ref().map_or(PersonId(Uuid::nil()), |person| person.id);
        let credential = store::find(&mut tx, asked).await?;
        tx.commit().await?;

        let right = self.judge(caller, name, password, credential.as_ref().map(|c| c.phc.as_str())).await?;

        let mut tx = self.database.begin(caller).await?;
        let (Some(person), Some(credential), true) = (person, credential, right) else {
            return self.note_failure(tx, name).await;
        };
        // Between the two transactions the password may have been changed or the person suspended; from here on neither
        // happens until this one ends.
        let Some(person) = find::hold(&mut tx, person.id).await? else { return self.note_failure(tx, name).await };
        let unchanged = store::find(&mut tx, person.id).await?.is_some_and(|now| now.is(credential.changed_at));
        if !unchanged {
            return self.note_failure(tx, name).await;
        }
        if !sessions::may_sign_in(person.lifecycle_state) {
            let unconfirmed = person.lifecycle_state == LifecycleState::Invited;
            let reason = if unconfirmed { "unconfirmed" } else { "suspended" };
            let entry =
                Entry::new("sign_in.refused", Stream::Authentication).subject(person.id).refused().reason(reason);
            audit::record(&mut tx, entry).await?;
            // Whoever signed up with somebody else's address knows the password too: the mails stay few.
            if unconfirmed && throttle::count(&mut tx, Trying::Mail, name).await?.is_none() {
                sign_up::send_confirmation(&mut tx, place, person.id, locale).await?;
            }
            throttle::forget(&mut tx, self.password(), name).await?;
            tx.commit().await?;
            return Err(if unconfirmed { AuthenticationError::Unconfirmed } else { AuthenticationError::Suspended });
        }
        // Looked at here and nowhere else: it is not known before whether the password is the person's, nor in clear afterwards.
        if policy::is_known(password.expose()) && store::note_found(&mut tx, person.id).await? {
            let entry = Entry::new("password.found_breached", Stream::Authentication).subject(person.id);
            audit::record(&mut tx, entry).await?;
        }
        let (with, chosen_at) = (With::password("password"), Some(credential.changed_at));
        let entered = second::step::advance(&mut tx, place, &person, locale, with, chosen_at).await?;
        throttle::forget(&mut tx, self.password(), name).await?;
        tx.commit().await?;

        if self.hasher.is_outdated(&credential.phc) {
            self.upgrade(caller, person.id, &credential.phc, password).await;
        }
        Ok(entered)
    }

    /// What trying a password counts as.
    const fn password(&self) -> Trying {
        if self.has_worked { Trying::PasswordWorked } else { Trying::Password }
    }

    async fn note_failure(&self, mut tx: database::Transaction, name: &str) -> Result<Entered, AuthenticationError> {
        let known = find::by_sign_in_name(&mut tx, name).await?;
        let entry = Entry::new("sign_in.failed", Stream::Authentication).failed();
        audit::record(&mut tx, about(entry, known.as_ref(), name)).await?;
        tx.commit().await?;
        Err(AuthenticationError::WrongCredentials)
    }

    /// Whether the password belongs to the stored form. An attempt that nobody had time to judge does not stay counted:
    /// a busy minute locks nobody out.
    pub(crate) async fn judge(
        &self,
        caller: &Caller,
        counted: &str,
        password: &Secret,
        stored: Option<&str>,
    ) -> Result<bool, AuthenticationError> {
        match self.hasher.verify(password, stored).await {
            Ok(right) => Ok(right),
            Err(busy) => {
                let mut tx = self.database.begin(caller).await?;
                throttle::take_back(&mut tx, self.password(), counted).await?;
                tx.commit().await?;
                Err(busy.into())
            }
        }
    }

    /// Stores the password anew at today's cost. A failure here must not spoil the sign-in; the next one tries again.
    async fn upgrade(&self, caller: &Caller, person: PersonId, old: &str, password: &Secret) {
        let outcome: Result<(), AuthenticationError> = async {
            let new = self.hasher.hash(password).await?;
            let mut tx = self.database.begin(caller).await?;
            store::upgrade(&mut tx, person, old, &new).await?;
            tx.commit().await?;
            Ok(())
        }
        .await;
        if let Err(error) = outcome {
            tracing::warn!(error = %error, "a password hash was not upgraded");
        }
    }
}

/// An entry about the person, or about nobody known.
fn about(entry: Entry, person: Option<&directory::Person>, name: &str) -> Entry {
    match person {
        Some(person) => entry.subject(person.id),
        None => entry.unknown_name(name),
    }
}

/// What somebody proved who they are with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct With<'w> {
    /// The word in the trail.
    pub word: &'w str,
    /// What it counts as.
    pub methods: Methods,
    /// The passkey, if it was one.
    pub passkey: Option<Uuid>,
}

impl<'w> With<'w> {
    /// A password, typed or just chosen.
    pub const fn password(word: &'w str) -> Self {
        Self { word, methods: Methods::PASSWORD, passkey: None }
    }
}

/// Makes the session of a person who proved all that is asked of them, notes it, and tells them when device or place are new.
pub(crate) async fn enter(
    tx: &mut database::Transaction,
    place: &Place,
    person: &directory::Person,
    locale: Locale,
    with: With<'_>,
) -> Result<SessionSecret, AuthenticationError> {
    // Children sign in with badges on the tablets of their school, one after the other: every device is new.
    let news = if with.methods.is_badge() {
        News::Nothing
    } else {
        places::note(tx, person.id, person.last_sign_in_at.is_none()).await?
    };
    sessions::become_person(tx, person.id).await?;
    let secret = sessions::create(tx, person.id, &place.tenant.settings, with.methods).await?;
    find::note_sign_in(tx, person.id).await?;
    let device = tx.caller().origin.device.clone();
    let entry = Entry::new("sign_in.succeeded", Stream::Authentication)
        .subject(person.id)
        .detail("with", with.word)
        .detail("device", &*device);
    let entry = match with.passkey {
        Some(passkey) => entry.object("passkey", passkey),
        None => entry,
    };
    audit::record(tx, entry).await?;
    tell(tx, place, person.id, locale, news).await?;
    Ok(secret)
}

/// Tells somebody what is new about their sign-in, at an address they have confirmed.
async fn tell(
    tx: &mut database::Transaction,
    place: &Place,
    person: PersonId,
    locale: Locale,
    news: News,
) -> Result<(), AuthenticationError> {
    if news == News::Nothing || !directory::addresses::primary_email(tx, person).await?.is_some_and(|(_, known)| known)
    {
        return Ok(());
    }
    let Some(notice) = Notice::to(tx, place, person, locale).await? else { return Ok(()) };
    let event = if news == News::Place { Event::NewPlace } else { Event::NewDevice };
    let not_me = not_me::link(tx, place, person, event).await?;
    let kind = |occasion: Occasion| match news {
        News::Place => MailKind::NewPlaceNotice { occasion, not_me },
        News::Device | News::Nothing => MailKind::NewDeviceNotice { occasion, not_me },
    };
    Ok(notice.send(tx, place, kind).await?)
}
