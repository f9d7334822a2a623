//! Listening, with limits on what a slow or greedy stranger can hold, and stopping without cutting anyone off.

mod bodies;
mod open_files;
mod places;
mod watched_stream;

use anyhow::Result;
use axum::Router;
use axum::http::{HeaderMap, Request, Response, StatusCode, header};
use axum::response::IntoResponse;
use bodies::{AnswerBody, ReceivedBody};
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use places::{Held, Place, Places};
use std::convert::Infallible;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt as _;
use watched_stream::WatchedStream;
use web::PeerAddress;

/// What strangers may hold.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Connections served at once; for one more, the one that has waited longest for its client is ended.
    pub connections: usize,
    /// Connections from one address, or from one network of 64 bits where it is an IPv6 address. Behind a trusted proxy, requests that
    /// are answered at once for one address.
    pub per_address: usize,
    /// The proxies whose word on where a request comes from is taken. Their own connections are not counted.
    pub trusted_proxies: Vec<IpAddr>,
    /// Requests without a body that are worked on at once; more of them wait, since each holds memory of its own while it is worked on.
    /// One with a body is not counted: whoever sends it slowly would keep others waiting.
    pub at_once: usize,
    /// Bytes that requests and answers may hold in memory; beyond it, connections that take nothing of theirs are ended.
    pub memory: usize,
    /// How long a client may take to send the head of a request, idle time between two requests included.
    pub head_within: Duration,
    /// How long a client may take nothing of what it is sent.
    pub write_within: Duration,
    /// How long a connection must have waited for its client before it gives way to others.
    pub gives_way_after: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 2_048,
            per_address: 256,
            trusted_proxies: Vec::new(),
            at_once: 512,
            memory: 16 * 1024 * 1024,
            head_within: Duration::from_secs(30),
            write_within: Duration::from_secs(30),
            gives_way_after: Duration::from_secs(1),
        }
    }
}

impl Limits {
    fn trusts(&self, address: IpAddr) -> bool {
        self.trusted_proxies.contains(&address.to_canonical())
    }
}

/// How long those being served may take to finish once the program is told to stop.
const FINISH_WITHIN: Duration = Duration::from_secs(10);

/// The most that is read ahead on a connection, in bytes: a request's head must fit, and what is sent before it is asked for stays with
/// the sender.
const READ_AHEAD: usize = 16 * 1024;

/// The most that the system keeps unsent for a connection, in bytes. What a client does not take stays on the disk instead.
#[cfg(target_os = "linux")]
const UNSENT: u32 = 128 * 1024;

/// What a connection gets that there is no place for.
const NO_PLACE: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Type: text/plain; charset=utf-8\r\n\
Content-Length: 53\r\nConnection: close\r\n\r\nToo many connections come from this address at once.\n";

/// Takes the address, or says who may hold it.
pub async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => anyhow::anyhow!(
            "the address {address} is in use, perhaps by another Moothall; stop it, or choose another port with --listen 127.0.0.1:PORT"
        ),
        ErrorKind::PermissionDenied => {
            anyhow::anyhow!("the address {address} may not be used by this account; choose a port above 1023 with --listen")
        }
        _ => anyhow::anyhow!("the address {address} cannot be used: {error}"),
    })
}

/// Serves until `stop` comes, then lets those being served finish.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, stop: impl Future<Output = ()>) -> Result<()> {
    open_files::make_room(limits.connections);
    let places = Places::new(limits);
    let graceful = GracefulShutdown::new();
    let mut server = http1::Builder::new();
    // The next request of a connection is read once the answer before it has left, so nothing is gained by sending many at once.
    server
        .timer(TokioTimer::new())
        .header_read_timeout(places.limits().head_within)
        .max_buf_size(READ_AHEAD)
        .pipeline_flush(false);
    let mut stop = std::pin::pin!(stop);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Too many open files and the like pass; going round at once would only burn time.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let place = tokio::select! {
            place = places.take(peer) => if let Ok(place) = place {
                Arc::new(place)
            } else {
                // A client over the limit gets these words and nothing more.
                let _ = stream.try_write(NO_PLACE);
                continue;
            },
            () = &mut stop => break,
        };
        prepare(&stream);
        let router = router.clone();
        let served = place.clone();
        let service = service_fn(move |request| answer(router.clone(), served.clone(), peer, request));
        let stream = WatchedStream::new(stream, place.clone(), discard);
        let connection = graceful.watch(server.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            tokio::select! {
                ended = connection => if let Err(error) = ended {
                    tracing::debug!(%error, "a connection ended early");
                },
                () = place.told_to_end() => tracing::debug!("a connection that waited for its client gave way"),
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(FINISH_WITHIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some readers had not finished when the program stopped");
    }
    Ok(())
}

/// Sets a connection up. A system that refuses either serves all the same.
fn prepare(stream: &TcpStream) {
    // Small answers leave at once rather than wait to be joined to others.
    let _ = stream.set_nodelay(true);
    #[cfg(target_os = "linux")]
    let _ = socket2::SockRef::from(stream).set_tcp_notsent_lowat(UNSENT);
}

/// Has the connection end at once, with what was sent on it and not taken. Otherwise the system would keep that for minutes.
fn discard(stream: &TcpStream) {
    let _ = socket2::SockRef::from(stream).set_linger(Some(Duration::ZERO));
}

/// Answers a request, with what it holds counted to its connection.
async fn answer(
    router: Router,
    place: Arc<Place>,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Result<Response<AnswerBody>, Infallible> {
    place.at_work(true);
    let limits = place.places().limits();
    let forwarded = forwarded_for(limits, peer.ip(), request.headers());
    let of_network = match forwarded.map(|network| place.places().take_request(network)) {
        Some(None) => {
            let words = "Too many requests from this address are being answered.\n";
            let response = (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "10")], words).into_response();
            return Ok(counted(response, place, None));
        }
        Some(taken) => taken,
        None => None,
    };
    let memory = Arc::new(Mutex::new(Held::none(place.clone())));
    let (mut parts, body) = request.into_parts();
    parts.extensions.insert(PeerAddress(peer));
    let body = ReceivedBody::new(body, place.clone(), memory.clone());
    let turn = if body.is_end_stream() { place.places().turn().await } else { None };
    // In a box, whose memory is free again while the answer is sent.
    let Ok(response) = Box::pin(router.oneshot(Request::from_parts(parts, body))).await;
    drop((memory, turn));
    Ok(counted(response, place, of_network))
}

fn counted(response: axum::response::Response, place: Arc<Place>, request: Option<places::RequestPlace>) -> Response<AnswerBody> {
    place.at_work(false);
    let (parts, body) = response.into_parts();
    let body = AnswerBody::new(body, &parts, place, request);
    Response::from_parts(parts, body)
}

/// The network for which a trusted proxy asks; `None` if it does not say, or is none that is trusted.
fn forwarded_for(limits: &Limits, peer: IpAddr, headers: &HeaderMap) -> Option<String> {
    let reader = web::reader_address(Some(peer), headers, &limits.trusted_proxies)?;
    (limits.trusts(peer) && reader != peer.to_canonical()).then(|| access::attempt_store::network_of(reader))
}

/// Comes when the program is told to stop: Ctrl-C, or SIGTERM from whatever runs it.
pub async fn told_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
