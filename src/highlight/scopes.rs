//! What the grammars call a piece of code → its class.
//!
//! Scopes are names with dots, from the whole to the part; those of a piece are looked at from the innermost outwards, and the first
//! that says anything counts.

use super::Class;
use std::sync::LazyLock;
use syntect::parsing::Scope;

/// What a scope says.
#[derive(Clone, Copy)]
enum Says {
    Is(Class),
    /// A keyword, if it is a word: signs are not coloured.
    Word,
    /// Nothing in particular, whatever is around it: code in a string.
    Nothing,
}

use Class::{Comment, Deleted, Function, Inserted, Keyword, Name, Number, Text};

/// By the beginning of a scope; the first that fits counts.
const TABLE: [(&str, Says); 43] = [
    ("markup.inserted", Says::Is(Inserted)),
    ("markup.deleted", Says::Is(Deleted)),
    ("markup.heading", Says::Is(Function)),
    ("markup.raw", Says::Is(Text)),
    ("markup.underline.link", Says::Is(Text)),
    ("comment", Says::Is(Comment)),
    ("meta.interpolation", Says::Nothing),
    ("meta.template.expression", Says::Nothing),
    ("meta.group.expansion", Says::Nothing),
    ("punctuation.definition.comment", Says::Is(Comment)),
    ("constant.character", Says::Is(Text)),
    ("constant.other.symbol", Says::Is(Text)),
    ("constant", Says::Is(Number)),
    ("string.unquoted", Says::Nothing),
    ("string.quoted", Says::Is(Text)),
    ("string.regexp", Says::Is(Text)),
    ("string", Says::Is(Text)),
    ("keyword.operator", Says::Word),
    ("punctuation.definition.keyword", Says::Is(Keyword)),
    ("punctuation.definition.string", Says::Is(Text)),
    ("keyword", Says::Is(Keyword)),
    ("storage.type.function.arrow", Says::Nothing),
    ("storage", Says::Word),
    ("entity.name.tag", Says::Is(Name)),
    ("entity.other.attribute-name", Says::Is(Name)),
    ("entity.name.section", Says::Is(Name)),
    ("entity.name.function", Says::Is(Function)),
    ("entity.name.constant", Says::Nothing),
    ("entity.name.label", Says::Is(Name)),
    ("entity.name", Says::Is(Function)),
    ("entity.other.inherited-class", Says::Is(Function)),
    ("support.type.property-name", Says::Is(Name)),
    ("meta.property-name", Says::Is(Name)),
    ("support.constant", Says::Is(Number)),
    ("support.function", Says::Is(Function)),
    ("support.macro", Says::Is(Function)),
    ("support.class", Says::Is(Function)),
    ("support.type", Says::Is(Function)),
    ("variable.function", Says::Is(Function)),
    ("variable.annotation", Says::Is(Name)),
    ("variable.language", Says::Is(Keyword)),
    ("variable.other.readwrite.shell", Says::Is(Name)),
    ("variable.parameter.option", Says::Is(Name)),
];

static SCOPES: LazyLock<Vec<(Scope, Says)>> = LazyLock::new(|| {
    let read = |(name, says): &(&str, Says)| Some((Scope::new(name).ok()?, *says));
    TABLE.iter().filter_map(read).collect()
});

/// The scopes of a key in JSON and in YAML: there a string is a name.
static KEYS: LazyLock<Vec<Scope>> = LazyLock::new(|| {
    ["meta.mapping.key", "meta.structure.dictionary.key"].iter().filter_map(|name| Scope::new(name).ok()).collect()
});

/// The class of what stands in these scopes, the innermost last.
pub(super) fn class(scopes: &[Scope], words: &str) -> Option<Class> {
    for scope in scopes.iter().rev() {
        let Some((_, says)) = SCOPES.iter().find(|(known, _)| known.is_prefix_of(*scope)) else { continue };
        return match says {
            Says::Is(Class::Text) if scopes.iter().any(|scope| KEYS.iter().any(|key| key.is_prefix_of(*scope))) => {
                Some(Class::Name)
            }
            Says::Is(class) => Some(*class),
            Says::Word if words.trim().chars().all(|c| c.is_alphanumeric() || c == '_') => Some(Class::Keyword),
            Says::Word | Says::Nothing => None,
        };
    }
    None
}
