//! Word documents made here, part by part, and one written by an office program.

use documents::{Block, ListStyle};
use std::fmt::Write as _;
use std::io::{Cursor, Write};
use word::{Document, WordError, read};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Returns a document with this body and these other parts.
pub(crate) fn docx(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let names = "xmlns:w=\"w\" xmlns:r=\"r\" xmlns:wp=\"wp\" xmlns:a=\"a\" xmlns:m=\"m\" xmlns:mc=\"mc\" xmlns:wps=\"wps\"";
    let document = format!("<w:document {names}><w:body>{body}</w:body></w:document>");
    for (name, content) in [("word/document.xml", document.as_str())].iter().chain(parts) {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(content.as_bytes()).expect("written");
    }
    zip.finish().expect("a file").into_inner()
}

fn paragraph(style: &str, words: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
}

pub(crate) const STYLES: &str = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/></w:style>\
    <w:style w:styleId=\"berschrift2\"><w:name w:val=\"heading 2\"/></w:style><w:style w:styleId=\"Own\"><w:basedOn w:val=\"Heading1\"/></w:style></w:styles>";

#[test]
fn headings_are_told_by_their_styles() {
    let body = [
        paragraph("Heading1", "1.0 PURPOSE"),
        paragraph("berschrift2", "Lamps"),
        paragraph("Own", "Quays"),
        paragraph("Normal", "3.1</w:t><w:tab/><w:t>They burn."),
        paragraph("Normal", "3.5 million burn."),
    ]
    .concat();
    let document = read(&docx(&body, &[("word/styles.xml", STYLES)])).expect("it reads");
    assert_eq!(
        document.blocks,
        [
            Block::Heading { level: 1, number: Some("1.0".into()), text: "PURPOSE".into() },
            Block::Heading { level: 2, number: None, text: "Lamps".into() },
            Block::Heading { level: 1, number: None, text: "Quays".into() },
            Block::Paragraph { number: Some("3.1".into()), text: "They burn.".into() },
            Block::paragraph("3.5 million burn."),
        ]
    );
}

#[test]
fn lists_stand_inside_one_another() {
    let numbering = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"•\"/></w:lvl>\
        <w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"lowerRoman\"/><w:lvlText w:val=\"(%2)\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
    let item = |level: u8, words: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"
        )
    };
    let body = [item(0, "one"), item(1, "first"), item(1, "second"), item(0, "two"), paragraph("Normal", "After.")].concat();
    let document = read(&docx(&body, &[("word/numbering.xml", numbering)])).expect("it reads");
    let Block::List { style, items } = &document.blocks[0] else { panic!("{:?}", document.blocks) };
    assert_eq!((*style, items.len()), (ListStyle::Bullets, 2));
    let Block::List { items: inner, .. } = &items[0].blocks[0] else { panic!("{items:?}") };
    assert_eq!((inner[1].marker.as_deref(), inner[1].text.as_str()), (Some("(ii)"), "second"));
    assert_eq!(document.blocks[1], Block::paragraph("After."));
}

#[test]
fn tables_pictures_links_and_notes_are_kept() {
    let cell = |words: &str, properties: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>")
    };
    let table = format!(
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr><w:tr>{}{}</w:tr><w:tr>{}</w:tr></w:tbl>",
        cell("Ward", ""),
        cell("Lamps", ""),
        cell("North", ""),
        cell("3", ""),
        cell("Both", "<w:gridSpan w:val=\"2\"/>")
    );
    let body = format!(
        "{table}<w:p><w:r><w:t xml:space=\"preserve\">See </w:t></w:r><w:hyperlink r:id=\"r1\"><w:r><w:t>the quay</w:t></w:r></w:hyperlink><w:r><w:t>.</w:t></w:r>\
         <w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>\
         <w:p><w:r><w:drawing><wp:inline><wp:docPr descr=\"A lamp\"/><a:blip r:embed=\"r2\"/></wp:inline></w:drawing></w:r></w:p>\
         <w:p><w:r><w:drawing><wp:inline><wp:docPr/><a:blip r:embed=\"r2\"/></wp:inline></w:drawing></w:r></w:p>\
         <w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>kept</w:t></w:r></w:ins><w:commentReference/></w:p>"
    );
    let relations = "<Relationships><Relationship Id=\"r1\" Target=\"https://ashmere.example/quay\"/><Relationship Id=\"r2\" Target=\"media/image1.png\"/></Relationships>";
    let notes = "<w:footnotes xmlns:w=\"w\"><w:footnote w:id=\"2\"><w:p><w:r><w:t>Counted in May.</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let parts =
        [("word/_rels/document.xml.rels", relations), ("word/footnotes.xml", notes), ("word/media/image1.png", "a picture")];
    let document = read(&docx(&body, &parts)).expect("it reads");
    let Block::Table { columns, rows, .. } = &document.blocks[0] else { panic!("{:?}", document.blocks) };
    assert_eq!((columns.len(), rows[0][1].as_str(), rows[1].len()), (2, "3", 2));
    let Block::Paragraph { text, .. } = &document.blocks[1] else { panic!("{:?}", document.blocks) };
    assert_eq!(text.as_str(), "See the quay.[1]");
    assert_eq!(text.links().collect::<Vec<_>>(), [("the quay", "https://ashmere.example/quay")]);
    let placed = |at: usize| match &document.blocks[at] {
        Block::Picture(picture) => (picture.file.clone(), picture.alternative.clone()),
        other => panic!("{other:?}"),
    };
    assert_eq!(placed(2), (Document::reference(0), "A lamp".to_owned()));
    assert_eq!(placed(3), (Document::reference(1), String::new()));
    assert_eq!(document.blocks[4], Block::paragraph("kept"));
    let Some(Block::List { items, .. }) = document.blocks.last() else { panic!("{:?}", document.blocks) };
    assert_eq!(items[0].text, "Counted in May.");
    assert!(document.links.is_empty(), "links elsewhere than in headings and tables are marks");
    let alternatives: Vec<Option<&str>> = document.pictures.iter().map(|picture| picture.alternative.as_deref()).collect();
    assert_eq!(alternatives, [Some("A lamp"), None]);
    assert_eq!(document.pictures[0].content.as_deref(), Some("a picture".as_bytes()));
    assert_eq!(document.left_out, ["1 comment", "1 tracked deletion"]);
}

#[test]
fn marks_fields_and_hidden_words_are_read_as_word_shows_them() {
    let run = |properties: &str, words: &str| {
        format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{words}</w:t></w:r>")
    };
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let body = format!(
        "<w:p>{}{}{}{}{}</w:p><w:p>{}<w:r><w:instrText> HYPERLINK \"https://ashmere.example/quay\" </w:instrText></w:r>{}{}{}</w:p>\
         <w:p><w:fldSimple w:instr=\" HYPERLINK &quot;javascript:alert(1)&quot; \">{}</w:fldSimple></w:p>",
        run("<w:b/>", "Two"),
        run("<w:b w:val=\"0\"/>", " lamps "),
        run("<w:i/>", "failed"),
        run("<w:vanish/>", " secretly"),
        run("<w:b/><w:i/>", " twice"),
        field("begin"),
        field("separate"),
        run("", "the quay"),
        field("end"),
        run("", "no link")
    );
    let document = read(&docx(&body, &[])).expect("it reads");
    let texts: Vec<_> = document
        .blocks
        .iter()
        .map(|block| if let Block::Paragraph { text, .. } = block { text.clone() } else { panic!("{block:?}") })
        .collect();
    assert_eq!(texts[0].as_str(), "Two lamps failed twice");
    let marks: Vec<(String, bool, bool)> =
        texts[0].runs().into_iter().map(|(words, style)| (words.to_owned(), style.strong, style.emphasis)).collect();
    let told = |words: &str, strong, emphasis| (words.to_owned(), strong, emphasis);
    assert_eq!(
        marks,
        [
            told("Two", true, false),
            told(" lamps ", false, false),
            told("failed", false, true),
            told(" ", false, false),
            told("twice", true, true)
        ]
    );
    assert_eq!(texts[1].links().collect::<Vec<_>>(), [("the quay", "https://ashmere.example/quay")]);
    assert_eq!((texts[2].as_str(), texts[2].links().count()), ("no link", 0), "an address that runs something is no link");
    assert_eq!(document.left_out, ["1 piece of hidden text"]);
}

#[test]
fn boxes_in_tables_are_told_once_and_empty_paragraphs_are_counted() {
    let boxed = "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p>\
        </w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p>\
        </w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>";
    let numbering = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/>\
        <w:lvlText w:val=\"3.%1\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
    let numbered = |words: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"
        )
    };
    let body =
        format!("<w:tbl><w:tr><w:tc>{boxed}</w:tc></w:tr></w:tbl>{}{}{}", numbered("one"), numbered(""), numbered("three"));
    let document = read(&docx(&body, &[("word/numbering.xml", numbering)])).expect("it reads");
    let Block::Table { rows, .. } = &document.blocks[0] else { panic!("{:?}", document.blocks) };
    assert_eq!(rows[0], ["boxed"]);
    let Block::Paragraph { number, .. } = &document.blocks[2] else { panic!("{:?}", document.blocks) };
    assert_eq!(number.as_deref(), Some("3.3"));
}

#[test]
fn the_text_is_found_by_its_relationship() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let parts = [
        ("_rels/.rels", format!("<Relationships><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"/word/document2.xml\"/></Relationships>")),
        ("word/document2.xml", "<w:document xmlns:w=\"w\"><w:body><w:p><w:pPr><w:pStyle w:val=\"k\"/></w:pPr><w:r><w:t>Lamps</w:t></w:r></w:p></w:body></w:document>".to_owned()),
        ("word/_rels/document2.xml.rels", format!("<Relationships><Relationship Id=\"r1\" Type=\"{office}/styles\" Target=\"own.xml\"/></Relationships>")),
        ("word/own.xml", "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"k\"><w:name w:val=\"heading 2\"/></w:style></w:styles>".to_owned()),
    ];
    for (name, content) in parts {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(content.as_bytes()).expect("written");
    }
    let document = read(&zip.finish().expect("a file").into_inner()).expect("it reads");
    assert_eq!(document.blocks, [Block::Heading { level: 2, number: None, text: "Lamps".into() }]);
}

#[test]
fn what_is_no_word_document_is_told_so() {
    assert!(matches!(read(b"hello"), Err(WordError::NotWord)));
    assert!(matches!(read(&docx("", &[("x", "y")])[..40]), Err(WordError::NotWord)));
    let old = [&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..], &[0; 600]].concat();
    assert!(matches!(read(&old), Err(WordError::Old)));
    let wide: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(matches!(read(&[old, wide].concat()), Err(WordError::Protected)));
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]>";
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).expect("a part");
    zip.write_all(format!("{entities}<w:document xmlns:w=\"w\"><w:body/></w:document>").as_bytes()).expect("written");
    assert!(matches!(read(&zip.finish().expect("a file").into_inner()), Err(WordError::Damaged(_))));
}

#[test]
fn a_document_of_libreoffice_is_read_without_loss() {
    let document = read(include_bytes!("files/report.docx")).expect("it reads");
    let mut all = String::new();
    collect(&document.blocks, &mut all);
    for words in [
        "Lamps of Ashmere",
        "PURPOSE OF THE REPORT",
        "To tell the Board of the lamps on the quay.",
        "Two lamps failed in March",
        "both were mended",
        "by the harbour master",
        "North",
        "31",
        "South",
        "17",
        "Counted by the wardens in May.",
        "the lamps of Ashmere",
        "https://ashmere.example/lamps",
        "Bold words stay in their sentence.",
    ] {
        assert!(all.contains(words), "{words}: {all}");
    }
    assert_eq!(document.pictures.len(), 1);
    assert_eq!(document.pictures[0].alternative.as_deref(), Some("A lamp on the quay at night"));
    assert!(document.pictures[0].content.is_some());
    let headings = document.blocks.iter().filter(|block| matches!(block, Block::Heading { .. })).count();
    assert!(headings >= 3, "{:?}", document.blocks);
    assert!(
        document
            .blocks
            .iter()
            .any(|block| matches!(block, Block::Table { columns, rows, .. } if columns.len() == 2 && rows.len() == 2)),
        "{:?}",
        document.blocks
    );
    assert!(document.left_out.is_empty(), "{:?}", document.left_out);
}

fn collect(blocks: &[Block], all: &mut String) {
    for block in blocks {
        match block {
            Block::Heading { number, text, .. } => {
                let _ = writeln!(all, "{} {text}", number.clone().unwrap_or_default());
            }
            Block::Paragraph { number, text } => {
                let _ = writeln!(all, "{} {text}", number.clone().unwrap_or_default());
                for (_, address) in text.links() {
                    let _ = writeln!(all, "{address}");
                }
            }
            Block::Picture(_) | Block::Chart { .. } => {}
            Block::List { items, .. } => {
                for item in items {
                    let _ = writeln!(all, "{} {}", item.marker.clone().unwrap_or_default(), item.text);
                    collect(&item.blocks, all);
                }
            }
            Block::Table { columns, rows, .. } => {
                let _ = writeln!(all, "{} {}", columns.join(" "), rows.concat().join(" "));
            }
        }
    }
}

#[test]
fn boxes_levels_and_notes_do_not_run_away() {
    let nest = "<w:pict><w:txbxContent><w:p><w:r>".repeat(19);
    let end = "</w:r></w:p></w:txbxContent></w:pict>".repeat(19);
    let boxes = format!("<w:p><w:r>{nest}<w:t>inside</w:t>{end}</w:r></w:p>");
    assert!(read(&docx(&boxes, &[])).is_ok());
    let numbering = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"8\"><w:numFmt w:val=\"bullet\"/>\
        </w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
    let deep: String = (0..20_000)
        .map(|level| format!("<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>"))
        .collect::<Vec<_>>()
        .concat();
    assert!(read(&docx(&deep, &[("word/numbering.xml", numbering)])).is_ok());
    let style =
        "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"a\"><w:pPr><w:outlineLvl w:val=\"255\"/></w:pPr></w:style></w:styles>";
    assert!(read(&docx(&paragraph("a", "x"), &[("word/styles.xml", style)])).is_ok());
}

#[test]
fn rows_in_controls_and_tables_in_boxes_and_notes_are_kept() {
    let paragraph = |words: &str| format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>");
    let row = |words: &str| format!("<w:tr><w:tc>{}</w:tc></w:tr>", paragraph(words));
    let body = format!(
        "<w:tbl>{}<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt></w:tbl>\
         <w:p><w:r><w:pict><w:txbxContent><w:tbl>{}</w:tbl>{}</w:txbxContent></w:pict></w:r></w:p>\
         <w:p><w:r><w:t>See</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p><w:altChunk/><w:oMathPara/><w:del>{}</w:del>",
        row("first"),
        row("second"),
        row("boxed"),
        paragraph("beside"),
        paragraph("gone")
    );
    let notes = format!(
        "<w:footnotes xmlns:w=\"w\"><w:footnote w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:id=\"2\">\
         <w:tbl>{}</w:tbl></w:footnote><w:footnote w:id=\"3\">{}</w:footnote></w:footnotes>",
        row("noted"),
        paragraph("uncited")
    );
    let header = format!("<w:hdr xmlns:w=\"w\">{}</w:hdr>", paragraph("Draft for the Board"));
    let relations = "<Relationships><Relationship Id=\"r1\" Type=\"x/header\" Target=\"header1.xml\"/>\
         <Relationship Id=\"r2\" Type=\"x/header\" Target=\"header1.xml\"/></Relationships>";
    let parts =
        [("word/footnotes.xml", notes.as_str()), ("word/header1.xml", &header), ("word/_rels/document.xml.rels", relations)];
    let document = read(&docx(&body, &parts)).expect("it reads");
    let mut all = String::new();
    collect(&document.blocks, &mut all);
    for words in ["first", "second", "boxed", "beside", "noted"] {
        assert!(all.contains(words), "{words}: {:?}", document.blocks);
    }
    assert_eq!(
        document.left_out,
        [
            "1 embedded document",
            "1 equation",
            "1 tracked deletion",
            "A note that is not cited: “uncited”",
            "Page header: “Draft for the Board”",
        ]
    );
}

#[test]
fn masses_of_attributes_and_namespaces_are_refused_at_once() {
    let begun = std::time::Instant::now();
    let many = |name: &str, count: usize| (0..count).map(|number| format!(" {name}{number}=\"x\"")).collect::<Vec<_>>().concat();
    for body in [
        format!("<w:p{}/>", many("w:a", 300_000)),
        format!("<w:p{}/>", many("xmlns:a", 300_000)),
        "<w:p xmlns:b=\"b\"/>".repeat(60_000),
        format!("{}{}", "<w:p>".repeat(60_000), "</w:p>".repeat(60_000)),
    ] {
        assert!(matches!(read(&docx(&body, &[])), Err(WordError::Damaged(_))));
    }
    let styles = format!("<w:styles xmlns:w=\"w\"><w:style{}/></w:styles>", many("w:a", 300_000));
    assert!(matches!(read(&docx("", &[("word/styles.xml", &styles)])), Err(WordError::Damaged(_))));
    assert!(begun.elapsed() < std::time::Duration::from_secs(20), "{:?}", begun.elapsed());
}
