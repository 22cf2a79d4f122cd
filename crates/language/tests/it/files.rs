//! Reads the `.ftl` files the way the tests need them: every message with the values it names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

/// The files of a language and how the keys in each begin.
pub const FILES: [(&str, &[&str]); 7] = [
    ("common", &["common-", "moment-", "state-", "role-", "archetype-", "permission-", "organisation-kind-"]),
    ("front_door", &["front-"]),
    ("portal", &["portal-"]),
    ("console", &["console-"]),
    ("audit", &["audit-"]),
    ("mail", &["mail-"]),
    ("problem", &["problem-"]),
];

/// A message of a language file.
pub struct Message {
    /// The file it stands in, without folder and ending.
    pub file: &'static str,
    /// The names of the values it takes.
    pub values: BTreeSet<String>,
    /// Its text as it is written, with all variants, and a square for each value.
    pub text: String,
}

/// Every message of a language by key. Fails with file and message when a file is not what it should be.
pub fn messages(language: &str) -> BTreeMap<String, Message> {
    let mut messages = BTreeMap::new();
    for (file, prefixes) in FILES {
        let path = Path::new("locales").join(language).join(file).with_extension("ftl");
        let source = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let resource = fluent_syntax::parser::parse(source.as_str()).unwrap_or_else(|(_, errors)| {
            let errors: Vec<String> = errors
                .iter()
                .map(|error| {
                    let line = source[..error.pos.start].lines().count().max(1);
                    let slice = error.slice.clone().map_or("", |slice| source[slice].trim());
                    format!("line {line}: {}: {slice}", error.kind)
                })
                .collect();
            panic!("{language}/{file}.ftl: {}", errors.join("\n"))
        });
        for entry in &resource.body {
            let message = match entry {
                Entry::Message(message) => message,
                Entry::Term(term) => panic!("{language}/{file}.ftl: -{} is a term; write the words out", term.id.name),
                Entry::Junk { content } => panic!("{language}/{file}.ftl: not a message: {content}"),
                _ => continue,
            };
            let key = message.id.name;
            let place = format!("{language}/{file}.ftl: {key}");
            assert!(
                prefixes.iter().any(|prefix| key.starts_with(prefix)),
                "{place} should begin with one of {prefixes:?}"
            );
            assert!(message.attributes.is_empty(), "{place} has attributes");
            let pattern = message.value.as_ref().unwrap_or_else(|| panic!("{place} has no text"));
            let mut read = Message { file, values: BTreeSet::new(), text: String::new() };
            read_pattern(pattern, &mut read, &place);
            assert!(messages.insert(key.to_owned(), read).is_none(), "{place} stands twice");
        }
    }
    messages
}

fn read_pattern(pattern: &Pattern<&str>, into: &mut Message, place: &str) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => into.text.push_str(value),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => read_inline(inline, into, place),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                read_inline(selector, into, place);
                for variant in variants {
                    into.text.push('\n');
                    read_pattern(&variant.value, into, place);
                }
            }
        }
    }
}

fn read_inline(inline: &InlineExpression<&str>, into: &mut Message, place: &str) {
    match inline {
        InlineExpression::VariableReference { id } => {
            into.values.insert(id.name.to_owned());
            into.text.push('□');
        }
        InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => {
            into.text.push_str(value);
        }
        _ => panic!("{place}: only text, values and plural forms are used here"),
    }
}
