//! Files for machines: `sitemap.xml` and `robots.txt`.

use super::frame::encoded;
use super::{Content, Output};
use crate::link::{Claimant, Site};

/// A sitemap needs whole addresses, so there is one only where the settings say where the site will be.
pub(super) fn files(site: &Site) -> Vec<Output> {
    let base = site.settings.base_url.trim_end_matches('/');
    let text = |path: &str, text: String| Output { path: path.into(), content: Content::Text(text.into()) };
    if base.is_empty() {
        return vec![text("robots.txt", "User-agent: *\nAllow: /\n".into())];
    }
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for claim in &site.claims {
        let (Claimant::Page(p) | Claimant::Whole(p)) = claim.by else { continue };
        let front = &site.pages[p].doc.front;
        let escaped = encoded(&claim.address);
        xml.push_str(&format!("<url><loc>{}{escaped}</loc>", base.replace('&', "&amp;")));
        if let Some(day) = front.updated.or(front.date) {
            xml.push_str(&format!("<lastmod>{day}</lastmod>"));
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    let robots = format!("User-agent: *\nAllow: /\nSitemap: {base}/sitemap.xml\n");
    vec![text("robots.txt", robots), text("sitemap.xml", xml)]
}
