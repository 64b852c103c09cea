//! Addresses that pages want and do not get as they are written.

use crate::link::{Page, Site};
use crate::problem::{Code, Problem};
use crate::yaml::Text;

pub(in crate::check) fn check(site: &Site, problems: &mut Vec<Problem>) {
    // Other programs have patterns there.
    if site.settings.is_foreign() {
        return;
    }
    for page in site.pages.iter() {
        let Some(wanted) = &page.doc.front.permalink else { continue };
        let plain = wanted.text.trim().trim_matches('/');
        if page.facts().address.trim_matches('/') != plain || plain.is_empty() && page.facts().address != "/" {
            problems.push(another(page, wanted));
        }
    }
}

fn another(page: &Page, wanted: &Text) -> Problem {
    let facts = page.facts();
    let (is, asked) = (&facts.address, wanted.text.trim());
    let leads_on = if asked.starts_with('/') && asked.ends_with(".html") {
        format!("The page is at `{is}`, and `{asked}` only leads on to it: a page's address ends in a slash")
    } else {
        format!("The page is at `{is}`: no page can have the address `{asked}`")
    };
    Problem::at(Code::OddPermalink, &facts.path, wanted.span, leads_on)
        .help(format!("Write `{is}`, or another address like it."))
}
