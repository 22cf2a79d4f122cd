//! The own profile.

use crate::form::FormState;
use crate::model::AttributeInput;

/// The profile (`GET`, `POST /portal/profile`: `given_name`, `family_name`, `display_name`, `phone`, `attribute.NAME`,
/// `language`, `time_zone`).
#[derive(Debug, Clone)]
pub struct Profile {
    /// The current values, or what was typed and refused.
    pub form: FormState,
    /// The tenant's attributes the person may see; those they may not edit are [`AttributeInput::read_only`].
    pub attributes: Vec<AttributeInput>,
    /// The time zones to choose from (IANA names).
    pub time_zones: Vec<String>,
}
