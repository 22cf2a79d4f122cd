//! From a view to the one complete HTML document that is sent.

use leptos::prelude::*;

use crate::frame::Frame;

/// What the document around a page needs to know of it.
#[derive(Debug, Clone)]
pub struct Document {
    /// What the page is called; the tenant's name is added.
    pub title: String,
    /// Where the page belongs, which decides its style sheet.
    pub surface: Surface,
    /// Whether the page has an island and so needs the scripts.
    pub islands: bool,
    /// Whether the page asks for passkeys and so needs the one small script that does.
    pub passkeys: bool,
    /// Whether the page reads badges with the camera and so needs the script that does.
    pub badges: bool,
    /// Reload after so many seconds where scripts are switched off.
    pub refresh: Option<u32>,
}

/// The three places a page can belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// Before and around signing in.
    FrontDoor,
    /// The person's own account.
    Portal,
    /// Administration.
    Console,
}

impl Document {
    /// A document without script.
    #[must_use]
    pub fn new(surface: Surface, title: impl Into<String>) -> Self {
        Self { title: title.into(), surface, islands: false, passkeys: false, badges: false, refresh: None }
    }

    /// The page has an island.
    #[must_use]
    pub fn with_islands(mut self) -> Self {
        self.islands = true;
        self
    }
}

/// Finds the islands of a page and wakes each with its function. After leptos's own (MIT licence), with versioned
/// addresses, which leptos's has not, and without nested islands, which we do not have. A machine that has much to do is never idle:
/// after a second they are woken whatever it does.
const LOADER: &str = r#"(j,w)=>{const go=()=>import(j).then(async m=>{await m.default({module_or_path:w});m.hydrate();for(const e of document.querySelectorAll("leptos-island")){const f=m[e.dataset.component];f?await f(e):console.warn("no island",e.dataset.component)}});"requestIdleCallback"in window?requestIdleCallback(go,{timeout:1000}):go()}"#;

/// Renders a page to a complete document.
///
/// The view is built inside a reactive owner of its own, which ends with the page: nothing of one request is seen by
/// another.
#[must_use]
pub fn render(frame: &Frame, document: &Document, page: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new_root(None);
    let html = owner.with(|| html(frame, document, page).to_html());
    owner.cleanup();
    complete(&html)
}

/// The markup with its document type, and without the marks that tell the browser part where one view ends and the
/// next begins: only islands have a browser part, and a title would show them. Text cannot contain such marks, because
/// views escape it.
fn complete(html: &str) -> String {
    let mut text = String::with_capacity(html.len() + 16);
    text.push_str("<!DOCTYPE html>");
    // What is looked at begins with a `<`; what is behind the last one found is still to be copied.
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = html.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + found;
        let rest = html.get(start..).unwrap_or_default();
        if let Some(mark) = MARKS.iter().find(|mark| rest.starts_with(**mark)) {
            text.push_str(html.get(copied..start).unwrap_or_default());
            at = start + mark.len();
            copied = at;
        } else if rest.starts_with("<leptos-island") {
            at = rest.find(ISLAND_END).map_or(html.len(), |end| start + end + ISLAND_END.len());
        } else {
            at = start + 1;
        }
    }
    text.push_str(html.get(copied..).unwrap_or_default());
    text
}

const MARKS: [&str; 2] = ["<!>", "<!--<() />-->"];
const ISLAND_END: &str = "</leptos-island>";

fn html(frame: &Frame, document: &Document, page: impl FnOnce() -> AnyView) -> AnyView {
    let version = &frame.asset_version;
    let (sheet, class) = match document.surface {
        Surface::FrontDoor => ("front-door", "front"),
        Surface::Portal => ("pforte", "portal"),
        Surface::Console => ("pforte", "console"),
    };
    let theme = frame.tenant.has_theme.then(|| frame.at(&format!("/theme.css?v={}", frame.tenant.version)));
    let scripts = document.islands.then(|| {
        let (script, program) = (format!("/pkg/pforte.js?v={version}"), format!("/pkg/pforte.wasm?v={version}"));
        let start = format!("({LOADER})({script:?},{program:?})");
        view! {
            <link rel="modulepreload" href=script nonce=frame.nonce.print()/>
            <link rel="preload" href=program r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
            <script r#type="module" nonce=frame.nonce.print() inner_html=start></script>
        }
    });
    let passkeys = document.passkeys.then(|| {
        view! { <script r#type="module" src=format!("/passkeys.js?v={version}") nonce=frame.nonce.print()></script> }
    });
    let badges = document.badges.then(|| {
        view! { <script r#type="module" src=format!("/badge.js?v={version}") nonce=frame.nonce.print()></script> }
    });
    let refresh = document.refresh.map(|seconds| {
        view! { <noscript><meta http-equiv="refresh" content=seconds.to_string()/></noscript> }
    });
    view! {
        <html lang=frame.locale.tag() data-theme=frame.theme.word()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>{format!("{} – {}", document.title, frame.tenant.name)}</title>
                <link rel="stylesheet" href=format!("/pkg/{sheet}.css?v={version}")/>
                {theme.map(|address| view! { <link rel="stylesheet" href=address/> })}
                <link rel="icon" href=format!("/favicon.svg?v={version}") r#type="image/svg+xml"/>
                {refresh}
                {scripts}
                {passkeys}
                {badges}
            </head>
            <body class=class>{page()}</body>
        </html>
    }
    .into_any()
}
