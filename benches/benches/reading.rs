//! Reading a pack's text: published packs if they are available, a generated one, and texts with potentially expensive shapes,
//! where ten times the length should take ten times as long.

use archive::reading;
use benches::Council;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

#[path = "../../capabilities/archive/tests/shapes/mod.rs"]
mod shapes;

/// Returns published packs, from a folder beside the project's.
fn published() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/seeds");
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut texts: Vec<(String, String)> = entries
        .filter_map(|entry| {
            let text = extraction::decode(&std::fs::read(entry.path()).ok()?).ok()?;
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

fn read_dear_shapes(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read a shape that could be dear");
    group.sample_size(10).warm_up_time(Duration::from_millis(100)).measurement_time(Duration::from_millis(500));
    for (head, begins) in shapes::HEADS.into_iter().zip(["minutes", "report"]) {
        for (name, line) in shapes::SHAPES {
            for bytes in [30_000, 300_000] {
                let text = shapes::repeated(head, line, bytes);
                group.throughput(Throughput::Bytes(text.len() as u64));
                // Some of them are refused, but only after they have been read.
                group.bench_function(format!("{begins}, {name}, {} kB", bytes / 1000), |bencher| {
                    bencher.iter(|| reading::read(black_box(&text)).is_ok());
                });
            }
        }
    }
    group.finish();
}

criterion_group!(benches, read, read_dear_shapes);
criterion_main!(benches);
