//! A file comes in. It is looked at while it arrives and kept in sealed parts; no part of it waits in memory for the rest.

use audit::{Entry, Stream};
use database::{Database, Transaction};
use foundation::{Caller, ImportId, Permission, SourceId, text};

use super::{forget_files, parts, store};
use crate::file::{FileLimits, Inspection};
use crate::{ImportError, source};

/// How many parts are written in one transaction.
const TOGETHER: usize = 4;

/// Which source the file comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    /// One that is known.
    Known(SourceId),
    /// The one of this name, made if it is new.
    Named(String),
}

/// A file that arrives.
///
/// ```ignore
/// let mut upload = Upload::begin(&database, &caller, From::Named("CRM".into()), "contacts.csv", limits).await?;
/// while let Some(piece) = field.chunk().await? {
///     upload.push(&piece).await?;
/// }
/// let import = upload.finish().await?;
/// ```
///
/// Dropped before its end, it leaves parts behind that [`forget_files`] removes after a day.
pub struct Upload {
    database: Database,
    caller: Caller,
    import: ImportId,
    inspection: Option<Inspection>,
    /// What is not yet written.
    waiting: Vec<u8>,
    parts: u32,
}

/// Takes in a whole file that is in memory already.
///
/// # Errors
/// As [`Upload`].
pub async fn upload(
    database: &Database,
    caller: &Caller,
    from: From,
    file_name: &str,
    limits: FileLimits,
    bytes: &[u8],
) -> Result<ImportId, ImportError> {
    let mut upload = Upload::begin(database, caller, from, file_name, limits).await?;
    upload.push(bytes).await?;
    upload.finish().await
}

impl Upload {
    /// Begins an import with a file of this name.
    ///
    /// # Errors
    /// [`ImportError::Refused`], [`ImportError::NotFound`] for an unknown source, [`ImportError::Invalid`] for its name.
    pub async fn begin(
        database: &Database,
        caller: &Caller,
        from: From,
        file_name: &str,
        limits: FileLimits,
    ) -> Result<Self, ImportError> {
        let mut tx = database.begin(caller).await?;
        tx.allow(Permission::ImportPeople)?;
        let source = match from {
            From::Known(id) => source::find(&mut tx, id).await?.ok_or(ImportError::NotFound)?,
            From::Named(name) => {
                let (source, is_new) = source::named(&mut tx, &name).await?;
                if is_new {
                    let entry = Entry::new("source.created", Stream::Administration).object("source", source.id.0);
                    audit::record(&mut tx, entry.detail("name", &source.name)).await?;
                }
                source
            }
        };
        let import = tx.new_id();
        store::add(&mut tx, import, source.id, &shown(file_name)).await?;
        forget_files::schedule(&mut tx, forget_files::UNFINISHED).await?;
        tx.commit().await?;
        Ok(Self {
            database: database.clone(),
            caller: caller.clone(),
            import,
            inspection: Some(Inspection::new(limits)),
            waiting: Vec::new(),
            parts: 0,
        })
    }

    /// Takes the next piece of the file.
    ///
    /// # Errors
    /// [`ImportError::File`] as soon as it is known that the file is refused; nothing of it is kept then.
    pub async fn push(&mut self, piece: &[u8]) -> Result<(), ImportError> {
        let Some(inspection) = &mut self.inspection else { return Err(ImportError::WrongState) };
        if let Err(problem) = inspection.push(piece) {
            self.discard().await?;
            return Err(problem.into());
        }
        for piece in piece.chunks(parts::PART) {
            self.waiting.extend_from_slice(piece);
            if self.waiting.len() >= TOGETHER * parts::PART {
                let mut tx = self.database.begin(&self.caller).await?;
                self.write(&mut tx, false).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }

    /// The file ends here.
    ///
    /// # Errors
    /// [`ImportError::File`] when the file is refused; nothing of it is kept then.
    pub async fn finish(mut self) -> Result<ImportId, ImportError> {
        let Some(inspection) = self.inspection.take() else { return Err(ImportError::WrongState) };
        let mut facts = match inspection.finish() {
            Ok(facts) => facts,
            Err(problem) => {
                self.discard().await?;
                return Err(problem.into());
            }
        };
        let mut tx = self.database.begin(&self.caller).await?;
        self.write(&mut tx, true).await?;
        facts.parts = self.parts;
        if !store::arrived(&mut tx, self.import, &facts).await? {
            return Err(ImportError::WrongState); // cancelled meanwhile
        }
        let import = store::find(&mut tx, self.import).await?.ok_or(ImportError::NotFound)?;
        let entry = Entry::new("import.uploaded", Stream::Administration)
            .object("import", self.import.0)
            .detail("file", &import.file_name)
            .detail("source", &import.source_name)
            .detail("rows", facts.rows.to_string());
        audit::record(&mut tx, entry).await?;
        forget_files::schedule(&mut tx, forget_files::KEPT).await?;
        tx.commit().await?;
        Ok(self.import)
    }

    /// Writes what waits in parts; at the end of the file, the last and shorter one too.
    async fn write(&mut self, tx: &mut Transaction, is_last: bool) -> Result<(), ImportError> {
        let whole = if is_last { self.waiting.len() } else { self.waiting.len() / parts::PART * parts::PART };
        let rest = self.waiting.split_off(whole);
        for part in self.waiting.chunks(parts::PART) {
            parts::save(tx, self.import, self.parts, part).await?;
            self.parts += 1;
        }
        self.waiting = rest;
        Ok(())
    }

    /// Removes what has arrived.
    async fn discard(&mut self) -> Result<(), ImportError> {
        self.inspection = None;
        let mut tx = self.database.begin(&self.caller).await?;
        store::remove(&mut tx, self.import).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// The name of a file without folders and hidden characters, at most 200 characters.
fn shown(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible: String =
        name.chars().filter(|c| !text::has_hidden_characters(c.encode_utf8(&mut [0; 4]))).take(200).collect();
    let visible = visible.trim();
    if visible.is_empty() { "upload.csv".to_owned() } else { visible.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_file_name_is_a_name_and_no_path() {
        assert_eq!(shown("C:\\Users\\ada\\Kontakte.csv"), "Kontakte.csv");
        assert_eq!(shown("../../etc/passwd"), "passwd");
        assert_eq!(shown("a\u{202e}vsc.exe"), "avsc.exe");
        assert_eq!(shown(" / "), "upload.csv");
    }
}
