//! The parent's view of one child process.

use crate::Limits;
use crate::frame::{self, HEAD, Mark};
use std::ffi::OsString;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

/// The work that children do: the program to run, and its limits.
#[derive(Clone, Debug)]
pub struct Work {
    /// The program, which is usually this one.
    pub program: PathBuf,
    /// The arguments that tell the program that it is a child, and for what work.
    pub arguments: Vec<OsString>,
    /// The resource limits of one child.
    pub limits: Limits,
}

/// Why a child gave no response.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum ConfinedError {
    /// The child reported why it could not do it.
    #[error("{0}")]
    Refused(String),
    /// It took longer than allowed.
    #[error("it took longer than {0} seconds, so it was stopped")]
    TookTooLong(u64),
    /// It needed more memory than allowed.
    #[error("it needed more than {0} megabytes of memory, so it was stopped")]
    NeededTooMuchMemory(u64),
    /// The input is nested too deeply to process.
    #[error("it is nested too deeply to be followed")]
    NestedTooDeeply,
    /// The request is larger than a child accepts.
    #[error("it has {size} bytes, more than the {most} that can be taken at once")]
    TooLarge {
        /// Its size in bytes.
        size: u64,
        /// The maximum, in bytes.
        most: u64,
    },
    /// Too many requests are waiting already, from the same person or from everyone together.
    #[error("too many requests wait already")]
    Busy {
        /// Whether they are all from the same person.
        by_oneself: bool,
    },
    /// The child ended in some other way.
    #[error("the process that worked on it ended unexpectedly ({0})")]
    Ended(String),
    /// No child could be started.
    #[error("no process could be started for it: {0}")]
    NotStarted(String),
}

/// A child process that is waiting for a request or processing one. It is killed when this is dropped.
#[derive(Debug)]
pub(crate) struct Worker {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
    errors: ChildStderr,
    limits: Limits,
}

/// The maximum number of bytes read from a dying child's standard error.
const LAST_WORDS: u64 = 4096;

impl Worker {
    pub(crate) fn start(work: &Work) -> Result<Self, ConfinedError> {
        let not_started = |error: std::io::Error| ConfinedError::NotStarted(error.to_string());
        let mut command = Command::new(&work.program);
        // The child inherits nothing from the program's environment, such as passwords or the working directory.
        command.args(&work.arguments).env_clear().current_dir("/");
        // Each additional arena of the allocator reserves address space, which is limited.
        command.env("MALLOC_ARENA_MAX", "2");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().map_err(not_started)?;
        let missing = || ConfinedError::NotStarted("it has no pipes".to_owned());
        let input = child.stdin.take().ok_or_else(missing)?;
        let output = child.stdout.take().ok_or_else(missing)?;
        let errors = child.stderr.take().ok_or_else(missing)?;
        Ok(Self { child, input, output, errors, limits: work.limits })
    }

    /// Sends a request and returns the child's response. After any error except a refusal, the child must not be used again.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> Result<Vec<u8>, ConfinedError> {
        let limits = self.limits;
        if request.len() as u64 > limits.request {
            return Err(ConfinedError::TooLarge { size: request.len() as u64, most: limits.request });
        }
        match timeout(limits.patience, self.exchange(request)).await {
            Ok(Ok((Mark::Done, answer))) => Ok(answer),
            Ok(Ok((_, sentence))) => Err(ConfinedError::Refused(String::from_utf8_lossy(&sentence).into_owned())),
            Ok(Err(error)) => Err(self.why_it_ended(&error).await),
            Err(_) => {
                // It does not matter if it has already ended.
                let _ = self.child.kill().await;
                Err(ConfinedError::TookTooLong(limits.patience.as_secs()))
            }
        }
    }

    async fn exchange(&mut self, request: &[u8]) -> std::io::Result<(Mark, Vec<u8>)> {
        self.input.write_all(&frame::head(Mark::Request, request.len())).await?;
        self.input.write_all(request).await?;
        self.input.flush().await?;
        let mut head = [0; HEAD];
        self.output.read_exact(&mut head).await?;
        let (mark, length) = match frame::read_head(head) {
            Some((mark, length)) if length <= self.limits.answer.max(LAST_WORDS) => (mark, length),
            _ => return Err(std::io::Error::other("its response cannot be read")),
        };
        let mut answer = Vec::new();
        (&mut self.output).take(length).read_to_end(&mut answer).await?;
        if answer.len() as u64 == length { Ok((mark, answer)) } else { Err(std::io::ErrorKind::UnexpectedEof.into()) }
    }

    async fn why_it_ended(&mut self, error: &std::io::Error) -> ConfinedError {
        let mut said = String::new();
        let listening = async {
            let mut bytes = Vec::new();
            let _ = (&mut self.errors).take(LAST_WORDS).read_to_end(&mut bytes).await;
            said = String::from_utf8_lossy(&bytes).into_owned();
        };
        // A child that closed its output but does not exit is killed.
        let _ = timeout(Duration::from_secs(2), listening).await;
        let _ = self.child.start_kill();
        let status = self.child.wait().await;
        let limits = self.limits;
        match status.ok().as_ref().and_then(ExitStatus::signal) {
            Some(SIGXCPU) => ConfinedError::TookTooLong(limits.processor.as_secs()),
            _ if said.contains("memory allocation of") => ConfinedError::NeededTooMuchMemory(limits.memory / 1_000_000),
            _ if said.contains("overflowed its stack") => ConfinedError::NestedTooDeeply,
            _ => {
                let last = said.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
                tracing::warn!(%error, said = last, "a confined process ended without an answer");
                ConfinedError::Ended(if last.is_empty() { error.to_string() } else { last.chars().take(200).collect() })
            }
        }
    }
}

/// The signal with which Linux kills a process that has used up its processor time.
const SIGXCPU: i32 = 24;
