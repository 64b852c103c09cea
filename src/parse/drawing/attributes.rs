//! One attribute of a drawing → what becomes of it.
//!
//! Takes: an attribute and the element that it stands on. Gives: a [`Fate`].
//! Never: writes a name that is not listed: what merely looks like a handler, and what drawing programs note for
//! themselves, is in no list, and so is gone.

use super::address::{link, part, picture};
use super::lists::{HANDLERS, HTML_PLAIN, MEASURES, MOVING, PLAIN, PRESENTATION, REFUSED_ATTRIBUTES};
use super::prolog::short;
use super::rewrite::{Space, XLINK, XML};
use super::style::{self, Style};
use super::{Depth, What};
use roxmltree::{Attribute, Node};
use std::borrow::Cow;

/// What becomes of an attribute.
pub(super) enum Fate {
    /// It is written, by this name and value.
    Written(Cow<'static, str>, String),
    /// It is written as a style, with what of that is let through.
    Style(&'static str, Style),
    /// It means nothing to a browser.
    LeftOut,
    /// It could do harm.
    Refused(What),
}

/// Attributes of animations that hold a value, or several.
const VALUES: [&str; 4] = ["by", "from", "to", "values"];

/// Whether an animation may change this attribute.
pub(super) fn may_move(name: &str) -> bool {
    PRESENTATION.has(name) || MEASURES.has(name)
}

/// What becomes of an attribute of the element `name`.
pub(super) fn attribute(
    attribute: Attribute<'_, '_>,
    node: Node<'_, '_>,
    space: Space,
    name: &'static str,
    depth: Depth,
) -> Fate {
    let (local, value) = (attribute.name(), attribute.value());
    match attribute.namespace() {
        None => {}
        Some(XLINK) if local == "href" && space == Space::Drawing => return address(name, "xlink:href", value, depth),
        Some(XML) if local == "space" => return Fate::Written("xml:space".into(), value.to_owned()),
        Some(XML) if local == "lang" => return Fate::Written("xml:lang".into(), value.to_owned()),
        Some(XML) if local == "base" => return Fate::Refused(What::Attribute("xml:base".into())),
        Some(_) => return Fate::LeftOut,
    }
    let lower = local.to_ascii_lowercase();
    if HANDLERS.has(&lower) || REFUSED_ATTRIBUTES.has(&lower) {
        return Fate::Refused(What::Attribute(lower));
    }
    if local == "style" {
        return Fate::Style("style", style::declarations(value, depth));
    }
    if let Some(own) = own(local) {
        return Fate::Written(own, value.to_owned());
    }
    match space {
        Space::Drawing if local == "href" => address(name, "href", value, depth),
        Space::Drawing => drawn(local, value, node, name, depth),
        Space::Words if name == "a" && local == "href" => followed("href", value),
        Space::Words if name == "img" && local == "src" => shown("src", value, depth),
        Space::Words => plain(HTML_PLAIN.get(local), value),
        Space::Other => Fate::LeftOut,
    }
}

/// `data-…`, which styles may look for and browsers do nothing with.
fn own(name: &str) -> Option<Cow<'static, str>> {
    let rest = name.strip_prefix("data-")?;
    let short = !rest.is_empty() && rest.len() <= 60;
    let plain = rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    (short && plain).then(|| Cow::Owned(format!("data-{rest}")))
}

fn plain(name: Option<&'static str>, value: &str) -> Fate {
    name.map_or(Fate::LeftOut, |name| Fate::Written(name.into(), value.to_owned()))
}

fn drawn(local: &str, value: &str, node: Node<'_, '_>, name: &str, depth: Depth) -> Fate {
    if MOVING.has(name) {
        let moved = node.attribute("attributeName").map(str::trim).unwrap_or_default();
        return match PRESENTATION.get(moved) {
            _ if local == "attributeName" && may_move(moved) => Fate::Written("attributeName".into(), moved.to_owned()),
            _ if local == "attributeName" => Fate::LeftOut,
            Some(_) if VALUES.contains(&local) => values(PLAIN.get(local).or(MEASURES.get(local)), value, depth),
            // How it ends, not a colour.
            _ if local == "fill" => plain(Some("fill"), value),
            _ => plain(PLAIN.get(local).or(MEASURES.get(local)), value),
        };
    }
    match PRESENTATION.get(local) {
        Some(name) => match style::value(value, depth) {
            style if style.text.is_empty() && style.refused.is_empty() => Fate::LeftOut,
            style => Fate::Style(name, style),
        },
        None => plain(PLAIN.get(local).or(MEASURES.get(local)), value),
    }
}

/// The values that an animation gives a property, one after the other.
fn values(name: Option<&'static str>, value: &str, depth: Depth) -> Fate {
    let Some(name) = name else { return Fate::LeftOut };
    let mut all = Style::default();
    let mut from = 0;
    for (i, value) in value.split(';').enumerate() {
        let mut one = style::value(value, depth);
        all.text.push_str(if i > 0 { ";" } else { "" });
        all.text.push_str(&one.text);
        all.refused.extend(one.refused.drain(..).map(|(what, at)| (what, at.start + from..at.end + from)));
        from += value.len() + 1;
    }
    Fate::Style(name, all)
}

/// An address of an element of the drawing.
fn address(element: &str, name: &'static str, value: &str, depth: Depth) -> Fate {
    match element {
        "a" => followed(name, value),
        "image" => shown(name, value, depth),
        "feImage" if part(value).is_none() => shown(name, value, depth),
        _ => match part(value) {
            Some(part) => Fate::Written(name.into(), part),
            None if value.trim().is_empty() => Fate::LeftOut,
            None => Fate::Refused(What::Address(name, "to something outside the drawing".into())),
        },
    }
}

fn followed(name: &'static str, value: &str) -> Fate {
    match link(value) {
        Some(address) => Fate::Written(name.into(), address),
        None => Fate::Refused(What::Address(name, format!("to `{}`", short(value.trim())))),
    }
}

fn shown(name: &'static str, value: &str, depth: Depth) -> Fate {
    if value.trim().is_empty() {
        return Fate::LeftOut;
    }
    match picture(value, depth) {
        Ok(address) => Fate::Written(name.into(), address),
        Err(why) => Fate::Refused(What::Address(name, why)),
    }
}
