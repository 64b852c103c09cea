//! Addresses outside the site → those that are gone.
//!
//! Takes: addresses with their places. Gives: a warning for each that answers "not found" or "gone", and what could not be asked.
//! Never: fails a build for somebody else's bad day. A server that is slow, busy, or does not let strangers in may be right;
//! only 404 and 410 mean that a page is gone. Asked gently: what was there within a week is not asked again, one address of
//! a host at a time, and a few hosts at once.
//!
//! The program `curl` does the asking, as `git` tells of the repository: it has the machine's own certificates and proxies, and
//! a client with its own cryptography would take longer to build than all the rest.

mod address;
mod ask;

use crate::OutsideLink;
use crate::cli::report;
use crate::problem::{Code, Problem};
use crate::publish::{self, EXTERNAL};
pub(super) use ask::Reach;
use ask::{Answer, ask, can_ask, is_gone, told_by};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// So many days an address that was there is not asked again.
const DAYS: u64 = 7;
/// So many hosts are asked at once.
const HOSTS: usize = 4;
/// Between two addresses of one host.
const PAUSE: Duration = Duration::from_millis(200);
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

/// Asks every address once, and tells those that are gone. `Err` where nothing can be asked at all.
pub(super) fn check(links: &[OutsideLink], root: &Path, reach: Reach) -> Result<Vec<Problem>, String> {
    if !can_ask() {
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
    let answers = ask_all(&hosts.into_values().collect::<Vec<_>>(), reach)?;
    for (address, answer) in answers {
        match answer {
            Answer::Status(status) if told_by(status) => {
                cache.found.insert(address.to_owned(), Found { status, asked: today });
            }
            Answer::Status(status) => {
                report::say(&format!("{address} answers {status}; that may pass, so it is not told."))
            }
            Answer::Private => report::say(&format!(
                "{address} is not asked: it leads to this machine or to a network of its own. \
                 With `--private-addresses` it would be."
            )),
            Answer::Nothing(why) => report::say(&format!("{address} could not be asked: {why}.")),
        }
    }
    let text = serde_json::to_string_pretty(&cache).expect("words and numbers always serialise") + "\n";
    if let Err(error) = keep(root, &file, &text) {
        report::say(&format!("{} cannot be written: {error}.", file.display()));
    }
    Ok(gone(links, &cache))
}

/// Those of some links that were gone when their addresses were asked last. Nobody is asked.
pub(super) fn known_gone(links: &[OutsideLink], root: &Path) -> Vec<Problem> {
    let cache = kept(&root.join(EXTERNAL)).unwrap_or_default();
    gone(links, &cache)
}

fn gone(links: &[OutsideLink], cache: &Cache) -> Vec<Problem> {
    let is_gone = |link: &&OutsideLink| {
        cache.found.get(without_fragment(&link.address)).is_some_and(|found| is_gone(found.status))
    };
    links.iter().filter(is_gone).map(dead_address).collect()
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

fn without_fragment(address: &str) -> &str {
    address.split('#').next().unwrap_or(address)
}

fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or(rest)
}

fn ask_all<'a>(hosts: &[Vec<&'a str>], reach: Reach) -> Result<Vec<(&'a str, Answer)>, String> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(HOSTS).build();
    let pool = pool.map_err(|error| format!("no threads can be started: {error}"))?;
    let one_host = |addresses: &Vec<&'a str>| {
        let mut answers = Vec::new();
        for (i, address) in addresses.iter().enumerate() {
            if i > 0 {
                thread::sleep(PAUSE);
            }
            answers.push((*address, ask(address, reach)));
        }
        answers
    };
    Ok(pool.install(|| hosts.par_iter().flat_map_iter(one_host).collect()))
}

fn dead_address(link: &OutsideLink) -> Problem {
    Problem::at(Code::DeadAddress, &link.path, link.span, format!("There is no page any more at {}", link.address))
        .help("Look where it has gone and write that address, or take the link out.")
}
