//! Files that the host reads which the settings name: real redirects of old addresses, headers, the page for what is not there.
//!
//! Takes: the site and its theme. Gives: [`HostFile`]s and their texts, and which pages the host has no need of.
//! Never: lets an address be more than an address. Each format has its own way to write one, and one that it cannot write is left
//! to the page that stands at it and leads on.
//!
//! Why not a host's words in the settings: every line here follows from the site, and changes with it.

mod apache;
mod nginx;
mod rules;

use super::headers::{DRAWING_POLICY, headers as everywhere};
use crate::config::settings::Host;
use crate::link::{AddressOwner, Site, leads_on, parts_elsewhere};
use crate::render::theme::Theme;
use crate::source::url::{decoded, encoded};
use std::collections::HashSet;

/// A file that a host reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum HostFile {
    /// Redirects, a line each.
    Redirects,
    /// Headers, by address.
    Headers,
    /// What Apache reads in each folder.
    Htaccess,
    /// A part of a server's configuration.
    Nginx,
    /// The domain, for GitHub Pages from a branch.
    Cname,
    /// Tells GitHub Pages to publish files as they are, those that begin with a dot or a line below it too.
    NoJekyll,
}

impl HostFile {
    /// Its path below the output folder.
    pub(in crate::render) fn name(self) -> &'static str {
        match self {
            HostFile::Redirects => "_redirects",
            HostFile::Headers => "_headers",
            HostFile::Htaccess => ".htaccess",
            HostFile::Nginx => "nginx.conf",
            HostFile::Cname => "CNAME",
            HostFile::NoJekyll => ".nojekyll",
        }
    }
}

/// The files of the host that the settings name.
pub(in crate::render) fn files(site: &Site) -> Vec<HostFile> {
    match site.settings.host {
        None => Vec::new(),
        Some(Host::Netlify | Host::Cloudflare) => vec![HostFile::Redirects, HostFile::Headers],
        Some(Host::Gitlab) => vec![HostFile::Redirects],
        Some(Host::Apache) => vec![HostFile::Htaccess],
        Some(Host::Nginx) => vec![HostFile::Nginx],
        Some(Host::GithubPages) => match domain(site) {
            Some(_) => vec![HostFile::Cname, HostFile::NoJekyll],
            None => vec![HostFile::NoJekyll],
        },
    }
}

/// The text of a file.
pub(in crate::render) fn text(site: &Site, theme: &Theme, file: HostFile) -> String {
    match file {
        HostFile::Redirects => {
            let rules = site.settings.host.map(|host| rules::rules(&redirects(site), host)).unwrap_or_default();
            format!("{ABOUT}{}", rules.into_iter().map(|(_, line)| line + "\n").collect::<String>())
        }
        HostFile::Headers => headers(site, theme),
        HostFile::Htaccess => apache::htaccess(&around(site), &redirects(site), &lasting(site, theme)),
        HostFile::Nginx => nginx::part(&around(site), &redirects(site), &lasting(site, theme)),
        HostFile::Cname => domain(site).map(|domain| format!("{domain}\n")).unwrap_or_default(),
        HostFile::NoJekyll => String::new(),
    }
}

/// The pages that only lead on and that would keep the host from doing so itself, by the number of their address.
pub(in crate::render) fn needless_pages(site: &Site) -> HashSet<usize> {
    match site.settings.host {
        // Here a file goes before a rule, and no rule can say otherwise.
        Some(host @ Host::Gitlab) => rules::rules(&redirects(site), host).into_iter().map(|(owned, _)| owned).collect(),
        _ => HashSet::new(),
    }
}

const ABOUT: &str = "# Made by Fingerpost with the site: change the pages' `aliases` instead.\n";

/// So long a browser keeps what has another name when it is another: a year, in seconds.
const YEAR: &str = "public, max-age=31536000, immutable";

/// An old address, and where it leads.
#[derive(Debug)]
struct Redirect {
    /// The number of the old address among the site's.
    owned: usize,
    /// Below the host's name, as text: `/help/läuft gut/`.
    from: String,
    /// Likewise.
    to: String,
}

impl Redirect {
    /// The address that it leads to, as HTTP has it.
    fn target(&self) -> String {
        encoded(&self.to)
    }

    /// The old address without a slash at its end, where it has one.
    fn without_slash(&self) -> Option<&str> {
        self.from.strip_suffix('/').filter(|rest| !rest.is_empty())
    }
}

/// All old addresses at which nothing else is, in order.
fn redirects(site: &Site) -> Vec<Redirect> {
    let base = around(site);
    let is_alias = |owner| matches!(owner, AddressOwner::Alias(..) | AddressOwner::Kept(..));
    let mut taken: HashSet<&str> =
        site.addresses.iter().filter(|owned| !is_alias(owned.owner)).map(|owned| owned.address.as_str()).collect();
    let mut out = Vec::new();
    for (number, owned) in site.addresses.iter().enumerate() {
        let Some(to) = leads_on(site, owned.owner) else { continue };
        // A host knows nothing of what stands behind `#`: the page at this address does.
        if taken.insert(&owned.address) && parts_elsewhere(site, owned).is_empty() {
            let to = format!("{base}{to}");
            out.push(Redirect { owned: number, from: format!("{base}{}", owned.address), to });
        }
    }
    out.sort_by(|a, b| a.from.cmp(&b.from));
    out
}

/// The folder that the site lies in on its host, as text, without a slash at its end: `/help`, or nothing.
fn around(site: &Site) -> String {
    let base = site.settings.base_path().trim_end_matches('/');
    decoded(base).map_or_else(|| base.to_owned(), |base| base.into_owned())
}

/// The files whose names change with what is in them.
fn lasting<'a>(site: &Site, theme: &'a Theme) -> Vec<&'a str> {
    theme.published(&site.settings).map(|(_, asset)| asset.address.as_str()).collect()
}

/// A domain of the owner's: what is below GitHub's own, or is a folder of a domain, has no file for it.
fn domain(site: &Site) -> Option<&str> {
    let host = site.settings.base_url.split_once("://")?.1.split('/').next()?;
    let own = !host.contains(':') && !host.ends_with(".github.io") && site.settings.base_path() == "/";
    own.then_some(host)
}

/// So many headers' rules are read at most, and three of them are not for single files.
const MOST_HEADERS: usize = 97;

fn headers(site: &Site, theme: &Theme) -> String {
    let base = around(site);
    let mut out = everywhere();
    for address in lasting(site, theme).into_iter().take(MOST_HEADERS) {
        out.push_str(&format!("{}\n  Cache-Control: {YEAR}\n", encoded(&format!("{base}{address}"))));
    }
    out
}
