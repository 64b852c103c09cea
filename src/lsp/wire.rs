//! Messages on a stream: a head with a length, and JSON.
//!
//! Takes: bytes. Gives: messages, and a way to send some. Never: reserves memory because a head asks for it, or waits for a client
//! that does not read.

use super::session::Event;
use serde_json::{Value, json};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel};
use std::thread;
use std::time::Duration;

/// The largest message that is read: the largest text, each of its characters escaped.
const LARGEST: u64 = 128 << 20;
/// A line of a head is no longer than this, and a head has no more lines than that.
const LONGEST_LINE: u64 = 8 << 10;
const MOST_LINES: usize = 32;
/// So many bytes may wait for a client that does not read.
const MOST_WAITING: usize = 256 << 20;

/// Reads one message; `None` where the stream ends between two.
fn message(input: &mut impl BufRead) -> io::Result<Option<Value>> {
    let odd = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    let mut length = None;
    for number in 0.. {
        let mut line = Vec::new();
        input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if line.is_empty() && number == 0 {
            return Ok(None);
        }
        if line.last() != Some(&b'\n') || number > MOST_LINES {
            return Err(odd("a message has no head"));
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or_else(|| odd("a line of a head has no colon"))?;
        if name.trim().eq_ignore_ascii_case("content-length") {
            length = value.trim().parse::<u64>().ok();
        }
    }
    let length =
        length.filter(|length| *length <= LARGEST).ok_or_else(|| odd("a message has no length, or is too long"))?;
    let mut body = Vec::new();
    input.by_ref().take(length).read_to_end(&mut body)?;
    if body.len() as u64 != length {
        return Err(odd("a message ends too early"));
    }
    // What is no JSON is answered, and the next message may be better.
    Ok(Some(serde_json::from_slice(&body).unwrap_or(Value::Null)))
}

/// Reads messages until there are none.
pub(super) fn read(input: impl Read + Send + 'static, events: SyncSender<Event>) {
    thread::spawn(move || {
        let mut input = BufReader::new(input);
        while let Ok(Some(message)) = message(&mut input) {
            if events.send(Event::Message(message)).is_err() {
                return;
            }
        }
        let _ = events.send(Event::Gone);
    });
}

/// What is to be sent.
pub(super) struct Outbox {
    queue: Sender<Vec<u8>>,
    waiting: Arc<AtomicUsize>,
    /// The client has gone, or does not read.
    lost: bool,
}

impl Outbox {
    pub(super) fn new(output: impl Write + Send + 'static, events: SyncSender<Event>) -> Outbox {
        let (queue, messages) = channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let sent = Arc::clone(&waiting);
        thread::spawn(move || {
            if write_all(output, &messages, &sent).is_err() {
                let _ = events.send(Event::Gone);
            }
        });
        Outbox { queue, waiting, lost: false }
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let bytes = format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes();
        let waiting = self.waiting.fetch_add(bytes.len(), Ordering::Relaxed) + bytes.len();
        self.lost |= waiting > MOST_WAITING || self.queue.send(bytes).is_err();
    }

    pub(super) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    pub(super) fn answer(&mut self, id: &Value, answer: Result<Value, Refusal>) {
        self.send(&match answer {
            Ok(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}),
            Err(Refusal { code, message }) => {
                json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}})
            }
        });
    }

    pub(super) fn is_lost(&self) -> bool {
        self.lost
    }

    /// Waits a little until all is sent.
    pub(super) fn flush(&self) {
        for _ in 0..200 {
            if self.lost || self.waiting.load(Ordering::Relaxed) == 0 {
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

fn write_all(mut output: impl Write, messages: &Receiver<Vec<u8>>, sent: &AtomicUsize) -> io::Result<()> {
    for message in messages {
        output.write_all(&message)?;
        output.flush()?;
        sent.fetch_sub(message.len(), Ordering::Relaxed);
    }
    Ok(())
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) struct Refusal {
    code: i32,
    message: String,
}

impl Refusal {
    /// What was asked cannot be done, for this reason.
    pub(super) fn failed(message: impl Into<String>) -> Refusal {
        Refusal { code: -32803, message: message.into() }
    }

    pub(super) fn cancelled() -> Refusal {
        Refusal { code: -32800, message: "it was called off".into() }
    }

    pub(super) fn unknown(method: &str) -> Refusal {
        Refusal { code: -32601, message: format!("there is no {}", method.chars().take(80).collect::<String>()) }
    }

    pub(super) fn not_begun() -> Refusal {
        Refusal { code: -32002, message: "`initialize` comes first".into() }
    }

    pub(super) fn over() -> Refusal {
        Refusal { code: -32600, message: "the session is over".into() }
    }

    pub(super) fn unread() -> Refusal {
        Refusal { code: -32700, message: "this is no message".into() }
    }

    /// A mistake of the program's own.
    pub(super) fn fault(words: &str) -> Refusal {
        let message = format!("Fingerpost itself has failed; please report it, with these words: {words}");
        Refusal { code: -32603, message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_reserves_nothing_and_what_is_no_message_ends_the_reading() {
        let read = |bytes: &str| message(&mut bytes.as_bytes());
        assert_eq!(read("Content-Length: 2\r\n\r\n{}").unwrap(), Some(json!({})));
        assert_eq!(read("content-length:2\nOther: x\n\n[]").unwrap(), Some(json!([])));
        assert_eq!(read("").unwrap(), None);
        assert_eq!(read("Content-Length: 3\r\n\r\n{x}").unwrap(), Some(Value::Null));
        for bad in [
            "GET / HTTP/1.1\r\n\r\n",
            "Content-Length: 99999999999999\r\n\r\n",
            "Content-Length: 9\r\n\r\n{}",
            "\r\n\r\n",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert!(read(&"x".repeat(100_000)).is_err());
    }
}
