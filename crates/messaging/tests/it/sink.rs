//! A mail server for tests: it listens on this machine only and does with each connection what it is told.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What to do with one connection.
#[derive(Debug, Clone, Copy)]
pub enum Act {
    /// Take the mail.
    Accept,
    /// Answer the recipient with this code.
    AnswerRecipient(u16),
    /// Answer the whole mail with this code.
    AnswerMail(u16),
    /// Take the mail and hang up before saying so.
    DropAfterMail,
    /// Hang up in the middle of the mail.
    DropInMail,
    /// Say nothing at all.
    Hang,
    /// Offer STARTTLS and answer it with what is not TLS.
    GarbledTls,
}

/// The server. It ends when it is dropped.
pub struct Sink {
    address: SocketAddr,
    heard: Arc<Mutex<Heard>>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
struct Heard {
    connections: usize,
    commands: Vec<String>,
    mails: Vec<String>,
}

impl Sink {
    /// Acts as told, connection by connection; the last act is for every further one.
    pub async fn new(acts: &[Act]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(Heard::default()));
        let (acts, notes) = (acts.to_vec(), heard.clone());
        let task = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            for number in 0.. {
                let (stream, _) = listener.accept().await.unwrap();
                notes.lock().unwrap().connections += 1;
                let act = *acts.get(number).or(acts.last()).unwrap();
                connections.spawn(serve(stream, act, notes.clone()));
            }
        });
        Self { address, heard, task }
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    pub fn connections(&self) -> usize {
        self.heard.lock().unwrap().connections
    }

    /// Every command it was given, but AUTH only by name.
    pub fn commands(&self) -> Vec<String> {
        self.heard.lock().unwrap().commands.clone()
    }

    /// The mails it took, as they came over the wire.
    pub fn mails(&self) -> Vec<String> {
        self.heard.lock().unwrap().mails.clone()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(stream: TcpStream, act: Act, heard: Arc<Mutex<Heard>>) {
    let mut stream = BufReader::new(stream);
    if matches!(act, Act::Hang) {
        let mut line = String::new();
        // Until the other side has had enough.
        while stream.read_line(&mut line).await.is_ok_and(|length| length > 0) {}
        return;
    }
    let mut answer = "220 sink ESMTP".to_owned();
    loop {
        if stream.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
            return;
        }
        let mut line = String::new();
        if stream.read_line(&mut line).await.is_ok_and(|length| length == 0) {
            return;
        }
        let line = line.trim_end().to_owned();
        let verb = line.split(' ').next().unwrap_or_default().to_uppercase();
        heard.lock().unwrap().commands.push(if verb == "AUTH" { verb.clone() } else { line });
        answer = match verb.as_str() {
            "EHLO" if matches!(act, Act::GarbledTls) => "250-sink\r\n250 STARTTLS".to_owned(),
            "EHLO" => "250-sink\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN".to_owned(),
            "STARTTLS" => "220 go ahead\r\nthis is not TLS".to_owned(),
            "AUTH" => "235 welcome".to_owned(),
            "RCPT" => match act {
                Act::AnswerRecipient(code) => format!("{code} <ada@example.org> is not welcome"),
                _ => "250 fine".to_owned(),
            },
            "DATA" => {
                if stream.write_all(b"354 go on\r\n").await.is_err() {
                    return;
                }
                let mut mail = String::new();
                loop {
                    let mut line = String::new();
                    if stream.read_line(&mut line).await.is_ok_and(|length| length == 0)
                        || matches!(act, Act::DropInMail)
                    {
                        return;
                    }
                    if line == ".\r\n" {
                        break;
                    }
                    mail.push_str(&line);
                }
                if let Act::AnswerMail(code) = act {
                    format!("{code} not now")
                } else {
                    heard.lock().unwrap().mails.push(mail);
                    if matches!(act, Act::DropAfterMail) {
                        return;
                    }
                    "250 taken".to_owned()
                }
            }
            "QUIT" => {
                let _ = stream.write_all(b"221 bye\r\n").await;
                return;
            }
            _ => "250 fine".to_owned(),
        };
    }
}
