//! What machines are told of a page: search engines, readers of feeds, and programs that show where a link leads.

use super::LinkView;
use serde::Serialize;

/// Of any page.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct MachineView {
    /// The feed; empty where the site has none.
    pub feed: String,
    /// The feed of the pages that this one lists, those of a topic or a folder; `null` where it lists none.
    pub own_feed: Option<LinkView>,
    /// The page as Markdown; empty where there is no such copy.
    pub markdown: String,
    /// The script that has the browser keep pages; empty where the site does not ask for that.
    pub offline_script: String,
    /// The page of what is kept, and of taking it away; empty where nothing is kept.
    pub offline_page: String,
    /// What a phone is told that puts the site among its programs; empty where nothing is kept.
    pub manifest: String,
    /// Open Graph's word for what the page is: `website` or `article`.
    pub kind: &'static str,
    /// The language, as Open Graph writes it: `en_GB`.
    pub locale: String,
    /// A picture of the page's own, or its card; `null` where it has neither, or where the site's address is not known.
    pub picture: Option<SharedPicture>,
    /// What the page is, in schema.org's terms, as JSON-LD that may stand in a `<script>` as it is; or empty.
    pub data: String,
}

/// A picture that is shown with a link to its page.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct SharedPicture {
    /// The whole address.
    pub address: String,
    /// For those who do not see it.
    pub alt: String,
    /// How wide it is, in points, where that is known; else 0.
    pub width: u32,
    /// How high, likewise.
    pub height: u32,
}
