//! Enqueueing, claiming and completing.

use super::{SAIL, SLOW, Sea, WRITE, after, boats, enqueue, job, until, waiting, worker};
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::time::Duration;
use test_kit::{On, both_databases};

both_databases!(
    what_is_enqueued_is_run_and_gone,
    what_is_rolled_back_is_never_run,
    a_later_job_waits_for_its_time,
    two_processes_run_each_job_once_in_effect,
    a_commit_wakes_the_worker_and_another_process_is_heard,
    a_job_with_a_key_is_one_while_it_waits,
    a_job_with_a_key_is_run_after_what_its_transaction_changed,
);

async fn what_is_enqueued_is_run_and_gone(on: On) {
    let app = Sea::default().app(on).await;
    enqueue(&app, job(WRITE, "Heron")).await;
    assert_eq!(app.run_jobs().await, 1);
    assert_eq!(boats(&app).await, ["Heron"]);
    assert_eq!(app.run_jobs().await, 0);
    assert!(waiting(&app).await.is_empty());
}

async fn what_is_rolled_back_is_never_run(on: On) {
    let app = Sea::default().app(on).await;
    let transaction = app.state.db.begin().await.unwrap();
    jobs::enqueue(&transaction, &job(WRITE, "Heron")).await.unwrap();
    drop(transaction);
    assert_eq!(app.run_jobs().await, 0);
    assert!(boats(&app).await.is_empty() && waiting(&app).await.is_empty());
}

async fn a_later_job_waits_for_its_time(on: On) {
    let sea = Sea::default();
    let app = sea.app(on).await;
    enqueue(&app, job(WRITE, "Heron").at(after(3_600))).await;
    assert_eq!(app.run_jobs().await, 0);
    assert_eq!(sea.beside(&app, 3_599).await.run_jobs().await, 0);
    assert_eq!(sea.beside(&app, 3_600).await.run_jobs().await, 1);
    assert_eq!(boats(&app).await, ["Heron"]);
}

async fn two_processes_run_each_job_once_in_effect(on: On) {
    let sea = Sea::default();
    let app = sea.app(on).await;
    let other = sea.beside(&app, 0).await;
    for number in 0..60 {
        enqueue(&app, job(if number % 2 == 0 { WRITE } else { SAIL }, &number.to_string())).await;
    }
    let (one, two) = tokio::join!(app.run_jobs(), other.run_jobs());
    assert_eq!(one + two, 60);
    let names = boats(&app).await;
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), 30);
    assert_eq!((names.len(), sea.told()), (30, 30), "each once");
}

async fn a_commit_wakes_the_worker_and_another_process_is_heard(on: On) {
    let sea = Sea::default();
    let app = sea.app(on).await;
    let other = sea.beside(&app, 0).await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let working = tokio::spawn(worker(&app).run(async { drop(stopped.await) }));
    tokio::time::sleep(Duration::from_millis(300)).await;
    let begun = tokio::time::Instant::now();
    enqueue(&app, job(SAIL, "Heron")).await;
    until("the job of this process", || async { sea.told() == 1 }).await;
    assert!(begun.elapsed() < Duration::from_millis(700), "it need not wait to be looked for: {:?}", begun.elapsed());
    enqueue(&other, job(SAIL, "Kittiwake")).await;
    until("the job of the other process", || async { sea.told() == 2 }).await;
    stop.send(()).unwrap();
    working.await.unwrap();
}

async fn a_job_with_a_key_is_one_while_it_waits(on: On) {
    let sea = Sea::default();
    let app = sea.app(on).await;
    enqueue(&app, job(SLOW, "Heron").once("heron").at(after(100))).await;
    enqueue(&app, job(SLOW, "Heron").once("heron")).await;
    enqueue(&app, job(SLOW, "Kittiwake").once("kittiwake")).await;
    enqueue(&app, job(SAIL, "Heron").once("heron")).await;
    assert_eq!(waiting(&app).await.len(), 3, "the key is its kind's own");
    assert!(waiting(&app).await.iter().all(|job| job.run_at == Some(after(0))), "and the earlier time holds");
    assert_eq!(app.run_jobs().await, 3);

    // While it runs, it may have read what changed since. So another one waits.
    sea.is_calm.store(true, Ordering::Relaxed);
    enqueue(&app, job(SLOW, "Heron").once("heron")).await;
    let running = tokio::spawn(async move { (app.run_jobs().await, app) });
    until("it has begun", || async { sea.begun.load(Ordering::Relaxed) == 3 }).await;
    sea.is_calm.store(false, Ordering::Relaxed);
    let (count, app) = running.await.unwrap();
    assert_eq!(count, 1);

    sea.is_calm.store(true, Ordering::Relaxed);
    enqueue(&app, job(SLOW, "Heron").once("heron")).await;
    let other = sea.beside(&app, 0).await;
    let running = tokio::spawn(async move { app.run_jobs().await });
    until("it has begun", || async { sea.begun.load(Ordering::Relaxed) == 4 }).await;
    for _ in 0..2 {
        enqueue(&other, job(SLOW, "Heron").once("heron")).await;
    }
    assert_eq!(waiting(&other).await.len(), 2, "one runs and one waits");
    sea.is_calm.store(false, Ordering::Relaxed);
    running.await.unwrap();
    other.run_jobs().await;
    assert_eq!(boats(&other).await.len(), 5);
}

async fn a_job_with_a_key_is_run_after_what_its_transaction_changed(on: On) {
    let sea = Sea::default();
    let app = sea.app(on).await;
    let other = sea.beside(&app, 0).await;
    enqueue(&app, job(SAIL, "Heron").once("heron")).await;
    // The job waits already when this transaction enqueues it again, so it must not be run before the transaction ends.
    let transaction = app.state.db.begin().await.unwrap();
    jobs::enqueue(&transaction, &job(SAIL, "Heron").once("heron")).await.unwrap();
    if on == On::PostgreSql {
        assert_eq!(other.run_jobs().await, 0, "it is passed over");
    }
    transaction.commit().await.unwrap();
    assert_eq!(other.run_jobs().await, 1);
}
