//! The tenants of the installation, for its operators. In any other tenant these pages do not exist.

use std::sync::Arc;

use app::console::tenants::{self as pages, TenantAction, TenantForm, TenantRow, Tenants};
use app::form::{FieldError, FormState};
use app::model::Count;
use app::notice::Notice;
use authentication::invite_administrator::Invited;
use authentication::{AuthenticationError, Place, Visitor};
use directory::tenants::create::{NewTenant, create as create_tenant};
use directory::tenants::manage;
use directory::{DirectoryError, Settings, Tenant};
use foundation::{EmailAddress, Permission, TenantId};
use serde::Deserialize;

use super::{Answer, At, Door, Fault, Submitted, platform_only};
use crate::web::answer::{done, into_form, page, refused_form};
use crate::web::kept;
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new()
        .get("/console/tenants", show_list)
        .form("/console/tenants/new", show_new, create_one)
        .get("/console/tenants/{id}", show)
        .post("/console/tenants/{id}/suspend", suspend)
        .post("/console/tenants/{id}/reactivate", reactivate)
        .post("/console/tenants/{id}/hosts", change_hosts)
        .post("/console/tenants/{id}/invite", invite)
}

/// So many tenants are listed.
const LISTED: i64 = 200;

#[derive(Deserialize)]
struct OfTenant {
    id: TenantId,
}

/// The visitor, in the tenant where these pages exist.
fn operator(door: &Door) -> Result<&Visitor, Fault> {
    let visitor = door.administrator()?;
    platform_only(door)?;
    Ok(visitor)
}

/// The visitor, if they may change tenants.
fn manager(door: &Door) -> Result<&Visitor, Fault> {
    let visitor = operator(door)?;
    if visitor.caller.may(Permission::ManageTenants) {
        Ok(visitor)
    } else {
        Err(database::Refused(Permission::ManageTenants).into())
    }
}

async fn people(door: &Door, visitor: &Visitor, id: TenantId) -> Result<Count, Fault> {
    Ok(Count::Exact(manage::people(&door.services().database, &visitor.caller, id).await?))
}

// --- the list ---------------------------------------------------------------------------------------------------

async fn show_list(door: Door) -> Answer {
    let visitor = operator(&door)?;
    let found = manage::list(&door.services().database, &visitor.caller, "", LISTED).await?;
    let mut rows = Vec::with_capacity(found.len());
    for tenant in found {
        rows.push(TenantRow {
            people: people(&door, visitor, tenant.id).await?,
            id: tenant.id,
            name: tenant.name,
            slug: tenant.slug,
            is_suspended: tenant.is_suspended,
            created_at: tenant.created_at,
        });
    }
    rows.sort_by_cached_key(|row| (foundation::text::search_key(&row.name), row.slug.clone()));
    Ok(page(pages::tenants(&door.frame(), &Tenants { tenants: rows })))
}

// --- a new one --------------------------------------------------------------------------------------------------

async fn show_new(door: Door) -> Answer {
    manager(&door)?;
    let form = kept::form(&door).await?.unwrap_or_default();
    Ok(page(pages::tenant_form(&door.frame(), &TenantForm { form })))
}

/// What is wrong with the address of an administrator; nothing if it is one.
fn wrong_address(form: &Submitted) -> Option<FieldError> {
    let given = form.text("administrator_email");
    let code = if given.trim().is_empty() { "required" } else { "email-invalid" };
    given.parse::<EmailAddress>().is_err().then(|| FieldError::new("administrator_email", code))
}

async fn create_one(door: Door, form: Submitted) -> Answer {
    let visitor = manager(&door)?;
    let refused = |form| Ok(refused_form(pages::tenant_form(&door.frame(), &TenantForm { form })));
    let wrong = wrong_address(&form);
    let new = NewTenant {
        slug: form.text("slug").trim().to_owned(),
        name: form.text("name"),
        // The operator's language and zone are the best guess; the tenant changes them.
        settings: Settings {
            default_language: door.locale(),
            time_zone: door.tenant().settings.time_zone.clone(),
            ..Settings::default()
        },
    };
    if let Some(wrong) = wrong {
        return refused(form.state().refused(wrong));
    }
    match create_with_administrator(&door, visitor, &new, &form.text("administrator_email")).await {
        Ok(id) => Ok(done(&door, &format!("/console/tenants/{id}"), Notice::TenantCreated)),
        Err(error) => refused(into_form(error, form.state())?),
    }
}

/// Creates a tenant and invites its first administrator.
pub(in crate::web) async fn create_with_administrator(
    door: &Door,
    visitor: &Visitor,
    new: &NewTenant,
    email: &str,
) -> Result<TenantId, AuthenticationError> {
    let services = door.services();
    // Before anything is made: the invitation is refused by the same, and would be missing.
    manage::may_change_tenants(&visitor.caller)?;
    let id = create_tenant(&services.database, &visitor.caller, new).await?;
    services.tenants.clear();
    let (tenant, _) = manage::find(&services.database, &visitor.caller, id).await?;
    invite_administrator(door, visitor, tenant, email).await?;
    Ok(id)
}

/// Invites the administrator of another tenant: the person is made in that tenant, and the links lead there.
async fn invite_administrator(
    door: &Door,
    visitor: &Visitor,
    tenant: Tenant,
    email: &str,
) -> Result<(), AuthenticationError> {
    let services = door.services();
    let base = format!("{}/t/{}", services.public_url, tenant.slug);
    let place = Place { tenant: Arc::new(tenant), base };
    let frame = door.frame();
    let invited =
        Invited { email, reason: frame.t("role-given-to-first-administrator"), inviter: &visitor.display_name };
    services.authentication.invite_administrator(&visitor.caller, &place, invited).await
}

// --- one tenant -------------------------------------------------------------------------------------------------

/// The refused forms of a tenant's page.
#[derive(Default)]
struct Forms {
    action: Option<TenantAction>,
    form: FormState,
    host_form: FormState,
    invite_form: FormState,
}

async fn tenant_page(door: &Door, visitor: &Visitor, id: TenantId, forms: Forms) -> Result<String, Fault> {
    let services = door.services();
    let (tenant, hosts) = manage::find(&services.database, &visitor.caller, id).await?;
    let model = pages::Tenant {
        id,
        address: format!("{}/t/{}", services.public_url, tenant.slug),
        people: people(door, visitor, id).await?,
        is_platform: id == TenantId::PLATFORM,
        name: tenant.name,
        slug: tenant.slug,
        is_suspended: tenant.is_suspended,
        created_at: tenant.created_at,
        hosts,
        action: forms.action,
        form: forms.form,
        host_form: forms.host_form,
        invite_form: forms.invite_form,
    };
    Ok(pages::tenant(&door.frame(), &model))
}

async fn show(door: Door, At(OfTenant { id }): At<OfTenant>) -> Answer {
    let visitor = operator(&door)?;
    let action = match door.query("do").as_deref() {
        Some("suspend") => Some(TenantAction::Suspend),
        Some("reactivate") => Some(TenantAction::Reactivate),
        _ => None,
    };
    let mut forms = Forms { action, ..Forms::default() };
    if let Some(kept) = kept::of(&door).await? {
        let form = FormState { values: kept.fields, errors: Vec::new() };
        match kept.sent_to.rsplit('/').next() {
            Some("hosts") => forms.host_form = form,
            Some("invite") => forms.invite_form = form,
            _ => forms.form = form,
        }
    }
    Ok(page(tenant_page(&door, visitor, id, forms).await?))
}

async fn set_suspended(
    door: &Door,
    id: TenantId,
    reason: Option<&str>,
    action: TenantAction,
    notice: Notice,
    form: &Submitted,
) -> Answer {
    let visitor = manager(door)?;
    match manage::set_suspended(&door.services().database, &visitor.caller, id, reason).await {
        Ok(()) => {
            door.services().tenants.clear();
            Ok(done(door, &format!("/console/tenants/{id}"), notice))
        }
        Err(error) => {
            let forms = Forms { action: Some(action), form: into_form(error, form.state())?, ..Forms::default() };
            Ok(refused_form(tenant_page(door, visitor, id, forms).await?))
        }
    }
}

async fn suspend(door: Door, At(OfTenant { id }): At<OfTenant>, form: Submitted) -> Answer {
    set_suspended(&door, id, Some(&form.text("reason")), TenantAction::Suspend, Notice::TenantSuspended, &form).await
}

async fn reactivate(door: Door, At(OfTenant { id }): At<OfTenant>, form: Submitted) -> Answer {
    set_suspended(&door, id, None, TenantAction::Reactivate, Notice::TenantReactivated, &form).await
}

async fn change_hosts(door: Door, At(OfTenant { id }): At<OfTenant>, form: Submitted) -> Answer {
    let visitor = manager(&door)?;
    let (database, caller) = (&door.services().database, &visitor.caller);
    let (outcome, notice) = match form.some("remove") {
        // PostgreSQL refuses a text with this character, and no host has it.
        Some(host) if host.contains('\0') => return Err(Fault::NotFound),
        Some(host) => (manage::remove_host(database, caller, id, &host).await, Notice::HostRemoved),
        None if form.some("host").is_none() => (Err(DirectoryError::field("host", "required")), Notice::HostAdded),
        None => (manage::add_host(database, caller, id, &form.text("host")).await, Notice::HostAdded),
    };
    match outcome {
        Ok(()) => {
            door.services().tenants.clear();
            Ok(done(&door, &format!("/console/tenants/{id}"), notice))
        }
        Err(error) => {
            let forms = Forms { host_form: into_form(error, form.state())?, ..Forms::default() };
            Ok(refused_form(tenant_page(&door, visitor, id, forms).await?))
        }
    }
}

async fn invite(door: Door, At(OfTenant { id }): At<OfTenant>, form: Submitted) -> Answer {
    let visitor = manager(&door)?;
    // Operators are made in their own tenant, where nobody can give more than they hold.
    if id == TenantId::PLATFORM {
        return Err(Fault::Forbidden);
    }
    let (tenant, _) = manage::find(&door.services().database, &visitor.caller, id).await?;
    let state = match wrong_address(&form) {
        Some(wrong) => form.state().refused(wrong),
        None => match invite_administrator(&door, visitor, tenant, &form.text("administrator_email")).await {
            Ok(()) => return Ok(done(&door, &format!("/console/tenants/{id}"), Notice::AdministratorInvited)),
            Err(error) => at_administrator(into_form(error, form.state())?),
        },
    };
    let forms = Forms { invite_form: state, ..Forms::default() };
    Ok(refused_form(tenant_page(&door, visitor, id, forms).await?))
}

/// What the directory says of an address, at the field of this form; anything else concerns the form as a whole.
fn at_administrator(mut form: FormState) -> FormState {
    for error in &mut form.errors {
        error.field = if error.field == "email" { "administrator_email".to_owned() } else { String::new() };
    }
    form
}
