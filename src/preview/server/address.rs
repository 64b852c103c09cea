//! Where the preview is to be found, and under which names it answers.
//!
//! Takes: a host and a port as asked for. Gives: a listener, and the rule for the header `Host`.
//! Never: listens to other machines unless that was asked for.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs, UdpSocket};

/// How many ports are tried from the one that was asked for.
const TRIES: u16 = 100;

/// Listens at an address. A port in use is passed over for the next free one.
pub fn listen(host: &str, port: u16) -> io::Result<TcpListener> {
    let ip = (host, port).to_socket_addrs()?.next().ok_or(ErrorKind::AddrNotAvailable)?.ip();
    let mut tried = TcpListener::bind(SocketAddr::new(ip, port));
    for step in 1..TRIES {
        let taken = tried.as_ref().is_err_and(|error| error.kind() == ErrorKind::AddrInUse);
        let Some(next) = port.checked_add(step).filter(|_| taken) else { break };
        tried = TcpListener::bind(SocketAddr::new(ip, next));
    }
    tried
}

/// The address to give to somebody: of a listener on all of a machine's addresses, the one that others reach it by.
pub fn reachable(bound: SocketAddr) -> Option<SocketAddr> {
    if !bound.ip().is_unspecified() {
        return Some(bound);
    }
    // Nothing is sent: the system is only asked which way it would send.
    let (any, far): (IpAddr, IpAddr) = match bound {
        SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED.into(), Ipv4Addr::new(192, 0, 2, 1).into()),
        SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED.into(), Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1).into()),
    };
    let socket = UdpSocket::bind((any, 0)).ok()?;
    socket.connect((far, 9)).ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_loopback() && !ip.is_unspecified()).then_some(SocketAddr::new(ip, bound.port()))
}

/// Which names a request may call this server by.
///
/// A page of somebody else's can have its own name lead to this machine, and then read what it is not meant to (DNS
/// rebinding). Its name is then in the header `Host`, so only names that lead here for certain are let through: numbers,
/// `localhost`, and the name that the server was started with.
#[derive(Clone, Debug)]
pub struct Host {
    name: String,
    port: u16,
    only_here: bool,
    /// Other names that its owner has given it, under any port: of a tunnel, or a proxy.
    allowed: Vec<String>,
}

impl Host {
    /// The rule for a server that was started as `host` and listens at `bound`.
    pub fn new(host: &str, bound: SocketAddr) -> Host {
        Host { name: plain(host), port: bound.port(), only_here: bound.ip().is_loopback(), allowed: Vec::new() }
    }

    /// Lets these names through as well, under whatever port.
    pub fn allowing(self, names: &[String]) -> Host {
        Host { allowed: names.iter().map(|name| plain(name)).filter(|name| !name.is_empty()).collect(), ..self }
    }

    /// Whether a request may name this host, alone or with the port that is listened at: under another port, another program's
    /// pages are to be found. What is neither a name nor a name and a port is nobody's.
    pub fn allows(&self, header: &str) -> bool {
        let Some((name, port, ip)) = divided(header) else { return false };
        if self.allowed.contains(&name) {
            return true;
        }
        if port.is_some_and(|port| port != self.port) {
            return false;
        }
        match ip {
            Some(ip) => ip.is_loopback() || !self.only_here,
            None => name == "localhost" || name.ends_with(".localhost") || (!name.is_empty() && name == self.name),
        }
    }
}

/// `name`, `name:80`, `[::1]` or `[::1]:80`, and nothing else: the name, the port, and the address where the name is one.
fn divided(header: &str) -> Option<(String, Option<u16>, Option<IpAddr>)> {
    let (name, port) = match header.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => header.split_at(header.find(':').unwrap_or(header.len())),
    };
    let port = match port {
        "" => None,
        port => {
            Some(port.strip_prefix(':').filter(|port| port.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()?)
        }
    };
    let ip = match header.starts_with('[') {
        true => Some(IpAddr::V6(name.parse().ok()?)),
        false => plain(name).parse::<Ipv4Addr>().ok().map(IpAddr::V4),
    };
    Some((plain(name), port, ip))
}

fn plain(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_lead_here_are_answered() {
        let here = Host::new("127.0.0.1", ([127, 0, 0, 1], 4545).into());
        for name in ["127.0.0.1:4545", "127.0.0.1", "localhost:4545", "LOCALHOST.", "[::1]:4545", "a.localhost"] {
            assert!(here.allows(name), "{name}");
        }
        for name in [
            "",
            "evil.example",
            "127.0.0.1.evil.example",
            "127.0.0.1:4545.evil.example",
            "localhost:4545.evil.example",
            "localhost.evil.example:4545",
            "[::1].evil.example",
            "[::1]evil.example:4545",
            "[::1",
            "::1",
            "[127.0.0.1]",
            "localhost:",
            "localhost:+80",
            "localhost:65536",
            "localhost:4546",
            "127.0.0.1:80",
            "[::1]:45450",
            "evil@localhost",
            "localhost@evil.example",
            "192.168.0.7",
            ".",
        ] {
            assert!(!here.allows(name), "{name}");
        }
        let network = Host::new("Desk.local", ([0, 0, 0, 0], 4545).into());
        assert!(network.allows("192.168.0.7:4545") && network.allows("desk.local:4545"));
        assert!(!network.allows("evil.example:4545"));
        let named = here.allowing(&["Preview.example.".into(), String::new()]);
        for name in ["preview.example", "PREVIEW.example:443", "localhost:4545"] {
            assert!(named.allows(name), "{name}");
        }
        for name in ["a.preview.example", "preview.example.evil.example", "", "evil.example", "preview.example:x"] {
            assert!(!named.allows(name), "{name}");
        }
    }

    #[test]
    fn a_port_in_use_is_passed_over() {
        let first = listen("127.0.0.1", 0).unwrap();
        let taken = first.local_addr().unwrap().port();
        let second = listen("127.0.0.1", taken).unwrap();
        assert_ne!(second.local_addr().unwrap().port(), taken);
    }
}
