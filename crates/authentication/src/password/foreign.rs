//! Password hashes that other systems made. They are judged as they are until their owner signs in, and are made anew then.
//!
//! What a hash may cost is bounded when it comes in: somebody else chose it.

use std::num::NonZeroU32;

use argon2_rust::{Algorithm, Argon2, Version};
use aws_lc_rs::{digest, pbkdf2};
use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::Deserialize;
use sha_crypt::PasswordVerifier as _;
use subtle::ConstantTimeEq as _;

use super::phc::{Cost, Stored};

/// The longest text that is looked at, in bytes.
const LONGEST: usize = 1_024;
/// The most memory a hash may take, in KiB.
const MOST_MEMORY_KIB: u64 = 131_072;
/// The most iterations of PBKDF2 and rounds of SHA-crypt: about a second.
const MOST_ROUNDS: u32 = 2_000_000;
/// The highest cost of bcrypt: about a second.
const MOST_BCRYPT: u32 = 14;

/// How long the results of scrypt are, in bytes. The beginning of one, as of PBKDF2's, is the shorter result for the same
/// password, so that a hash which was cut off in a file would pass for a whole one.
const WHOLE: [usize; 2] = [32, 64];

/// Base64 with padding or without it.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Why a text cannot be imported as a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HashProblem {
    /// It is in none of the forms that are known, or damaged.
    Unknown,
    /// It would take more time or memory to judge than a sign-in may.
    TooCostly,
}

impl HashProblem {
    /// The word of it in language files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "not-a-hash",
            Self::TooCostly => "hash-too-costly",
        }
    }
}

/// Reads a hash as another system wrote it and returns the form in which it is stored.
///
/// Known are the PHC and modular crypt forms of Argon2, scrypt, PBKDF2, bcrypt and SHA-crypt; those of Django; the
/// credentials of Keycloak as JSON; and the salted SHA of directories (`{SSHA}`, `{SSHA256}`, `{SSHA512}`; RFC 2307).
///
/// # Errors
/// [`HashProblem`]; a password in clear text is never a hash.
pub fn accept(text: &str) -> Result<String, HashProblem> {
    let text = text.trim();
    if text.len() > LONGEST {
        return Err(HashProblem::Unknown);
    }
    let text = if text.starts_with('{') && text.ends_with('}') {
        keycloak(text).ok_or(HashProblem::Unknown)?
    } else {
        text.to_owned()
    };
    Foreign::parse(&text)?;
    Ok(text)
}

/// Whether a text begins as hashes do: what should not be shown.
#[must_use]
pub fn looks_like_one(text: &str) -> bool {
    const BEGINNINGS: [&str; 17] = [
        "$2a$",
        "$2b$",
        "$2y$",
        "$5$",
        "$6$",
        "$argon2",
        "$scrypt$",
        "$pbkdf2",
        "{SSHA",
        "{CRYPT}",
        "argon2$",
        "bcrypt$",
        "bcrypt_sha256$",
        "scrypt$",
        "pbkdf2_",
        "sha1$",
        "{\"secretData\"",
    ];
    let text = text.trim_start();
    BEGINNINGS.iter().any(|beginning| text.starts_with(beginning)) || text.contains("secretData")
}

/// A hash that somebody else made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Foreign {
    Argon2 {
        algorithm: Algorithm,
        version: Version,
        cost: Cost,
        salt: Vec<u8>,
        tag: Vec<u8>,
    },
    Bcrypt {
        text: String,
        is_digested: bool,
    },
    Scrypt {
        log_n: u8,
        r: u32,
        p: u32,
        salt: Vec<u8>,
        tag: Vec<u8>,
    },
    Pbkdf2 {
        sha: Sha,
        iterations: NonZeroU32,
        salt: Vec<u8>,
        tag: Vec<u8>,
    },
    ShaCrypt(String),
    /// The digest of the password followed by the salt, or preceded by it.
    Salted {
        sha: Sha,
        salt: Vec<u8>,
        tag: Vec<u8>,
        salt_first: bool,
    },
}

/// The members of the SHA family that are met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sha {
    Sha1,
    Sha256,
    Sha512,
}

impl Sha {
    fn from_word(word: &str) -> Option<Self> {
        match word {
            "" | "sha1" | "sha-1" => Some(Self::Sha1),
            "sha256" | "sha-256" => Some(Self::Sha256),
            "sha512" | "sha-512" => Some(Self::Sha512),
            _ => None,
        }
    }

    const fn bytes(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }

    fn digest(self, content: &[u8]) -> Vec<u8> {
        let algorithm = match self {
            Self::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &digest::SHA256,
            Self::Sha512 => &digest::SHA512,
        };
        digest::digest(algorithm, content).as_ref().to_vec()
    }

    const fn pbkdf2(self) -> pbkdf2::Algorithm {
        match self {
            Self::Sha1 => pbkdf2::PBKDF2_HMAC_SHA1,
            Self::Sha256 => pbkdf2::PBKDF2_HMAC_SHA256,
            Self::Sha512 => pbkdf2::PBKDF2_HMAC_SHA512,
        }
    }
}

impl Foreign {
    /// Reads a stored text.
    pub(crate) fn parse(text: &str) -> Result<Self, HashProblem> {
        let text = text.strip_prefix("{CRYPT}").unwrap_or(text);
        let read = match text.split(['$', '}']).next().unwrap_or_default() {
            "" => Self::modular(text),
            "{SSHA" => Self::directory(Sha::Sha1, text),
            "{SSHA256" => Self::directory(Sha::Sha256, text),
            "{SSHA512" => Self::directory(Sha::Sha512, text),
            _ => Self::django(text),
        };
        let read = read.ok_or(HashProblem::Unknown)?;
        if read.is_affordable() { Ok(read) } else { Err(HashProblem::TooCostly) }
    }

    /// `$name$…$salt$hash`.
    fn modular(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('$').skip(1).collect();
        match *parts.as_slice() {
            ["2a" | "2b" | "2y", _, _] => Self::bcrypt(text, false),
            ["5" | "6", ..] => Self::sha_crypt(text),
            ["argon2i" | "argon2d" | "argon2id", ..] => Self::argon2(&parts),
            ["scrypt", parameters, salt, tag] => {
                let of = |name| named(parameters, name);
                let log_n = u8::try_from(of("ln")?).ok()?;
                Self::scrypt(log_n, of("r")?, of("p")?, BASE64.decode(salt).ok()?, BASE64.decode(tag).ok()?)
            }
            [name, iterations, salt, tag] => {
                let sha = Sha::from_word(name.strip_prefix("pbkdf2")?.trim_start_matches('-'))?;
                let tag = adapted(tag)?;
                if named(iterations, "l").is_some_and(|length| usize::try_from(length) != Ok(tag.len())) {
                    return None;
                }
                let iterations = iterations.parse().ok().or_else(|| named(iterations, "i"))?;
                Self::pbkdf2(sha, iterations, adapted(salt)?, tag)
            }
            _ => None,
        }
    }

    /// `name$…`, as Django writes them; a salt is text there.
    fn django(text: &str) -> Option<Self> {
        let (name, rest) = text.split_once('$')?;
        let parts: Vec<&str> = rest.split('$').collect();
        match (name, parts.as_slice()) {
            ("argon2", _) => Self::modular(&format!("${rest}")),
            ("bcrypt", _) => Self::bcrypt(rest, false),
            ("bcrypt_sha256", _) => Self::bcrypt(rest, true),
            ("scrypt", [n, salt, r, p, tag]) => {
                let n: u64 = n.parse().ok()?;
                let log_n = n.is_power_of_two().then(|| n.trailing_zeros())?;
                let (r, p, tag) = (r.parse().ok()?, p.parse().ok()?, BASE64.decode(tag).ok()?);
                if tag.len() != 64 {
                    return None;
                }
                Self::scrypt(log_n.try_into().ok()?, r, p, salt.as_bytes().to_vec(), tag)
            }
            ("sha1", [salt, tag]) if !salt.is_empty() => {
                let (sha, tag) = (Sha::Sha1, unhexed(tag)?);
                let salt = salt.as_bytes().to_vec();
                (tag.len() == sha.bytes()).then_some(Self::Salted { sha, salt, tag, salt_first: true })
            }
            (name, [iterations, salt, tag]) => {
                let sha = Sha::from_word(name.strip_prefix("pbkdf2_")?)?;
                Self::pbkdf2(sha, iterations.parse().ok()?, salt.as_bytes().to_vec(), BASE64.decode(tag).ok()?)
            }
            _ => None,
        }
    }

    /// `{SSHA…}`: the digest, and behind it the salt.
    fn directory(sha: Sha, text: &str) -> Option<Self> {
        let mut tag = BASE64.decode(text.split_once('}')?.1).ok()?;
        let salt = (tag.len() > sha.bytes()).then(|| tag.split_off(sha.bytes()))?;
        (salt.len() <= 64).then_some(Self::Salted { sha, salt, tag, salt_first: false })
    }

    fn argon2(parts: &[&str]) -> Option<Self> {
        let (name, version, parameters, salt, tag) = match *parts {
            [name, version, parameters, salt, tag] => (name, version.strip_prefix("v=")?, parameters, salt, tag),
            // What was written before the versions were told apart.
            [name, parameters, salt, tag] => (name, "16", parameters, salt, tag),
            _ => return None,
        };
        let algorithm = match name {
            "argon2i" => Algorithm::Argon2i,
            "argon2d" => Algorithm::Argon2d,
            _ => Algorithm::Argon2id,
        };
        let version = match version {
            "16" => Version::V0x10,
            "19" => Version::V0x13,
            _ => return None,
        };
        let of = |name| named(parameters, name);
        let cost = Cost { memory_kib: of("m")?, passes: of("t")?, lanes: of("p")? };
        let (salt, tag) = (BASE64.decode(salt).ok()?, BASE64.decode(tag).ok()?);
        let is_sane = (8..=64).contains(&salt.len()) && (16..=64).contains(&tag.len()) && cost.lanes > 0;
        (is_sane && cost.passes > 0 && cost.memory_kib >= 8).then_some(Self::Argon2 {
            algorithm,
            version,
            cost,
            salt,
            tag,
        })
    }

    fn bcrypt(text: &str, is_digested: bool) -> Option<Self> {
        let parts: bcrypt::HashParts = text.parse().ok()?;
        let is_known = ["$2a$", "$2b$", "$2y$"].iter().any(|prefix| text.starts_with(prefix));
        (is_known && parts.get_cost() >= 4).then(|| Self::Bcrypt { text: text.to_owned(), is_digested })
    }

    fn scrypt(log_n: u8, r: u32, p: u32, salt: Vec<u8>, tag: Vec<u8>) -> Option<Self> {
        scrypt::Params::new(log_n, r, p).ok()?;
        ((1..=64).contains(&salt.len()) && WHOLE.contains(&tag.len())).then_some(Self::Scrypt {
            log_n,
            r,
            p,
            salt,
            tag,
        })
    }

    fn pbkdf2(sha: Sha, iterations: u32, salt: Vec<u8>, tag: Vec<u8>) -> Option<Self> {
        let iterations = NonZeroU32::new(iterations)?;
        ((1..=128).contains(&salt.len()) && [sha.bytes(), 64].contains(&tag.len())).then_some(Self::Pbkdf2 {
            sha,
            iterations,
            salt,
            tag,
        })
    }

    fn sha_crypt(text: &str) -> Option<Self> {
        let last = sha_crypt::PasswordHashRef::new(text).ok()?.fields().last()?.as_str().len();
        let expected = if text.starts_with("$5$") { 43 } else { 86 };
        (last == expected).then(|| Self::ShaCrypt(text.to_owned()))
    }

    /// Whether a sign-in can wait for it and the machine has the memory.
    fn is_affordable(&self) -> bool {
        match self {
            Self::Argon2 { cost, .. } => {
                u64::from(cost.memory_kib) <= MOST_MEMORY_KIB
                    && u64::from(cost.memory_kib) * u64::from(cost.passes) <= 8 * MOST_MEMORY_KIB
                    && cost.passes <= 64
                    && cost.lanes <= 16
            }
            Self::Bcrypt { text, .. } => {
                text.parse::<bcrypt::HashParts>().is_ok_and(|parts| parts.get_cost() <= MOST_BCRYPT)
            }
            Self::Scrypt { log_n, r, p, .. } => {
                let kib = (1_u64 << (*log_n).min(40)).saturating_mul(u64::from(*r)) / 8;
                kib <= MOST_MEMORY_KIB && kib.saturating_mul(u64::from(*p)) <= 4 * MOST_MEMORY_KIB
            }
            Self::Pbkdf2 { iterations, .. } => iterations.get() <= MOST_ROUNDS,
            Self::ShaCrypt(text) => {
                let rounds = text.split('$').find_map(|part| part.strip_prefix("rounds="));
                rounds.is_none_or(|rounds| rounds.parse::<u32>().is_ok_and(|rounds| rounds <= MOST_ROUNDS))
            }
            Self::Salted { .. } => true,
        }
    }

    /// Whether the hash is that of a password.
    pub(crate) fn is_of(&self, password: &[u8]) -> bool {
        let equal = |made: &[u8], tag: &[u8]| bool::from(made.ct_eq(tag));
        match self {
            Self::Argon2 { algorithm, version, cost, salt, tag } => {
                argon2(*algorithm, *version, *cost, password, salt, tag.len()).is_some_and(|made| equal(&made, tag))
            }
            Self::Bcrypt { text, is_digested: false } => bcrypt::verify(password, text).unwrap_or(false),
            Self::Bcrypt { text, is_digested: true } => {
                bcrypt::verify(hexed(&Sha::Sha256.digest(password)), text).unwrap_or(false)
            }
            Self::Scrypt { log_n, r, p, salt, tag } => {
                let mut made = vec![0; tag.len()];
                scrypt::Params::new(*log_n, *r, *p)
                    .is_ok_and(|params| scrypt::scrypt(password, salt, &params, &mut made).is_ok())
                    && equal(&made, tag)
            }
            Self::Pbkdf2 { sha, iterations, salt, tag } => {
                pbkdf2::verify(sha.pbkdf2(), *iterations, salt, password, tag).is_ok()
            }
            Self::ShaCrypt(text) => sha_crypt::PasswordHashRef::new(text)
                .is_ok_and(|hash| sha_crypt::ShaCrypt::default().verify_password(password, hash).is_ok()),
            Self::Salted { sha, salt, tag, salt_first } => {
                let (first, second) =
                    if *salt_first { (salt.as_slice(), password) } else { (password, salt.as_slice()) };
                equal(&sha.digest(&[first, second].concat()), tag)
            }
        }
    }
}

fn argon2(
    algorithm: Algorithm,
    version: Version,
    cost: Cost,
    password: &[u8],
    salt: &[u8],
    length: usize,
) -> Option<Vec<u8>> {
    let params = cost.params(length)?;
    let mut made = vec![0; length];
    Argon2::new(algorithm, version, params).hasher().hash_into(password, salt, &mut made).ok()?;
    Some(made)
}

/// The value of `name` in `name=1,other=2`.
fn named(parameters: &str, name: &str) -> Option<u32> {
    let mut pairs = parameters.split(',').filter_map(|pair| pair.split_once('='));
    pairs.find(|(found, _)| *found == name)?.1.parse().ok()
}

/// Base64 in which some write `.` for `+`.
fn adapted(text: &str) -> Option<Vec<u8>> {
    BASE64.decode(text.replace('.', "+")).ok()
}

fn unhexed(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = text.chars().map(|digit| digit.to_digit(16)).collect::<Option<_>>()?;
    let byte = |pair: &[u32]| match pair {
        [high, low] => u8::try_from(high * 16 + low).ok(),
        _ => None,
    };
    digits.chunks(2).map(byte).collect()
}

fn hexed(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// A credential of Keycloak: two texts that are JSON themselves, in versions of old one object.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Credential {
    secret_data: Inner,
    credential_data: Inner,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Inner {
    Text(String),
    Object(serde_json::Value),
}

impl Inner {
    fn read<T: for<'de> Deserialize<'de>>(self) -> Option<T> {
        match self {
            Self::Text(text) => serde_json::from_str(&text).ok(),
            Self::Object(value) => serde_json::from_value(value).ok(),
        }
    }
}

#[derive(Deserialize)]
struct SecretData {
    value: String,
    salt: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CredentialData {
    hash_iterations: u32,
    algorithm: String,
    #[serde(default)]
    additional_parameters: std::collections::BTreeMap<String, Vec<String>>,
}

/// The PHC form of a credential of Keycloak.
fn keycloak(text: &str) -> Option<String> {
    let credential: Credential = serde_json::from_str(text).ok()?;
    let SecretData { value, salt } = credential.secret_data.read()?;
    let CredentialData { hash_iterations, algorithm, additional_parameters } = credential.credential_data.read()?;
    let (salt, tag) = (BASE64.decode(salt).ok()?, BASE64.decode(value).ok()?);
    if algorithm == "argon2" {
        let of = |name: &str| additional_parameters.get(name).and_then(|values| values.first()).map(String::as_str);
        let version = match of("version")? {
            "1.0" => "16",
            "1.3" => "19",
            _ => return None,
        };
        let cost = Cost {
            memory_kib: of("memory")?.parse().ok()?,
            passes: hash_iterations,
            lanes: of("parallelism")?.parse().ok()?,
        };
        let written = Stored { cost, salt, tag }.to_string();
        let rest = written.strip_prefix("$argon2id$v=19$")?;
        return Some(format!("$argon2{}$v={version}${rest}", of("type")?));
    }
    let sha = algorithm.strip_prefix("pbkdf2")?.trim_start_matches('-');
    let name = if sha.is_empty() { "pbkdf2".to_owned() } else { format!("pbkdf2-{sha}") };
    let written = |bytes: &[u8]| base64::engine::general_purpose::STANDARD_NO_PAD.encode(bytes);
    Some(format!("${name}$i={hash_iterations},l={}${}${}", tag.len(), written(&salt), written(&tag)))
}

#[cfg(test)]
mod tests;
