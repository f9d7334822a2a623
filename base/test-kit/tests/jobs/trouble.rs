//! Jobs that fail, processes that die, and what nobody knows.

use super::{RETRY, SAIL, SINK, SLOW, Sea, WRITE, after, boats, dead, enqueue, job, until, waiting, worker};
use chrono::TimeDelta;
use jobs::State;
use serde_json::json;
use std::sync::atomic::Ordering;
use test_kit::{On, both_databases};

both_databases!(
    a_failure_is_tried_again_later_each_time_and_dies,
    a_dead_job_is_retried_or_deleted,
    a_panic_is_a_failure,
    a_job_of_a_process_that_died_is_taken_up_again,
    a_job_that_ends_its_process_each_time_dies,
    an_effect_is_not_written_by_a_process_that_lost_its_claim,
    an_unknown_kind_is_kept_and_named,
    jobs_that_were_enqueued_while_the_clock_was_ahead_are_run,
    a_payload_that_cannot_be_read_is_an_error_that_names_its_job,
);

async fn a_failure_is_tried_again_later_each_time_and_dies(on: On) {
    let sea = Sea::default();
    let app = sea.app(on).await;
    sea.is_rough.store(true, Ordering::Relaxed);
    enqueue(&app, job(SAIL, "Heron")).await;
    assert_eq!(app.run_jobs().await, 1);
    let failed = waiting(&app).await.remove(0);
    assert_eq!((failed.attempts, failed.problem.as_deref()), (1, Some("the sea is rough")));
    let again = failed.run_at.unwrap() - after(0);
    assert!(again >= RETRY.first_wait && again <= RETRY.first_wait * 11 / 10, "{again}");
    assert_eq!(app.run_jobs().await, 0, "not before its time");
    assert_eq!(sea.beside(&app, 111).await.run_jobs().await, 1);
    let again = waiting(&app).await.remove(0).run_at.unwrap() - after(111);
    assert!(again >= RETRY.first_wait * 2 && again <= RETRY.first_wait * 22 / 10, "{again}");
    assert_eq!(sea.beside(&app, 400).await.run_jobs().await, 1);
    assert!(waiting(&app).await.is_empty());
    let dead = dead(&app).await.remove(0);
    assert_eq!((dead.attempts, dead.problem.as_deref(), dead.failed_at), (3, Some("the sea is rough"), Some(after(400))));
    assert_eq!(dead.state(after(400)), State::Dead);
    sea.is_rough.store(false, Ordering::Relaxed);
    assert_eq!(sea.beside(&app, 1_000_000).await.run_jobs().await, 0, "it stays dead");
    let counts = jobs::count(app.state.db.reading(), after(400)).await.unwrap();
    assert_eq!((counts.waiting, counts.running, counts.dead, counts.due_since), (0, 0, 1, None));
}

async fn a_dead_job_is_retried_or_deleted(on: On) {
    let sea = Sea::default();
    let app = sea.app(on).await;
    for name in ["Heron", "Kittiwake", "Tern"] {
        enqueue(&app, job(SAIL, name).once(name)).await;
    }
    sea.is_rough.store(true, Ordering::Relaxed);
    for seconds in [0, 111, 400] {
        sea.beside(&app, seconds).await.run_jobs().await;
    }
    let known = app.state.joined.jobs.names();
    let [heron, kittiwake, tern] = dead(&app).await.try_into().expect("three are dead");
    // One with its key waits already, which is enough.
    enqueue(&app, job(SAIL, "Tern").once("Tern")).await;
    let waits = waiting(&app).await.remove(0).id;
    let transaction = app.state.db.begin().await.unwrap();
    assert!(jobs::retry(&transaction, heron.id, after(500)).await.unwrap());
    assert!(jobs::delete(&transaction, kittiwake.id, &known).await.unwrap());
    assert!(jobs::retry(&transaction, tern.id, after(500)).await.unwrap());
    assert!(!jobs::delete(&transaction, waits, &known).await.unwrap(), "it has not failed");
    assert!(!jobs::retry(&transaction, waits, after(500)).await.unwrap(), "nor this");
    assert!(!jobs::retry(&transaction, 99, after(500)).await.unwrap());
    transaction.commit().await.unwrap();
    sea.is_rough.store(false, Ordering::Relaxed);
    assert_eq!(sea.beside(&app, 500).await.run_jobs().await, 2);
    let mut told = sea.told.lock().unwrap().clone();
    told.sort();
    assert_eq!(told, ["Heron", "Tern"]);
    assert!(dead(&app).await.is_empty() && waiting(&app).await.is_empty());
}

async fn a_panic_is_a_failure(on: On) {
    let app = Sea::default().app(on).await;
    enqueue(&app, job(SINK, "Heron")).await;
    enqueue(&app, job(WRITE, "Kittiwake")).await;
    assert_eq!(app.run_jobs().await, 2, "and the worker goes on");
    assert!(waiting(&app).await[0].problem.as_ref().unwrap().contains("panicked"));
    assert_eq!(boats(&app).await, ["Kittiwake"]);
}

async fn a_job_of_a_process_that_died_is_taken_up_again(on: On) {
    let sea = Sea::default();
    let app = sea.app(on).await;
    sea.is_calm.store(true, Ordering::Relaxed);
    enqueue(&app, job(SLOW, "Heron")).await;
    let killed = sea.beside(&app, 0).await;
    let running = tokio::spawn(async move { killed.run_jobs().await });
    until("it has begun", || async { sea.begun.load(Ordering::Relaxed) == 1 }).await;
    running.abort();
    assert!(running.await.is_err());
    sea.is_calm.store(false, Ordering::Relaxed);
    assert_eq!(waiting(&app).await[0].state(after(59)), State::Running);
    assert_eq!(sea.beside(&app, 59).await.run_jobs().await, 0, "the claim holds for a minute");
    assert_eq!(sea.beside(&app, 60).await.run_jobs().await, 1);
    assert_eq!(boats(&app).await, ["Heron"]);
}

async fn a_job_that_ends_its_process_each_time_dies(on: On) {
    let sea = Sea::default();
    let app = sea.app(on).await;
    sea.is_calm.store(true, Ordering::Relaxed);
    enqueue(&app, job(SLOW, "Heron")).await;
    for time in 0..3 {
        let killed = sea.beside(&app, time * 60).await;
        let running = tokio::spawn(async move { killed.run_jobs().await });
        let begun = usize::try_from(time).unwrap() + 1;
        until("it has begun", || async { sea.begun.load(Ordering::Relaxed) == begun }).await;
        running.abort();
        assert!(running.await.is_err());
    }
    assert_eq!(sea.beside(&app, 180).await.run_jobs().await, 1);
    assert_eq!(sea.begun.load(Ordering::Relaxed), 3, "it is not begun a fourth time");
    assert!(dead(&app).await[0].problem.as_ref().unwrap().contains("the program ended during each"));
}

async fn an_effect_is_not_written_by_a_process_that_lost_its_claim(on: On) {
    let sea = Sea::default();
    let app = sea.app(on).await;
    sea.is_calm.store(true, Ordering::Relaxed);
    enqueue(&app, job(SLOW, "Heron")).await;
    let slow = sea.beside(&app, 0).await;
    let running = tokio::spawn(async move { slow.run_jobs().await });
    until("it has begun", || async { sea.begun.load(Ordering::Relaxed) == 1 }).await;
    // To another process, whose clock is ahead, the claim has ended. Both now run the job, and each writes its effect.
    let other = sea.beside(&app, 61).await;
    let other = tokio::spawn(async move { other.run_jobs().await });
    until("it has begun twice", || async { sea.begun.load(Ordering::Relaxed) == 2 }).await;
    sea.is_calm.store(false, Ordering::Relaxed);
    assert_eq!((running.await.unwrap(), other.await.unwrap()), (1, 1));
    assert_eq!(boats(&app).await, ["Heron"], "one effect is committed");
    assert!(waiting(&app).await.is_empty());
}

async fn an_unknown_kind_is_kept_and_named(on: On) {
    let sea = Sea::default();
    let app = sea.app(on).await;
    enqueue(&app, job("boats.of-tomorrow", "Heron")).await;
    enqueue(&app, job(WRITE, "Kittiwake")).await;
    assert_eq!(app.run_jobs().await, 1);
    let names = app.state.joined.jobs.names();
    let unknown = jobs::unknown_kinds(app.state.db.reading(), &names).await.unwrap();
    assert_eq!(unknown, [("boats.of-tomorrow".to_owned(), 1)]);
    assert_eq!(waiting(&app).await[0].attempts, 0);
    let transaction = app.state.db.begin().await.unwrap();
    assert!(jobs::delete(&transaction, waiting(&app).await[0].id, &names).await.unwrap());
    transaction.commit().await.unwrap();
    assert!(waiting(&app).await.is_empty());
}

async fn jobs_that_were_enqueued_while_the_clock_was_ahead_are_run(on: On) {
    let sea = Sea::default();
    let app = sea.app(on).await;
    let ahead = sea.beside(&app, 3 * 86_400).await;
    let at = after(3 * 86_400);
    enqueue(&ahead, jobs::Job::new(SAIL, json!("Heron"), at)).await;
    enqueue(&ahead, jobs::Job::new(SAIL, json!("Kittiwake"), at).at(at + TimeDelta::hours(1))).await;
    sea.is_rough.store(true, Ordering::Relaxed);
    enqueue(&ahead, jobs::Job::new(SAIL, json!("Tern"), after(0))).await;
    assert_eq!(ahead.run_jobs().await, 2, "both fail, and wait for another attempt at a time far ahead");
    sea.is_rough.store(false, Ordering::Relaxed);
    assert_eq!(app.run_jobs().await, 2, "the clock is right again");
    assert_eq!(sea.beside(&app, 3_600).await.run_jobs().await, 1, "what was to wait an hour waits an hour");
    assert_eq!(sea.told(), 3);
}

async fn a_payload_that_cannot_be_read_is_an_error_that_names_its_job(on: On) {
    let app = Sea::default().app(on).await;
    enqueue(&app, jobs::Job::new(WRITE, json!({ "name": "Heron" }), after(0))).await;
    assert_eq!(app.run_jobs().await, 1, "it is tried once only");
    let dead = dead(&app).await.remove(0);
    let problem = dead.problem.unwrap();
    assert!(problem.contains(&format!("job {} (boats.write) cannot be read", dead.id)), "{problem}");
    // A worker's own checks fail nothing.
    drop(worker(&app));
}
