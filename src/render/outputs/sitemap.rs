//! Files for machines: `sitemap.xml` and `robots.txt`.

use crate::config::settings::Medium;
use crate::link::{AddressOwner, SITEMAP, Site};
use crate::source::url::encoded;

/// A sitemap needs whole addresses, so there is one only where the settings say where the site will be.
pub(in crate::render) fn wanted(site: &Site) -> bool {
    !base(site).is_empty() && site.settings.medium == Medium::Web
}

fn base(site: &Site) -> &str {
    site.settings.base_url.trim_end_matches('/')
}

pub(in crate::render) fn robots(site: &Site) -> String {
    let base = base(site);
    let sitemap = if wanted(site) { format!("Sitemap: {base}{SITEMAP}\n") } else { String::new() };
    format!("User-agent: *\nAllow: /\n{sitemap}")
}

pub(in crate::render) fn sitemap(site: &Site) -> String {
    let base = base(site).replace('&', "&amp;");
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for owned in site.addresses.iter() {
        let (AddressOwner::Page(p) | AddressOwner::Whole(p)) = owned.owner else { continue };
        let page = &site.pages[p];
        if page.facts().is_held() {
            continue;
        }
        xml.push_str(&format!("<url><loc>{base}{}</loc>", encoded(&owned.address)));
        // Of a page that the program makes, or of which nobody says when it changed, there is none: the day of a build is no such day.
        if let Some(day) = site.known_to_be_of(page) {
            xml.push_str(&format!("<lastmod>{day}</lastmod>"));
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}
