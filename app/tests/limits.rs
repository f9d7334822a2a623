//! Limits on clients, over real connections: one that never reads, sends a byte at a time, opens many connections or pipelines
//! many requests is limited, while others are served.

use axum::body::Bytes;
use files::{StoredFile, Visibility};
use moothall::serving::{self, Limits};
use moothall::{pages, wiring};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use test_kit::{On, TestApp, both_databases};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

both_databases!(
    who_never_reads_is_cut_off_and_others_are_served,
    a_slow_reader_gets_the_whole_file,
    who_sends_a_byte_at_a_time_is_cut_off,
    an_address_has_so_many_connections,
    those_who_do_nothing_give_way,
    requests_sent_ahead_are_answered_one_after_another,
    a_trusted_proxy_is_asked_for_whom_it_asks,
    a_file_is_sent_whole_in_part_or_not_again,
    a_file_that_is_cut_short_ends_the_connection_and_not_the_program,
    a_file_in_another_servers_folder_is_told_so,
);

/// The size of the requested file: more than the system buffers for a connection.
const SIZE: usize = 12_000_000;

/// A site that is being served.
struct Site {
    app: TestApp,
    address: SocketAddr,
    file: StoredFile,
    content: Bytes,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<()>,
}

impl Site {
    async fn serve(on: On, limits: Limits) -> Self {
        let app = TestApp::new(on, wiring::capabilities(), vec![pages::routes()], "2024-06-04T08:00:00Z").await;
        let content: Bytes = (0..SIZE).map(|place| u8::try_from(place * 7 % 251).unwrap()).collect::<Vec<u8>>().into();
        let transaction = app.state.db.begin().await.unwrap();
        let now = app.state.clock.now();
        let kept = app.state.files.keep(&transaction, "pack.pdf", "application/pdf", content.clone(), now, Visibility::Public);
        let file = kept.await.unwrap();
        transaction.commit().await.unwrap();
        let (_, mut routes) = web::join(wiring::capabilities()).unwrap();
        routes.push(pages::routes());
        let router = web::router(app.state.clone(), routes);
        let listener = serving::listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(async move {
            let stopped = async move { drop(stopped.await) };
            serving::serve(listener, router, limits, stopped).await.unwrap();
        });
        Self { app, address, file, content, stop: Some(stop), serving }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Opens a connection and sends this request.
    async fn send(&self, request: &str) -> TcpStream {
        let mut stream = self.connect().await;
        stream.write_all(request.as_bytes()).await.unwrap();
        stream
    }

    /// Returns the whole response to a request with these headers.
    async fn ask(&self, method: &str, path: &str, headers: &str) -> (String, Vec<u8>) {
        let request = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n{headers}Connection: close\r\n\r\n");
        let mut stream = self.send(&request).await;
        let mut answer = Vec::new();
        // A connection that is reset returns what arrived before.
        let _ = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut answer)).await.expect("an answer");
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(answer.len(), |place| place + 4);
        let body = answer.split_off(end);
        (String::from_utf8(answer).unwrap().to_lowercase(), body)
    }

    fn file_request(&self) -> String {
        format!("GET /files/{} HTTP/1.1\r\nHost: localhost\r\n\r\n", self.file.id)
    }

    async fn is_well(&self) {
        let (head, body) = self.ask("GET", "/health", "").await;
        assert!(head.starts_with("http/1.1 200") && body == b"ok\n", "{head}");
    }

    async fn end(mut self) {
        self.stop.take().unwrap().send(()).unwrap();
        tokio::time::timeout(Duration::from_secs(20), self.serving).await.expect("it stops").unwrap();
        drop(self.app);
    }
}

/// Reads until the connection closes; returns the number of bytes received.
async fn read_to_its_end(mut stream: TcpStream) -> usize {
    let mut read = 0;
    let mut buffer = vec![0; 65_536];
    let all = async {
        while let Ok(count @ 1..) = stream.read(&mut buffer).await {
            read += count;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), all).await.expect("the connection ends");
    read
}

async fn who_never_reads_is_cut_off_and_others_are_served(on: On) {
    let site = Site::serve(on, Limits { write_within: Duration::from_secs(1), ..Limits::default() }).await;
    let mut unread = Vec::new();
    for _ in 0..60 {
        unread.push(site.send(&site.file_request()).await);
    }
    site.is_well().await;
    for _ in 0..5 {
        let (head, body) = site.ask("GET", &format!("/files/{}", site.file.id), "").await;
        assert!(head.starts_with("http/1.1 200") && body == site.content, "{head}");
    }
    tokio::time::sleep(Duration::from_millis(1_800)).await;
    for stream in unread {
        let read = read_to_its_end(stream).await;
        assert!(read < SIZE, "{read} bytes came of a file that was not taken for so long");
    }
    site.end().await;
}

async fn a_slow_reader_gets_the_whole_file(on: On) {
    let site = Site::serve(on, Limits { write_within: Duration::from_secs(1), ..Limits::default() }).await;
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    // A small receive window, so that the sender is blocked again and again.
    socket.set_recv_buffer_size(64 * 1024).unwrap();
    let mut stream = socket.connect(site.address).await.unwrap();
    stream.write_all(site.file_request().as_bytes()).await.unwrap();
    let begun = Instant::now();
    let mut answer = Vec::new();
    let mut buffer = vec![0; 512 * 1024];
    while answer.len() < SIZE {
        let count = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut buffer)).await.unwrap().unwrap();
        assert!(count > 0, "it ended after {} bytes", answer.len());
        answer.extend_from_slice(&buffer[..count]);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(begun.elapsed() > Duration::from_secs(1), "it took longer than a reader may take nothing: {:?}", begun.elapsed());
    assert!(answer.windows(4).position(|four| four == b"\r\n\r\n").is_some_and(|end| answer[end + 4..] == site.content));
    site.end().await;
}

async fn who_sends_a_byte_at_a_time_is_cut_off(on: On) {
    let site = Site::serve(on, Limits { head_within: Duration::from_secs(1), ..Limits::default() }).await;
    let mut stream = site.connect().await;
    let begun = Instant::now();
    let mut sent = 0;
    for byte in "GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".bytes() {
        if stream.write_all(&[byte]).await.is_err() {
            break;
        }
        sent += 1;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(begun.elapsed() < Duration::from_secs(5), "{sent} bytes were taken in {:?}", begun.elapsed());
    site.is_well().await;
    site.end().await;
}

async fn an_address_has_so_many_connections(on: On) {
    let limits = Limits { per_address: 3, gives_way_after: Duration::from_hours(1), ..Limits::default() };
    let site = Site::serve(on, limits).await;
    let mut held = Vec::new();
    for _ in 0..3 {
        let mut stream = site.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
        assert!(stream.read(&mut [0; 1_000]).await.unwrap() > 0);
        held.push(stream);
    }
    let mut over = site.connect().await;
    let mut answer = String::new();
    over.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("Retry-After"), "{answer}");
    drop(held.pop());
    tokio::time::sleep(Duration::from_millis(200)).await;
    site.is_well().await;
    drop(held);
    site.end().await;
}

async fn those_who_do_nothing_give_way(on: On) {
    let limits = Limits { connections: 6, gives_way_after: Duration::from_millis(200), ..Limits::default() };
    let site = Site::serve(on, limits).await;
    let mut held = Vec::new();
    for kind in 0..3 {
        let beginning = ["", "GET /health HT", "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"][kind];
        held.push(site.send(beginning).await);
        held.push(site.send(&site.file_request()).await);
    }
    // All places are taken by clients that send nothing, send half a request or do not read; yet more clients are served.
    for _ in 0..12 {
        let begun = Instant::now();
        site.is_well().await;
        assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    }
    drop(held);
    site.end().await;
}

async fn requests_sent_ahead_are_answered_one_after_another(on: On) {
    let site = Site::serve(on, Limits::default()).await;
    let many = 2_000;
    let mut stream = site.send(&"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(many)).await;
    site.is_well().await;
    let mut answer = Vec::new();
    let mut buffer = vec![0; 65_536];
    while answer.windows(4).filter(|four| *four == b"\nok\n").count() < many {
        let count = tokio::time::timeout(Duration::from_secs(10), stream.read(&mut buffer)).await.unwrap().unwrap();
        assert!(count > 0);
        answer.extend_from_slice(&buffer[..count]);
    }
    drop(stream);
    site.end().await;
}

async fn a_trusted_proxy_is_asked_for_whom_it_asks(on: On) {
    let limits = Limits { per_address: 2, trusted_proxies: vec!["127.0.0.1".parse().unwrap()], ..Limits::default() };
    let site = Site::serve(on, limits).await;
    let request = format!("GET /files/{} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n", site.file.id);
    let held = [site.send(&request).await, site.send(&request).await];
    tokio::time::sleep(Duration::from_millis(300)).await;
    let (head, _) = site.ask("GET", "/boards", "X-Forwarded-For: 192.0.2.7\r\n").await;
    assert!(head.starts_with("http/1.1 503") && head.contains("retry-after"), "{head}");
    let (head, _) = site.ask("GET", "/boards", "X-Forwarded-For: 192.0.2.8\r\n").await;
    assert!(head.starts_with("http/1.1 200"), "another reader is served: {head}");
    for _ in 0..4 {
        site.is_well().await;
    }
    drop(held);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let (head, _) = site.ask("GET", "/boards", "X-Forwarded-For: 192.0.2.7\r\n").await;
    assert!(head.starts_with("http/1.1 200"), "{head}");
    site.end().await;
}

async fn a_file_is_sent_whole_in_part_or_not_again(on: On) {
    let site = Site::serve(on, Limits::default()).await;
    let address = format!("/files/{}", site.file.id);
    let (head, body) = site.ask("GET", &address, "Accept-Encoding: gzip\r\n").await;
    assert!(head.starts_with("http/1.1 200") && head.contains(&format!("content-length: {SIZE}")), "{head}");
    assert!(head.contains("accept-ranges: bytes") && !head.contains("content-encoding") && body == site.content, "{head}");
    let (head, body) = site.ask("HEAD", &address, "").await;
    assert!(head.starts_with("http/1.1 200") && head.contains(&format!("content-length: {SIZE}")) && body.is_empty(), "{head}");
    let (head, body) = site.ask("GET", &address, "Range: bytes=1000-1999\r\n").await;
    assert!(head.starts_with("http/1.1 206") && head.contains(&format!("content-range: bytes 1000-1999/{SIZE}")), "{head}");
    assert_eq!(body, site.content[1_000..2_000]);
    let (head, body) = site.ask("GET", &address, "Range: bytes=-5\r\n").await;
    assert!(head.contains("content-length: 5") && body == site.content[SIZE - 5..], "{head}");
    let (head, _) = site.ask("GET", &address, &format!("Range: bytes={SIZE}-\r\n")).await;
    assert!(head.starts_with("http/1.1 416") && head.contains(&format!("content-range: bytes */{SIZE}")), "{head}");
    let (head, body) = site.ask("GET", &address, &format!("If-None-Match: \"{}\"\r\n", site.file.hash)).await;
    assert!(head.starts_with("http/1.1 304") && body.is_empty(), "{head}");
    let (head, body) = site.ask("GET", &address, "Range: bytes=0-9\r\nIf-Range: \"another\"\r\n").await;
    assert!(head.starts_with("http/1.1 200") && body.len() == SIZE, "{head}");
    site.end().await;
}

/// Returns where the bytes of the file are stored.
fn place_of(site: &Site) -> std::path::PathBuf {
    site.app.file_behind_its_back(&site.file.hash)
}

async fn a_file_that_is_cut_short_ends_the_connection_and_not_the_program(on: On) {
    let site = Site::serve(on, Limits::default()).await;
    let stream = site.send(&site.file_request()).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    std::fs::OpenOptions::new().write(true).open(place_of(&site)).unwrap().set_len(1_000).unwrap();
    assert!(read_to_its_end(stream).await < SIZE);
    site.is_well().await;
    site.end().await;
}

async fn a_file_in_another_servers_folder_is_told_so(on: On) {
    let site = Site::serve(on, Limits::default()).await;
    std::fs::remove_file(place_of(&site)).unwrap();
    let (head, body) = site.ask("GET", &format!("/files/{}", site.file.id), "").await;
    let page = String::from_utf8(body).unwrap();
    assert!(head.starts_with("http/1.1 503") && page.contains("This file is not on this server"), "{head}{page}");
    site.end().await;
}
