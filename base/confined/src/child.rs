//! The child process: limits itself, then answers one request after another.

use crate::Limits;
use crate::frame::{self, HEAD, Mark};
use rustix::process::{Resource, Rlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};
use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The nice value of this process: 0 is normal priority, 19 the lowest.
const NICENESS: i32 = 15;

/// Limits this process, then reads requests from standard input and writes responses to standard output until the input ends.
///
/// `handler` turns a request into a response, or returns a message that says why it cannot. After a panic in the handler the
/// process reports this and exits, because its state is unknown. The parent then starts another.
///
/// # Errors
/// Returns an error if a limit cannot be set, or a frame is malformed or too large.
pub fn serve(limits: &Limits, mut handler: impl FnMut(&[u8]) -> Result<Vec<u8>, String>) -> io::Result<()> {
    limit(Resource::As, limits.memory)?;
    limit(Resource::Core, 0)?;
    limit(Resource::Fsize, 0)?;
    // People reading the site come first. It matters little if the priority cannot be set.
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

/// Raises the limit on processor time by what one request may take. The limit counts from the start of the process, and the system
/// kills the process if it is exceeded.
fn allow_processor_time(limits: &Limits) -> io::Result<()> {
    let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or_default();
    let allowed = used.saturating_add(limits.processor.as_secs()).saturating_add(1);
    Ok(setrlimit(Resource::Cpu, Rlimit { current: Some(allowed), maximum: None })?)
}

/// Reads the next request, or returns `None` if the input has ended.
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
