//! Documents of office programs.

use crate::made::{docx, odt, zip};
use crate::{at, lines, read};
use extraction::{ExtractionError, Kind, Limits, extract};

fn run(words: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>")
}

fn bold(words: &str) -> String {
    format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{words}</w:t></w:r>")
}

fn paragraph(inside: &str) -> String {
    format!("<w:p>{inside}</w:p>")
}

fn cell(inside: &str) -> String {
    format!("<w:tc>{inside}</w:tc>")
}

const STYLES: &str = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"Title\"><w:name w:val=\"Title\"/></w:style><w:style w:styleId=\"H2\"><w:name \
    w:val=\"heading 2\"/></w:style><w:style w:styleId=\"Loud\"><w:name w:val=\"Loud\"/><w:rPr><w:b/></w:rPr></w:style></w:styles>";

const NUMBERS: &str = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"12\"/><w:numFmt \
    w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";

fn numbered(inside: &str) -> String {
    format!("<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>{inside}</w:p>")
}

#[test]
fn a_word_document_becomes_lines() {
    let styled = |style: &str, words: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>", run(words));
    let body = [
        styled("Title", "Fern Parish Council"),
        styled("Loud", "Minutes of 4 March 2025"),
        paragraph(&format!("{}{}", bold("Present: "), run("Councillors A Fern and B Moss"))),
        numbered(&bold("Apologies")),
        paragraph(&format!("{}<w:r><w:br/></w:r>{}", run("None came."), run("All were there."))),
        numbered(&bold("Lamps")),
        styled("H2", "On the quay"),
    ]
    .concat();
    let header = "<w:hdr xmlns:w=\"w\"><w:p><w:r><w:t>Draft until signed</w:t></w:r></w:p></w:hdr>";
    let relations = "<Relationships><Relationship Id=\"a\" Type=\"x/header\" Target=\"header1.xml\"/></Relationships>";
    let file = docx(
        &body,
        &[
            ("word/styles.xml", STYLES),
            ("word/numbering.xml", NUMBERS),
            ("word/header1.xml", header),
            ("word/_rels/document.xml.rels", relations),
        ],
    );
    let extracted = read(&file);
    assert_eq!(extracted.kind, Kind::Docx);
    assert_eq!(
        lines(&extracted),
        [
            "Fern Parish Council",
            "Minutes of 4 March 2025",
            "Present: Councillors A Fern and B Moss",
            "12. Apologies",
            "None came.",
            "All were there.",
            "13. Lamps",
            "On the quay"
        ]
    );
    assert_eq!(
        at(&extracted, &extracted.hints.bold),
        ["Fern Parish Council", "Minutes of 4 March 2025", "12. Apologies", "13. Lamps", "On the quay"]
    );
    assert_eq!(at(&extracted, &extracted.hints.large), ["Fern Parish Council"]);
    assert_eq!(extracted.running, ["Draft until signed"]);
}

#[test]
fn minutes_that_are_laid_out_in_a_table_are_lines() {
    let row = |cells: [String; 3]| format!("<w:tr>{}</w:tr>", cells.map(|inside| cell(&inside)).concat());
    let body = format!(
        "<w:tbl>{}{}{}</w:tbl>{}",
        row([paragraph(&bold("No")), paragraph(&bold("Minute")), paragraph(&bold("Action"))]),
        row([
            numbered(""),
            format!(
                "{}{}{}",
                paragraph(&bold("Lamps")),
                paragraph(&run("They burn.")),
                paragraph(&run("RESOLVED: That they burn on."))
            ),
            paragraph(&run("Clerk"))
        ]),
        row([paragraph(&run("13.")), format!("{}{}", paragraph(&bold("Boats")), paragraph(&run("They float."))), paragraph("")]),
        paragraph(&run("It ended at 8.20 pm."))
    );
    let extracted = read(&docx(&body, &[("word/numbering.xml", NUMBERS)]));
    assert_eq!(
        lines(&extracted),
        [
            "No Minute Action",
            "Lamps",
            "They burn.",
            "RESOLVED: That they burn on.",
            "Clerk",
            "13. Boats",
            "They float.",
            "It ended at 8.20 pm."
        ]
    );
    assert_eq!(at(&extracted, &extracted.hints.action), ["Clerk"]);
}

#[test]
fn a_table_of_figures_in_a_document_stays_one() {
    let row = |cells: [&str; 2]| format!("<w:tr>{}</w:tr>", cells.map(|words| cell(&paragraph(&run(words)))).concat());
    let body = format!("<w:tbl>{}{}{}</w:tbl>", row(["Ward", "Lamps"]), row(["North", "12"]), row(["South", "9"]));
    let extracted = read(&docx(&body, &[]));
    assert_eq!(extracted.hints.tables[0].columns, ["Ward", "Lamps"]);
    assert_eq!(extracted.hints.tables[0].rows[1], ["South", "9"]);
}

#[test]
fn an_open_document_becomes_lines() {
    let automatic = "<style:style style:name=\"P1\" style:family=\"paragraph\" style:parent-style-name=\"Loud\"/>\
        <style:style style:name=\"T1\" style:family=\"text\"><style:text-properties fo:font-weight=\"bold\"/></style:style>\
        <text:list-style style:name=\"L1\"><text:list-level-style-number text:level=\"1\" style:num-format=\"1\" style:num-suffix=\".\" \
        text:start-value=\"12\"/><text:list-level-style-number text:level=\"2\" style:num-format=\"a\" style:num-prefix=\"(\" style:num-suffix=\")\"/>\
        </text:list-style>";
    let common = "<office:styles><style:style style:name=\"Loud\" style:family=\"paragraph\"><style:text-properties fo:font-weight=\"bold\"/>\
        </style:style></office:styles><office:master-styles><style:master-page style:name=\"S\"><style:footer><text:p>Fern Council</text:p>\
        </style:footer></style:master-page></office:master-styles>";
    let text = "<text:h text:outline-level=\"1\">Fern Parish Council</text:h><text:p text:style-name=\"P1\">Minutes of 4 March 2025</text:p>\
        <text:p>Present:<text:s text:c=\"3\"/>Councillors A Fern<text:tab/>and <text:span text:style-name=\"T1\">B Moss</text:span></text:p>\
        <text:list text:style-name=\"L1\"><text:list-item><text:p>Lamps<text:line-break/>on the quay</text:p><text:list><text:list-item><text:p>new\
        </text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>Boats</text:p></text:list-item></text:list>\
        <text:p>They float.<text:note text:note-class=\"footnote\"><text:note-citation>1</text:note-citation><text:note-body><text:p>Mostly.</text:p>\
        </text:note-body></text:note><office:annotation><text:p>never</text:p></office:annotation></text:p>\
        <table:table><table:table-row><table:table-cell><text:p>Ward</text:p></table:table-cell><table:table-cell><text:p>Lamps</text:p>\
        </table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>North</text:p></table:table-cell><table:table-cell>\
        <text:p>12</text:p></table:table-cell><table:table-cell table:number-columns-repeated=\"16000\"/></table:table-row></table:table>";
    let extracted = read(&odt(text, automatic, common));
    assert_eq!(extracted.kind, Kind::Odt);
    assert_eq!(
        lines(&extracted),
        [
            "Fern Parish Council",
            "Minutes of 4 March 2025",
            "Present: Councillors A Fern and B Moss",
            "12. Lamps",
            "on the quay",
            "(a) new",
            "13. Boats",
            "They float.[1]",
            "Ward  Lamps",
            "North  12",
            "[1] Mostly."
        ]
    );
    assert_eq!(at(&extracted, &extracted.hints.bold), ["Fern Parish Council", "Minutes of 4 March 2025"]);
    assert_eq!((extracted.running, extracted.left_out), (vec!["Fern Council".to_owned()], vec!["1 comment".to_owned()]));
}

#[test]
fn faulty_documents_say_what_is_wrong() {
    let told = |bytes: &[u8]| extract(bytes, &Limits::default()).expect_err("faulty").to_string();
    let document = docx(&paragraph(&run("It met.")), &[]);
    assert!(told(&document[..document.len() - 30]).contains("ZIP file"));
    assert!(told(&docx("<w:p><w:r>", &[])).contains("damaged"));
    assert!(told(&odt("<text:p>", "", "")).contains("the document is damaged: content.xml"));
    let locked = zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", b"<manifest:encryption-data/>"),
        ("content.xml", b"\x01\x02"),
    ]);
    assert!(told(&locked).contains("password"));
    let sheet = zip(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")]);
    assert!(told(&sheet).contains("a spreadsheet, which is not read"));
    assert!(told(b"{\\rtf1 It met.}").contains("LibreOffice is not installed"));
    let old = [&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..], &b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"[..]].concat();
    let error = extract(&old, &Limits::default()).expect_err("old");
    assert!(matches!(error, ExtractionError::NeedsOffice { kind: Kind::Doc }));
    assert!(matches!(extract(b"It met.", &Limits { file: 3, ..Limits::default() }), Err(ExtractionError::TooLarge { .. })));
    assert!(matches!(extract(b"It met.", &Limits { text: 3, ..Limits::default() }), Err(ExtractionError::TooMuchText { .. })));
}
