//! Files that are published as they are, and by which hosts and browsers go → what changed in them.

use super::{Setting, hidden, lines_of};
use crate::diff::{FileBytes, FileChange, FileFate};
use crate::source::SitePath;

/// What hosts and browsers do with a file that is published as it is, by its name.
const GOVERNING: [(&str, &str); 9] = [
    ("_redirects", "hosts lead readers by it"),
    ("_headers", "hosts send it along with pages"),
    (".htaccess", "a host obeys it"),
    ("CNAME", "it names the site's domain"),
    (".domains", "it names the site's domain"),
    ("robots.txt", "it says what search engines may list"),
    (".html", "a page that no check has seen"),
    (".js", "it runs in readers' browsers"),
    (".css", "it changes how pages look"),
];

/// What is done with a file that governs pages or runs in browsers; `None` of every other.
fn means(path: &str) -> Option<&'static str> {
    let name = path.strip_prefix("static/")?.rsplit('/').next()?;
    let fits = |known: &&(&str, &str)| name == known.0 || known.0.starts_with('.') && name.ends_with(known.0);
    GOVERNING.iter().find(fits).map(|(_, means)| *means)
}

/// Whether a file governs pages or runs in browsers, so that its text is told.
pub fn governs(path: &SitePath) -> bool {
    means(path.as_str()).is_some()
}

/// Takes those files out that govern pages or run in browsers: they are no pictures, and are told with what every page shows.
pub(in crate::diff) fn governing(files: &mut Vec<FileChange>, bytes: &FileBytes) -> Vec<Setting> {
    let (governing, rest) = std::mem::take(files).into_iter().partition(|file| means(&file.path).is_some());
    *files = rest;
    let setting = |file: FileChange| {
        let (before, after) = match file.what {
            FileFate::Added => (String::new(), "there".to_owned()),
            FileFate::Removed => ("there".to_owned(), String::new()),
            FileFate::Changed => ("one text".to_owned(), "another".to_owned()),
            FileFate::Moved => (file.from.clone().unwrap_or_default(), file.path.clone()),
        };
        let what = format!("The file `{}` ({})", file.path, means(&file.path).unwrap_or_default());
        let of = |path: &str| bytes.texts.get(path).cloned().unwrap_or_default();
        let [mut was, is] = of(&file.path);
        if let Some(from) = &file.from {
            [was, _] = of(from);
        }
        let hides = if file.path.ends_with(".css") { hidden::more(&was, &is) } else { Vec::new() };
        let lines = lines_of(&was, &is);
        Setting { what, before, after, is_code: true, lines, hides, ..Setting::default() }
    };
    let governing: Vec<FileChange> = governing;
    governing.into_iter().map(setting).collect()
}
