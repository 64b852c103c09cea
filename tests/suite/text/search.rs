//! What readers find: on the club's site and on 1,000 made pages, each heading by its words, by two of them, with a slip, in
//! another form, and by a synonym. Held are means of reciprocal ranks: 1 where the page is always the first.

use fingerpost::search::Index;
use fingerpost::{Choices, Memory, load};
use std::collections::BTreeMap;
use std::path::Path;

/// A question and the page that answers it, as an address without `/` at its start.
type Item = (String, String);

fn index(root: &Path, memory: &mut Memory) -> Index {
    let (inputs, problems) = load::load(root).expect("the site can be read");
    fingerpost::plan(&inputs, problems, &Choices::default(), memory).index().clone()
}

fn built(root: &Path) -> (Index, Vec<(String, String, Vec<String>)>) {
    let (inputs, _) = load::load(root).expect("the site can be read");
    let mut pages = Vec::new();
    for source in &inputs.articles {
        let doc = fingerpost::parse::article(source);
        let headings = doc.facts.headings.iter().map(|heading| heading.text.clone()).collect();
        if doc.front.search {
            pages.push((doc.facts.address.trim_start_matches('/').to_owned(), doc.facts.title.clone(), headings));
        }
    }
    (index(root, &mut Memory::default()), pages)
}

fn mean(index: &Index, items: &[Item]) -> f64 {
    assert!(items.len() > 20, "there are only {} items", items.len());
    let rank = |(query, page): &Item| {
        let hits = index.ask(query).hits;
        let place = hits.iter().position(|hit| hit.href.split('#').next() == Some(page));
        place.map_or(0.0, |place| 1.0 / (place as f64 + 1.0))
    };
    items.iter().map(rank).sum::<f64>() / items.len() as f64
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|word| !word.is_empty()).collect()
}

/// Titles and headings, each with the page it is of. One that several pages have is nobody's.
fn headings(pages: &[(String, String, Vec<String>)]) -> Vec<Item> {
    let mut of: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (address, title, headings) in pages {
        for heading in headings.iter().chain([title]) {
            let mut key: Vec<String> = words(heading).iter().map(|word| word.to_lowercase()).collect();
            key.sort();
            of.entry(key.join(" ")).or_default().push(address);
        }
    }
    let one = |(heading, pages): (String, Vec<&str>)| {
        pages.iter().all(|page| *page == pages[0]).then(|| (heading, pages[0].to_owned()))
    };
    of.into_iter().filter_map(one).filter(|(heading, _)| words(heading).len() > 1).collect()
}

/// The longest word with two letters exchanged in its middle.
fn with_slip(text: &str) -> String {
    let Some(longest) = words(text).into_iter().max_by_key(|word| word.chars().count()) else { return text.to_owned() };
    let mut letters: Vec<char> = longest.chars().collect();
    let middle = letters.len() / 2;
    letters.swap(middle, middle - 1);
    if letters[middle] == letters[middle - 1] {
        letters.remove(middle);
    }
    text.replacen(longest, &letters.into_iter().collect::<String>(), 1)
}

fn two_longest(text: &str) -> String {
    let mut longest = words(text);
    longest.sort_by_key(|word| usize::MAX - word.len());
    longest.into_iter().take(2).collect::<Vec<_>>().join(" ")
}

fn other_form(text: &str) -> String {
    let form =
        |word: &str| if word.ends_with('s') { word.trim_end_matches('s').to_owned() } else { format!("{word}s") };
    words(text)
        .iter()
        .map(|word| if word.len() > 3 { form(word) } else { (*word).to_owned() })
        .collect::<Vec<_>>()
        .join(" ")
}

fn changed(items: &[Item], change: impl Fn(&str) -> String) -> Vec<Item> {
    items.iter().map(|(query, page)| (change(query), page.clone())).collect()
}

#[test]
fn readers_of_the_clubs_site_find_each_heading() {
    let (index, pages) = built(crate::common::repository());
    let items = headings(&pages);
    let clean = mean(&index, &items);
    let slips = mean(&index, &changed(&items, with_slip));
    let forms = mean(&index, &changed(&items, other_form));
    let two = mean(&index, &changed(&items, two_longest));
    let said = format!(
        "club: {} headings: clean {clean:.3}, slip {slips:.3}, other form {forms:.3}, two words {two:.3}",
        items.len()
    );
    assert!(clean >= 0.9 && slips >= 0.85 && forms >= 0.85 && two >= 0.7, "{said}");
}

#[test]
fn on_1_000_pages_readers_find_each_heading() {
    let site = crate::common::folder();
    made::site(site.path(), 1000);
    let (index, pages) = built(site.path());
    let all = headings(&pages);
    let items: Vec<Item> = all.iter().step_by(all.len() / 500).cloned().collect();
    let clean = mean(&index, &items);
    let slips = mean(&index, &changed(&items, with_slip));
    let forms = mean(&index, &changed(&items, other_form));
    let named: Vec<Item> =
        all.into_iter().filter(|(text, _)| text.contains("calf") || text.contains("sleep")).collect();
    let synonyms = mean(&index, &changed(&named, |text| text.replace("calf", "lower leg").replace("sleep", "slumber")));
    let said = format!(
        "made: {} headings: clean {clean:.3}, slip {slips:.3}, other form {forms:.3}, synonym {synonyms:.3}",
        items.len()
    );
    assert!(clean >= 0.9 && slips >= 0.85 && forms >= 0.85 && synonyms >= 0.85, "{said}");
}

#[test]
fn an_index_is_the_same_at_every_run_and_an_edit_reads_one_page() {
    let site = crate::common::folder();
    made::site(site.path(), 60);
    let mut memory = Memory::default();
    let run = |memory: &mut Memory| index(site.path(), memory);
    let first = run(&mut memory);
    crate::common::write(site.path(), "content/s00/p3.md", "# Another title\n\nAnd other words.\n");
    let warm = run(&mut memory);
    assert_eq!(memory.search.reads(), 1);
    assert_ne!(first.files, warm.files);
    assert_eq!(warm.files, run(&mut Memory::default()).files);
    assert_eq!(warm.ask("another title").hits[0].title, "Another title");
}

#[test]
fn synonyms_slips_beginnings_and_scripts_without_spaces() {
    let site = crate::common::site(
        "A site.\n--- site.yaml\ntitle: S\nsynonyms:\n  charley horse: cramp\n--- content/a.md\n# Cramps at night\n\nStretch.\n\
         --- content/b.md\n---\ntitle: Other things\nalso_called: [restless legs]\n---\n# Other things\n\n足がつるとき。 Café.\n\
         --- content/c.md\n---\nsearch: false\n---\n# Hidden zebra\n",
    );
    let (index, _) = built(site.path());
    let first = |query: &str| index.ask(query).hits.first().map(|hit| hit.title.clone()).unwrap_or_default();
    for query in ["charley horses", "craps at nigth", "cramping", "cram", "night-time?", "CRAMPS"] {
        assert_eq!(first(query), "Cramps at night", "{query}");
    }
    for query in ["restless leg", "つる", "cafe", "other th"] {
        assert_eq!(first(query), "Other things", "{query}");
    }
    assert_eq!(index.ask("craps").changed, [("craps".to_owned(), "cramps".to_owned())]);
    for query in ["zebra", "", " ", "🙂", "?"] {
        assert_eq!(first(query), "", "{query}");
    }
}

#[test]
fn an_ending_is_nearer_than_another_word_and_a_name_that_begins_so_comes_first() {
    let site = crate::common::site(
        "A site.\n--- site.yaml\ntitle: S\n--- content/a.md\n# Clot\n\nCoughing up blood.\n\
         --- content/b.md\n# From couch to run\n\nA plan with blood.\n\
         --- content/c.md\n# Twelve weeks for calves that cramp\n\nA plan.\n\
         --- content/d.md\n# Cramp now: the first ten minutes\n\nStretch it.\n",
    );
    let (index, _) = built(site.path());
    let asked = |query: &str| {
        let answer = index.ask(query);
        (answer.hits.first().map(|hit| hit.title.clone()).unwrap_or_default(), answer.changed)
    };
    let changed = |from: &str, to: &str| vec![(from.to_owned(), to.to_owned())];
    assert_eq!(asked("cough blood "), ("Clot".to_owned(), changed("cough", "coughing")));
    assert_eq!(asked("cramp ").0, "Cramp now: the first ten minutes");
}

#[test]
fn a_text_is_found_by_what_its_reader_sees() {
    let shown = |class: &str| format!("Signal. A part is written `<b class=\"{class}\">`.\n");
    let (card, twin) = (shown("care-emergency"), shown("fair-emergency"));
    let site = crate::common::site(&format!(
        "A site.\n--- content/a.md\n# Fitness\n\nYour VO<sub>2</sub>max, and H<sub>2</sub>O. Before the break<br>after it. \
         Read [[Night shifts#Sleep]].\n--- content/b.md\n# Alarm words\n\n{card}\n--- content/c.md\n# Alarm notes\n\n{twin}\n",
    ));
    let (index, _) = built(site.path());
    let hits = |query: &str| index.ask(query).hits;
    for query in ["vo2max", "h2o", "break after", "night shifts"] {
        assert_eq!(hits(query).first().map(|hit| hit.title.as_str()), Some("Fitness"), "{query}");
    }
    assert!(hits("break after").iter().all(|hit| !hit.excerpt.contains("breakafter")));
    let score = |title: &str| hits("signal").into_iter().find(|hit| hit.title == title).map(|hit| hit.score);
    assert_eq!(score("Alarm words"), score("Alarm notes"), "a page that only shows how a card is written has none");
}

#[test]
fn signs_that_nobody_types_stand_in_nobodys_way() {
    let site = crate::common::site(
        "A site.\n--- content/a.md\n# Signs\n\nThe Muskel\u{ad}faser\u{200b}riss, VO₂max, שָׁרִיר and عَضَلَة.\n--- content/b.md\n# 按摩\n\n按摩小腿。\n",
    );
    let (index, _) = built(site.path());
    let first = |query: &str| index.ask(query).hits.first().map(|hit| hit.title.clone()).unwrap_or_default();
    for query in ["Muskelfaserriss", "Mus\u{ad}kelfaser", "vo2max", "VO₂max", "שריר", "שָׁרִיר", "عضلة", "عـضلة"]
    {
        assert_eq!(first(query), "Signs", "{query}");
    }
    for query in ["腿", "小", "小腿", "摩"] {
        assert_eq!(first(query), "按摩", "{query}");
    }
}

/// Pages of a made vocabulary, the same at every run.
mod made {
    use std::path::Path;

    const STEMS: &str = "calf cramp muscle fibre recovery blood flow artery vein circulation massage stride cadence pace marathon \
        race training load rest sleep cycle repair protein salt sodium hydration sweat heat shade tired stiff sore tear damage \
        stretch ankle knee heel toe shoe hill trail road breath heart zone steady tempo plan coach runner evening morning water \
        drink food energy glycogen fatigue nerve spasm reflex trigger pressure roller gentle severe mild common";

    struct Chance(u64);

    impl Chance {
        fn below(&mut self, limit: usize) -> usize {
            self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            ((self.0 >> 33) as usize) % limit
        }

        fn words(&mut self, from: &[String], count: usize) -> String {
            (0..count).map(|_| from[self.below(from.len())].as_str()).collect::<Vec<_>>().join(" ")
        }
    }

    pub fn site(root: &Path, pages: usize) {
        let syllables =
            ["ba", "dor", "fen", "gil", "hun", "jas", "kem", "lor", "mip", "nud", "pra", "quo", "ris", "stu", "tev"];
        let mut vocabulary: Vec<String> = STEMS.split_whitespace().map(str::to_owned).collect();
        let mut chance = Chance(5);
        vocabulary
            .extend((0..330).map(|_| (0..3).map(|_| syllables[chance.below(syllables.len())]).collect::<String>()));
        let settings = "title: Made\nsynonyms:\n  - [calf, lower leg]\n  - [sleep, slumber]\n";
        crate::common::write(root, "site.yaml", settings);
        for page in 0..pages {
            let mut text = format!("# {}\n\n{}.\n", chance.words(&vocabulary, 4), chance.words(&vocabulary, 40));
            for _ in 0..6 {
                text += &format!("\n## {}\n\n{}.\n", chance.words(&vocabulary, 3), chance.words(&vocabulary, 90));
            }
            crate::common::write(root, &format!("content/s{:02}/p{page}.md", page / 50), text);
        }
    }
}
