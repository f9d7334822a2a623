//! The child's side: limiting itself, then answering one request after another.

use crate::Limits;
use crate::frame::{self, HEAD, Mark};
use rustix::process::{Resource, Rlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};
use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How far this process stands back for others: 0 not at all, 19 wholly.
const NICENESS: i32 = 15;

/// Limits this process, then answers requests from standard input on standard output until the input ends.
///
/// `handler` makes an answer of a request, or says in a sentence why it cannot. After a panic in it the process says so and ends,
/// since nobody knows in what state it is; the parent starts another.
///
/// # Errors
/// Where a limit cannot be set, or a frame is broken or too large.
pub fn serve(limits: &Limits, mut handler: impl FnMut(&[u8]) -> Result<Vec<u8>, String>) -> io::Result<()> {
    limit(Resource::As, limits.memory)?;
    limit(Resource::Core, 0)?;
    limit(Resource::Fsize, 0)?;
    // Whoever reads the site comes first. That it cannot be set matters little.
    let _ = rustix::process::nice(NICENESS);
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    while let Some(request) = request(&mut input, limits.request)? {
        allow_processor_time(limits)?;
        let Ok(answer) = catch_unwind(AssertUnwindSafe(|| handler(&request))) else {
            return answer_with(&mut output, Mark::Refused, b"it failed unexpectedly");
        };
        match answer {
            Ok(answer) if answer.len() as u64 > limits.answer => {
                let sentence = format!("the result would have {} bytes, more than the {} allowed", answer.len(), limits.answer);
                answer_with(&mut output, Mark::Refused, sentence.as_bytes())?;
            }
            Ok(answer) => answer_with(&mut output, Mark::Done, &answer)?,
            Err(sentence) => answer_with(&mut output, Mark::Refused, sentence.as_bytes())?,
        }
    }
    Ok(())
}

fn limit(resource: Resource, most: u64) -> io::Result<()> {
    Ok(setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?)
}

/// The limit counts from the beginning of the process, so it is raised for each request by what one may take. Above it the system
/// ends the process.
fn allow_processor_time(limits: &Limits) -> io::Result<()> {
    let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or_default();
    let allowed = used.saturating_add(limits.processor.as_secs()).saturating_add(1);
    Ok(setrlimit(Resource::Cpu, Rlimit { current: Some(allowed), maximum: None })?)
}

/// The next request; none where the input has ended.
fn request(input: &mut impl Read, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut head = [0; HEAD];
    match input.read_exact(&mut head) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    match frame::read_head(head) {
        Some((Mark::Request, length)) if length <= most => {
            let mut request = Vec::new();
            input.take(length).read_to_end(&mut request)?;
            if request.len() as u64 == length { Ok(Some(request)) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
        }
        _ => Err(io::Error::other("the request cannot be read; this command only serves the program that started it")),
    }
}

fn answer_with(output: &mut impl Write, mark: Mark, content: &[u8]) -> io::Result<()> {
    output.write_all(&frame::head(mark, content.len()))?;
    output.write_all(content)?;
    output.flush()
}
