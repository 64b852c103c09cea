//! What stands behind `#` in an old address: the script that carries it along, and the parts that are elsewhere now.

use super::page_context::Frame;
use crate::link::{AddressOwner, OwnedAddress, parts_elsewhere};
use crate::render::view::MovedView;
use crate::source::url::encoded;
use std::collections::BTreeMap;

/// The script of the theme that leads on.
const SCRIPT: &str = "moved.js";

/// What the page at an address needs so that nothing behind `#` is lost; `None` where it needs nothing, or the theme has no script.
pub(in crate::render) fn moved(frame: &Frame<'_>, owned: &OwnedAddress) -> Option<MovedView> {
    let leads_on = matches!(owned.owner, AddressOwner::Alias(..) | AddressOwner::Kept(..));
    let from = &owned.address;
    let href = |(anchor, to, there): (&str, &str, Option<&str>)| {
        let behind = there.map(|there| format!("#{}", encoded(there))).unwrap_or_default();
        (anchor.to_owned(), frame.link(from, to) + &behind)
    };
    let parts: BTreeMap<String, String> = parts_elsewhere(frame.site, owned).into_iter().map(href).collect();
    let script = frame.theme.asset(SCRIPT);
    if script.is_empty() || !leads_on && parts.is_empty() {
        return None;
    }
    let written = serde_json::to_string(&parts).ok().filter(|_| !parts.is_empty());
    Some(MovedView { script: frame.link(from, script), parts: written.unwrap_or_default() })
}
