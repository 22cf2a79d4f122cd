//! The master keys: given by the operator, or in development made once and kept in a file.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use foundation::Randomness;
use zeroize::Zeroizing;

use super::values::Value;
use super::{Config, ConfigError};

/// Master keys by number, the sealing one last, as `database::Vault` takes them.
#[derive(Clone)]
pub struct MasterKeys(Vec<(u8, Zeroizing<[u8; 32]>)>);

const FILE: &str = "master.key";

impl MasterKeys {
    /// The keys by number; at least one.
    #[must_use]
    pub fn as_slice(&self) -> &[(u8, Zeroizing<[u8; 32]>)] {
        &self.0
    }

    /// A new key as an operator writes it down: Base64 of 32 random bytes.
    #[must_use]
    pub fn generate(randomness: &Randomness) -> Zeroizing<String> {
        Zeroizing::new(STANDARD.encode(Zeroizing::new(randomness.bytes::<32>()).as_slice()))
    }
}

impl std::fmt::Debug for MasterKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(number, _)| number)).finish()
    }
}

impl Value for MasterKeys {
    const SECRET: bool = true;
    fn kind() -> String {
        "32 bytes in Base64 or hexadecimal, or `1:KEY,2:KEY`".to_owned()
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut keys: Vec<(u8, Zeroizing<[u8; 32]>)> = Vec::new();
        for part in text.split([',', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
            let (number, key) = match part.split_once(':') {
                Some((number, key)) => {
                    (number.trim().parse().map_err(|_| "has a key whose number is not 1 to 255")?, key)
                }
                None => (1, part),
            };
            if number == 0 || keys.last().is_some_and(|(before, _)| *before >= number) {
                return Err("must number its keys from 1 to 255 in rising order".to_owned());
            }
            let key = decode(key.trim()).ok_or("has a key that is not 32 bytes in Base64 or hexadecimal")?;
            if key.iter().all(|byte| key.first() == Some(byte)) || keys.iter().any(|(_, other)| *other == key) {
                return Err("has a key that is not random".to_owned());
            }
            keys.push((number, key));
        }
        if keys.is_empty() { Err("holds no key".to_owned()) } else { Ok(Self(keys)) }
    }

    fn shown(&self) -> Option<String> {
        Some("•••".to_owned())
    }
}

fn decode(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let bytes = if text.len() == 64 {
        let digit = |letter: u8| char::from(letter).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let pair = |pair: &[u8]| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        };
        text.as_bytes().chunks(2).map(pair).collect::<Option<Vec<u8>>>()?
    } else {
        [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD].iter().find_map(|engine| engine.decode(text).ok())?
    };
    let bytes = Zeroizing::new(bytes);
    bytes.as_slice().try_into().ok().map(Zeroizing::new)
}

impl Config {
    /// The master keys: the operator's, or in development those of the key file, which is made at the first start.
    ///
    /// # Errors
    /// When the key file cannot be read or is malformed, and when it is gone although there is data sealed under it:
    /// a new key in its place would hide that the old data can no longer be read.
    pub fn master_keys(&self, randomness: &Randomness) -> Result<MasterKeys, ConfigError> {
        if let Some(keys) = &self.master_key {
            return Ok(keys.clone());
        }
        let refuse = |text: String| Err(ConfigError(vec![text]));
        let own = self.data_dir.join(FILE);
        let path = self.master_key_file.as_deref().unwrap_or(&own);
        match std::fs::read_to_string(path).map(Zeroizing::new) {
            Ok(text) => MasterKeys::parse(text.trim())
                .map_err(|reason| ConfigError(vec![format!("the key file {} {reason}", path.display())])),
            Err(error) if error.kind() != std::io::ErrorKind::NotFound || self.master_key_file.is_some() => {
                refuse(format!("`master_key_file`: {} cannot be read: {error}", path.display()))
            }
            Err(_) => match self.database().file() {
                Some(database) if database.exists() => refuse(format!(
                    "the key file {} is missing, but there is data in {}. Put the key file back from a backup; without \
                     it what is sealed there cannot be read. To begin anew, move the database away too",
                    path.display(),
                    database.display()
                )),
                _ => self.make_key_file(path, randomness).map_err(|error| {
                    ConfigError(vec![format!("the key file {} cannot be written: {error}", path.display())])
                }),
            },
        }
    }

    /// As [`Config::master_keys`], and makes none: what was sealed elsewhere is opened with the keys it was sealed with.
    ///
    /// # Errors
    /// As [`Config::master_keys`], and when there is no key.
    pub fn given_master_keys(&self, randomness: &Randomness) -> Result<MasterKeys, ConfigError> {
        let path = self.data_dir.join(FILE);
        if self.master_key.is_none() && self.master_key_file.is_none() && !path.exists() {
            let text = format!("there is no master key: put the one that sealed the data into {}", path.display());
            return Err(ConfigError(vec![text]));
        }
        self.master_keys(randomness)
    }

    fn make_key_file(&self, path: &Path, randomness: &Randomness) -> std::io::Result<MasterKeys> {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.data_dir)?;
        let text = MasterKeys::generate(randomness);
        // `create_new`: two first starts at once cannot overwrite each other's key.
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        writeln!(file, "1:{}", text.as_str())?;
        file.sync_all()?;
        MasterKeys::parse(&text).map_err(std::io::Error::other)
    }
}
