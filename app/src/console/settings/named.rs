//! What the types and the attributes share: the labels one gives them, and the question whether one is to be removed.

use crate::design::field::{Field, Form};
use crate::form::FormState;
use crate::frame::Frame;
use leptos::prelude::*;

/// The fields of a label in every language.
pub(crate) fn label_fields(frame: &Frame, form: &Form<'_>) -> AnyView {
    view! {
        <div class="form-pair">
            {form.field(Field::text("label_en", frame.t("console-attributes-label-en")).autocomplete("off").longest(80))}
            {form.field(Field::text("label_de", frame.t("console-attributes-label-de")).autocomplete("off").longest(80).optional())}
        </div>
    }
    .into_any()
}

/// What is asked before something is removed.
pub(crate) struct Removal<'a> {
    /// Whether this is to go.
    pub title: String,
    /// What becomes of it, and when it is not possible.
    pub text: &'static str,
    /// What the button says.
    pub button: &'static str,
    /// The list it is in, below the tenant's base.
    pub list: &'static str,
    /// Its name.
    pub name: &'a str,
    /// What was refused.
    pub form: &'a FormState,
}

/// The question, with the way on and the way back.
pub(crate) fn removal(frame: &Frame, of: &Removal<'_>) -> AnyView {
    let form = Form::new(frame, of.form);
    view! {
        <section class="panel" aria-labelledby="action">
            <h2 id="action">{of.title.clone()}</h2>
            <p>{of.text}</p>
            {form.summary()}
            <form class="form-actions" method="post" action=frame.at(&format!("{}/{}/remove", of.list, of.name))>
                <button class="button button-danger">{of.button}</button>
                <a class="button button-quiet" href=frame.at(of.list)>{frame.t("common-cancel")}</a>
            </form>
        </section>
    }
    .into_any()
}
