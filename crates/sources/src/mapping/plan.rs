//! A mapping made ready for the rows of one file.

use std::borrow::Cow;
use std::collections::BTreeMap;

use authentication::password::foreign;
use directory::attributes::{CONFIDENTIAL, ValueType};
use directory::intake::{Definitions, Draft, Problem};
use foundation::{EmailAddress, Locale, text};

use super::{Mapping, Target, days, names};
use crate::file::{CellProblem, Column, Encoding, Row, shorten};

/// The longest key of a record, in bytes; longer ones do not fit an index.
const MAX_KEY: usize = 255;
/// How much of a value is shown in the report.
const SHOWN: usize = 200;

/// Reads the rows of one file.
pub(crate) struct Plan {
    archetype: String,
    encoding: Encoding,
    columns: Vec<Column>,
    /// The columns that are read, with what they mean.
    read: Vec<(usize, Target)>,
    /// Attributes that are days, which files write in several ways.
    days: Vec<String>,
    /// The columns that mean what only some of the staff see.
    confidential: Vec<usize>,
    key: Key,
}

/// What identifies a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Id(usize),
    Email(usize),
    /// Such a mapping is never accepted; every row of it is rejected.
    Nothing,
}

/// A row that can become a person.
#[derive(Debug)]
pub(crate) struct Candidate {
    /// The key of the record in its source.
    pub(crate) key: String,
    /// What the row says.
    pub(crate) draft: Draft,
    /// The hash of the password, where one comes with it.
    pub(crate) password_hash: Option<String>,
    /// The digest of what the row says.
    pub(crate) digest: [u8; 32],
}

/// Something wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RowProblem {
    /// The column, or empty when it is the row as a whole.
    pub(crate) column: String,
    /// Why, as a word that language files translate; `word:number` when a number belongs to it.
    pub(crate) code: String,
    /// What was given.
    pub(crate) given: String,
}

impl RowProblem {
    pub(crate) fn new(column: &str, code: impl Into<String>, given: &str) -> Self {
        // A broken row may show a cell that is a hash.
        let given = if foreign::looks_like_one(given) { "" } else { given };
        Self { column: column.to_owned(), code: code.into(), given: shorten(given, SHOWN) }
    }
}

impl Plan {
    /// Makes a mapping ready; what it says of columns the file does not have is left out.
    pub(crate) fn new(mapping: &Mapping, columns: &[Column], encoding: Encoding, definitions: &Definitions) -> Self {
        let read: Vec<(usize, Target)> = columns
            .iter()
            .enumerate()
            .map(|(at, column)| (at, mapping.target(&column.name).clone()))
            .filter(|(_, target)| *target != Target::Ignore)
            .collect();
        let find = |target: &Target| read.iter().find(|(_, there)| there == target).map(|(at, _)| *at);
        let key = find(&Target::ExternalId)
            .map(Key::Id)
            .or_else(|| find(&Target::Email).map(Key::Email))
            .unwrap_or(Key::Nothing);
        let is_day = |attribute: &&directory::attributes::Definition| attribute.value_type == ValueType::Date;
        let days = definitions.attributes.iter().filter(is_day).map(|attribute| attribute.name.clone()).collect();
        // An attribute that is not among them is one the reader may not change, and perhaps not see.
        let is_open = |name: &str| {
            definitions.attributes.iter().any(|attribute| attribute.name == name && !attribute.is_confidential())
        };
        let confidential = read
            .iter()
            .filter(|(_, target)| matches!(target, Target::Attribute(name) if !is_open(name)))
            .map(|(at, _)| *at)
            .collect();
        let archetype = mapping.archetype.clone();
        Self { archetype, encoding, columns: columns.to_vec(), read, days, confidential, key }
    }

    /// A problem of a column. Reports are read by others: of what only some of the staff see they do not tell what was given.
    pub(crate) fn problem(&self, column: &str, code: &'static str, given: &str) -> RowProblem {
        let is_hidden = !given.is_empty() && self.confidential.iter().any(|at| self.name(*at) == column);
        RowProblem::new(column, code, if is_hidden { CONFIDENTIAL } else { given })
    }

    /// The key of a row's record; `None` when it cannot be told.
    pub(crate) fn key(&self, row: &Row<'_>) -> Option<String> {
        match self.key {
            Key::Id(at) => row.cell(at, self.encoding).ok().and_then(|id| id_key(&id).ok()),
            Key::Email(at) => row.cell(at, self.encoding).ok().and_then(|email| email_key(&email)),
            Key::Nothing => None,
        }
    }

    /// The name of the column that identifies records.
    pub(crate) fn key_column(&self) -> &str {
        match self.key {
            Key::Id(at) | Key::Email(at) => self.name(at),
            Key::Nothing => "",
        }
    }

    /// Reads a row.
    pub(crate) fn read(&self, row: &Row<'_>) -> Result<Candidate, Vec<RowProblem>> {
        if row.is_open {
            // The cell may go on into those of other columns.
            let shown = row.shown(0, self.encoding, SHOWN);
            let given = if self.confidential.is_empty() { shown.as_str() } else { "" };
            return Err(vec![RowProblem::new("", "quote-open", given)]);
        }
        // A line that is too short or too long is mostly two halves of a broken one; its cells cannot be trusted.
        if row.len() < self.columns.len() {
            return Err(vec![RowProblem::new("", "cells-missing", &format!("{} < {}", row.len(), self.columns.len()))]);
        }
        if !row.is_empty_from(self.columns.len()) {
            return Err(vec![RowProblem::new("", "cells-extra", &format!("{} > {}", row.len(), self.columns.len()))]);
        }
        let mut draft = Draft { archetype: self.archetype.clone(), ..Draft::default() };
        let (mut key, mut password_hash) = (None, None);
        let mut problems = Vec::new();
        for (at, target) in &self.read {
            let cell = match row.cell(*at, self.encoding) {
                Ok(cell) => cell,
                Err(problem) => {
                    let code = match problem {
                        CellProblem::Encoding => "not-text",
                        CellProblem::TooLong => "too-long",
                    };
                    let shown = row.shown(*at, self.encoding, SHOWN);
                    problems.push(self.problem(self.name(*at), code, given(target, &shown)));
                    continue;
                }
            };
            let put = match target {
                Target::PasswordHash if cell.is_empty() => Ok(()),
                Target::PasswordHash => match foreign::accept(&cell) {
                    Ok(hash) => {
                        password_hash = Some(hash);
                        Ok(())
                    }
                    Err(problem) => Err(problem.code()),
                },
                _ => self.put(&mut draft, &mut key, target, cell.clone()),
            };
            if let Err(code) = put {
                problems.push(self.problem(self.name(*at), code, given(target, &cell)));
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let key = match self.key {
            Key::Id(_) => key,
            Key::Email(_) => draft.email.as_deref().and_then(email_key),
            Key::Nothing => None,
        };
        let Some(key) = key else {
            // An address that is none has a better word than "missing".
            let code = if draft.email.is_some() && self.key != Key::Nothing { "not-an-address" } else { "key-missing" };
            return Err(vec![RowProblem::new(self.key_column(), code, draft.email.as_deref().unwrap_or_default())]);
        };
        draft.has_password = password_hash.is_some();
        let digest = digest(&draft);
        Ok(Candidate { key, draft, password_hash, digest })
    }

    fn put(
        &self,
        draft: &mut Draft,
        key: &mut Option<String>,
        target: &Target,
        cell: Cow<'_, str>,
    ) -> Result<(), &'static str> {
        let some = |cell: Cow<'_, str>| (!cell.is_empty()).then(|| cell.into_owned());
        match target {
            // The hash is no part of what the directory knows of somebody.
            Target::Ignore | Target::PasswordHash => {}
            Target::ExternalId => *key = Some(id_key(&cell)?),
            Target::GivenName => draft.given_name = cell.into_owned(),
            Target::FamilyName => draft.family_name = cell.into_owned(),
            Target::FullName => (draft.given_name, draft.family_name) = names::split(&cell),
            Target::DisplayName => draft.display_name = some(cell),
            Target::Email => draft.email = some(cell),
            Target::Phone => draft.phone = some(cell),
            Target::SignInName => draft.sign_in_name = some(cell),
            Target::Language => draft.language = some(cell).map(|given| language(&given).unwrap_or(given)),
            Target::Organisation => draft.organisation = some(cell),
            Target::StartsOn => {
                draft.starts_on = some(cell).map(|given| days::parse(&given).ok_or("not-a-date")).transpose()?;
            }
            Target::EndsOn => {
                draft.ends_on = some(cell).map(|given| days::parse(&given).ok_or("not-a-date")).transpose()?;
            }
            Target::Attribute(name) => {
                let value = match days::parse(&cell).filter(|_| self.days.contains(name)) {
                    Some(day) => day.to_string(),
                    None => cell.into_owned(),
                };
                draft.attributes.insert(name.clone(), value);
            }
        }
        Ok(())
    }

    /// What the directory says of a draft, in the words of the file.
    pub(crate) fn name_problems(&self, problems: &[Problem]) -> Vec<RowProblem> {
        problems
            .iter()
            .map(|problem| self.problem(self.column_of(&problem.field), problem.code, &problem.given))
            .collect()
    }

    /// The column a field of a draft comes from; empty when it comes from none.
    pub(crate) fn column_of(&self, field: &str) -> &str {
        let find =
            |wanted: &str| self.read.iter().find(|(_, target)| target.word() == wanted).map(|(at, _)| self.name(*at));
        let names = ["full_name", "family_name", "given_name", "display_name"];
        let bare = format!("attribute.{field}");
        find(field)
            .or_else(|| names.contains(&field).then(|| names.iter().find_map(|name| find(name))).flatten())
            .or_else(|| find(&bare))
            .or_else(|| (field == "sign_in_name").then(|| find("email")).flatten())
            .unwrap_or_default()
    }

    fn name(&self, at: usize) -> &str {
        self.columns.get(at).map_or("", |column| column.name.as_str())
    }
}

/// What of a cell is shown when it is refused: of passwords nothing, in whatever form they came.
fn given<'c>(target: &Target, cell: &'c str) -> &'c str {
    if *target == Target::PasswordHash { "" } else { cell }
}

/// Ids are kept as they are: those of some systems differ only in case.
fn id_key(given: &str) -> Result<String, &'static str> {
    match given {
        "" => Err("key-missing"),
        long if long.len() > MAX_KEY => Err("too-long"),
        hidden if text::has_hidden_characters(hidden) => Err("hidden-characters"),
        good => Ok(good.to_owned()),
    }
}

fn email_key(given: &str) -> Option<String> {
    given.parse::<EmailAddress>().ok().map(|email| email.key())
}

/// The tag of a language that is written out.
fn language(given: &str) -> Option<String> {
    let locale = match text::search_key(given).as_str() {
        "german" | "deutsch" | "ger" | "deu" => Locale::De,
        "english" | "englisch" | "eng" => Locale::En,
        _ => return None,
    };
    Some(locale.tag().to_owned())
}

/// SHA-256 over every field with its length, so that no two drafts run together. The hash of a password is not in it: it counts
/// when somebody is added, and not again.
fn digest(draft: &Draft) -> [u8; 32] {
    // Named one by one: a field that is added does not compile until it is part of the digest.
    let Draft {
        archetype,
        given_name,
        family_name,
        display_name,
        email,
        phone,
        sign_in_name,
        language,
        organisation,
        starts_on,
        ends_on,
        attributes,
        has_password: _,
    } = draft;
    let mut bytes = vec![1_u8];
    let mut add = |value: Option<&str>| {
        let value = value.map(str::as_bytes);
        bytes.extend(value.map_or(u32::MAX, |value| u32::try_from(value.len()).unwrap_or(u32::MAX - 1)).to_le_bytes());
        bytes.extend(value.unwrap_or_default());
    };
    for required in [archetype, given_name, family_name] {
        add(Some(required));
    }
    for optional in [display_name, email, phone, sign_in_name, language, organisation] {
        add(optional.as_deref());
    }
    for day in [starts_on, ends_on] {
        add(day.map(|day| day.to_string()).as_deref());
    }
    let attributes: &BTreeMap<String, String> = attributes;
    for (name, value) in attributes {
        add(Some(name));
        add(Some(value));
    }
    database::digest(&bytes)
}
