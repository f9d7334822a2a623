//! A child process that does what the tests of `confined` ask of it, good or bad.

use confined::Limits;
use std::process::ExitCode;
use std::time::Duration;

/// The limits used by both sides.
pub const LIMITS: Limits = Limits {
    memory: 400_000_000,
    processor: Duration::from_secs(1),
    patience: Duration::from_mins(1),
    request: 100_000,
    answer: 100_000,
};

fn main() -> ExitCode {
    match confined::serve(&LIMITS, work) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("trial: {error}");
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::panic, reason = "it is what this child is asked for")]
fn work(request: &[u8]) -> Result<Vec<u8>, String> {
    match request {
        b"spin" => loop {
            std::hint::black_box(0);
        },
        b"sleep" => {
            std::thread::sleep(Duration::from_mins(1));
            Ok(Vec::new())
        }
        b"nap" => {
            std::thread::sleep(Duration::from_millis(400));
            Ok(Vec::new())
        }
        b"eat" => Ok(vec![1; 1_000_000_000]),
        b"nest" => Ok(vec![u8::from(nest(1) > 0)]),
        b"panic" => panic!("as asked"),
        b"swell" => Ok(vec![0; 200_000]),
        b"write" => Ok(format!("{:?}", std::fs::write("/tmp/confined-trial-wrote-this", "x").is_ok()).into_bytes()),
        b"refuse" => Err("this is refused".to_owned()),
        b"who" => Ok(std::process::id().to_string().into_bytes()),
        b"surroundings" => Ok(std::env::vars().map(|(name, _)| name).collect::<Vec<_>>().join(" ").into_bytes()),
        other => Ok(other.to_vec()),
    }
}

#[expect(unconditional_recursion, reason = "it is what this child is asked for")]
fn nest(depth: u64) -> u64 {
    std::hint::black_box(nest(std::hint::black_box(depth + 1))) + depth
}
