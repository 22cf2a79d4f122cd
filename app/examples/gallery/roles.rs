//! The pages of the console about roles.

use app::console::roles::{self, RoleForm, RoleRow, Roles};
use app::form::{FieldError, FormState};
use app::model::Count;
use foundation::{Locale, RoleId};

use super::{frame, id, person_ref, said, typed};

pub(super) fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |path| frame(locale, path);
    let role = |number, name: &str, about: &str, is_system, permissions, holders| RoleRow {
        id: RoleId(id(number)),
        name: typed(name),
        description: typed(about),
        is_system,
        permissions,
        holders: Count::Exact(holders),
    };
    let own = said(locale, "Branch office", "Filialbetreuung");
    let about =
        said(locale, "Looks after the customers of one branch.", "Betreut die Kundinnen und Kunden einer Filiale.");
    let list = Roles {
        roles: vec![
            role(40, "tenant-administrator", "", true, 16, 2),
            role(41, "helpdesk", "", true, 3, 14),
            role(42, "auditor", "", true, 8, 1),
            role(43, &own, &about, false, 5, 1_204),
        ],
    };
    let form = FormState::new()
        .with("name", typed(&own))
        .with("description", typed(&about))
        .with("permission", "people.see\npeople.see_profile\npeople.edit");
    let role_form = |id, is_system, form| RoleForm {
        id,
        is_system,
        form,
        holders: vec![person_ref(2, "Ada Lovelace"), person_ref(3, "Emre Çelik")],
        holder_count: Count::Exact(2),
    };
    let helpdesk = FormState::new()
        .with("name", typed("helpdesk"))
        .with("permission", "own_account.manage\npeople.see\npeople.reset_credentials");
    vec![
        ("console-roles", roles::roles(&at("/console/roles"), &list)),
        ("console-role", roles::role(&at("/console/roles/1"), &role_form(Some(RoleId(id(43))), false, form))),
        (
            "console-role-new",
            roles::role(
                &at("/console/roles/new"),
                &role_form(
                    None,
                    false,
                    FormState::new()
                        .refused(FieldError::new("name", "required"))
                        .refused(FieldError::new("permission", "permissions-missing")),
                ),
            ),
        ),
        ("console-role-system", roles::role(&at("/console/roles/2"), &role_form(Some(RoleId(id(41))), true, helpdesk))),
    ]
}
