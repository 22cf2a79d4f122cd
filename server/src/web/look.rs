//! How a tenant looks: its theme, its logo, its error pages; and how attributes become fields.

use app::design::theme;
use app::frame::{Frame, Nonce, TenantLook, Theme};
use app::model::{AttributeInput, Choice, ValueType};
use app::problem::{Problem, problem};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use directory::attributes::Definition;
use directory::tenants;
use foundation::Locale;

use super::table::Table;
use super::{Answer, Door, Fault};

/// Theme and logo, relative to the tenant.
pub fn routes() -> Table {
    Table::new().get("/theme.css", theme_sheet).get("/logo", logo)
}

/// Addresses carry the version, so what is behind one never changes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const BRIEFLY: HeaderValue = HeaderValue::from_static("public, max-age=60");

fn lifetime(door: &Door) -> HeaderValue {
    if door.query("v").is_some() { FOR_EVER } else { BRIEFLY }
}

async fn theme_sheet(door: Door) -> Answer {
    let sheet = theme::stylesheet(&door.tenant().settings.accent).ok_or(Fault::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8")),
        (header::CACHE_CONTROL, lifetime(&door)),
    ];
    Ok((headers, sheet).into_response())
}

async fn logo(door: Door) -> Answer {
    let mut tx = door.services().database.read(&door.anonymous()).await?;
    let (bytes, media_type) = tenants::manage::logo(&mut tx).await?.ok_or(Fault::NotFound)?;
    let media_type = HeaderValue::from_str(&media_type).map_err(Fault::internal)?;
    Ok(([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, lifetime(&door))], bytes).into_response())
}

/// The page of an error.
#[must_use]
pub fn error_page(frame: &Frame, status: StatusCode, request: &str) -> Response {
    let what = match status {
        StatusCode::BAD_REQUEST => Problem::Malformed,
        StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => Problem::Forbidden,
        StatusCode::METHOD_NOT_ALLOWED => Problem::MethodNotAllowed,
        StatusCode::CONFLICT => Problem::Conflict,
        StatusCode::PAYLOAD_TOO_LARGE | StatusCode::URI_TOO_LONG => Problem::TooLarge,
        StatusCode::TOO_MANY_REQUESTS => Problem::Throttled { retry_after_seconds: 60 },
        StatusCode::SERVICE_UNAVAILABLE => Problem::Unavailable { retry_after_seconds: 5 },
        StatusCode::INTERNAL_SERVER_ERROR => Problem::Internal { request: request.to_owned() },
        _ => Problem::NotFound,
    };
    (status, Html(problem(frame, &what))).into_response()
}

/// An attribute as a field of a form.
#[must_use]
pub fn attribute_input(locale: Locale, definition: &Definition, read_only: bool) -> AttributeInput {
    let choices = definition.choices.0.iter().map(|choice| Choice::new(choice, choice)).collect();
    AttributeInput {
        name: definition.name.clone(),
        label: definition.label(locale).to_owned(),
        value_type: ValueType::from_word(definition.value_type.word()).unwrap_or(ValueType::Text),
        choices,
        required: definition.is_required,
        read_only,
    }
}

/// The surroundings of a page outside every tenant.
#[must_use]
pub fn plain_frame() -> Frame {
    Frame {
        locale: Locale::En,
        zone: chrono_tz::UTC,
        now: foundation::Instant::UNIX_EPOCH,
        tenant: TenantLook {
            slug: "platform".to_owned(),
            name: "Pforte".to_owned(),
            base: "/t/platform".to_owned(),
            has_logo: false,
            has_theme: false,
            version: 0,
            is_platform: true,
        },
        visitor: None,
        nonce: Nonce::default(),
        path: "/".to_owned(),
        factor_due: None,
        help_asked: false,
        notice: None,
        languages: vec![Locale::En],
        theme: Theme::System,
        asset_version: String::new(),
        development: false,
    }
}

#[cfg(test)]
mod tests {
    use app::design::theme;
    use directory::Settings;

    #[test]
    fn a_new_tenant_has_the_colour_of_the_style_sheets() {
        assert_eq!(Settings::DEFAULT_ACCENT, theme::DEFAULT_ACCENT);
    }
}
