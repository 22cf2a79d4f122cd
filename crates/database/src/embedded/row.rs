//! Values, rows and columns, in the terms of sqlx.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rusqlite::types::{ToSqlOutput, ValueRef as Stored};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{ColumnIndex, Encode, Error, TypeInfo};

use super::Embedded;

/// What a value is: SQLite's five storage classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    Null,
    /// A whole number, or a flag.
    Integer,
    /// A number with a fraction.
    Real,
    /// A text, an instant, a day or a document.
    Text,
    /// Bytes, or an id.
    Blob,
}

impl TypeInfo for Kind {
    fn is_null(&self) -> bool {
        *self == Self::Null
    }

    fn name(&self) -> &str {
        match self {
            Self::Null => "NULL",
            Self::Integer => "INTEGER",
            Self::Real => "REAL",
            Self::Text => "TEXT",
            Self::Blob => "BLOB",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A value that is bound or was read.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number, or a flag.
    Integer(i64),
    /// A number with a fraction.
    Real(f64),
    /// A text, an instant, a day or a document.
    Text(String),
    /// Bytes, or an id.
    Blob(Vec<u8>),
}

impl Value {
    /// What it is.
    pub(super) const fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Integer(_) => Kind::Integer,
            Self::Real(_) => Kind::Real,
            Self::Text(_) => Kind::Text,
            Self::Blob(_) => Kind::Blob,
        }
    }

    /// Becomes a copy of what a row holds, in the room of what it was where that is possible.
    pub(super) fn becomes(&mut self, stored: Stored<'_>) {
        match (&mut *self, stored) {
            (Self::Text(room), Stored::Text(text)) if let Ok(text) = std::str::from_utf8(text) => {
                room.clear();
                room.push_str(text);
            }
            (Self::Blob(room), Stored::Blob(bytes)) => {
                room.clear();
                room.extend_from_slice(bytes);
            }
            _ => *self = Self::copied(stored),
        }
    }

    /// A copy of what a row holds.
    pub(super) fn copied(stored: Stored<'_>) -> Self {
        match stored {
            Stored::Null => Self::Null,
            Stored::Integer(number) => Self::Integer(number),
            Stored::Real(number) => Self::Real(number),
            // A text that is none is bytes: whoever wants a text is told, whoever wants bytes sees what is there.
            Stored::Text(text) => match std::str::from_utf8(text) {
                Ok(text) => Self::Text(text.to_owned()),
                Err(_) => Self::Blob(text.to_vec()),
            },
            Stored::Blob(bytes) => Self::Blob(bytes.to_vec()),
        }
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => Stored::Null,
            Self::Integer(number) => Stored::Integer(*number),
            Self::Real(number) => Stored::Real(*number),
            Self::Text(text) => Stored::Text(text.as_bytes()),
            Self::Blob(bytes) => Stored::Blob(bytes),
        }))
    }
}

impl sqlx::Value for Value {
    type Database = Embedded;

    fn as_ref(&self) -> ValueRef<'_> {
        ValueRef(self)
    }

    fn type_info(&self) -> Cow<'_, Kind> {
        Cow::Owned(self.kind())
    }

    fn is_null(&self) -> bool {
        *self == Self::Null
    }
}

/// A value of a row.
#[derive(Debug, Clone, Copy)]
pub struct ValueRef<'r>(&'r Value);

impl<'r> ValueRef<'r> {
    /// The whole number it is.
    pub(super) fn integer(self) -> Result<i64, BoxDynError> {
        if let Value::Integer(number) = self.0 { Ok(*number) } else { Err(self.unexpected("a whole number")) }
    }

    /// The number it is.
    pub(super) fn real(self) -> Result<f64, BoxDynError> {
        if let Value::Real(number) = self.0 { Ok(*number) } else { Err(self.unexpected("a number with a fraction")) }
    }

    /// The text it is.
    pub(super) fn text(self) -> Result<&'r str, BoxDynError> {
        if let Value::Text(text) = self.0 { Ok(text) } else { Err(self.unexpected("a text")) }
    }

    /// The bytes it is.
    pub(super) fn blob(self) -> Result<&'r [u8], BoxDynError> {
        if let Value::Blob(bytes) = self.0 { Ok(bytes) } else { Err(self.unexpected("bytes")) }
    }

    /// The bytes it is, or those of its text.
    pub(super) fn bytes(self) -> Result<&'r [u8], BoxDynError> {
        match self.0 {
            Value::Text(text) => Ok(text.as_bytes()),
            _ => self.blob(),
        }
    }

    fn unexpected(self, wanted: &str) -> BoxDynError {
        format!("{} where {wanted} should be", self.0.kind()).into()
    }
}

impl<'r> sqlx::ValueRef<'r> for ValueRef<'r> {
    type Database = Embedded;

    fn to_owned(&self) -> Value {
        self.0.clone()
    }

    fn type_info(&self) -> Cow<'_, Kind> {
        Cow::Owned(self.0.kind())
    }

    fn is_null(&self) -> bool {
        sqlx::Value::is_null(self.0)
    }
}

/// A column of an answer.
#[derive(Debug)]
pub struct Column {
    pub(super) ordinal: usize,
    pub(super) name: String,
}

impl sqlx::Column for Column {
    type Database = Embedded;

    fn ordinal(&self) -> usize {
        self.ordinal
    }

    fn name(&self) -> &str {
        &self.name
    }

    /// In SQLite the values have types, not the columns.
    fn type_info(&self) -> &Kind {
        &Kind::Null
    }
}

/// A row of an answer.
#[derive(Debug)]
pub struct Row {
    columns: Arc<[Column]>,
    pub(super) values: Vec<Value>,
    /// Which column is probably asked for next: most are read in the order in which they were named.
    next: AtomicUsize,
}

impl Row {
    /// A row with nothing in it yet.
    pub(super) fn of(columns: &Arc<[Column]>) -> Self {
        let values = columns.iter().map(|_| Value::Null).collect();
        Self { columns: Arc::clone(columns), values, next: AtomicUsize::new(0) }
    }
}

impl sqlx::Row for Row {
    type Database = Embedded;

    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn try_get_raw<I: ColumnIndex<Self>>(&self, index: I) -> Result<ValueRef<'_>, Error> {
        let index = index.index(self)?;
        let found = self.values.get(index).map(ValueRef);
        found.ok_or(Error::ColumnIndexOutOfBounds { index, len: self.values.len() })
    }
}

sqlx_core::impl_column_index_for_row!(Row);

impl ColumnIndex<Row> for &'_ str {
    fn index(&self, row: &Row) -> Result<usize, Error> {
        let named = |at: &usize| row.columns.get(*at).is_some_and(|column| column.name == **self);
        let expected = Some(row.next.load(Ordering::Relaxed)).filter(named);
        let found = expected.or_else(|| (0..row.columns.len()).find(named));
        let found = found.ok_or_else(|| Error::ColumnNotFound((*self).to_owned()))?;
        row.next.store(found + 1, Ordering::Relaxed);
        Ok(found)
    }
}

/// The values of a statement, in the order of their numbers.
#[derive(Debug, Default)]
pub struct Arguments(pub(super) Vec<Value>);

impl sqlx::Arguments for Arguments {
    type Database = Embedded;

    fn reserve(&mut self, additional: usize, _bytes: usize) {
        self.0.reserve(additional);
    }

    fn add<'t, T: Encode<'t, Embedded>>(&mut self, value: T) -> Result<(), BoxDynError> {
        let before = self.0.len();
        match value.encode(&mut self.0) {
            Ok(IsNull::No) => {}
            Ok(IsNull::Yes) => self.0.push(Value::Null),
            Err(error) => {
                self.0.truncate(before);
                return Err(error);
            }
        }
        Ok(())
    }

    fn len(&self) -> usize {
        self.0.len()
    }
}
