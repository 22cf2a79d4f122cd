//! Submitted forms: every name once unless it may repeat, within sane limits.

use std::collections::{BTreeMap, BTreeSet};

use app::form::FormState;
use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use foundation::Secret;

use super::{Door, Fault, kept};

/// The fields of a submitted form.
#[derive(Default)]
pub struct Submitted(Vec<(String, String)>);

/// Fields that hold secrets: they are wiped after use and never come back to the browser.
const SECRETS: [&str; 9] =
    ["password", "current", "token", "code", "codes", "mailed_code", "badge", "pin", "pin_again"];
/// Fields with several values: a form has a box for each.
const REPEATED: [&str; 7] = ["permission", "languages", "proof_for", "kind", "day", "person", "column"];
/// The most fields of a form: some people chosen one by one, and a box for each attribute.
const MOST: usize = 900;

impl<S: Sync> FromRequest<S> for Submitted {
    type Rejection = Fault;

    async fn from_request(request: Request, _: &S) -> Result<Self, Fault> {
        let door = request.extensions().get::<Door>().cloned();
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let is_form = kind
            .split(';')
            .next()
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"));
        let body = to_bytes(request.into_body(), 1 << 20).await.map_err(|_| Fault::Malformed)?;
        if body.is_empty() {
            return Ok(Self::default());
        }
        if !is_form {
            return Err(Fault::Malformed);
        }
        let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(&body).map_err(|_| Fault::Malformed)?;
        if fields.len() > MOST {
            return Err(Fault::Malformed);
        }
        // A field given twice is an attempt to have it checked by one value and used by the other (SEC-29).
        let mut seen = BTreeSet::new();
        if fields.iter().any(|(name, _)| !REPEATED.contains(&name.as_str()) && !seen.insert(name)) {
            return Err(Fault::Malformed);
        }
        let sent = Self(fields);
        if let Some(door) = door.filter(kept::may_wait) {
            door.note_sent(sent.state());
        }
        Ok(sent)
    }
}

/// A form that waited, read as it was sent.
impl From<&FormState> for Submitted {
    fn from(form: &FormState) -> Self {
        let mut fields = Vec::new();
        for (name, value) in &form.values {
            if REPEATED.contains(&name.as_str()) {
                fields.extend(value.split('\n').map(|one| (name.clone(), one.to_owned())));
            } else {
                fields.push((name.clone(), value.clone()));
            }
        }
        Self(fields)
    }
}

impl Submitted {
    /// The first value of a field; empty when it was not sent.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// Whether a field was sent, also an empty one.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(field, _)| field == name)
    }

    /// The value of a field, unless it is empty.
    #[must_use]
    pub fn some(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|value| !value.trim().is_empty())
    }

    /// A secret, exactly as it was typed.
    #[must_use]
    pub fn secret(&self, name: &str) -> Secret {
        Secret::new(self.text(name))
    }

    /// Every value of a field.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(field, _)| field == name).map(|(_, value)| value.clone()).collect()
    }

    /// Whether a check box was ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        self.some(name).is_some()
    }

    /// The values of fields whose name begins with `prefix`, without it.
    #[must_use]
    pub fn with_prefix(&self, prefix: &str) -> BTreeMap<String, String> {
        self.0
            .iter()
            .filter_map(|(field, value)| Some((field.strip_prefix(prefix)?.to_owned(), value.clone())))
            .collect()
    }

    /// The form as it is shown again; secrets are left out.
    #[must_use]
    pub fn state(&self) -> FormState {
        FormState::from_pairs(
            self.0.iter().filter(|(name, _)| !SECRETS.contains(&name.as_str())).map(|(name, value)| (name, value)),
        )
    }
}
