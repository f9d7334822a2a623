//! Readers who request one page after another over persistent connections, as cheaply as possible: on one thread, so that the
//! rest of the machine is available to the server.

use crate::measuring::figures::{milliseconds, number, percentile};
use crate::measuring::process;
use anyhow::{Context, Result};
use benches::generator::Random;
use serde::Serialize;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Returns the address for each request, path and query.
pub(crate) type Address = dyn Fn(&mut Random) -> String;

/// The load to generate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Load {
    /// The number of concurrent connections.
    pub connections: usize,
    /// How long it lasts.
    pub duration: Duration,
    /// Whether the readers accept compressed pages, as browsers do.
    pub gzip: bool,
    /// How long each reader waits before the next request; zero for as much load as possible.
    pub pause: Duration,
}

/// The results of a load.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Answered {
    /// Requests per second.
    pub per_second: f64,
    /// The median response time, in milliseconds.
    pub p50: f64,
    /// The 99th percentile of the response time, in milliseconds.
    pub p99: f64,
    /// The server's processor time for each request, in microseconds.
    pub server_microseconds: f64,
    /// The readers' processor time for each request, in microseconds.
    pub reader_microseconds: f64,
    /// How many processors were kept busy by other processes at the same time: noise.
    pub others: f64,
    /// The median size of a response, in bytes.
    pub bytes: f64,
}

/// Puts load on the server with this process id, from readers who are not signed in.
pub(crate) fn put(load: Load, server: SocketAddr, id: u32, address: Rc<Address>) -> Result<Answered> {
    put_as(load, server, id, address, None)
}

/// Puts load on the server with this process id, from readers who all send the same cookie.
pub(crate) fn put_as(load: Load, server: SocketAddr, id: u32, address: Rc<Address>, cookie: Option<&str>) -> Result<Answered> {
    let cookie: Rc<str> = cookie.map(|cookie| format!("Cookie: {cookie}\r\n")).unwrap_or_default().into();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let used = || anyhow::Ok((process::processor_time(id)?, process::own_processor_time()?, process::machine_time()?));
    let before = used()?;
    let begun = Instant::now();
    let answers = runtime.block_on(tokio::task::LocalSet::new().run_until(all(load, server, address, cookie)))?;
    let seconds = begun.elapsed().as_secs_f64();
    let after = used()?;
    let (server_time, reader_time) = (after.0.saturating_sub(before.0), after.1.saturating_sub(before.1));
    let others = after.2.saturating_sub(before.2).saturating_sub(server_time).saturating_sub(reader_time);
    let count = number(answers.len() as u64).max(1.0);
    let mut times: Vec<f64> = answers.iter().map(|answer| milliseconds(answer.time)).collect();
    let mut sizes: Vec<f64> = answers.iter().map(|answer| number(answer.bytes as u64)).collect();
    Ok(Answered {
        per_second: count / seconds,
        p50: percentile(&mut times, 50),
        p99: percentile(&mut times, 99),
        server_microseconds: server_time.as_secs_f64() * 1e6 / count,
        reader_microseconds: reader_time.as_secs_f64() * 1e6 / count,
        others: others.as_secs_f64() / seconds,
        bytes: percentile(&mut sizes, 50),
    })
}

/// Requests one page, and returns how long the response took.
pub(crate) fn once(server: SocketAddr, address: &str) -> Result<Duration> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let begun = Instant::now();
    runtime.block_on(async { Reader::connect(server, false, "".into()).await?.ask(address).await })?;
    Ok(begun.elapsed())
}

async fn all(load: Load, server: SocketAddr, address: Rc<Address>, cookie: Rc<str>) -> Result<Vec<Answer>> {
    let end = Instant::now() + load.duration;
    let readers: Vec<_> = (0..load.connections)
        .map(|seed| tokio::task::spawn_local(reads(server, load, address.clone(), cookie.clone(), seed as u64, end)))
        .collect();
    let mut answers = Vec::new();
    for reader in readers {
        answers.extend(reader.await??);
    }
    Ok(answers)
}

async fn reads(
    server: SocketAddr,
    load: Load,
    address: Rc<Address>,
    cookie: Rc<str>,
    seed: u64,
    end: Instant,
) -> Result<Vec<Answer>> {
    let mut random = Random::from_parts(&[seed]);
    let mut reader = Reader::connect(server, load.gzip, cookie).await?;
    if !load.pause.is_zero() {
        // People do not all start at the same moment.
        let spread = usize::try_from(load.pause.as_millis()).unwrap_or(usize::MAX).max(1);
        tokio::time::sleep(Duration::from_millis(random.below(spread) as u64)).await;
    }
    let mut answers = Vec::new();
    while Instant::now() < end {
        answers.push(reader.ask(&address(&mut random)).await?);
        if !load.pause.is_zero() {
            tokio::time::sleep(load.pause).await;
        }
    }
    Ok(answers)
}

#[derive(Clone, Copy, Debug)]
struct Answer {
    time: Duration,
    bytes: usize,
}

struct Reader {
    stream: TcpStream,
    gzip: bool,
    /// The header line with the cookie; empty for readers who are not signed in.
    cookie: Rc<str>,
    read: Vec<u8>,
}

impl Reader {
    async fn connect(server: SocketAddr, gzip: bool, cookie: Rc<str>) -> Result<Self> {
        let stream = TcpStream::connect(server).await.with_context(|| format!("nobody answers at {server}"))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, gzip, cookie, read: vec![0; 256 * 1024] })
    }

    /// Sends one request and reads the whole response.
    async fn ask(&mut self, address: &str) -> Result<Answer> {
        let accepted = if self.gzip { "Accept-Encoding: gzip\r\n" } else { "" };
        let request = format!("GET {address} HTTP/1.1\r\nHost: localhost\r\n{accepted}{}\r\n", self.cookie);
        let begun = Instant::now();
        self.stream.write_all(request.as_bytes()).await?;
        let mut filled = 0;
        loop {
            let Some(free) = self.read.get_mut(filled..).filter(|free| !free.is_empty()) else {
                anyhow::bail!("the answer to {address} is longer than is read here");
            };
            let count = self.stream.read(free).await?;
            anyhow::ensure!(count > 0, "the server closed the connection while answering {address}");
            filled += count;
            if is_whole(self.read.get(..filled).unwrap_or_default()).with_context(|| format!("at {address}"))? {
                return Ok(Answer { time: begun.elapsed(), bytes: filled });
            }
        }
    }
}

/// Checks whether this is a complete response, by its length or its last chunk.
fn is_whole(read: &[u8]) -> Result<bool> {
    let Some(head) = read.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(false) };
    let text = std::str::from_utf8(&read[..head])?;
    anyhow::ensure!(text.starts_with("HTTP/1.1 200"), "the server answered {}", text.lines().next().unwrap_or_default());
    for line in text.lines() {
        let Some((name, value)) = line.split_once(':') else { continue };
        if name.eq_ignore_ascii_case("content-length") {
            return Ok(read.len() >= head + 4 + value.trim().parse::<usize>()?);
        }
    }
    Ok(read.ends_with(b"\r\n0\r\n\r\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_by_its_length_or_its_last_chunk() {
        let whole = |text: &str| is_whole(text.as_bytes()).expect("an answer that is understood");
        assert!(whole("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"));
        assert!(!whole("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc"));
        assert!(!whole("HTTP/1.1 200 OK\r\nContent-Le"));
        assert!(whole("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"));
        assert!(!whole("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n"));
        assert!(is_whole(b"HTTP/1.1 500 Internal Server Error\r\n\r\n").is_err());
    }
}
