//! `theme.yaml` → what a site may set of a theme.
//!
//! Takes: the file, and the values under `theme_settings` of `site.yaml`. Gives: [`Declared`], and each setting's [`SettingValue`].
//! Never: knows which pages there are: a setting that names one is only its words here.

use crate::problem::{Code, Problem};
use crate::source::{SitePath, Source, Span};
use crate::yaml::{self, Fields, Key, Node, Text};

/// Something that a theme lets its site decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its key.
    pub key: String,
    /// What may be written.
    pub kind: SettingKind,
    /// What holds where the site says nothing.
    pub default: SettingValue,
    /// What it does, for whoever sets it.
    pub description: String,
}

/// What may be written as the value of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingKind {
    /// Any words.
    Text,
    /// `true` or `false`.
    YesNo,
    /// One of these.
    Choice(Vec<String>),
    /// A page: its path below `content`, or a name as in `[[…]]`.
    Page,
}

/// The value of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingValue {
    /// Words.
    Text(String),
    /// Whether.
    YesNo(bool),
    /// The name of a page; `None` where none is named.
    Page(Option<Text>),
}

/// What a `theme.yaml` says.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    /// What a site may set.
    pub settings: Vec<Setting>,
    /// How wide a picture in a text is shown, as the attribute `sizes` says it.
    pub picture_sizes: Option<String>,
}

/// Reads a `theme.yaml`. What cannot be read is told and left out.
pub fn declared(source: &Source, problems: &mut Vec<Problem>) -> Declared {
    let node = match yaml::read(source, Span::new(source.start(), source.text.len()), problems) {
        Ok(node) => node,
        Err(problem) => {
            problems.push(problem);
            return Declared::default();
        }
    };
    let mut fields = Fields::of(&node, &source.path, "`theme.yaml`", problems);
    fields.text("name", problems);
    fields.text("description", problems);
    let picture_sizes = fields.text("picture_sizes", problems).map(|text| text.text);
    let entries = fields.map("settings", problems);
    fields.finish(problems);
    let settings = entries.iter().filter_map(|(key, node)| setting(&source.path, key, node, problems)).collect();
    Declared { settings, picture_sizes }
}

fn setting(path: &SitePath, key: &Key, node: &Node, problems: &mut Vec<Problem>) -> Option<Setting> {
    let mut fields = Fields::of(node, path, "A setting of a theme", problems);
    let kind = fields.required_text("kind", problems);
    let choices: Vec<String> = fields.texts("choices", problems).into_iter().map(|text| text.text).collect();
    let description = fields.required_text("description", problems);
    let default = fields.get("default");
    fields.finish(problems);
    let kind = kind?;
    let kind = match kind.text.as_str() {
        "text" => SettingKind::Text,
        "yes-no" => SettingKind::YesNo,
        "choice" if !choices.is_empty() => SettingKind::Choice(choices),
        "page" => SettingKind::Page,
        _ => {
            problems.push(unknown_kind(path, &kind));
            return None;
        }
    };
    let default = match default {
        Some(node) => value(&kind, path, &key.text, node, problems)?,
        None => match &kind {
            SettingKind::Text => SettingValue::Text(String::new()),
            SettingKind::YesNo => SettingValue::YesNo(false),
            SettingKind::Choice(choices) => SettingValue::Text(choices[0].clone()),
            SettingKind::Page => SettingValue::Page(None),
        },
    };
    Some(Setting { key: key.text.clone(), kind, default, description: description?.text })
}

/// Reads a value of a setting. Of the wrong kind, it is told, and there is none.
pub fn value(
    kind: &SettingKind,
    path: &SitePath,
    key: &str,
    node: &Node,
    problems: &mut Vec<Problem>,
) -> Option<SettingValue> {
    let text = yaml::text(node, path, key, problems)?;
    match kind {
        SettingKind::Text => Some(SettingValue::Text(text.text)),
        SettingKind::Page => Some(SettingValue::Page(Some(text))),
        SettingKind::YesNo => match text.text.as_str() {
            "true" => Some(SettingValue::YesNo(true)),
            "false" => Some(SettingValue::YesNo(false)),
            _ => {
                problems.push(one_of(path, key, &text, &["true", "false"]));
                None
            }
        },
        SettingKind::Choice(choices) if choices.contains(&text.text) => Some(SettingValue::Text(text.text)),
        SettingKind::Choice(choices) => {
            problems.push(one_of(path, key, &text, &choices.iter().map(String::as_str).collect::<Vec<_>>()));
            None
        }
    }
}

fn one_of(path: &SitePath, key: &str, text: &Text, choices: &[&str]) -> Problem {
    let quoted: Vec<String> = choices.iter().map(|choice| format!("`{choice}`")).collect();
    let message = format!("`{key}` is one of {}, and not `{}`", quoted.join(", "), text.text);
    Problem::at(Code::WrongType, path, text.span, message).help(format!("Write `{key}: {}`, for example.", choices[0]))
}

fn unknown_kind(path: &SitePath, kind: &Text) -> Problem {
    Problem::at(
        Code::WrongType,
        path,
        kind.span,
        "`kind` is `text`, `yes-no`, `page`, or `choice` with a list `choices`",
    )
    .help("Write `kind: text`, for example.")
}
