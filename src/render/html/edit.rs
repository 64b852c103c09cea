//! Where a file of the site can be changed, and a new one begun, in the browser: at GitHub, GitLab, or Forgejo and Gitea.
//!
//! Takes: the settings and a path. Gives: addresses at the site's own repository; empty where it has none.

use crate::config::settings::Settings;
use crate::source::url::encoded;

/// What a new article begins with: `{title}` is its title.
pub const NEW_ARTICLE: &str = include_str!("edit/article.md");

/// How a code host writes the addresses of its editor.
enum Host {
    GitHub,
    GitLab,
    Forgejo,
}

fn host(repository: &str) -> Host {
    let name = repository.split("://").last().and_then(|rest| rest.split('/').next()).unwrap_or_default();
    if name.contains("gitlab") {
        Host::GitLab
    } else if ["codeberg", "forgejo", "gitea"].iter().any(|known| name.contains(known)) {
        Host::Forgejo
    } else {
        Host::GitHub
    }
}

/// A path below the site's folder as one below the top of its repository, which is all that a code host knows.
fn from_top(settings: &Settings, path: &str) -> String {
    let parts = [settings.folder_in_repository.as_str(), path];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

/// The editor, open on a file that is there.
pub fn change(settings: &Settings, path: &str) -> String {
    let Settings { repository, branch, .. } = settings;
    let editor = match host(repository) {
        _ if repository.is_empty() => return String::new(),
        Host::GitHub => "edit",
        Host::GitLab => "-/edit",
        Host::Forgejo => "_edit",
    };
    format!("{repository}/{editor}/{}/{}", encoded(branch), encoded(&from_top(settings, path)))
}

/// The editor, open on a new article in a folder, with a start that its author goes on from.
pub(in crate::render) fn begin(settings: &Settings, folder: &str) -> String {
    let Settings { repository, branch, .. } = settings;
    let (branch, folder) = (encoded(branch), encoded(&from_top(settings, folder)));
    let text = query(&NEW_ARTICLE.replace("{title}", "The question that this article answers"));
    match host(repository) {
        _ if repository.is_empty() => String::new(),
        Host::GitHub => format!("{repository}/new/{branch}/{folder}?filename=new-article.md&value={text}"),
        Host::GitLab => format!("{repository}/-/new/{branch}/{folder}?file_name=new-article.md&content={text}"),
        // These take no text with the address.
        Host::Forgejo => format!("{repository}/_new/{branch}/{folder}"),
    }
}

/// Where a report is begun in public; empty without a repository.
pub(super) fn reports(settings: &Settings) -> String {
    let repository = &settings.repository;
    match host(repository) {
        _ if repository.is_empty() => String::new(),
        Host::GitLab => format!("{repository}/-/issues/new"),
        Host::GitHub | Host::Forgejo => format!("{repository}/issues/new"),
    }
}

/// That page, open on a report with this title and text, which stands last.
pub(super) fn report(address: &str, title: &str, text: &str) -> String {
    let sign = if address.contains('?') { '&' } else { '?' };
    let (title, text) = (query(title), query(text));
    match host(address) {
        Host::GitLab => format!("{address}{sign}issue%5Btitle%5D={title}&issue%5Bdescription%5D={text}"),
        Host::GitHub | Host::Forgejo => format!("{address}{sign}title={title}&body={text}"),
    }
}

/// Text as it may stand behind `?` in an address.
pub(super) fn query(text: &str) -> String {
    encoded(text).replace('/', "%2F")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn settings(repository: &str) -> Settings {
        let text = format!("title: T\nrepository: {repository}\nbranch: web/main\n");
        crate::config::settings::settings(Some(&Source::new("site.yaml".into(), text)), None, &mut Vec::new())
    }

    #[test]
    fn each_host_has_its_own_editor() {
        let change = |repository: &str| change(&settings(repository), "content/Two words.md");
        assert_eq!(change("https://github.com/a/b/"), "https://github.com/a/b/edit/web/main/content/Two%20words.md");
        assert_eq!(change("https://gitlab.com/a/b"), "https://gitlab.com/a/b/-/edit/web/main/content/Two%20words.md");
        assert_eq!(
            change("https://codeberg.org/a/b"),
            "https://codeberg.org/a/b/_edit/web/main/content/Two%20words.md"
        );
        assert_eq!(change(""), "");
        let below = Settings { folder_in_repository: "web/help".into(), ..settings("https://github.com/a/b") };
        assert_eq!(super::change(&below, "content/a.md"), "https://github.com/a/b/edit/web/main/web/help/content/a.md");
        assert!(super::begin(&below, "content").starts_with("https://github.com/a/b/new/web/main/web/help/content?"));
        let begin = begin(&settings("https://github.com/a/b"), "content/sleep");
        let start =
            "https://github.com/a/b/new/web/main/content/sleep?filename=new-article.md&value=---%0Atitle%3A%20%22";
        assert!(begin.starts_with(start), "{begin}");
        assert!(!begin[start.len()..].contains(['&', '#', ' ', '/', '"', '?']), "{begin}");
    }
}
