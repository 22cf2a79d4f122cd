//! A small HTTP/1.1 client that costs little itself: one connection, kept open, blocking.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A request as it is sent.
#[derive(Debug, Clone)]
pub struct Request {
    head: String,
    body: Vec<u8>,
}

impl Request {
    /// A `GET` of a path.
    #[must_use]
    pub fn get(path: &str) -> Self {
        Self { head: format!("GET {path} HTTP/1.1\r\nhost: localhost\r\naccept-language: en\r\n"), body: Vec::new() }
    }

    /// A form as a browser sends it from our own page.
    #[must_use]
    pub fn post(path: &str, fields: &[(&str, &str)]) -> Self {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        Self::send("POST", path, "application/x-www-form-urlencoded", body.join("&").into_bytes())
    }

    /// A form with one file.
    #[must_use]
    pub fn upload(path: &str, fields: &[(&str, &str)], file: &str, content: &[u8]) -> Self {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes(),
            );
        }
        let head = format!("--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file}\"\r\n\r\n");
        body.extend(head.as_bytes());
        body.extend(content);
        body.extend(b"\r\n--cut--\r\n");
        Self::send("POST", path, "multipart/form-data; boundary=cut", body)
    }

    fn send(method: &str, path: &str, kind: &str, body: Vec<u8>) -> Self {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\naccept-language: en\r\nsec-fetch-site: same-origin\r\n\
             content-type: {kind}\r\ncontent-length: {}\r\n",
            body.len()
        );
        Self { head, body }
    }

    /// With a header more.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.head.push_str(name);
        self.head.push_str(": ");
        self.head.push_str(value);
        self.head.push_str("\r\n");
        self
    }
}

/// Text in a form or a query.
#[must_use]
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// An answer.
#[derive(Debug, Clone, Default)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, still compressed if it was.
    pub body: Vec<u8>,
    /// Bytes on the wire, head and body.
    pub bytes: usize,
}

impl Response {
    /// The first header of a name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The cookie this sets, as it is sent back.
    #[must_use]
    pub fn cookie(&self) -> Option<String> {
        let mut cookies = self.headers.iter().filter(|(name, _)| name == "set-cookie");
        cookies.find_map(|(_, value)| {
            value.starts_with("__Host-pforte-").then(|| value.split(';').next().unwrap_or_default().to_owned())
        })
    }
}

/// A connection to a server on this machine; opened again when the server closed it.
#[derive(Debug)]
pub struct Connection {
    port: u16,
    stream: Option<BufReader<TcpStream>>,
}

impl Connection {
    /// A connection that will be opened by the first request.
    #[must_use]
    pub const fn to(port: u16) -> Self {
        Self { port, stream: None }
    }

    /// Sends a request and reads the answer.
    pub fn ask(&mut self, request: &Request) -> io::Result<Response> {
        let outcome = self.exchange(request);
        match &outcome {
            Ok(response) if response.header("connection") != Some("close") => {}
            _ => self.stream = None,
        }
        outcome
    }

    fn exchange(&mut self, request: &Request) -> io::Result<Response> {
        if self.stream.is_none() {
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
            let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.set_write_timeout(Some(PATIENCE))?;
            self.stream = Some(BufReader::with_capacity(64 << 10, stream));
        }
        let Some(stream) = self.stream.as_mut() else { return Err(io::ErrorKind::NotConnected.into()) };
        let mut sent = Vec::with_capacity(request.head.len() + request.body.len() + 2);
        sent.extend_from_slice(request.head.as_bytes());
        sent.extend_from_slice(b"\r\n");
        sent.extend_from_slice(&request.body);
        stream.get_mut().write_all(&sent)?;
        read(stream)
    }
}

fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Response> {
    let mut response = Response::default();
    let first = line(stream, &mut response)?;
    let malformed = || io::Error::from(io::ErrorKind::InvalidData);
    response.status = first.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(malformed)?;
    loop {
        let text = line(stream, &mut response)?;
        if text.is_empty() {
            break;
        }
        let (name, value) = text.split_once(':').ok_or_else(malformed)?;
        response.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    if response.header("transfer-encoding") == Some("chunked") {
        loop {
            let size = usize::from_str_radix(line(stream, &mut response)?.trim(), 16).map_err(|_| malformed())?;
            take(stream, &mut response, size)?;
            line(stream, &mut response)?;
            if size == 0 {
                break;
            }
        }
    } else {
        let length = response.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        take(stream, &mut response, length)?;
    }
    Ok(response)
}

fn line(stream: &mut BufReader<TcpStream>, response: &mut Response) -> io::Result<String> {
    let mut text = String::new();
    if stream.read_line(&mut text)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    response.bytes += text.len();
    text.truncate(text.trim_end().len());
    Ok(text)
}

fn take(stream: &mut BufReader<TcpStream>, response: &mut Response, size: usize) -> io::Result<()> {
    let start = response.body.len();
    response.body.resize(start + size, 0);
    stream.read_exact(response.body.get_mut(start..).unwrap_or_default())?;
    response.bytes += size;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    use super::{Connection, Request};

    #[test]
    fn answers_of_known_length_and_in_chunks_are_read_on_one_connection() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut seen = [0; 1_000];
            let answers = [
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
                "HTTP/1.1 303 See Other\r\nset-cookie: __Host-pforte-a=b; Path=/\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
            ];
            for answer in answers {
                assert!(stream.read(&mut seen).unwrap() > 0);
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        let mut connection = Connection::to(port);
        let first = connection.ask(&Request::get("/")).unwrap();
        assert_eq!((first.status, first.text().as_str()), (200, "hi"));
        let second = connection.ask(&Request::post("/", &[("a b", "ü&")])).unwrap();
        assert_eq!((second.status, second.text().as_str()), (303, "abcde"));
        assert_eq!(second.cookie().as_deref(), Some("__Host-pforte-a=b"));
        assert!(connection.ask(&Request::get("/")).is_err(), "the server has gone");
        server.join().unwrap();
    }

    #[test]
    fn forms_are_encoded() {
        assert_eq!(Request::post("/x", &[("a b", "ü&")]).body, b"a%20b=%C3%BC%26");
    }
}
