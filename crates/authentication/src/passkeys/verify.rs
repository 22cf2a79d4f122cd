//! What a browser answers, checked: registration (W3C Web Authentication Level 3, §7.1) and assertion (§7.2).
//!
//! webauthn-rs checks the ceremonies. What it leaves open is decided here: nobody is asked to attest a device, a page in a
//! frame is never accepted, a credential's id is at most 1023 bytes, and the key is kept in its standard form (`COSE_Key`,
//! RFC 9052 §7), so that rows do not depend on a library.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_cbor_2::Value;
use serde_json::json;
use uuid::Uuid;
use webauthn_rs_core::error::WebauthnError;
use webauthn_rs_core::proto::{
    AttestationFormat, AuthenticationState, COSEKey, Credential, ParsedAttestation, PublicKeyCredential,
    RegisterPublicKeyCredential, RegisteredExtensions, RegistrationState, UserVerificationPolicy,
};

use super::LONGEST_ANSWER;
use super::site::{Site, encode};
use super::store::Stored;

/// The algorithms offered, in the words and numbers of the registry (RFC 9053, RFC 8812), the best first.
pub(crate) const ALGORITHMS: [(&str, i64); 3] = [("ES256", -7), ("ES384", -35), ("RS256", -257)];
/// The longest id of a credential (§6.5.1).
const LONGEST_ID: usize = 1023;

/// Why a passkey does not open the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyProblem {
    /// The answer is none of a browser.
    #[error("the answer cannot be read")]
    Malformed,
    /// The challenge is too old, was answered before, or was given to somebody else.
    #[error("the challenge is over")]
    Expired,
    /// Nobody has this passkey here; it may have been removed.
    #[error("the passkey is not known")]
    Unknown,
    /// The device did not ask who holds it, although it did when the passkey was made.
    #[error("the device did not check who holds it")]
    Unverified,
    /// The device has counted less far than before: there may be a copy of it.
    #[error("there may be a copy of the passkey")]
    Copied,
    /// It is another account's than the one that was named.
    #[error("it is the passkey of another account")]
    OtherAccount,
    /// The device holds a passkey of this account already, or somebody else has one with the same id.
    #[error("the passkey is known already")]
    Taken,
    /// The person has as many as anybody may have.
    #[error("there are too many passkeys")]
    TooMany,
    /// Its owner said that the account is at risk: it opens nothing by itself any more.
    #[error("the account is at risk")]
    AtRisk,
    /// Something in the answer does not fit: the place, the signature, a flag.
    #[error("the answer does not fit")]
    Refused,
}

impl PasskeyProblem {
    /// The word of it, for the trail and for pages.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Expired => "expired",
            Self::Unknown => "unknown",
            Self::Unverified => "unverified",
            Self::Copied => "copied",
            Self::OtherAccount => "other-account",
            Self::Taken => "taken",
            Self::TooMany => "too-many",
            Self::AtRisk => "at-risk",
            Self::Refused => "refused",
        }
    }
}

impl From<WebauthnError> for PasskeyProblem {
    fn from(error: WebauthnError) -> Self {
        match error {
            WebauthnError::UserNotVerified => Self::Unverified,
            WebauthnError::CredentialPossibleCompromise => Self::Copied,
            WebauthnError::MismatchedChallenge => Self::Expired,
            WebauthnError::ParseJSONFailure(_)
            | WebauthnError::ParseCBORFailure(_)
            | WebauthnError::ParseBase64Failure(_)
            | WebauthnError::ParseNOMFailure
            | WebauthnError::ParseInsufficientBytesAvailable => Self::Malformed,
            _ => Self::Refused,
        }
    }
}

/// A passkey that was made.
#[derive(Debug)]
pub(crate) struct Made {
    pub credential_id: Vec<u8>,
    pub public_key: Vec<u8>,
    pub counter: i64,
    pub aaguid: Uuid,
    /// The ways to reach the device, as the browser names them, with a space between them.
    pub transports: String,
    pub is_verified: bool,
    pub is_backup_eligible: bool,
    pub is_backed_up: bool,
}

/// A passkey that was used.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Used {
    pub counter: i64,
    pub is_verified: bool,
    pub is_backed_up: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    challenge: String,
    cross_origin: Option<bool>,
    top_origin: Option<String>,
}

/// The challenge an answer is for, as it was given out. A page that stood in another's frame is refused (§7.1, §7.2).
fn challenge_in(client_data: &[u8]) -> Result<Vec<u8>, PasskeyProblem> {
    let data: ClientData = serde_json::from_slice(client_data).map_err(|_| PasskeyProblem::Malformed)?;
    if data.cross_origin == Some(true) || data.top_origin.is_some() {
        return Err(PasskeyProblem::Refused);
    }
    URL_SAFE_NO_PAD.decode(data.challenge).map_err(|_| PasskeyProblem::Malformed)
}

/// What a browser answered when a passkey was made.
pub(crate) struct Making {
    answer: RegisterPublicKeyCredential,
    pub challenge: Vec<u8>,
}

impl Making {
    /// Reads the answer; nothing in it is believed yet.
    pub fn read(answer: &str) -> Result<Self, PasskeyProblem> {
        let answer: RegisterPublicKeyCredential = parse(answer)?;
        if answer.type_ != "public-key" {
            return Err(PasskeyProblem::Malformed);
        }
        let challenge = challenge_in(&answer.response.client_data_json)?;
        Ok(Self { answer, challenge })
    }

    /// Checks everything but whether the challenge was ours, which whoever took it knows.
    pub fn check(&self, site: &Site) -> Result<Made, PasskeyProblem> {
        let state: RegistrationState = from_json(json!({
            "policy": "preferred",
            "exclude_credentials": [],
            "challenge": encode(&self.challenge),
            "credential_algorithms": ALGORITHMS.map(|(word, _)| word),
            "require_resident_key": true,
            "authenticator_attachment": null,
            "extensions": {},
            "allow_synchronised_authenticators": true,
        }))?;
        let credential = site.core.register_credential(&self.answer, &state, None)?;
        let (aaguid, public_key) =
            attested(&self.answer.response.attestation_object).ok_or(PasskeyProblem::Malformed)?;
        let credential_id = credential.cred_id;
        if credential_id.len() > LONGEST_ID || credential_id != self.answer.raw_id {
            return Err(PasskeyProblem::Refused);
        }
        let transports = self.answer.response.transports.iter().flatten();
        let transports: Vec<String> = transports.map(ToString::to_string).collect();
        Ok(Made {
            credential_id,
            public_key,
            counter: credential.counter.into(),
            aaguid,
            transports: transports.join(" "),
            is_verified: credential.user_verified,
            is_backup_eligible: credential.backup_eligible,
            is_backed_up: credential.backup_state,
        })
    }
}

/// The model of the device and the key, from the attestation object (§6.5.4), which was checked before.
fn attested(object: &[u8]) -> Option<(Uuid, Vec<u8>)> {
    let Value::Map(object) = serde_cbor_2::from_slice(object).ok()? else { return None };
    let Value::Bytes(data) = object.get(&Value::Text("authData".to_owned()))? else { return None };
    // The hash, the flags and the counter; the model; the length of the id; the id; the key, and perhaps extensions.
    let aaguid = Uuid::from_slice(data.get(37..53)?).ok()?;
    let length = u16::from_be_bytes(data.get(53..55)?.try_into().ok()?);
    let rest = data.get(55 + usize::from(length)..)?;
    let mut reader = serde_cbor_2::Deserializer::from_slice(rest);
    let key = Value::deserialize(&mut reader).ok()?;
    Some((aaguid, serde_cbor_2::to_vec(&key).ok()?))
}

/// What a browser answered when a passkey was used.
pub(crate) struct Using {
    answer: PublicKeyCredential,
    pub challenge: Vec<u8>,
}

impl Using {
    /// Reads the answer; nothing in it is believed yet.
    pub fn read(answer: &str) -> Result<Self, PasskeyProblem> {
        let answer: PublicKeyCredential = parse(answer)?;
        if answer.type_ != "public-key" || answer.raw_id.len() > LONGEST_ID {
            return Err(PasskeyProblem::Malformed);
        }
        let challenge = challenge_in(&answer.response.client_data_json)?;
        Ok(Self { answer, challenge })
    }

    /// The id of the passkey that is said to be used.
    pub fn credential_id(&self) -> &[u8] {
        &self.answer.raw_id
    }

    /// Checks everything but whether the challenge was ours, which whoever took it knows.
    ///
    /// Whose passkey it is, the device says as well (§7.2 step 6). It may leave that out only if the account was known
    /// before, which `must_say_whose` tells.
    pub fn check(&self, site: &Site, stored: &Stored, must_say_whose: bool) -> Result<Used, PasskeyProblem> {
        match &self.answer.response.user_handle {
            Some(said) if said.as_slice() == stored.person_id.0.as_bytes() => {}
            None if !must_say_whose => {}
            _ => return Err(PasskeyProblem::Refused),
        }
        let key: Value = serde_cbor_2::from_slice(&stored.public_key).map_err(|_| PasskeyProblem::Refused)?;
        let credential = Credential {
            cred_id: stored.credential_id.clone(),
            cred: COSEKey::try_from(&key)?,
            counter: u32::try_from(stored.counter).unwrap_or(u32::MAX),
            transports: None,
            user_verified: stored.is_verified,
            backup_eligible: stored.is_backup_eligible,
            backup_state: stored.is_backed_up,
            // A device that asked who holds it when the passkey was made must ask each time.
            registration_policy: UserVerificationPolicy::Preferred,
            extensions: RegisteredExtensions::none(),
            attestation: ParsedAttestation::default(),
            attestation_format: AttestationFormat::None,
        };
        let state: AuthenticationState = from_json(json!({
            "credentials": [],
            "policy": "preferred",
            "challenge": encode(&self.challenge),
            "appid": null,
            "allow_backup_eligible_upgrade": false,
        }))?;
        let used = site.core.authenticate_single_credential(&self.answer, &state, &credential)?;
        Ok(Used {
            counter: used.counter().into(),
            // A PIN that was set on a found device afterwards proves nothing.
            is_verified: used.user_verified() && stored.is_verified,
            is_backed_up: used.backup_state(),
        })
    }
}

fn parse<T: for<'de> Deserialize<'de>>(answer: &str) -> Result<T, PasskeyProblem> {
    if answer.len() > LONGEST_ANSWER {
        return Err(PasskeyProblem::Malformed);
    }
    serde_json::from_str(answer).map_err(|_| PasskeyProblem::Malformed)
}

/// The library keeps what it expects in a form made for storing; ours is written here, since the challenge is all that
/// differs from one to the next.
fn from_json<T: for<'de> Deserialize<'de>>(state: impl Serialize) -> Result<T, PasskeyProblem> {
    serde_json::to_value(state).and_then(serde_json::from_value).map_err(|_| PasskeyProblem::Refused)
}

#[cfg(test)]
mod vectors;
