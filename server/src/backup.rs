//! A backup of the embedded database as operators keep it: the copy, and beside it a description that tells when and by which version
//! it was made, and lets any change of the copy show.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{Context, SHA256};
use data_encoding::HEXLOWER;
use foundation::Instant;
use serde::{Deserialize, Serialize};

use crate::commands::Failure;

/// The form of the description this version writes and reads.
const FORMAT: u32 = 1;
/// So much of a file is in memory at once.
const PIECE: usize = 1 << 20;

/// What is known of a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The form of the description.
    pub format: u32,
    /// The version of the product that made it.
    pub version: String,
    /// The version of the schema.
    pub schema: usize,
    /// When the copy was begun, in UTC: what was committed by then is in it.
    pub taken_at: Instant,
    /// How long the copy is.
    pub bytes: u64,
    /// The SHA-256 digest of the copy, in hexadecimal digits.
    pub sha256: String,
}

impl Description {
    /// Describes a copy.
    ///
    /// # Errors
    /// When the copy cannot be read.
    pub fn of(copy: &Path, taken_at: Instant) -> Result<Self, Failure> {
        let mut file = File::open(copy).map_err(|error| unreadable(copy, &error))?;
        let (bytes, sha256) = digest(&mut file, &mut io::sink()).map_err(|error| unreadable(copy, &error))?;
        let (version, schema) = (env!("CARGO_PKG_VERSION").to_owned(), database::schema_version());
        Ok(Self { format: FORMAT, version, schema, taken_at, bytes, sha256 })
    }

    /// Where the description of a copy is.
    #[must_use]
    pub fn path(copy: &Path) -> PathBuf {
        PathBuf::from(format!("{}.json", copy.display()))
    }

    /// Reads the description of a copy.
    ///
    /// # Errors
    /// When there is none, or this version cannot put such a copy back.
    pub fn read(copy: &Path) -> Result<Self, Failure> {
        let path = Self::path(copy);
        let text = fs::read_to_string(&path).map_err(|error| {
            format!("{}: {error}; it is written with each backup and belongs beside it", path.display())
        })?;
        let found: Self = serde_json::from_str(&text)
            .map_err(|error| format!("{} does not describe a backup: {error}", path.display()))?;
        if found.format != FORMAT || found.schema > database::schema_version() {
            let version = &found.version;
            return Err(format!("{} was made by Pforte {version}, which is newer than this one", copy.display()).into());
        }
        Ok(found)
    }

    /// Writes the description of a copy beside it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, copy: &Path) -> Result<(), Failure> {
        let path = Self::path(copy);
        let text = serde_json::to_string_pretty(self)? + "\n";
        let written = OpenOptions::new().write(true).create_new(true).open(&path).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        Ok(written.map_err(|error| format!("{}: {error}", path.display()))?)
    }

    /// Copies what is described into a file of the owner's alone, unless it was changed.
    ///
    /// # Errors
    /// What was changed, or cannot be read or written. The file may be there then.
    pub fn take_out(&self, copy: &Path, to: &Path) -> Result<(), Failure> {
        let mut from = File::open(copy).map_err(|error| unreadable(copy, &error))?;
        let mut file = own_file(to).map_err(|error| format!("{}: {error}", to.display()))?;
        let taken = digest(&mut from, &mut file).and_then(|found| file.sync_all().map(|()| found));
        let (bytes, sha256) = taken.map_err(|error| format!("{} cannot be copied: {error}", copy.display()))?;
        if (bytes, &sha256) != (self.bytes, &self.sha256) {
            return Err(format!(
                "{} is not the file that was written: it was changed or cut off since",
                copy.display()
            )
            .into());
        }
        Ok(())
    }
}

/// A new file that only its owner reads.
fn own_file(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

/// Copies bytes; returns how many, and their digest.
fn digest(from: &mut impl Read, to: &mut impl Write) -> io::Result<(u64, String)> {
    let (mut context, mut bytes, mut piece) = (Context::new(&SHA256), 0, vec![0; PIECE]);
    loop {
        let read = match from.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let piece = piece.get(..read).unwrap_or_default();
        context.update(piece);
        to.write_all(piece)?;
        bytes += piece.len() as u64;
    }
    Ok((bytes, HEXLOWER.encode(context.finish().as_ref())))
}

fn unreadable(path: &Path, error: &io::Error) -> String {
    format!("{} cannot be read: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::Description;

    #[test]
    fn a_copy_that_was_changed_is_not_taken_out() {
        let folder = tempfile::tempdir().unwrap();
        let (copy, to) = (folder.path().join("copy.db"), folder.path().join("taken.db"));
        std::fs::write(&copy, vec![7; 3_000_000]).unwrap();
        let missing = Description::read(&copy).unwrap_err().to_string();
        assert!(missing.contains("copy.db.json"), "{missing}");
        let taken_at = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let described = Description::of(&copy, taken_at).unwrap();
        described.write(&copy).unwrap();
        assert_eq!(Description::read(&copy).unwrap(), described);
        described.take_out(&copy, &to).unwrap();
        assert_eq!(std::fs::read(&to).unwrap(), std::fs::read(&copy).unwrap());
        assert!(described.take_out(&copy, &to).is_err(), "a file is there");
        let mut bytes = std::fs::read(&copy).unwrap();
        bytes[2_999_999] = 8;
        std::fs::write(&copy, &bytes).unwrap();
        std::fs::remove_file(&to).unwrap();
        let changed = described.take_out(&copy, &to).unwrap_err().to_string();
        assert!(changed.contains("was changed or cut off"), "{changed}");
    }

    #[test]
    fn the_copy_of_a_newer_version_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("copy.db");
        std::fs::write(&copy, "x").unwrap();
        let taken_at = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let described = Description::of(&copy, taken_at).unwrap();
        Description { schema: described.schema + 1, version: "9.0.0".to_owned(), ..described }.write(&copy).unwrap();
        let newer = Description::read(&copy).unwrap_err().to_string();
        assert!(newer.contains("9.0.0"), "{newer}");
    }
}
