//! A phrase finds the documents in which its words follow one another, and no others.

use search::{Matching, Question, SearchDocument, SearchIndex};
use tantivy::schema::{
    INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, SchemaBuilder, TextFieldIndexing, TextOptions,
};
use tantivy::{Index, IndexWriter, TantivyDocument};

fn document(address: usize, title: &str, body: &str) -> SearchDocument {
    SearchDocument {
        address: address.to_string(),
        kind: "minute".into(),
        title: title.into(),
        body: body.into(),
        ..SearchDocument::default()
    }
}

/// Returns an index of these titles and bodies; the address of each is its position in the list.
fn index(documents: &[(&str, &str)]) -> SearchIndex {
    let index = SearchIndex::in_memory().expect("an index in memory");
    let documents = documents.iter().enumerate().map(|(place, (title, body))| document(place, title, body)).collect();
    index.put(vec![("meeting/1/minutes".into(), documents)], 1).expect("the index takes them");
    index
}

/// Returns the addresses of the documents that contain a phrase, sorted.
fn places(index: &SearchIndex, phrase: &str) -> Vec<usize> {
    let question = Question { words: format!("\"{phrase}\""), page: 1, per_page: 1_000, ..Question::default() };
    let found = index.ask(&question).expect("an answer");
    if found.matching != Matching::EveryWord {
        return Vec::new();
    }
    let mut places: Vec<usize> = found.hits.iter().map(|hit| hit.address.parse().expect("a place")).collect();
    assert_eq!(found.total, places.len(), "{phrase}");
    places.sort_unstable();
    places
}

#[test]
fn near_misses_are_not_found() {
    let index = index(&[
        ("One", "It asked that the board be told."),
        ("Two", "The safer board met."),
        ("Three", "A board, the second, met."),
        ("Four", "The other boards."),
        ("Five", "To the Board's chair."),
    ]);
    assert_eq!(places(&index, "the board"), [0, 4]);
    assert_eq!(places(&index, "board the"), [2]);
    assert_eq!(places(&index, "the safer board"), [1]);
    assert_eq!(places(&index, "the board met"), [0; 0]);
    assert_eq!(places(&index, "asked that the board"), [0]);
    assert_eq!(places(&index, "asked that a board"), [0; 0]);
    assert_eq!(places(&index, "that the board told"), [0; 0]);
}

#[test]
fn pairs_that_stand_apart_make_no_longer_phrase() {
    let index = index(&[
        ("One", "road safety near. safety near schools."),
        ("Two", "safety near schools; road safety near"),
        ("Three", "road safety near schools"),
    ]);
    assert_eq!(places(&index, "road safety near"), [0, 1, 2]);
    assert_eq!(places(&index, "road safety near schools"), [2]);
}

#[test]
fn words_may_be_repeated() {
    let index = index(&[("One", "well"), ("Two", "well well"), ("Three", "well well well"), ("Four", "well so well so well")]);
    assert_eq!(places(&index, "well well"), [1, 2]);
    assert_eq!(places(&index, "well well well"), [2]);
    assert_eq!(places(&index, "well well well well"), [0; 0]);
    assert_eq!(places(&index, "well so well so"), [3]);
    assert_eq!(places(&index, "so well so well"), [3]);
}

#[test]
fn a_phrase_does_not_run_from_the_title_into_the_body() {
    let mut referenced = document(2, "Knife crime", "figures for May");
    referenced.reference = Some("SAF 27".into());
    let index = SearchIndex::in_memory().expect("an index in memory");
    let documents = vec![document(0, "Road", "safety near schools"), document(1, "Road safety", "near schools"), referenced];
    index.put(vec![("meeting/1/minutes".into(), documents)], 1).expect("the index takes them");
    assert_eq!(places(&index, "road safety"), [1]);
    assert_eq!(places(&index, "safety near"), [0]);
    assert_eq!(places(&index, "road safety near"), [0; 0]);
    assert_eq!(places(&index, "near schools"), [0, 1]);
    assert_eq!(places(&index, "saf 27"), [2]);
    assert_eq!(places(&index, "crime saf"), [0; 0]);
    assert_eq!(places(&index, "crime figures"), [0; 0]);
    assert_eq!(places(&index, "27 figures"), [0; 0]);
}

#[test]
fn words_are_stemmed_and_signs_between_them_do_not_count() {
    let index = index(&[("One", "Fly-tipping COMPLAINTS, reported!"), ("Two", "the council’s report")]);
    for phrase in ["fly tipped complaint", "flies tipping", "complaint reports", "“tipping complaints”"] {
        assert_eq!(places(&index, phrase), [0], "{phrase}");
    }
    assert_eq!(places(&index, "councils report"), [0; 0]);
    assert_eq!(places(&index, "council's reports"), [1]);
}

#[test]
fn a_word_too_long_to_be_looked_for_still_stands_between_its_neighbours() {
    let long = "x".repeat(50);
    let body = format!("the {long} board of the council");
    let index = index(&[("One", body.as_str())]);
    assert_eq!(places(&index, "the board"), [0; 0]);
    assert_eq!(places(&index, "the council"), [0]);
}

#[test]
fn phrases_go_together_with_words_and_filters() {
    let index = index(&[("One", "the board on dogs"), ("Two", "the board on cats"), ("Three", "the safer board on dogs")]);
    let mut question = Question { words: "\"the board\" dogs".into(), page: 1, per_page: 10, ..Question::default() };
    assert_eq!(index.ask(&question).expect("an answer").total, 1);
    question.kind = Some("report".into());
    assert_eq!(index.ask(&question).expect("an answer").total, 0);
    question = Question { words: "\"the board\" \"on cats\"".into(), page: 1, per_page: 10, ..Question::default() };
    assert_eq!(index.ask(&question).expect("an answer").total, 1);
    question.words = "\"the board\" zebra".into();
    let found = index.ask(&question).expect("an answer");
    assert_eq!((found.matching, found.total), (Matching::AnyWord, 2));
}

#[test]
fn where_a_phrase_stands_more_often_comes_first() {
    let index = index(&[
        ("One", "of the many words that stand in this text one more is here"),
        ("Two", "of the many and of the few and of the words in this text"),
    ]);
    let question = Question { words: "\"of the\"".into(), page: 1, per_page: 10, ..Question::default() };
    let addresses: Vec<String> = index.ask(&question).expect("an answer").hits.into_iter().map(|hit| hit.address).collect();
    assert_eq!(addresses, ["1", "0"]);
}

/// Returns numbers that look random and are the same each time.
fn numbers() -> impl FnMut(usize) -> usize {
    let mut state: u64 = 7;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 40).expect("a small number") % below
    }
}

#[test]
fn phrases_are_found_as_by_reading_every_document() {
    const WORDS: [&str; 4] = ["the", "board", "of", "dog"];
    let mut number = numbers();
    let mut texts = || {
        let mut text = |most: usize| (0..=number(most)).map(|_| WORDS[number(WORDS.len())]).collect::<Vec<_>>();
        (text(3), text(14))
    };
    let texts: Vec<_> = (0..300).map(|_| texts()).collect();
    let joined: Vec<(String, String)> = texts.iter().map(|(title, body)| (title.join(" "), body.join(" "))).collect();
    let index = index(&joined.iter().map(|(title, body)| (title.as_str(), body.as_str())).collect::<Vec<_>>());
    let mut number = numbers();
    let mut found = 0;
    for length in 2..=6 {
        for _ in 0..60 {
            let phrase: Vec<&str> = (0..length).map(|_| WORDS[number(WORDS.len())]).collect();
            let stands_in = |text: &[&str]| text.windows(length).any(|window| window == phrase);
            let expected: Vec<usize> =
                (0..texts.len()).filter(|place| stands_in(&texts[*place].0) || stands_in(&texts[*place].1)).collect();
            found += expected.len();
            assert_eq!(places(&index, &phrase.join(" ")), expected, "{phrase:?}");
        }
    }
    assert!(found > 1_000, "the phrases are worth asking: {found}");
}

/// Creates an index as the program made it before it stored pairs of words, with one document from publication 7.
fn older_index(folder: &std::path::Path) {
    let words = |positions: IndexRecordOption| {
        TextOptions::default()
            .set_indexing_options(TextFieldIndexing::default().set_tokenizer("en_stem").set_index_option(positions))
    };
    let mut builder = SchemaBuilder::new();
    builder.add_text_field("record", STRING);
    builder.add_text_field("address", STORED);
    builder.add_text_field("kind", STRING | STORED);
    builder.add_text_field("title", STORED);
    builder.add_text_field("heading", words(IndexRecordOption::WithFreqs));
    builder.add_text_field("reference", STRING);
    builder.add_text_field("shown_reference", STORED);
    builder.add_text_field("body", STORED);
    let text = builder.add_text_field("text", words(IndexRecordOption::WithFreqsAndPositions));
    builder.add_text_field("board", STRING | STORED);
    builder.add_i64_field("year", NumericOptions::from(INDEXED));
    builder.add_text_field("date", STORED);
    let index = Index::create_in_dir(folder, builder.build()).expect("an index in the older form");
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 15_000_000).expect("a writer");
    let mut document = TantivyDocument::default();
    document.add_text(text, "the board");
    writer.add_document(document).expect("it takes a document");
    let mut commit = writer.prepare_commit().expect("a commit");
    commit.set_payload("7");
    commit.commit().expect("it is written");
}

#[test]
fn an_index_in_the_form_of_an_older_version_is_begun_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    older_index(folder.path());
    let index = SearchIndex::open(folder.path()).expect("it opens all the same");
    assert_eq!((index.position().expect("a position"), index.documents()), (0, 0));
    index.put(vec![("report/1".into(), vec![document(0, "One", "to the board")])], 3).expect("it takes documents");
    assert_eq!(places(&index, "the board"), [0]);
    drop(index);
    let index = SearchIndex::open(folder.path()).expect("it opens again");
    assert_eq!((index.position().expect("a position"), index.documents()), (3, 1), "an index in today's form is kept");
    assert_eq!(places(&index, "the board"), [0]);
}
