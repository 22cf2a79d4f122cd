//! The form that adds or changes a person.

use crate::console::organisations::{PlaceChoice, which};
use crate::console::{Page, Place, page};
use crate::design::field::{Field, Form};
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::{AttributeInput, Choice, PersonRef, role_name};
use leptos::prelude::*;

/// The form that adds a person (`GET`, `POST /console/people/new`: `given_name`, `family_name`, `email`, `archetype`,
/// `organisation_name`, `organisation`, `sign_in_name`, `attribute.NAME`, `invite=yes`, `role`, `again=yes` for the fields of
/// another type) or changes one (`GET`, `POST /console/people/{id}/edit`).
#[derive(Debug, Clone)]
pub struct PersonForm {
    /// The current values, or what was typed and refused.
    pub form: FormState,
    /// The person, when an existing one is changed.
    pub person: Option<PersonRef>,
    /// The tenant's archetypes.
    pub archetypes: Vec<Choice>,
    /// The attributes that people of the chosen type have and the visitor may see.
    pub attributes: Vec<AttributeInput>,
    /// Whether people of another type have others, so that they can be asked for.
    pub others_differ: bool,
    /// Roles the visitor may give; empty hides the field.
    pub roles: Vec<Choice>,
    /// Whether the organisation of a new person is asked for, because the visitor looks after some of them only.
    pub asks_organisation: bool,
    /// The organisations of the typed name, where there are several.
    pub found: Vec<PlaceChoice>,
}

/// Renders the form that adds or changes a person.
#[must_use]
pub fn person_form(frame: &Frame, model: &PersonForm) -> String {
    let form = Form::new(frame, &model.form);
    let (title, action, cancel) = match &model.person {
        Some(person) => (
            frame.f("console-person-edit-title", &[("name", person.name.as_str().into())]),
            format!("/console/people/{}/edit", person.id),
            format!("/console/people/{}", person.id),
        ),
        None => {
            (frame.t("console-people-add").to_owned(), "/console/people/new".to_owned(), "/console/people".to_owned())
        }
    };
    let is_new = model.person.is_none();
    let button = if is_new { frame.t("console-person-create-button") } else { frame.t("common-save") };
    let parent =
        model.person.as_ref().map_or_else(|| frame.t("console-nav-people").to_owned(), |person| person.name.clone());
    let head = Page::new(Place::People, &title).under(frame, &parent, cancel.clone()).with_form(&model.form);
    page(frame, head, || {
        let attributes = (!model.attributes.is_empty()).then(|| {
            view! { <section class="form-part"><h2>{frame.t("console-person-attributes")}</h2><div class="form">{form.attributes(&model.attributes)}</div></section> }
        });
        let organisation = (is_new && model.asks_organisation).then(|| {
            let field = Field::text("organisation_name", frame.t("console-affiliations-organisation"))
                .hint(frame.t("console-organisations-name-hint"))
                .autocomplete("off");
            view! { {form.field(field)}{which(frame, &form, "organisation", &model.found)} }
        });
        // Behind the button that saves, which is the one that Enter presses.
        let again = model.others_differ.then(|| view! { <button class="button" name="again" value="yes">{frame.t("console-person-fields-of-type")}</button> });
        let entry = is_new.then(|| first_entry(frame, &form, &model.roles));
        view! {
            {form.summary()}
            <form class="card form-card" method="post" action=frame.at(&action) novalidate>
                {(!is_new).then(|| Form::hidden("version", model.form.value("version")))}
                <section class="form-part">
                    <h2>{frame.t("console-person-who")}</h2>
                    <div class="form">
                        <div class="form-pair">
                            {form.field(Field::text("given_name", frame.t("front-given-name")).autocomplete("off").optional())}
                            {form.field(Field::text("family_name", frame.t("front-family-name")).autocomplete("off"))}
                        </div>
                        {(!is_new).then(|| form.field(Field::text("display_name", frame.t("portal-profile-display-name")).autocomplete("off").optional()))}
                        <div class="form-pair">
                            {is_new.then(|| form.field(Field::email("email", frame.t("common-email")).autocomplete("off").optional()))}
                            {(!is_new).then(|| form.field(Field::phone("phone", frame.t("portal-profile-phone")).autocomplete("off").optional()))}
                            {form.field(Field::select("archetype", frame.t("console-people-archetype"), model.archetypes.clone()))}
                        </div>
                        {organisation}
                    </div>
                </section>
                {attributes}
                {entry}
                <div class="form-foot">
                    <button class="button button-primary">{button}</button>
                    {again}
                    <a class="button button-quiet" href=frame.at(&cancel)>{frame.t("common-cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    })
}

/// How a new person gets in.
fn first_entry(frame: &Frame, form: &Form<'_>, roles: &[Choice]) -> AnyView {
    let roles = (!roles.is_empty()).then(|| {
        let choices = roles.iter().map(|role| Choice::new(role.value.clone(), role_name(frame, &role.label))).collect();
        form.field(
            Field::select("role", frame.t("console-person-role"), choices)
                .or_none(frame.t("console-person-no-role"))
                .optional(),
        )
    });
    view! {
        <section class="form-part">
            <h2>{frame.t("console-person-entry")}</h2>
            <div class="form">
                <div class="form-pair">
                    {form.field(Field::text("sign_in_name", frame.t("console-people-sign-in-name")).hint(frame.t("console-person-sign-in-hint")).autocomplete("off").verbatim().optional())}
                    {roles}
                </div>
                {form.field(Field::check("invite", frame.t("console-person-invite"), "yes").hint(frame.t("console-person-invite-hint")))}
            </div>
        </section>
    }
    .into_any()
}
