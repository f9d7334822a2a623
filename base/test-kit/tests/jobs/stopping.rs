//! A worker that is told to stop finishes what it runs, or puts it back.

use super::{SLOW, Sea, WRITE, boats, enqueue, job, until, waiting, worker};
use std::sync::atomic::Ordering;
use std::time::Duration;
use test_kit::{On, both_databases};

both_databases!(what_is_running_is_finished, what_does_not_finish_is_put_back);

async fn what_is_running_is_finished(on: On) {
    let sea = Sea::default();
    let app = sea.app(on).await;
    sea.is_calm.store(true, Ordering::Relaxed);
    enqueue(&app, job(SLOW, "Heron")).await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let working = tokio::spawn(worker(&app).run(async { drop(stopped.await) }));
    until("it has begun", || async { sea.begun.load(Ordering::Relaxed) == 1 }).await;
    stop.send(()).unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    enqueue(&app, job(WRITE, "Kittiwake")).await;
    sea.is_calm.store(false, Ordering::Relaxed);
    working.await.unwrap();
    assert_eq!(boats(&app).await, ["Heron"], "and nothing more is begun");
    assert_eq!(waiting(&app).await.len(), 1);
}

async fn what_does_not_finish_is_put_back(on: On) {
    let sea = Sea::default();
    let app = sea.app(on).await;
    sea.is_calm.store(true, Ordering::Relaxed);
    enqueue(&app, job(SLOW, "Heron").once("heron")).await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let working = tokio::spawn(worker(&app).run(async { drop(stopped.await) }));
    until("it has begun", || async { sea.begun.load(Ordering::Relaxed) == 1 }).await;
    stop.send(()).unwrap();
    working.await.unwrap();
    assert_eq!(waiting(&app).await[0].attempts, 0, "an interrupted attempt does not count");
    sea.is_calm.store(false, Ordering::Relaxed);
    assert_eq!(app.run_jobs().await, 1, "another process need not wait for the claim to end");
    assert_eq!(boats(&app).await, ["Heron"]);
}
