//! Each kind and each odd case: drawn, or told at its line; nothing escapes, nothing hangs.

use super::*;

fn words(text: &str) -> String {
    fn one(entries: &[Entry], depth: usize, out: &mut String) {
        for entry in entries {
            out.push_str(&"  ".repeat(depth));
            for piece in &entry.pieces {
                match piece {
                    Piece::Words(words) => out.push_str(words),
                    Piece::Word(key) => out.push_str(&format!("<{key}>")),
                }
            }
            out.push('\n');
            one(&entry.below, depth + 1, out);
        }
    }
    let drawn = drawn(text).unwrap_or_else(|mistake| panic!("{text}: {mistake:?}"));
    let mut out = String::new();
    one(&drawn.outline, 0, &mut out);
    out
}

fn told(text: &str) -> (String, String) {
    let mistake = drawn(text).expect_err(text);
    (text[mistake.place].to_owned(), mistake.message)
}

#[test]
fn flowcharts_in_words() {
    let text = "---\ntitle: T\n---\nflowchart TD %% no\n%% a comment\nA[Start here] --> B{Sure?}\nB -->|yes| C([Go])\nB -- no --> D((Stay)); D -.-> A\n\
                subgraph g [A group]\n  C === E[(Data)] & F>Flag]\nend\nE <--> F\nclassDef x fill:red\nA:::x ~~~ F\nC -. maybe .-> C\n";
    // A comment behind a statement is none in Mermaid, too.
    let text = text.replace(" %% no", "");
    assert_eq!(drawn(&text).unwrap().title, "T");
    let wanted = "Start here\n  → Sure?\nSure?\n  → Go: yes\n  → Stay: no\nGo (A group)\n  — Data\n  — Flag\n  → Go: maybe\nStay\n  → Start here\nData (A group)\n  ↔ Flag\nFlag (A group)\n";
    assert_eq!(words(&text), wanted);
    for direction in ["TB", "BT", "LR", "RL", "TD", ""] {
        let drawn = drawn(&format!("graph {direction}\nA-->B\nA-->C\nB-->D\nC-->D\nD-->A")).unwrap();
        assert_eq!(drawn.svg.matches("d-head").count(), 5, "{direction}");
    }
    assert_eq!(words("graph LR; a-b-->c.d; c.d-->|\"x | y\"|e"), "a-b\n  → c.d\nc.d\n  → e: x | y\ne\n");
    assert_eq!(words("flowchart LR\nA@{ shape: diam, label: \"Is it?\" } --o B --x C"), "Is it?\n  → B\nB\n  → C\nC\n");
}

#[test]
fn sequences_in_words() {
    let text = "sequenceDiagram\nautonumber\nparticipant A as Ann<br>Lee\nactor Bob\nA->>+Bob: Hello\nloop Every day\nBob-->>-A: Hi\nalt well\nA-)Bob: x\nelse ill\nA-xBob: y\nend\nend\nNote over A,Bob: Words\nBob->>Bob: Think\nrect rgb(0,0,0)\nA->Bob: z\nend";
    let wanted = "Ann Lee → Bob: 1. Hello\nloop: Every day\n  Bob → Ann Lee: 2. Hi\n  alt: well\n    Ann Lee → Bob: 3. x\n  else: ill\n    Ann Lee → Bob: 4. y\n<callout-note> (Ann Lee, Bob): Words\nBob → Bob: 5. Think\nAnn Lee → Bob: 6. z\n";
    assert_eq!(words(text), wanted);
}

#[test]
fn states_in_words() {
    let text = "stateDiagram-v2\n[*] --> Still\nStill --> Moving : push\nMoving --> Still\nMoving --> [*]\nstate \"At rest\" as Still\nstate Outer {\n  [*] --> In\n  In: Inside\n}\nstate c <<choice>>\nStill --> c\nc --> Outer: go\nnote right of Moving\n  Two\n  lines\nend note\n";
    let wanted = "<diagram-start>\n  → At rest\nAt rest\n  → Moving: push\n  → <diagram-no-words>\nMoving\n  → At rest\n  → <diagram-end>\n  — Two lines\n<diagram-end>\n<diagram-start> (Outer)\n  → Inside\nInside (Outer)\n<diagram-no-words>\n  → <diagram-start>: go\nTwo lines\n";
    assert_eq!(words(text), wanted);
}

#[test]
fn pies_in_words() {
    assert_eq!(
        words("pie showData title T\n\"Bread\" : 30\n\"Milk: fresh\" : 10"),
        "Bread: 75 % (30)\nMilk: fresh: 25 % (10)\n"
    );
}

#[test]
fn classes_in_words() {
    let text = "classDiagram\nclass Animal {\n  <<interface>>\n  +int age\n  +List~int~ ids()\n}\nAnimal <|-- Dog\nDog \"1\" --> \"*\" Bone : eats\nCar *-- Wheel\nDog : +bark()\nDog ..> Car\nA -- B\nnote for Dog \"Barks\"";
    let wanted = "Animal\n  «interface»\n  +int age\n  +List‹int› ids()\nDog\n  +bark()\n  <diagram-is-a> Animal\n  → Bone: eats 1 : *\n  → Car\n  — Barks\nBone\nCar\nWheel\n  <diagram-part-of> Car\nA\n  — B\nB\nBarks\n";
    assert_eq!(words(text), wanted);
}

#[test]
fn plans_and_journeys_in_words() {
    let text = "gantt\ntitle T\ndateFormat YYYY-MM-DD\nsection One\nBake : done, a, 2026-11-30, 3d\nSell : after a, 2d\nEnd : milestone, 2026-12-10, 0d\nsection Two\nRest : 1w";
    let wanted = "One\n  Bake: 2026-11-30 – 2026-12-02\n  Sell: 2026-12-03 – 2026-12-04\n  End: 2026-12-10\nTwo\n  Rest: 2026-12-10 – 2026-12-16\n";
    assert_eq!(words(text), wanted);
    assert_eq!(
        words("journey\ntitle T\nsection S\nFind it: 4: Ann, Bob\nRead: 2"),
        "S\n  Find it: 4 / 5 (Ann, Bob)\n  Read: 2 / 5\n"
    );
}

#[test]
fn what_is_not_drawn_is_told_at_its_line() {
    let cases = [
        (
            "gitGraph\ncommit",
            "gitGraph",
            "`gitGraph` is no kind of diagram that is drawn here, so readers see its text",
        ),
        ("flowchart TD\nA[Start --> B", "[Start", "Nothing closes this bracket"),
        ("flowchart TD\nA => B", "=>", "This is no arrow that is known here"),
        ("flowchart TD\nA -->", "", "Here should stand the name of a node"),
        ("flowchart TD\nA -->|yes B", "|yes", "Nothing ends the words on this arrow"),
        ("sequenceDiagram\nAnn says hello", "Ann says hello", "This line says nothing that is known of messages"),
        ("stateDiagram\n???", "???", "This line says nothing that is known of states"),
        ("classDiagram\nDog barks", "Dog barks", "This line says nothing that is known of classes"),
        ("gantt\nBake: soon, 3d", "Bake: soon, 3d", "This line says nothing that is known of a plan"),
        ("gantt\ndateFormat DD.MM.", "dateFormat DD.MM.", "Days are not read as `DD.MM.` here"),
        ("journey\nFind: 9", "Find: 9", "This line says nothing that is known of a journey"),
        ("pie\n\"a\" : x", "\"a\" : x", "This is no part of a pie with its number"),
        ("", "", "There is nothing in this diagram"),
    ];
    for (text, place, message) in cases {
        assert_eq!(told(text), (place.to_owned(), message.to_owned()), "{text}");
    }
}

#[test]
fn no_word_is_markup_and_no_element_stays_open() {
    let hostile = "\"<script>alert(1)</script></text></svg><img onerror=x> &amp; ]]>\"";
    for text in [
        format!("flowchart TD\nA[{hostile}] -->|{hostile}| B\nsubgraph x [{hostile}]\nA\nend"),
        format!(
            "sequenceDiagram\nparticipant A as {hostile}\nA->>B: {hostile}\nNote over A: {hostile}\nloop {hostile}\nA->>A: x\nend"
        ),
        format!("stateDiagram\nstate {hostile} as A\nA --> B: {hostile}"),
        format!("pie title {hostile}\n{hostile} : 3"),
        format!("classDiagram\nclass A[{hostile}] {{\n{hostile}\n}}\nA --> B : {hostile}"),
        format!("gantt\nsection {hostile}\n{} : 2026-01-01, 3d", hostile.replace(':', "")),
        format!("journey\nsection {hostile}\n{} : 3: {hostile}", hostile.replace(':', "")),
    ] {
        let svg = drawn(&text).unwrap_or_else(|mistake| panic!("{text}: {mistake:?}")).svg;
        for bad in ["<script", "<img", "</svg", "href", "style=", " id=", "onerror=x>"] {
            assert!(!svg.contains(bad), "{bad} in {svg}");
        }
        let count = |sign: &str| svg.matches(sign).count();
        for name in ["rect", "path", "text", "tspan", "circle"] {
            assert_eq!(
                count(&format!("<{name} ")) + count(&format!("<{name}>")),
                count(&format!("</{name}>")),
                "{name}: {svg}"
            );
        }
    }
}

#[test]
fn large_and_tangled_ones_are_told_and_none_hangs() {
    let chain = |count: usize| (0..count).map(|n| format!("n{n} --> n{}\n", n + 1)).collect::<String>();
    assert!(drawn(&format!("flowchart TD\n{}", chain(100))).is_ok());
    assert!(drawn(&format!("flowchart TD\n{}", chain(2000))).is_err());
    let all: String = (0..17).flat_map(|a| (0..17).map(move |b| format!("n{a} --> n{b}\n"))).collect();
    let _ = drawn(&format!("flowchart LR\n{all}"));
    let crossed: String = (0..110).map(|n| format!("n{n} --> n{}\nn{n} --> n{}\n", n + 1, 119 - n)).collect();
    let _ = drawn(&format!("flowchart TD\n{crossed}"));
    for open in ["subgraph a\n", "subgraph a [\n", "A & ", "A[", "%%{", "---\n"] {
        let _ = drawn(&format!("flowchart TD\n{}", open.repeat(5000)));
    }
    for open in ["loop a\n", "alt\n", "A->>B: x\n", "Note over A,B:\n"] {
        let _ = drawn(&format!("sequenceDiagram\nA->>B: x\n{}", open.repeat(5000)));
    }
    let _ = drawn(&format!("stateDiagram\n{}", "state a {\n".repeat(5000)));
}

/// Any text at all, cut anywhere: something is drawn or told, and its place is one in the text.
#[test]
fn pieces_of_texts_do_not_break_it() {
    let texts = [
        "flowchart LR\nA[\"é <br> x\"] -- y é --> B{z}\nB -. w .-> C((é)) & D\nsubgraph s [T]\nC\nend\nA@{ label: \"q\" }",
        "sequenceDiagram\nparticipant É as Ée\nÉ->>+B: hi\nloop x\nB-->>-É: é\nend\nNote left of B: n",
        "stateDiagram-v2\n[*] --> é: e\nstate \"É\" as é\nstate f {\n[*] --> g\n}\nnote left of g\nx\nend note",
        "pie showData title É\n\"é\" : 1,5\n\"b\" : 2",
        "classDiagram\nclass É[\"é\"] {\n+ü~T~\n}\nÉ \"1\" o-- \"é\" B : é\nnamespace N {\nclass Z\n}",
        "gantt\ntitle É\nsection é\nÉ : crit, é, 2026-01-01, 3d\nx : after é, 1.5w\ny : until é",
        "journey\ntitle É\nsection é\né: 3: é, b",
    ];
    for text in texts {
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            for start in [0, text.find('\n').unwrap_or(0) + 1] {
                let head = text.lines().next().unwrap_or_default();
                let piece = if start == 0 {
                    text[..end].to_owned()
                } else {
                    format!("{head}\n{}", &text[end.max(start).min(text.len())..])
                };
                if let Err(mistake) = drawn(&piece) {
                    assert!(piece.get(mistake.place.clone()).is_some(), "{piece:?}: {mistake:?}");
                }
            }
        }
    }
}
