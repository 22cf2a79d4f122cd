//! A mail as plain text and as HTML, both complete.
//!
//! The HTML is plain markup for screen readers and narrow screens: no table, no picture, nothing loaded from anywhere.
//! Everything that is not markup of this file is escaped here, at the one place where it meets markup.

use foundation::Locale;
use language::Texts;
use serde::{Deserialize, Serialize};

use crate::MailKind;
use crate::content::{self, Part};

/// A mail that is ready to be sent, apart from its address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendered {
    /// The subject, one line.
    pub subject: String,
    /// The whole mail as plain text.
    pub text: String,
    /// The whole mail as an HTML document.
    pub html: String,
}

/// Renders a mail in the name of a tenant.
#[must_use]
pub fn render(kind: &MailKind, tenant: &str, locale: Locale) -> Rendered {
    let content = content::of(kind, tenant, locale);
    let texts = Texts::of(locale);
    let greeting = texts.find("mail-greeting").unwrap_or_default();
    let fallback = texts.find("mail-link-fallback").unwrap_or_default();

    let mut text = format!("{greeting}\n\n");
    let mut html = String::new();
    for part in &content.parts {
        match part {
            Part::Text(words) => {
                text += &format!("{words}\n\n");
                html += &format!("<p>{}</p>\n", escaped(words));
            }
            Part::Action { label, link } => {
                text += &format!("{label}:\n{link}\n\n");
                html += &action(label, link, fallback);
            }
            Part::Facts(facts) => {
                html += "<dl>\n";
                for (name, value) in facts {
                    text += &format!("{name}: {value}\n");
                    html += &format!(
                        "<dt><strong>{}</strong></dt><dd style=\"margin:0 0 8px\">{}</dd>\n",
                        escaped(name),
                        escaped(value)
                    );
                }
                text += "\n";
                html += "</dl>\n";
            }
        }
    }
    text += &format!("-- \n{}\n", content.why);
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"{tag}\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{subject}</title>\n</head>\n\
         <body style=\"margin:0;padding:24px 16px\">\n\
         <div lang=\"{tag}\" dir=\"ltr\" style=\"max-width:560px;margin:0 auto;font:16px/1.5 system-ui,sans-serif\">\n\
         <h1 style=\"margin:0 0 16px;font-size:20px;line-height:1.25\">{subject}</h1>\n<p>{greeting}</p>\n{html}\
         <hr style=\"margin:24px 0;border:0;border-top:1px solid #8a8a8a\">\n<p style=\"font-size:14px\">{why}</p>\n\
         </div>\n</body>\n</html>\n",
        tag = locale.tag(),
        subject = escaped(&content.subject),
        greeting = escaped(greeting),
        why = escaped(&content.why),
    );
    Rendered { subject: content.subject, text, html }
}

/// A button, and the address in words for those whose mail program does not show it.
fn action(label: &str, link: &str, fallback: &str) -> String {
    let (label, shown) = (escaped(label), escaped(link));
    // An address that is not one of the web is shown and leads nowhere.
    if !link.starts_with("https://") && !link.starts_with("http://") {
        return format!("<p>{label}: {shown}</p>\n");
    }
    format!(
        "<p style=\"margin:24px 0\"><a href=\"{shown}\" style=\"display:inline-block;padding:12px 20px;border-radius:6px;\
         background:#1d4ed8;color:#ffffff;font-weight:600;text-decoration:none\">{label}</a></p>\n\
         <p style=\"font-size:14px\">{}<br>\n<span style=\"word-break:break-all\">{shown}</span></p>\n",
        escaped(fallback)
    )
}

/// Text as it stands in HTML, inside an element or a quoted attribute (HTML §13.1.2).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}
