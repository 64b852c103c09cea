//! What of HTML is let through, and how much the rest matters.

/// The elements let through, besides `a` and `img`, which become links and pictures of our own.
pub const ELEMENTS: [&str; 57] = [
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Elements whose inside is not text for readers.
pub(super) const INSIDE_TOO: [&str; 11] =
    ["applet", "iframe", "math", "noscript", "object", "script", "style", "svg", "template", "textarea", "title"];

/// Elements that run, fetch, send or restyle something; of any other only the tag is lost.
pub(super) const HARMFUL: [&str; 13] = [
    "audio", "base", "button", "embed", "form", "frame", "frameset", "input", "link", "meta", "select", "source",
    "video",
];

pub(super) const ATTRIBUTES: [&str; 14] = [
    "alt", "colspan", "datetime", "dir", "headers", "height", "href", "id", "lang", "open", "rowspan", "src", "title",
    "width",
];

/// Attributes that style and nothing more: dropping them loses no safety worth an error.
pub(super) const STYLING: [&str; 20] = [
    "align",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "class",
    "clear",
    "color",
    "decoding",
    "download",
    "face",
    "loading",
    "markdown",
    "name",
    "rel",
    "role",
    "style",
    "tabindex",
    "target",
    "valign",
];
