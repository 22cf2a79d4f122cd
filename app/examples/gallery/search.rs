//! The search of everything.

use app::console::search::{Hit, Hits, Search, search};
use foundation::Locale;

use super::{frame, id, said, typed};

fn hit(name: &str, about: &str, path: &str, number: u128) -> Hit {
    let about = if about.is_empty() { String::new() } else { typed(about) };
    Hit { name: typed(name), about, path: format!("/console/{path}/{}", id(number)) }
}

fn all(hits: Vec<Hit>) -> Hits {
    Hits { hits, more: false }
}

pub(super) fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    let page = |model: &Search| search(&frame(locale, "/console/search"), model);
    let school = "Donaudampfschifffahrts-Gymnasium";
    let department = said(
        locale,
        "Department for Cross-Border Securities Settlement and Custody",
        "Abteilung für grenzüberschreitende Wertpapierabwicklung und -verwahrung",
    );
    let found = Search {
        q: typed("nord"),
        words: typed("nord"),
        people: Hits {
            hits: vec![
                hit("Nora Nordström", "n.nordstroem@nordlicht-bank.example", "people", 3),
                hit("Katharina Brandt-Wiesengrund-Nordhausen", "k.brandt@nordlicht-bank.example", "people", 1),
            ],
            more: true,
        },
        organisations: all(vec![
            hit("Schulverband Nord", "", "organisations", 501),
            hit(&department, &format!("Nordlicht AG › {school}"), "organisations", 502),
        ]),
        groups: Hits { hits: vec![hit("Krisenstab Nord", "Nordlicht AG", "groups", 601)], more: true },
        roles: all(vec![hit(
            "Nord-Helpdesk",
            &said(locale, "Helps people in the north", "Hilft den Personen im Norden"),
            "roles",
            40,
        )]),
        attributes: all(vec![Hit {
            name: said(locale, "Northern branch", "Nordfiliale"),
            about: typed("branch"),
            path: "/console/settings/attributes".to_owned(),
        }]),
        tenants: all(vec![hit("Nordlicht Bank", "nordlicht", "tenants", 900)]),
    };
    let pages_only = Search { q: said(locale, "settings", "einstellungen"), ..Search::default() };
    let nothing = Search { q: typed("zzz qqq"), ..Search::default() };
    let long = Search { q: typed(&"x".repeat(200)), ..Search::default() };
    vec![
        ("console-search", page(&Search::default())),
        ("console-search-found", page(&found)),
        ("console-search-pages", page(&pages_only)),
        ("console-search-nothing", page(&nothing)),
        ("console-search-long", page(&long)),
    ]
}
