//! Reading a pack's text: published ones where they are at hand, and a generated one.

use archive::reading;
use benches::Council;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::path::Path;

/// Packs that were published, in a folder beside the project's.
fn published() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/seeds");
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut texts: Vec<(String, String)> = entries
        .filter_map(|entry| {
            let text = reading::decode(&std::fs::read(entry.path()).ok()?).ok()?;
            Some((entry.file_name().to_string_lossy().into_owned(), text))
        })
        .collect();
    texts.sort();
    texts
}

fn read(criterion: &mut Criterion) {
    let council = Council::with_meetings(1, 100);
    let generated = council.meetings().nth(50).map(|place| ("generated".to_owned(), council.pack(place)));
    let mut group = criterion.benchmark_group("read a pack");
    for (name, text) in published().into_iter().chain(generated) {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| reading::read(black_box(&text)).expect("a pack that can be read")));
    }
    group.finish();
}

criterion_group!(benches, read);
criterion_main!(benches);
