//! A theme, ready for use.
//!
//! Takes: a theme's files, and the site's language. Gives: templates, words and assets, and what is wrong with them. Never: reads
//! a disk, or knows a page.

mod words;

use super::assets::{Asset, assets};
use super::qr;
use super::view::View;
use crate::config::settings::Settings;
use crate::config::theme::{self, Declared, Setting};
use crate::load::ThemeFiles;
use crate::load::theme::{BUILT_IN, DEFAULT};
use crate::problem::{Code, Problem, merge_marks};
use crate::source::{SitePath, Source, Span, digest};
use crate::tree::Words;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Templates, words and assets, checked.
pub struct Theme {
    tera: tera::Tera,
    files: ThemeFiles,
    /// What the templates and articles say in the site's language, by key.
    pub words: BTreeMap<String, String>,
    /// What a site may decide of it.
    pub settings: Vec<Setting>,
    /// How wide a picture in a text is shown, as the attribute `sizes` says it.
    pub picture_sizes: String,
    /// Styles and pictures, under names with their content's hash.
    pub assets: Vec<Asset>,
    /// Of everything in it: part of the key of each rendered page.
    pub hash: u128,
    /// Whether its templates could be read. If not, that is told, and no page can be rendered.
    pub works: bool,
}

/// The style sheet of the page of the whole site, which no other page loads.
pub(super) const BOOK_STYLE: &str = "book.css";
const TEMPLATES: &str = "templates/";
/// What stands around a text on most pages, in bytes: so much room is made, and more where it is needed.
const AROUND_A_TEXT: usize = 12 << 10;
/// Before the name of a built-in template: `{% extends "default/article.html" %}` changes a few blocks of it, in a template
/// that may have the very same name.
const PARENT: &str = "default/";

impl Theme {
    /// Reads a theme for a language. Whatever is wrong with it is told, and what works of it is kept.
    pub fn new(files: &ThemeFiles, language: &str, problems: &mut Vec<Problem>) -> Theme {
        let mut tera = tera::Tera::new();
        tera.register_filter("qr", qr::filter);
        let loaded = tera.set_fallback_prefixes([PARENT]).and_then(|()| tera.add_raw_templates(templates(files)));
        let own = files.texts.values().filter(|source| source.path.extension() != "yaml");
        problems.extend(own.filter_map(|source| merge_marks(source, Span::new(0, source.text.len()))));
        let words = words::of_language(files, language, problems);
        let Declared { settings, picture_sizes } = declared(files, problems);
        let assets = assets(files);
        let mut theme = Theme {
            tera,
            files: files.clone(),
            words,
            settings,
            picture_sizes: picture_sizes.unwrap_or_else(|| "100vw".to_owned()),
            assets,
            hash: Theme::key(files, language),
            works: loaded.is_ok(),
        };
        let words = tera::Value::from_serializable(&theme.words);
        theme.tera.global_context().insert_value("words", words);
        if let Err(error) = loaded {
            problems.push(
                theme
                    .problem(Code::TemplateSyntax, &error)
                    .help("Mend the template, or delete it to use the built-in one."),
            );
        }
        theme
    }

    /// The key of a theme in a language: of everything in it.
    pub fn key(files: &ThemeFiles, language: &str) -> u128 {
        let texts: Vec<_> = files.texts.iter().map(|(name, source)| (name, &source.path, source.hash)).collect();
        digest(&(&files.name, texts, &files.binaries, language))
    }

    /// Whether any of its templates is not the program's own.
    pub fn has_own_templates(&self) -> bool {
        let own = |(name, source): (&String, &Arc<Source>)| {
            name.starts_with(TEMPLATES) && !BUILT_IN.iter().any(|(known, text)| known == name && *text == source.text)
        };
        self.files.texts.iter().any(own)
    }

    /// Whether it has a template of this name, such as `article.html`.
    pub fn has(&self, template: &str) -> bool {
        self.tera.contains_template(template)
    }

    /// The assets that a site publishes, with their places among all.
    pub(super) fn published<'a>(&'a self, settings: &Settings) -> impl Iterator<Item = (usize, &'a Asset)> + use<'a> {
        let book = settings.book;
        self.assets.iter().enumerate().filter(move |(_, asset)| asset.name != BOOK_STYLE || book)
    }

    /// The address of an asset by its plain name; empty where there is none.
    pub fn asset(&self, name: &str) -> &str {
        self.assets.iter().find(|asset| asset.name == name).map_or("", |asset| &asset.address)
    }

    /// The colour of a token in the light, where it is written in figures: as the site's own styles say, else as the class of the
    /// chosen colour does, else as the theme does.
    pub(super) fn colour(&self, token: &str, chosen: &str) -> Option<[u8; 3]> {
        let text =
            |name: &str| self.files.texts.get(&format!("assets/{name}")).map_or("", |source| source.text.as_str());
        let (own, tokens) = (text("own.css"), text("tokens.css"));
        let class = tokens.split_once(&format!(".colour-{chosen} {{")).and_then(|(_, rest)| rest.split_once('}'));
        let places = [own, class.map_or("", |(class, _)| class), tokens];
        places.into_iter().find_map(|text| figures(text.split_once(&format!("--{token}:"))?.1))
    }

    /// The word of a key; the key itself where the theme has none.
    pub fn word<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.get(key).map_or(key, String::as_str)
    }

    /// What trees say besides their author's words.
    pub fn tree_words(&self) -> Words<'_> {
        Words::new(|key| self.word(key))
    }

    /// `23 November 2026`, as the site's language writes it.
    pub(super) fn date(&self, day: jiff::civil::Date) -> String {
        let month = self.word("months").split(',').nth(usize::from(day.month().unsigned_abs()) - 1).unwrap_or("");
        let (number, year) = (day.day().to_string(), day.year().to_string());
        self.word("date").replace("{day}", &number).replace("{month}", month.trim()).replace("{year}", &year)
    }

    /// `12,345`, as the site's language writes it.
    pub(super) fn number(&self, number: usize) -> String {
        let digits = number.to_string();
        let apart = |(place, digit): (usize, char)| {
            let parted = place > 0 && (digits.len() - place).is_multiple_of(3);
            [if parted { self.word("thousands") } else { "" }, &digits[place..place + digit.len_utf8()]].concat()
        };
        digits.char_indices().map(apart).collect()
    }

    pub(super) fn render(&self, template: &str, view: &View) -> Result<String, tera::Error> {
        let body = view.article.as_ref().map_or(0, |article| article.body.len());
        let mut out = Vec::with_capacity(body + AROUND_A_TEXT);
        self.tera.render_to(template, &view.context()?, &mut out)?;
        String::from_utf8(out).map_err(|error| tera::Error::message(error.to_string()))
    }

    /// A template engine's error as a problem at its place, if it names one.
    pub(super) fn problem(&self, code: Code, error: &tera::Error) -> Problem {
        use tera::ErrorKind::{RenderingError, SyntaxError};
        let at = |template: &str, span: Option<Span>, message: &str| {
            let template = template.strip_prefix(PARENT).unwrap_or(template);
            let source = self.files.texts.get(&format!("{TEMPLATES}{template}"));
            let path: SitePath = source
                .map_or_else(|| format!("themes/{}/{TEMPLATES}{template}", self.files.name).into(), |s| s.path.clone());
            let message = format!("The template `{template}` does not work: {}", message.trim_end_matches('.'));
            Problem { span, ..Problem::of_file(code, &path, message) }
        };
        match error.kind() {
            SyntaxError(report) | RenderingError(report) => {
                let range = report.span().range.clone();
                at(report.filename(), Some(Span::new(range.start, range.end)), report.message())
            }
            _ => {
                let said = error.to_string();
                let (message, place) = said.split_once("-->").unwrap_or((&said, ""));
                let mut place = place.trim().lines().next().unwrap_or("").rsplitn(3, ':');
                let column = place.next().and_then(|n| n.trim().parse().ok());
                let line = place.next().and_then(|n| n.parse().ok());
                let template = place.next().unwrap_or("").trim().trim_start_matches('[');
                let source = self.files.texts.get(&format!("{TEMPLATES}{template}"));
                let span =
                    source.zip(line.zip(column)).map(|(source, (line, column))| offset(&source.text, line, column));
                let message =
                    message.trim().trim_start_matches("error:").lines().next().unwrap_or("").trim().to_owned();
                at(if template.is_empty() { "base.html" } else { template }, span, &message)
            }
        }
    }
}

/// A colour as CSS writes it in figures: `#0b5a3b`, `#fff`.
fn figures(value: &str) -> Option<[u8; 3]> {
    let digits = value.trim_start().strip_prefix('#')?;
    let digits = &digits[..digits.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(digits.len())];
    let part = |at: usize| match digits.len() {
        3 => u8::from_str_radix(&digits[at..=at].repeat(2), 16).ok(),
        6 => u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).ok(),
        _ => None,
    };
    Some([part(0)?, part(1)?, part(2)?])
}

fn offset(text: &str, line: usize, column: usize) -> Span {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let at = (start + column.saturating_sub(1)).min(text.len());
    Span::new(at, at)
}

/// The theme's own templates, and the built-in ones under [`PARENT`], where they are also found without it. Where there are no others,
/// these go by their names alone: each page asks for twenty of them, and to find one under the longer name takes twice as long.
fn templates(files: &ThemeFiles) -> Vec<(String, &str)> {
    let built_in = BUILT_IN.iter().filter_map(|(name, text)| Some((name.strip_prefix(TEMPLATES)?, *text)));
    let known: BTreeMap<&str, &str> = built_in.collect();
    let own =
        files.texts.iter().filter_map(|(name, source)| Some((name.strip_prefix(TEMPLATES)?, source.text.as_str())));
    let own = own.filter(|(name, text)| known.get(name) != Some(text)).map(|(name, text)| (name.to_owned(), text));
    let own: Vec<(String, &str)> = own.collect();
    let parent = if own.is_empty() { "" } else { PARENT };
    known.iter().map(|(name, text)| (format!("{parent}{name}"), *text)).chain(own).collect()
}

/// A file of the built-in theme, and the theme's own over it.
fn layers(files: &ThemeFiles, name: &str) -> Vec<Arc<Source>> {
    let own = files.texts.get(name);
    let built_in = BUILT_IN.iter().find(|(known, text)| *known == name && own.is_none_or(|own| own.text != *text));
    let path = || SitePath::from(format!("themes/{DEFAULT}/{name}"));
    let built_in = built_in.map(|(_, text)| Arc::new(Source::new(path(), (*text).to_owned())));
    built_in.into_iter().chain(own.cloned()).collect()
}

/// What `theme.yaml` says: the built-in one, and over it the theme's own.
fn declared(files: &ThemeFiles, problems: &mut Vec<Problem>) -> Declared {
    let mut out = Declared::default();
    for source in layers(files, "theme.yaml") {
        let declared = theme::declared(&source, problems);
        for setting in declared.settings {
            out.settings.retain(|known| known.key != setting.key);
            out.settings.push(setting);
        }
        out.picture_sizes = declared.picture_sizes.or(out.picture_sizes);
    }
    out
}

impl std::fmt::Debug for Theme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Theme").field("name", &self.files.name).finish_non_exhaustive()
    }
}
