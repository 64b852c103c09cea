//! One request → what is answered.
//!
//! Takes: a path and a query as they were sent. Gives: an [`Answer`].
//! Never: makes a disk's path of what was sent: it is looked up among the files that the site has, as it stands.

use super::editor::Editor;
use super::overview;
use super::snapshot::{AfterSave, Preview, Snapshot};
use super::tab::{Asked, Page, PageUpdate, State};
use crate::load;
use crate::picture::{self, card};
use crate::publish;
use crate::render::{Content, Rendered};
use crate::source::url;
use hyper::StatusCode;
use hyper::body::Bytes;
use serde::Serialize;
use std::io;

/// What is sent back.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) kind: &'static str,
    pub(super) body: Bytes,
    /// Where to go instead.
    pub(super) location: Option<String>,
}

impl Answer {
    pub(super) fn new(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Answer {
        Answer { status, kind, body: body.into(), location: None }
    }

    /// A plain sentence.
    pub(super) fn said(status: StatusCode, text: &'static str) -> Answer {
        Answer::new(status, "text/plain; charset=utf-8", text)
    }

    pub(super) fn elsewhere(location: String) -> Answer {
        Answer { location: Some(location), ..Answer::said(StatusCode::TEMPORARY_REDIRECT, "It is elsewhere.\n") }
    }
}

/// The address at which a browser waits for the next look.
pub(super) const LOOKS: &str = "/_fingerpost/looks";
/// The address at which a tab asks what has become of its page.
const NEWS: &str = "/_fingerpost/news";
/// What a tab needs besides, by its name below `/_fingerpost/`.
const OWN: [(&str, &str, &str); 10] = [
    ("client.js", JAVASCRIPT, include_str!("browser/client.js")),
    ("editor.js", JAVASCRIPT, include_str!("browser/editor.js")),
    ("lines.js", JAVASCRIPT, include_str!("browser/lines.js")),
    ("looks.js", JAVASCRIPT, include_str!("browser/looks.js")),
    ("overview.css", CSS, include_str!("browser/overview.css")),
    ("overview.js", JAVASCRIPT, include_str!("browser/overview.js")),
    ("patch.js", JAVASCRIPT, include_str!("browser/patch.js")),
    ("problems.js", JAVASCRIPT, include_str!("browser/problems.js")),
    ("worker.js", JAVASCRIPT, include_str!("browser/worker.js")),
    ("problems.css", CSS, include_str!("browser/problems.css")),
];

const HTML: &str = "text/html; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
/// A drawing: of these, the browser is told what they may do.
pub(super) const SVG: &str = "image/svg+xml";
const CSS: &str = "text/css; charset=utf-8";

/// The file at an address.
pub(super) fn file(preview: &Preview, address: &str, query: Option<&str>) -> Answer {
    let look = preview.latest();
    match address {
        NEWS => return news(preview, &look, query),
        overview::PROBLEMS => return Answer::new(StatusCode::OK, HTML, overview::problems(preview, &look)),
        overview::CHANGES => return Answer::new(StatusCode::OK, HTML, overview::changes(preview, &look)),
        _ => {}
    }
    let own = address.strip_prefix("/_fingerpost/");
    if let Some((_, kind, text)) = own.and_then(|name| OWN.iter().find(|(known, ..)| *known == name)) {
        return Answer::new(StatusCode::OK, kind, *text);
    }
    let path = output_path(address).unwrap_or_default();
    let earlier = || look.earlier.iter().find(|plan| is_named_by_content(&path) && plan.has(&path));
    let plan = if look.plan.has(&path) { Some(&look.plan) } else { earlier() };
    if plan.is_none()
        && let Some(location) = elsewhere(&look, address, &path)
    {
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        return Answer::elsewhere(format!("{location}{query}"));
    }
    let Some(plan) = plan.filter(|plan| !path.ends_with(".html") || plan.manifest.is_static(&path)) else {
        return page(&look, preview.rendered(), &path);
    };
    match plan.output(&path, preview.rendered()).map(|output| output.map(|output| output.content)) {
        Some(Ok(Content::Text(text))) => Answer::new(StatusCode::OK, kind(&path), text.to_string()),
        Some(Ok(Content::Bytes(bytes))) => Answer::new(StatusCode::OK, kind(&path), bytes.to_vec()),
        // A picture's sizes are made when it is published; here the file itself is shown in their place.
        Some(Ok(Content::Copy(disk) | Content::Rendition(disk, _))) => match load::attachment(preview.root(), &disk) {
            Ok(bytes) => Answer::new(StatusCode::OK, kind(&path), bytes),
            Err(_) => Answer::said(StatusCode::NOT_FOUND, "This file cannot be read any more.\n"),
        },
        Some(Ok(Content::Bared(disk))) => match load::attachment(preview.root(), &disk) {
            Ok(bytes) => Answer::new(StatusCode::OK, kind(&path), picture::bare(&bytes)),
            Err(_) => Answer::said(StatusCode::NOT_FOUND, "This file cannot be read any more.\n"),
        },
        Some(Ok(Content::Card(card))) => match card::drawn(&card) {
            Some(bytes) => Answer::new(StatusCode::OK, kind(&path), bytes),
            None => Answer::said(StatusCode::NOT_FOUND, "This card cannot be drawn.\n"),
        },
        Some(Ok(Content::Archive(files))) => match publish::packed(&files, &|content| bytes(preview, content)) {
            Ok(bytes) => Answer::new(StatusCode::OK, kind(&path), bytes),
            Err(_) => Answer::said(StatusCode::NOT_FOUND, "A file that belongs in here cannot be read any more.\n"),
        },
        Some(Err(_)) | None => page(&look, preview.rendered(), &path),
    }
}

/// The bytes of a file to be packed.
fn bytes(preview: &Preview, content: &Content) -> io::Result<Vec<u8>> {
    let unread = || io::Error::other("it cannot be made");
    match content {
        Content::Copy(disk) => load::attachment(preview.root(), disk).map_err(|_| unread()),
        Content::Bared(disk) => {
            load::attachment(preview.root(), disk).map(|file| picture::bare(&file)).map_err(|_| unread())
        }
        Content::Rendition(disk, form) => {
            let file = load::attachment(preview.root(), disk).map_err(|_| unread())?;
            picture::made(&file, &[*form]).and_then(|mut made| made.pop()).ok_or_else(unread)
        }
        made => made.bytes().map(<[u8]>::to_vec).ok_or_else(unread),
    }
}

/// Where an address without a page of its own leads: to the same with a `/` at its end, or to the same without the folder
/// that the site lies in on the web; here it lies at the top.
fn elsewhere(look: &Snapshot, address: &str, path: &str) -> Option<String> {
    if look.plan.manifest.has(&format!("{path}/index.html")) {
        return Some(format!("{address}/"));
    }
    if let Some(address) = look.moved(path) {
        return Some(url::encoded(&address));
    }
    let base = look.plan.site.settings.base_path().trim_end_matches('/');
    let below = address.strip_prefix(base).filter(|_| !base.is_empty())?;
    (below.starts_with('/') && !below.starts_with("//")).then(|| below.to_owned())
}

/// A page; where there is none, the page that says so.
fn page(look: &Snapshot, rendered: &Rendered, path: &str) -> Answer {
    let page = Page::new(look, rendered, path);
    let status = match page.state {
        State::Shown => StatusCode::OK,
        State::Missing => StatusCode::NOT_FOUND,
        State::Broken => StatusCode::INTERNAL_SERVER_ERROR,
    };
    Answer::new(status, HTML, page.with_script())
}

/// What there is to tell a tab of its page.
fn news(preview: &Preview, look: &Snapshot, query: Option<&str>) -> Answer {
    match asked(query) {
        Some(asked) => json(&PageUpdate::new(look, preview.rendered(), &asked, preview.editor().map(Editor::token))),
        None => Answer::said(StatusCode::BAD_REQUEST, "It is not clear which page is meant.\n"),
    }
}

/// What a tab asks with, from its query.
fn asked(query: Option<&str>) -> Option<Asked> {
    let mut asked = Asked::default();
    for (key, value) in pairs(query) {
        match key {
            "at" => asked.path = output_path(&value)?,
            "key" => asked.key = value,
            "file" if !value.is_empty() => asked.file = Some(value.into()),
            _ => {}
        }
    }
    (!asked.path.is_empty()).then_some(asked)
}

/// The number of the look that a browser has seen, from its query.
pub(super) fn seen(query: Option<&str>) -> Option<u64> {
    pairs(query).find(|(key, _)| *key == "after")?.1.parse().ok()
}

/// A query's keys and values. `+` is a space, as browsers write one.
pub(super) fn pairs(query: Option<&str>) -> impl Iterator<Item = (&str, String)> {
    let pairs = query.unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter_map(|(key, value)| {
        let value = value.replace('+', " ");
        Some((key, url::decoded(&value)?.into_owned()))
    })
}

/// What a browser is told of a look. Where to go it is told only of one that it has waited for.
pub(super) fn told(preview: &Preview, look: &Snapshot, after: Option<u64>) -> Answer {
    let waited = after.is_some_and(|after| after < look.number);
    let saved = look.saved.as_ref().filter(|_| waited && preview.after_save() == AfterSave::Follow);
    let saved = saved.and_then(|saved| {
        let address = url::encoded(&look.address(&saved.file)?);
        Some(Saved { file: saved.file.as_str(), address, line: saved.line })
    });
    json(&Told { look: look.number, saved })
}

#[derive(Serialize)]
struct Told<'a> {
    look: u64,
    saved: Option<Saved<'a>>,
}

/// The file that was saved, and where its page is.
#[derive(Serialize)]
struct Saved<'a> {
    file: &'a str,
    address: String,
    /// The line that was changed first.
    line: u32,
}

fn json(value: &impl Serialize) -> Answer {
    Answer::new(StatusCode::OK, "application/json", serde_json::to_vec(value).unwrap_or_default())
}

/// `/a%20b/` → `a b/index.html`. `None` for what is no text.
pub(super) fn output_path(address: &str) -> Option<String> {
    let path = url::decoded(address)?;
    let path = path.strip_prefix('/')?;
    Some(if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() })
}

/// Whether sixteen figures of a file's name tell what is in it: what it held before is then never wrong.
fn is_named_by_content(path: &str) -> bool {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.split('.').any(|part| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// What a browser takes a file for, by its ending.
pub(super) fn kind(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" => HTML,
        "css" => CSS,
        "js" | "mjs" => JAVASCRIPT,
        "json" => "application/json",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "svg" => SVG,
        "xml" => "text/xml; charset=utf-8",
        "txt" | "csv" => "text/plain; charset=utf-8",
        "vtt" => "text/vtt; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "bmp" => "image/bmp",
        "pdf" => "application/pdf",
        "mp3" => "audio/mpeg",
        "ogg" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "m4a" => "audio/mp4",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mov" => "video/quicktime",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "ics" => "text/calendar; charset=utf-8",
        "zip" => "application/zip",
        "epub" => "application/epub+zip",
        _ => "application/octet-stream",
    }
}
