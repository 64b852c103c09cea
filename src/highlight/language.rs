//! The word behind a fence → the language that its author means.

use super::SYNTAXES;

/// A language, as it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// By the grammar of this number.
    Grammar(usize),
    /// Commands behind a prompt, read by the grammar of this number, and what they print.
    Session(usize),
}

impl Language {
    /// The same for the same language, however it is called.
    pub(super) fn key(self) -> (bool, usize) {
        match self {
            Language::Grammar(number) => (false, number),
            Language::Session(number) => (true, number),
        }
    }
}

/// What a word says of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A language that can be coloured.
    Known(Language),
    /// That it is no language, or one without a grammar here: it stays as it is.
    Plain,
    /// Nothing that anybody knows.
    Unknown,
}

/// Words for what has no colours, and languages that have no grammar here.
const PLAIN: &str = "text plain plaintext plain-text txt none no-highlight nohighlight raw output out stdout stderr terminal-output \
    mermaid math latex-math tex-math ascii asciiart art ditaa plantuml puml uml d2 bob svgbob vega vega-lite echarts chart flowchart \
    sequence dataview dataviewjs query tasks excalidraw kanban card cards note warning tip info example quote admonition important \
    ad-note ad-tip ad-warning ad-info button tabs tab steps include embed env-file code source src example-output result results prompt \
    powershell ps1 pwsh ps vb vbnet vba basic cobol abap apex wasm wat bnf ebnf abnf antlr promql logql cypher sparql turtle ttl n3 \
    kusto kql gherkin feature cucumber pug jade haxe hack wolfram mathematica scad openscad prolog smalltalk forth apl bicep cue caddy \
    caddyfile nu nushell raku rescript reason rexx sas stata spss gcode g-code ladder abc music lilypond bibliography citation \
    treeview tree filetree file-tree directory structure diagram wikitext-vue hexdump hex bin binary ansi cypher-shell redis \
    systemd service unit dns zone hosts pem certificate key checksum password license licence spdx dtd xpath xquery \
    dax m powerquery mql pine mojo gleam roc unison idris2 agda coq lean3 isabelle tla tlaplus alloy carbon vlang ballerina chapel \
    cairo move clarity teal moonscript fennel janet hy wren squirrel angelscript papyrus gdshader hlsl metal shader cg msl spirv \
    peg pest lark flex bison yacc lex ragel jinja-html astro-html rst-include liquid-html mathml css-in-js styled";

/// Other names of languages that have a grammar, and the name of that.
const ALIASES: [(&str, &str); 96] = [
    ("javascript", "js"),
    ("jsx", "tsx"),
    ("mjs", "js"),
    ("cjs", "js"),
    ("node", "js"),
    ("nodejs", "js"),
    ("ecmascript", "js"),
    ("typescript", "ts"),
    ("shell", "sh"),
    ("bash-shell", "sh"),
    ("ksh", "sh"),
    ("csh", "sh"),
    ("tcsh", "sh"),
    ("dash", "sh"),
    ("posix", "sh"),
    ("curl", "sh"),
    ("cli", "sh"),
    ("command", "sh"),
    ("commandline", "sh"),
    ("command-line", "sh"),
    ("powershell-session", "txt"),
    ("python3", "py"),
    ("ipython", "py"),
    ("ipython3", "py"),
    ("pycon", "py"),
    ("pyi", "py"),
    ("golang", "go"),
    ("csharp", "cs"),
    ("c-sharp", "cs"),
    ("dotnet", "cs"),
    ("fsharp", "fs"),
    ("objc", "m"),
    ("objectivec", "m"),
    ("objective-c", "m"),
    ("obj-c", "m"),
    ("cplusplus", "c++"),
    ("arduino", "c++"),
    ("ino", "c++"),
    ("cuda", "c++"),
    ("cu", "c++"),
    ("docker", "dockerfile"),
    ("containerfile", "dockerfile"),
    ("compose", "yml"),
    ("docker-compose", "yml"),
    ("ansible", "yml"),
    ("openapi", "yml"),
    ("swagger", "yml"),
    ("kubernetes", "yml"),
    ("k8s", "yml"),
    ("helm", "yml"),
    ("yaml+jinja", "yml"),
    ("frontmatter", "yml"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("jsonl", "json"),
    ("ndjson", "json"),
    ("json-with-comments", "json"),
    ("geojson", "json"),
    ("webmanifest", "json"),
    ("hjson", "json"),
    ("html5", "html"),
    ("vue-html", "vue"),
    ("astro", "html"),
    ("handlebars", "html"),
    ("hbs", "html"),
    ("mustache", "html"),
    ("ejs", "html"),
    ("razor", "html"),
    ("cshtml", "html"),
    ("liquid", "twig"),
    ("django", "twig"),
    ("nunjucks", "twig"),
    ("njk", "twig"),
    ("html+jinja", "twig"),
    ("html+django", "twig"),
    ("htmldjango", "twig"),
    ("tera", "twig"),
    ("postcss", "css"),
    ("mdx", "md"),
    ("myst", "md"),
    ("qmd", "md"),
    ("emacs-lisp", "el"),
    ("elisp", "el"),
    ("common-lisp", "lisp"),
    ("scheme", "scm"),
    ("mysql", "sql"),
    ("postgresql", "sql"),
    ("postgres", "sql"),
    ("psql", "sql"),
    ("plsql", "sql"),
    ("tsql", "sql"),
    ("sqlite", "sql"),
    ("dosbatch", "bat"),
    ("dos", "bat"),
    ("regex", "re"),
    ("apache", "htaccess"),
];

/// More of them, that are rarer.
const RARE: [(&str, &str); 23] = [
    ("h", "c"),
    ("apacheconf", "htaccess"),
    ("dotenv", ".env"),
    ("octave", "matlab"),
    ("delphi", "pas"),
    ("fortran", "f90"),
    ("julia-repl", "jl"),
    ("vimscript", "vim"),
    ("editorconfig", "ini"),
    ("gitconfig", "gitconfig"),
    ("conf", "ini"),
    ("config", "ini"),
    ("toml+", "toml"),
    ("plist", "xml"),
    ("svg", "xml"),
    ("xaml", "xml"),
    ("rss", "xml"),
    ("wgsl-shader", "wgsl"),
    ("assembly", "asm"),
    ("nasm", "asm"),
    ("x86asm", "asm"),
    ("opentofu", "tf"),
    ("udiff", "diff"),
];

/// Sessions of a shell.
const SESSIONS: [&str; 8] =
    ["console", "shellsession", "shell-session", "sh-session", "bash-session", "terminal", "cmd-session", "term"];

/// Names of languages that a slip may be meant as.
pub const NAMES: [&str; 52] = [
    "bash",
    "c",
    "clojure",
    "console",
    "cpp",
    "csharp",
    "css",
    "csv",
    "dart",
    "diff",
    "dockerfile",
    "elixir",
    "erlang",
    "go",
    "graphql",
    "groovy",
    "haskell",
    "html",
    "http",
    "ini",
    "java",
    "javascript",
    "json",
    "jsx",
    "julia",
    "kotlin",
    "latex",
    "less",
    "lua",
    "makefile",
    "markdown",
    "matlab",
    "mermaid",
    "nginx",
    "perl",
    "php",
    "plaintext",
    "powershell",
    "python",
    "r",
    "ruby",
    "rust",
    "scala",
    "scss",
    "shell",
    "sql",
    "swift",
    "toml",
    "typescript",
    "vue",
    "xml",
    "yaml",
];

/// The language of a word, if it can be coloured.
pub fn language(word: &str) -> Option<Language> {
    match named(word) {
        Named::Known(language) => Some(language),
        Named::Plain | Named::Unknown => None,
    }
}

/// What a word says. Only a word that is none of those that need no grammar asks for the grammars.
pub fn named(word: &str) -> Named {
    let small = word.to_lowercase();
    if small.is_empty() || PLAIN.split_whitespace().any(|plain| plain == small) {
        return Named::Plain;
    }
    if SESSIONS.contains(&small.as_str()) {
        return number("sh").map_or(Named::Plain, |shell| Named::Known(Language::Session(shell)));
    }
    let other = ALIASES.iter().chain(&RARE).find(|(known, _)| *known == small).map(|(_, name)| *name);
    // `diff-js` and `diff_js` are differences first.
    let other =
        other.or_else(|| small.strip_prefix("diff").filter(|rest| rest.starts_with(['-', '_'])).map(|_| "diff"));
    if other == Some("txt") {
        return Named::Plain;
    }
    match other.and_then(number).or_else(|| number(word)).or_else(|| number(&small)) {
        Some(number) => Named::Known(Language::Grammar(number)),
        None => Named::Unknown,
    }
}

/// The number of a grammar by its name or by the ending of its files.
fn number(name: &str) -> Option<usize> {
    let all = SYNTAXES.syntaxes();
    let of_file = |ending: &str| ending == name;
    let by_ending = || all.iter().rposition(|syntax| syntax.file_extensions.iter().any(|ending| of_file(ending)));
    all.iter().rposition(|syntax| syntax.name.eq_ignore_ascii_case(name)).or_else(by_ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_name_is_known() {
        for (name, grammar) in ALIASES.iter().chain(&RARE) {
            assert!(*grammar == "txt" || number(grammar).is_some(), "{name} is called {grammar}");
        }
        for name in NAMES {
            assert_ne!(named(name), Named::Unknown, "{name}");
        }
        let called = |name: &str| {
            language(name).map(|language| match language {
                Language::Grammar(number) | Language::Session(number) => SYNTAXES.syntaxes()[number].name.as_str(),
            })
        };
        for (name, grammar) in [
            ("JS", "JavaScript"),
            ("ts", "TypeScript"),
            ("Shell", "Bourne Again Shell (bash)"),
            ("console", "Bourne Again Shell (bash)"),
            ("yml", "YAML"),
            ("Python", "Python"),
            ("c++", "C++"),
            ("C", "C"),
            ("c", "C"),
            ("h", "C"),
            ("go", "Go"),
            ("Rust", "Rust"),
            ("make", "Makefile"),
            ("tex", "TeX"),
            ("html", "HTML"),
            ("php", "PHP"),
            ("sql", "SQL"),
            ("r", "R"),
            ("diff-js", "Diff"),
        ] {
            assert_eq!(called(name), Some(grammar), "{name}");
        }
        assert_eq!([named("Mermaid"), named("text"), named("pyhton")], [Named::Plain, Named::Plain, Named::Unknown]);
    }
}
