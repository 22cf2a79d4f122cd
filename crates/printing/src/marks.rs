//! Shapes: QR codes, and the lines to cut along.

use krilla::color::luma;
use krilla::geom::{Path, PathBuilder, Rect};
use krilla::paint::{Fill, Stroke};
use qrcode::{Color, EcLevel, QrCode};

use crate::PrintError;

/// A QR code as squares, so many points wide, its quiet zone beside it.
pub(crate) fn code(content: &str, left: f32, top: f32, side: f32) -> Result<Path, PrintError> {
    let code = QrCode::with_error_correction_level(content, EcLevel::M).map_err(|_| PrintError::Code)?;
    let across = code.width();
    #[expect(clippy::cast_precision_loss, reason = "a QR code has at most 177 squares a side")]
    let (square, at) = (side / across as f32, |number: usize| number as f32 * side / across as f32);
    let mut path = PathBuilder::new();
    for (row, colours) in code.to_colors().chunks(across).enumerate() {
        let mut column = 0;
        // Neighbours are one rectangle, so that no hairline shows between them.
        for run in colours.chunk_by(|one, other| one == other) {
            if run.first() == Some(&Color::Dark) {
                let rect = Rect::from_xywh(left + at(column), top + at(row), at(run.len()), square);
                path.push_rect(rect.ok_or(PrintError::Shape)?);
            }
            column += run.len();
        }
    }
    path.finish().ok_or(PrintError::Shape)
}

/// A line from one point to another.
pub(crate) fn line(from: (f32, f32), to: (f32, f32)) -> Result<Path, PrintError> {
    let mut path = PathBuilder::new();
    path.move_to(from.0, from.1);
    path.line_to(to.0, to.1);
    path.finish().ok_or(PrintError::Shape)
}

/// What is filled: 0 is black, 255 white.
pub(crate) fn grey(shade: u8) -> Fill {
    Fill { paint: luma::Color::new(shade).into(), ..Fill::default() }
}

/// How a line is drawn.
pub(crate) fn pen(shade: u8, width: f32) -> Stroke {
    Stroke { paint: luma::Color::new(shade).into(), width, ..Stroke::default() }
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn what_is_too_long_is_said() {
        assert!(code("https://id.example/t/school/badge?b=AAAAAAAAAAAAAAAAAAAAAAAAAAA", 0.0, 0.0, 100.0).is_ok());
        assert!(code(&"x".repeat(5_000), 0.0, 0.0, 100.0).is_err());
    }
}
