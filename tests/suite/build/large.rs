//! Sites with many pages: nothing that a page holds grows with the number of its neighbours, and no list is too long for a phone.
//! What is counted are pages and bytes, never milliseconds.
use fingerpost::link::MOST;
use fingerpost::load::Inputs;
use fingerpost::render::Content;
use fingerpost::source::Source;
use fingerpost::{Built, Choices, Memory, build};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

type Pages = BTreeMap<String, String>;

/// A site of these files.
fn built(files: &[(String, String)]) -> (Built, Memory) {
    let source = |(path, text): &(String, String)| Arc::new(Source::new(path.as_str().into(), text.clone()));
    let mut articles: Vec<Arc<Source>> = files.iter().map(source).collect();
    articles.sort_by(|a, b| a.path.cmp(&b.path));
    let settings = Some(Arc::new(Source::new("site.yaml".into(), "title: Large\n".into())));
    let inputs = Inputs { articles, settings, ..Inputs::default() };
    let mut memory = Memory::default();
    let built = build(&inputs, Vec::new(), &Choices::default(), &mut memory);
    (built, memory)
}

fn html(built: Built) -> Pages {
    let text = |content| match content {
        Content::Text(text) => Some(text.to_string()),
        _ => None,
    };
    let pages = built.outputs.into_iter().filter(|output| output.path.ends_with(".html"));
    pages.filter_map(|output| Some((output.path, text(output.content)?))).collect()
}

/// So many pages in so many folders, each page with the same words and one link.
fn folders(pages: usize, folders: usize) -> Vec<(String, String)> {
    let place = |page: usize| format!("f{:03}/p{page:05}", page * folders / pages);
    let page = |page: usize| {
        let to = place((page + 1) % pages);
        let text = format!("---\ntitle: Page {page}\ntags: [all]\n---\nSome words, and [a link](../{to}.md).\n");
        (format!("content/{}.md", place(page)), text)
    };
    let mut out: Vec<(String, String)> = (0..pages).map(page).collect();
    out.push(("content/index.md".into(), "# Home\n".into()));
    out
}

/// Where links of a page lead within the site, as paths of files.
fn leads_to(path: &str, page: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for (at, _) in page.match_indices("<a ") {
        let Some((_, rest)) = page[at..].split_once("href=\"") else { continue };
        let href = rest.split('"').next().unwrap().split('#').next().unwrap();
        let mut parts: Vec<&str> = path.split('/').collect();
        parts.pop();
        for part in href.split('/') {
            match part {
                ".." => drop(parts.pop()),
                "." | "" => {}
                part => parts.push(part),
            }
        }
        parts.push("index.html");
        out.insert(parts.join("/"));
    }
    out
}

#[test]
fn a_page_in_a_crowd_is_no_larger_and_costs_no_more() {
    let (crowd, crowd_memory) = built(&folders(1_200, 1));
    let (few, few_memory) = built(&folders(1_200, 40));
    let (crowd_bytes, few_bytes) = (crowd_memory.rendered.bytes(), few_memory.rendered.bytes());
    assert!(crowd_bytes * 10 <= few_bytes * 12, "{crowd_bytes} bytes in one folder, {few_bytes} in forty");
    let (crowd, few) = (html(crowd), html(few));
    let size = |pages: &Pages, path: &str| pages[path].len();
    let (in_crowd, in_few) = (size(&crowd, "f000/p00015/index.html"), size(&few, "f000/p00015/index.html"));
    assert!(in_crowd <= in_few + 1_000, "{in_crowd} bytes among 1,200, {in_few} among 30");
}

#[test]
fn the_navigation_shows_who_is_near_and_leads_to_all() {
    let pages = html(built(&folders(3_000, 1)).0);
    let page = &pages["f000/p01500/index.html"];
    let menu = page.split("<nav class=\"menu\"").nth(1).unwrap().split("</nav>").next().unwrap();
    for near in ["Page 1495<", "Page 1500<", "Page 1505<", "<a href=\"../\">All 3,000 pages in F000</a>"] {
        assert!(menu.contains(near), "{near} is not in {menu}");
    }
    assert!(!menu.contains("Page 1494<") && !menu.contains("Page 1506<"), "{menu}");
    assert!(menu.contains("href=\"./\" aria-current=\"page\">Page 1500<"), "{menu}");
}

#[test]
fn no_list_is_longer_than_a_phone_can_load_and_all_pages_are_found() {
    let pages = html(built(&folders(1_200, 1)).0);
    let mut seen = BTreeSet::from(["index.html".to_owned()]);
    let mut open = vec!["index.html".to_owned()];
    while let Some(path) = open.pop() {
        // Through the lists alone: not from article to article.
        if path.starts_with("f000/p") {
            continue;
        }
        for to in leads_to(&path, &pages[&path]) {
            assert!(pages.contains_key(&to), "{path} leads to {to}, which is not there");
            if seen.insert(to.clone()) {
                open.push(to);
            }
        }
    }
    assert_eq!(seen.iter().filter(|path| path.starts_with("f000/p")).count(), 1_200);
    for (path, page) in &pages {
        let entries = page.matches("<li").count();
        assert!(entries <= MOST + 100, "{path} has {entries} entries");
    }
    for part in ["everything/p", "everything/p/3", "everything/in/f000/3", "tags/all/3"] {
        assert!(pages.contains_key(&format!("{part}/index.html")), "{part} is no page");
    }
    let letters = &pages["everything/index.html"];
    assert!(letters.contains("<a href=\"p/\">P</a>") && !letters.contains("Page 1<"), "{letters}");
}

#[test]
fn one_that_all_link_to_names_some_and_says_how_many_more() {
    let mut files = folders(100, 4);
    for (_, text) in &mut files {
        text.push_str("\n[The hub](/hub.md)\n");
    }
    files.push(("content/hub.md".into(), "# Hub\n".into()));
    let pages = html(built(&files).0);
    let hub = &pages["hub/index.html"];
    assert!(hub.contains("<li>and 61 more</li>"), "{hub}");
}

#[test]
fn names_are_in_the_order_in_which_people_count() {
    let page = |number: usize| (format!("content/a/{number}.md"), format!("# Section {number}\n"));
    let mut files: Vec<(String, String)> = [1, 2, 10, 9, 100].map(page).to_vec();
    files.push(("content/index.md".into(), "# Home\n".into()));
    let pages = html(built(&files).0);
    let list = pages["a/index.html"].split("<ul class=\"pages\">").nth(1).unwrap().split("</ul>").next().unwrap();
    let titles: Vec<&str> = list.split("Section ").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    assert_eq!(titles, ["1", "2", "9", "10", "100"]);
    assert!(pages["a/2/index.html"].contains("rel=\"next\"><small>Next</small> Section 9"));
}

/// A page of a cold run is rendered once, and of a run in which nothing has changed not at all.
#[test]
fn each_page_is_rendered_once() {
    let files = folders(100, 4);
    let (first, memory) = built(&files);
    let pages = first.outputs.iter().filter(|output| output.path.ends_with(".html")).count();
    assert_eq!(memory.rendered.renders(), pages);
    let bytes: usize = html(first).values().map(String::len).sum();
    assert_eq!(memory.rendered.bytes(), bytes);
}
