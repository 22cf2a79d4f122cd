//! Moving an organisation to another place, and merging it into another: first where to, then what changes.

use super::{LimitedRole, OrganisationRef, PATH, PlaceChoice, counted, limited_roles, which};
use crate::console::{Page, Place, page};
use crate::design::banner::{Tone, banner};
use crate::design::field::{Field, Form};
use crate::design::list::count;
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::Count;
use leptos::prelude::*;

/// Moving or merging (`GET`, `POST /console/organisations/{id}/move` and `/merge`: `target`, `target_name`, `step`): first
/// where to, then what changes, then it is done. `step=confirm` does it.
#[derive(Debug, Clone)]
pub struct Relocation {
    /// Whether it is merged into another; otherwise it is moved below another, or to the top.
    pub is_merge: bool,
    /// Which.
    pub organisation: OrganisationRef,
    /// What was typed and refused.
    pub form: FormState,
    /// Those of the typed name, where there are several.
    pub found: Vec<PlaceChoice>,
    /// What would change, once it is clear where to.
    pub preview: Option<Preview>,
}

/// What would change.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Below which it would be, or into which it would be merged; none for the top.
    pub target: Option<OrganisationRef>,
    /// The names of those above the target and its own.
    pub target_path: String,
    /// How many organisations would change their place, itself and all below it.
    pub organisations: Count,
    /// How many people belong to them.
    pub people: Count,
    /// Who would lose roles over these people.
    pub lose: Vec<LimitedRole>,
    /// Who would gain roles over them.
    pub gain: Vec<LimitedRole>,
}

/// Renders the page.
#[must_use]
pub fn relocation(frame: &Frame, model: &Relocation) -> String {
    let name = [("name", model.organisation.name.as_str().into())];
    let (title, lead) = if model.is_merge {
        (frame.f("console-organisations-merge-title", &name), frame.t("console-organisations-merge-lead"))
    } else {
        (frame.f("console-organisations-move-title", &name), frame.t("console-organisations-move-lead"))
    };
    let own = (model.organisation.name.clone(), path(model, ""));
    let top = (frame.t("console-nav-organisations").to_owned(), PATH.to_owned());
    let head = Page::new(Place::Organisations, &title).beneath(frame, vec![top, own]).lead(lead).with_form(&model.form);
    page(frame, head, || match &model.preview {
        None => choice(frame, model),
        Some(preview) => changes(frame, model, preview),
    })
}

fn path(model: &Relocation, rest: &str) -> String {
    format!("{PATH}/{}{rest}", model.organisation.id)
}

/// The address of the page itself.
const fn step(model: &Relocation) -> &'static str {
    if model.is_merge { "/merge" } else { "/move" }
}

/// Where to.
fn choice(frame: &Frame, model: &Relocation) -> AnyView {
    let form = Form::new(frame, &model.form);
    let (heading, label) = if model.is_merge {
        (frame.t("console-organisations-merge-into"), frame.t("console-organisations-merge-target"))
    } else {
        (frame.t("console-organisations-move-to"), frame.t("console-organisations-move-target"))
    };
    let target = Field::text("target_name", label).autocomplete("off");
    let target = if model.is_merge {
        target.hint(frame.t("console-organisations-name-hint"))
    } else {
        target.hint(frame.t("console-organisations-move-hint")).optional()
    };
    view! {
        {form.summary()}
        <form class="card form-card" method="post" action=frame.at(&path(model, step(model))) novalidate>
            <section class="form-part">
                <h2>{heading}</h2>
                <div class="form">{form.field(target)}{which(frame, &form, "target", &model.found)}</div>
            </section>
            <div class="form-foot">
                <button class="button button-primary">{frame.t("console-organisations-show-changes")}</button>
                <a class="button button-quiet" href=frame.at(&path(model, ""))>{frame.t("common-cancel")}</a>
            </div>
        </form>
    }
    .into_any()
}

/// What would change, and the button that does it.
fn changes(frame: &Frame, model: &Relocation, preview: &Preview) -> AnyView {
    let form = Form::new(frame, &model.form);
    let target = preview.target.as_ref().map(|target| target.id.to_string()).unwrap_or_default();
    let to = if preview.target.is_some() {
        preview.target_path.clone()
    } else {
        frame.t("console-organisations-top").to_owned()
    };
    let (label, note, button) = if model.is_merge {
        (
            frame.t("console-organisations-merge-into"),
            frame.t("console-organisations-merge-note"),
            counted(frame, "console-organisations-merge-button", preview.people),
        )
    } else {
        (
            frame.t("console-organisations-move-to"),
            frame.t("console-import-preview-note"),
            counted(frame, "console-organisations-move-button", preview.people),
        )
    };
    view! {
        {form.summary()}
        {banner(Tone::Info, note)}
        <div class="card card-padded">
            <dl class="facts">
                <div class="fact"><dt>{label}</dt><dd>{to}</dd></div>
                <div class="fact"><dt>{frame.t("console-nav-organisations")}</dt><dd>{count(frame, preview.organisations)}</dd></div>
                <div class="fact"><dt>{frame.t("console-nav-people")}</dt><dd>{count(frame, preview.people)}</dd></div>
            </dl>
        </div>
        <div class="grid grid-cols-1 gap-8 lg:grid-cols-2">
            <section aria-labelledby="lose">
                <h2 class="section-title" id="lose">{frame.t("console-organisations-lose")}</h2>
                {limited_roles(frame, &preview.lose, frame.t("console-organisations-nobody"))}
            </section>
            <section aria-labelledby="gain">
                <h2 class="section-title" id="gain">{frame.t("console-organisations-gain")}</h2>
                {limited_roles(frame, &preview.gain, frame.t("console-organisations-nobody"))}
            </section>
        </div>
        <form class="form-actions" method="post" action=frame.at(&path(model, step(model)))>
            {Form::hidden("target", &target)}
            {Form::hidden("target_name", model.form.value("target_name"))}
            <button class="button button-primary" name="step" value="confirm">{button}</button>
            <a class="button" href=frame.at(&path(model, step(model)))>{frame.t("console-organisations-elsewhere")}</a>
            <a class="button button-quiet" href=frame.at(&path(model, ""))>{frame.t("common-cancel")}</a>
        </form>
    }
    .into_any()
}
