//! Themes: templates, words and assets. The default one is inside the program.

use super::file_cache::{FileCache, Text};
use super::{Attachment, THEMES, bytes, text, walk};
use crate::problem::Problem;
use crate::source::{SitePath, Source};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// A theme's files by their path in the theme's folder, such as `templates/base.html`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemeFiles {
    /// The folder's name below `themes`.
    pub name: String,
    /// Texts: templates, styles, words, scripts, SVG. A file of the site lies over the built-in one of the same name.
    pub texts: BTreeMap<String, Arc<Source>>,
    /// Anything else: pictures, fonts.
    pub binaries: BTreeMap<String, Arc<[u8]>>,
}

impl ThemeFiles {
    /// The same without its scripts: from a folder on a disk no browser loads a module.
    pub fn without_scripts(&self) -> ThemeFiles {
        let is_script = |name: &str| name.ends_with(".js") || name.ends_with(".mjs");
        let texts = self.texts.iter().filter(|(name, _)| !is_script(name));
        ThemeFiles { texts: texts.map(|(name, text)| (name.clone(), Arc::clone(text))).collect(), ..self.clone() }
    }
}

/// The theme that is always there.
pub const DEFAULT: &str = "default";

macro_rules! built_in {
    ($($name:literal,)+) => {
        &[$(($name, include_str!(concat!("../../themes/default/", $name))),)+]
    };
}

/// The default theme's files, as built into the program.
pub const BUILT_IN: &[(&str, &str)] = built_in! {
    "assets/blocks.css",
    "assets/book.css",
    "assets/card-qr.js",
    "assets/card.js",
    "assets/code.js",
    "assets/enlarge.js",
    "assets/glossary.js",
    "assets/icon.svg",
    "assets/lost.js",
    "assets/moved.js",
    "assets/own.css",
    "assets/search-index.js",
    "assets/search-marks.js",
    "assets/search-vain.js",
    "assets/search.js",
    "assets/style.css",
    "assets/tabs.js",
    "assets/tokens.css",
    "assets/tree-formula.js",
    "assets/tree.js",
    "templates/article.html",
    "templates/base.html",
    "templates/book.html",
    "templates/everything.html",
    "templates/glossary.html",
    "templates/home.html",
    "templates/map.html",
    "templates/not-found.html",
    "templates/offline.html",
    "templates/outcome.html",
    "templates/parts/about-page.html",
    "templates/parts/after-article.html",
    "templates/parts/breadcrumbs.html",
    "templates/parts/choices.html",
    "templates/parts/emergency.html",
    "templates/parts/footer.html",
    "templates/parts/helped.html",
    "templates/parts/linked-from.html",
    "templates/parts/list-parts.html",
    "templates/parts/list.html",
    "templates/parts/machine.html",
    "templates/parts/message.html",
    "templates/parts/navigation.html",
    "templates/parts/progress.html",
    "templates/parts/related.html",
    "templates/parts/review.html",
    "templates/parts/search-words.html",
    "templates/parts/search.html",
    "templates/parts/sign.html",
    "templates/parts/signs.html",
    "templates/parts/sources.html",
    "templates/parts/terms.html",
    "templates/parts/toc.html",
    "templates/parts/tree-answers.html",
    "templates/parts/tree-form.html",
    "templates/parts/tree-script.html",
    "templates/parts/way.html",
    "templates/question.html",
    "templates/redirect.html",
    "templates/references.html",
    "templates/search.html",
    "templates/section.html",
    "templates/tag.html",
    "templates/tags.html",
    "templates/tree.html",
    "templates/whole-tree.html",
    "theme.yaml",
    "words/de.yaml",
    "words/en.yaml",
    "words/es.yaml",
    "words/fr.yaml",
    "words/it.yaml",
    "words/nl.yaml",
    "words/pt.yaml",
};

/// Whether the built-in theme has a file of this path.
pub fn is_built_in(path: &str) -> bool {
    BUILT_IN.iter().any(|(name, _)| *name == path)
}

/// The built-in theme, under the path it would have in a site.
pub fn built_in() -> ThemeFiles {
    let text = |(name, text): &(&str, &str)| {
        let path: SitePath = format!("themes/{DEFAULT}/{name}").into();
        ((*name).to_owned(), Arc::new(Source::new(path, (*text).to_owned())))
    };
    ThemeFiles { name: DEFAULT.to_owned(), texts: BUILT_IN.iter().map(text).collect(), ..ThemeFiles::default() }
}

/// All themes of a site, the default one always among them.
pub(super) fn load(
    root: &Path,
    cache: &FileCache,
    texts: &mut Vec<Text>,
    problems: &mut Vec<Problem>,
) -> Vec<ThemeFiles> {
    let mut themes = BTreeMap::from([(DEFAULT.to_owned(), built_in())]);
    for file in walk::files(root, THEMES, problems) {
        let Some((name, rest)) =
            file.path.as_str().strip_prefix(THEMES).and_then(|rest| rest.strip_prefix('/')?.split_once('/'))
        else {
            continue;
        };
        let theme = themes.entry(name.to_owned()).or_insert_with(|| ThemeFiles { name: name.to_owned(), ..built_in() });
        if is_text(&file) {
            match text(&file, cache) {
                Ok(text) => {
                    problems.extend(text.problems.iter().cloned());
                    theme.texts.insert(rest.to_owned(), Arc::clone(&text.source));
                    texts.push(text);
                }
                Err(problem) => problems.push(problem),
            }
        } else {
            match bytes(&file) {
                Ok(bytes) => {
                    theme.binaries.insert(rest.to_owned(), bytes.into());
                }
                Err(problem) => problems.push(problem),
            }
        }
    }
    themes.into_values().collect()
}

fn is_text(file: &Attachment) -> bool {
    matches!(file.path.extension().as_str(), "html" | "xml" | "css" | "js" | "mjs" | "svg" | "yaml" | "txt" | "json")
}
