//! How much of the server one request or one slow client may hold.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use http_body_util::Limited;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// The limits of one server.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The most bytes of a request's body.
    pub body: usize,
    /// The most bytes of the body on one of [`Limits::upload_routes`].
    pub upload: usize,
    /// Route templates that take files, such as `/t/{tenant}/console/imports`.
    pub upload_routes: Vec<&'static str>,
    /// The most bytes of path and query.
    pub target: usize,
    /// The most bytes of a request's line and headers together; at least 8 KiB.
    pub head: usize,
    /// The most headers of a request.
    pub headers: usize,
    /// How long a client may take to send a request's head, and how long a connection may stay idle.
    pub head_patience: Duration,
    /// How long a client may pause while it sends a body, or before it takes more of an answer.
    pub stall: Duration,
    /// How long a request may take until its answer begins.
    pub request: Duration,
    /// The same on a route that takes files.
    pub upload_request: Duration,
    /// The most connections at once.
    pub connections: usize,
    /// How long a stopping server lets accepted requests finish.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 256 << 10,
            upload: 256 << 20,
            upload_routes: Vec::new(),
            target: 8 << 10,
            head: 32 << 10,
            headers: 100,
            head_patience: Duration::from_secs(15),
            stall: Duration::from_secs(15),
            request: Duration::from_secs(30),
            upload_request: Duration::from_secs(600),
            connections: connections_of_this_process(),
            drain: Duration::from_secs(25),
        }
    }
}

impl Limits {
    pub(super) fn takes_files(&self, route: &str) -> bool {
        self.upload_routes.contains(&route)
    }

    /// Refuses what is already too large by its own word.
    ///
    /// # Errors
    /// 414 for a long target, 413 for a long body, 400 for a length that is no number.
    pub(super) fn check_head(&self, uri: &Uri, headers: &HeaderMap, most: usize) -> Result<(), StatusCode> {
        let target = uri.path().len() + uri.query().map_or(0, str::len);
        if target > self.target {
            return Err(StatusCode::URI_TOO_LONG);
        }
        match headers
            .get(header::CONTENT_LENGTH)
            .map(|length| length.to_str().ok().and_then(|text| text.parse::<u64>().ok()))
        {
            Some(None) => Err(StatusCode::BAD_REQUEST),
            Some(Some(length)) if length > most as u64 => Err(StatusCode::PAYLOAD_TOO_LARGE),
            _ => Ok(()),
        }
    }

    /// The body with its limits; extractors answer 413 when it grows beyond `most`.
    pub(super) fn bounded(&self, body: Body, most: usize) -> Body {
        if body.is_end_stream() {
            return body;
        }
        Body::new(Limited::new(Paced { body, stall: self.stall, pause: None }, most))
    }
}

/// As many connections as the process may have files open, less what the rest of it needs.
fn connections_of_this_process() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let files = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files")?.split_whitespace().next()?.parse::<usize>().ok())
        .unwrap_or(1_024);
    files.saturating_sub(200).clamp(64, 4_096)
}

/// A body whose sender may not pause for long.
struct Paced {
    body: Body,
    stall: Duration,
    pause: Option<Pin<Box<Sleep>>>,
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<hyper::body::Frame<Bytes>, Self::Error>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) {
            this.pause = None;
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let pause = this.pause.get_or_insert_with(|| Box::pin(sleep(this.stall)));
        ready!(pause.as_mut().poll(context));
        Poll::Ready(Some(Err(io::Error::from(io::ErrorKind::TimedOut).into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        self.body.size_hint()
    }
}

/// A connection whose client may not pause for long while there is something for it to take.
pub(super) struct Patient<S> {
    stream: S,
    stall: Duration,
    pause: Option<Pin<Box<Sleep>>>,
}

impl<S> Patient<S> {
    pub(super) const fn new(stream: S, stall: Duration) -> Self {
        Self { stream, stall, pause: None }
    }
}

impl<S: Unpin> Patient<S> {
    /// Passes on what a write came to; fails when it has been pending for too long.
    fn timed<T>(&mut self, written: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.pause = None;
            return written;
        }
        let deadline = Instant::now() + self.stall;
        let pause = self.pause.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(deadline)));
        ready!(pause.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.timed(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.timed(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.timed(flushed, context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
