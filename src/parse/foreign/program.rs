//! Which other program a folder is kept for, by the settings that it has there.
//!
//! Takes: those settings' texts. Gives: a [`Program`]: what it calls the site, and which folder it serves from the top.
//! Never: runs what is in them: of settings that are a script, a title in quotation marks is read and nothing else.

use super::values::{entry_of, scalar, texts_of, value};
use super::{quartz, script};
use crate::config::settings::PageAddresses;
use crate::load::Inputs;
use crate::source::Source;

/// What such settings say of the whole site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Program {
    /// What the site is called.
    pub title: Option<String>,
    /// The folder whose files are served from the top, with `/` at its end; `""` if there is none.
    pub static_folder: &'static str,
    /// How it gives pages their addresses.
    pub page_addresses: PageAddresses,
}

/// The program whose settings lie beside ours or among the articles; of several, the first by name.
pub fn program(inputs: &Inputs) -> Option<Program> {
    inputs.foreign.iter().find_map(|source| of(source))
}

/// Whether the articles are a vault: Obsidian's folder lies among them, or they are Quartz's, which reads a vault.
pub fn is_vault(inputs: &Inputs) -> bool {
    inputs.vault || inputs.foreign.iter().any(|source| quartz::is_of_quartz(source))
}

/// Whether these are settings of Hugo or of Zola.
pub(super) fn is_of_hugo_or_zola(source: &Source) -> bool {
    let name = source.path.file_name();
    let known = matches!(name.split('.').next(), Some("hugo" | "zola" | "config"));
    known && !source.path.folder().contains(".vitepress") && of(source).is_some()
}

/// Whether these are Zola's, which calls the site's address so.
pub(super) fn is_of_zola(source: &Source) -> bool {
    source.path.file_name() == "zola.toml"
        || source.path.file_name() == "config.toml" && says(&source.text, &["base_url"])
}

fn of(source: &Source) -> Option<Program> {
    let name = source.path.file_name();
    let (stem, ending) = name.rsplit_once('.')?;
    let is_script = matches!(ending, "js" | "cjs" | "mjs" | "ts" | "cts" | "mts");
    let folder = source.path.folder();
    let static_folder = match (stem, ending) {
        ("mkdocs" | "_config" | "quartz.config", _) | ("book", "toml") => "",
        ("docusaurus.config" | "hugo" | "zola", _) => "static/",
        // Many programs have settings of this name: these lie where Hugo's do, or say where the site will be.
        ("config", _) if folder.ends_with("config/_default") => "static/",
        ("config", "toml") if says(&source.text, &["baseurl", "base_url"]) => "static/",
        ("config", "yaml" | "yml") if says(&source.text, &["baseurl"]) => "static/",
        ("config", _) if is_script && folder.ends_with(".vitepress") => "public/",
        ("index", _) if is_script && folder.ends_with(".vitepress/config") => "public/",
        _ => return None,
    };
    let title = match (stem, ending) {
        ("mkdocs", _) => scalar(source, "site_name"),
        ("quartz.config", "yaml" | "yml") => {
            value(source, "configuration").and_then(|node| texts_of(entry_of(&node, "pageTitle")?).pop())
        }
        (_, "yaml" | "yml") => scalar(source, "title"),
        ("quartz.config", _) => {
            let title = script::settings(&source.text, "pageTitle").into_iter().find(|setting| setting.whole);
            title.and_then(|setting| setting.texts.into_iter().next())
        }
        _ => quoted(&source.text),
    };
    let title = title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
    let pattern = says(&source.text, &["permalink", "permalinks", "[permalinks]"]);
    let page_addresses = if pattern { PageAddresses::ByPattern } else { PageAddresses::ByFile };
    Some(Program { title, static_folder, page_addresses })
}

/// Whether one of these keys stands at the beginning of a line.
fn says(text: &str, keys: &[&str]) -> bool {
    text.lines().any(|line| {
        let key = line.split(['=', ':']).next().unwrap_or_default().trim();
        keys.iter().any(|wanted| key.eq_ignore_ascii_case(wanted))
    })
}

/// The first title in quotation marks: `title = "Docs"`, `title: 'Docs',`, `"title": "Docs"`.
fn quoted(text: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let key = line.trim_start().trim_start_matches(['"', '\'']).strip_prefix("title")?;
        let value = key.trim_start_matches(['"', '\'']).trim_start().strip_prefix([':', '='])?.trim_start();
        let quote = value.chars().next().filter(|sign| matches!(sign, '"' | '\'' | '`'))?;
        let inside = &value[1..];
        let title = &inside[..inside.find(quote)?];
        (!title.contains("${") && !title.contains('\\')).then(|| title.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_known_by_its_settings() {
        let found = |path: &str, text: &str| of(&Source::new(path.into(), text.to_owned()));
        let program = |title: &str, static_folder| {
            Some(Program { title: Some(title.to_owned()), static_folder, ..Program::default() })
        };
        assert_eq!(found("mkdocs.yml", "site_name: My docs\n"), program("My docs", ""));
        assert_eq!(found("_config.yml", "title: \"A blog\"\n"), program("A blog", ""));
        assert_eq!(found("_config.yml", "locale   : fa\ntitle    : Blog\n"), program("Blog", ""));
        let script = "// a title\nconst config = {\n  title: 'My site',\n  tagline: \"x\",\n};\n";
        assert_eq!(found("docusaurus.config.ts", script), program("My site", "static/"));
        assert_eq!(found("hugo.toml", "baseURL = 'x'\ntitle = 'Notes'\n"), program("Notes", "static/"));
        assert_eq!(found("config.toml", "base_url = \"x\"\ntitle = \"Z\"\n[extra]\n"), program("Z", "static/"));
        assert_eq!(found("config.toml", "[server]\ntitle = \"Z\"\n"), None);
        assert_eq!(found(".vitepress/config.mts", "export default {\n  title: `V`,\n}\n"), program("V", "public/"));
        assert_eq!(found("config/_default/hugo.yaml", "title: Notes\n"), program("Notes", "static/"));
        assert_eq!(found("config/_default/config.yml", "title: Notes\n"), program("Notes", "static/"));
        assert_eq!(found("zola.toml", "title = \"Z\"\n"), program("Z", "static/"));
        assert_eq!(found("_config.toml", "title = \"J\"\n"), program("J", ""));
        assert_eq!(found("docs/.vitepress/config/index.ts", "title: 'V',\n"), program("V", "public/"));
        assert_eq!(found("book.toml", "[book]\nauthors = []\ntitle = \"B\"\n"), program("B", ""));
        let quartz = "const config: QuartzConfig = {\n  configuration: {\n    pageTitle: \"My garden\",\n";
        assert_eq!(found("quartz.config.ts", quartz), program("My garden", ""));
        assert_eq!(found("quartz.config.yaml", "configuration:\n  pageTitle: Beds\n"), program("Beds", ""));
        let made = found("docusaurus.config.js", "title: `${name}`,\n");
        assert_eq!(made, Some(Program { static_folder: "static/", ..Program::default() }));
        let by_pattern =
            |path: &str, text: &str| found(path, text).is_some_and(|p| p.page_addresses == PageAddresses::ByPattern);
        assert!(by_pattern("config.toml", "baseurl = \"x\"\n[permalinks]\n  post = \"/:filename/\"\n"));
        assert!(by_pattern("_config.yml", "defaults:\n  - values:\n      permalink: /posts/:title/\n"));
        assert!(!by_pattern("_config.yml", "title: permalinks\n"));
    }
}
