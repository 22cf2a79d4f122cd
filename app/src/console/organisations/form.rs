//! The form that adds an organisation.

use super::{OrganisationRef, PATH, trail};
use crate::console::{Page, Place, page};
use crate::design::field::{Field, Form};
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::Choice;
use leptos::prelude::*;

/// The form that adds one (`GET`, `POST /console/organisations/new?under=`: `name`, `kind`, `under`).
#[derive(Debug, Clone)]
pub struct OrganisationForm {
    /// What was typed and refused.
    pub form: FormState,
    /// Below which; none for the top.
    pub under: Option<OrganisationRef>,
    /// The kinds it can be.
    pub kinds: Vec<Choice>,
}

/// Renders the form.
#[must_use]
pub fn organisation_form(frame: &Frame, model: &OrganisationForm) -> String {
    let form = Form::new(frame, &model.form);
    let above: Vec<OrganisationRef> = model.under.iter().cloned().collect();
    let back = model.under.as_ref().map_or_else(|| PATH.to_owned(), |under| format!("{PATH}/{}", under.id));
    let lead = model.under.as_ref().map_or_else(
        || frame.t("console-organisations-at-top").to_owned(),
        |under| frame.f("console-organisations-under", &[("name", under.name.as_str().into())]),
    );
    let head = Page::new(Place::Organisations, frame.t("console-organisations-add"))
        .beneath(frame, trail(frame, &above))
        .lead(lead)
        .with_form(&model.form);
    page(frame, head, || {
        let under = model.under.as_ref().map(|under| Form::hidden("under", &under.id.to_string()));
        view! {
            {form.summary()}
            <form class="card form-card" method="post" action=frame.at("/console/organisations/new") novalidate>
                {under}
                <section class="form-part">
                    <h2>{frame.t("console-affiliations-organisation")}</h2>
                    <div class="form">
                        {form.field(Field::text("name", frame.t("common-name")).autocomplete("off"))}
                        {form.field(Field::select("kind", frame.t("console-roles-kind"), model.kinds.clone()).short())}
                    </div>
                </section>
                <div class="form-foot">
                    <button class="button button-primary">{frame.t("console-organisations-create-button")}</button>
                    <a class="button button-quiet" href=frame.at(&back)>{frame.t("common-cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    })
}
