//! Writes every page with sample data into a folder, to be looked at and photographed:
//!
//! ```sh
//! cargo run -p app --example gallery -- target/gallery
//! ```
//!
//! The style sheets are expected beside the pages, in `pkg/`.

mod sample;

use std::fs;
use std::path::PathBuf;

use foundation::Locale;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "target/gallery".to_owned()));
    for locale in Locale::ALL {
        let folder = folder.join(locale.tag());
        fs::create_dir_all(&folder)?;
        for (name, html) in sample::pages(locale, "") {
            fs::write(folder.join(format!("{name}.html")), html)?;
        }
    }
    Ok(())
}
