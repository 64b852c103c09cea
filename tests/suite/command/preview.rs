//! The preview over a real connection: what is served is what a cold build would write, after any edit; an edit is as much work
//! as it must be; nothing that is done to a site ends the server; nobody else can read.
use crate::common::{folder, write, write_site};
use fingerpost::load::ChangeSet;
use fingerpost::preview::{AfterSave, Effort, Host, Noticing, Preview, listen, serve, watch};
use fingerpost::render::Content;
use fingerpost::source::{SitePath, Source};
use fingerpost::{Built, Choices, Memory, build, load};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

pub(super) const SITE: &str = "
--- site.yaml
title: A small site
checks: {orphan-page: off, unused-file: off}
--- content/index.md
# Home

Words of the home page, and [one](a/one.md).
--- content/a/one.md
# One

See [[Three]].
--- content/a/two.md
# Two

Words.
--- content/b/three.md
# Three

Words of three.
--- content/b/clip.mp4
0123456789
--- content/check.tree.yaml
title: T
questions:
  q: {ask: Q?, options: {a: {say: A, goto: o}, b: {say: B, goto: p}}}
outcomes:
  o: {title: O, level: urgent, read: [Two]}
  p: {title: P, level: routine}
";

/// A preview that runs in this process until the tests end.
pub(super) struct Running {
    folder: TempDir,
    pub(super) preview: Arc<Preview>,
    pub(super) address: SocketAddr,
}

/// What a server has answered.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

pub(super) fn running(site: &str, after_save: AfterSave) -> Running {
    running_with(site, after_save, Noticing::Events, |preview, _| preview)
}

/// The same with whatever else its owner gives it; that may look at the site's folder.
pub(super) fn running_with(
    site: &str,
    after_save: AfterSave,
    noticing: Noticing,
    with: impl FnOnce(Preview, &Path) -> Preview,
) -> Running {
    let folder = folder();
    write_site(folder.path(), site);
    let choices = Choices { drafts: true, preview: true, ..Choices::default() };
    let preview = Preview::open(folder.path(), choices, after_save).expect("the site can be read");
    let preview = Arc::new(with(preview, folder.path()));
    let listener = listen("127.0.0.1", 0).expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    let (served, watched) = (Arc::clone(&preview), Arc::clone(&preview));
    let host = Host::new("127.0.0.1", address).allowing(&["preview.example".to_owned()]);
    thread::spawn(move || serve(listener, host, served));
    thread::spawn(move || watch(&watched, noticing, |_| {}, |_, _, _| {}));
    Running { folder, preview, address }
}

impl Running {
    pub(super) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)]) -> Answer {
        let host = self.address.to_string();
        let named = headers.iter().any(|(name, _)| *name == "Host");
        let mut all = vec![("Connection", "close")];
        all.extend((!named).then_some(("Host", host.as_str())));
        all.extend(headers);
        let head: String = all.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        self.raw(&format!("{method} {target} HTTP/1.1\r\n{head}\r\n"))
    }

    pub(super) fn raw(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).expect("a request can be sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer comes");
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer has a head");
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("an answer has a status");
        Answer { status, head, body: bytes[end + 4..].to_vec() }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("the server listens");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a time can be set");
        stream
    }

    pub(super) fn get(&self, target: &str) -> Answer {
        self.ask("GET", target, &[])
    }

    /// The page at an address without the preview's script.
    pub(super) fn page(&self, address: &str) -> String {
        without_script(&self.get(address).text())
    }

    pub(super) fn look(&self) -> u64 {
        self.preview.latest().number
    }

    /// Waits for the look after this one; fails if none comes.
    pub(super) fn wait(&self, look: u64) -> String {
        let answer = self.get(&format!("/_fingerpost/looks?after={look}"));
        assert_eq!(answer.status, 200, "no look came after look {look}");
        answer.text()
    }

    /// Writes a file and waits for the look that sees it.
    pub(super) fn save(&self, path: &str, text: &str) {
        let look = self.look();
        write(self.root(), path, text);
        self.wait(look);
    }

    pub(super) fn news(&self, address: &str) -> serde_json::Value {
        let answer = self.get(&format!("/_fingerpost/news?at={address}&key="));
        assert_eq!(answer.status, 200);
        serde_json::from_str(&answer.text()).expect("news are JSON")
    }

    /// The site on the disk, built anew: but with the last good text in place of each that cannot be read now.
    fn cold(&self) -> Built {
        let (mut inputs, problems) = load::load(self.root()).expect("the site can be read");
        for (path, held) in self.preview.latest().held() {
            put(&mut inputs, path, held.shown.as_ref());
        }
        let choices = Choices { preview: true, drafts: true, ..Choices::default() };
        build(&inputs, problems, &choices, &mut Memory::default())
    }

    /// The first file that is not served as a cold build would write it.
    fn difference(&self) -> Option<String> {
        let built = self.cold();
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for output in built.outputs {
            let bytes = match output.content {
                Content::Text(text) => text.as_bytes().to_vec(),
                Content::Bytes(bytes) => bytes.to_vec(),
                // A preview makes no pictures, and shows the file itself.
                Content::Copy(disk) | Content::Rendition(disk, _) => fs::read(disk).unwrap_or_default(),
                Content::Bared(disk) => fingerpost::picture::bare(&fs::read(disk).unwrap_or_default()),
                Content::Card(card) => fingerpost::picture::card::drawn(&card).unwrap_or_default(),
                Content::Archive(_) => continue,
            };
            files.insert(output.path, bytes);
        }
        for (path, bytes) in files {
            let answer = self.get(&encoded(&path));
            let served =
                if path.ends_with(".html") { without_script(&answer.text()).into_bytes() } else { answer.body };
            if served != bytes {
                let (served, built) = (String::from_utf8_lossy(&served), String::from_utf8_lossy(&bytes));
                return Some(format!("{path} is served as\n{served}\nand built as\n{built}"));
            }
        }
        None
    }

    /// Waits until everything is served as a cold build would write it; fails if that does not come.
    pub(super) fn settles(&self) {
        loop {
            let look = self.look();
            let Some(difference) = self.difference() else { return };
            let answer = self.get(&format!("/_fingerpost/looks?after={look}"));
            assert_eq!(answer.status, 200, "{difference}");
        }
    }
}

/// Puts a text in the place of another.
fn put(inputs: &mut load::Inputs, path: &SitePath, shown: Option<&Arc<Source>>) {
    let kind = path.as_str();
    let single = match kind {
        load::SETTINGS => Some(&mut inputs.settings),
        load::GLOSSARY => Some(&mut inputs.glossary),
        load::REFERENCES => Some(&mut inputs.references),
        _ => None,
    };
    if let Some(single) = single {
        *single = shown.cloned();
    } else if let Some(theme) = kind.strip_prefix("themes/default/") {
        let theme_files = inputs.themes.iter_mut().find(|theme| theme.name == "default").expect("it is always there");
        match shown {
            Some(shown) => drop(theme_files.texts.insert(theme.to_owned(), Arc::clone(shown))),
            None => drop(theme_files.texts.remove(theme)),
        }
    } else {
        let texts = if kind.ends_with(".tree.yaml") { &mut inputs.trees } else { &mut inputs.articles };
        texts.retain(|text| text.path != *path);
        texts.extend(shown.cloned());
        texts.sort_by(|a, b| a.path.cmp(&b.path));
    }
}

fn encoded(path: &str) -> String {
    format!("/{}", path.replace('%', "%25").replace(' ', "%20"))
}

fn without_script(html: &str) -> String {
    let Some((before, rest)) = html.split_once("<script type=\"module\" src=\"/_fingerpost/client.js\"") else {
        return html.to_owned();
    };
    format!("{before}{}", rest.split_once("</script>").expect("the script ends").1)
}

// ---- What is served ----

#[test]
fn served_pages_are_those_of_a_build_but_for_one_script() {
    let site = running(SITE, AfterSave::Stay);
    site.settles();
    assert!(site.get("/a/one/").text().contains("/_fingerpost/client.js"));
    for output in site.cold().outputs {
        if let Content::Text(text) = output.content {
            assert!(!text.contains("_fingerpost/"), "{} speaks of the preview", output.path);
        }
    }
    let scripts = [
        "client.js",
        "editor.js",
        "lines.js",
        "overview.css",
        "overview.js",
        "looks.js",
        "patch.js",
        "problems.js",
        "worker.js",
        "problems.css",
    ];
    for name in scripts {
        assert_eq!(site.get(&format!("/_fingerpost/{name}")).status, 200, "{name}");
    }
}

#[test]
fn addresses_lead_where_a_host_would_lead_them() {
    let site =
        running(&format!("{SITE}--- site.yaml\ntitle: S\nbase_url: https://club.example/help/\n"), AfterSave::Stay);
    let moved = site.get("/a/one?x=1");
    assert_eq!(moved.status, 307);
    assert!(moved.head.contains("location: /a/one/?x=1"), "{}", moved.head);
    assert!(site.get("/help/a/one/").head.contains("location: /a/one/"));
    assert_eq!(site.get("/not/there/").status, 404);
    assert!(site.get("/not/there/").text().contains("_fingerpost"), "a missing page comes alive when it is written");
}

#[test]
fn a_draft_is_served_and_told_to_be_one() {
    let site = running(&format!("{SITE}--- content/soon.md\n---\ndraft: true\n---\n# Soon\n"), AfterSave::Stay);
    assert_eq!(site.get("/soon/").status, 200);
    assert_eq!(site.news("/soon/")["draft"], true);
    assert_eq!(site.news("/a/one/")["draft"], false);
}

#[test]
fn heads_and_parts_of_files_can_be_asked_for() {
    let site = running(SITE, AfterSave::Stay);
    let head = site.ask("HEAD", "/a/one/", &[]);
    let length = format!("content-length: {}", site.get("/a/one/").body.len());
    assert!(head.status == 200 && head.body.is_empty() && head.head.contains(&length), "{head:?}");
    let part = site.ask("GET", "/b/clip.mp4", &[("Range", "bytes=2-4")]);
    assert_eq!((part.status, part.text().as_str()), (206, "234"));
    assert!(part.head.contains("content-range: bytes 2-4/11"), "{}", part.head);
    assert_eq!(site.ask("GET", "/b/clip.mp4", &[("Range", "bytes=99-")]).status, 416);
}

// ---- How much work ----

/// All pages, as served.
fn pages(site: &Running) -> BTreeMap<String, String> {
    let html = site.cold().outputs.into_iter().filter(|output| output.path.ends_with(".html"));
    html.map(|output| (output.path.clone(), site.page(&encoded(&output.path)))).collect()
}

#[test]
fn one_word_is_one_file_parsed_and_one_page_rendered() {
    let site = running(SITE, AfterSave::Stay);
    pages(&site);
    site.save("content/b/three.md", "# Three\n\nOther words of three.\n");
    assert_eq!(site.preview.effort(), Effort { parses: 1, renders: 0 }, "nobody has asked");
    assert!(site.page("/b/three/").contains("Other words"));
    assert_eq!(site.preview.effort(), Effort { parses: 1, renders: 1 });
    pages(&site);
    assert_eq!(site.preview.effort(), Effort { parses: 1, renders: 1 }, "no other page has changed");
}

#[test]
fn a_title_is_rendered_anew_only_where_it_is_shown() {
    let site = running(SITE, AfterSave::Stay);
    let before = pages(&site);
    site.save("content/b/three.md", "---\naliases: [Three]\n---\n# Changed\n\nWords of three.\n");
    let after = pages(&site);
    let changed = after.iter().filter(|(path, page)| before.get(*path) != Some(page)).count();
    assert_eq!(site.preview.effort(), Effort { parses: 1, renders: changed });
    let shows = |path: &str| after[path].contains("Changed");
    assert!(shows("b/three/index.html") && shows("a/one/index.html"));
    assert!(changed < after.len());
}

#[test]
fn a_touch_is_nothing() {
    let site = running(SITE, AfterSave::Stay);
    let (look, text) = (site.look(), fs::read_to_string(site.root().join("content/a/one.md")).unwrap());
    write(site.root(), "content/a/one.md", &text);
    fs::File::open(site.root().join("content/a/two.md")).unwrap().set_modified(std::time::SystemTime::now()).unwrap();
    for name in [".one.md.swp", "one.md~", "#one.md#", "4913", "one.md___jb_tmp___", ".git/index", "~$one.docx"] {
        write(&site.root().join("content/a"), name, "x");
    }
    write(site.root(), "public/index.html", "x");
    assert!(site.preview.read(&ChangeSet::All).is_none());
    site.save("content/a/one.md", "# One\n\nNew words.\n");
    assert_eq!(site.look(), look + 1);
}

// ---- Always as a cold build ----

const FILES: [&str; 6] = ["index.md", "a/one.md", "a/two.md", "b/three.md", "b/index.md", "check.tree.yaml"];
const TEXTS: [&str; 9] = [
    "# Title\n\nWords.\n",
    "---\ntitle: Two\ntags: [calf]\n---\n\nSee [one](one.md) and [[Three]].\n\n## Part\n",
    "---\ntitle: Three\naliases: [Two]\n---\n\n[[Two]] and [there](../a/one.md#part).\n",
    "---\ntitle: \"broken\n---\n",
    "---\ntitel: x\norder: 2\ndraft: true\n---\n\n> [!URGENT] Today\n> - Go.\n",
    "![A dot](dot.png) <b>raw</b> [@nobody]\n",
    "",
    "title: T\nquestions:\n  q: {ask: Q?, options: {a: {say: A, goto: o}, b: {say: B, goto: p}}}\noutcomes:\n  o: {title: O, level: urgent, read: [Two]}\n  p: {title: P, level: routine}\n",
    "title: T\nquestions:\n  q: {ask: Q?, options: {a: {say: A, goto: gone}}}\noutcomes:\n  o: {title: O, level: urgent}\n",
];
const SETTINGS: [&str; 4] =
    ["title: S\n", "title: Other\nbase_url: https://x.example/h/\n", "titel: S\n", "title: [\n"];

#[derive(Clone, Debug)]
enum Edit {
    Put(usize, usize),
    /// By a temporary file that is renamed.
    Swap(usize, usize),
    /// Emptied first, then written.
    Twice(usize, usize),
    Delete(usize),
    Rename(usize, usize),
    RenameFolder(bool),
    Settings(usize),
    Template(bool),
}

fn edit() -> impl Strategy<Value = Edit> {
    let (file, text) = (0..FILES.len(), 0..TEXTS.len());
    prop_oneof![
        3 => (file.clone(), text.clone()).prop_map(|(file, text)| Edit::Put(file, text)),
        3 => (file.clone(), text.clone()).prop_map(|(file, text)| Edit::Swap(file, text)),
        2 => (file.clone(), text).prop_map(|(file, text)| Edit::Twice(file, text)),
        2 => file.clone().prop_map(Edit::Delete),
        2 => (file.clone(), file).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => any::<bool>().prop_map(Edit::RenameFolder),
        1 => (0..SETTINGS.len()).prop_map(Edit::Settings),
        1 => any::<bool>().prop_map(Edit::Template),
    ]
}

fn apply(root: &Path, edit: &Edit) {
    let content = root.join("content");
    match edit {
        Edit::Put(file, text) => write(&content, FILES[*file], TEXTS[*text]),
        Edit::Swap(file, text) => swap(&content, FILES[*file], TEXTS[*text]),
        Edit::Twice(file, text) => {
            write(&content, FILES[*file], "");
            write(&content, FILES[*file], TEXTS[*text]);
        }
        Edit::Delete(file) => drop(fs::remove_file(content.join(FILES[*file]))),
        Edit::Rename(from, to) => {
            let _ = fs::create_dir_all(content.join(FILES[*to]).parent().unwrap());
            let _ = fs::rename(content.join(FILES[*from]), content.join(FILES[*to]));
        }
        Edit::RenameFolder(away) => {
            let (from, to) = if *away { ("a", "c") } else { ("c", "a") };
            let _ = fs::rename(content.join(from), content.join(to));
        }
        Edit::Settings(text) => write(root, "site.yaml", SETTINGS[*text]),
        Edit::Template(works) => {
            let text = if *works { "{{ redirect.title }}" } else { "{% if %}" };
            write(root, "themes/default/templates/redirect.html", text);
        }
    }
}

/// Saves as many editors do.
fn swap(content: &Path, file: &str, text: &str) {
    write(content, &format!("{file}.tmp~"), text);
    fs::rename(content.join(format!("{file}.tmp~")), content.join(file)).unwrap();
}

#[test]
fn whatever_is_edited_what_is_served_is_what_a_cold_build_writes() {
    let config = Config { cases: 4, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    runner
        .run(&proptest::collection::vec(edit(), 1..20), |script| {
            let site = running(SITE, AfterSave::Stay);
            for edit in &script {
                apply(site.root(), edit);
                site.settles();
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn every_way_of_saving_is_seen() {
    let site = running(SITE, AfterSave::Stay);
    let content = site.root().join("content");

    write(&content, "new/deep/er/page.md", "# Deep\n");
    site.settles();
    assert_eq!(site.get("/new/deep/er/page/").status, 200);
    write(&content, "new/deep/er/page.md", "# Deeper\n");
    site.settles();

    fs::rename(content.join("new"), content.join("old")).unwrap();
    site.settles();
    write(&content, "old/deep/er/page.md", "# In a folder of another name\n");
    site.settles();

    // As if another branch was checked out.
    for k in 0..500 {
        write(&content, &format!("many/p{k}.md"), format!("# Page {k}\n"));
    }
    site.settles();
    assert_eq!(site.get("/many/p499/").status, 200);
    fs::remove_dir_all(content.join("many")).unwrap();
    site.settles();
    assert_eq!(site.get("/many/p499/").status, 404);

    let look = site.look();
    swap(&content, "a/one.md", "# Swapped\n");
    site.wait(look);
    assert!(site.page("/a/one/").contains("Swapped"));
    assert_eq!(site.look(), look + 1, "one save is one look");
}

#[test]
fn the_search_finds_what_was_just_written() {
    let site = running(SITE, AfterSave::Stay);
    let before = site.get("/assets/search/index.json");
    assert_eq!(before.status, 200);
    assert!(before.head.contains("cache-control: no-cache"));
    site.save("content/a/two.md", "# Two\n\nA zebra.\n");
    assert_ne!(site.get("/assets/search/index.json").text(), before.text());
    assert!(site.preview.latest().plan.index().ask("zebra").hits.iter().any(|hit| hit.href.contains("two")));
}

// ---- It survives ----

#[test]
fn nothing_that_is_done_to_a_site_ends_the_preview() {
    let site = running(SITE, AfterSave::Stay);
    let root = site.root();

    site.save("site.yaml", "title: [\n");
    assert_eq!(site.get("/a/one/").status, 200);
    let problems = site.news("/a/one/")["problems"].to_string();
    assert!(problems.contains("yaml-syntax"), "what is wrong with the settings concerns every page: {problems}");
    site.save("site.yaml", "title: S\n");
    site.settles();

    site.save("themes/default/templates/base.html", "{% if %}");
    assert_eq!(site.get("/a/one/").status, 200, "the last theme that works is shown");
    let news = site.news("/a/one/");
    assert!(news["state"] == "shown" && news["problems"].to_string().contains("template-syntax"), "{news}");
    let look = site.look();
    fs::remove_file(root.join("themes/default/templates/base.html")).unwrap();
    site.wait(look);
    site.settles();

    let look = site.look();
    write(root, "content/a/one.md", b"# One\n\ncaf\xe9\n");
    site.wait(look);
    assert!(site.news("/a/one/")["problems"].to_string().contains("not-utf8"));
    assert_eq!(site.get("/a/one/").status, 200);
    site.save("content/a/one.md", "# One\n");

    // Away for longer than an editor would take, and back.
    let look = site.look();
    fs::rename(root.join("content"), root.join("elsewhere")).unwrap();
    site.wait(look);
    assert_eq!(site.get("/a/one/").status, 307, "without its folder the site has its articles at the root");
    let look = site.look();
    fs::rename(root.join("elsewhere"), root.join("content")).unwrap();
    site.wait(look);
    site.settles();
    site.save("content/a/one.md", "# Seen in the folder that came back\n");
    site.settles();
}

#[test]
fn the_root_may_go_and_come_back() {
    let outer = folder();
    let root = outer.path().join("site");
    fs::create_dir(&root).unwrap();
    write_site(&root, SITE);
    let preview = Arc::new(Preview::open(&root, Choices::default(), AfterSave::Stay).unwrap());
    let listener = listen("127.0.0.1", 0).unwrap();
    let address = listener.local_addr().unwrap();
    let (served, watched) = (Arc::clone(&preview), Arc::clone(&preview));
    thread::spawn(move || serve(listener, Host::new("127.0.0.1", address), served));
    thread::spawn(move || watch(&watched, Noticing::Events, |_| {}, |_, _, _| {}));
    let site = Running { folder: outer, preview, address };

    let look = site.look();
    fs::rename(&root, site.root().join("away")).unwrap();
    site.wait(look);
    assert!(site.news("/a/one/")["trouble"].is_string());
    assert_eq!(site.get("/a/one/").status, 200, "the site is shown as it was");
    let look = site.look();
    fs::rename(site.root().join("away"), &root).unwrap();
    site.wait(look);
    assert!(site.news("/a/one/")["trouble"].is_null());
    let look = site.look();
    write(&root, "content/a/one.md", "# One\n\nIt is watched again.\n");
    site.wait(look);
    assert!(site.page("/a/one/").contains("watched again"));
}

#[test]
fn problems_of_the_page_are_told_as_in_the_terminal_and_others_counted() {
    let site = running(SITE, AfterSave::Stay);
    site.save("content/a/two.md", "# Two\n\n[x](gone.md) [y](lost.md)\n");
    let here = site.news("/a/two/");
    let text = here["problems"][0]["text"].as_str().unwrap();
    for part in ["error[broken-link]", "content/a/two.md:3:5", "[x](gone.md)", "^^^^^^^"] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    assert!(!text.contains('\u{1b}'), "no colour codes");
    let there = site.news("/a/one/");
    assert_eq!((&there["problems"], &there["others"]["errors"]), (&serde_json::json!([]), &serde_json::json!(2)));
    assert_eq!(there["elsewhere"][0]["address"], "/a/two/");
    assert_eq!(there["elsewhere"][0]["errors"], 2);
}

#[test]
fn a_save_is_followed_only_where_that_was_asked_for_and_waited_for() {
    let (stay, follow) = (running(SITE, AfterSave::Stay), running(SITE, AfterSave::Follow));
    for (site, expected) in [(stay, serde_json::Value::Null), (follow, "/a/two/".into())] {
        let look = site.look();
        write(site.root(), "content/a/two.md", "# Two\n\nSaved.\n");
        let told: serde_json::Value = serde_json::from_str(&site.wait(look)).unwrap();
        assert_eq!(told["saved"]["address"], expected);
        let late: serde_json::Value = serde_json::from_str(&site.get("/_fingerpost/looks").text()).unwrap();
        assert!(late["saved"].is_null(), "a browser that was just opened stays where it is");
    }
}

// ---- Many readers, slow ones, and others ----

#[test]
fn thirty_tabs_hear_of_one_save_and_slow_readers_hold_nobody_up() {
    let site = Arc::new(running(SITE, AfterSave::Stay));
    let slow: Vec<TcpStream> = (0..50)
        .map(|_| {
            let mut stream = site.connect();
            stream.write_all(b"GET / HTTP/1.1\r\nHost: 127.0").unwrap();
            stream
        })
        .collect();
    let look = site.look();
    let tabs: Vec<_> = (0..30)
        .map(|_| {
            let site = Arc::clone(&site);
            thread::spawn(move || site.wait(look))
        })
        .collect();
    write(site.root(), "content/a/one.md", "# One\n\nFor all.\n");
    for tab in tabs {
        assert!(tab.join().unwrap().contains("look"));
    }
    assert!(site.page("/a/one/").contains("For all"));
    drop(slow);
}

/// Connections that ask for nothing, that never end their question, or that wait for the next look, keep nobody out.
#[test]
fn five_hundred_idle_connections_give_way_and_waiting_tabs_take_no_seat() {
    let site = running(SITE, AfterSave::Stay);
    let host = site.address;
    let waiting = format!("GET /_fingerpost/looks?after={} HTTP/1.1\r\nHost: {host}\r\n\r\n", site.look());
    let open = |many: usize, said: &str| -> Vec<TcpStream> {
        let connect = |_| {
            let mut stream = site.connect();
            // One that was shown out already cannot be written to.
            let _ = stream.write_all(said.as_bytes());
            stream
        };
        (0..many).map(connect).collect()
    };
    let mut tabs = open(300, &waiting);
    assert_eq!(site.get("/a/one/").status, 200, "with three hundred tabs that wait");
    // More than a thousand files may be open in few places.
    tabs.truncate(10);
    let half = format!("GET / HTTP/1.1\r\nHost: {host}\r\nX-Slow: ");
    let whole = format!("GET /robots.txt HTTP/1.1\r\nHost: {host}\r\n\r\n");
    for said in ["", &half, &whole] {
        let held = open(500, said);
        assert_eq!(site.get("/a/one/").status, 200, "with {} connections open that said {said:?}", held.len());
    }
    // Those who wait were not shown out for all that.
    let look = site.look();
    write(site.root(), "content/a/one.md", "# One\n\nFor all.\n");
    site.wait(look);
    for mut stream in tabs {
        let mut answer = [0; 15];
        stream.read_exact(&mut answer).expect("who waits is answered");
        assert_eq!(&answer, b"HTTP/1.1 200 OK");
    }
}

/// A drawing is served as it would be published, and the browser is told that it may only draw.
#[test]
fn a_drawing_is_served_written_anew_and_may_only_draw() {
    let site = running(SITE, AfterSave::Stay);
    let drawing = "<svg xmlns='http://www.w3.org/2000/svg' onload='x()'><script>x()</script><path d='M0 0'/></svg>";
    site.save("content/harm.svg", drawing);
    let answer = site.get("/harm.svg");
    assert_eq!(answer.text(), "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>\n");
    assert!(answer.head.contains("content-type: image/svg+xml\r\n"));
    assert!(answer.head.contains("content-security-policy: sandbox; default-src 'none'"));
    site.save("content/harm.svg", &format!("<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'x()'>]>{drawing}"));
    assert_eq!(site.get("/harm.svg").status, 404, "what cannot be read is not served");
    assert!(!site.get("/a/one/").head.contains("content-security-policy"), "pages bring their own");
}

#[test]
fn only_pages_of_its_own_and_those_who_name_this_machine_are_answered() {
    let site = running(SITE, AfterSave::Stay);
    let own = format!("http://{}", site.address);
    let (own_host, local) = (site.address.to_string(), format!("localhost:{}", site.address.port()));
    let refused: [&[(&str, &str)]; 14] = [
        &[("Host", "evil.example")],
        &[("Host", "127.0.0.1:8955.evil.example")],
        &[("Host", "[::1].evil.example")],
        &[("Host", "localhost:80:80")],
        &[("Host", "127.0.0.1.evil.example:80")],
        &[("Host", "192.168.0.7")],
        &[("Host", "localhost:1")],
        &[("Host", &own_host), ("Host", &own_host)],
        &[("Host", &own_host), ("Host", "evil.example")],
        &[("Host", "")],
        &[("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors")],
        &[("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Mode", "cors")],
        &[("Origin", "http://evil.example")],
        &[("Origin", "null")],
    ];
    for target in
        ["/a/one/", "/_fingerpost/looks", "/_fingerpost/news?at=/&key=", "/b/clip.mp4", "/assets/search/index.json"]
    {
        for headers in refused {
            let answer = site.ask("GET", target, headers);
            assert_eq!(answer.status, 403, "{target} {headers:?}");
            assert!(!answer.head.contains("access-control"), "{target} {headers:?}");
        }
        let allowed: [&[(&str, &str)]; 4] =
            [&[], &[("Origin", &own)], &[("Sec-Fetch-Site", "same-origin")], &[("Host", &local)]];
        for headers in allowed {
            let answer = site.ask("GET", target, headers);
            assert_eq!(answer.status, 200, "{target} {headers:?}");
            assert!(!answer.head.contains("access-control"), "nobody else may read");
            assert!(answer.head.contains("cross-origin-resource-policy: same-origin"));
            assert!(answer.head.contains("x-content-type-options: nosniff"));
        }
    }
    let link = site.ask("GET", "/a/one/", &[("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate")]);
    assert_eq!(link.status, 200, "a link from elsewhere may be followed");
    assert_eq!(
        site.raw("GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").status,
        403
    );
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        assert_eq!(site.ask(method, "/", &[]).status, 405, "{method}");
    }
}

#[test]
fn no_path_leaves_the_site() {
    let outside = folder();
    write(outside.path(), "secret.txt", "secret");
    let site = running(SITE, AfterSave::Stay);
    write(site.root(), "secret.txt", "secret");
    write(site.root(), "content/.hidden.txt", "secret");
    crate::common::link(outside.path().join("secret.txt"), site.root().join("content/out.txt"));
    site.settles();
    let paths = [
        "/../secret.txt",
        "/a/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "//secret.txt",
        "/%2e%2e%2f%2e%2e%2fetc/passwd",
        "/etc/passwd",
        "/.hidden.txt",
        "/out.txt",
        "/site.yaml",
        "/content/a/one.md",
        "/%00",
        "/%ff%fe",
        "/_fingerpost/../secret.txt",
        "/_fingerpost/news?at=/../secret.txt&key=",
        "/%2Fetc%2Fpasswd",
    ];
    for path in paths {
        let answer = site.get(path);
        assert!(!answer.text().contains("secret\"") && !answer.text().contains("root:"), "{path}");
        assert!([404, 200, 400].contains(&answer.status), "{path}: {}", answer.status);
        assert!(answer.status != 200 || path.contains("news"), "{path}");
        assert_ne!(answer.text(), "secret", "{path}");
    }
    // A file that is exchanged for a link out of the site between two looks.
    fs::remove_file(site.root().join("content/b/clip.mp4")).unwrap();
    crate::common::link(outside.path().join("secret.txt"), site.root().join("content/b/clip.mp4"));
    assert_ne!(site.get("/b/clip.mp4").text(), "secret");
    for nonsense in ["/_fingerpost/news", "/_fingerpost/news?at=a", "/_fingerpost/news?at=%ff&key=x"] {
        assert_eq!(site.get(nonsense).status, 400, "{nonsense}");
    }
    assert_eq!(site.get("/_fingerpost/looks?after=nonsense").status, 200);
    assert_eq!(site.get("/a/one/").status, 200);
}
