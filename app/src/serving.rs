//! Listening, with limits on what a slow or greedy stranger can hold, and stopping without cutting anyone off.

use anyhow::{Context, Result};
use axum::Router;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt as _;
use web::PeerAddress;

/// Connections served at once; more wait.
const MOST_CONNECTIONS: usize = 2_048;

/// How long a reader may take to send the head of a request, idle time between two requests included.
const HEAD_WITHIN: Duration = Duration::from_secs(30);

/// How long those being served may take to finish once the program is told to stop.
const FINISH_WITHIN: Duration = Duration::from_secs(10);

/// Takes the address, or says who may hold it.
pub async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => anyhow::anyhow!(
            "the address {address} is in use, perhaps by another Moothall; stop that one, or choose another port with --listen 127.0.0.1:PORT"
        ),
        ErrorKind::PermissionDenied => {
            anyhow::anyhow!("the address {address} may not be used by this account; choose a port above 1023 with --listen")
        }
        _ => anyhow::anyhow!("the address {address} cannot be used: {error}"),
    })
}

/// Serves until `stop` comes, then lets those being served finish.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) -> Result<()> {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN).max_buf_size(64 * 1024);
    let mut stop = std::pin::pin!(stop);
    loop {
        let place = places.clone().acquire_owned().await.context("the server's places are closed")?;
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
        // Small answers leave at once rather than wait to be joined to others.
        let _ = stream.set_nodelay(true);
        let service = router.clone().map_request(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(PeerAddress(peer));
            request
        });
        let connection = server.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(FINISH_WITHIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some readers had not finished when the program stopped");
    }
    Ok(())
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
