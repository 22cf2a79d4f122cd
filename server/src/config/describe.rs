//! Settings in words: `pforte config` and `docs/CONFIGURATION.md`.

use std::fmt::Write as _;

use super::{Config, SETTINGS, TOOL_VARIABLES};

impl Config {
    /// The settings in force, with meaning and default, in the form of the file; secrets are masked.
    #[must_use]
    pub fn describe(&self) -> String {
        let mut text = String::new();
        let mut section = "";
        for setting in SETTINGS {
            if section != setting.section {
                section = setting.section;
                let _ = writeln!(text, "# ---- {section} ----\n");
            }
            for line in wrapped(setting.meaning, 98) {
                let _ = writeln!(text, "# {line}");
            }
            let default = if setting.default.is_empty() { "not set".to_owned() } else { setting.default.to_owned() };
            let _ = writeln!(text, "# {}; default: {default}", (setting.kind)());
            let _ = match (setting.shown)(self) {
                // Masked values would be read as values if they were not commented out.
                Some(value) if value.contains("•••") => writeln!(text, "# {} = {value:?}\n", setting.name),
                Some(value) if value.parse::<i64>().is_ok() => writeln!(text, "{} = {value}\n", setting.name),
                Some(value) => writeln!(text, "{} = {}\n", setting.name, toml::Value::String(value)),
                None => writeln!(text, "# {} =\n", setting.name),
            };
        }
        text
    }
}

const PREAMBLE: [&str; 2] = [
    "Settings come from one TOML file (`--config FILE`, or `PFORTE_CONFIG`, or `./pforte.toml` if there is one) and from the \
     environment, which wins. In the file a setting is a line such as `listen = \"127.0.0.1:3000\"`; in the environment it \
     is `PFORTE_` and its name in capitals, such as `PFORTE_LISTEN`. An empty value is a value that is not set. An unknown \
     or malformed setting stops the start with a message that names it. `pforte config` prints what is in force, with \
     secrets masked.",
    "Most settings can stay as they are. An installation for others sets `public_url`, `master_key_file`, `smtp_host`, \
     `smtp_from` and usually `trusted_proxies` and `database_url`.",
];

/// The reference of all settings, as `docs/CONFIGURATION.md` holds it.
#[must_use]
pub fn markdown() -> String {
    let mut text = "# Configuration\n".to_owned();
    for paragraph in PREAMBLE {
        let _ = write!(text, "\n{}\n", wrapped(paragraph, 118).join("\n"));
    }
    let mut section = "";
    for setting in SETTINGS {
        if section != setting.section {
            section = setting.section;
            let _ = write!(text, "\n## {section}\n");
        }
        let _ = write!(text, "\n### `{}`\n\n", setting.name);
        for line in wrapped(setting.meaning, 118) {
            let _ = writeln!(text, "{line}");
        }
        let default = if setting.default.is_empty() { "not set".to_owned() } else { format!("`{}`", setting.default) };
        let secret = if setting.secret { " · masked when it is shown" } else { "" };
        let _ = write!(
            text,
            "\n{} · default: {default} · environment: `PFORTE_{}`{secret}\n",
            capitalised(&(setting.kind)()),
            setting.name.to_uppercase()
        );
    }
    let tools: Vec<String> = TOOL_VARIABLES.iter().map(|name| format!("`{name}`")).collect();
    let _ = write!(
        text,
        "\n## Variables of the scripts\n\n{} belong to the build and test scripts; the server ignores them.\n",
        tools.join(", ")
    );
    text
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let room = lines.last().map_or(0, |line| line.chars().count());
        if room > 0 && room + 1 + word.chars().count() > width {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
