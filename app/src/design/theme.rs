//! A tenant's accent colour, made into everything the style sheets need.
//!
//! From one colour come eleven steps of the same hue, evenly spaced as the eye sees them (OKLCH,
//! <https://www.w3.org/TR/css-color-4/#ok-lab>), and the roles pages use: the solid of a primary button with the text
//! on it, links, focus ring and tint, each for light and dark. Every role is moved until its contrast holds
//! (WCAG 2.2, 1.4.3 and 1.4.11): 4.5 for text, 3 for controls.

/// The accent of a tenant that has chosen none; `style/tokens.css` carries the sheet made from it.
pub const DEFAULT_ACCENT: &str = "#1a5c6e";

/// The backgrounds a light page has, lightest first; `style/tokens.css` says the same.
const LIGHT_GROUNDS: [&str; 3] = ["#ffffff", "#faf9f7", "#f3f1ee"];
/// The backgrounds a dark page has, lightest first.
const DARK_GROUNDS: [&str; 3] = ["#26231f", "#1c1a17", "#151310"];

/// The steps' names and lightness.
const STEPS: [(u16, f64); 11] = [
    (50, 0.975),
    (100, 0.945),
    (200, 0.895),
    (300, 0.825),
    (400, 0.745),
    (500, 0.665),
    (600, 0.585),
    (700, 0.505),
    (800, 0.43),
    (900, 0.36),
    (950, 0.275),
];

/// The style sheet for an accent colour given as `#rrggbb`; none if it is not such a colour.
#[must_use]
pub fn stylesheet(accent: &str) -> Option<String> {
    let accent = Rgb::parse(accent)?;
    let (light, dark) = (Roles::light(accent), Roles::dark(accent));
    let steps = STEPS.map(|(name, lightness)| format!("--accent-{name}:{};", step(accent, lightness).hex())).concat();
    let (light, dark) = (light.declarations(), dark.declarations());
    Some(format!(
        ":root,[data-theme]{{{steps}{light}}}\
         @media (prefers-color-scheme:dark){{:root:not([data-theme]){{{dark}}}}}\
         [data-theme=dark]{{{dark}}}\n"
    ))
}

/// What pages call the accent's colours.
#[derive(Debug, Clone, Copy)]
struct Roles {
    /// The ground of a primary button.
    solid: Rgb,
    /// The same under the pointer.
    hover: Rgb,
    /// Text on either.
    on_solid: Rgb,
    /// Links and the selected place in a navigation.
    text: Rgb,
    /// The focus ring, a ticked box, a bar of a chart.
    mark: Rgb,
    /// The ground of what is selected; `text` stands on it.
    tint: Rgb,
}

impl Roles {
    fn light(accent: Rgb) -> Self {
        let grounds = LIGHT_GROUNDS.map(known);
        let tint = step(accent, 0.945);
        let solid = darkened(accent, |colour| grounds.iter().all(|ground| contrast(colour, *ground) >= 3.0));
        Self::with(solid, tint, darkened(accent, |colour| all_readable(colour, &grounds, tint)), solid)
    }

    fn dark(accent: Rgb) -> Self {
        let grounds = DARK_GROUNDS.map(known);
        let tint = with_lightness(accent, 0.3, 0.45);
        let solid = lightened(accent, |colour| grounds.iter().all(|ground| contrast(colour, *ground) >= 3.0));
        // Bright colours shine on dark pages: what carries text on it stays below.
        let text = lightened(with_lightness(accent, 0.8, 0.8), |colour| all_readable(colour, &grounds, tint));
        Self::with(solid, tint, text, solid)
    }

    fn with(solid: Rgb, tint: Rgb, text: Rgb, mark: Rgb) -> Self {
        let on_solid = if contrast(WHITE, solid) >= 4.5 { WHITE } else { INK };
        // Away from the text, so that the contrast grows under the pointer.
        let (lightness, chroma, hue) = solid.oklch();
        let step = if on_solid == WHITE { -0.05 } else { 0.05 };
        let hover = from_oklch((lightness + step).clamp(0.0, 1.0), chroma, hue);
        Self { solid, hover, on_solid, text, mark, tint }
    }

    fn declarations(self) -> String {
        format!(
            "--accent-solid:{};--accent-hover:{};--on-accent:{};--accent-text:{};--accent-mark:{};--accent-tint:{};",
            self.solid.hex(),
            self.hover.hex(),
            self.on_solid.hex(),
            self.text.hex(),
            self.mark.hex(),
            self.tint.hex()
        )
    }
}

fn all_readable(colour: Rgb, grounds: &[Rgb], tint: Rgb) -> bool {
    grounds.iter().chain([&tint]).all(|ground| contrast(colour, *ground) >= 4.5)
}

const WHITE: Rgb = Rgb(255, 255, 255);
/// Dark text; together with white it reads on every colour: black reaches at least 4.58 where white does not reach 4.5.
const INK: Rgb = Rgb(0, 0, 0);

/// A colour of the sRGB space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rgb(u8, u8, u8);

impl Rgb {
    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        Some(Self(red, green, blue))
    }

    fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    fn linear(self) -> [f64; 3] {
        [self.0, self.1, self.2].map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// Lightness (0–1), chroma and hue (radians).
    #[expect(clippy::many_single_char_names, reason = "the names of the standard's formulas")]
    fn oklch(self) -> (f64, f64, f64) {
        let [r, g, b] = self.linear();
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let lightness = 0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s;
        let a = 1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s;
        let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s;
        (lightness, a.hypot(b), b.atan2(a))
    }
}

/// The colour at these coordinates; its chroma is lowered until screens can show it.
fn from_oklch(lightness: f64, chroma: f64, hue: f64) -> Rgb {
    let (mut low, mut high) = (0.0, chroma);
    if let Some(colour) = shown(lightness, chroma, hue) {
        return colour;
    }
    for _ in 0..20 {
        let middle = f64::midpoint(low, high);
        if shown(lightness, middle, hue).is_some() { low = middle } else { high = middle }
    }
    shown(lightness, low, hue).unwrap_or(if lightness > 0.5 { WHITE } else { INK })
}

/// The colour at these coordinates, if screens can show it.
#[expect(clippy::many_single_char_names, reason = "the names of the standard's formulas")]
fn shown(lightness: f64, chroma: f64, hue: f64) -> Option<Rgb> {
    let (a, b) = (chroma * hue.cos(), chroma * hue.sin());
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
    let linear = [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
    ];
    let within = linear.iter().all(|value| (-0.000_5..=1.000_5).contains(value));
    let [red, green, blue] = linear.map(|value| {
        let value = value.clamp(0.0, 1.0);
        let encoded = if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255 after clamping")]
        let byte = (encoded * 255.0).round() as u8;
        byte
    });
    within.then_some(Rgb(red, green, blue))
}

/// The accent at another lightness. Very light and very dark steps hold less colour, as paper and night do.
fn step(accent: Rgb, lightness: f64) -> Rgb {
    let share = match lightness {
        l if l > 0.96 => 0.15,
        l if l > 0.93 => 0.3,
        l if l > 0.88 => 0.5,
        l if l > 0.8 => 0.75,
        l if l > 0.4 => 1.0,
        l if l > 0.3 => 0.85,
        _ => 0.65,
    };
    with_lightness(accent, lightness, share)
}

fn with_lightness(accent: Rgb, lightness: f64, share: f64) -> Rgb {
    let (_, chroma, hue) = accent.oklch();
    from_oklch(lightness, chroma * share, hue)
}

/// The accent itself, or as much darker as it takes to be good.
fn darkened(accent: Rgb, good: impl Fn(Rgb) -> bool) -> Rgb {
    moved(accent, -0.01, good).unwrap_or(INK)
}

/// The accent itself, or as much lighter as it takes to be good.
fn lightened(accent: Rgb, good: impl Fn(Rgb) -> bool) -> Rgb {
    moved(accent, 0.01, good).unwrap_or(WHITE)
}

fn moved(accent: Rgb, by: f64, good: impl Fn(Rgb) -> bool) -> Option<Rgb> {
    if good(accent) {
        return Some(accent);
    }
    let (lightness, chroma, hue) = accent.oklch();
    (1..=100)
        .map(|steps| lightness + by * f64::from(steps))
        .take_while(|lightness| (0.0..=1.0).contains(lightness))
        .map(|lightness| from_oklch(lightness, chroma, hue))
        .find(|colour| good(*colour))
}

/// The relative luminance (WCAG 2.2).
fn luminance(colour: Rgb) -> f64 {
    let [r, g, b] = colour.linear();
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// The contrast ratio of two colours, 1 to 21 (WCAG 2.2).
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// A colour of this file.
fn known(text: &str) -> Rgb {
    Rgb::parse(text).unwrap_or(WHITE)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{DARK_GROUNDS, DEFAULT_ACCENT, LIGHT_GROUNDS, Rgb, Roles, contrast, from_oklch, known, stylesheet};

    /// Colours of every hue at every lightness, and the ones people choose to be difficult.
    fn colours() -> Vec<Rgb> {
        let mut colours: Vec<Rgb> =
            ["#000000", "#ffffff", "#ffff00", "#00ff00", "#0000ff", "#ff0000", "#777777", "#767676", DEFAULT_ACCENT]
                .map(known)
                .to_vec();
        for hue in (0..360).step_by(15) {
            for lightness in [0.1, 0.3, 0.5, 0.6, 0.7, 0.9] {
                for chroma in [0.02, 0.1, 0.3] {
                    colours.push(from_oklch(lightness, chroma, f64::from(hue).to_radians()));
                }
            }
        }
        colours
    }

    #[test]
    fn every_accent_is_readable_in_light_and_dark() {
        for accent in colours() {
            for (name, roles, grounds) in
                [("light", Roles::light(accent), LIGHT_GROUNDS), ("dark", Roles::dark(accent), DARK_GROUNDS)]
            {
                let place = format!("{} {name}: {roles:?}", accent.hex());
                assert!(contrast(roles.on_solid, roles.solid) >= 4.5, "{place}");
                assert!(contrast(roles.on_solid, roles.hover) >= 4.5, "{place}");
                assert!(contrast(roles.text, roles.tint) >= 4.5, "{place}");
                for ground in grounds.map(known) {
                    assert!(contrast(roles.solid, ground) >= 3.0, "{place}");
                    assert!(contrast(roles.mark, ground) >= 3.0, "{place}");
                    assert!(contrast(roles.text, ground) >= 4.5, "{place}");
                }
            }
        }
    }

    #[test]
    fn a_readable_accent_is_used_as_it_was_given() {
        let sheet = stylesheet("#0B5FA5").unwrap();
        assert!(sheet.contains("--accent-solid:#0b5fa5"), "{sheet}");
        for step in [50, 100, 200, 300, 400, 500, 600, 700, 800, 900, 950] {
            assert!(sheet.contains(&format!("--accent-{step}:#")), "{step}");
        }
    }

    #[test]
    fn what_is_not_a_colour_makes_no_sheet() {
        for text in ["", "red", "#fff", "#12345g", "#1234567", "1a5c6e", "#1a5c6e;}body{display:none", "#\u{661}a5c6e"]
        {
            assert_eq!(stylesheet(text), None, "{text:?}");
        }
    }

    #[test]
    fn colours_survive_the_way_through_oklch() {
        for accent in colours() {
            let (lightness, chroma, hue) = accent.oklch();
            let back = from_oklch(lightness, chroma, hue);
            let near = |one: u8, other: u8| one.abs_diff(other) <= 1;
            assert!(near(accent.0, back.0) && near(accent.1, back.1) && near(accent.2, back.2), "{accent:?} {back:?}");
        }
    }

    /// The variables of one block of the tokens.
    fn tokens(marker: &str) -> BTreeMap<String, String> {
        let css = include_str!("../../../style/tokens.css");
        let (_, block) = css.split_once(marker).unwrap_or_else(|| panic!("{marker} is not in style/tokens.css"));
        // The dark block stands inside the light one.
        let (block, _) = block.split_once("@variant").unwrap_or((block, ""));
        let (block, _) = block.split_once('}').unwrap_or((block, ""));
        block
            .split(';')
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| {
                (name.rsplit_once("--").map_or(name, |(_, name)| name).trim().to_owned(), value.trim().to_owned())
            })
            .collect()
    }

    #[test]
    fn the_tokens_carry_the_default_accent_and_know_the_grounds() {
        let sheet = stylesheet(DEFAULT_ACCENT).unwrap();
        for (marker, grounds, rule) in [
            ("/* light */", LIGHT_GROUNDS, sheet.split_once(":root,[data-theme]{").unwrap().1),
            ("/* dark */", DARK_GROUNDS, sheet.split_once("[data-theme=dark]{").unwrap().1),
        ] {
            let tokens = tokens(marker);
            let declarations = rule.split('}').next().unwrap();
            for declaration in declarations.split(';').filter(|text| !text.is_empty()) {
                let (name, value) = declaration.split_once(':').unwrap();
                let name = name.trim_start_matches("--");
                assert_eq!(tokens.get(name).map(String::as_str), Some(value), "{marker} {name}");
            }
            for ground in ["page", "surface", "sunken"] {
                let value = tokens.get(ground).unwrap();
                assert!(grounds.contains(&value.as_str()), "{marker} --{ground}: {value} is not among the grounds");
            }
        }
    }

    #[test]
    fn every_pair_of_the_tokens_is_readable() {
        for marker in ["/* light */", "/* dark */"] {
            let tokens = tokens(marker);
            let colour =
                |name: &str| Rgb::parse(tokens.get(name).unwrap_or_else(|| panic!("{marker} lacks --{name}"))).unwrap();
            for ground in ["page", "surface", "sunken"] {
                for text in ["text", "text-soft", "danger-text", "warning-text", "success-text", "info-text"] {
                    let found = contrast(colour(text), colour(ground));
                    assert!(found >= 4.5, "{marker} --{text} on --{ground}: {found:.2}");
                }
                for control in ["line-control", "danger-mark", "warning-mark", "success-mark", "info-mark"] {
                    let found = contrast(colour(control), colour(ground));
                    assert!(found >= 3.0, "{marker} --{control} on --{ground}: {found:.2}");
                }
            }
            for kind in ["danger", "warning", "success", "info"] {
                let ground = colour(&format!("{kind}-surface"));
                for text in [format!("{kind}-text"), "text".to_owned()] {
                    let found = contrast(colour(&text), ground);
                    assert!(found >= 4.5, "{marker} --{text} on --{kind}-surface: {found:.2}");
                }
            }
            let found = contrast(colour("on-danger"), colour("danger-solid"));
            assert!(found >= 4.5, "{marker} text on --danger-solid: {found:.2}");
        }
    }
}
