//! Who is meant by what is done with many people, in words and as fields.

use super::{PeopleFilter, query};
use crate::design::field::Form;
use crate::frame::{Frame, number};
use crate::model::PersonState;
use foundation::PersonId;
use leptos::prelude::*;

/// Who is meant.
#[derive(Debug, Clone, Default)]
pub struct Who {
    /// What the list of people is narrowed to; its order does not matter.
    pub filter: PeopleFilter,
    /// The name of the organisation, with those above it, or of the group it is narrowed to; nothing where that is gone or not seen.
    pub within: Option<String>,
    /// The label of the type of identity it is narrowed to.
    pub archetype: Option<String>,
    /// These and nobody else, whatever the filter says; where it is empty, all the filter finds.
    pub chosen: Vec<PersonId>,
}

impl Who {
    /// Who is meant, as fields of a form or an address.
    fn fields(&self) -> Vec<(&'static str, String)> {
        let filter = self.filter.pairs().into_iter().filter(|(_, value)| !value.is_empty());
        filter.chain(self.chosen.iter().map(|person| ("person", person.to_string()))).collect()
    }

    /// The query of an address that means the same people.
    pub(crate) fn query(&self) -> String {
        let fields = self.fields();
        query(&fields.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>())
    }

    /// The list they come from.
    pub(crate) fn list_path(&self) -> String {
        format!("/console/people{}", self.filter.query())
    }
}

/// Who is meant, as fields that are submitted and not shown.
pub(crate) fn hidden(who: &Who) -> Vec<AnyView> {
    who.fields().iter().map(|(name, value)| Form::hidden(name, value)).collect()
}

/// Who is meant, in words.
pub(crate) fn in_words(frame: &Frame, who: &Who) -> AnyView {
    let sentences = sentences(frame, who);
    if sentences.is_empty() {
        return view! { <p>{in_short(frame, who)}</p> }.into_any();
    }
    view! { <p>{frame.t("console-who-those")}</p><ul class="sentences">{items(sentences)}</ul> }.into_any()
}

/// Who is meant, below the name of something in a list.
pub(crate) fn under(frame: &Frame, who: &Who) -> AnyView {
    let sentences = sentences(frame, who);
    if sentences.is_empty() {
        return view! { <span class="row-under-always">{in_short(frame, who)}</span> }.into_any();
    }
    view! { <ul class="row-under-always">{items(sentences)}</ul> }.into_any()
}

fn items(sentences: Vec<String>) -> Vec<AnyView> {
    sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> }.into_any()).collect()
}

/// Some who were selected, or everybody.
fn in_short(frame: &Frame, who: &Who) -> String {
    if who.chosen.is_empty() {
        frame.t("console-who-all").to_owned()
    } else {
        frame.f("console-who-chosen", &[("count", number(who.chosen.len() as u64))])
    }
}

/// What the people are narrowed to, a sentence each; nothing where they were selected.
fn sentences(frame: &Frame, who: &Who) -> Vec<String> {
    let filter = &who.filter;
    let mut sentences = Vec::new();
    if !who.chosen.is_empty() {
        return sentences;
    }
    if !filter.q.is_empty() {
        sentences.push(frame.f("console-who-q", &[("q", filter.q.as_str().into())]));
    }
    if let Some(state) = filter.state {
        let sentence = match state {
            PersonState::Active => frame.t("console-who-active"),
            PersonState::Invited => frame.t("console-who-invited"),
            PersonState::Suspended => frame.t("console-who-suspended"),
            PersonState::Ended => frame.t("console-who-ended"),
        };
        sentences.push(sentence.to_owned());
    }
    if let Some(name) = who.archetype.as_ref().or(filter.archetype.as_ref()) {
        sentences.push(frame.f("console-who-archetype", &[("archetype", name.as_str().into())]));
    }
    if filter.organisation.is_some() || filter.group.is_some() {
        sentences.push(match &who.within {
            Some(name) => frame.f("console-who-within", &[("name", name.as_str().into())]),
            None => frame.t("console-who-gone").to_owned(),
        });
    }
    sentences
}

#[cfg(test)]
mod tests {
    use foundation::{GroupId, Locale, PersonId};
    use uuid::Uuid;

    use super::{Who, sentences};
    use crate::console::people::PeopleFilter;
    use crate::model::PersonState;
    use crate::testing;

    fn narrow() -> Who {
        let filter = PeopleFilter {
            q: "Berg".to_owned(),
            state: Some(PersonState::Suspended),
            archetype: Some("student".to_owned()),
            group: Some(GroupId(Uuid::from_u128(7))),
            ..PeopleFilter::default()
        };
        Who { filter, ..Who::default() }
    }

    #[test]
    fn nothing_that_narrows_is_left_unsaid() {
        let frame = testing::frame(Locale::En);
        assert!(sentences(&frame, &Who::default()).is_empty());
        // The names of the type and of the group are not known: they are said all the same.
        assert_eq!(sentences(&frame, &narrow()).len(), 4);
        let who = Who { within: Some("Choir".to_owned()), archetype: Some("Pupil".to_owned()), ..narrow() };
        let said = sentences(&frame, &who).join("\n");
        for word in ["Berg", "Pupil", "Choir"] {
            assert!(said.contains(word), "{said}");
        }
        let chosen = Who { chosen: vec![PersonId(Uuid::from_u128(1))], ..who };
        assert!(sentences(&frame, &chosen).is_empty(), "the filter says nothing then");
    }

    #[test]
    fn the_fields_are_what_narrows_and_who_is_chosen() {
        assert_eq!(Who::default().query(), "");
        let who = Who { chosen: vec![PersonId(Uuid::from_u128(1))], ..narrow() };
        let expected = "?q=Berg&state=suspended&archetype=student&group=00000000-0000-0000-0000-000000000007\
            &person=00000000-0000-0000-0000-000000000001";
        assert_eq!(who.query(), expected);
    }
}
