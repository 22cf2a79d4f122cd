//! The tenants of the installation.

use super::{Page, Place, page};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::list::count;
use crate::design::shown::{badge, date};
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::Count;
use foundation::Instant;
use foundation::Permission;
use foundation::TenantId;
use frontend::islands::copy::CopyButtons;
use leptos::prelude::*;

/// The tenants of the installation (`GET /console/tenants`).
#[derive(Debug, Clone)]
pub struct Tenants {
    /// Every tenant, by name.
    pub tenants: Vec<TenantRow>,
}

/// One tenant in the list.
#[derive(Debug, Clone)]
pub struct TenantRow {
    /// Leads to the tenant's page.
    pub id: TenantId,
    /// Its name.
    pub name: String,
    /// Its word in addresses.
    pub slug: String,
    /// Whether it is suspended.
    pub is_suspended: bool,
    /// How many people it has.
    pub people: Count,
    /// When it was made.
    pub created_at: Instant,
}

/// The form that creates a tenant (`GET`, `POST /console/tenants/new`: `name`, `slug`, `administrator_email`).
#[derive(Debug, Clone, Default)]
pub struct TenantForm {
    /// What was typed and refused.
    pub form: FormState,
}

/// One tenant (`GET /console/tenants/{id}?do=`).
#[derive(Debug, Clone)]
pub struct Tenant {
    /// The tenant.
    pub id: TenantId,
    /// Its name.
    pub name: String,
    /// Its word in addresses.
    pub slug: String,
    /// Its address.
    pub address: String,
    /// Whether it is suspended.
    pub is_suspended: bool,
    /// Whether it is the operators' own, which cannot be suspended.
    pub is_platform: bool,
    /// How many people it has.
    pub people: Count,
    /// When it was made.
    pub created_at: Instant,
    /// Host names that lead to it.
    pub hosts: Vec<String>,
    /// The change that waits to be confirmed (`?do=suspend`), or that was refused.
    pub action: Option<TenantAction>,
    /// The refused form of that change.
    pub form: FormState,
    /// The refused form of a host name (`POST …/hosts`: `host`, or `remove=HOST`).
    pub host_form: FormState,
    /// The refused form of an invitation (`POST …/invite`: `administrator_email`).
    pub invite_form: FormState,
}

/// A change to a tenant that is confirmed on a panel of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TenantAction {
    /// `POST …/suspend` with `reason`.
    Suspend,
    /// `POST …/reactivate`.
    Reactivate,
}

fn state(frame: &Frame, is_suspended: bool) -> AnyView {
    if is_suspended {
        badge("badge badge-warning", frame.t("state-suspended"))
    } else {
        badge("badge badge-success", frame.t("state-active"))
    }
}

/// Renders the list.
#[must_use]
pub fn tenants(frame: &Frame, model: &Tenants) -> String {
    let actions = frame
        .may(Permission::ManageTenants)
        .then(|| view! { <a class="button button-primary" href=frame.at("/console/tenants/new")>{Icon::Add.view()}{frame.t("console-tenants-add")}</a> });
    let head = Page::new(Place::Tenants, frame.t("console-nav-tenants"))
        .beside(view! { <span class="page-count">{model.tenants.len().to_string()}</span> }.into_any())
        .actions(actions.into_any());
    page(frame, head, || {
        let rows: Vec<_> = model
            .tenants
            .iter()
            .map(|tenant| {
                view! {
                    <tr>
                        <th scope="row"><a class="row-link" href=frame.at(&format!("/console/tenants/{}", tenant.id)) data-row>{tenant.name.clone()}</a></th>
                        <td class="wide"><code>{tenant.slug.clone()}</code></td>
                        <td>{state(frame, tenant.is_suspended)}</td>
                        <td class="number">{count(frame, tenant.people)}</td>
                        <td class="wide">{date(frame, tenant.created_at)}</td>
                    </tr>
                }
            })
            .collect();
        view! {
            <div class="table-box">
                <table class="data">
                    <thead><tr>
                        <th scope="col">{frame.t("common-name")}</th>
                        <th class="wide" scope="col">{frame.t("console-tenants-slug")}</th>
                        <th scope="col">{frame.t("common-state")}</th>
                        <th class="number" scope="col">{frame.t("console-nav-people")}</th>
                        <th class="wide" scope="col">{frame.t("common-created")}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    })
}

/// Renders the form that creates a tenant.
#[must_use]
pub fn tenant_form(frame: &Frame, model: &TenantForm) -> String {
    let form = Form::new(frame, &model.form);
    let head = Page::new(Place::Tenants, frame.t("console-tenants-add"))
        .under(frame, frame.t("console-nav-tenants"), "/console/tenants")
        .with_form(&model.form);
    page(frame, head, || {
        view! {
            {form.summary()}
            <form class="card form-card" method="post" action=frame.at("/console/tenants/new") novalidate>
                <section class="form-part">
                    <h2>{frame.t("console-tenants-one")}</h2>
                    <div class="form">
                        {form.field(Field::text("name", frame.t("common-name")).hint(frame.t("console-tenants-name-hint")).autocomplete("off").longest(80))}
                        {form.field(Field::text("slug", frame.t("console-tenants-slug")).hint(frame.t("console-tenants-slug-hint")).autocomplete("off").longest(40).verbatim().short())}
                    </div>
                </section>
                <section class="form-part">
                    <h2>{frame.t("console-tenants-administrator")}</h2>
                    <div class="form">{form.field(Field::email("administrator_email", frame.t("common-email")).hint(frame.t("console-tenants-administrator-hint")).autocomplete("off"))}</div>
                </section>
                <div class="form-foot">
                    <button class="button button-primary">{frame.t("console-tenants-create-button")}</button>
                    <a class="button button-quiet" href=frame.at("/console/tenants")>{frame.t("common-cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    })
}

/// Renders one tenant.
#[must_use]
pub fn tenant(frame: &Frame, model: &Tenant) -> String {
    let may = frame.may(Permission::ManageTenants);
    let actions = (may && !model.is_platform).then(|| {
        let (word, icon, label) = if model.is_suspended {
            ("reactivate", Icon::Undo, frame.t("console-tenants-reactivate"))
        } else {
            ("suspend", Icon::Ban, frame.t("console-tenants-suspend"))
        };
        view! { <a class="button" href=frame.at(&format!("/console/tenants/{}?do={word}", model.id))>{icon.view()}{label}</a> }
    });
    let head = Page::new(Place::Tenants, &model.name)
        .under(frame, frame.t("console-nav-tenants"), "/console/tenants")
        .beside(state(frame, model.is_suspended))
        .actions(actions.into_any())
        .with_form(&model.form)
        .with_form(&model.host_form)
        .with_form(&model.invite_form);
    page(frame, head, || {
        let copy = view! {
            <button class="button button-small" type="button" data-copy=model.address.clone() data-copied=frame.t("console-copied") aria-live="polite" hidden>
                {frame.t("console-copy")}
            </button>
            <CopyButtons/>
        };
        view! {
            {action_panel(frame, model)}
            <div class="card card-padded">
                <dl class="facts">
                    <div class="fact"><dt>{frame.t("console-tenants-address")}</dt><dd class="with-button"><code>{model.address.clone()}</code>{copy}</dd></div>
                    <div class="fact"><dt>{frame.t("console-tenants-slug")}</dt><dd><code>{model.slug.clone()}</code></dd></div>
                    <div class="fact"><dt>{frame.t("console-nav-people")}</dt><dd>{count(frame, model.people)}</dd></div>
                    <div class="fact"><dt>{frame.t("common-created")}</dt><dd>{date(frame, model.created_at)}</dd></div>
                </dl>
            </div>
            {hosts(frame, model, may)}
            {may.then(|| invite(frame, model))}
        }
        .into_any()
    })
}

fn action_panel(frame: &Frame, model: &Tenant) -> AnyView {
    let Some(action) = model.action else { return ().into_any() };
    let (title, text, path, button, class) = match action {
        TenantAction::Suspend => (
            frame.f("console-suspend-title", &[("name", model.name.as_str().into())]),
            frame.t("console-tenants-suspend-text"),
            "suspend",
            frame.t("console-tenants-suspend"),
            "button button-danger",
        ),
        TenantAction::Reactivate => (
            frame.f("console-reactivate-title", &[("name", model.name.as_str().into())]),
            frame.t("console-tenants-reactivate-text"),
            "reactivate",
            frame.t("console-tenants-reactivate"),
            "button button-primary",
        ),
    };
    let form = Form::new(frame, &model.form);
    let reason = (action == TenantAction::Suspend).then(|| {
        form.field(
            Field::text("reason", frame.t("common-reason"))
                .hint(frame.t("console-reason-hint"))
                .autocomplete("off")
                .longest(300),
        )
    });
    view! {
        <section class="panel" aria-labelledby="action">
            <h2 id="action">{title}</h2>
            <p>{text}</p>
            {form.summary()}
            <form class="form" method="post" action=frame.at(&format!("/console/tenants/{}/{path}", model.id)) novalidate>
                {reason}
                <div class="form-actions">
                    <button class=class>{button}</button>
                    <a class="button button-quiet" href=frame.at(&format!("/console/tenants/{}", model.id))>{frame.t("common-cancel")}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn hosts(frame: &Frame, model: &Tenant, may: bool) -> AnyView {
    let form = Form::named(frame, &model.host_form, "host-form");
    let action = || frame.at(&format!("/console/tenants/{}/hosts", model.id));
    let rows: Vec<_> = model
        .hosts
        .iter()
        .map(|host| {
            let remove = may.then(|| {
                view! {
                    <form method="post" action=action()>
                        <button class="plain" name="remove" value=host.clone()>{frame.t("common-remove")}<span class="unseen">{format!(": {host}")}</span></button>
                    </form>
                }
            });
            view! { <li class="address">{Icon::Globe.view()}<code class="address-text">{host.clone()}</code>{remove}</li> }
        })
        .collect();
    let none = rows.is_empty().then(|| view! { <li class="text-soft">{frame.t("console-tenants-no-host")}</li> });
    let add = may.then(|| {
        view! {
            {form.summary()}
            <form class="inline-form" method="post" action=action() novalidate>
                {form.field(Field::text("host", frame.t("console-tenants-host")).hint(frame.t("console-tenants-host-hint")).autocomplete("off").verbatim())}
                <button class="button">{frame.t("common-add")}</button>
            </form>
        }
    });
    view! {
        <section aria-labelledby="hosts">
            <h2 class="section-title" id="hosts">{frame.t("console-tenants-hosts")}</h2>
            <div class="card card-padded grid gap-4"><ul class="grid gap-2">{rows}{none}</ul>{add}</div>
        </section>
    }
    .into_any()
}

fn invite(frame: &Frame, model: &Tenant) -> AnyView {
    let form = Form::named(frame, &model.invite_form, "invite-form");
    view! {
        <section aria-labelledby="invite">
            <h2 class="section-title" id="invite">{frame.t("console-tenants-invite")}</h2>
            <div class="card card-padded grid gap-4">
                {form.summary()}
                <form class="inline-form" method="post" action=frame.at(&format!("/console/tenants/{}/invite", model.id)) novalidate>
                    {form.field(Field::email("administrator_email", frame.t("common-email")).hint(frame.t("console-tenants-administrator-hint")).autocomplete("off"))}
                    <button class="button">{frame.t("console-invite-button")}</button>
                </form>
            </div>
        </section>
    }
    .into_any()
}
