//! One address of the web → what its server says.
//!
//! Takes: an address, and how far may be reached. Gives: the status at the end of all redirects.
//! Never: asks a machine that is not everybody's, unless it is told to: the addresses stand in the articles of a stranger, and
//! whoever looks may stand inside a network with no other guard. Names are resolved here and `curl` is told the very address
//! that was looked at, for each redirect anew; so however a host is spelt, and whatever its name means a moment later, no other
//! machine is asked.
//!
//! Where the environment names a proxy, `curl` uses it, and has it connect to that same address (CONNECT, or SOCKS): a proxy
//! that resolved the name itself could be led anywhere. A proxy that allows this only by name answers nothing then, which is said.

use super::address::is_public;
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;
use url::{Host, Url};

/// Before each further try.
const AGAIN: [Duration; 2] = [Duration::from_millis(500), Duration::from_millis(1500)];
/// In seconds, for one try.
const PATIENCE: &str = "20";
/// So many redirects are followed.
const REDIRECTS: usize = 8;
/// Of a name that leads to many machines, so many are tried.
const MACHINES: usize = 3;

/// How far may be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Reach {
    /// What everybody can reach.
    Public,
    /// This machine and its own networks too.
    Anything,
}

/// What asking came to.
pub(super) enum Answer {
    /// As HTTP has it.
    Status(u16),
    /// Why there is none.
    Nothing(String),
    /// It leads where nobody may be asked.
    Private,
}

/// Whether there is a `curl` to ask with.
pub(super) fn can_ask() -> bool {
    let curl = Command::new("curl").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    curl.is_ok_and(|status| status.success())
}

/// Whether a status says something of the page rather than of the moment or of who asks.
pub(super) fn told_by(status: u16) -> bool {
    (200..400).contains(&status) || is_gone(status)
}

/// Whether a status says that the page is there no more.
pub(super) fn is_gone(status: u16) -> bool {
    matches!(status, 404 | 410)
}

/// Asks until something is said that will not pass, three times at most.
pub(super) fn ask(address: &str, reach: Reach) -> Answer {
    let mut answer = once(address, reach);
    for pause in AGAIN {
        match answer {
            Answer::Status(status) if told_by(status) || (400..500).contains(&status) && status != 429 => break,
            Answer::Private => break,
            Answer::Status(_) | Answer::Nothing(_) => {}
        }
        thread::sleep(pause);
        answer = once(address, reach);
    }
    answer
}

/// Asks for the head alone; a server that gives none is asked for the first byte.
fn once(address: &str, reach: Reach) -> Answer {
    match follow(address, &["--head"], reach) {
        Answer::Status(status) if !(200..400).contains(&status) && status != 429 => {
            follow(address, &["--range", "0-0"], reach)
        }
        head => head,
    }
}

/// Follows redirects to their end, each address looked at like the first.
fn follow(address: &str, how: &[&str], reach: Reach) -> Answer {
    let mut address = address.to_owned();
    for _ in 0..=REDIRECTS {
        let url = match Url::parse(&address) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => url,
            _ => return Answer::Nothing("it is, or leads to, no address of the web".into()),
        };
        match hop(&url, how, reach) {
            (Answer::Status(_), Some(next)) => address = next,
            (answer, _) => return answer,
        }
    }
    Answer::Nothing(format!("it leads on more than {REDIRECTS} times"))
}

/// One request: what is said, and where it leads on.
fn hop(url: &Url, how: &[&str], reach: Reach) -> (Answer, Option<String>) {
    if reach == Reach::Anything {
        return curl(url, how, None);
    }
    let machines = match machines(url) {
        Ok(machines) => machines,
        Err(why) => return (Answer::Nothing(why), None),
    };
    let mut said = (Answer::Private, None);
    for machine in machines.into_iter().filter(|machine| is_public(machine.ip())).take(MACHINES) {
        said = curl(url, how, Some(machine));
        if matches!(said.0, Answer::Status(_)) {
            break;
        }
    }
    said
}

/// The machines that an address leads to, in the order in which the system would ask them.
fn machines(url: &Url) -> Result<Vec<SocketAddr>, String> {
    let port = url.port_or_known_default().unwrap_or(80);
    match url.host() {
        None => Err("it names no host".into()),
        Some(Host::Ipv4(address)) => Ok(vec![SocketAddr::from((address, port))]),
        Some(Host::Ipv6(address)) => Ok(vec![SocketAddr::from((address, port))]),
        // By this name nobody else can be meant, whether it is known here or not.
        Some(Host::Domain(name)) if is_localhost(name) => Ok(Vec::new()),
        Some(Host::Domain(name)) => match (name, port).to_socket_addrs() {
            Ok(machines) => Ok(machines.collect()),
            Err(_) => Err("its host is not known".into()),
        },
    }
}

fn is_localhost(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost")
}

fn curl(url: &Url, how: &[&str], machine: Option<SocketAddr>) -> (Answer, Option<String>) {
    let nowhere = if cfg!(windows) { "NUL" } else { "/dev/null" };
    let mut curl = Command::new("curl");
    // The first: no settings of the machine's user.
    curl.args(["--disable", "--silent", "--show-error", "--globoff", "--proto", "=http,https", "--max-time", PATIENCE]);
    curl.args(["--user-agent", concat!("fingerpost/", env!("CARGO_PKG_VERSION"), " (looks whether links still work)")]);
    if let Some(machine) = machine {
        // For any host and port that `curl` may read out of the address: this machine.
        curl.args(["--connect-to", &format!("::{machine}")]);
    }
    curl.args(["--output", nowhere, "--write-out", "%{http_code} %{redirect_url}"]).args(how);
    curl.args(["--url", url.as_str()]);
    match curl.stdin(Stdio::null()).output() {
        Err(error) => (Answer::Nothing(error.to_string()), None),
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stdout);
            let (status, next) = said.split_once(' ').unwrap_or((&said, ""));
            match status.trim().parse() {
                Ok(status) if status > 0 => {
                    (Answer::Status(status), Some(next.trim().to_owned()).filter(|next| !next.is_empty()))
                }
                _ => (Answer::Nothing(why(&String::from_utf8_lossy(&output.stderr), machine)), None),
            }
        }
    }
}

/// `curl: (6) Could not resolve host: a.example` → what stands behind the number. Which machine a name leads to is not said.
fn why(said: &str, machine: Option<SocketAddr>) -> String {
    let line = said.lines().next().unwrap_or("no answer").trim();
    let why = line.split_once(") ").map_or(line, |(_, why)| why).trim_end_matches('.');
    machine.map_or_else(|| why.to_owned(), |machine| why.replace(&machine.ip().to_string(), "its host"))
}
