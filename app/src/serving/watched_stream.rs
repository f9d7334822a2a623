//! A stream that records when bytes were last received or sent, and whether the client receives what is sent.

use super::places::Place;
use std::io::{self, ErrorKind, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

/// A stream that fails if the other end receives nothing for too long.
pub(super) struct WatchedStream<S> {
    stream: S,
    /// Makes the system discard the data buffered for the other end, which would not receive it.
    discard: fn(&S),
    is_cut_off: bool,
    place: Arc<Place>,
    write_within: Duration,
    /// Runs while data is waiting to be received.
    overdue: Option<Pin<Box<Sleep>>>,
    /// The task to wake when the data has been received, so that it can continue reading and sending.
    waiting: Option<Waker>,
}

impl<S> WatchedStream<S> {
    pub(super) fn new(stream: S, place: Arc<Place>, discard: fn(&S)) -> Self {
        let write_within = place.places().limits().write_within;
        Self { stream, discard, is_cut_off: false, place, write_within, overdue: None, waiting: None }
    }

    /// Records the result of a write of `offered` bytes, and returns it.
    fn wrote(&mut self, context: &mut Context<'_>, offered: usize, wrote: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if let Poll::Ready(written) = &wrote {
            // Wake the task that writes, so that it makes the next piece of the response now.
            if written.as_ref().is_ok_and(|written| *written == offered) && self.place.end_writing() {
                context.waker().wake_by_ref();
            }
            self.overdue = None;
            self.place.moved();
            self.place.set_blocked(false);
            if let Some(waiting) = self.waiting.take() {
                waiting.wake();
            }
            return wrote;
        }
        self.place.set_blocked(true);
        self.waiting.get_or_insert_with(|| context.waker().clone());
        let within = self.write_within;
        let overdue = self.overdue.get_or_insert_with(|| Box::pin(tokio::time::sleep(within)));
        ready!(overdue.as_mut().poll(context));
        self.is_cut_off = true;
        Poll::Ready(Err(io::Error::new(ErrorKind::TimedOut, "the client read nothing of the response for too long")))
    }
}

impl<S> Drop for WatchedStream<S> {
    fn drop(&mut self) {
        if self.is_cut_off || self.place.is_ended() {
            (self.discard)(&self.stream);
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for WatchedStream<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        // Nothing more is read from a client that does not receive what is sent to it. The blocked write wakes the task.
        if self.overdue.is_some() {
            return Poll::Pending;
        }
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        if buffer.filled().len() > before {
            self.place.moved();
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for WatchedStream<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.wrote(context, bytes.len(), wrote)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.wrote(context, slices.iter().map(|slice| slice.len()).sum(), wrote)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serving::Limits;
    use crate::serving::places::Places;
    use std::net::SocketAddr;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[tokio::test]
    async fn who_takes_nothing_is_cut_off_and_who_takes_a_little_is_not() {
        let limits = Limits { write_within: Duration::from_millis(600), ..Limits::default() };
        let place = Places::new(limits).take(SocketAddr::from(([192, 0, 2, 1], 1))).await.unwrap();
        let (near, mut far) = tokio::io::duplex(8);
        let mut stream = WatchedStream::new(near, Arc::new(place), |_| {});
        let writing = tokio::spawn(async move { (stream.write_all(&[1; 64]).await, stream) });
        for _ in 0..4 {
            tokio::time::sleep(Duration::from_millis(300)).await;
            far.read_exact(&mut [0; 8]).await.unwrap();
        }
        assert!(!writing.is_finished(), "it waits for longer, but something is taken again and again");
        let (result, _stream) = writing.await.unwrap();
        assert_eq!(result.unwrap_err().kind(), ErrorKind::TimedOut);
    }
}
