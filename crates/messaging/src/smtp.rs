//! Handing mails to a mail server (RFC 5321, RFC 6409).
//!
//! Each mail has a connection of its own. A pool would put a connection back that was left in the middle of a mail when
//! its time was up, and the next mail would continue there.

use std::time::Duration;

use foundation::{EmailAddress, Instant, MessageId, Secret};
use jobs::JobError;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, Message};

use crate::send::Letter;

/// A mail has to be out well within the lease of its job.
const LONGEST: Duration = Duration::from_secs(45);

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Begins in the clear and must change to TLS before anything is said (RFC 3207); usually port 587.
    StartTls,
    /// TLS from the first byte (RFC 8314); usually port 465.
    Implicit,
    /// Never. Allowed to this machine only.
    None,
}

/// Where and how to hand in mails.
#[derive(Debug, Clone)]
pub struct SmtpSettings {
    /// The server's name, which its certificate must bear, or its address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: Tls,
    /// The name to sign in with; without one, nobody signs in.
    pub user: Option<String>,
    /// The password to sign in with.
    pub password: Secret,
    /// The address mails come from.
    pub from_address: EmailAddress,
    /// The name mails come from; without one, each tenant's own name.
    pub from_name: Option<String>,
    /// How long one mail may take from connecting to being accepted, at most 45 s.
    pub patience: Duration,
}

/// The settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SmtpError {
    /// Mails would travel in the clear.
    #[error("mails to {0} would travel unencrypted: use TLS, or a server on this machine")]
    Unencrypted(String),
    /// The certificates of this machine cannot be used, or the server's name cannot be in one.
    #[error("TLS to the mail server cannot be set up")]
    Tls(#[source] lettre::transport::smtp::Error),
    /// The mail library does not take the sender's address.
    #[error("{0} cannot be the sender of mails")]
    Sender(String),
}

/// A mail server.
pub struct Smtp {
    settings: SmtpSettings,
    sender: Address,
    tls: Option<TlsParameters>,
}

impl Smtp {
    /// Checks the settings. Does not connect: a mail server that is away must not keep the product from starting.
    ///
    /// # Errors
    /// [`SmtpError`] says which setting cannot be used.
    pub fn new(settings: SmtpSettings) -> Result<Self, SmtpError> {
        let local = matches!(settings.host.as_str(), "localhost" | "127.0.0.1" | "::1");
        let tls = match settings.tls {
            Tls::None if local => None,
            Tls::None => return Err(SmtpError::Unencrypted(settings.host)),
            Tls::StartTls | Tls::Implicit => Some(TlsParameters::new(settings.host.clone()).map_err(SmtpError::Tls)?),
        };
        let address = settings.from_address.as_str();
        let sender = address.parse().map_err(|_| SmtpError::Sender(address.to_owned()))?;
        Ok(Self { settings, sender, tls })
    }

    /// Hands in one mail.
    pub(crate) async fn send(&self, id: MessageId, written_at: Instant, letter: &Letter) -> Result<(), JobError> {
        let message = self.message(id, written_at, letter)?;
        let conversation = self.converse(&message);
        let mut connection = tokio::time::timeout(self.settings.patience.min(LONGEST), conversation)
            .await
            .map_err(|_| JobError::Again("the mail server did not answer in time".to_owned()))??;
        // The mail is accepted whatever comes of the farewell.
        let _ = tokio::time::timeout(Duration::from_secs(1), connection.quit()).await;
        Ok(())
    }

    async fn converse(&self, message: &Message) -> Result<AsyncSmtpConnection, JobError> {
        let Self { settings, tls, .. } = self;
        let server = (settings.host.as_str(), settings.port);
        let hello = ClientId::default();
        let at_once = tls.clone().filter(|_| settings.tls == Tls::Implicit);
        let patience = Some(settings.patience.min(LONGEST));
        // Before the mail is offered, every failure is one of the server or its settings, which people mend.
        let mut connection = AsyncSmtpConnection::connect_tokio1(server, patience, &hello, at_once, None)
            .await
            .map_err(|error| away(&error))?;
        if let (Tls::StartTls, Some(tls)) = (settings.tls, tls) {
            connection.starttls(tls.clone(), &hello).await.map_err(|error| away(&error))?;
        }
        if let Some(user) = &settings.user {
            let credentials = Credentials::new(user.clone(), settings.password.expose().to_owned());
            connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await.map_err(|error| away(&error))?;
        }
        connection.send(message.envelope(), &message.formatted()).await.map_err(|error| {
            if error.is_permanent() { JobError::Hopeless(answer("refuses", &error)) } else { away(&error) }
        })?;
        Ok(connection)
    }

    fn message(&self, id: MessageId, written_at: Instant, letter: &Letter) -> Result<Message, JobError> {
        let unusable = |what: &str| JobError::Hopeless(format!("the mail cannot be written: {what}"));
        let to = letter.to.as_str().parse().map_err(|_| unusable("its address"))?;
        let name = self.settings.from_name.as_ref().unwrap_or(&letter.tenant);
        // RFC 3834: nobody answers a machine's mail with another machine's mail.
        let automatic = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
        Message::builder()
            .message_id(Some(format!("<{id}@{}>", self.sender.domain())))
            .date(written_at.into())
            .from(Mailbox::new(Some(name.clone()), self.sender.clone()))
            .to(Mailbox::new(None, to))
            .subject(letter.rendered.subject.clone())
            .raw_header(automatic)
            .multipart(MultiPart::alternative_plain_html(letter.rendered.text.clone(), letter.rendered.html.clone()))
            .map_err(|_| unusable("its headers"))
    }
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Smtp({}:{})", self.settings.host, self.settings.port)
    }
}

fn away(error: &lettre::transport::smtp::Error) -> JobError {
    JobError::Again(answer("does not take", error))
}

/// What went wrong, without what the server said: it likes to repeat the recipient's address.
fn answer(verb: &str, error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("the mail server {verb} the mail: code {code}"),
        None if error.is_timeout() => "the mail server did not answer in time".to_owned(),
        None if error.is_tls() => "TLS with the mail server failed".to_owned(),
        None if error.is_client() => "the mail server does not offer what is required of it".to_owned(),
        None if error.is_response() => "the mail server does not speak SMTP".to_owned(),
        None => "the mail server cannot be reached, or hung up".to_owned(),
    }
}
