//! Children that work, refuse, loop, run out of memory and crash: each gives a response or a clear error, and the next request is
//! served.

use confined::{ConfinedError, Limits, Work, Workers};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const LIMITS: Limits = Limits {
    memory: 400_000_000,
    processor: Duration::from_secs(1),
    patience: Duration::from_mins(1),
    request: 100_000,
    answer: 100_000,
};

fn workers(most: usize, requests_each: u32) -> Workers {
    with_limits(LIMITS, most, requests_each)
}

fn with_limits(limits: Limits, most: usize, requests_each: u32) -> Workers {
    let work = Work { program: env!("CARGO_BIN_EXE_trial").into(), arguments: Vec::new(), limits };
    Workers::new(work, most, requests_each)
}

#[tokio::test]
async fn a_child_that_only_waits_is_ended_by_the_clock() {
    let workers = with_limits(Limits { patience: Duration::from_secs(2), ..LIMITS }, 1, 100);
    assert_eq!(workers.ask(b"sleep").await, Err(ConfinedError::TookTooLong(2)));
    assert_eq!(workers.ask(b"still there?").await.as_deref(), Ok(&b"still there?"[..]));
}

#[tokio::test]
async fn a_child_answers_and_is_asked_again() {
    let workers = workers(1, 3);
    let first = workers.ask(b"who").await;
    assert!(first.is_ok());
    assert_eq!(workers.ask(b"hello").await.as_deref(), Ok(&b"hello"[..]));
    assert_eq!(workers.ask(b"who").await, first, "the same child while it is young");
    assert_ne!(workers.ask(b"who").await, first, "another after three requests");
}

#[tokio::test]
async fn whatever_a_child_does_ends_in_a_plain_error_and_the_next_is_served() {
    let workers = workers(1, 100);
    for (request, error) in [
        (&b"spin"[..], ConfinedError::TookTooLong(1)),
        (b"eat", ConfinedError::NeededTooMuchMemory(400)),
        (b"nest", ConfinedError::NestedTooDeeply),
        (b"panic", ConfinedError::Refused("it failed unexpectedly".into())),
        (b"refuse", ConfinedError::Refused("this is refused".into())),
        (b"swell", ConfinedError::Refused("the result would have 200000 bytes, more than the 100000 allowed".into())),
        (&vec![b'x'; 100_001], ConfinedError::TooLarge { size: 100_001, most: 100_000 }),
    ] {
        assert_eq!(workers.ask(request).await, Err(error));
        assert_eq!(workers.ask(b"still there?").await.as_deref(), Ok(&b"still there?"[..]));
    }
}

#[tokio::test]
async fn a_child_writes_no_files_and_knows_nothing_of_its_surroundings() {
    let workers = workers(1, 100);
    let _ = workers.ask(b"write").await;
    let written = std::fs::read("/tmp/confined-trial-wrote-this").unwrap_or_default();
    assert!(written.is_empty(), "a child wrote a file");
    let surroundings = workers.ask(b"surroundings").await;
    assert_eq!(surroundings.as_deref(), Ok(&b"MALLOC_ARENA_MAX"[..]));
}

#[tokio::test]
async fn no_more_children_work_at_once_than_allowed() {
    let workers = workers(2, 100);
    let asked = (0..8).map(|_| {
        let workers = workers.clone();
        tokio::spawn(async move { workers.ask(b"who").await })
    });
    let mut seen = std::collections::BTreeSet::new();
    for one in asked.collect::<Vec<_>>() {
        seen.insert(one.await.expect("it ends").expect("an answer"));
    }
    assert!(seen.len() <= 2, "{} children", seen.len());
}

#[tokio::test]
async fn whoever_sends_much_waits_behind_themselves_and_not_others_behind_them() {
    let workers = workers(1, 100);
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut asked = Vec::new();
    // Three slow requests from one person, then one from a colleague.
    for (person, request) in [("busy", "nap"), ("busy", "nap"), ("busy", "nap"), ("colleague", "hello")] {
        let (workers, order) = (workers.clone(), Arc::clone(&order));
        asked.push(tokio::spawn(async move {
            let answer = workers.ask_for(person, request.as_bytes()).await;
            order.lock().expect("the order").push(person);
            answer
        }));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(workers.ask_for("busy", b"nap").await, Err(ConfinedError::Busy { by_oneself: true }), "told at once");
    for one in asked {
        assert!(one.await.expect("it ends").is_ok());
    }
    assert_eq!(*order.lock().expect("the order"), ["busy", "colleague", "busy", "busy"]);
}

#[tokio::test]
async fn whoever_gives_up_leaves_the_line() {
    let workers = workers(1, 100);
    let given_up: Vec<_> = (0..3)
        .map(|_| {
            let workers = workers.clone();
            tokio::spawn(async move { workers.ask_for("impatient", b"sleep").await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(100)).await;
    for one in &given_up {
        one.abort();
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(workers.ask_for("impatient", b"hello").await.as_deref(), Ok(&b"hello"[..]));
}

#[tokio::test]
async fn a_program_that_is_not_there_is_told() {
    let work = Work { program: "/nowhere/at/all".into(), arguments: Vec::new(), limits: LIMITS };
    assert!(matches!(Workers::new(work, 1, 1).ask(b"x").await, Err(ConfinedError::NotStarted(_))));
}
