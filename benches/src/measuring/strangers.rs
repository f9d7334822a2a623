//! Clients that send requests and never read the responses: each from an address of its own within 127.0.0.0/8, reconnecting as
//! soon as the server closes the connection.

use anyhow::{Context, Result};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncWriteExt, Interest};
use tokio::net::{TcpSocket, TcpStream};

/// What a client sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// One request for this path.
    Asks(&'static str),
    /// Requests for this path, one after another, for as long as the server accepts them.
    Pipelines(&'static str),
}

/// The state of all clients.
#[derive(Debug, Default)]
pub(crate) struct Crowd {
    /// The number of connections open now.
    pub open: AtomicU64,
    /// The total number of connections made.
    pub made: AtomicU64,
}

/// Raises the limit on open files to what is needed, if the system allows it.
pub(crate) fn allow_open_files(needed: usize) -> Result<()> {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    let needed = needed as u64;
    if limit.current.is_some_and(|current| current < needed) {
        anyhow::ensure!(
            limit.maximum.is_none_or(|maximum| maximum >= needed),
            "this needs {needed} open files and the system allows {}; raise the limit (`ulimit -Hn`), or give fewer --connections",
            limit.maximum.unwrap_or_default()
        );
        limit.current = Some(needed);
        setrlimit(Resource::Nofile, limit).context("the limit of open files cannot be raised")?;
    }
    Ok(())
}

/// Sends the given numbers of clients to a server, until `is_over` is set.
pub(crate) fn send(server: SocketAddr, manners: &[(Manner, usize)], crowd: &Arc<Crowd>, is_over: &Arc<AtomicBool>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut number = 0;
        for (manner, count) in manners {
            for _ in 0..*count {
                number += 1;
                tokio::spawn(be_one(server, *manner, number, crowd.clone()));
            }
        }
        while !is_over.load(Ordering::Relaxed) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    // The remaining connections close with the runtime.
    runtime.shutdown_background();
    Ok(())
}

async fn be_one(server: SocketAddr, manner: Manner, number: u32, crowd: Arc<Crowd>) {
    let [_, b, c, d] = (number + 256).to_be_bytes();
    loop {
        if let Ok(stream) = connect(server, Ipv4Addr::new(127, b, c, d)).await {
            crowd.made.fetch_add(1, Ordering::Relaxed);
            crowd.open.fetch_add(1, Ordering::Relaxed);
            // However it ends, the next one starts.
            let _ = hold(stream, manner).await;
            crowd.open.fetch_sub(1, Ordering::Relaxed);
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

async fn connect(server: SocketAddr, from: Ipv4Addr) -> std::io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::from((from, 0)))?;
    socket.connect(server).await
}

/// Sends the client's requests, and waits until the server closes the connection.
async fn hold(mut stream: TcpStream, manner: Manner) -> std::io::Result<()> {
    let (path, many) = match manner {
        Manner::Asks(path) => (path, 1),
        Manner::Pipelines(path) => (path, 64),
    };
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").repeat(many);
    stream.write_all(request.as_bytes()).await?;
    loop {
        if many > 1 {
            // Returns when the server has accepted these requests, or has closed the connection.
            stream.write_all(request.as_bytes()).await?;
            continue;
        }
        // Nothing is read; a closed connection is detected without reading.
        let ready = stream.ready(Interest::ERROR).await?;
        if ready.is_error() || ready.is_read_closed() || ready.is_write_closed() {
            return Ok(());
        }
    }
}
