//! Where a person belongs: the tab, and the form that adds or changes an affiliation.

use super::{AffiliationRow, Person, path};
use crate::console::organisations::{PlaceChoice, which};
use crate::console::{Page, Place, page};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::shown::{empty, grant_state};
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::{Choice, PersonRef, PersonState};
use foundation::{AffiliationId, Permission};
use leptos::prelude::*;

/// The form that adds an affiliation (`GET`, `POST /console/people/{id}/affiliations/new`: `archetype`,
/// `organisation_name`, `organisation`, `starts`, `ends`) or changes one (`…/affiliations/{affiliation}`).
#[derive(Debug, Clone)]
pub struct AffiliationForm {
    /// Whose.
    pub person: PersonRef,
    /// Which, when an existing one is changed.
    pub id: Option<AffiliationId>,
    /// The current values, or what was typed and refused.
    pub form: FormState,
    /// The tenant's archetypes.
    pub archetypes: Vec<Choice>,
    /// The organisations of the typed name, where there are several.
    pub found: Vec<PlaceChoice>,
}

/// The tab.
pub(super) fn affiliations(frame: &Frame, model: &Person, rows: &[AffiliationRow]) -> AnyView {
    let may_add = frame.may(Permission::EditPeople) && !model.is_beyond_visitor && model.state != PersonState::Ended;
    let add = || {
        may_add.then(|| view! { <a class="button" href=path(frame, model, "/affiliations/new")>{Icon::Add.view()}{frame.t("console-affiliation-add")}</a> })
    };
    if rows.is_empty() {
        return view! { <div class="card card-padded">{empty(Icon::Organisation, frame.t("console-affiliations-none-title"), frame.t("console-affiliations-none-text"), add())}</div> }.into_any();
    }
    let rows: Vec<_> = rows.iter().map(|row| line(frame, model, row)).collect();
    view! {
        <div class="table-head">{add()}</div>
        <div class="table-box">
            <table class="data">
                <thead><tr>
                    <th scope="col">{frame.t("console-affiliations-organisation")}</th>
                    <th scope="col">{frame.t("console-people-archetype")}</th>
                    <th scope="col">{frame.t("common-state")}</th>
                    <th class="wide" scope="col">{frame.t("console-from")}</th>
                    <th class="wide" scope="col">{frame.t("console-until")}</th>
                    <th class="wide" scope="col">{frame.t("console-source")}</th>
                    <th scope="col"><span class="unseen">{frame.t("console-actions")}</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(frame: &Frame, model: &Person, row: &AffiliationRow) -> AnyView {
    let end = row.ends_on.map_or_else(|| frame.t("console-affiliations-open").to_owned(), |day| frame.day(day));
    let (source, key) = row.source.clone().unwrap_or_default();
    let name = row.organisation.clone().unwrap_or_else(|| "–".to_owned());
    let organisation = match row.organisation_id {
        Some(id) if frame.may(Permission::SeeOrganisations) => {
            let address = frame.at(&format!("/console/organisations/{id}"));
            view! { <a class="row-link" href=address data-row>{name}</a> }.into_any()
        }
        _ => name.into_any(),
    };
    let change = row.may_change.then(|| {
        let of = format!(": {}, {}", row.archetype, row.organisation.as_deref().unwrap_or("–"));
        let address = path(frame, model, &format!("/affiliations/{}", row.id));
        view! { <a class="row-action" href=address>{frame.t("common-edit")}<span class="unseen">{of}</span></a> }
    });
    view! {
        <tr>
            <th scope="row">{organisation}</th>
            <td>{row.archetype.clone()}</td>
            <td>{grant_state(frame, row.state)}</td>
            <td class="wide">{frame.day(row.starts_on)}</td>
            <td class="wide">{end}</td>
            <td class="wide">{source}<span class="row-under-always">{key}</span></td>
            <td class="end">{change}</td>
        </tr>
    }
    .into_any()
}

/// Renders the form.
#[must_use]
pub fn affiliation_form(frame: &Frame, model: &AffiliationForm) -> String {
    let form = Form::new(frame, &model.form);
    let person = format!("/console/people/{}", model.person.id);
    let back = format!("{person}?tab=affiliations");
    let name = [("name", model.person.name.as_str().into())];
    let (title, action, button) = match model.id {
        None => (
            frame.f("console-affiliation-new-title", &name),
            format!("{person}/affiliations/new"),
            frame.t("console-affiliation-add"),
        ),
        Some(id) => (
            frame.f("console-affiliation-edit-title", &name),
            format!("{person}/affiliations/{id}"),
            frame.t("common-save"),
        ),
    };
    let head = Page::new(Place::People, &title).under(frame, &model.person.name, back.clone()).with_form(&model.form);
    page(frame, head, || {
        let organisation = Field::text("organisation_name", frame.t("console-affiliations-organisation"))
            .hint(frame.t("console-organisations-name-hint"))
            .autocomplete("off")
            .optional();
        let archetype =
            Field::select("archetype", frame.t("console-people-archetype"), model.archetypes.clone()).short();
        let ends = Field::date("ends", frame.t("console-until")).hint(frame.t("console-affiliation-ends-hint"));
        view! {
            {form.summary()}
            <form class="card form-card" method="post" action=frame.at(&action) novalidate>
                <section class="form-part">
                    <h2>{frame.t("console-affiliation-what")}</h2>
                    <div class="form">
                        {form.field(archetype)}
                        {form.field(organisation)}
                        {which(frame, &form, "organisation", &model.found)}
                    </div>
                </section>
                <section class="form-part">
                    <h2>{frame.t("portal-rights-duration")}</h2>
                    <div class="form">
                        <div class="form-pair">
                            {form.field(Field::date("starts", frame.t("console-from")))}
                            {form.field(ends.optional())}
                        </div>
                    </div>
                </section>
                <div class="form-foot">
                    <button class="button button-primary">{button}</button>
                    <a class="button button-quiet" href=frame.at(&back)>{frame.t("common-cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    })
}
