//! One session: from the first message to the last.
//!
//! Takes: messages in their order. Gives: an answer to each that asks. Never: answers about a text that is older than the one asked
//! about: what needs the site waits until the site has been looked at again. That is done beside, so that what needs no more than
//! the open text is answered at once.

use super::diagnostics::Published;
use super::wire::{Outbox, Refusal, read};
use super::workspace::{Workspace, file_of, site_of};
use super::{actions, complete, hover, navigate, outline, rename};
use crate::preview::{self, AfterSave, Laid, Noticing, Preview};
use crate::problem::fault;
use crate::{Choices, load};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

/// So many events may wait; whoever has more to say waits for us.
const MOST_EVENTS: usize = 256;
/// So many questions may wait for the site.
const MOST_QUESTIONS: usize = 1000;

/// What happens.
pub(super) enum Event {
    /// The client says something.
    Message(Value),
    /// It has gone.
    Gone,
    /// The site could be read, or why not.
    Opened(Result<Arc<Preview>, String>),
    /// The site has been looked at, with the texts of this number.
    Looked(u64),
    /// What was worked out beside.
    Answer(Value, Result<Value, Refusal>),
}

/// How a session has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// As the client asked.
    AsAsked,
    /// It was gone, or said what is no message.
    Lost,
}

/// Serves one client until it has gone. The site is the one of `root`, or else of the folder that the client names.
pub fn serve(
    root: Option<PathBuf>,
    choices: Choices,
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
) -> Ended {
    let (sender, events) = sync_channel(MOST_EVENTS);
    read(input, sender.clone());
    let out = Outbox::new(output, sender.clone());
    let mut session = Session {
        root,
        choices,
        events: sender,
        out,
        stage: Stage::Before,
        workspace: Workspace::default(),
        published: Published::default(),
        looker: None,
        texts: 0,
        changed: false,
        seen: None,
        waiting: Vec::new(),
        can_rename: false,
    };
    let ended = session.run(&events);
    session.out.flush();
    ended
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Before,
    Open,
    ShutDown,
}

/// A question.
struct Question {
    id: Value,
    method: String,
    params: Value,
    /// The number of the texts that it is about.
    texts: u64,
}

struct Session {
    root: Option<PathBuf>,
    choices: Choices,
    events: SyncSender<Event>,
    out: Outbox,
    stage: Stage,
    workspace: Workspace,
    published: Published,
    /// Where texts are sent to be looked at.
    looker: Option<Sender<(u64, Laid)>>,
    /// The number of the texts that are open now.
    texts: u64,
    /// Whether they are others than those that were sent.
    changed: bool,
    /// The number of the texts that the site was looked at with.
    seen: Option<u64>,
    waiting: Vec<Question>,
    /// Whether the client makes edits that rename files.
    can_rename: bool,
}

impl Session {
    fn run(&mut self, events: &Receiver<Event>) -> Ended {
        while let Ok(event) = events.recv() {
            let mut next = Some(event);
            // What has come meanwhile is looked at together.
            while let Some(event) = next.take() {
                if let Some(ended) = self.take(event) {
                    return ended;
                }
                next = events.try_recv().ok();
            }
            if self.changed && self.looker.is_some() {
                self.changed = false;
                let laid = (self.texts, self.workspace.laid());
                let _ = self.looker.as_ref().map(|looker| looker.send(laid));
            }
            if self.out.is_lost() {
                return Ended::Lost;
            }
        }
        Ended::Lost
    }

    fn take(&mut self, event: Event) -> Option<Ended> {
        match event {
            Event::Message(message) => return self.message(message),
            Event::Gone => return Some(if self.stage == Stage::ShutDown { Ended::AsAsked } else { Ended::Lost }),
            Event::Opened(Ok(preview)) => {
                self.workspace.preview = Some(preview);
                // What was opened while the site was read is not in it.
                self.changed = !self.workspace.documents.is_empty();
                self.looked(if self.changed { None } else { Some(self.texts) });
            }
            Event::Opened(Err(why)) => {
                self.out.notify("window/showMessage", json!({"type": 1, "message": format!("fingerpost: {why}")}));
                self.looker = None;
                self.answer_all();
            }
            Event::Looked(texts) => self.looked(Some(self.seen.unwrap_or(0).max(texts))),
            Event::Answer(id, answer) => self.out.answer(&id, answer),
        }
        None
    }

    /// The site has been looked at.
    fn looked(&mut self, texts: Option<u64>) {
        self.seen = texts.or(self.seen);
        if let Some(snapshot) = self.workspace.latest() {
            self.published.publish(&snapshot, &self.workspace, &mut self.out);
        }
        let Some(seen) = self.seen else { return };
        let (ready, waiting) = std::mem::take(&mut self.waiting).into_iter().partition(|q: &Question| q.texts <= seen);
        self.waiting = waiting;
        for question in ready {
            self.answer(&question);
        }
    }

    /// There is no site to wait for.
    fn answer_all(&mut self) {
        for question in std::mem::take(&mut self.waiting) {
            self.answer(&question);
        }
    }

    fn message(&mut self, mut message: Value) -> Option<Ended> {
        let method = match message["method"].take() {
            Value::String(method) => method,
            // An answer: nothing of ours depends on it.
            _ if message.get("result").is_some() || message.get("error").is_some() => return None,
            _ => {
                self.out.answer(&Value::Null, Err(Refusal::unread()));
                return None;
            }
        };
        let params = message["params"].take();
        match message.get("id").filter(|id| id.is_string() || id.is_number()) {
            Some(id) => {
                let id = id.clone();
                self.question(id, method, params);
                None
            }
            None => self.notified(&method, &params),
        }
    }

    fn question(&mut self, id: Value, method: String, params: Value) {
        let answer = match (self.stage, method.as_str()) {
            (Stage::ShutDown, _) => Err(Refusal::over()),
            (Stage::Before, "initialize") => {
                self.stage = Stage::Open;
                Ok(self.initialize(&params))
            }
            (Stage::Before, _) => Err(Refusal::not_begun()),
            (_, "initialize") => Err(Refusal::over()),
            (_, "shutdown") => {
                self.stage = Stage::ShutDown;
                Ok(Value::Null)
            }
            _ => {
                let question = Question { id, method, params, texts: self.texts };
                let waits = self.looker.is_some() && self.seen.is_none_or(|seen| seen < self.texts);
                if waits && waits_for_site(&question.method, self.seen) && self.waiting.len() < MOST_QUESTIONS {
                    self.waiting.push(question);
                } else {
                    self.answer(&question);
                }
                return;
            }
        };
        self.out.answer(&id, answer);
    }

    fn answer(&mut self, question: &Question) {
        let Question { id, method, params, .. } = question;
        let answer = catch_unwind(AssertUnwindSafe(|| self.answered(id, method, params)));
        let answer = answer.unwrap_or_else(|panic| Some(Err(Refusal::fault(&fault::words(&*panic)))));
        if let Some(answer) = answer {
            self.out.answer(id, answer);
        }
    }

    /// `None` for what is answered later.
    fn answered(&self, id: &Value, method: &str, params: &Value) -> Option<Result<Value, Refusal>> {
        let workspace = &self.workspace;
        let found = |answer: Option<Value>| Some(Ok(answer.unwrap_or(Value::Null)));
        match method {
            "textDocument/completion" => found(complete::complete(workspace, params)),
            "textDocument/definition" => found(navigate::definition(workspace, params)),
            "textDocument/references" => found(navigate::references(workspace, params)),
            "textDocument/hover" => found(hover::hover(workspace, params)),
            "textDocument/documentSymbol" => found(outline::symbols(workspace, params)),
            "textDocument/foldingRange" => found(outline::folds(workspace, params)),
            "textDocument/codeAction" => found(actions::actions(workspace, params)),
            "textDocument/prepareRename" => found(rename::prepare(workspace, params)),
            "workspace/symbol" => found(outline::pages(workspace, params)),
            "textDocument/rename" | "workspace/willRenameFiles" => {
                let task = if method == "textDocument/rename" {
                    rename::asked_task(workspace, params)
                } else {
                    rename::renaming(workspace, params)
                };
                match task {
                    Err(why) => Some(Err(Refusal::failed(why))),
                    Ok(None) => found(None),
                    Ok(Some(task)) => {
                        // The whole site is planned anew, several times: others are answered meanwhile.
                        let (task, can_rename) = (task.with(workspace), self.can_rename);
                        let (events, id, today) = (self.events.clone(), id.clone(), self.choices.today);
                        thread::spawn(move || {
                            let done = catch_unwind(AssertUnwindSafe(|| task.run(today, can_rename)));
                            let answer = match done {
                                Ok(answer) => answer.map_err(Refusal::failed),
                                Err(panic) => Err(Refusal::fault(&fault::words(&*panic))),
                            };
                            let _ = events.send(Event::Answer(id, answer));
                        });
                        None
                    }
                }
            }
            _ => Some(Err(Refusal::unknown(method))),
        }
    }

    fn notified(&mut self, method: &str, params: &Value) -> Option<Ended> {
        if method == "exit" {
            return Some(if self.stage == Stage::ShutDown { Ended::AsAsked } else { Ended::Lost });
        }
        if self.stage != Stage::Open {
            return None;
        }
        let changed = match method {
            "textDocument/didOpen" => {
                let item = &params["textDocument"];
                if self.looker.is_none() && self.workspace.root().is_none() {
                    let file = item["uri"].as_str().and_then(file_of);
                    self.find(file.as_deref().and_then(Path::parent).and_then(site_of));
                }
                self.workspace.open(item)
            }
            "textDocument/didChange" => self.workspace.change(params),
            "textDocument/didClose" => self.workspace.close(params),
            "$/cancelRequest" => {
                let (gone, waiting) =
                    std::mem::take(&mut self.waiting).into_iter().partition(|q: &Question| q.id == params["id"]);
                self.waiting = waiting;
                let gone: Vec<Question> = gone;
                gone.iter().for_each(|question| self.out.answer(&question.id, Err(Refusal::cancelled())));
                None
            }
            _ => None,
        };
        if changed.is_some() {
            self.texts += 1;
            self.changed = true;
        }
        None
    }

    fn initialize(&mut self, params: &Value) -> Value {
        let edits = &params["capabilities"]["workspace"]["workspaceEdit"];
        let kinds = edits["resourceOperations"].as_array();
        self.can_rename =
            edits["documentChanges"] == true && kinds.is_some_and(|kinds| kinds.contains(&json!("rename")));
        let folders = params["workspaceFolders"].as_array().into_iter().flatten();
        let folders = folders.map(|folder| &folder["uri"]).chain([&params["rootUri"]]);
        let mut folders: Vec<PathBuf> = folders.filter_map(|uri| file_of(uri.as_str()?)).collect();
        folders.extend(params["rootPath"].as_str().map(PathBuf::from));
        let root = self.root.take().or_else(|| folders.iter().find_map(|folder| site_of(folder)));
        self.find(root);
        json!({
            "capabilities": {
                "positionEncoding": "utf-16",
                "textDocumentSync": {"openClose": true, "change": 2},
                "completionProvider": {"triggerCharacters": ["[", "(", "#", "@", "^", ":", "/"]},
                "definitionProvider": true,
                "referencesProvider": true,
                "hoverProvider": true,
                "documentSymbolProvider": true,
                "workspaceSymbolProvider": true,
                "foldingRangeProvider": true,
                "renameProvider": {"prepareProvider": true},
                "codeActionProvider": {"codeActionKinds": ["quickfix", "source.fixAll.fingerpost"]},
                "workspace": {"fileOperations": {"willRename": {"filters": [
                    {"scheme": "file", "pattern": {"glob": "**/*", "matches": "file"}},
                    {"scheme": "file", "pattern": {"glob": "**/*", "matches": "folder"}},
                ]}}},
            },
            "serverInfo": {"name": "fingerpost", "version": env!("CARGO_PKG_VERSION")},
        })
    }

    /// Begins to read the site, beside, and to look at it again whenever something is another.
    fn find(&mut self, root: Option<PathBuf>) {
        let Some(root) = root else { return };
        self.workspace.set_root(root.clone());
        let (sender, texts) = channel();
        self.looker = Some(sender);
        let (events, choices) = (self.events.clone(), self.choices.clone());
        thread::spawn(move || look(&root, choices, &events, &texts));
    }
}

/// Whether a question is about the site as it is with the text that was typed last. What is completed while somebody types is not:
/// the site before that is as good, and there sooner.
fn waits_for_site(method: &str, seen: Option<u64>) -> bool {
    match method {
        "textDocument/documentSymbol" | "textDocument/foldingRange" => false,
        "textDocument/completion" | "workspace/symbol" => seen.is_none(),
        _ => true,
    }
}

fn look(root: &Path, choices: Choices, events: &SyncSender<Event>, texts: &Receiver<(u64, Laid)>) {
    let opened = catch_unwind(AssertUnwindSafe(|| Preview::open(root, choices, AfterSave::Stay)));
    let preview = match opened {
        Ok(Ok(preview)) => Arc::new(preview.without_pages()),
        Ok(Err(load::Unreadable { root, error })) => {
            let why = format!("the folder {} cannot be read: {error}", root.display());
            let _ = events.send(Event::Opened(Err(why)));
            return;
        }
        Err(panic) => {
            let _ = events.send(Event::Opened(Err(fault::words(&*panic))));
            return;
        }
    };
    let _ = events.send(Event::Opened(Ok(Arc::clone(&preview))));
    let (watched, told) = (Arc::clone(&preview), events.clone());
    thread::spawn(move || {
        preview::watch(
            &watched,
            Noticing::Events,
            |_| {},
            |_, _, _| {
                let _ = told.send(Event::Looked(0));
            },
        )
    });
    while let Ok(mut latest) = texts.recv() {
        // Only the last of several is looked at.
        while let Ok(later) = texts.try_recv() {
            latest = later;
        }
        let (number, laid) = latest;
        let _ = catch_unwind(AssertUnwindSafe(|| preview.lay(laid)));
        if events.send(Event::Looked(number)).is_err() {
            return;
        }
    }
}
