//! Papers follow from their seed, and say what their truth says.

use habits::truth::Kind;
use habits::{Habit, Layout, Paper, generate, printing};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// How many papers of each habit are looked at.
const PAPERS: u64 = 12;

fn papers() -> impl Iterator<Item = Paper> {
    Habit::ALL.into_iter().flat_map(|habit| (0..PAPERS).map(move |number| generate(habit, 5, number)))
}

/// Returns the words of a text, whatever its lines, its case and the numbers of clauses are.
fn plain(text: &str) -> String {
    let text: String = text.nfkc().map(|c| if matches!(c, '‘' | '’') { '\'' } else { c }).collect();
    let text = text.replace(['“', '”'], "\"").to_lowercase();
    let is_mark = |word: &str| {
        let marks = word.trim_start_matches('(');
        word.len() <= 5
            && (marks.ends_with(')') || marks.ends_with('.') && marks.len() == 2 && marks.starts_with(char::is_alphabetic))
    };
    let bare = |word: &str| word.trim_matches(['"', ',', ':', '.', ';', '(', ')', '|']).to_owned();
    let words = text.split_whitespace().filter(|word| !is_mark(word)).map(bare).filter(|word| !word.is_empty());
    format!(" {} ", words.collect::<Vec<_>>().join(" "))
}

#[test]
fn one_seed_gives_one_paper() {
    for habit in Habit::ALL {
        let paper = generate(habit, 9, 3);
        assert_eq!(paper, generate(habit, 9, 3), "{habit:?}");
        assert_eq!(printing::text(&paper), printing::text(&generate(habit, 9, 3)));
        assert_ne!(paper.blocks, generate(habit, 10, 3).blocks, "{habit:?}");
    }
}

#[test]
fn papers_of_one_habit_differ() {
    for habit in Habit::ALL {
        let texts: BTreeSet<String> = (0..PAPERS).map(|number| printing::text(&generate(habit, 2, number))).collect();
        assert_eq!(texts.len(), usize::try_from(PAPERS).expect("a small count"), "{habit:?}");
    }
    let names: BTreeSet<&str> = Habit::ALL.into_iter().map(Habit::name).collect();
    assert_eq!(names.len(), Habit::ALL.len());
    let layouts: Vec<Layout> = papers().map(|paper| paper.layout).collect();
    for (what, is) in [
        ("pages", layouts.iter().any(|layout| layout.page.is_some())),
        ("hyphens", layouts.iter().any(|layout| layout.hyphens)),
        ("ligatures", layouts.iter().any(|layout| layout.ligatures)),
        ("running heads", layouts.iter().any(|layout| layout.running_head.is_some())),
        ("one line for each paragraph", layouts.iter().any(|layout| layout.width.is_none())),
    ] {
        assert!(is, "no paper has {what}");
    }
}

#[test]
fn a_paper_says_what_its_truth_says() {
    for mut paper in papers() {
        paper.layout = Layout { width: None, ..Layout::default() };
        let text = printing::text(&paper);
        let said = plain(&text);
        let says = |words: &str| said.contains(&plain(words));
        for part in &paper.truth.parts {
            for person in &part.people {
                let name = person.name.to_lowercase().replace("the ", "");
                assert!(says(&name), "{}: {}\n{text}", paper.name, person.name);
            }
            for item in &part.items {
                let title = item.title.as_deref().unwrap_or_default();
                assert!(says(title), "{}: {title}\n{text}", paper.name);
                for resolution in &item.resolutions {
                    assert!(says(&resolution.opens), "{}: {}\n{text}", paper.name, resolution.opens);
                }
            }
            for report in &part.reports {
                assert!(says(report.subject.as_deref().unwrap_or_default()), "{}: {report:?}\n{text}", paper.name);
                assert!(report.sections.iter().all(|section| says(section)), "{}: {report:?}\n{text}", paper.name);
            }
            if let Some(board) = &part.board {
                assert!(says(board), "{}: {board}\n{text}", paper.name);
            }
        }
    }
}

#[test]
fn parts_begin_where_the_truth_says() {
    for paper in papers() {
        let text = printing::text(&paper);
        let lines: Vec<&str> = text.lines().collect();
        let mut last = 0;
        for part in &paper.truth.parts {
            let line = part.line.expect("a line");
            assert!(line > last, "{}: parts in order", paper.name);
            assert!(!lines[line - 1].trim().is_empty(), "{}: line {line} is blank\n{text}", paper.name);
            last = line;
        }
        if let Some(part) = paper.truth.parts.first().filter(|part| part.kind != Kind::Report) {
            assert!(part.line.is_some_and(|line| line <= 3), "{}: {:?}", paper.name, part.line);
        }
    }
}

#[test]
fn lines_are_no_longer_than_the_layout_allows() {
    for paper in papers() {
        let Some(width) = paper.layout.width else { continue };
        let set_apart = paper.blocks.iter().any(|block| matches!(block, habits::Block::Table { .. } | habits::Block::Lines(_)));
        let longest = printing::text(&paper).lines().map(|line| line.chars().count()).max().unwrap_or_default();
        // Rows of tables and lines of their own are never broken.
        assert!(set_apart || longest <= width.max(60), "{}: {longest} > {width}", paper.name);
    }
}

#[test]
fn sources_for_pages_have_the_words_and_no_markup_in_them() {
    for paper in papers() {
        let (html, typst) = (printing::html(&paper), printing::typst(&paper));
        assert!(html.starts_with("<!doctype html>") && html.ends_with("</html>\n"));
        assert_eq!(html.matches("<p").count(), html.matches("</p>").count(), "{}", paper.name);
        assert_eq!(html.matches("<td>").count(), html.matches("</td>").count(), "{}", paper.name);
        for title in paper.truth.parts.iter().flat_map(|part| &part.items).filter_map(|item| item.title.as_ref()) {
            // The first word of a title has no sign that is written in another way.
            let first = title.split([' ', '’', '“', '-', '&']).find(|word| word.len() > 2 && !word.contains('f')).unwrap_or("e");
            assert!(html.to_lowercase().contains(&first.to_lowercase()), "{}: {title}", paper.name);
            assert!(typst.to_lowercase().contains(&first.to_lowercase()), "{}: {title}", paper.name);
        }
    }
}
