//! Serves HTTP, with limits on what a slow or greedy client can use, and a graceful shutdown.

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

/// Limits on what clients may use.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Connections served at once; for one more, the connection that has waited longest for its client is closed.
    pub connections: usize,
    /// Connections from one address, or from one network of 64 bits if it is an IPv6 address. Behind a trusted proxy, requests
    /// handled at once for one address.
    pub per_address: usize,
    /// The proxies that are trusted to say where a request comes from. Their own connections are not counted.
    pub trusted_proxies: Vec<IpAddr>,
    /// Requests without a body that are handled at once; others wait, since each uses memory while it is handled. Requests with
    /// a body are not counted: a client that sends one slowly would keep others waiting.
    pub at_once: usize,
    /// Bytes of memory that requests and responses may use; beyond that, connections whose clients receive nothing are closed.
    pub memory: usize,
    /// How long a client may take to send the head of a request, including idle time between two requests.
    pub head_within: Duration,
    /// How long a client may go without receiving any of the data sent to it.
    pub write_within: Duration,
    /// How long a connection must have waited for its client before it can be closed to make room for others.
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

/// How long requests in progress may take to finish once the program is told to stop.
const FINISH_WITHIN: Duration = Duration::from_secs(10);

/// The maximum that is read ahead on a connection, in bytes: the head of a request must fit, and anything else sent early stays
/// with the sender.
const READ_AHEAD: usize = 16 * 1024;

/// The maximum that the system buffers unsent for a connection, in bytes. Data that a client does not receive stays on the disk
/// instead.
#[cfg(target_os = "linux")]
const UNSENT: u32 = 128 * 1024;

/// The response to a connection for which there is no place.
const NO_PLACE: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Type: text/plain; charset=utf-8\r\n\
Content-Length: 53\r\nConnection: close\r\n\r\nToo many connections come from this address at once.\n";

/// Binds the address; the error explains what to do if it is in use.
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

/// Serves until `stop` completes, then lets requests in progress finish.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, stop: impl Future<Output = ()>) -> Result<()> {
    open_files::make_room(limits.connections);
    let places = Places::new(limits);
    let graceful = GracefulShutdown::new();
    let mut server = http1::Builder::new();
    // The next request on a connection is read only after the previous response is sent, so pipelining gains a client nothing.
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
                    // Errors such as too many open files are temporary; retrying at once would only waste processor time.
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
                // A client over the limit gets only this response.
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

/// Configures a connection. If the system refuses either setting, the connection is served anyway.
fn prepare(stream: &TcpStream) {
    // Send small responses at once rather than wait to combine them with others.
    let _ = stream.set_nodelay(true);
    #[cfg(target_os = "linux")]
    let _ = socket2::SockRef::from(stream).set_tcp_notsent_lowat(UNSENT);
}

/// Makes the connection close at once and discard data that was sent but not received. Otherwise the system would keep it for
/// minutes.
fn discard(stream: &TcpStream) {
    let _ = socket2::SockRef::from(stream).set_linger(Some(Duration::ZERO));
}

/// Handles a request, counting the memory it uses towards its connection.
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
    // Boxed, so that its memory is freed while the response is sent.
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

/// Returns the network for which a trusted proxy forwards a request; `None` if it does not say, or is not trusted.
fn forwarded_for(limits: &Limits, peer: IpAddr, headers: &HeaderMap) -> Option<String> {
    let reader = web::reader_address(Some(peer), headers, &limits.trusted_proxies)?;
    (limits.trusts(peer) && reader != peer.to_canonical()).then(|| access::attempt_store::network_of(reader))
}

/// Waits until the program is told to stop, by Ctrl-C or by SIGTERM.
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
