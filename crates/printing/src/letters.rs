//! The fonts, and how wide a text is in them.

use krilla::text::Font;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};

use crate::PrintError;

/// A font to write with, whose letters can be measured.
pub(crate) struct Face {
    pub font: Font,
    data: &'static [u8],
}

static REGULAR: &[u8] = include_bytes!("../fonts/NotoSans-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../fonts/NotoSans-SemiBold.ttf");

impl Face {
    pub fn regular() -> Result<Self, PrintError> {
        Self::of(REGULAR)
    }

    pub fn bold() -> Result<Self, PrintError> {
        Self::of(BOLD)
    }

    fn of(data: &'static [u8]) -> Result<Self, PrintError> {
        Ok(Self { font: Font::new(data.into(), 0).ok_or(PrintError::Font)?, data })
    }

    fn read(&self) -> Option<FontRef<'static>> {
        FontRef::new(self.data).ok()
    }

    /// A text with a question mark for every letter the font does not have.
    pub fn printable(&self, text: &str) -> String {
        let Some(font) = self.read() else { return String::new() };
        let letters = font.charmap();
        text.chars().map(|letter| if letters.map(letter).is_some() { letter } else { '?' }).collect()
    }

    /// How wide a text is, in points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        let Some(font) = self.read() else { return 0.0 };
        let (letters, metrics) = (font.charmap(), font.glyph_metrics(Size::new(size), LocationRef::default()));
        text.chars().filter_map(|letter| metrics.advance_width(letters.map(letter)?)).sum()
    }

    /// A text in at most so many lines of a width; what does not fit ends with an ellipsis.
    pub fn lines(&self, text: &str, size: f32, width: f32, most: usize) -> Vec<String> {
        let fits = |line: &str| self.width(line, size) <= width;
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            match lines.last_mut() {
                Some(line) if fits(&format!("{line} {word}")) => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        let is_cut = lines.len() > most;
        lines.truncate(most);
        let last = lines.len().saturating_sub(1);
        lines
            .into_iter()
            .enumerate()
            .map(|(at, line)| if at == last && is_cut || !fits(&line) { self.cut(&line, size, width) } else { line })
            .collect()
    }

    /// As much of a line as fits, with an ellipsis.
    fn cut(&self, line: &str, size: f32, width: f32) -> String {
        let letters: Vec<char> = line.chars().collect();
        let mut cut = (0..=letters.len()).rev().map(|end| {
            let kept: String = letters.iter().take(end).collect();
            format!("{}…", kept.trim_end())
        });
        cut.find(|text| self.width(text, size) <= width).unwrap_or_default()
    }

    /// The largest of some sizes in which a text fits into so many lines whole; else the smallest.
    pub fn largest(&self, text: &str, sizes: &[f32], width: f32, most: usize) -> f32 {
        let whole = |size: &f32| !self.lines(text, *size, width, most).iter().any(|line| line.ends_with('…'));
        sizes.iter().copied().find(whole).or_else(|| sizes.last().copied()).unwrap_or(8.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Face;

    #[test]
    fn names_are_written_in_the_letters_people_have() {
        let face = Face::bold().unwrap();
        for name in
            ["Zoë Müller", "Łukasz Żak", "Nguyễn Thị Ánh", "Şule İpek", "Σοφία", "Юлия Щербакова", "D’Amico – x"]
        {
            assert_eq!(face.printable(name), name);
            assert!(face.width(name, 10.0) > 20.0, "{name}");
        }
        assert_eq!(face.printable("王 Li"), "? Li");
    }

    #[test]
    fn long_names_are_broken_between_words_and_cut_at_last() {
        let face = Face::bold().unwrap();
        assert_eq!(face.lines("Mia Berger", 12.0, 200.0, 2), ["Mia Berger"]);
        let lines = face.lines("Maximiliane Charlotte von Hohenberg-Wittelsbach", 12.0, 120.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
        assert!(lines.iter().all(|line| face.width(line, 12.0) <= 120.0), "{lines:?}");
        assert!(face.lines("Donaudampfschifffahrtsgesellschaftskapitän", 12.0, 60.0, 2)[0].ends_with('…'));
        assert!(face.lines("", 12.0, 60.0, 2).is_empty());
    }

    #[test]
    fn a_name_is_as_large_as_it_fits() {
        let face = Face::bold().unwrap();
        let sizes = [16.0, 12.0, 9.0];
        assert!((face.largest("Mia", &sizes, 120.0, 2) - 16.0).abs() < 0.1);
        let long = face.largest("Maximiliane Charlotte von Hohenberg-Wittelsbach", &sizes, 120.0, 2);
        assert!(long < 16.0, "{long}");
    }
}
