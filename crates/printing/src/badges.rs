//! Badges: ten on a sheet of A4, each as large as a bank card, so that they fit into the usual sleeves.

use std::num::NonZeroU16;

use foundation::{Locale, Secret};
use krilla::configure::{Accessibility, Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag, Tag, TagGroup, TagTree};
use krilla::text::TextDirection;
use krilla::{Document, SerializeSettings};

use crate::letters::Face;
use crate::{MM, PrintError, marks};

/// The sheets to print.
#[derive(Debug, Clone)]
pub struct BadgeSheet {
    /// The language of its words.
    pub locale: Locale,
    /// What the file is called.
    pub title: String,
    /// Who issues them.
    pub tenant: String,
    /// What to do with a badge that was found.
    pub lost: String,
    /// What the QR code is, for those who hear the file.
    pub code: String,
    /// The badges.
    pub badges: Vec<Badge>,
}

/// One badge.
#[derive(Debug, Clone)]
pub struct Badge {
    /// How its owner is called.
    pub name: String,
    /// The class or school; empty where none is known.
    pub organisation: String,
    /// Until when it works, in words.
    pub until: String,
    /// What its QR code holds.
    pub link: Secret,
}

// ISO/IEC 7810 ID-1 on A4.
const PAGE: (f32, f32) = (210.0 * MM, 297.0 * MM);
const CARD: (f32, f32) = (85.6 * MM, 54.0 * MM);
const COLUMNS: usize = 2;
const ROWS: usize = 5;
/// How many are on a sheet.
pub const ON_A_SHEET: usize = COLUMNS * ROWS;

/// Beside the cards.
const MARGIN: (f32, f32) = ((PAGE.0 - 2.0 * CARD.0) / 2.0, (PAGE.1 - 5.0 * CARD.1) / 2.0);
/// The length of a cut mark, and how far it stays away from the cards.
const MARK: (f32, f32) = (5.0 * MM, 1.5 * MM);
/// Between the edge of a card and what is on it.
const INSET: f32 = 5.0 * MM;
/// The side of the QR code. The four squares of quiet zone around it are the inset and the gap.
const CODE: f32 = 32.0 * MM;
const GAP: f32 = 4.5 * MM;

/// Makes the sheets.
///
/// They are of PDF/UA-1 (ISO 14289-1). Where a name has something in it that the standard does not allow, the sheet is made all
/// the same.
///
/// # Errors
/// [`PrintError`], which is a fault of ours.
pub fn badge_sheet(sheet: &BadgeSheet) -> Result<Vec<u8>, PrintError> {
    let accessible = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let accessible = accessible.map_err(|error| PrintError::File(format!("{error:?}")))?;
    make(sheet, accessible).or_else(|_| make(sheet, Configuration::default()))
}

fn make(sheet: &BadgeSheet, configuration: Configuration) -> Result<Vec<u8>, PrintError> {
    let mut document =
        Document::new_with(SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() });
    let fonts = (Face::regular()?, Face::bold()?);
    let (mut tree, mut outline) = (TagTree::new(), Outline::new());
    for (number, badges) in sheet.badges.chunks(ON_A_SHEET).enumerate() {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or(PrintError::Shape)?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        cut_marks(&mut surface)?;
        for (place, badge) in badges.iter().enumerate() {
            tree.push(card(&mut surface, sheet, badge, &fonts, corner(place))?);
            let (left, top) = corner(place);
            let there = XyzDestination::new(number, Point::from_xy(left, top));
            outline.push_child(OutlineNode::new(badge.name.clone(), there));
        }
        surface.finish();
        page.finish();
    }
    document.set_tag_tree(tree);
    document.set_outline(outline);
    document.set_metadata(Metadata::new().title(sheet.title.clone()).language(sheet.locale.tag().to_owned()));
    document.finish().map_err(|error| PrintError::File(format!("{error:?}")))
}

/// The upper left corner of a card, counted from left to right and down.
#[expect(clippy::cast_precision_loss, reason = "there are ten places")]
fn corner(place: usize) -> (f32, f32) {
    let (column, row) = (place % COLUMNS, place / COLUMNS);
    (MARGIN.0 + column as f32 * CARD.0, MARGIN.1 + row as f32 * CARD.1)
}

/// Marks outside the cards, and a pale line between them.
fn cut_marks(surface: &mut Surface<'_>) -> Result<(), PrintError> {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Page)));
    let (left, top) = corner(0);
    let (right, bottom) = (PAGE.0 - left, PAGE.1 - top);
    let (far, near) = (MARK.0 + MARK.1, MARK.1);
    let mut draw = |shade, from, to| -> Result<(), PrintError> {
        surface.set_fill(None);
        surface.set_stroke(Some(marks::pen(shade, 0.4)));
        surface.draw_path(&marks::line(from, to)?);
        Ok(())
    };
    for column in 0..=COLUMNS {
        let x = corner(column.min(COLUMNS - 1)).0 + if column == COLUMNS { CARD.0 } else { 0.0 };
        draw(215, (x, top), (x, bottom))?;
        draw(0, (x, top - far), (x, top - near))?;
        draw(0, (x, bottom + near), (x, bottom + far))?;
    }
    for row in 0..=ROWS {
        let y = corner(row.min(ROWS - 1) * COLUMNS).1 + if row == ROWS { CARD.1 } else { 0.0 };
        draw(215, (left, y), (right, y))?;
        draw(0, (left - far, y), (left - near, y))?;
        draw(0, (right + near, y), (right + far, y))?;
    }
    surface.set_stroke(None);
    surface.end_tagged();
    Ok(())
}

/// A line of text on a card.
struct Line<'l> {
    text: String,
    face: &'l Face,
    size: f32,
    shade: u8,
    baseline: f32,
}

fn card(
    surface: &mut Surface<'_>,
    sheet: &BadgeSheet,
    badge: &Badge,
    (regular, bold): &(Face, Face),
    (left, top): (f32, f32),
) -> Result<TagGroup, PrintError> {
    let mut group = TagGroup::new(Tag::Section);
    let column = left + INSET + CODE + GAP;
    let width = CARD.0 - INSET - CODE - GAP - INSET;

    let name = bold.printable(&badge.name);
    let size = bold.largest(&name, &[15.0, 13.0, 11.0, 9.5], width, 3);
    // PDF/UA-1 wants every heading to be called something.
    let title = if badge.name.trim().is_empty() { &sheet.title } else { &badge.name };
    let mut heading = TagGroup::new(Tag::Hn(NonZeroU16::MIN, Some(title.clone())));
    let mut baseline = top + INSET + 2.5 * MM;
    let tenant = regular.printable(&sheet.tenant);
    for text in regular.lines(&tenant, 8.0, width, 2) {
        let line = Line { text, face: regular, size: 8.0, shade: 70, baseline };
        paragraph(surface, &mut group, column, &line);
        baseline += 3.6 * MM;
    }
    baseline += size * 0.8;
    for text in bold.lines(&name, size, width, 3) {
        write(surface, &mut heading, column, &Line { text, face: bold, size, shade: 0, baseline });
        baseline += size * 1.2;
    }
    group.push(heading);
    baseline += 0.5 * MM;
    for text in regular.lines(&regular.printable(&badge.organisation), 9.0, width, 2) {
        paragraph(surface, &mut group, column, &Line { text, face: regular, size: 9.0, shade: 0, baseline });
        baseline += 4.0 * MM;
    }

    let mut figure = TagGroup::new(Tag::Figure(Some(sheet.code.clone())));
    surface.set_fill(Some(marks::grey(0)));
    figure.push(surface.start_tagged(ContentTag::Other));
    surface.draw_path(&marks::code(badge.link.expose(), left + INSET, top + INSET, CODE)?);
    surface.end_tagged();
    group.push(figure);

    let foot = CARD.0 - 2.0 * INSET;
    let mut baseline = top + CARD.1 - INSET - 3.2 * MM;
    let until = regular.printable(&badge.until);
    for text in regular.lines(&until, 7.0, foot, 1) {
        let line = Line { text, face: regular, size: 7.0, shade: 70, baseline };
        paragraph(surface, &mut group, left + INSET, &line);
    }
    baseline += 3.2 * MM;
    for text in regular.lines(&regular.printable(&sheet.lost), 7.0, foot, 1) {
        let line = Line { text, face: regular, size: 7.0, shade: 70, baseline };
        paragraph(surface, &mut group, left + INSET, &line);
    }
    Ok(group)
}

fn paragraph(surface: &mut Surface<'_>, group: &mut TagGroup, left: f32, line: &Line<'_>) {
    let mut paragraph = TagGroup::new(Tag::P);
    write(surface, &mut paragraph, left, line);
    group.push(paragraph);
}

fn write(surface: &mut Surface<'_>, group: &mut TagGroup, left: f32, line: &Line<'_>) {
    surface.set_fill(Some(marks::grey(line.shade)));
    group.push(surface.start_tagged(ContentTag::Span(SpanTag::empty())));
    let at = Point::from_xy(left, line.baseline);
    surface.draw_text(at, line.face.font.clone(), line.size, &line.text, false, TextDirection::Auto);
    surface.end_tagged();
}

#[cfg(test)]
mod tests {
    use foundation::{Locale, Secret};

    use super::{Badge, BadgeSheet, ON_A_SHEET, badge_sheet};

    fn sheet(names: &[&str]) -> BadgeSheet {
        let badge = |name: &&str| Badge {
            name: (*name).to_owned(),
            organisation: "Klasse 2b".to_owned(),
            until: "Gilt bis 31. Juli 2026".to_owned(),
            link: Secret::new("https://id.example/t/school/badge?b=AAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned()),
        };
        BadgeSheet {
            locale: Locale::De,
            title: "Ausweise".to_owned(),
            tenant: "Grundschule am Wasserturm".to_owned(),
            lost: "Gefunden? Bitte im Sekretariat abgeben.".to_owned(),
            code: "QR-Code zum Anmelden".to_owned(),
            badges: names.iter().map(badge).collect(),
        }
    }

    fn pages(pdf: &[u8]) -> usize {
        pdf.windows(9).filter(|bytes| *bytes == b"/MediaBox").count()
    }

    /// PDF/UA-1 is asked for when the file is put together, so that what is not tagged would be refused here.
    #[test]
    fn a_sheet_is_a_tagged_file_of_ten_badges_a_page() {
        let one = badge_sheet(&sheet(&["Mia Berger"])).unwrap();
        assert!(one.starts_with(b"%PDF-1."));
        let names: Vec<&str> =
            ["Mia", "Nguyễn Thị Ánh", "王 Li", "", "Maximiliane von Hohenberg-Wittelsbach-Donaudampf"]
                .into_iter()
                .cycle()
                .take(ON_A_SHEET + 1)
                .collect();
        let two = badge_sheet(&sheet(&names)).unwrap();
        assert_eq!((pages(&one), pages(&two)), (1, 2));
        assert!(two.windows(5).any(|bytes| bytes == b"pdfua"), "it passed as PDF/UA");
        // Nothing of the link can be read in the file: it is squares.
        let needle = b"AAAAAAAAAAAA";
        assert!(!one.windows(needle.len()).any(|bytes| bytes == needle));
    }

    #[test]
    fn the_same_badges_make_the_same_file() {
        assert_eq!(badge_sheet(&sheet(&["Mia"])).unwrap(), badge_sheet(&sheet(&["Mia"])).unwrap());
    }
}
