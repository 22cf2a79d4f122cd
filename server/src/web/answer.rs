//! Answers: pages, redirects, and faults with their status.

use std::time::Duration;

use app::form::{FieldError, FormState};
use app::notice::Notice;
use authentication::AuthenticationError;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use database::{DbError, Refused, Unproved};
use directory::{DirectoryError, FieldProblem};
use foundation::LocalPath;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use permissions::PermissionError;

use super::Door;

/// What a handler returns.
pub type Answer = Result<Response, Fault>;

/// Why there is no page.
#[derive(Debug)]
pub enum Fault {
    /// There is no such thing, or the visitor may not know of it.
    NotFound,
    /// The page needs a session.
    SignedOut,
    /// The visitor lacks a right.
    Refused(Refused),
    /// It is too long ago that the visitor proved who they are: they do that first, and come back to what they typed.
    Unproved,
    /// A rule forbids it.
    Forbidden,
    /// Somebody else was quicker, or the state does not allow it.
    Conflict,
    /// The request is not one of our forms'.
    Malformed,
    /// Too many attempts.
    Throttled(Duration),
    /// Try later.
    Unavailable,
    /// A fault of ours; the chain is logged.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl Fault {
    /// A fault of ours.
    pub fn internal(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(error.into())
    }

    /// The status it is answered with.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Refused(_) | Self::Unproved | Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Conflict => StatusCode::CONFLICT,
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::Throttled(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<DbError> for Fault {
    fn from(error: DbError) -> Self {
        if error.is_unavailable() { Self::Unavailable } else { Self::internal(error) }
    }
}

impl From<Refused> for Fault {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<Unproved> for Fault {
    fn from(_: Unproved) -> Self {
        Self::Unproved
    }
}

impl From<PermissionError> for Fault {
    fn from(error: PermissionError) -> Self {
        DirectoryError::from(error).into()
    }
}

impl From<DirectoryError> for Fault {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::Refused(refused) => Self::Refused(refused),
            DirectoryError::Unproved(_) => Self::Unproved,
            DirectoryError::Rights(_) => Self::Forbidden,
            DirectoryError::NotFound => Self::NotFound,
            DirectoryError::Invalid(_) => Self::Malformed,
            DirectoryError::ChangedMeanwhile | DirectoryError::WrongState => Self::Conflict,
            DirectoryError::Database(error) => error.into(),
        }
    }
}

impl From<audit::AuditError> for Fault {
    fn from(error: audit::AuditError) -> Self {
        match error {
            audit::AuditError::Refused(refused) => Self::Refused(refused),
            audit::AuditError::Unproved(_) => Self::Unproved,
            audit::AuditError::Database(error) => error.into(),
            other @ audit::AuditError::SigningKey(_) => Self::internal(other),
        }
    }
}

impl From<AuthenticationError> for Fault {
    fn from(error: AuthenticationError) -> Self {
        match error {
            AuthenticationError::Refused(refused) => Self::Refused(refused),
            AuthenticationError::Directory(error) => error.into(),
            AuthenticationError::Database(error) => error.into(),
            AuthenticationError::Throttled(wait) => Self::Throttled(wait),
            AuthenticationError::Busy(_) => Self::Unavailable,
            AuthenticationError::NotFresh => Self::Unproved,
            AuthenticationError::LinkExpired | AuthenticationError::NotOffered => Self::NotFound,
            AuthenticationError::WrongCredentials
            | AuthenticationError::WrongCode
            | AuthenticationError::UsedCode
            | AuthenticationError::HalfOver
            | AuthenticationError::OfferOver
            | AuthenticationError::Unconfirmed
            | AuthenticationError::Suspended
            | AuthenticationError::Badge(_)
            | AuthenticationError::Passkey(_)
            | AuthenticationError::SignUpClosed(_) => Self::Forbidden,
        }
    }
}

/// A page.
#[must_use]
pub fn page(html: impl Into<Body>) -> Response {
    Html(html.into()).into_response()
}

/// A form again, with what was wrong: 422, so that a program sees it too.
#[must_use]
pub fn refused_form(html: String) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response()
}

/// A file to keep. `name` is of plain letters.
///
/// # Errors
/// When the name is none.
pub fn attachment(name: &str, media_type: &'static str, body: Body) -> Answer {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).map_err(Fault::internal)?;
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static(media_type)), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, body).into_response())
}

/// As [`attachment`], piece by piece, so that memory holds one: the first, and those that follow while there is a next.
///
/// # Errors
/// As [`attachment`]; a piece that fails later breaks the file off, which is logged.
pub fn in_pieces<N, E, F>(
    name: &str,
    media_type: &'static str,
    (first, next): (impl Into<Bytes>, Option<N>),
    go_on: impl Fn(N) -> F + Send + 'static,
) -> Answer
where
    N: Send + 'static,
    E: std::error::Error + Send + Sync + 'static,
    F: Future<Output = Result<(Bytes, Option<N>), E>> + Send + 'static,
{
    let rest = stream::try_unfold(next, move |next| {
        let piece = next.map(&go_on);
        async move {
            match piece {
                Some(piece) => piece.await.map(Some),
                None => Ok(None),
            }
        }
    });
    let pieces = stream::iter([Ok(first.into())]).chain(rest);
    let pieces = pieces.inspect_err(|error| tracing::error!(error = %error, "a download broke off"));
    attachment(name, media_type, Body::from_stream(pieces))
}

/// See another page, with GET (RFC 9110 §15.4.4: 303, never 307 after a form with a password).
#[must_use]
pub fn see(path: &str) -> Response {
    let target = LocalPath::parse(path).map_or_else(|| "/".to_owned(), |path| path.as_str().to_owned());
    let Ok(value) = HeaderValue::from_str(&target) else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    (StatusCode::SEE_OTHER, [(header::LOCATION, value)]).into_response()
}

/// The answer with a cookie for this host alone that no script reads and that lives for so many seconds; none for 0. `same_site` is `Strict`
/// for what only our own forms send, `Lax` for what a link from elsewhere must find.
///
/// # Errors
/// When name or value are none.
pub fn with_cookie(mut response: Response, name: &str, value: &str, same_site: &'static str, seconds: i64) -> Answer {
    let cookie = format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite={same_site}; Max-Age={seconds}");
    let cookie = HeaderValue::from_str(&cookie).map_err(Fault::internal)?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// See a page of the tenant, which says what was done.
#[must_use]
pub fn done(door: &Door, path: &str, notice: Notice) -> Response {
    let separator = if path.contains('?') { '&' } else { '?' };
    see(&format!("{}{path}{separator}done={}", door.base(), notice.word()))
}

/// The errors of a form, in words of the language files.
#[must_use]
pub fn field_errors(problems: &[FieldProblem]) -> Vec<FieldError> {
    problems
        .iter()
        .map(|problem| {
            let mut error = FieldError::new(&problem.field, problem.code);
            if let Some(minimum) = problem.minimum {
                error = error.with("minimum", minimum);
            }
            if let Some(maximum) = problem.maximum {
                error = error.with("maximum", maximum);
            }
            error
        })
        .collect()
}

/// Turns what a use case refused into errors of its form; anything else is a fault.
///
/// # Errors
/// The fault, when a form cannot help.
pub fn into_form(error: impl Into<AuthenticationError>, form: FormState) -> Result<FormState, Fault> {
    use AuthenticationError as A;
    let code = match error.into() {
        A::Directory(DirectoryError::Invalid(problems)) => {
            return Ok(FormState { errors: field_errors(&problems), ..form });
        }
        A::Directory(DirectoryError::ChangedMeanwhile) => "changed-meanwhile",
        A::Directory(DirectoryError::WrongState) => "unexpected",
        A::Directory(DirectoryError::Rights(error)) => match error {
            PermissionError::LastAdministrator => "last-administrator",
            PermissionError::BeyondOwnRights => "more-rights-than-you",
            PermissionError::NameTaken => return Ok(form.refused(FieldError::new("name", "taken"))),
            PermissionError::ChangedMeanwhile => "changed-meanwhile",
            _ => "not-allowed",
        },
        A::WrongCode => return Ok(form.refused(FieldError::new("code", "code-wrong"))),
        A::UsedCode => return Ok(form.refused(FieldError::new("code", "code-used"))),
        A::OfferOver => "app-offer-over",
        A::Throttled(wait) => {
            let minutes = i64::try_from(wait.as_secs().div_ceil(60)).unwrap_or(i64::MAX);
            return Ok(form.refused(FieldError::of_form("sign-in-throttled").with("minutes", minutes)));
        }
        other => return Err(other.into()),
    };
    Ok(form.refused(FieldError::of_form(code)))
}
