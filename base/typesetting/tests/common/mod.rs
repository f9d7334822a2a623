//! Documents of a fictional council that contain every kind of entry, and the programs that inspect the results.

#![allow(dead_code, reason = "each test uses some of it")]

use chrono::{DateTime, Utc};
use documents::{
    Action, AgendaLine, Bar, Block, Clauses, Document, Entry, Fact, Form, ListItem, ListStyle, Minute, Picture, Print,
    PrintPicture, Section, Style, Text,
};
use std::path::Path;
use std::process::Command;

pub(crate) fn dated() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2024-06-03T09:30:00Z").expect("an instant").to_utc()
}

pub(crate) fn print(form: Form, title: &str, document: Document) -> Print {
    Print {
        title: title.to_owned(),
        document,
        form,
        publisher: "Ashmere Borough Council".to_owned(),
        running_head: "Harbour Safety Board · 4 March 2025".to_owned(),
        dated: dated(),
    }
}

fn bullets(items: &[&str]) -> Block {
    Block::List { style: ListStyle::Bullets, items: items.iter().map(|item| ListItem::bullet(*item)).collect() }
}

fn numbered(number: &str, text: &str) -> Entry {
    Block::Paragraph { number: Some(number.to_owned()), text: text.into() }.into()
}

pub(crate) fn minutes() -> Document {
    let minute = Minute {
        anchor: "minute-1".into(),
        reference: Some("HSB8".into()),
        title: "Fences along the old railway line".into(),
        entries: vec![
            Block::paragraph("The Board received a report on the fences along the old railway line. Members asked three things:")
                .into(),
            bullets(&["who mends them;", "what it costs – £1,200 a year; and", "when the gate at Mill Lane is locked."]).into(),
            Entry::Movement { text: "Councillor Token left the meeting.".into() },
            Entry::Resolution {
                form: "RESOLVED".into(),
                clauses: Clauses {
                    lead: "That".into(),
                    clauses: vec!["the report be noted".into(), "the fence at Mill Lane be mended by the end of May.".into()],
                },
            },
        ],
        actions: vec![Action { owner: "Director of Place".into(), task: Some("mend the fence at Mill Lane".into()) }],
        ..Minute::default()
    };
    let private = Minute {
        anchor: "minute-2".into(),
        number: Some("9".into()),
        title: "A lease".into(),
        private: true,
        entries: vec![Block::paragraph("The Board took the item in private.").into()],
        ..Minute::default()
    };
    Document {
        anchor: "minutes".into(),
        caption: Some("Harbour Safety Board".into()),
        title: "Minutes, 14 January 2025".into(),
        entries: vec![
            Entry::Lead { text: "At a meeting of the Harbour Safety Board on Tuesday, 14 January 2025 at the Great Barn".into() },
            Entry::Facts {
                facts: vec![
                    Fact::new("Present", "Councillors G. Dummy (Chair), Foil (Vice-Chair), H. Proxy and I. Token"),
                    Fact::new("Apologies for absence", "None"),
                ],
            },
            Entry::Banner { text: "Item dealt with under duties exercisable by the Board".into() },
            Entry::Minute(minute),
            Entry::Minute(private),
            Entry::Movement { text: "Meeting ended at 7.40 p.m.".into() },
        ],
        ..Document::default()
    }
}

/// Returns a report with pictures, a chart and formatted words, and the files of its pictures.
pub(crate) fn pictured() -> (Document, Vec<PrintPicture>) {
    let of = |width: u32, height: u32, format| {
        let picture = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 90]));
        let mut content = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut content, format).expect("a picture");
        content.into_inner()
    };
    let files = vec![
        PrintPicture { file: "gate".into(), content: of(320, 200, image::ImageFormat::Jpeg) },
        PrintPicture { file: "mast".into(), content: of(40, 900, image::ImageFormat::Png) },
    ];
    let picture = |file: &str, alternative: &str, caption: Option<&str>, (width, height)| {
        let caption = caption.map(str::to_owned);
        Block::Picture(Picture { file: file.into(), alternative: alternative.into(), caption, width, height })
    };
    let strong = Style { strong: true, ..Style::default() };
    let stressed = Style { emphasis: true, ..Style::default() };
    let link = Style { link: Some("https://fences.example/plan?year=2019&part=2".into()), ..Style::default() };
    let both = Style { strong: true, ..link.clone() };
    let text = Text::of_runs([
        ("The gate is ", Style::default()),
        ("locked", strong),
        (" at ", Style::default()),
        ("dusk", stressed),
        ("; see ", Style::default()),
        ("the plan of 2019", link),
        (" and ", Style::default()),
        ("its second part", both),
        (" at https://fences.example/all.", Style::default()),
    ]);
    let values =
        [("Mill Lane", 12.0), ("Harbour wall, north of the lock and as far as the old customs house", 3.0), ("Quay", 0.0)];
    let values = values.map(|(label, value)| (label.to_owned(), format!("{value}"), value));
    let entries = vec![
        Block::Paragraph { number: Some("1.1".into()), text: text.clone() }.into(),
        picture("gate", "The gate at Mill Lane, its lock broken", Some("The gate in March"), (320, 200)).into(),
        Block::List {
            style: ListStyle::Bullets,
            items: vec![ListItem { marker: None, text, blocks: vec![picture("mast", "A mast", None, (40, 900))] }],
        }
        .into(),
        picture("mast", "", None, (40, 900)).into(),
        Block::Chart { caption: "Broken fences by place: 15".into(), bars: Bar::of(&values, None) }.into(),
    ];
    let section = Section { anchor: "section-1".into(), number: Some("1.0".into()), title: "Gates".into(), entries };
    let document = Document { title: "Gates".into(), entries: vec![Entry::Section(section)], ..Document::default() };
    (document, files)
}

pub(crate) fn report() -> Document {
    let table = Block::Table {
        caption: Some("Reports of broken fences by place".into()),
        columns: vec!["Place".into(), "2023".into(), "2024".into()],
        rows: vec![
            vec!["Mill Lane".into(), "12".into(), "1,015".into()],
            vec!["Harbour wall, north of the lock and as far as the old customs house".into(), "3".into(), "8%".into()],
        ],
    };
    let inner = Block::List {
        style: ListStyle::Numbered,
        items: vec![
            ListItem { marker: Some("(i)".into()), text: "posts of oak;".into(), blocks: Vec::new() },
            ListItem {
                marker: Some("(ii)".into()),
                text: "wire, where".into(),
                blocks: vec![bullets(&["dogs run free", "children play"])],
            },
        ],
    };
    let supporting = Section {
        anchor: "section-3".into(),
        number: Some("3.0".into()),
        title: "Supporting information".into(),
        entries: vec![
            Block::Heading { level: 2, number: Some("3.1".into()), text: "Background".into() }.into(),
            numbered(
                "3.1.1",
                "The fences were last mended in 2019; see https://fences.example/plan?year=2019. They are of two kinds:",
            ),
            inner.into(),
            numbered("3.1.2", "Reports of broken fences have risen."),
            table.into(),
            Block::paragraph("A paragraph without a number follows its table.").into(),
            Block::Heading { level: 4, number: None, text: "What comes next".into() }.into(),
            Block::paragraph("A contractor is sought. \u{F0B7} The typeface lacks that mark, this \u{200B}one and → this one.")
                .into(),
        ],
    };
    Document {
        anchor: "report-1".into(),
        caption: Some("Report".into()),
        title: "Fences along the old railway line".into(),
        facts: vec![
            Fact::new("Report to", "Harbour Safety Board"),
            Fact::new("Date", "4 March 2025"),
            Fact::new("Reporting officer", "Director of Place"),
        ],
        entries: vec![
            Entry::Section(Section {
                anchor: "section-1".into(),
                number: Some("1.0".into()),
                title: "Purpose of the report".into(),
                entries: vec![numbered("1.1", "To tell the Board how the fences stand.")],
            }),
            Entry::Section(Section {
                anchor: "section-2".into(),
                number: Some("2.0".into()),
                title: "Recommended".into(),
                entries: vec![Entry::Resolution {
                    form: "RECOMMENDED".into(),
                    clauses: Clauses { lead: "That the report be noted.".into(), clauses: Vec::new() },
                }],
            }),
            Entry::Section(supporting),
        ],
        parts: vec![Document {
            anchor: "appendix-1".into(),
            title: "Appendix One: the posts".into(),
            entries: vec![Block::paragraph("There are 412 posts.").into(), Entry::Notice { text: "Draft".into() }],
            ..Document::default()
        }],
        file_pages: None,
    }
}

pub(crate) fn pack() -> Document {
    let line = |number: &str, title: &str, detail: Option<&str>, part: Option<&str>| AgendaLine {
        number: Some(number.to_owned()),
        title: title.to_owned(),
        detail: detail.map(str::to_owned),
        part: part.map(str::to_owned),
    };
    Document {
        anchor: "pack".into(),
        caption: Some("Agenda and papers".into()),
        title: "Harbour Safety Board".into(),
        facts: vec![Fact::new("Date", "Tuesday, 4 March 2025"), Fact::new("Time", "6.30 p.m."), Fact::new("Place", "Great Barn")],
        entries: vec![Entry::Section(Section {
            anchor: "agenda".into(),
            title: "Agenda".into(),
            entries: vec![Entry::Agenda {
                items: vec![
                    line("1", "Apologies", None, None),
                    line("2", "Minutes", None, Some("minutes")),
                    line("3", "Fences along the old railway line", Some("Director of Place"), Some("report-1")),
                    line("4", "A lease", Some("Not for publication"), None),
                ],
            }],
            ..Section::default()
        })],
        parts: vec![minutes(), report()],
        file_pages: None,
    }
}

/// Returns what a program prints about a file.
pub(crate) fn told_by(program: &str, arguments: &[&str], file: &Path) -> String {
    let output = Command::new(program).args(arguments).arg(file).output().unwrap_or_else(|error| {
        panic!("{program} is needed ({error}): run `cargo xtask test`, which installs it (Debian: poppler-utils)")
    });
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    // Titles of elements are printed as they are stored in the file, which may be UTF-16.
    String::from_utf8_lossy(&output.stdout).into_owned()
}
