//! The report editor: our modules in `src/editor` and the npm packages that they use, as one script.

use crate::{Outcome, read_bytes};
use std::path::Path;
use std::process::Command;

/// The expected range of the script's size, in bytes. A larger one would load slowly on phones, and a smaller one has something
/// missing.
const SIZES: std::ops::Range<usize> = 250_000..450_000;

/// Returns the bundled script.
pub(crate) fn bundled(modules: &Path, out: &Path) -> Outcome<Vec<u8>> {
    let file = out.join("editor.bundle.js");
    let run = Command::new("node")
        .arg(modules.join("esbuild/bin/esbuild"))
        .args(["src/editor/editor.js", "--bundle", "--minify", "--format=esm", "--target=es2021", "--legal-comments=none"])
        .arg(format!("--outfile={}", file.display()))
        .env("NODE_PATH", modules)
        .output()
        .map_err(|error| format!("Node.js could not be started to bundle the editor: {error}. Install Node.js 20 or later."))?;
    if !run.status.success() {
        return Err(format!(
            "esbuild could not bundle the editor (base/assets/src/editor). It said: {}",
            String::from_utf8_lossy(&run.stderr).split_whitespace().collect::<Vec<_>>().join(" ")
        ));
    }
    let script = read_bytes(&file)?;
    if !SIZES.contains(&script.len()) {
        return Err(format!(
            "The bundled editor has {} bytes where {} to {} were expected. See base/assets/build/editor.rs.",
            script.len(),
            SIZES.start,
            SIZES.end
        ));
    }
    Ok(script)
}
