//! An export begins.

use audit::{Entry, Stream};
use database::{Refused, Transaction};
use directory::people::walk::{self, MOST_CHOSEN, Selection};
use foundation::{ExportId, Permission, Sensitive};

use crate::{Column, ExportError, Format, column, forget, run, store};

/// Hands the people who are meant to a worker, as a file with these columns, in the order in which they are offered.
///
/// # Errors
/// [`ExportError::Refused`] without [`Permission::ExportPeople`] and [`Permission::SeePeople`] for anybody;
/// [`ExportError::Unproved`] without a fresh proof; [`ExportError::NotFound`] for an organisation or a group whose people the caller
/// does not see; [`ExportError::Invalid`] without columns, for one that is not offered to the caller, and for too many people chosen
/// one by one.
pub async fn start(
    tx: &mut Transaction,
    selection: &Selection,
    columns: &[Column],
    format: Format,
) -> Result<ExportId, ExportError> {
    tx.allow_somewhere(Permission::ExportPeople)?;
    tx.allow_somewhere(Permission::SeePeople)?;
    tx.require_proof(Sensitive::Exports)?;
    let asked_by = tx.caller().person().ok_or(Refused(Permission::ExportPeople))?;
    if columns.is_empty() {
        return Err(ExportError::Invalid("column", "columns-missing"));
    }
    let (offered, _) = column::offered(tx).await?;
    if columns.iter().any(|column| !offered.contains(column)) {
        return Err(ExportError::Invalid("column", "not-a-choice"));
    }
    if selection.chosen.len() > MOST_CHOSEN {
        return Err(ExportError::Invalid("", "export-too-many"));
    }
    // PostgreSQL takes this character in no text, and nothing stored has it.
    let selection = &Selection { words: selection.words.replace('\0', " "), ..selection.clone() };
    // Whether the place is there whose people are meant is said at once.
    walk::walk(tx, selection, None, 1).await?;
    let columns: Vec<Column> = offered.into_iter().filter(|column| columns.contains(column)).collect();
    let id = store::add(tx, asked_by, selection, &columns, format).await?;
    jobs::enqueue(tx, run::KIND, &run::Payload { export: id }, None).await?;
    forget::schedule(tx, id).await?;
    let words: Vec<String> = columns.iter().map(Column::word).collect();
    let entry = Entry::new("export.started", Stream::Disclosure)
        .object("export", id.0)
        .detail("filter", in_words(selection))
        .detail("columns", words.join(", "))
        .detail("format", format.word());
    audit::record(tx, entry).await?;
    Ok(id)
}

/// Who is meant, for the audit trail.
fn in_words(selection: &Selection) -> String {
    if !selection.chosen.is_empty() {
        return format!("chosen {}", selection.chosen.len());
    }
    let all = [
        ("text", Some(selection.words.trim().to_owned()).filter(|words| !words.is_empty())),
        ("state", selection.state.map(|state| state.word().to_owned())),
        ("archetype", selection.archetype.clone()),
        ("organisation", selection.organisation.map(|id| id.to_string())),
        ("group", selection.group.map(|id| id.to_string())),
    ];
    let said: Vec<String> =
        all.into_iter().filter_map(|(name, value)| value.map(|value| format!("{name} {value}"))).collect();
    if said.is_empty() { "everybody".to_owned() } else { said.join(", ") }
}

#[cfg(test)]
mod tests {
    use directory::LifecycleState;
    use directory::people::walk::Selection;
    use foundation::PersonId;
    use uuid::Uuid;

    use super::in_words;

    #[test]
    fn who_is_meant_is_said_in_words() {
        assert_eq!(in_words(&Selection::default()), "everybody");
        let narrow = Selection {
            words: " mei ".to_owned(),
            state: Some(LifecycleState::Active),
            archetype: Some("student".to_owned()),
            ..Selection::default()
        };
        assert_eq!(in_words(&narrow), "text mei, state active, archetype student");
        let chosen = Selection { chosen: vec![PersonId(Uuid::nil()); 3], ..narrow };
        assert_eq!(in_words(&chosen), "chosen 3", "the filter says nothing then");
    }
}
