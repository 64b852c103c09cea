//! Addresses outside the site → those that are gone.
//!
//! Takes: addresses with their places. Gives: a warning for each that answers "not found" or "gone", and what could not be asked.
//! Never: fails a build for somebody else's bad day. A server that is slow, busy, or does not let strangers in may be right;
//! only 404 and 410 mean that a page is gone. Asked gently: what was there within a week is not asked again, one address of
//! a host at a time, and a few hosts at once.
//!
//! The program `curl` does the asking, as `git` tells of the repository: it has the machine's own certificates and proxies, and
//! a client with its own cryptography would take longer to build than all the rest.

use super::report;
use crate::OutsideLink;
use crate::problem::{Code, Problem};
use crate::publish::{self, EXTERNAL};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// So many days an address that was there is not asked again.
const DAYS: u64 = 7;
/// So many hosts are asked at once.
const HOSTS: usize = 4;
/// Between two addresses of one host.
const PAUSE: Duration = Duration::from_millis(200);
/// Before each further try.
const AGAIN: [Duration; 2] = [Duration::from_millis(500), Duration::from_millis(1500)];
/// In seconds, for one try.
const PATIENCE: &str = "20";

/// What was found out before, by address.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Cache {
    found: BTreeMap<String, Found>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Found {
    /// As HTTP has it.
    status: u16,
    /// The day it was asked, counted from the first of January 1970.
    asked: u64,
}

/// What asking came to.
enum Answer {
    Status(u16),
    Nothing(String),
}

/// Asks every address once, and tells those that are gone. `Err` where nothing can be asked at all.
pub(super) fn check(links: &[OutsideLink], root: &Path) -> Result<Vec<Problem>, String> {
    let curl = Command::new("curl").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !curl.is_ok_and(|status| status.success()) {
        return Err("addresses are asked with the program `curl`, and there is none here".into());
    }
    let today = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() / 86_400);
    let file = root.join(EXTERNAL);
    let mut cache = kept(&file).unwrap_or_default();
    let all: BTreeSet<&str> = links.iter().map(|link| without_fragment(&link.address)).collect();
    cache.found.retain(|address, found| all.contains(address.as_str()) && is_fresh(found, today));
    let mut hosts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for address in all.iter().filter(|address| !cache.found.contains_key(**address)) {
        hosts.entry(host(address)).or_default().push(address);
    }
    let answers = ask_all(&hosts.into_values().collect::<Vec<_>>())?;
    for (address, answer) in answers {
        match answer {
            Answer::Status(status) if told_by(status) => {
                cache.found.insert(address.to_owned(), Found { status, asked: today });
            }
            Answer::Status(status) => {
                report::say(&format!("{address} answers {status}; that may pass, so it is not told."))
            }
            Answer::Nothing(why) => report::say(&format!("{address} could not be asked: {why}.")),
        }
    }
    let text = serde_json::to_string_pretty(&cache).expect("words and numbers always serialise") + "\n";
    if let Err(error) = keep(root, &file, &text) {
        report::say(&format!("{} cannot be written: {error}.", file.display()));
    }
    let gone = |link: &&OutsideLink| {
        cache.found.get(without_fragment(&link.address)).is_some_and(|found| is_gone(found.status))
    };
    Ok(links.iter().filter(gone).map(dead_address).collect())
}

/// What was found before; nothing where that cannot be read. A pipe in its place would be waited for.
fn kept(file: &Path) -> Option<Cache> {
    let plain = fs::symlink_metadata(file).is_ok_and(|metadata| metadata.is_file());
    let bytes = if plain { fs::read(file).ok()? } else { return None };
    serde_json::from_slice(&bytes).ok()
}

/// Keeps what was found, in the place of what an earlier run kept and of nothing else.
fn keep(root: &Path, file: &Path, text: &str) -> io::Result<()> {
    let there = fs::symlink_metadata(file).is_ok_and(|metadata| metadata.is_file() && metadata.len() > 0);
    if there && kept(file).is_none() {
        return Err(io::Error::other("what stands there is not what Fingerpost keeps. Move it away, or delete it"));
    }
    publish::replace(root, EXTERNAL, text)
}

/// Only what was there is remembered over days: what is gone may come back, and its mend should be seen at once.
fn is_fresh(found: &Found, today: u64) -> bool {
    !is_gone(found.status) && today.checked_sub(found.asked).is_some_and(|age| age < DAYS)
}

fn is_gone(status: u16) -> bool {
    matches!(status, 404 | 410)
}

/// Whether a status says something of the page rather than of the moment or of who asks.
fn told_by(status: u16) -> bool {
    (200..400).contains(&status) || is_gone(status)
}

fn without_fragment(address: &str) -> &str {
    address.split('#').next().unwrap_or(address)
}

fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or(rest)
}

fn ask_all<'a>(hosts: &[Vec<&'a str>]) -> Result<Vec<(&'a str, Answer)>, String> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(HOSTS).build();
    let pool = pool.map_err(|error| format!("no threads can be started: {error}"))?;
    let one_host = |addresses: &Vec<&'a str>| {
        let mut answers = Vec::new();
        for (i, address) in addresses.iter().enumerate() {
            if i > 0 {
                thread::sleep(PAUSE);
            }
            answers.push((*address, ask(address)));
        }
        answers
    };
    Ok(pool.install(|| hosts.par_iter().flat_map_iter(one_host).collect()))
}

/// Asks until something is said that will not pass, three times at most.
fn ask(address: &str) -> Answer {
    let mut answer = ask_once(address);
    for pause in AGAIN {
        if matches!(answer, Answer::Status(status) if told_by(status) || (400..500).contains(&status) && status != 429)
        {
            break;
        }
        thread::sleep(pause);
        answer = ask_once(address);
    }
    answer
}

/// Asks for the head alone; a server that gives none is asked for the first byte.
fn ask_once(address: &str) -> Answer {
    let head = curl(address, &["--head"]);
    match head {
        Answer::Status(status) if !(200..400).contains(&status) && status != 429 => curl(address, &["--range", "0-0"]),
        head => head,
    }
}

fn curl(address: &str, how: &[&str]) -> Answer {
    let nowhere = if cfg!(windows) { "NUL" } else { "/dev/null" };
    let mut curl = Command::new("curl");
    // The first: no settings of the machine's user.
    curl.args(["--disable", "--silent", "--show-error", "--location", "--globoff", "--max-redirs", "8"]);
    curl.args(["--proto", "=http,https", "--proto-redir", "=http,https", "--max-time", PATIENCE]);
    curl.args(["--user-agent", concat!("fingerpost/", env!("CARGO_PKG_VERSION"), " (looks whether links still work)")]);
    curl.args(["--output", nowhere, "--write-out", "%{http_code}"]).args(how).args(["--url", address]);
    match curl.stdin(Stdio::null()).output() {
        Err(error) => Answer::Nothing(error.to_string()),
        Ok(output) => match String::from_utf8_lossy(&output.stdout).trim().parse() {
            Ok(status) if status > 0 => Answer::Status(status),
            _ => Answer::Nothing(why(&String::from_utf8_lossy(&output.stderr))),
        },
    }
}

/// `curl: (6) Could not resolve host: a.example` → what stands behind the number.
fn why(said: &str) -> String {
    let line = said.lines().next().unwrap_or("no answer").trim();
    line.split_once(") ").map_or(line, |(_, why)| why).trim_end_matches('.').to_owned()
}

fn dead_address(link: &OutsideLink) -> Problem {
    Problem::at(Code::DeadAddress, &link.path, link.span, format!("There is no page any more at {}", link.address))
        .help("Look where it has gone and write that address, or take the link out.")
}
