//! Tests of places for connections.

use super::*;

fn peer(last: u8) -> SocketAddr {
    SocketAddr::from(([192, 0, 2, last], 40_000))
}

fn places(change: impl FnOnce(&mut Limits)) -> Arc<Places> {
    let mut limits = Limits { connections: 2, gives_way_after: Duration::ZERO, ..Limits::default() };
    change(&mut limits);
    Places::new(limits)
}

/// Returns the number of live connections and of networks, and the bytes of memory used.
fn counts(places: &Places) -> (usize, usize, usize) {
    let taken = places.lock();
    (taken.live, taken.of_network.len(), taken.held)
}

async fn is_ended(place: &Place) -> bool {
    tokio::time::timeout(Duration::from_millis(20), place.told_to_end()).await.is_ok()
}

#[tokio::test]
async fn the_one_that_waited_longest_gives_way() {
    let places = places(|_| {});
    let first = places.take(peer(1)).await.unwrap();
    let second = places.take(peer(2)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(5)).await;
    first.moved();
    let third = places.take(peer(3)).await.unwrap();
    assert!(is_ended(&second).await && !is_ended(&first).await && !is_ended(&third).await);
    drop(second);
    assert_eq!(places.lock().live, 2);
    drop((first, third));
    assert_eq!(counts(&places), (0, 0, 0));
}

#[tokio::test]
async fn one_that_is_being_answered_does_not_give_way() {
    let places = places(|_| {});
    let held: Vec<Place> = vec![places.take(peer(1)).await.unwrap(), places.take(peer(2)).await.unwrap()];
    for place in &held {
        place.at_work(true);
    }
    let waiting = tokio::time::timeout(Duration::from_millis(300), places.take(peer(3))).await;
    assert!(waiting.is_err(), "the third waits");
    held[0].at_work(false);
    let third = tokio::time::timeout(Duration::from_secs(5), places.take(peer(3))).await;
    assert!(third.is_ok() && is_ended(&held[0]).await && !is_ended(&held[1]).await);
}

#[tokio::test]
async fn an_address_has_so_many_and_a_trusted_proxy_any_number() {
    let places = places(|limits| {
        limits.connections = 100;
        limits.per_address = 2;
        limits.gives_way_after = Duration::from_hours(1);
        limits.trusted_proxies = vec![peer(9).ip()];
    });
    let _held = [places.take(peer(1)).await.unwrap(), places.take(peer(1)).await.unwrap()];
    assert_eq!(places.take(peer(1)).await.err(), Some(Refusal::Address));
    assert!(places.take(peer(2)).await.is_ok());
    let mut proxied = Vec::new();
    for _ in 0..5 {
        proxied.push(places.take(peer(9)).await.unwrap());
    }
    let requests: Vec<_> = (0..3).filter_map(|_| places.take_request("198.51.100.7".into())).collect();
    assert_eq!(requests.len(), 2);
    drop(requests);
    assert!(places.take_request("198.51.100.7".into()).is_some());
}

#[tokio::test]
async fn who_takes_nothing_gives_way_when_memory_is_short() {
    let places = places(|limits| {
        limits.connections = 100;
        limits.memory = 1_000;
    });
    let mut held = Vec::new();
    for last in 1..=4 {
        let place = Arc::new(places.take(peer(last)).await.unwrap());
        let mut memory = Held::none(place.clone());
        tokio::time::sleep(Duration::from_millis(3)).await;
        place.moved();
        memory.set(400);
        held.push((place, memory));
    }
    assert_eq!(places.lock().held, 800);
    assert!(is_ended(&held[0].0).await && is_ended(&held[1].0).await);
    assert!(!is_ended(&held[2].0).await && !is_ended(&held[3].0).await);
    drop(held);
    assert_eq!(counts(&places), (0, 0, 0));
    let place = Arc::new(places.take(peer(5)).await.unwrap());
    let mut memory = Held::none(place.clone());
    memory.set(5_000);
    assert!(!is_ended(&place).await, "one alone goes on, however much it holds");
}
