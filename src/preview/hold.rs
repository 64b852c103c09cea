//! The last text of each file that could be read, shown while the one on the disk cannot be (last known good).
//!
//! Takes: the texts that are shown, and those on the disk. Gives: the texts to show now, and which of them are [`Held`] and why.
//! Never: holds what an author may mean: a broken link, a rule that never decides, a file that is deleted. Only what makes a
//! page, its place or a shared file unreadable is held: half-typed YAML, another encoding, nothing at all.

use crate::check;
use crate::config::references::references;
use crate::config::settings::{Settings, settings};
use crate::load::{Inputs, ThemeFiles};
use crate::parse::front::{self, Shape};
use crate::parse::{self, glossary::glossary};
use crate::problem::{Code, Problem, Related, Severity, in_order};
use crate::render::Theme;
use crate::source::{SitePath, Source, Span};
use crate::{Plan, data, yaml};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The files that are held, by path.
pub(crate) type AllHeld = BTreeMap<SitePath, Held>;

/// A file that is not shown as it stands on the disk.
#[derive(Clone, Debug)]
pub struct Held {
    /// Why, in sentences for its author.
    pub why: String,
    /// The text that is shown; `None` for a file that is shown as if it were not there.
    pub shown: Option<Arc<Source>>,
    /// What is wrong with it as it stands.
    problems: Vec<Problem>,
    /// As it stands; `None` where it cannot be read, or is not there.
    actual: Option<Arc<Source>>,
    part: Part,
}

/// How much of a file is held.
#[derive(Clone, Copy, Debug)]
enum Part {
    Whole,
    /// The front matter of an article: where its text begins in what is shown and on the disk, as bytes and as lines.
    Front {
        shown: (u32, u32),
        actual: (u32, u32),
    },
}

impl Held {
    /// From which line on what is shown stands elsewhere on the disk, and at which line that is there.
    pub(super) fn moved_lines(&self) -> Option<(u32, u32)> {
        match self.part {
            Part::Front { shown, actual } => Some((shown.1, actual.1)),
            Part::Whole => None,
        }
    }

    /// The place on the disk of a place in what is shown, where there is one.
    fn span(&self, span: Span) -> Option<Span> {
        let Part::Front { shown: (shown, _), actual: (actual, _) } = self.part else { return None };
        let moved = |at: u32| at.checked_sub(shown).map(|at| at + actual);
        Some(Span { start: moved(span.start)?, end: moved(span.end)? })
    }
}

/// Puts the last good text in the place of each that cannot be read now. `told` is what is wrong with the reading itself.
pub(crate) fn hold(before: &Inputs, read: &Inputs, told: &[Problem], chosen: &Settings) -> (Inputs, AllHeld) {
    let mut shown = read.clone();
    let mut holding = Holding { told, settings: chosen, held: AllHeld::new() };
    holding.several(&before.articles, &mut shown.articles, Holding::article);
    holding.several(&before.trees, &mut shown.trees, Holding::tree);
    holding.several(&before.drawings, &mut shown.drawings, |holding, old, new| {
        holding.by_errors(old, new, |source| parse::drawing(source).problems)
    });
    holding.single(&before.glossary, &mut shown.glossary, |source| found(source, glossary));
    holding.single(&before.data, &mut shown.data, |source| found(source, data::values));
    holding.single(&before.references, &mut shown.references, |source| found(source, references));
    holding.single(&before.settings, &mut shown.settings, |source| {
        found(source, |source, all| settings(Some(source), None, all))
    });
    for theme in &mut shown.themes {
        if let Some(old) = before.themes.iter().find(|old| old.name == theme.name).filter(|old| *old != theme) {
            holding.theme(old, theme);
        }
    }
    (shown, holding.held)
}

/// Tells of the files as they stand on the disk what a plan tells of the texts that are shown in their place.
pub(super) fn tell(plan: &mut Plan, held: &AllHeld) {
    if held.is_empty() {
        return;
    }
    let placed = |problem: Problem| {
        let span = |path: &SitePath, span: Span| held.get(path).map_or(Some(span), |held| held.span(span));
        let related = |related: Related| Some(Related { span: span(&related.path, related.span)?, ..related });
        let fix = problem.fix.and_then(|fix| Some(crate::problem::Fix { span: span(&problem.path, fix.span)?, ..fix }));
        let edit =
            problem.edit.and_then(|edit| Some(crate::problem::Edit { span: span(&edit.path, edit.span)?, ..edit }));
        let place = problem.span.map(|place| span(&problem.path, place));
        if held.contains_key(&problem.path) && !matches!(place, Some(Some(_))) {
            return None;
        }
        let related = problem.related.into_iter().filter_map(related).collect();
        Some(Problem { span: place.flatten(), related, fix, edit, ..problem })
    };
    let settings = &plan.site.settings;
    let own = held.values().flat_map(|held| check::apply_severity(held.problems.clone(), settings));
    let own: Vec<Problem> = own.collect();
    plan.problems = in_order(std::mem::take(&mut plan.problems).into_iter().filter_map(placed).chain(own).collect());
    for (path, held) in held {
        if let Some(actual) = &held.actual {
            plan.sources.insert(path.clone(), Arc::clone(actual));
        }
    }
}

fn found<T>(source: &Source, read: impl Fn(&Source, &mut Vec<Problem>) -> T) -> Vec<Problem> {
    let mut problems = Vec::new();
    read(source, &mut problems);
    problems
}

struct Holding<'a> {
    told: &'a [Problem],
    settings: &'a Settings,
    held: AllHeld,
}

impl Holding<'_> {
    /// Texts of one kind, in order of their paths; one that is there and cannot be read is among those on the disk no longer.
    fn several(
        &mut self,
        before: &[Arc<Source>],
        now: &mut Vec<Arc<Source>>,
        judge: impl Fn(&mut Self, &Arc<Source>, &Arc<Source>) -> Option<Arc<Source>>,
    ) {
        for old in before {
            match now.binary_search_by(|new| new.path.cmp(&old.path)) {
                Ok(place) if now[place].hash != old.hash => {
                    let new = Arc::clone(&now[place]);
                    let kept = self.spoilt(old, &new).or_else(|| judge(self, old, &new));
                    now[place] = kept.unwrap_or(new);
                }
                Ok(_) => {}
                Err(place) => {
                    if let Some(old) = self.unreadable(old) {
                        now.insert(place, old);
                    }
                }
            }
        }
    }

    /// A file that is like no other.
    fn single(
        &mut self,
        before: &Option<Arc<Source>>,
        now: &mut Option<Arc<Source>>,
        own: impl Fn(&Source) -> Vec<Problem>,
    ) {
        let Some(old) = before else { return };
        let kept = match now.as_ref() {
            Some(new) if new.hash == old.hash => return,
            Some(new) => self.spoilt(old, new).or_else(|| self.by_errors(old, new, own)),
            None => self.unreadable(old),
        };
        if kept.is_some() {
            *now = kept;
        }
    }

    /// What is there and was not read.
    fn unreadable(&mut self, old: &Arc<Source>) -> Option<Arc<Source>> {
        let path = old.path.as_str();
        let at = |problem: &&Problem| {
            matches!(problem.code, Code::UnreadableFile | Code::FileTooLarge)
                && path.strip_prefix(problem.path.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.told.iter().find(at)?;
        // The problem stands where the reading failed, and is told there.
        let problems = self.told_at(&old.path);
        let (why, shown) = (why(&old.path, "cannot be read"), Some(Arc::clone(old)));
        let held = Held { why, shown, problems, actual: None, part: Part::Whole };
        self.held.insert(old.path.clone(), held);
        Some(Arc::clone(old))
    }

    /// A text that is none any more: in another encoding, of zeros, or empty.
    fn spoilt(&mut self, old: &Arc<Source>, new: &Arc<Source>) -> Option<Arc<Source>> {
        let problems = self.told_at(&new.path);
        let encoding = problems.iter().any(|problem| problem.code == Code::NotUtf8);
        let what = if encoding && !old.text.contains(char::REPLACEMENT_CHARACTER) {
            "is not saved as UTF-8"
        } else if new.text.contains('\0') && !old.text.contains('\0') {
            "holds bytes that are no text"
        } else if new.text.trim().is_empty() && !old.text.trim().is_empty() {
            "is empty"
        } else {
            return None;
        };
        Some(self.whole(old, new, what, problems))
    }

    /// A text that has more errors of its own than the one that is shown.
    fn by_errors(
        &mut self,
        old: &Arc<Source>,
        new: &Arc<Source>,
        own: impl Fn(&Source) -> Vec<Problem>,
    ) -> Option<Arc<Source>> {
        let problems = own(new);
        let worse = self.errors(&problems) > self.errors(&own(old));
        worse.then(|| self.whole(old, new, "cannot be read as it is now", problems))
    }

    fn tree(&mut self, old: &Arc<Source>, new: &Arc<Source>) -> Option<Arc<Source>> {
        let lost = is_tree(old) && !is_tree(new);
        lost.then(|| self.whole(old, new, "cannot be read as it is now", parse::tree(new).problems))
    }

    /// Of an article only the front matter can be unreadable: its text is shown as it is typed, under the last title and at the
    /// last place that could be read.
    fn article(&mut self, old: &Arc<Source>, new: &Arc<Source>) -> Option<Arc<Source>> {
        let (before, now) = (front::shape(old), front::shape(new));
        let problems = front::problems(new);
        let unread = match (before, now) {
            (Shape::Keys(_) | Shape::None, Shape::Endless) => true,
            (Shape::Keys(_), Shape::NoKeys(_)) => true,
            _ => self.errors(&problems) > self.errors(&front::problems(old)),
        };
        if !unread {
            return None;
        }
        let begins = |shape| match shape {
            Shape::Keys(at) | Shape::NoKeys(at) => Some(at),
            Shape::None => Some(0),
            Shape::Endless => None,
        };
        let (Some(shown), Some(actual)) = (begins(before), begins(now)) else {
            return Some(self.whole(old, new, "has a front matter that does not end", problems));
        };
        let text = [&old.text[..shown], &new.text[actual..]].concat();
        let composed = Arc::new(Source::new(new.path.clone(), text));
        let at = |source: &Source, at: usize| (at as u32, source.position(at as u32).line);
        let held = Held {
            shown: Some(Arc::clone(&composed)),
            why: format!(
                "The front matter of `{}` cannot be read as it is now. The page keeps its last title and place until it can.",
                new.path
            ),
            problems,
            actual: Some(Arc::clone(new)),
            part: Part::Front { shown: at(old, shown), actual: at(new, actual) },
        };
        self.held.insert(new.path.clone(), held);
        Some(composed)
    }

    /// The files of a theme that have changed, as far as it works with them no longer.
    fn theme(&mut self, old: &ThemeFiles, new: &mut ThemeFiles) {
        let names: BTreeSet<&String> = old.texts.keys().chain(new.texts.keys()).collect();
        let differ = |name: &&&String| old.texts.get(**name) != new.texts.get(**name);
        let mut differing: Vec<String> = names.iter().filter(differ).map(|name| (*name).clone()).collect();
        for name in &differing {
            let (Some(before), Some(now)) = (old.texts.get(name), new.texts.get(name).cloned()) else { continue };
            // A theme may have an empty script, to go without; no page can do without its template or its style.
            let shows = name.ends_with(".html") || name.ends_with(".css");
            if (shows || !now.text.trim().is_empty())
                && let Some(kept) = self.spoilt(before, &now)
            {
                new.texts.insert(name.clone(), kept);
            }
        }
        differing.retain(|name| old.texts.get(name) != new.texts.get(name));
        let found = |files: &ThemeFiles, language: &str| {
            let mut problems = Vec::new();
            Theme::new(files, language, &mut problems);
            problems
        };
        let language = &self.settings.language;
        let problems = found(new, language);
        let known = self.errors(&found(old, language));
        if differing.is_empty() || self.errors(&problems) <= known {
            return;
        }
        let is_told = |name: &&String| {
            let path = new.texts.get(*name).map(|source| &source.path);
            problems.iter().any(|problem| Some(&problem.path) == path)
        };
        let mut culprits: Vec<String> = differing.iter().filter(is_told).cloned().collect();
        let mut mended = new.clone();
        culprits.iter().for_each(|name| put_back(old, &mut mended, name));
        if self.errors(&found(&mended, language)) > known {
            // One template may break another.
            culprits = differing;
            culprits.iter().for_each(|name| put_back(old, &mut mended, name));
        }
        for name in &culprits {
            let Some(path) = [&*new, old].iter().find_map(|files| files.texts.get(name)).map(|source| &source.path)
            else {
                continue;
            };
            let own = problems.iter().filter(|problem| problem.path == *path).cloned().collect();
            let actual = new.texts.get(name).cloned();
            let why = why(path, "does not work as it is now");
            let shown = old.texts.get(name).cloned();
            self.held.insert(path.clone(), Held { why, shown, problems: own, actual, part: Part::Whole });
        }
        *new = mended;
    }

    fn whole(&mut self, old: &Arc<Source>, new: &Arc<Source>, what: &str, problems: Vec<Problem>) -> Arc<Source> {
        let (why, actual) = (why(&new.path, what), Some(Arc::clone(new)));
        let shown = Some(Arc::clone(old));
        self.held.insert(new.path.clone(), Held { why, shown, problems, actual, part: Part::Whole });
        Arc::clone(old)
    }

    fn told_at(&self, path: &SitePath) -> Vec<Problem> {
        self.told.iter().filter(|problem| problem.path == *path).cloned().collect()
    }

    /// How many problems keep something from being read. Where another program reads the articles too, its keys are its own.
    fn errors(&self, problems: &[Problem]) -> usize {
        let foreign = self.settings.is_foreign();
        let counts = |problem: &&Problem| match problem.code {
            Code::YamlSyntax | Code::FrontMatter => true,
            Code::UnknownKey | Code::WrongType if foreign => false,
            code => {
                self.settings.checks.get(&code).map_or(problem.severity, |set| set.unwrap_or(Severity::Advice))
                    == Severity::Error
            }
        };
        problems.iter().filter(counts).count()
    }
}

fn put_back(old: &ThemeFiles, new: &mut ThemeFiles, name: &str) {
    match old.texts.get(name) {
        Some(source) => drop(new.texts.insert(name.to_owned(), Arc::clone(source))),
        None => drop(new.texts.remove(name)),
    }
}

/// Whether a text has the two parts that make a tree.
fn is_tree(source: &Source) -> bool {
    let node = yaml::read(source, Span::new(source.start(), source.text.len()), &mut Vec::new());
    let Ok(yaml::Node { value: yaml::Value::Map(keys), .. }) = node else { return false };
    let has = |name| keys.iter().any(|(key, node)| key.text == name && matches!(node.value, yaml::Value::Map(_)));
    has("questions") && has("outcomes")
}

fn why(path: &SitePath, what: &str) -> String {
    format!("`{path}` {what}. What is shown is how it was before, until that is mended.")
}
