//! Texts whose shape could be slow to read. The tests check that they are read to the end; `benches/benches/reading.rs`, which
//! also includes this file, measures how long it takes.

/// How minutes and a report begin.
pub(crate) const HEADS: [&str; 2] = [
    "At a meeting of the Test Board on 4 March 2025\n\nPresent: A. Nobody\n\nTST1 FIRST\n\n",
    "REPORT TO: Test Board\nDATE: 4 March 2025\nSUBJECT: Test\n\n1.0 FIRST\n\n",
];

/// Lines that could be slow to read when repeated, with their names.
pub(crate) const SHAPES: &[(&str, &str)] = &[
    ("short lines", "a\n"),
    ("short lines apart", "a\n\n"),
    ("bullets", "• a:\n"),
    ("bullets of two kinds", "• a:\n- b:\n"),
    ("brackets", "((((\n"),
    ("first items", "1) a:\n"),
    ("letters", "(a) b:\n(i) c:\n"),
    ("numbers alone", "3.1\n\n"),
    ("numbers alone with paragraphs", "3.1 \n \n\nWords stand here. \n \n"),
    ("look-alike numbers", "9999999999.0\n9.9.9.9.9.9\n"),
    ("laws", "Act 1988\n"),
    ("rows", "Row 12\n"),
    ("capitals", "CAPITALS ALL\n"),
    ("phrases", "Some Phrase\n"),
    ("labels", "Present: A\nREPORT TO: B\n\nSUBJECT: C\n"),
    ("references", "TST2 NEXT\n"),
    ("banners", "ITEM DEALT WITH\nPART II\n"),
    ("posts", "\nHead of\nPlace\n"),
    ("broken words", "bro-\nken\n"),
    ("footers", "Page 6\n"),
    ("carriage returns", "\r \r a\r"),
    ("marks", "\u{202E}\u{200F}\u{7} a\n"),
    ("appendices", "Appendix A Map\n\n"),
    ("resolutions", "RESOLVED: That\n"),
    ("sentences", "At a meeting of the Test Board on 4 March 2025\n"),
];

/// Returns the head followed by the line repeated, about `bytes` bytes in all.
pub(crate) fn repeated(head: &str, line: &str, bytes: usize) -> String {
    format!("{head}{}", line.repeat(bytes / line.len()))
}
