//! Combines GOV.UK Frontend, MOJ Frontend and our own files into one stylesheet and one script.
//!
//! GOV.UK's typeface may be used only on gov.uk, and its crest belongs to the Crown. Both are removed, and the build fails if a
//! trace of either is left.

use crate::Outcome;

const TYPEFACE: &str = "\"Atkinson Hyperlegible Next\"";

/// One file of the typeface.
pub(crate) struct Face {
    subset: &'static str,
    weight: u16,
    style: &'static str,
}

const LATIN: &str = "latin";
const LATIN_EXTENDED: &str = "latin-ext";

/// Regular, bold and italic. A browser fetches the extended ones only if a page uses one of their characters.
pub(crate) const FACES: [Face; 5] = [
    Face { subset: LATIN, weight: 400, style: "normal" },
    Face { subset: LATIN, weight: 700, style: "normal" },
    Face { subset: LATIN, weight: 400, style: "italic" },
    Face { subset: LATIN_EXTENDED, weight: 400, style: "normal" },
    Face { subset: LATIN_EXTENDED, weight: 700, style: "normal" },
];

impl Face {
    /// Returns the name of the file in the npm package.
    pub(crate) fn file(&self) -> String {
        format!("atkinson-hyperlegible-next-{}-{}-{}.woff2", self.subset, self.weight, self.style)
    }

    /// Returns the `@font-face` rule. The ranges are those published in the npm package for the two subsets.
    pub(crate) fn rule(&self, address: &str) -> String {
        let range = if self.subset == LATIN {
            "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,\
             U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
        } else {
            "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+20A0-20AB,\
             U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF"
        };
        format!(
            "@font-face{{font-family:{TYPEFACE};font-style:{};font-weight:{};font-display:swap;src:url({address}) \
             format(\"woff2\");unicode-range:{range}}}",
            self.style, self.weight
        )
    }
}

/// Returns the combined stylesheet: typeface, GOV.UK, MOJ, and ours last, so that our colours take precedence.
pub(crate) fn stylesheet(faces: &str, govuk: &str, moj: &str, own: &str, icons: &[(&str, String)]) -> Outcome<String> {
    let govuk = patched(govuk, icons)?;
    let moj = patched(moj, icons)?;
    // A faulty patch once cut a sheet in half without anything failing.
    sane("govuk-frontend.min.css", &govuk, 120_000..150_000)?;
    sane("moj-frontend.min.css", &moj, 80_000..110_000)?;
    let sheet = format!("@charset \"UTF-8\";{faces}{govuk}{moj}{}", without_comments(own));
    for forbidden in ["GDS Transport", "Margaret Calvert", "crest.svg", "url(/assets/images", "sourceMappingURL"] {
        if sheet.contains(forbidden) {
            return Err(format!(
                "The stylesheet still holds '{forbidden}', which must not be served. See base/assets/build/styles.rs."
            ));
        }
    }
    Ok(sheet)
}

/// Returns one of the two sheets without GOV.UK's typeface and crest, and with our typeface, including for print.
fn patched(sheet: &str, icons: &[(&str, String)]) -> Outcome<String> {
    let mut sheet = without_comments(sheet).replace("@charset \"UTF-8\";", "");
    while let Some(start) = sheet.find("@font-face{") {
        let length = sheet[start..].find('}').ok_or("A @font-face rule of GOV.UK Frontend does not end.")?;
        sheet.replace_range(start..=start + length, "");
    }
    let mut sheet = sheet
        .replace("GDS Transport", TYPEFACE)
        .replace("{font-family:sans-serif}", &format!("{{font-family:{TYPEFACE},arial,sans-serif}}"));
    for (icon, address) in icons {
        sheet = sheet.replace(&format!("/assets/images/{icon}"), address);
    }
    while let Some(start) = sheet.find("url(/assets/images/") {
        let length = sheet[start..].find(')').ok_or("An address in a sheet of GOV.UK or MOJ Frontend does not end.")?;
        sheet.replace_range(start..=start + length, "none");
    }
    Ok(sheet)
}

/// Returns a sheet without comments, including the reference to a source map, and without indentation.
fn without_comments(sheet: &str) -> String {
    let mut kept = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some(start) = rest.find("/*") {
        kept.push_str(&rest[..start]);
        rest = rest[start..].find("*/").map_or("", |length| &rest[start + length + 2..]);
    }
    kept.push_str(rest);
    kept.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Returns the combined script: GOV.UK Frontend's module and ours in one file, so that a page makes only one request.
pub(crate) fn script(govuk: &str, own: &str) -> Outcome<String> {
    let end = govuk.rfind("export{").ok_or("GOV.UK Frontend's script does not end in its exports, as it did.")?;
    let exports = &govuk[end..];
    if !exports.contains(",initAll,") {
        return Err("GOV.UK Frontend's script no longer exports initAll, which our script calls.".to_owned());
    }
    let govuk = &govuk[..end];
    sane("govuk-frontend.min.js", govuk, 40_000..60_000)?;
    // Our code is in a block of its own, so that its names do not clash with theirs.
    Ok(format!("{govuk}\n{{\n{own}}}\n"))
}

fn sane(name: &str, text: &str, expected: std::ops::Range<usize>) -> Outcome<()> {
    if expected.contains(&text.len()) {
        return Ok(());
    }
    Err(format!(
        "After patching, {name} has {} characters where {} to {} were expected: either the package changed much, or a patch cut \
         too much. Look at it, then set the new bounds in base/assets/build/styles.rs.",
        text.len(),
        expected.start,
        expected.end
    ))
}
