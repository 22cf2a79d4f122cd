//! The columns of a file and their names.

use foundation::text;
use serde::{Deserialize, Serialize};

use super::records::shorten;

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name, different from every other's: the header, or made from the position.
    pub name: String,
    /// What is odd about its header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peculiarity: Option<Peculiarity>,
}

/// What is odd about a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Peculiarity {
    /// It is empty; the column is named after its position: `#3`.
    Empty,
    /// An earlier column has the same; the position is added: `E-Mail #5`.
    Repeated,
    /// It holds passwords. They are never read, shown or imported.
    Password,
}

impl Column {
    /// Names the columns of a header row.
    #[must_use]
    pub fn name_all(headers: &[String]) -> Vec<Self> {
        let mut taken = std::collections::HashSet::new();
        let mut columns = Vec::with_capacity(headers.len());
        for (position, header) in (1..).zip(headers) {
            let visible: String =
                header.chars().filter(|c| !text::has_hidden_characters(c.encode_utf8(&mut [0; 4]))).collect();
            let header = shorten(visible.trim(), 100);
            let (mut name, mut peculiarity) = (header.clone(), None);
            if header.is_empty() {
                (name, peculiarity) = (format!("#{position}"), Some(Peculiarity::Empty));
            }
            while !taken.insert(text::search_key(&name)) {
                name = if name == header { format!("{header} #{position}") } else { format!("{name}#") };
                peculiarity = peculiarity.or(Some(Peculiarity::Repeated));
            }
            if is_password(&header) {
                peculiarity = Some(Peculiarity::Password);
            }
            columns.push(Self { name, peculiarity });
        }
        columns
    }

    /// Whether its values are passwords.
    #[must_use]
    pub fn is_password(&self) -> bool {
        self.peculiarity == Some(Peculiarity::Password)
    }
}

/// The letters and digits of a header, folded: what is compared with the words people use.
pub(crate) fn folded(header: &str) -> String {
    text::search_key(header).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn is_password(header: &str) -> bool {
    let folded = folded(header);
    let words = ["password", "passwort", "kennwort", "passwd", "pwd", "passwordhash", "passworthash", "initialpin"];
    words.iter().any(|word| folded == *word || word.len() > 4 && folded.ends_with(word))
}
