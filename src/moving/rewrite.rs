//! A name that would lead elsewhere → the forms in which it can be written so that it leads where it led.

use super::Mapping;
use super::edits::Edit;
use super::leads::{Key, Lead, Use, Written};
use super::names::{Stand, names, paths};
use super::place::{self, Quoting};
use crate::Plan;
use crate::source::{SitePath, Source, Span, slug, url};
use crate::text::body::{Link, Target};

/// The forms, the one that is most like the old one first. `heading` are the new words of a heading that is renamed.
pub(super) fn forms(plan: &Plan, used: &Use, mapping: &Mapping, heading: Option<&str>) -> Vec<Edit> {
    let Key { path: file, .. } = &used.key;
    let Some(source) = plan.sources.get(file) else { return Vec::new() };
    let from = mapping.path(file);
    match &used.written {
        Written::Link(link, span) => {
            let Some((span, quoting)) = place::address(source, link, *span) else { return Vec::new() };
            let to = To { plan, used, mapping, from: &from, heading };
            to.link(source, link, span, quoting)
        }
        Written::Name(name, span) => {
            let stands = Stands::of(plan, &used.lead, mapping);
            let found = stands.map(|stands| of_setting(name, &from, &stands)).unwrap_or_default();
            found.iter().map(|name| place::scalar(source, *span, name)).collect()
        }
        Written::Tree(name, span) => {
            let stands = Stands::of(plan, &used.lead, mapping);
            let found = stands.map(|stands| names(name, &from, &stands.before(), &stands.after())).unwrap_or_default();
            found.iter().map(|name| tree_name(source, *span, name)).collect()
        }
    }
}

/// The relative links of moved files that went the shortest way, and do not any more: `../a/x.md` in `a`.
pub(super) fn to_shorten(plan: &Plan, uses: &[Use], mapping: &Mapping) -> Vec<Key> {
    let shortens = |used: &&Use| {
        let (from, to) = (&used.key.path, mapping.path(&used.key.path));
        let Written::Link(link, _) = &used.written else { return false };
        let (Target::File { path: written, .. } | Target::Name { name: written, .. }) = &link.target;
        let by_name = matches!(link.target, Target::Name { .. });
        if *from == to || written.is_empty() || written.starts_with('/') || by_name && !written.starts_with('.') {
            return false;
        }
        let Some(stands) = Stands::of(plan, &used.lead, mapping) else { return false };
        let shortest = paths(written, from, &stands.before(), &stands.before());
        let now = paths(written, &to, &stands.before(), &stands.after());
        shortest.first().is_some_and(|path| path == written.as_str()) && now.first() != shortest.first()
    };
    uses.iter().filter(shortens).map(|used| used.key.clone()).collect()
}

/// A setting names a page by its whole path first.
fn of_setting(name: &str, from: &SitePath, stands: &Stands) -> Vec<String> {
    let (old, new) = (stands.old.below(), stands.new.below());
    let stem = |path: &str| path.strip_suffix(".md").map(str::to_owned);
    let whole = match name {
        _ if name == old => Some(new.to_owned()),
        _ if Some(name) == stem(old).as_deref() => stem(new),
        _ => None,
    };
    whole.into_iter().chain(names(name, from, &stands.before(), &stands.after())).collect()
}

fn tree_name(source: &Source, span: Span, name: &str) -> Edit {
    let edit = place::scalar(source, span, &format!("tree:{name}"));
    // What stands there without quotes needs none now.
    let bare = source.slice(span).starts_with("tree:") && !name.contains([' ', '#', ',', '[', ']', '{', '}']);
    if bare { Edit { span, text: format!("tree:{name}") } } else { edit }
}

/// Where something was and will be.
struct Stands {
    old: SitePath,
    new: SitePath,
    address: Option<String>,
    address_after: Option<String>,
}

impl Stands {
    fn of(plan: &Plan, lead: &Lead, mapping: &Mapping) -> Option<Stands> {
        let (path, is_page) = match lead {
            Lead::Page { path, .. } => (path, true),
            Lead::File(path) => (path, false),
            Lead::Nowhere(Some(path)) => (path, false),
            _ => return None,
        };
        let new = mapping.path(path);
        let page = plan.site.pages.iter().find(|page| is_page && page.facts().path == *path);
        let address = page.map(|page| page.facts().address.clone());
        let address_after = page.map(|page| match page.doc.front.permalink {
            Some(_) => page.facts().address.clone(),
            None => address_of(&new),
        });
        Some(Stands { old: path.clone(), new, address, address_after })
    }

    fn before(&self) -> Stand<'_> {
        Stand { path: &self.old, address: self.address.as_deref() }
    }

    fn after(&self) -> Stand<'_> {
        Stand { path: &self.new, address: self.address_after.as_deref() }
    }
}

/// The address that follows from a file's name.
fn address_of(path: &SitePath) -> String {
    crate::parse::unread(path).facts.address
}

struct To<'a> {
    plan: &'a Plan,
    used: &'a Use,
    mapping: &'a Mapping,
    from: &'a SitePath,
    heading: Option<&'a str>,
}

impl To<'_> {
    fn link(&self, source: &Source, link: &Link, span: Span, quoting: Quoting) -> Vec<Edit> {
        let raw = source.slice(span);
        let quoted = quoting == Quoting::Yaml && raw.starts_with(['"', '\'']);
        let raw = if quoted { raw.trim_matches(['"', '\'']) } else { raw };
        let (front, fragment) = match raw.split_once('#') {
            Some((front, fragment)) => (front, Some(fragment)),
            None => (raw, None),
        };
        if front.trim().starts_with("glossary:") || matches!(self.used.lead, Lead::Term(_)) {
            return self.term(raw, span, quoting);
        }
        let (path, query) = match front.split_once('?') {
            Some((path, _)) if quoting != Quoting::Brackets => (path, &front[path.len()..]),
            _ => (front, ""),
        };
        let mut out = Vec::new();
        for path in self.paths(link, path, quoting) {
            for fragment in self.fragments(link, fragment) {
                let behind = match &fragment {
                    Some(fragment) if quoting == Quoting::Brackets || quoting == Quoting::Yaml => {
                        format!("#{fragment}")
                    }
                    Some(fragment) => format!("#{}", written(fragment, quoting)),
                    None => String::new(),
                };
                let text = format!("{path}{query}{behind}");
                let edit =
                    if quoting == Quoting::Yaml { place::scalar(source, span, &text) } else { Edit { span, text } };
                if !out.contains(&edit) {
                    out.push(edit);
                }
            }
        }
        out
    }

    /// The path or name, the old one first where only what stands behind it is another.
    fn paths(&self, link: &Link, raw: &str, quoting: Quoting) -> Vec<String> {
        let stays = self.used.key.path == *self.from
            && match &self.used.lead {
                Lead::Page { path, .. } | Lead::File(path) => self.mapping.path(path) == *path,
                _ => true,
            };
        let mut out = if stays || raw.is_empty() { vec![raw.to_owned()] } else { Vec::new() };
        let stands = match &self.used.lead {
            Lead::Nowhere(None) => self.lost(link),
            lead => Stands::of(self.plan, lead, self.mapping),
        };
        if let Some(stands) = stands {
            match &link.target {
                Target::File { path, .. } => {
                    let found = paths(path, self.from, &stands.before(), &stands.after());
                    out.extend(found.iter().map(|path| written_like(path, quoting, raw)));
                }
                Target::Name { name, .. } => out.extend(names(name, self.from, &stands.before(), &stands.after())),
            }
        }
        out.dedup();
        out
    }

    /// What a relative link would lead to that leads to nothing which readers see.
    fn lost(&self, link: &Link) -> Option<Stands> {
        let Target::File { path, .. } = &link.target else { return None };
        let whole = SitePath::resolve(self.used.key.path.folder(), path).filter(|_| !path.starts_with('/'))?;
        let new = self.mapping.path(&whole);
        Some(Stands { old: whole, new, address: None, address_after: None })
    }

    fn fragments(&self, link: &Link, raw: Option<&str>) -> Vec<Option<String>> {
        let Some(raw) = raw else { return vec![None] };
        let (Target::File { fragment, .. } | Target::Name { fragment, .. }) = &link.target;
        let Lead::Page { path, screen, part } = &self.used.lead else { return vec![Some(plain(raw))] };
        let Some(old) = screen.as_ref().or(part.as_ref()) else { return vec![Some(plain(raw))] };
        let new = self.mapping.part(path, old);
        if new == *old {
            return vec![Some(plain(raw))];
        }
        let said = fragment.as_deref().unwrap_or_default();
        let last = said.rsplit('#').next().unwrap_or(said);
        let above = &said[..said.len() - last.len()];
        let words = self.heading.filter(|words| !words.is_empty()).map(str::to_owned);
        let by_words = slug::slug(last) != last;
        let own = if by_words { words.clone().unwrap_or_else(|| new.clone()) } else { new.clone() };
        vec![Some(format!("{above}{own}")), Some(format!("{above}{new}")), Some(own), Some(new)]
    }

    fn term(&self, raw: &str, span: Span, quoting: Quoting) -> Vec<Edit> {
        let Some(new) = self.mapping.term.as_ref().map(|(_, new)| new) else { return Vec::new() };
        let before = match raw.split_once(['#', ':']) {
            Some((before, _)) => &raw[..=before.len()],
            None => return Vec::new(),
        };
        vec![Edit { span, text: format!("{before}{}", written(new, quoting)) }]
    }
}

/// What stands behind `#`, as it is meant.
fn plain(raw: &str) -> String {
    url::decoded(raw).map_or_else(|| raw.to_owned(), |plain| plain.into_owned())
}

/// An address as its place can hold it.
fn written(path: &str, quoting: Quoting) -> String {
    written_like(path, quoting, "")
}

/// The same, with the signs besides as numbers that another one has so.
fn written_like(path: &str, quoting: Quoting, other: &str) -> String {
    let is_number = |c: char| {
        let byte = c.encode_utf8(&mut [0; 4]).as_bytes()[0];
        !c.is_alphanumeric() && other.contains('%') && other.to_ascii_uppercase().contains(&format!("%{byte:02X}"))
            || !c.is_ascii() && other.to_ascii_uppercase().contains(&format!("%{byte:02X}"))
    };
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        let apart = match quoting {
            Quoting::Brackets | Quoting::Yaml => false,
            Quoting::Pointed => matches!(c, '<' | '>' | '%' | '#' | '?' | '\\'),
            Quoting::Bare => {
                matches!(
                    c,
                    '<' | '>' | '%' | '#' | '?' | '\\' | '(' | ')' | '"' | '\'' | '*' | '`' | '[' | ']' | '|' | '&'
                ) || c.is_whitespace()
            }
            Quoting::Attribute => {
                matches!(c, '%' | '#' | '?' | '"' | '\'' | '<' | '>' | '`' | '&' | '(' | ')') || c.is_whitespace()
            }
        };
        if apart || is_number(c) {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        } else {
            out.push(c);
        }
    }
    out
}
