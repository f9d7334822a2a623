//! Writes the style guide as static files, so that it can be viewed without the whole program:
//! `cargo run -p ui --example style_guide -- <folder>`, then serve that folder.

use std::io::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = env::args().nth(1).ok_or_else(|| io::Error::other("Name the folder to write to."))?;
    let folder = Path::new(&folder);
    for asset in assets::all() {
        let path = folder.join(asset.address.trim_start_matches('/'));
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, asset.bytes)?;
    }
    fs::write(folder.join("index.html"), ui::style_guide_page("Anytown Borough Council").into_string())?;
    writeln!(io::stdout(), "The style guide is in {}.", folder.display())
}
