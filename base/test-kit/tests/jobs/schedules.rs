//! Scheduled jobs are enqueued once, however many processes run, and once after a time in which none ran.

use super::{NOW, SAIL, Sea};
use jobs::Schedule;
use test_kit::{On, TestApp, both_databases};

both_databases!(
    a_schedule_is_run_once_by_two_processes,
    what_was_missed_is_made_up_once,
    a_clock_that_was_ahead_does_not_stop_a_schedule,
);

const DAILY: &[Schedule] = &[Schedule::daily_at(SAIL, 7, 0)];
const OFTEN: &[Schedule] = &[Schedule::every_minutes(SAIL, 10)];

/// Creates a site whose scheduled jobs have no boat to name, and so die at once; each is counted.
async fn site(on: On, schedules: &'static [Schedule]) -> (Sea, TestApp) {
    let sea = Sea::default();
    let app = TestApp::new(on, vec![sea.capability(schedules)], vec![], NOW).await;
    (sea, app)
}

async fn run_at(sea: &Sea, app: &TestApp, seconds: i64, schedules: &'static [Schedule]) -> usize {
    sea.beside_with(app, seconds, schedules).await.run_jobs().await
}

async fn a_schedule_is_run_once_by_two_processes(on: On) {
    let (sea, app) = site(on, OFTEN).await;
    for seconds in [0, 600, 1_200] {
        let (one, other) = (sea.beside_with(&app, seconds, OFTEN).await, sea.beside_with(&app, seconds + 5, OFTEN).await);
        let (one, two) = tokio::join!(one.run_jobs(), other.run_jobs());
        assert_eq!(one + two, 1, "after {seconds} seconds");
        assert_eq!(run_at(&sea, &app, seconds + 599, OFTEN).await, 0);
    }
}

async fn what_was_missed_is_made_up_once(on: On) {
    let (sea, app) = site(on, DAILY).await;
    assert_eq!(app.run_jobs().await, 1, "it was never run");
    let day = 86_400;
    // It is ten in London. The next morning comes in 21 hours.
    assert_eq!(run_at(&sea, &app, 21 * 3_600 - 1, DAILY).await, 0);
    assert_eq!(run_at(&sea, &app, 21 * 3_600, DAILY).await, 1);
    assert_eq!(run_at(&sea, &app, 9 * day, DAILY).await, 1, "once for eight days");
    assert_eq!(run_at(&sea, &app, 9 * day + 3_600, DAILY).await, 0);
    assert_eq!(run_at(&sea, &app, 9 * day + 21 * 3_600, DAILY).await, 1);
}

async fn a_clock_that_was_ahead_does_not_stop_a_schedule(on: On) {
    let (sea, app) = site(on, OFTEN).await;
    assert_eq!(run_at(&sea, &app, 30 * 86_400, OFTEN).await, 1);
    assert_eq!(run_at(&sea, &app, 0, OFTEN).await, 1);
    // A machine whose clock is slightly ahead was here first.
    assert_eq!(run_at(&sea, &app, 601, OFTEN).await, 1);
    assert_eq!(run_at(&sea, &app, 598, OFTEN).await, 0);
    assert_eq!(run_at(&sea, &app, 602, OFTEN).await, 0);
}
