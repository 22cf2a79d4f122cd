//! What a first visit downloads, compressed as a browser asks for it.

use std::collections::BTreeSet;

use super::Scene;
use crate::client::{Connection, Request, Response};
use crate::report::{Report, Unit};
use crate::{Failure, report};

/// A page with everything it names, as a browser with an empty cache gets it.
#[derive(Debug, Default)]
struct Visit {
    all: usize,
    wasm: usize,
    files: usize,
}

/// The pages of each kind.
pub fn figures(scene: &Scene, report: &mut Report) -> Result<(), Failure> {
    let database = scene.kind.name();
    let kilobytes = |bytes: usize| f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1_000.0;
    let sign_in = visit(scene, &scene.at("/sign-in"), "")?;
    report.most("bytes of the sign-in page, first visit", database, Unit::Kilobytes, 14.0, &[kilobytes(sign_in.all)]);
    report.most("of it WebAssembly", database, Unit::Kilobytes, 0.0, &[kilobytes(sign_in.wasm)]);
    let pages = [
        ("portal page", "/portal", scene.cookie(0)),
        ("people page of the console", "/console/people", scene.administrator()),
        ("settings page of the console", "/console/settings", scene.administrator()),
        ("overview page of the console", "/console", scene.administrator()),
    ];
    for (name, path, cookie) in pages {
        let found = visit(scene, &scene.at(path), cookie)?;
        let target = if found.wasm > 0 { 120.0 } else { 45.0 };
        let kind = if found.wasm > 0 { "with islands" } else { "without an island" };
        let figure = format!("bytes of the {name}, {kind}, {} files", found.files);
        report.most(&figure, database, report::Unit::Kilobytes, target, &[kilobytes(found.all)]);
        if found.wasm > 0 {
            report.most("of it WebAssembly", database, Unit::Kilobytes, 80.0, &[kilobytes(found.wasm)]);
        }
    }
    Ok(())
}

fn fetch(connection: &mut Connection, path: &str, cookie: &str) -> Result<(Response, Response), Failure> {
    let packed =
        connection.ask(&Request::get(path).with("cookie", cookie).with("accept-encoding", "gzip, deflate, br"))?;
    let plain = connection.ask(&Request::get(path).with("cookie", cookie))?;
    if packed.status != 200 {
        return Err(format!("{path}: status {}", packed.status).into());
    }
    Ok((packed, plain))
}

fn visit(scene: &Scene, path: &str, cookie: &str) -> Result<Visit, Failure> {
    let mut connection = Connection::to(scene.server.port);
    let (packed, plain) = fetch(&mut connection, path, cookie)?;
    let mut found = Visit { all: packed.bytes, wasm: 0, files: 1 };
    let mut names = named(&plain.text());
    let mut seen = BTreeSet::new();
    while let Some(name) = names.pop_first() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let (packed, plain) = fetch(&mut connection, &name, cookie)?;
        found.all += packed.bytes;
        found.files += 1;
        let file = name.split('?').next().and_then(|file| file.rsplit('.').next()).unwrap_or_default();
        if file == "wasm" {
            found.wasm += packed.bytes;
        } else if file == "css" {
            names.extend(in_parentheses(&plain.text()));
        }
    }
    Ok(found)
}

/// The files a page loads: styles, icons, images, scripts, and what it loads ahead.
fn named(html: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for tag in html.split('<').filter(|tag| ["link ", "script ", "img "].iter().any(|start| tag.starts_with(start))) {
        for attribute in ["href=\"", "src=\""] {
            let value = tag.split(attribute).nth(1).and_then(|rest| rest.split('"').next());
            names.extend(value.filter(|value| value.starts_with('/')).map(|value| value.replace("&amp;", "&")));
        }
    }
    names
}

/// The files a style sheet names.
fn in_parentheses(css: &str) -> BTreeSet<String> {
    let values = css.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    values.map(|value| value.trim_matches(['"', '\'']).to_owned()).filter(|value| value.starts_with('/')).collect()
}

#[cfg(test)]
mod tests {
    use super::{in_parentheses, named};

    #[test]
    fn what_a_browser_loads_is_found() {
        let html = r#"<a href="/t/x"></a><link rel="stylesheet" href="/pkg/a.css?v=1"/><script src='x'></script><img src="/logo"/>"#;
        assert_eq!(named(html).into_iter().collect::<Vec<_>>(), ["/logo", "/pkg/a.css?v=1"]);
        let css = "a{background:url(\"/x.svg\")}b{background:url(data:image/png;x)}";
        assert_eq!(in_parentheses(css).into_iter().collect::<Vec<_>>(), ["/x.svg"]);
    }
}
