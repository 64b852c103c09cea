//! `host`: who serves the site.

use crate::problem::{Certainty, Code, Problem, near};
use crate::source::SitePath;
use crate::yaml::Text;

/// A host that reads files of its own beside a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Host {
    /// GitHub Pages.
    GithubPages,
    /// GitLab Pages.
    Gitlab,
    /// Netlify.
    Netlify,
    /// Cloudflare Pages.
    Cloudflare,
    /// A server or web space with Apache.
    Apache,
    /// A server of one's own with nginx.
    Nginx,
}

impl Host {
    /// All of them, by the names that settings have for them.
    pub const ALL: [(&'static str, Host); 6] = [
        ("github-pages", Host::GithubPages),
        ("gitlab", Host::Gitlab),
        ("netlify", Host::Netlify),
        ("cloudflare", Host::Cloudflare),
        ("apache", Host::Apache),
        ("nginx", Host::Nginx),
    ];
}

/// Other words for them.
const SPOKEN: [(&str, &str); 6] = [
    ("github", "github-pages"),
    ("gh-pages", "github-pages"),
    ("gitlab-pages", "gitlab"),
    ("cloudflare-pages", "cloudflare"),
    ("apache2", "apache"),
    ("httpd", "apache"),
];

/// The host of a name.
pub(super) fn host(said: Option<Text>, path: &SitePath, problems: &mut Vec<Problem>) -> Option<Host> {
    let said = said?;
    let found = Host::ALL.iter().find(|(name, _)| *name == said.text);
    if found.is_none() {
        problems.push(unknown_host(path, &said));
    }
    found.map(|(_, host)| *host)
}

fn unknown_host(path: &SitePath, said: &Text) -> Problem {
    let names = Host::ALL.map(|(name, _)| name);
    let message = format!("There are no files to be made for a host `{}`", said.text);
    let problem = Problem::at(Code::WrongType, path, said.span, message);
    let plain = said.text.trim().to_lowercase().replace([' ', '_', '.'], "-");
    let spoken = SPOKEN.iter().find(|(word, _)| *word == plain).map(|(_, name)| *name);
    let sure = if spoken.is_some() { Certainty::Safe } else { near::certainty_among(&plain, names) };
    match spoken.or_else(|| near::nearest(&plain, names)) {
        Some(near) => problem.help(format!("Did you mean `{near}`?")).fix(said.span, near).sure(sure),
        None => {
            let list = names.map(|name| format!("`{name}`")).join(", ");
            problem.help(format!("These are known: {list}. For any other, leave `host` out."))
        }
    }
}
