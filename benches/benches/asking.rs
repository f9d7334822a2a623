//! Questions of several kinds to an index of 100,000 minutes.

use benches::generator::questions;
use benches::{Council, filling};
use criterion::{Criterion, criterion_group, criterion_main};
use search::{Question, SearchIndex};
use std::path::Path;
use tokio::runtime::Runtime;

/// Meetings of ten minutes each.
const MEETINGS: usize = 10_000;

fn ask(criterion: &mut Criterion) {
    // Created once, which takes minutes, and kept in cargo's target folder.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("meetings-{MEETINGS}"));
    let council = Council::with_meetings(1, MEETINGS);
    let made = filling::make(&folder, &council, MEETINGS, |_| {});
    Runtime::new().expect("a runtime").block_on(made).expect("the meetings are published");
    let index = SearchIndex::open(&folder.join("search")).expect("an index");
    let mut group = criterion.benchmark_group("ask 100,000 minutes");
    for questions in questions() {
        for words in questions.words.iter().take(2) {
            let question = Question { words: (*words).to_owned(), page: 1, per_page: 10, ..Question::default() };
            group.bench_function(format!("{}: {words}", questions.kind), |bencher| {
                bencher.iter(|| index.ask(&question).expect("an answer"));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, ask);
criterion_main!(benches);
