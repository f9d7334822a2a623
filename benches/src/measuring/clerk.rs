//! A signed-in person who submits forms: one connection for each, as rarely as people submit them.

use anyhow::{Context, Result};
use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// The response to a form or a page request.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status code: 200, 303 …
    pub status: u16,
    /// The lines before the page.
    head: String,
    /// The page.
    pub body: String,
    /// The time from the first byte sent to the last received.
    pub time: Duration,
}

/// A person signed in to the demonstration.
#[derive(Clone, Debug)]
pub(crate) struct Clerk {
    server: SocketAddr,
    cookie: String,
}

impl Clerk {
    /// Signs in as the person in the demonstration with this email address.
    pub(crate) fn sign_in(server: SocketAddr, mail: &str) -> Result<Self> {
        let answer = Self::nobody(server).post("/demonstration/sign-in", &format!("mail={}", mail.replace('@', "%40")))?;
        let cookies = answer.head.lines().filter_map(|line| line.split_once(':'));
        let cookie = cookies.filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
        let cookies: Vec<&str> = cookie.filter_map(|(_, value)| value.trim().split(';').next()).collect();
        anyhow::ensure!(!cookies.is_empty(), "signing in at the demonstration gave no session: {}", answer.head);
        Ok(Self { server, cookie: cookies.join("; ") })
    }

    /// Returns a person who is not signed in.
    pub(crate) fn nobody(server: SocketAddr) -> Self {
        Self { server, cookie: String::new() }
    }

    /// Returns the session cookie.
    pub(crate) fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Requests a page.
    pub(crate) fn get(&self, address: &str) -> Result<Answer> {
        self.send(&format!("GET {address} HTTP/1.1\r\n"), "")
    }

    /// Submits a form, whose fields must be URL-encoded.
    pub(crate) fn post(&self, address: &str, fields: &str) -> Result<Answer> {
        let head = format!(
            "POST {address} HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
            fields.len()
        );
        self.send(&head, fields)
    }

    /// Submits a form with a text file in its field `file`.
    pub(crate) fn upload(&self, address: &str, fields: &[(&str, &str)], name: &str, content: &str) -> Result<Answer> {
        let boundary = "a-line-that-parts-fields";
        let mut body = String::new();
        for (field, value) in fields {
            // Writing to a String cannot fail.
            let _ = write!(body, "--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        }
        let _ = write!(
            body,
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/plain\r\n\r\n\
             {content}\r\n--{boundary}--\r\n"
        );
        let head = format!(
            "POST {address} HTTP/1.1\r\nContent-Type: multipart/form-data; boundary={boundary}\r\nContent-Length: {}\r\n",
            body.len()
        );
        self.send(&head, &body)
    }

    fn send(&self, head: &str, body: &str) -> Result<Answer> {
        let begun = Instant::now();
        let mut stream = TcpStream::connect(self.server)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        write!(
            stream,
            "{head}Host: {}\r\nCookie: {}\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\r\n{body}",
            self.server, self.cookie
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let time = begun.elapsed();
        let text = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").context("an answer without an end of its head")?;
        let status = head.get(9..12).and_then(|status| status.parse().ok()).context("an answer without a status")?;
        Ok(Answer { status, head: head.to_owned(), body: body.to_owned(), time })
    }
}
