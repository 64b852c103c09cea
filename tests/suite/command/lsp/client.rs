//! An editor for tests: it sends messages to the real program and reads what comes.
use crate::common::{folder, write_site};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// So long an answer is waited for: what takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) struct Client {
    pub(super) folder: TempDir,
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    next: i64,
    /// What is told of each file now.
    pub(super) told: BTreeMap<String, Vec<Value>>,
}

pub(super) fn program(folder: &Path, arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fingerpost"));
    command.arg("lsp").args(arguments).current_dir(folder);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().expect("the program can be started")
}

/// Waits until a program has ended, and says with what; `None` where it does not.
pub(super) fn ended(child: &mut Child) -> Option<i32> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().expect("it can be asked") {
            return Some(status.code().unwrap_or(-1));
        }
        thread::sleep(Duration::from_millis(5));
    }
    let _ = child.kill();
    None
}

impl Client {
    /// Opens a site in an editor.
    pub(super) fn open(site: &str) -> Client {
        let mut client = Client::start(site);
        client.initialize();
        client
    }

    pub(super) fn start(site: &str) -> Client {
        let folder = folder();
        write_site(folder.path(), site);
        Client::in_folder(folder)
    }

    pub(super) fn in_folder(folder: TempDir) -> Client {
        let mut child = program(folder.path(), &["--today", "2026-12-01"]);
        let (sender, messages) = channel();
        let mut output = BufReader::new(child.stdout.take().expect("it has an output"));
        thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let input = child.stdin.take();
        Client { folder, child, input, messages, next: 0, told: BTreeMap::new() }
    }

    pub(super) fn initialize(&mut self) -> Value {
        let root = self.uri("");
        let root = root.trim_end_matches('/');
        let capabilities = json!({"workspace": {"workspaceEdit": {
            "documentChanges": true, "resourceOperations": ["create", "rename", "delete"],
        }}});
        let params = json!({"processId": null, "rootUri": root, "capabilities": capabilities,
            "workspaceFolders": [{"uri": root, "name": "site"}]});
        let answer = self.ask("initialize", params);
        self.notify("initialized", json!({}));
        answer
    }

    pub(super) fn uri(&self, path: &str) -> String {
        url::Url::from_file_path(self.folder.path().join(path)).expect("it is a path").into()
    }

    pub(super) fn send_raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("it is open");
        // One that has ended takes nothing.
        let _ = input.write_all(bytes).and_then(|()| input.flush());
    }

    pub(super) fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub(super) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Asks, and gives the whole answer.
    pub(super) fn ask_whole(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        self.wait(|message| message["id"] == id).unwrap_or_else(|| panic!("{method} is not answered"))
    }

    pub(super) fn ask(&mut self, method: &str, params: Value) -> Value {
        let mut answer = self.ask_whole(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].take()
    }

    /// Takes messages until one fits.
    pub(super) fn wait(&mut self, fits: impl Fn(&Value) -> bool) -> Option<Value> {
        let began = Instant::now();
        while let Some(left) = PATIENCE.checked_sub(began.elapsed()) {
            let message = self.messages.recv_timeout(left).ok()?;
            if message["method"] == "textDocument/publishDiagnostics" {
                let uri = message["params"]["uri"].as_str().expect("it names a file").to_owned();
                let told = message["params"]["diagnostics"].as_array().expect("a list").clone();
                self.told.insert(uri, told);
            }
            if fits(&message) {
                return Some(message);
            }
        }
        None
    }

    pub(super) fn open_file(&mut self, path: &str, text: &str) {
        let document = json!({"uri": self.uri(path), "languageId": "markdown", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    pub(super) fn type_all(&mut self, path: &str, version: i64, text: &str) {
        let document = json!({"uri": self.uri(path), "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": [{"text": text}]}));
    }

    /// Waits until all that was typed has been looked at.
    pub(super) fn settle(&mut self) {
        let document = json!({"uri": self.uri("content/index.md")});
        let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}});
        self.ask(
            "textDocument/codeAction",
            json!({"textDocument": document, "range": range, "context": {"diagnostics": []}}),
        );
    }

    /// The codes told of a file, each with its place: `broken-link 2:4-2:9`.
    pub(super) fn problems(&self, path: &str) -> Vec<String> {
        let told = self.told.get(&self.uri(path)).map_or(&[][..], Vec::as_slice);
        told.iter().map(|d| format!("{} {}", d["code"].as_str().unwrap(), range(&d["range"]))).collect()
    }

    /// Asks about the place that `|` marks in a text of an open file.
    pub(super) fn at(&mut self, method: &str, path: &str, line: usize, character: usize, more: Value) -> Value {
        let mut params =
            json!({"textDocument": {"uri": self.uri(path)}, "position": {"line": line, "character": character}});
        for (key, value) in more.as_object().into_iter().flatten() {
            params[key] = value.clone();
        }
        self.ask(method, params)
    }

    /// Ends the session as an editor does; the exit code.
    pub(super) fn close(mut self) -> Option<i32> {
        self.ask("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.input = None;
        ended(&mut self.child)
    }

    /// Is gone without a word; the exit code.
    pub(super) fn vanish(mut self) -> Option<i32> {
        self.input = None;
        ended(&mut self.child)
    }

    pub(super) fn ended(&mut self) -> Option<i32> {
        ended(&mut self.child)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `2:4-2:9`, as the protocol counts.
pub(super) fn range(range: &Value) -> String {
    let place = |place: &Value| format!("{}:{}", place["line"], place["character"]);
    format!("{}-{}", place(&range["start"]), place(&range["end"]))
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line.trim().is_empty() {
            break;
        }
        length = line.trim().strip_prefix("Content-Length: ")?.parse().ok()?;
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("what is sent is JSON"))
}

/// A text after edits of the protocol.
pub(super) fn edited(text: &str, edits: &Value) -> String {
    let byte = |place: &Value| {
        let (line, character) = (place["line"].as_u64().unwrap() as usize, place["character"].as_u64().unwrap());
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let mut units = 0;
        let inside = text[start..].char_indices().find(|(_, c)| {
            let here = units >= character;
            units += c.len_utf16() as u64;
            here
        });
        start + inside.map_or(text.len() - start, |(at, _)| at)
    };
    let mut all: Vec<(usize, usize, &str)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            (byte(&range["start"]), byte(&range["end"]), edit["newText"].as_str().unwrap())
        })
        .collect();
    all.sort();
    let mut out = text.to_owned();
    for (start, end, new) in all.into_iter().rev() {
        out.replace_range(start..end, new);
    }
    out
}
