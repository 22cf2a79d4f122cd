//! The tenant’s attributes.

use crate::form::FormState;
use crate::model::ValueType;

/// The tenant's attributes (`GET /console/settings/attributes`; `POST …/attributes/{name}/remove`).
#[derive(Debug, Clone)]
pub struct Attributes {
    /// Every attribute, in the order of the forms.
    pub attributes: Vec<AttributeRow>,
    /// The attribute whose removal waits to be confirmed (`?remove=NAME`), or was refused.
    pub removing: Option<String>,
    /// What was refused when removing.
    pub form: FormState,
}

/// One attribute.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a box of the form that made it")]
pub struct AttributeRow {
    /// Its name.
    pub name: String,
    /// Its label in the page's language.
    pub label: String,
    /// What it holds.
    pub value_type: ValueType,
    /// Whether it must be given.
    pub required: bool,
    /// Whether two people may not share a value.
    pub unique: bool,
    /// Whether it is found by searching.
    pub searchable: bool,
    /// Whether it is shown to few.
    pub sensitive: bool,
    /// What the person may do with the own value.
    pub person_may: PersonMay,
}

/// What a person may do with the own value of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonMay {
    /// Not see it.
    Nothing,
    /// See it.
    See,
    /// Change it.
    Edit,
}

impl PersonMay {
    /// Every right.
    pub const ALL: [Self; 3] = [Self::Edit, Self::See, Self::Nothing];

    /// The word that is stored and submitted.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::See => "see",
            Self::Edit => "edit",
        }
    }
}

/// The form that adds an attribute (`GET`, `POST /console/settings/attributes/new`: `name`, `label_en`, `label_de`,
/// `value_type`, `choices`, `required`, `unique`, `searchable`, `sensitive`, `person_may`).
#[derive(Debug, Clone, Default)]
pub struct AttributeForm {
    /// What was typed and refused.
    pub form: FormState,
}
