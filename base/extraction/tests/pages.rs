//! Pages as councils' sites publish them.

use crate::{at, lines, read};
use extraction::Kind;

fn page(html: &str) -> extraction::Extracted {
    let extracted = read(html.as_bytes());
    assert_eq!(extracted.kind, Kind::Html, "{html}");
    extracted
}

#[test]
fn headings_paragraphs_and_breaks_are_lines() {
    let extracted = page(
        "<!DOCTYPE html><html><head><title>Minutes | Fern Council</title><style>p { color: red }</style>\
         <script>document.write('<p>never</p>')</script></head><body><h1>Fern Parish Council</h1><h3>Present</h3>\n\
         <p>Councillor A&nbsp;Fern &amp; Councillor\n B Moss<br>Councillor C Reed</p><p hidden>draft</p>\
         <div>It rained.</div><div></div>It was <b>dry</b> after.<div></div><strong>The Chair</strong> spoke&#8217;s last on the 1<sup>st</sup>.<sup>2</sup></body></html>",
    );
    assert_eq!(
        lines(&extracted),
        [
            "Fern Parish Council",
            "Present",
            "Councillor A Fern & Councillor B Moss",
            "Councillor C Reed",
            "It rained.",
            "It was dry after.",
            "The Chair spoke’s last on the 1st. 2"
        ]
    );
    assert_eq!(at(&extracted, &extracted.hints.bold), ["Fern Parish Council", "Present"]);
    assert_eq!(at(&extracted, &extracted.hints.large), ["Fern Parish Council"]);
    assert!(extracted.text.contains("B Moss\nCouncillor C Reed\n \nIt rained.\n \nIt was"), "{}", extracted.text);
    assert_eq!(extracted.running, ["Minutes | Fern Council"]);
}

#[test]
fn lists_have_the_marks_that_browsers_print() {
    let extracted = page(
        "<body><ol start=3><li>Lamps<ul><li>on the quay<li><p>by the weir</p></ul></li><li value=7>Boats</li></ol>\
         <ol type=a><li>first</li><li>second</li></ol><ul style='list-style: none'><li>plain</li></ul>",
    );
    assert_eq!(lines(&extracted), ["3. Lamps", "• on the quay", "• by the weir", "7. Boats", "a. first", "b. second", "plain"]);
}

#[test]
fn a_table_of_figures_stays_a_table() {
    let extracted = page(
        "<table><caption>Lamps by ward</caption><tr><th>Ward</th><th>Lamps</th></tr><tr><td>North</td><td>12</td></tr>\
         <tr><td>South</td><td>&nbsp;9 </td></tr></table>",
    );
    assert_eq!(lines(&extracted), ["Lamps by ward", "Ward  Lamps", "North  12", "South  9"]);
    assert_eq!(extracted.hints.tables[0].columns, ["Ward", "Lamps"]);
    assert_eq!(extracted.hints.rows.len(), 3);
}

#[test]
fn cells_that_reach_over_others_leave_their_places_empty() {
    let extracted = page(
        "<table><tr><th>Ward<th>Year<th>Lamps</tr><tr><td rowspan=2>North<td>2024<td>7<tr><td>2025<td>9<tr><td colspan=2>Total<td>16</table>",
    );
    let rows: Vec<&[String]> = extracted.hints.tables[0].rows.iter().map(Vec::as_slice).collect();
    assert_eq!(rows, [["North", "2024", "7"], ["", "2025", "9"], ["Total", "", "16"]]);
}

#[test]
fn items_of_modern_gov_are_numbers_with_their_titles() {
    let item = |number: &str, title: &str, text: &str| {
        format!(
            "<tr><td class=\"mgItemNumberCell\"><p class=\"mgAiTitleTxt\">{number}</p></td><td><p class=\"mgAiTitleTxt\">{title}<a \
             class=\"mgFileSize\">PDF 215 KB</a></p><p class=\"mgSubItemTitleTxt\">Minutes:</p><div class=\"mgWordPara\"><p>{text}</p></div></td></tr>"
        )
    };
    let table =
        [item("9.", "Lamps", "The Board heard of lamps."), item("10.", "Boats", "RESOLVED: That the boats be moored.")].concat();
    let extracted = page(&format!(
        "<html><body><nav><a href=/>Home</a> Council and democracy</nav><main><h1>Safer Fern Board - Tuesday, 4th March, 2025 6.30 p.m.</h1>\
         <p>Venue: Long Barn</p><table class=\"mgItemTable\"><tr><th>No.</th><th>Item</th></tr>{table}</table></main><footer>Fern Council, \
         Reedham</footer></body></html>"
    ));
    assert_eq!(
        lines(&extracted),
        [
            "Safer Fern Board - Tuesday, 4th March, 2025 6.30 p.m.",
            "Venue: Long Barn",
            "No. Item",
            "9. Lamps PDF 215 KB",
            "Minutes:",
            "The Board heard of lamps.",
            "10. Boats PDF 215 KB",
            "Minutes:",
            "RESOLVED: That the boats be moored."
        ]
    );
    assert_eq!(extracted.running, ["Home Council and democracy", "Fern Council, Reedham"]);
    assert!(extracted.hints.tables.is_empty());
}

#[test]
fn tables_that_only_lay_out_a_page_are_read_through() {
    let extracted = page(
        "<table><tr><td><h2>Fern Parish Council</h2><table><tr><td><b>Present:</b></td><td>Councillor A Fern<br>Councillor B Moss</td></tr>\
         <tr><td><b>Apologies:</b></td><td>Councillor C Reed</td></tr></table><p>The meeting began.</p></td></tr></table>",
    );
    assert_eq!(
        lines(&extracted),
        [
            "Fern Parish Council",
            "Present: Councillor A Fern",
            "Councillor B Moss",
            "Apologies: Councillor C Reed",
            "The meeting began."
        ]
    );
}

#[test]
fn numbers_in_one_cell_belong_to_the_titles_in_the_next() {
    let gap = "<div></div><strong>&nbsp;</strong><div></div>";
    let extracted = page(&format!(
        "<table><tr><td><strong>Item</strong><div></div><strong>14/1</strong>{gap}<strong>14/2</strong><div></div><strong>i)</strong>{gap}\
         <strong>ii)</strong></td><td>The Chair welcomed all.<div></div><strong>Apologies</strong><div></div>None.<div></div><strong>Lamps</strong>\
         <div></div><strong>On the quay</strong><div></div>They burn.<div></div><strong>Resolved 14/2.1</strong><div></div>To keep them.\
         <div></div><strong>By the weir</strong><div></div>They do not.</td><td><strong>Action</strong>{gap}{gap}Clerk</td></tr></table>"
    ));
    let numbered: Vec<&str> =
        lines(&extracted).into_iter().filter(|line| line.starts_with("14/") || line.starts_with('i')).collect();
    assert_eq!(numbered, ["14/1 Apologies", "14/2 Lamps", "i) On the quay", "ii) By the weir"]);
    assert_eq!(at(&extracted, &extracted.hints.action), ["Action", "Clerk"]);
    assert_eq!(extracted.text.matches("They burn.").count(), 1);
}

#[test]
fn the_encoding_that_a_page_states_is_believed() {
    let page = b"<html><head><meta charset=\"iso-8859-15\"></head><body><p>It cost \xA45 at the caf\xE9.</p>";
    assert_eq!(lines(&read(page)), ["It cost €5 at the café."]);
    let page = b"<html><head><title>Minutes</title></head><body><p>The Chair\x92s \xA34</p>";
    assert_eq!(lines(&read(page)), ["Minutes", "The Chair’s £4"]);
}

#[test]
fn deep_and_crowded_pages_take_time_proportional_to_their_size() {
    for (name, part) in [
        ("tables", "<table><tr><td>x"),
        ("lists", "<ol><li>x"),
        ("bold", "<b>x<i>"),
        ("wide cells", "<table><tr><td rowspan=9999 colspan=9999>x<tr>"),
        ("high cells", "<td rowspan=9999 colspan=9999>x<tr>"),
        ("menus", "<nav><div hidden>x"),
        ("ends", "</b></td></table></nav>x"),
        ("open tags", "<a href=\""),
    ] {
        let begun = std::time::Instant::now();
        let page = format!("<html><body><p>It met.{}", part.repeat(60_000));
        let _ = extraction::extract(page.as_bytes(), &extraction::Limits::default());
        assert!(begun.elapsed().as_secs() < 20, "{name} took {:?}", begun.elapsed());
    }
}
