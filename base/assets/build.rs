//! Fetches the interface's components from npm, replaces GOV.UK's typeface and colours with ours, and writes a table of all files
//! into `OUT_DIR`, from which `src/lib.rs` embeds them.

#[path = "build/editor.rs"]
mod editor;
#[path = "build/modules.rs"]
mod modules;
#[path = "build/styles.rs"]
mod styles;
#[path = "build/table.rs"]
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use table::Table;

/// A result whose error is a plain sentence for the person who runs the build.
type Outcome<T> = Result<T, String>;

const FONT_PACKAGE: &str = "@fontsource/atkinson-hyperlegible-next";

/// The same typeface as TrueType files, for print.
const PAPER_FONT_PACKAGE: &str = "@expo-google-fonts/atkinson-hyperlegible-next";

/// The faces for print.
const PAPER_FACES: [&str; 4] = ["400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"];

/// The icons of MOJ Frontend that our components use. Any other image in its styles is left out.
const ICONS: [&str; 3] = ["icon-tag-remove-cross.svg", "icon-tag-remove-cross-white.svg", "icon-document.svg"];

/// Components of GOV.UK Frontend whose published examples are used by the tests of `ui`.
const COMPONENTS: &str = "back-link breadcrumbs button character-count checkboxes details error-summary input \
                          inset-text notification-banner pagination panel radios select skip-link summary-list table tag \
                          task-list textarea warning-text";

fn main() {
    if let Err(message) = build() {
        // Cargo prints this as a plain error, without a backtrace through the build script.
        println!("cargo::error={message}");
    }
}

fn build() -> Outcome<()> {
    for path in ["build.rs", "build", "src", "package.json", "package-lock.json", ".npmrc"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let out = PathBuf::from(variable("OUT_DIR")?);
    let modules = modules::find(&out)?;
    let govuk = modules.join("govuk-frontend/dist/govuk");
    let moj = modules.join("@ministryofjustice/frontend/moj");

    let mut table = Table::new(&out)?;
    let mut faces = String::new();
    for face in styles::FACES {
        let file = face.file();
        let bytes = read_bytes(&modules.join(FONT_PACKAGE).join("files").join(&file))?;
        if !bytes.starts_with(b"wOF2") {
            return Err(format!(
                "{file} in {FONT_PACKAGE} is not a WOFF2 typeface. Run the build again after removing OUT_DIR/npm."
            ));
        }
        let address = table.add(&file, "font/woff2", &bytes)?;
        faces.push_str(&face.rule(&address));
    }
    for face in PAPER_FACES {
        let file = format!("AtkinsonHyperlegibleNext_{face}.ttf");
        let bytes = read_bytes(&modules.join(PAPER_FONT_PACKAGE).join(face).join(&file))?;
        if !bytes.starts_with(&[0, 1, 0, 0]) {
            return Err(format!(
                "{file} in {PAPER_FONT_PACKAGE} is not a TrueType typeface. Run the build again after removing OUT_DIR/npm."
            ));
        }
        table.add_face(&file, &bytes)?;
    }
    let mut icons = Vec::new();
    for icon in ICONS {
        let address = table.add(icon, "image/svg+xml", &read_bytes(&moj.join("assets/images").join(icon))?)?;
        icons.push((icon, address));
    }

    let sheet = styles::stylesheet(
        &faces,
        &read(&govuk.join("govuk-frontend.min.css"))?,
        &read(&moj.join("moj-frontend.min.css"))?,
        &own_styles()?,
        &icons,
    )?;
    table.add("moothall.css", "text/css; charset=utf-8", sheet.as_bytes())?;

    let script = styles::script(&read(&govuk.join("govuk-frontend.min.js"))?, &read(Path::new("src/moothall.js"))?)?;
    table.add("moothall.js", "text/javascript; charset=utf-8", script.as_bytes())?;
    table.add("editor.js", "text/javascript; charset=utf-8", &editor::bundled(&modules, &out)?)?;
    table.add("favicon.svg", "image/svg+xml", &read_bytes(Path::new("src/favicon.svg"))?)?;

    for (package, licence) in modules::licences(&modules)? {
        table.add_notice(&package, &licence);
    }
    for component in COMPONENTS.split_whitespace() {
        table.add_fixtures(component, &read(&govuk.join("components").join(component).join("fixtures.json"))?)?;
    }
    table.finish()
}

/// Returns our own style sheets, in order of file name.
fn own_styles() -> Outcome<String> {
    let folder = Path::new("src/styles");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .map_err(|error| format!("Cannot list {}: {error}.", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "css"))
        .collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn variable(name: &str) -> Outcome<String> {
    std::env::var(name).map_err(|_| format!("Cargo did not set {name}. Build with cargo."))
}

fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| format!("Cannot read {}: {error}.", path.display()))
}

fn read_bytes(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|error| format!("Cannot read {}: {error}.", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Outcome<()> {
    fs::write(path, bytes).map_err(|error| format!("Cannot write {}: {error}.", path.display()))
}
