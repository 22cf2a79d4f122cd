//! Asking for a change of many people: first what, then its particulars.

use super::{What, Who};
use crate::console::organisations::PlaceChoice;
use crate::console::person::RoleChoice;
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::{Choice, Scope};

/// What to do (`GET /console/people/change?q=&state=&archetype=&organisation=&group=&person=…`): the form leads to the same address
/// with `action`.
#[derive(Debug, Clone)]
pub struct Choose {
    /// With whom.
    pub who: Who,
    /// The words of the actions the visitor may ask for.
    pub actions: Vec<&'static str>,
}

/// The particulars (`GET …&action=`, `POST /console/people/change`: the fields of the address, `action`, and as the action has them
/// `role`, `scope`, `organisation_name`, `organisation`, `group_name`, `group`, `until`, `reason`).
#[derive(Debug, Clone)]
pub struct Ask {
    /// With whom.
    pub who: Who,
    /// The action; only its word is known yet.
    pub action: &'static str,
    /// What was typed and refused.
    pub form: FormState,
    /// The roles the visitor may give or take away.
    pub roles: Vec<RoleChoice>,
    /// What the visitor may limit a role to.
    pub scopes: Vec<Scope>,
    /// The organisations of the typed name, where there are several.
    pub found_organisations: Vec<PlaceChoice>,
    /// The groups of the typed name, where there are several.
    pub found_groups: Vec<Choice>,
}

/// Renders the choice of an action.
#[must_use]
pub fn choose(frame: &Frame, model: &Choose) -> String {
    let _ = (frame, model);
    String::new()
}

/// Renders the form of the particulars.
#[must_use]
pub fn ask(frame: &Frame, model: &Ask) -> String {
    let _ = (frame, model, std::any::type_name::<What>());
    String::new()
}
