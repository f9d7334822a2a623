//! Request and response bodies, with the memory they use counted towards their connection.

use super::places::{Held, Place, RequestPlace};
use axum::body::{Body, Bytes};
use axum::http::response::Parts;
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use hyper::header::CONTENT_ENCODING;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use web::{PartOfTheProgram, SentAsItIs};

/// The maximum part of a response that is passed to the connection at once, in bytes.
const PIECE: usize = 64 * 1024;

/// Anything up to this size is not counted: a connection's place has room for it.
const UNCOUNTED: usize = 4 * 1024;

/// The memory that a compressor uses while it works, in bytes.
const COMPRESSOR: usize = 300 * 1024;

/// The maximum memory counted for a request, in bytes. Only signed-in people may send more, in a file.
const MOST_OF_A_REQUEST: usize = 1024 * 1024;

/// The memory that a request uses until it has been handled.
pub(super) type RequestMemory = Arc<Mutex<Held>>;

/// The body of a request, as it arrives.
pub(super) struct ReceivedBody {
    body: Incoming,
    place: Arc<Place>,
    memory: RequestMemory,
}

impl ReceivedBody {
    pub(super) fn new(body: Incoming, place: Arc<Place>, memory: RequestMemory) -> Self {
        Self { body, place, memory }
    }
}

impl HttpBody for ReceivedBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        // While the program waits for more data, it is the client that delays, and the connection may be closed to make room
        // for others.
        match &polled {
            Poll::Pending => self.place.at_work(false),
            Poll::Ready(Some(Ok(frame))) => {
                self.place.at_work(true);
                let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
                let all = memory.bytes() + frame.data_ref().map_or(0, Bytes::len);
                memory.set(all.min(MOST_OF_A_REQUEST));
            }
            Poll::Ready(_) => self.place.at_work(true),
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The body of a response, as it is sent.
pub(super) struct AnswerBody {
    body: Body,
    /// The part that was made but not yet passed on.
    rest: Bytes,
    memory: Held,
    place: Arc<Place>,
    /// The memory used in addition, by the compressor.
    besides: usize,
    /// Whether the next piece is being made.
    is_making: bool,
    /// Whether the body uses memory for this client alone.
    is_counted: bool,
    /// Whether it is a file, which is read from disk one piece at a time.
    is_file: bool,
    /// The place of the request, if it came through a proxy.
    _request: Option<RequestPlace>,
}

impl AnswerBody {
    pub(super) fn new(body: Body, parts: &Parts, place: Arc<Place>, request: Option<RequestPlace>) -> Self {
        // A body that is stored compressed has a known size; one compressed while it is sent does not.
        let is_compressing = parts.headers.contains_key(CONTENT_ENCODING) && body.size_hint().exact().is_none();
        let besides = if is_compressing { COMPRESSOR } else { 0 };
        let mut memory = Held::none(place.clone());
        memory.set(besides);
        // Data that is part of the program is in memory anyway, and a connection's place has room for one piece of a file.
        let is_file = parts.extensions.get::<SentAsItIs>().is_some();
        let is_bounded = is_file || parts.extensions.get::<PartOfTheProgram>().is_some();
        let is_counted = is_compressing || !is_bounded;
        Self { body, rest: Bytes::new(), memory, place, besides, is_making: false, is_counted, is_file, _request: request }
    }

    fn piece(&mut self) -> Bytes {
        let piece = self.rest.split_to(self.rest.len().min(PIECE));
        if self.is_file && !piece.is_empty() {
            self.place.begin_writing();
        }
        if self.rest.is_empty() {
            self.memory.set(self.besides);
        }
        piece
    }
}

impl HttpBody for AnswerBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        if !self.rest.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(self.piece()))));
        }
        // Anything made while the client receives nothing would only use memory, and so would a piece of a file while another
        // is unwritten. A piece that is being made is finished: it may hold a database connection, or a turn at the disk, that
        // others wait for.
        if (self.place.is_blocked() || self.place.is_writing()) && !self.is_making {
            return Poll::Pending;
        }
        self.is_making = true;
        let made = ready!(Pin::new(&mut self.body).poll_frame(context));
        self.is_making = false;
        match made {
            Some(Ok(frame)) => Poll::Ready(Some(Ok(match frame.into_data() {
                Ok(data) => {
                    if self.is_counted && data.len() > UNCOUNTED {
                        let all = self.besides + data.len();
                        self.memory.set(all);
                    }
                    self.rest = data;
                    Frame::data(self.piece())
                }
                Err(frame) => frame,
            }))),
            other => Poll::Ready(other),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let mut hint = self.body.size_hint();
        let rest = self.rest.len() as u64;
        if let Some(exact) = hint.exact() {
            return SizeHint::with_exact(exact + rest);
        }
        hint.set_lower(hint.lower() + rest);
        hint
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serving::Limits;
    use crate::serving::places::Places;
    use axum::http::Response;
    use std::net::SocketAddr;
    use tokio::sync::mpsc;

    /// A body made of the pieces sent to it.
    struct Sent(mpsc::Receiver<&'static str>);

    impl HttpBody for Sent {
        type Data = Bytes;
        type Error = axum::Error;

        fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
            self.0.poll_recv(context).map(|text| text.map(|text| Ok(Frame::data(Bytes::from_static(text.as_bytes())))))
        }
    }

    #[tokio::test]
    async fn nothing_is_begun_for_a_client_who_takes_nothing_and_what_was_begun_is_finished() {
        let place = Arc::new(Places::new(Limits::default()).take(SocketAddr::from(([192, 0, 2, 1], 1))).await.unwrap());
        let (send, receive) = mpsc::channel(5);
        let (parts, ()) = Response::new(()).into_parts();
        let mut body = AnswerBody::new(Body::new(Sent(receive)), &parts, place.clone(), None);
        let mut context = Context::from_waker(std::task::Waker::noop());
        let mut poll = || match Pin::new(&mut body).poll_frame(&mut context) {
            Poll::Ready(Some(Ok(frame))) => frame.into_data().ok().map(|data| String::from_utf8(data.to_vec()).unwrap()),
            _ => None,
        };
        send.send("first").await.unwrap();
        place.set_blocked(true);
        assert_eq!(poll(), None, "it waits, though there is something");
        place.set_blocked(false);
        assert_eq!(poll().as_deref(), Some("first"));
        assert_eq!(poll(), None, "the second is begun");
        place.set_blocked(true);
        send.send("second").await.unwrap();
        send.send("third").await.unwrap();
        assert_eq!(poll().as_deref(), Some("second"));
        assert_eq!(poll(), None, "the third is not begun");
    }

    #[tokio::test]
    async fn of_a_file_the_next_piece_is_made_when_the_one_before_is_written() {
        let place = Arc::new(Places::new(Limits::default()).take(SocketAddr::from(([192, 0, 2, 1], 1))).await.unwrap());
        let (send, receive) = mpsc::channel(5);
        let (mut parts, ()) = Response::new(()).into_parts();
        parts.extensions.insert(SentAsItIs);
        let mut body = AnswerBody::new(Body::new(Sent(receive)), &parts, place.clone(), None);
        let mut context = Context::from_waker(std::task::Waker::noop());
        send.send("first").await.unwrap();
        send.send("second").await.unwrap();
        assert!(Pin::new(&mut body).poll_frame(&mut context).is_ready());
        assert!(Pin::new(&mut body).poll_frame(&mut context).is_pending());
        assert!(place.end_writing() && !place.end_writing());
        assert!(Pin::new(&mut body).poll_frame(&mut context).is_ready());
    }
}
