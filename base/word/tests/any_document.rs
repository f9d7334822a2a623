//! Whatever a document holds, its words are read or it is refused.

use crate::reading::{STYLES, docx};
use proptest::prelude::*;
use word::read;

/// Generates content nested as Word nests it, with `%` for each run of words.
fn any_content() -> impl Strategy<Value = String> {
    let run = "<w:r><w:t>%</w:t></w:r>";
    let leaf = prop::sample::select(vec![
        format!("<w:p>{run}</w:p>"),
        format!("<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr>{run}</w:p>"),
        format!("<w:p><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>{run}</w:p>"),
        format!("<w:p><w:hyperlink r:id=\"r1\">{run}</w:hyperlink><w:ins>{run}</w:ins></w:p>"),
        format!("<w:p>{run}<w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>"),
        "<w:p/>".to_owned(),
    ]);
    leaf.prop_recursive(5, 40, 4, |inner| {
        (0_u8..6, prop::collection::vec(inner, 1..4)).prop_map(|(kind, inside)| {
            let all = inside.concat();
            match kind {
                0 => format!("<w:sdt><w:sdtPr/><w:sdtContent>{all}</w:sdtContent></w:sdt>"),
                1 => format!(
                    "<w:tbl><w:tr>{}</w:tr></w:tbl>",
                    inside.iter().map(|cell| format!("<w:tc>{cell}</w:tc>")).collect::<Vec<_>>().concat()
                ),
                2 => format!("<w:tbl><w:sdt><w:sdtContent><w:tr><w:tc>{all}</w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>"),
                3 => format!(
                    "<w:p><w:r><w:drawing><wps:txbx><w:txbxContent>{all}</w:txbxContent></wps:txbx></w:drawing></w:r></w:p>"
                ),
                4 => format!("<w:customXml>{all}</w:customXml>"),
                _ => all,
            }
        })
    })
}

/// Generates elements that occur in Word documents, in any order and nesting.
fn any_body() -> impl Strategy<Value = String> {
    let names = [
        "w:p",
        "w:r",
        "w:t",
        "w:tbl",
        "w:tr",
        "w:tc",
        "w:hyperlink",
        "w:drawing",
        "w:txbxContent",
        "mc:AlternateContent",
        "mc:Fallback",
        "w:sdt",
        "w:pPr",
        "w:numPr",
        "w:fldSimple",
        "w:ins",
        "w:del",
    ];
    let alone = [
        "<w:numId w:val=\"1\"/>",
        "<w:ilvl w:val=\"8\"/>",
        "<w:fldChar w:fldCharType=\"begin\"/>",
        "<w:fldChar w:fldCharType=\"end\"/>",
        "<w:gridSpan w:val=\"4294967295\"/>",
        "<w:footnoteReference w:id=\"2\"/>",
        "<a:blip r:embed=\"r2\"/>",
        "<w:vMerge/>",
        "<w:tab/>",
        "<w:outlineLvl w:val=\"255\"/>",
        "3.1 words",
    ];
    let leaf = prop_oneof![prop::sample::select(alone.to_vec()).prop_map(str::to_owned), "[a-z .0-9]{0,12}"];
    leaf.prop_recursive(12, 200, 6, move |inner| {
        (prop::sample::select(names.to_vec()), prop::collection::vec(inner, 0..6))
            .prop_map(|(name, inside)| format!("<{name}>{}</{name}>", inside.concat()))
    })
}

proptest! {
    #[test]
    fn every_word_is_in_the_document(body in any_content()) {
        let mut count = 0;
        let body: String = body
            .split_inclusive('%')
            .map(|piece| match piece.strip_suffix('%') {
                Some(before) => {
                    count += 1;
                    format!("{before}mark{count}x")
                }
                None => piece.to_owned(),
            })
            .collect();
        let numbering = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"bullet\"/></w:lvl>\
            </w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
        let document = read(&docx(&body, &[("word/styles.xml", STYLES), ("word/numbering.xml", numbering)])).expect("it reads");
        let all = format!("{} {}", serde_json::to_string(&document.blocks).expect("as JSON"), document.left_out.join(" "));
        for number in 1..=count {
            prop_assert!(all.contains(&format!("mark{number}x")), "mark{number}x of {body} is in none of {all}");
        }
    }

    #[test]
    fn anything_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = read(&bytes);
    }

    #[test]
    fn a_damaged_document_is_read_or_refused(at in 0_usize..8_000, with in any::<u8>(), cut in 0_usize..8_000) {
        let mut bytes = include_bytes!("files/report.docx").to_vec();
        let length = bytes.len();
        bytes[at % length] = with;
        bytes.truncate(length - cut % (length / 2));
        let _ = read(&bytes);
    }

    #[test]
    fn any_parts_in_any_order_are_read(body in any_body(), numbers in any_body()) {
        let document = read(&docx(&body, &[("word/numbering.xml", &format!("<w:numbering xmlns:w=\"w\" xmlns:mc=\"m\" xmlns:a=\"a\" xmlns:r=\"r\">{numbers}</w:numbering>"))]));
        prop_assert!(document.is_ok(), "{:?}", document.err());
    }

    #[test]
    fn nests_do_not_run_away(depth in 0_usize..3_000) {
        let body = format!("{}<w:p/>{}", "<w:sdt><w:sdtContent>".repeat(depth), "</w:sdtContent></w:sdt>".repeat(depth));
        let _ = read(&docx(&body, &[]));
    }
}
