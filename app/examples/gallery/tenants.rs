//! The pages of the operators' console about tenants.

use app::console::tenants::{self, Tenant, TenantAction, TenantForm, TenantRow, Tenants};
use app::form::{FieldError, FormState};
use app::model::Count;
use foundation::{Locale, TenantId};

use super::{ago, frame, id, typed};

pub(super) fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    let platform = |path: &str| {
        let mut frame = frame(locale, path);
        frame.tenant.is_platform = true;
        "Pforte".clone_into(&mut frame.tenant.name);
        frame
    };
    let tenant = |action, form| Tenant {
        id: TenantId(id(70)),
        name: typed("Nordlicht Bank"),
        slug: typed("nordlicht"),
        address: typed("https://id.example.org/t/nordlicht/"),
        is_suspended: false,
        is_platform: false,
        people: Count::Exact(13_400),
        created_at: ago(60 * 24 * 300),
        hosts: vec![typed("login.nordlicht-bank.example")],
        action,
        form,
        host_form: FormState::new(),
        invite_form: FormState::new(),
    };
    let tenant_row = |number, name: &str, slug: &str, is_suspended, people| TenantRow {
        id: TenantId(id(number)),
        name: typed(name),
        slug: typed(slug),
        is_suspended,
        people: Count::Exact(people),
        created_at: ago(60 * 24 * 300),
    };
    let new_tenant = FormState::new()
        .with("name", typed("Seestern Schule"))
        .with("slug", typed("Seestern!"))
        .refused(FieldError::new("slug", "slug-invalid"))
        .refused(FieldError::new("administrator_email", "required"));
    vec![
        (
            "console-tenants",
            tenants::tenants(
                &platform("/console/tenants"),
                &Tenants {
                    tenants: vec![
                        tenant_row(70, "Nordlicht Bank", "nordlicht", false, 13_400),
                        tenant_row(71, "Seestern Schule", "seestern", false, 0),
                        tenant_row(72, "Donaudampfschifffahrtsgesellschaft", "ddsg", true, 912),
                    ],
                },
            ),
        ),
        (
            "console-tenant-new",
            tenants::tenant_form(&platform("/console/tenants/new"), &TenantForm { form: new_tenant }),
        ),
        ("console-tenant", tenants::tenant(&platform("/console/tenants/1"), &tenant(None, FormState::new()))),
        (
            "console-tenant-suspend",
            tenants::tenant(&platform("/console/tenants/1"), &tenant(Some(TenantAction::Suspend), FormState::new())),
        ),
    ]
}
