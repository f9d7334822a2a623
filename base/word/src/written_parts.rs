//! The parts of a written Word document other than its text: its styles, its list markers and its relationships.

use crate::writing::{About, MAIN, RELATIONS};
use foundation::xml::Element;

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Returns the name of the relationship for a link's address, counted from 1.
pub(crate) fn link_name(number: usize) -> String {
    format!("link{number}")
}

pub(crate) fn content_types() -> Element {
    let default = |extension: &str, kind: &str| Element::new("Default").with("Extension", extension).with("ContentType", kind);
    let part = |name: &str, kind: String| Element::new("Override").with("PartName", name).with("ContentType", kind);
    Element::new("Types")
        .with("xmlns", format!("{PACKAGE}/content-types"))
        .child(default("rels", "application/vnd.openxmlformats-package.relationships+xml"))
        .child(default("xml", "application/xml"))
        .child(part("/word/document.xml", format!("{OFFICE}.document.main+xml")))
        .child(part("/word/styles.xml", format!("{OFFICE}.styles+xml")))
        .child(part("/word/numbering.xml", format!("{OFFICE}.numbering+xml")))
        .child(part("/word/footer1.xml", format!("{OFFICE}.footer+xml")))
        .child(part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml".to_owned()))
}

fn relation(id: impl Into<String>, kind: &str, target: &str) -> Element {
    Element::new("Relationship").with("Id", id).with("Type", kind).with("Target", target)
}

pub(crate) fn package_relations() -> Element {
    Element::new("Relationships")
        .with("xmlns", format!("{PACKAGE}/relationships"))
        .child(relation("main", &format!("{RELATIONS}/officeDocument"), "word/document.xml"))
        .child(relation("core", &format!("{PACKAGE}/relationships/metadata/core-properties"), "docProps/core.xml"))
}

pub(crate) fn relations(links: &[String]) -> Element {
    let link = |(at, address): (usize, &String)| {
        relation(link_name(at + 1), &format!("{RELATIONS}/hyperlink"), address).with("TargetMode", "External")
    };
    Element::new("Relationships")
        .with("xmlns", format!("{PACKAGE}/relationships"))
        .child(relation("styles", &format!("{RELATIONS}/styles"), "styles.xml"))
        .child(relation("numbering", &format!("{RELATIONS}/numbering"), "numbering.xml"))
        .child(relation("footer", &format!("{RELATIONS}/footer"), "footer1.xml"))
        .children(links.iter().enumerate().map(link))
}

pub(crate) fn particulars(about: &About<'_>) -> Element {
    Element::new("cp:coreProperties")
        .with("xmlns:cp", format!("{PACKAGE}/metadata/core-properties"))
        .with("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .child(Element::of_text("dc:title", about.title))
        .child(Element::of_text("dc:creator", about.publisher))
        .child(Element::of_text("dc:language", "en-GB"))
}

fn value(name: &'static str, value: impl Into<String>) -> Element {
    Element::new(name).with("w:val", value)
}

/// The font size of headings in half points, by level.
const SIZES: [&str; 6] = ["36", "30", "26", "24", "22", "22"];

pub(crate) fn styles() -> Element {
    let font = Element::new("w:rFonts").with("w:ascii", "Arial").with("w:hAnsi", "Arial").with("w:cs", "Arial");
    let run = Element::new("w:rPr").child(font).child(value("w:sz", "22")).child(value("w:lang", "en-GB"));
    let spacing = Element::new("w:spacing").with("w:after", "140").with("w:line", "276").with("w:lineRule", "auto");
    let defaults = Element::new("w:docDefaults")
        .child(Element::new("w:rPrDefault").child(run))
        .child(Element::new("w:pPrDefault").child(Element::new("w:pPr").child(spacing)));
    let style = |id: &str, name: &str| {
        Element::new("w:style")
            .with("w:type", "paragraph")
            .with("w:styleId", id)
            .child(value("w:name", name))
            .child(value("w:basedOn", "Normal"))
    };
    let normal = Element::new("w:style")
        .with("w:type", "paragraph")
        .with("w:default", "1")
        .with("w:styleId", "Normal")
        .child(value("w:name", "Normal"));
    let headings = (1_usize..).zip(SIZES).map(|(level, size)| {
        let paragraph = Element::new("w:pPr")
            .child(Element::new("w:keepNext"))
            .child(Element::new("w:spacing").with("w:before", "280").with("w:after", "140"))
            .child(value("w:outlineLvl", (level - 1).to_string()));
        let run = Element::new("w:rPr").child(Element::new("w:b")).child(value("w:sz", size));
        style(&format!("Heading{level}"), &format!("heading {level}")).child(paragraph).child(run)
    });
    let bold = || Element::new("w:rPr").child(Element::new("w:b"));
    let line = Element::new("w:left").with("w:val", "single").with("w:sz", "18").with("w:space", "8").with("w:color", "0B5C5C");
    let beside = Element::new("w:pPr").child(Element::new("w:pBdr").child(line));
    Element::new("w:styles")
        .with("xmlns:w", MAIN)
        .child(defaults)
        .child(normal)
        .children(headings)
        .child(style("Caption", "caption").child(Element::new("w:pPr").child(Element::new("w:keepNext"))).child(bold()))
        .child(style("ListParagraph", "List Paragraph"))
        .child(style("Resolution", "Resolution").child(beside))
}

pub(crate) fn numbering(deepest: usize) -> Element {
    let level = |depth: usize| {
        let left = (depth + 1) * 567;
        let indent = Element::new("w:ind").with("w:left", left.to_string()).with("w:hanging", "567");
        Element::new("w:lvl")
            .with("w:ilvl", depth.to_string())
            .child(value("w:start", "1"))
            .child(value("w:numFmt", "bullet"))
            .child(value("w:lvlText", "•"))
            .child(value("w:lvlJc", "left"))
            .child(Element::new("w:pPr").child(indent))
    };
    let bullets = Element::new("w:abstractNum").with("w:abstractNumId", "0").children((0..=deepest).map(level));
    let list = Element::new("w:num").with("w:numId", "1").child(value("w:abstractNumId", "0"));
    Element::new("w:numbering").with("xmlns:w", MAIN).child(bullets).child(list)
}

/// Returns the footer, with the number of the page.
pub(crate) fn footer() -> Element {
    let field =
        Element::new("w:fldSimple").with("w:instr", "PAGE").child(Element::new("w:r").child(Element::of_text("w:t", "1")));
    let words = Element::new("w:r").child(Element::of_text("w:t", "Page ").with("xml:space", "preserve"));
    let centred = Element::new("w:pPr").child(value("w:jc", "center"));
    Element::new("w:ftr").with("xmlns:w", MAIN).child(Element::new("w:p").child(centred).child(words).child(field))
}

/// Returns the page settings: A4 with the margins of our PDFs.
pub(crate) fn page() -> Element {
    let size = Element::new("w:pgSz").with("w:w", "11906").with("w:h", "16838");
    let margins = ["w:top", "w:right", "w:bottom", "w:left"]
        .into_iter()
        .fold(Element::new("w:pgMar"), |margins, side| margins.with(side, "1474"))
        .with("w:header", "709")
        .with("w:footer", "709")
        .with("w:gutter", "0");
    let foot = Element::new("w:footerReference").with("w:type", "default").with("r:id", "footer");
    Element::new("w:sectPr").child(foot).child(size).child(margins)
}
