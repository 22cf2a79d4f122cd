//! Each test reads every page as a browser would and names the pages that are not what they should be.

use std::collections::BTreeSet;

use foundation::Locale;
use scraper::{ElementRef, Html, Selector};

use crate::sample;

/// Every page in every language: its name and what a browser makes of it.
fn documents() -> Vec<(String, Html)> {
    documents_with("")
}

fn documents_with(suffix: &'static str) -> Vec<(String, Html)> {
    let of = |locale: Locale| {
        sample::pages(locale, suffix)
            .into_iter()
            .map(move |(name, html)| (format!("{name} ({})", locale.tag()), Html::parse_document(&html)))
    };
    Locale::ALL.into_iter().flat_map(of).collect()
}

fn select<'a>(document: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    document.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().trim().to_owned()
}

/// The ids of a document. The gallery shows the same part twice and tells the two apart.
fn ids(document: &Html) -> BTreeSet<&str> {
    select(document, "[id]").into_iter().filter_map(|element| element.attr("id")).collect()
}

/// What is wrong, page by page; nothing must be.
fn nothing(wrong: &[String]) {
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_page_has_one_heading_a_title_and_a_language() {
    let documents = documents();
    assert!(documents.len() > 180, "{}", documents.len());
    let mut wrong = Vec::new();
    for (name, document) in &documents {
        if format!("{:?}", document.quirks_mode) != "NoQuirks" {
            wrong.push(format!("{name}: no document type"));
        }
        let headings = select(document, "h1").len();
        let titles: Vec<String> = select(document, "head > title").into_iter().map(text).collect();
        let language = document.root_element().attr("lang").unwrap_or_default();
        if headings != 1 || titles.len() != 1 || titles.iter().any(|title| title.starts_with('–') || title.is_empty())
        {
            wrong.push(format!("{name}: {headings} first headings, titles {titles:?}"));
        }
        if !name.ends_with(&format!("({language})")) {
            wrong.push(format!("{name}: the document says {language:?}"));
        }
        if select(document, "main").len() != 1 {
            wrong.push(format!("{name}: not one main part"));
        }
    }
    nothing(&wrong);
}

/// WCAG 1.3.1, 4.1.2.
#[test]
fn whatever_can_be_filled_in_or_pressed_has_a_name() {
    let mut wrong = Vec::new();
    let mut controls = 0;
    for (name, document) in &documents() {
        let labelled: BTreeSet<&str> =
            select(document, "label[for]").into_iter().filter_map(|label| label.attr("for")).collect();
        for control in select(document, "input:not([type=hidden]), select, textarea") {
            controls += 1;
            let by_for = control.attr("id").is_some_and(|id| labelled.contains(id));
            let by_label = control
                .ancestors()
                .filter_map(ElementRef::wrap)
                .any(|above| above.value().name() == "label" && !text(above).is_empty());
            let by_attribute = control.attr("aria-label").is_some_and(|label| !label.is_empty());
            if !(by_for || by_label || by_attribute) {
                wrong.push(format!("{name}: {}", control.html()));
            }
        }
        for pressed in select(document, "button, a[href]") {
            let spoken = text(pressed).is_empty() && pressed.attr("aria-label").is_none_or(str::is_empty);
            if spoken {
                wrong.push(format!("{name}: nothing to read on {}", pressed.html()));
            }
        }
        for picture in select(document, "img:not([alt]), svg:not([aria-hidden]):not([role=img])") {
            if !picture.ancestors().filter_map(ElementRef::wrap).any(|above| above.attr("aria-hidden").is_some()) {
                wrong.push(format!("{name}: a picture without words {}", picture.html()));
            }
        }
    }
    assert!(controls > 500, "{controls}");
    nothing(&wrong);
}

#[test]
fn whatever_points_at_a_part_of_the_page_finds_it() {
    let mut wrong = Vec::new();
    let mut pointers = 0;
    for (name, document) in &documents() {
        let ids = ids(document);
        let count = select(document, "[id]").len();
        if ids.len() != count {
            let all: Vec<_> = select(document, "[id]").into_iter().filter_map(|element| element.attr("id")).collect();
            let twice: Vec<_> = ids.iter().filter(|id| all.iter().filter(|other| other == id).count() > 1).collect();
            wrong.push(format!("{name}: twice {twice:?}"));
        }
        for attribute in ["for", "aria-describedby", "aria-labelledby", "popovertarget", "list", "headers"] {
            for element in select(document, &format!("[{attribute}]")) {
                for id in element.attr(attribute).unwrap_or_default().split_whitespace() {
                    pointers += 1;
                    if !ids.contains(id) {
                        wrong.push(format!("{name}: {attribute}={id:?} leads nowhere"));
                    }
                }
            }
        }
        for link in select(document, "a[href^='#']") {
            pointers += 1;
            let id = link.attr("href").unwrap_or_default().trim_start_matches('#');
            if !ids.contains(id) {
                wrong.push(format!("{name}: the link {:?} leads nowhere", link.attr("href")));
            }
        }
    }
    assert!(pointers > 1_000, "{pointers}");
    nothing(&wrong);
}

/// A refused form says so above, with the focus, in the title, and at each field, which the summary leads to.
#[test]
fn a_refused_form_leads_to_its_fields() {
    let mut wrong = Vec::new();
    let mut refused = 0;
    for (name, document) in &documents() {
        for summary in select(document, ".summary") {
            refused += 1;
            let lines = summary.select(&Selector::parse("li").unwrap()).count();
            if lines == 0 || summary.attr("role") != Some("alert") || summary.attr("autofocus").is_none() {
                wrong.push(format!("{name}: {}", summary.html()));
            }
            for link in summary.select(&Selector::parse("a").unwrap()) {
                let id = link.attr("href").unwrap_or_default().trim_start_matches('#').to_owned();
                let found = select(document, "[id]").into_iter().find(|element| element.attr("id") == Some(&id));
                let is_field =
                    found.is_some_and(|found| ["input", "select", "textarea"].contains(&found.value().name()));
                if !is_field {
                    wrong.push(format!("{name}: {id:?} is no field"));
                }
            }
        }
        for field in select(document, "[aria-invalid=true]") {
            let described = field.attr("aria-describedby").unwrap_or_default();
            let said = described.split_whitespace().any(|id| {
                id.ends_with("-error")
                    && select(document, &format!("[id='{id}']")).first().is_some_and(|error| !text(*error).is_empty())
            });
            if !said {
                wrong.push(format!("{name}: {} says not what is wrong", field.html()));
            }
        }
    }
    assert!(refused > 30, "{refused}");
    nothing(&wrong);
}

/// What a key of the language files looks like. A text that is missing shows its key.
fn looks_like_a_key(word: &str) -> bool {
    const PREFIXES: [&str; 14] = [
        "common-",
        "moment-",
        "state-",
        "role-",
        "archetype-",
        "permission-",
        "organisation-kind-",
        "front-",
        "portal-",
        "console-",
        "audit-",
        "mail-",
        "problem-",
        "row-",
    ];
    let word = word.trim_matches(|letter: char| !letter.is_ascii_alphanumeric());
    word.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-')
        && PREFIXES.iter().any(|prefix| word.starts_with(prefix))
}

#[test]
fn no_text_is_missing() {
    let mut wrong = Vec::new();
    for (name, document) in &documents() {
        // A value that was not filled in, and a key that has no text.
        let suspect = |shown: &str| {
            shown.contains("{$")
                || shown.contains("{ $")
                || shown.contains('\u{FFFD}')
                || shown.split_whitespace().any(looks_like_a_key)
        };
        for shown in document.root_element().text().filter(|shown| suspect(shown)) {
            wrong.push(format!("{name}: {shown:?}"));
        }
        for attribute in ["title", "aria-label", "placeholder", "alt", "data-copied", "data-pace"] {
            for element in select(document, &format!("[{attribute}]")) {
                let shown = element.attr(attribute).unwrap_or_default();
                if suspect(shown) {
                    wrong.push(format!("{name}: {attribute} {shown:?}"));
                }
            }
        }
    }
    nothing(&wrong);
    assert!(looks_like_a_key("portal-home-title") && !looks_like_a_key("Portal") && !looks_like_a_key("e-mail"));
}

/// A text that becomes an element, an attribute or a script wherever a page forgets to escape it.
const HOSTILE: &str = r#"" x-hurt='1' '><x-typed></title></textarea></script><script>x-script</script>"#;

/// Whatever somebody typed is shown as it was typed and is never markup.
#[test]
fn what_somebody_typed_is_never_markup() {
    let mut wrong = Vec::new();
    let mut showing = 0;
    for ((name, document), (_, harmless)) in documents_with(HOSTILE).iter().zip(&documents()) {
        for hurt in select(document, "x-typed, [x-hurt]") {
            wrong.push(format!("{name}: {}", hurt.html()));
        }
        if select(document, "script").len() != select(harmless, "script").len() {
            wrong.push(format!("{name}: a script more"));
        }
        // What is escaped twice would be saved so.
        for (area, before) in select(document, "textarea").into_iter().zip(select(harmless, "textarea")) {
            let (is, was) = (text(area), text(before));
            if is.is_empty() != was.is_empty() || !(is.is_empty() || is.ends_with(HOSTILE)) {
                wrong.push(format!("{name}: {}", area.html()));
            }
        }
        let shown = document.root_element().text().any(|text| text.contains(HOSTILE))
            || select(document, "[value], [aria-label], [title], [href]").iter().any(|element| {
                ["value", "aria-label", "title"]
                    .iter()
                    .any(|name| element.attr(name).is_some_and(|value| value.contains(HOSTILE)))
            });
        showing += usize::from(shown);
        // The frame shows the tenant's name on every page but the plain ones.
        if !shown {
            wrong.push(format!("{name}: shows nothing of what was typed"));
        }
        for link in select(document, "a[href], form[action]") {
            let address = link.attr("href").or(link.attr("action")).unwrap_or_default();
            let allowed =
                ["/", "#", "https://", "http://", "mailto:", "?"].iter().any(|start| address.starts_with(start));
            if !allowed && !address.is_empty() {
                wrong.push(format!("{name}: {address}"));
            }
        }
    }
    assert!(showing > 180, "{showing}");
    nothing(&wrong);
}

/// Forms that change something are sent with POST, and no page has an inline style or handler, which the policy forbids.
#[test]
fn no_page_has_what_the_policy_forbids() {
    let mut wrong = Vec::new();
    for (name, document) in &documents() {
        for element in select(document, "[style], style, iframe, object, base, script:not([nonce])") {
            wrong.push(format!("{name}: {}", element.html()));
        }
        for element in select(document, "*") {
            if element.value().attrs().any(|(attribute, _)| attribute.starts_with("on")) {
                wrong.push(format!("{name}: a handler on {}", element.html()));
            }
        }
        for field in
            select(document, "form:not([method=post]) input[type=password], form:not([method=post]) input[type=file]")
        {
            wrong.push(format!("{name}: a secret in an address {}", field.html()));
        }
    }
    nothing(&wrong);
}
