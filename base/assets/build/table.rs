//! The table of embedded files that `src/lib.rs` includes, and the files themselves.

use crate::{Outcome, write};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The output to be written into `OUT_DIR`.
pub(crate) struct Table {
    out: PathBuf,
    assets: String,
    faces: String,
    notices: String,
    fixtures: String,
}

impl Table {
    /// Creates an empty table whose files will be written into `out`.
    pub(crate) fn new(out: &Path) -> Outcome<Self> {
        let folder = out.join("files");
        fs::create_dir_all(&folder).map_err(|error| format!("Cannot make {}: {error}.", folder.display()))?;
        Ok(Self {
            out: out.to_owned(),
            assets: String::new(),
            faces: String::new(),
            notices: String::new(),
            fixtures: String::new(),
        })
    }

    /// Adds a file and returns the address at which it is served. The address contains the file's hash, so the file may be cached
    /// indefinitely.
    pub(crate) fn add(&mut self, name: &str, content_type: &str, bytes: &[u8]) -> Outcome<String> {
        let hash = blake3::hash(bytes).to_hex();
        let hash = &hash.as_str()[..16];
        let address = format!("/assets/{hash}/{name}");
        let file = self.place(name, bytes)?;
        let compressible = content_type.starts_with("text/") || content_type.ends_with("+xml");
        let gzip = if compressible {
            format!("Some({})", self.place(&format!("{name}.gz"), &compressed(bytes)?)?)
        } else {
            "None".to_owned()
        };
        let _ = writeln!(
            self.assets,
            "    Asset {{ name: {name:?}, address: {address:?}, content_type: {content_type:?}, etag: {:?}, bytes: {file}, gzip: {gzip} }},",
            format!("\"{hash}\"")
        );
        Ok(address)
    }

    /// Adds a face of the typeface for print, which is not served.
    pub(crate) fn add_face(&mut self, name: &str, bytes: &[u8]) -> Outcome<()> {
        let file = self.place(name, bytes)?;
        let _ = writeln!(self.faces, "    {file},");
        Ok(())
    }

    /// Adds the licence of a package.
    pub(crate) fn add_notice(&mut self, package: &str, licence: &str) {
        let _ = writeln!(self.notices, "    ({package:?}, {licence:?}),");
    }

    /// Adds the published examples of a component.
    pub(crate) fn add_fixtures(&mut self, component: &str, json: &str) -> Outcome<()> {
        let file = self.place(&format!("{component}.json"), json.as_bytes())?;
        let _ = writeln!(self.fixtures, "    ({component:?}, {file}),");
        Ok(())
    }

    /// Writes the table.
    pub(crate) fn finish(self) -> Outcome<()> {
        let source = format!(
            "static ASSETS: &[Asset] = &[\n{}];\nstatic FACES: &[&[u8]] = &[\n{}];\nstatic NOTICES: &[(&str, &str)] = &[\n{}];\n\
             #[cfg(feature = \"fixtures\")]\nstatic FIXTURES: &[(&str, &[u8])] = &[\n{}];\n",
            self.assets, self.faces, self.notices, self.fixtures
        );
        write(&self.out.join("table.rs"), source.as_bytes())
    }

    /// Writes a file and returns the expression that embeds it.
    fn place(&self, name: &str, bytes: &[u8]) -> Outcome<String> {
        write(&self.out.join("files").join(name), bytes)?;
        Ok(format!("include_bytes!(concat!(env!(\"OUT_DIR\"), {:?}))", format!("/files/{name}")))
    }
}

fn compressed(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map_err(|error| format!("Cannot compress a file: {error}."))
}
