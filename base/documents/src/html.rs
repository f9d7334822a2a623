//! Documents as HTML in the classes of GOV.UK Frontend, with headings that never skip a level.

use crate::{Bar, Block, Clauses, ListItem, ListStyle, Picture, Style, Text, chart};
use maud::{Markup, html};

/// Renders blocks as HTML. `heading_level` is the level of the heading above them (1 to 5), so that an inner heading of level 1 is
/// one level deeper.
pub fn blocks(blocks: &[Block], heading_level: u8) -> Markup {
    html! {
        @for block in blocks { (self::block(block, heading_level)) }
    }
}

/// Renders the clauses of a recommendation or resolution as HTML.
pub fn clauses(clauses: &Clauses) -> Markup {
    html! {
        @if !clauses.lead.trim().is_empty() { p class="govuk-body" { (linked(&clauses.lead)) } }
        @if !clauses.clauses.is_empty() {
            ol class="govuk-list moothall-list--marked" {
                @for (position, clause) in clauses.joined().iter().enumerate() {
                    li {
                        span class="moothall-list__marker" { (position + 1) ") " }
                        div { (linked(clause)) }
                    }
                }
            }
        }
    }
}

fn block(block: &Block, heading_level: u8) -> Markup {
    match block {
        Block::Heading { level, number, text } => {
            heading(heading_level.saturating_add(*level).clamp(2, 6), number.as_deref(), text)
        }
        Block::Paragraph { number: Some(number), text } => html! {
            div class="moothall-paragraph" id=[anchor(number)] {
                span class="moothall-paragraph__number" { (number) }
                p class="govuk-body" { (self::text(text)) }
            }
        },
        Block::Paragraph { number: None, text } => html! { p class="govuk-body" { (self::text(text)) } },
        Block::List { style, items } => list(*style, items, heading_level),
        Block::Table { caption, columns, rows } => table(caption.as_deref(), columns, rows),
        Block::Picture(picture) => self::picture(picture),
        Block::Chart { caption, bars } => self::chart(caption, bars),
    }
}

/// Returns the address of a picture's file.
pub fn picture_address(file: &str) -> String {
    format!("/pictures/{file}")
}

fn picture(picture: &Picture) -> Markup {
    html! {
        figure class="moothall-picture" {
            img class="moothall-picture__image" src=(picture_address(&picture.file)) alt=(picture.alternative) width=(picture.width)
                height=(picture.height) loading="lazy";
            @if let Some(caption) = &picture.caption { figcaption class="govuk-body-s moothall-picture__caption" { (caption) } }
        }
    }
}

fn chart(caption: &str, bars: &[Bar]) -> Markup {
    let rows: Vec<Vec<String>> = bars.iter().map(|bar| vec![bar.label.clone(), bar.shown.clone()]).collect();
    html! {
        figure class="moothall-chart" {
            figcaption class="govuk-heading-s" { (caption) }
            (chart::bars(caption, bars))
            details class="govuk-details" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Chart data as a table" } }
                div class="govuk-details__text" { (table(Some(caption), &["Category".to_owned(), "Value".to_owned()], &rows)) }
            }
        }
    }
}

/// Renders text with its marks. Web addresses in it become links.
pub fn text(text: &Text) -> Markup {
    html! { @for (words, style) in text.runs() { (run(words, &style)) } }
}

fn run(words: &str, style: &Style) -> Markup {
    match style {
        Style { link: Some(address), .. } => {
            let words = run_of_link(words, style);
            let rel = address.starts_with("http").then_some("external");
            html! { a class="govuk-link" href=(address) rel=[rel] { (words) } }
        }
        Style { strong: true, emphasis: true, .. } => html! { strong { em { (linked(words)) } } },
        Style { strong: true, .. } => html! { strong { (linked(words)) } },
        Style { emphasis: true, .. } => html! { em { (linked(words)) } },
        Style { .. } => linked(words),
    }
}

/// Renders the words of a link, which must not contain another link.
fn run_of_link(words: &str, style: &Style) -> Markup {
    match (style.strong, style.emphasis) {
        (true, true) => html! { strong { em { (words) } } },
        (true, false) => html! { strong { (words) } },
        (false, true) => html! { em { (words) } },
        (false, false) => html! { (words) },
    }
}

fn heading(level: u8, number: Option<&str>, text: &str) -> Markup {
    let words = html! { @if let Some(number) = number { (number) " " } (text) };
    match level {
        2 => html! { h2 class="govuk-heading-m" { (words) } },
        3 => html! { h3 class="govuk-heading-s" { (words) } },
        4 => html! { h4 class="govuk-heading-s" { (words) } },
        5 => html! { h5 class="govuk-heading-s" { (words) } },
        _ => html! { h6 class="govuk-heading-s" { (words) } },
    }
}

fn list(style: ListStyle, items: &[ListItem], heading_level: u8) -> Markup {
    let body = |item: &ListItem| html! { (text(&item.text)) (blocks(&item.blocks, heading_level)) };
    match style {
        ListStyle::Bullets => html! {
            ul class="govuk-list govuk-list--bullet" { @for item in items { li { (body(item)) } } }
        },
        // The marker is part of the text, as printed: people may refer to 'item (iv)'.
        ListStyle::Numbered => html! {
            ol class="govuk-list moothall-list--marked" {
                @for item in items {
                    li {
                        span class="moothall-list__marker" { (item.marker.as_deref().unwrap_or("•")) " " }
                        div { (body(item)) }
                    }
                }
            }
        },
    }
}

fn table(caption: Option<&str>, columns: &[String], rows: &[Vec<String>]) -> Markup {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let numeric: Vec<bool> = (0..width).map(|column| is_numeric(rows, column)).collect();
    let suffix = |kind: &'static str, column: usize| if numeric.get(column) == Some(&true) { kind } else { "" };
    // A landmark needs a name of its own, but all tables without a caption would have the same one.
    let (role, label) = caption.map_or(("group", "Table"), |caption| ("region", caption));
    html! {
        div class="moothall-scroll" role=(role) tabindex="0" aria-label=(label) {
            table class="govuk-table" {
                @if let Some(caption) = caption { caption class="govuk-table__caption govuk-table__caption--s" { (caption) } }
                @if !columns.is_empty() {
                    thead class="govuk-table__head" {
                        tr class="govuk-table__row" {
                            @for (position, column) in columns.iter().enumerate() {
                                // An empty corner cell is not a heading of anything.
                                @if column.trim().is_empty() { td class="govuk-table__header" {} }
                                @else { th scope="col" class={ "govuk-table__header" (suffix(" govuk-table__header--numeric", position)) } { (column) } }
                            }
                        }
                    }
                }
                tbody class="govuk-table__body" {
                    @for row in rows {
                        tr class="govuk-table__row" {
                            @for (position, cell) in row.iter().enumerate() {
                                @if position == 0 { th scope="row" class="govuk-table__header" { (cell) } }
                                @else {
                                    td class={ "govuk-table__cell" (suffix(" govuk-table__cell--numeric", position)) } { (linked(cell)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Returns whether a column, other than the first, holds only numbers such as `1,076`, `8%` or `£12.50`, and should be
/// right-aligned.
fn is_numeric(rows: &[Vec<String>], column: usize) -> bool {
    let mut cells = rows.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.trim().is_empty()).peekable();
    column > 0
        && cells.peek().is_some()
        && cells.all(|cell| {
            cell.chars().any(|c| c.is_ascii_digit())
                && cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | '£' | '-' | '–' | '/' | ' '))
        })
}

/// Returns the anchor of a numbered paragraph on its page: `3.2.1` is at `#paragraph-3.2.1`.
fn anchor(number: &str) -> Option<String> {
    let number: String = number.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '.').collect();
    let number = number.trim_matches('.');
    (!number.is_empty()).then(|| format!("paragraph-{number}"))
}

/// Renders text with its web addresses as links. Only `http` and `https` addresses become links.
pub fn linked(text: &str) -> Markup {
    html! {
        @for piece in pieces(text) {
            @match piece {
                Piece::Text(words) => (words),
                Piece::Address(address) => a class="govuk-link moothall-address" href=(address) rel="external" { (address) },
            }
        }
    }
}

enum Piece<'a> {
    Text(&'a str),
    Address(&'a str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        let end = rest[start..]
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '”' | '’'))
            .map_or(rest.len(), |end| start + end);
        let address = rest[start..end].trim_end_matches(['.', ',', ';', ':', ')', '!', '?', '\'']);
        // A scheme with nothing after it is not an address.
        if address.len() <= "https://".len() {
            pieces.push(Piece::Text(&rest[..end]));
            rest = &rest[end..];
            continue;
        }
        if start > 0 {
            pieces.push(Piece::Text(&rest[..start]));
        }
        pieces.push(Piece::Address(address));
        rest = &rest[start + address.len()..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_addresses_become_links() {
        let html = linked("See https://example.org/a?b=1&c=2. <script>").into_string();
        assert_eq!(
            html,
            "See <a class=\"govuk-link moothall-address\" href=\"https://example.org/a?b=1&amp;c=2\" rel=\"external\">\
             https://example.org/a?b=1&amp;c=2</a>. &lt;script&gt;"
        );
    }

    #[test]
    fn other_schemes_stay_text() {
        assert_eq!(linked("javascript:alert(1) http:// ftp://x").into_string(), "javascript:alert(1) http:// ftp://x");
    }

    #[test]
    fn marks_are_shown_and_nothing_typed_is_markup() {
        let strong = Style { strong: true, ..Style::default() };
        let link = Style { link: Some("https://ashmere.example/?a=1&b=2".into()), emphasis: true, ..Style::default() };
        let words = Text::of_runs([("Lamps ", Style::default()), ("<b>burn</b> ", strong), ("at https://x.example", link)]);
        assert_eq!(
            text(&words).into_string(),
            "Lamps <strong>&lt;b&gt;burn&lt;/b&gt;</strong> <a class=\"govuk-link\" \
             href=\"https://ashmere.example/?a=1&amp;b=2\" rel=\"external\"><em>at https://x.example</em></a>"
        );
    }

    #[test]
    fn a_picture_has_its_alternative_text_and_a_chart_its_table() {
        let picture = Picture {
            file: "ab12".into(),
            alternative: "A lamp \"on\" the quay".into(),
            caption: Some("The quay".into()),
            width: 40,
            height: 30,
        };
        let html = block(&Block::Picture(picture), 2).into_string();
        assert!(
            html.contains("src=\"/pictures/ab12\" alt=\"A lamp &quot;on&quot; the quay\" width=\"40\" height=\"30\""),
            "{html}"
        );
        let bars = Bar::of(&[("North".into(), "3".into(), 3.0)], None);
        let html = block(&Block::Chart { caption: "Lamps".into(), bars }, 2).into_string();
        assert!(html.contains("<svg") && html.contains("<th scope=\"row\" class=\"govuk-table__header\">North</th>"), "{html}");
    }

    #[test]
    fn a_table_has_row_and_column_headings() {
        let html = blocks(
            &[Block::Table {
                caption: Some("Responses".into()),
                columns: vec!["Source".into(), "Number".into()],
                rows: vec![vec!["Staff".into(), "1,222".into()]],
            }],
            2,
        )
        .into_string();
        assert!(html.contains("<th scope=\"col\" class=\"govuk-table__header\">Source</th>"));
        assert!(html.contains("<td class=\"govuk-table__cell govuk-table__cell--numeric\">1,222</td>"));
        assert!(html.contains("<th scope=\"row\" class=\"govuk-table__header\">Staff</th>"));
    }
}
