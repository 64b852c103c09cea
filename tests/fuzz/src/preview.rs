//! The preview, over a real connection: paths and ranges as anyone may send them.
//!
//! Takes: a path and a range, with a line break between them. Gives: nothing. Never: sends what is no request at all: that is
//! the HTTP crate's to refuse.

use fingerpost::Choices;
use fingerpost::preview::{AfterSave, Host, Preview, listen, serve};
use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, LazyLock};

/// Stands beside the site, and in a file that begins with a dot: nobody may read it.
const SECRET: &[u8] = b"nobody may read this";

static SERVER: LazyLock<SocketAddr> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder can be made").keep();
    let write = |path: &str, bytes: &[u8]| {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder can be made");
        std::fs::write(path, bytes).expect("a file can be written");
    };
    write("secret.txt", SECRET);
    write("site/.env", SECRET);
    write("site/secret.txt", SECRET);
    write("site/content/.secret.txt", SECRET);
    write("site/site.yaml", b"title: S\n");
    write("site/content/index.md", b"# Home\n\n[a](file.txt)\n");
    write("site/content/file.txt", b"0123456789");
    write("site/content/d r/ä.md", b"# A\n");
    let listener = listen("127.0.0.1", 0).expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    let preview = Preview::open(&folder.join("site"), Choices { preview: true, ..Choices::default() }, AfterSave::Stay);
    let preview = Arc::new(preview.expect("the site can be read"));
    std::thread::spawn(move || serve(listener, Host::new("127.0.0.1", address), preview));
    address
});

thread_local! {
    static CONNECTION: RefCell<Option<BufReader<TcpStream>>> = const { RefCell::new(None) };
}

/// Every question has an answer; none holds the secret; a part is a part of the file.
pub fn paths(data: &[u8]) {
    let mut lines = data.splitn(2, |byte| *byte == b'\n');
    let plain = |bytes: &[u8]| bytes.iter().copied().filter(|b| (0x21..0x7f).contains(b)).collect::<Vec<u8>>();
    let path = plain(lines.next().unwrap_or_default());
    let range: Vec<u8> =
        lines.next().unwrap_or_default().iter().copied().filter(|b| (0x20..0x7f).contains(b)).collect();
    // What waits for a change is answered after 25 seconds, or by a change.
    if path.windows(5).any(|part| part == b"looks") {
        return;
    }
    let mut request = b"GET /".to_vec();
    request.extend(&path);
    request.extend(b" HTTP/1.1\r\nHost: 127.0.0.1\r\nRange: ");
    request.extend(&range);
    request.extend(b"\r\n\r\n");
    let (status, length, body) = CONNECTION.with_borrow_mut(|connection| asked(connection, &request));
    assert!([200, 206, 301, 302, 307, 308, 400, 403, 404, 414, 416, 421, 431].contains(&status), "{status}");
    assert_eq!(body.len(), length, "{status}");
    assert!(!body.windows(SECRET.len()).any(|part| part == SECRET), "a secret was told");
    if status == 206 && path == b"file.txt" {
        assert!(!body.is_empty() && b"0123456789".windows(body.len()).any(|part| part == body), "{body:?}");
    }
}

/// Asks on the connection that is open, or on a new one; the server may close it after what is no request.
fn asked(connection: &mut Option<BufReader<TcpStream>>, request: &[u8]) -> (u16, usize, Vec<u8>) {
    for _ in 0..2 {
        let stream = connection.get_or_insert_with(|| {
            let stream = TcpStream::connect(*SERVER).expect("it listens");
            stream.set_nodelay(true).expect("a connection can be set");
            BufReader::new(stream)
        });
        if stream.get_mut().write_all(request).is_ok()
            && let Some((status, length, body, closes)) = answer(stream)
        {
            if closes {
                *connection = None;
            }
            return (status, length, body);
        }
        *connection = None;
    }
    panic!("no answer to {:?}", String::from_utf8_lossy(request));
}

fn answer(stream: &mut impl BufRead) -> Option<(u16, usize, Vec<u8>, bool)> {
    let mut line = String::new();
    stream.read_line(&mut line).ok()?;
    let status = line.split(' ').nth(1)?.parse().ok()?;
    let (mut length, mut closes) = (0, false);
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok()?;
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.parse().ok()?;
        }
        closes |= line == "connection: close";
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    Some((status, length, body, closes))
}
