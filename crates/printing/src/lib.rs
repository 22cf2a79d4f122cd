//! What is printed: PDFs with their fonts inside, tagged for screen readers, with marks to cut along.
//!
//! A sheet is a model, plain data with every word in it, and a function that returns the file. It asks nobody anything, and
//! keeps nothing.

pub mod badges;
mod letters;
mod marks;

/// A sheet could not be made; a fault of ours.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// A font of ours cannot be read.
    #[error("a font cannot be read")]
    Font,
    /// What a QR code is to hold does not fit.
    #[error("the QR code cannot hold it")]
    Code,
    /// A length of the layout makes no shape.
    #[error("a shape of the layout is none")]
    Shape,
    /// The file cannot be put together.
    #[error("the file cannot be put together: {0}")]
    File(String),
}

/// One millimetre, in the points of a PDF.
const MM: f32 = 72.0 / 25.4;
