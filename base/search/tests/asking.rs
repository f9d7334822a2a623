//! What a search finds, in which order, and how it handles unusual questions.

use search::{Matching, Question, SearchDocument, SearchIndex};

fn minute(reference: &str, title: &str, body: &str, year: i32) -> SearchDocument {
    SearchDocument {
        address: format!("/minutes/{reference}"),
        kind: "minute".into(),
        title: title.into(),
        reference: Some(reference.into()),
        body: body.into(),
        board: Some("Safer Board".into()),
        year: Some(year),
        date: None,
    }
}

fn index() -> SearchIndex {
    let index = SearchIndex::in_memory().expect("the index answers");
    let minutes = vec![
        minute("SAF1", "Dog Control", "The Board received a report on dogs and the order.", 2023),
        minute("SAF2", "Enforcement", "Members spoke of fly-tipping. Dogs were mentioned once.", 2023),
        minute("SAF3", "Domestic Abuse", "Demand was exceptionally high across the borough.", 2024),
    ];
    index.put(vec![("meeting/1/minutes".into(), minutes)], 7).expect("the index answers");
    index
}

fn ask(index: &SearchIndex, words: &str) -> search::Found {
    index.ask(&Question { words: words.into(), page: 1, per_page: 10, ..Question::default() }).expect("the index answers")
}

#[test]
fn titles_weigh_more_and_words_are_shown_in_context() {
    let found = ask(&index(), "dog");
    assert_eq!(found.total, 2);
    assert_eq!(found.hits[0].address, "/minutes/SAF1");
    assert!(found.hits[1].fragment.runs.contains(&("Dogs".to_owned(), true)), "{:?}", found.hits[1].fragment);
}

#[test]
fn a_reference_finds_its_minute_first() {
    for words in ["SAF3", "saf3", "saf 3"] {
        assert_eq!(ask(&index(), words).hits[0].address, "/minutes/SAF3", "{words}");
    }
}

#[test]
fn phrases_stand_together() {
    assert_eq!(ask(&index(), "\"exceptionally high\"").total, 1);
    let apart = ask(&index(), "\"high exceptionally\"");
    assert_ne!(apart.matching, Matching::EveryWord);
}

#[test]
fn filters_leave_out_what_does_not_fit() {
    let mut question = Question { words: "the".into(), page: 1, per_page: 10, ..Question::default() };
    let index = index();
    let all = index.ask(&question).expect("the index answers").total;
    question.year = Some(2024);
    let found = index.ask(&question).expect("the index answers");
    assert!(found.total < all && found.hits.iter().all(|hit| hit.address == "/minutes/SAF3"));
    question.board = Some("Another Board".into());
    assert_eq!(index.ask(&question).expect("the index answers").total, 0);
}

#[test]
fn what_is_not_there_is_answered_by_what_is_near() {
    let found = ask(&index(), "dog demand");
    assert_eq!((found.matching, found.total), (Matching::AnyWord, 3));
    let found = ask(&index(), "borogh");
    assert_eq!((found.matching, found.total), (Matching::SimilarWords, 1));
    assert_eq!(ask(&index(), "zzzzqqqq").total, 0);
}

#[test]
fn odd_questions_do_no_harm() {
    let index = index();
    let long = "dog ".repeat(100_000);
    for words in ["", "   ", "\"", "\"\"\"", "+-*/:()[]{}^~\\", "kind:minute", "💀", "a AND OR NOT", long.as_str()] {
        let _ = ask(&index, words);
    }
    let deep = Question { words: "the".into(), page: usize::MAX, per_page: 10, ..Question::default() };
    assert!(index.ask(&deep).expect("the index answers").hits.is_empty());
}

#[test]
fn a_new_version_takes_the_place_of_the_old_and_the_position_is_kept() {
    let folder = tempfile::tempdir().expect("the index answers");
    let index = SearchIndex::open(folder.path()).expect("the index answers");
    index.put(vec![("report/1".into(), vec![minute("SAF1", "Dogs", "Old words.", 2023)])], 1).expect("the index answers");
    index.put(vec![("report/1".into(), vec![minute("SAF1", "Dogs", "New words.", 2023)])], 2).expect("the index answers");
    drop(index);
    let index = SearchIndex::open(folder.path()).expect("the index answers");
    assert_eq!((index.position().expect("the index answers"), index.documents()), (2, 1));
    assert_eq!(ask(&index, "\"new words\"").total, 1);
    index.clear().expect("the index answers");
    assert_eq!((index.position().expect("the index answers"), index.documents()), (0, 0));
}

#[test]
fn what_another_process_put_in_is_found() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let ours = SearchIndex::open(folder.path()).expect("the index opens");
    let theirs = SearchIndex::open(folder.path()).expect("the index opens again");
    let minutes = vec![minute("SAF1", "Dog Control", "The Board received a report.", 2023)];
    theirs.put(vec![("meeting/1/minutes".into(), minutes)], 1).expect("the other process writes");
    assert_eq!(ask(&ours, "dog").total, 0, "not before it looks");
    ours.refresh().expect("the index answers");
    assert_eq!((ask(&ours, "dog").total, ours.position().expect("the index answers")), (1, 1));
    theirs.clear().expect("the other process empties it");
    ours.refresh().expect("the index answers");
    assert_eq!(ask(&ours, "dog").total, 0);
}

#[test]
fn one_word_two_words_and_a_hyphen_find_each_other() {
    let index = SearchIndex::in_memory().expect("an index");
    let document = |number: i32, body: &str| SearchDocument {
        address: format!("/minutes/HSB{number}"),
        kind: "minute".into(),
        title: format!("Item {number}"),
        body: body.into(),
        ..SearchDocument::default()
    };
    let documents = vec![
        document(1, "Fly-tipping on the quay was reported."),
        document(2, "Flytipping on the mole was reported."),
        document(3, "Fly tipping in the basin was reported."),
        document(4, "A fly was seen; tipping is for waiters."),
        document(5, "Councillor Carlin spoke."),
        document(6, "Cllr Carlin answered."),
    ];
    index.put(vec![("a".into(), documents)], 1).expect("put in");
    let found = |words: &str| {
        let mut found: Vec<String> = ask(&index, words).hits.into_iter().map(|hit| hit.address).collect();
        found.sort();
        found
    };
    let three = ["/minutes/HSB1", "/minutes/HSB2", "/minutes/HSB3"];
    for words in ["flytipping", "fly-tipping", "fly tipping", "Fly-Tipping reported"] {
        let found = found(words);
        assert!(three.iter().all(|address| found.contains(&(*address).to_owned())), "{words}: {found:?}");
    }
    assert_eq!(found("flytipping"), three, "two words apart are not one");
    for words in ["Cllr Carlin", "Councillor Carlin", "cllr carlin", "councillors carlin"] {
        assert_eq!(found(words), ["/minutes/HSB5", "/minutes/HSB6"], "{words}");
    }
    assert_eq!(ask(&index, "Cllr Nobody").matching, search::Matching::AnyWord);
}

#[test]
fn what_is_found_is_counted_by_kind_board_and_year_and_asked_for_by_day() {
    let index = SearchIndex::in_memory().expect("an index");
    let document = |kind: &str, board: &str, day: &str| SearchDocument {
        address: format!("/{kind}/{board}/{day}"),
        kind: kind.into(),
        title: "Lamps".into(),
        body: "Lamps".into(),
        board: Some(board.into()),
        year: Some(2023),
        date: day.parse().ok(),
        ..SearchDocument::default()
    };
    let documents = vec![
        document("minute", "Harbour", "2024-01-16"),
        document("minute", "Quay", "2024-02-20"),
        document("report", "Quay", "2024-02-20"),
    ];
    index.put(vec![("a".into(), documents)], 1).expect("put in");
    let question = search::Question { words: "lamps".into(), page: 1, per_page: 10, ..search::Question::default() };
    let ask = |question: &search::Question| index.ask(question).expect("an answer");
    let all = ask(&question);
    assert_eq!(all.counts.kinds.into_iter().collect::<Vec<_>>(), [("minute".to_owned(), 2), ("report".to_owned(), 1)]);
    assert_eq!(all.counts.years.get(&2023), Some(&3));
    let minutes = ask(&search::Question { kind: Some("minute".into()), ..question.clone() });
    assert_eq!(minutes.total, 2);
    assert_eq!(minutes.counts.kinds.get("report"), Some(&1), "what else could be chosen stays counted");
    assert_eq!(minutes.counts.boards.get("Quay"), Some(&1), "and what is chosen counts for the others");
    let day = |text: &str| text.parse().ok();
    let days = |from: Option<chrono::NaiveDate>, until| ask(&search::Question { from, until, ..question.clone() }).total;
    assert_eq!(
        (days(day("2024-02-20"), None), days(None, day("2024-02-19")), days(day("2024-01-16"), day("2024-01-16"))),
        (2, 1, 1)
    );
    assert_eq!(days(day("2025-01-01"), None), 0);
}
