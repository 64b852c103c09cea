//! The questions on pace say what the club's rule says: for every runner and every pace, worked out here a second time.

use fingerpost::parse::{self, Content};
use fingerpost::source::Source;
use fingerpost::tree::{End, Tree, parse_answers, walk};
use std::sync::Arc;

/// The table of `how-slow-is-slow.md`: paces from, in seconds a mile; seconds of running to 30 of walking; how that is said.
const TABLE: [(f64, f64, &str); 12] = [
    (0.0, 360.0, "6 min"),
    (435.0, 300.0, "5 min"),
    (465.0, 240.0, "4 min"),
    (495.0, 180.0, "3 min"),
    (525.0, 120.0, "2 min"),
    (570.0, 90.0, "90 s"),
    (645.0, 60.0, "60 s"),
    (735.0, 30.0, "30 s"),
    (870.0, 15.0, "15 s"),
    (945.0, 10.0, "10 s"),
    (1020.0, 8.0, "8 s"),
    (1110.0, 5.0, "5 s"),
];
const WALKING: f64 = 960.0;
const ADDED: [u32; 5] = [60, 90, 120, 150, 180];
const KM: f64 = 1.609_344;

/// A row of a result's table: marathon pace and training pace in seconds, each a mile and a km; what is run.
struct Row {
    marathon: (u32, u32),
    training: (u32, u32),
    run: String,
}

fn tree() -> Tree {
    let path = crate::common::repository().join("content/run-walk/which-ratio-and-pace.tree.yaml");
    let text = std::fs::read_to_string(path).expect("the tree is there");
    let doc = parse::tree(&Arc::new(Source::new("content/t.tree.yaml".into(), text)));
    assert!(doc.problems.is_empty(), "{:?}", doc.problems);
    let Content::Tree(decision) = doc.content else { panic!("it is a tree") };
    decision.tree
}

fn body(tree: &Tree, id: &str) -> String {
    let outcome = tree.outcomes.iter().find(|outcome| outcome.id.text == id).expect("there is the outcome");
    outcome.body.as_ref().expect("an outcome has a text").text.clone()
}

/// `9:30` in seconds.
fn seconds(pace: &str) -> u32 {
    let (minutes, seconds) = pace.split_once(':').unwrap_or_else(|| panic!("`{pace}` is no pace"));
    assert_eq!(seconds.len(), 2, "{pace}");
    minutes.parse::<u32>().unwrap() * 60 + seconds.parse::<u32>().unwrap()
}

fn rows(body: &str) -> Vec<Row> {
    let lines = body.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let cells = lines.map(|line| line.split(" | ").collect::<Vec<_>>()).filter(|cells| cells[0].contains(':'));
    let both = |cell: &str| {
        let cell = cell.replace("**", "");
        let (mile, km) = cell.split_once("\u{a0}/\u{a0}").unwrap_or_else(|| panic!("`{cell}` has no two paces"));
        (seconds(mile), seconds(km))
    };
    cells.map(|cells| Row { marathon: both(cells[0]), training: both(cells[1]), run: cells[2].into() }).collect()
}

/// The pace of the running part, in seconds a mile, where the average with the walks is `training`.
fn running(run: f64, training: f64) -> f64 {
    run / ((run + 30.0) / training - 30.0 / WALKING)
}

/// The row of the table that the rule comes to, for a marathon pace and the seconds added to it.
fn ruled(marathon: f64, added: f64) -> usize {
    let training = ((marathon + added) / 5.0 + 0.5).floor() * 5.0;
    let mut row = TABLE.iter().rposition(|(from, _, _)| *from <= training).expect("the first row is open");
    if training < WALKING {
        while row > 0 && running(TABLE[row].1, training) < marathon {
            row -= 1;
        }
    }
    row
}

fn near(km: u32, mile: u32) -> bool {
    (f64::from(km) - f64::from(mile) / KM).abs() <= 0.5
}

#[test]
fn each_row_of_a_result_says_what_the_rule_says() {
    let tree = tree();
    for added in ADDED {
        let rows = rows(&body(&tree, &format!("plus-{added}")));
        let paces: Vec<u32> = rows.iter().map(|row| row.marathon.0).collect();
        assert_eq!(paces, (300..=1200).step_by(30).collect::<Vec<_>>(), "the paces that are offered");
        for row in &rows {
            let pace = row.marathon.0;
            assert_eq!(row.training.0, pace + added, "{pace} and {added}");
            assert!(near(row.marathon.1, pace) && near(row.training.1, row.training.0), "{pace} and {added}, a km");
            assert_eq!(row.run, TABLE[ruled(f64::from(pace), f64::from(added))].2, "{pace} and {added}");
        }
    }
}

/// A runner between two rows takes the lower one, and is then slower than the rule asks for, and nowhere faster than marathon
/// pace; unless brisk walking alone holds the pace.
#[test]
fn between_two_rows_the_lower_one_asks_nobody_to_run_faster_than_marathon_pace() {
    let tree = tree();
    for added in ADDED {
        let rows = rows(&body(&tree, &format!("plus-{added}")));
        for marathon in (300..=1200).step_by(5) {
            let row = rows.iter().find(|row| row.marathon.0 >= marathon).expect("the last row is at 20:00");
            assert!(row.training.0 >= marathon + added, "{marathon} and {added}");
            let training = f64::from(row.training.0);
            let run = TABLE.iter().find(|(_, _, words)| *words == row.run).expect("it is a row of the table").1;
            let held = training >= WALKING || running(run, training) >= f64::from(marathon);
            assert!(held, "{marathon} and {added}: {} runs too fast", row.run);
        }
    }
}

/// What is added to a mile and to a km, and whose the rules are, stand in each result; what race day brings does not.
#[test]
fn each_result_says_what_it_adds_and_where_it_differs_from_the_coach() {
    let tree = tree();
    for added in ADDED {
        let body = body(&tree, &format!("plus-{added}"));
        let km = (f64::from(added) / KM).round();
        let (minutes, seconds) = ((km / 60.0).floor(), km % 60.0);
        let km = match (minutes, seconds) {
            (0.0, seconds) => format!("{seconds} seconds a km"),
            (minutes, seconds) => format!("{minutes} minute {seconds} a km"),
        };
        assert!(body.contains(&km), "{added}: {km}");
        assert!(body.contains("Galloway says *at least* 2 minutes a mile slower"), "{added}");
        assert_eq!(body.contains("differs from his"), added < 120, "{added}");
        assert!(body.contains("Galloway goes 30 seconds a mile slower for each 5 °F above 60 °F"), "{added}");
        assert!(!body.to_lowercase().contains("race day"), "{added}");
    }
}

/// The more careful the answers, the more is added; and never less than a minute a mile.
#[test]
fn experience_and_cramps_decide_how_much_slower() {
    let tree = tree();
    let years = [("under-half", 0.3), ("half-to-1", 0.7), ("1-to-2", 1.5), ("2-to-5", 3.0), ("5-or-more", 8.0)];
    for (id, years) in years {
        for miles in 0..=150 {
            for cramps in ["yes", "no", "unsure"] {
                let text = format!("calf=no,heart=no,years={id},longest=3,miles={miles},cramps={cramps}");
                let answers = parse_answers(&tree, &text).expect("the answers can be read");
                let end = walk(&tree, &answers).expect("there are questions").end;
                let slower = match (cramps, years >= 5.0 && miles >= 40, years >= 2.0 && miles >= 20) {
                    ("no", true, _) => 60,
                    ("no", _, true) => 90,
                    _ => 120,
                };
                let care = 30 * (u32::from(years < 1.0 || miles < 10) + u32::from(cramps != "no"));
                let End::Outcome(outcome) = end else { panic!("{text}: {end:?}") };
                assert_eq!(tree.outcomes[outcome].id.text, format!("plus-{}", slower + care), "{text}");
            }
        }
    }
}
