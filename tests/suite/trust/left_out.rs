//! What another program's own settings keep from its readers is kept from ours, in each program's own way of saying it.
use crate::common::{files, run, site};

/// In every file that must not come out.
const SECRET: &str = "Quokka";

/// A folder of a program's: its settings, what they keep back, and what they do not.
struct Folder {
    program: &'static str,
    settings: &'static str,
    kept: &'static [&'static str],
    shown: &'static [&'static str],
}

const FOLDERS: &[Folder] = &[
    Folder {
        program: "Quartz, as it comes",
        settings: "--- quartz.config.ts
const config: QuartzConfig = {
  configuration: {
    pageTitle: \"Garden\",
    ignorePatterns: [\"private\", \"templates\", \".obsidian\"],
  },
  plugins: { filters: [Plugin.RemoveDrafts()] },
}
",
        kept: &["content/private/a.md", "content/templates/t.md", "content/private/deep/b.md", "content/private/p.pdf"],
        shown: &["content/a.md", "content/notes/private/mine.md", "content/privates.md"],
    },
    Folder {
        program: "Quartz with its own patterns",
        settings: "--- quartz.config.ts
const config = { configuration: { ignorePatterns: [
  \"Fleeting\", // not ready
  'People/**', `**/*.secret.md`, \"{Diary,Letters}/**\", /* \"a.md\" */ \"Log [0-9]*\"
] } }
",
        kept: &[
            "content/Fleeting/a.md",
            "content/People/b.md",
            "content/x/c.secret.md",
            "content/Diary/d.md",
            "content/Letters/e.md",
            "content/Log 1/f.md",
        ],
        shown: &["content/a.md", "content/private/b.md", "content/Log/c.md"],
    },
    Folder {
        program: "Quartz that publishes only what says so",
        settings: "--- quartz.config.ts
export default { plugins: { filters: [Plugin.ExplicitPublish()] }, configuration: { ignorePatterns: ['x'] } }
--- content/said.md
---
publish: true
---
# Said
",
        kept: &["content/a.md", "content/b/c.md"],
        shown: &["content/said.md"],
    },
    Folder {
        program: "Quartz in YAML",
        settings: "--- quartz.config.yaml
configuration:
  pageTitle: Garden
  ignorePatterns: [private, 'drafts/**']
plugins:
  - source: github:quartz-community/explicit-publish
    enabled: false
",
        kept: &["content/private/a.md", "content/drafts/b.md"],
        shown: &["content/c.md"],
    },
    Folder {
        program: "Jekyll",
        settings: "--- _config.yml
title: A blog
exclude: [secret, notes/hidden.md, /tools/, '*.tmp.md']
include:
  - _pages
collections:
  guides:
    output: true
  people:
    output: false
defaults:
  - scope: {path: quiet}
    values: {published: false}
",
        kept: &[
            "secret/a.md",
            "notes/hidden.md",
            "tools/t.md",
            "notes/x.tmp.md",
            "_private/a.md",
            "_notes.md",
            "notes/_b.md",
            "_includes/i.md",
            "_people/p.md",
            "_guides/_draft.md",
            "_posts/undated.md",
            "#jotted.md",
            "notes/~old.md",
            "_private/photo.pdf",
            "_private/_posts/2020-01-01-x.md",
            "vendor/bundle/gem/README.md",
            "quiet/q.md",
        ],
        shown: &[
            "notes/a.md",
            "_guides/g.md",
            "_pages/about.md",
            "_posts/2020-01-01-post.md",
            "blog/_posts/2020-01-02-other.md",
        ],
    },
    Folder {
        program: "Jekyll in a folder of its own",
        settings: "--- _config.yml\ntitle: A blog\nsource: ./site\nexclude:\n- secret/\n",
        kept: &["README.md", "site/secret/a.md", "site/_x/b.md"],
        shown: &["site/a.md"],
    },
    Folder {
        program: "Hexo",
        settings: "--- _config.yml\ntitle: A blog\nsource_dir: source\n",
        kept: &["README.md", "source/_data/a.md"],
        shown: &["source/_posts/a.md", "source/about/index.md"],
    },
    Folder {
        program: "VitePress",
        settings: "--- docs/.vitepress/config.ts
import { defineConfig } from 'vitepress'
export default defineConfig({
  title: 'V', // srcExclude: ['one.md'],
  srcExclude: ['inner/**', '**/TODO.md', \"parts/{a,b}.md\"],
})
",
        kept: &["docs/inner/a.md", "docs/TODO.md", "docs/x/TODO.md", "docs/parts/a.md", "docs/inner/letter.pdf"],
        shown: &["docs/one.md", "docs/parts/c.md"],
    },
    Folder {
        program: "VitePress with a folder of sources",
        settings: "--- .vitepress/config.mts\nexport default { srcDir: './pages', srcExclude: ['/wip/**'] }\n",
        kept: &["README.md", "pages/wip/a.md"],
        shown: &["pages/a.md"],
    },
    Folder {
        program: "Docusaurus, as it comes",
        settings: "--- docusaurus.config.js\nmodule.exports = { title: 'D', presets: [['classic', { docs: {}, blog: {} }]] };\n",
        kept: &["docs/_dir/a.md", "docs/_part.md", "docs/x/_y/z/b.md", "blog/_drafts/c.md", "docs/_dir/scan.pdf"],
        shown: &["docs/a.md", "docs/x/b.md"],
    },
    Folder {
        program: "Docusaurus with its own patterns",
        settings: "--- docusaurus.config.ts
const config = {
  title: 'D',
  presets: [['classic', {
    docs: { sidebarPath: require.resolve('./sidebars.js'), exclude: ['wip/**', '**/*.secret.md'] },
    blog: { exclude: [\"old/**\"] },
    sitemap: { ignorePatterns: ['/a/**'], exclude: names },
  }]],
  plugins: [['@docusaurus/plugin-content-docs', { id: 'c', path: 'community', exclude: ['inner/**'] }]],
};
",
        kept: &[
            "docs/wip/a.md",
            "docs/x/y.secret.md",
            "blog/old/b.md",
            "versioned_docs/version-1/wip/a.md",
            "i18n/de/docusaurus-plugin-content-docs/current/wip/a.md",
        ],
        shown: &["docs/a.md", "docs/old/b.md", "blog/wip/c.md"],
    },
    Folder {
        program: "Hugo",
        settings: "--- hugo.toml
baseURL = 'https://example.org/'
ignoreFiles = ['\\.draft\\.md$', '/notes/']
[[module.mounts]]
source = 'content'
target = 'content'
excludeFiles = ['inner/**']
--- content/bundle/index.md
---
headless: true
---
Quokka
--- content/built/_index.md
---
title: Built
cascade:
  build:
    render: never
---
Shown
--- content/linked.md
+++
[build]
render = 'link'
+++
Quokka
",
        kept: &[
            "content/a.draft.md",
            "content/notes/b.md",
            "content/inner/x/c.md",
            "content/bundle/scan.pdf",
            "content/bundle/notes.md",
            "content/trip/told/quietly.md",
            "content/trip/sub/index.md",
            "content/built/one/d.md",
        ],
        shown: &["content/a.md", "content/mynotes/b.md", "content/trip/index.md", "content/trip/index.de.md"],
    },
    Folder {
        program: "Hugo in YAML",
        settings: "--- config/_default/hugo.yaml\ntitle: N\nignoreFiles:\n  - secret\n",
        kept: &["content/secret/a.md", "content/b/secrets.md"],
        shown: &["content/b/c.md"],
    },
    Folder {
        program: "Zola",
        settings: "--- config.toml
base_url = 'https://example.org'
ignored_content = ['*.{draft.md,pdf}', 'inner/*', '**/build_folder']
--- content/diary/_index.md
+++
draft = true
+++
Quokka
--- content/parts/_index.md
+++
render = false
+++
Quokka
--- content/unfound.md
+++
in_search_index = false
+++
# A page

Shown. Wallaby
",
        kept: &[
            "content/diary/a.md",
            "content/diary/deep/b.md",
            "content/diary/scan.pdf",
            "content/parts/scan.pdf",
            "content/x/a.draft.md",
            "content/inner/y/b.md",
            "content/z/build_folder/c.md",
            "content/x/scan.pdf",
        ],
        shown: &["content/x/a.md", "content/parts/c.md"],
    },
    Folder {
        program: "MkDocs with the plugin that excludes",
        settings: "--- mkdocs.yml
site_name: M
plugins:
  - search:
      lang: !ENV [LANG, en]
  - exclude:
      glob:
        - inner/*
        - \"*.tmp.md\"
      regex:
        - '.*\\.(bin|secret)\\.md$'
",
        kept: &["docs/inner/x/a.md", "docs/b/c.tmp.md", "docs/b/d.secret.md"],
        shown: &["docs/b/c.md"],
    },
    Folder {
        program: "mdBook with its texts elsewhere",
        settings: "--- book.toml\n[book]\ntitle = 'B'\nsrc = 'words'\n--- words/SUMMARY.md\n[One](one.md)\n--- words/one.md\n# One\n",
        kept: &["words/hidden.md", "README.md", "words/deep/b.md"],
        shown: &["words/one.md"],
    },
];

impl Folder {
    /// The folder as a text of files, with other settings of ours if need be.
    fn written(&self, ours: &str) -> String {
        let text = |path: &&str| format!("--- {path}\n{SECRET} was here.\n");
        let shown = |path: &&str| format!("--- {path}\n# A page\n\nShown. [x](nowhere.md)\n");
        let has = |path: &&&str| !self.settings.contains(&format!("--- {path}\n"));
        let kept: String = self.kept.iter().map(text).collect();
        let shown: String = self.shown.iter().filter(has).map(shown).collect();
        format!("--- site.yaml\ntitle: S\n{ours}{}{kept}{shown}", self.settings)
    }
}

#[test]
fn what_another_programs_settings_leave_out_stays_out() {
    let mut wrong = Vec::new();
    for folder in FOLDERS {
        let site = site(&folder.written(""));
        let said = run(site.path(), &["build", "--today", "2026-11-29"]);
        if said.code != 0 || said.stdout.contains("unread-settings") {
            wrong.push(format!("{}: {}{}", folder.program, said.stdout, said.stderr));
            continue;
        }
        let all = files(&site.path().join("public"));
        for (path, bytes) in &all {
            if String::from_utf8_lossy(bytes).contains(SECRET) {
                wrong.push(format!("{}: {path}", folder.program));
            }
        }
        let pages = all.iter().filter(|(path, bytes)| {
            path.ends_with("index.html") && String::from_utf8_lossy(bytes).contains("<p>Shown. ")
        });
        let search = all.iter().filter(|(path, _)| path.contains("search") && !path.ends_with(".html"));
        for (path, bytes) in search {
            if String::from_utf8_lossy(bytes).to_lowercase().contains("wallaby") {
                wrong.push(format!("{}: found by {path}", folder.program));
            }
        }
        let expected = folder.written("").matches("# A page").count();
        if pages.clone().count() != expected {
            let pages: Vec<_> = pages.map(|(path, _)| path).collect();
            wrong.push(format!("{}: not {:?} but {pages:?}", folder.program, folder.shown));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The site's own settings decide.
#[test]
fn a_site_takes_back_what_another_program_leaves_out() {
    for folder in FOLDERS.iter().filter(|folder| folder.program.starts_with("Jekyll")) {
        let site = site(&folder.written("exclude: [\"!**/*.md\"]\n"));
        run(site.path(), &["build", "--today", "2026-11-29"]);
        let all = files(&site.path().join("public"));
        assert!(all.values().any(|bytes| String::from_utf8_lossy(bytes).contains(SECRET)), "{}", folder.program);
    }
}

/// A picture in such a folder is shown by the page that shows it there.
#[test]
fn what_a_page_shows_is_there_although_texts_beside_it_are_not() {
    for settings in [
        "--- docusaurus.config.js\nmodule.exports = { title: 'D' };\n",
        "--- docs/.vitepress/config.js\nexport default { srcExclude: ['_parts/**'] }\n",
    ] {
        let site = site(&format!(
            "--- site.yaml\ntitle: S\n{settings}--- docs/a.md\n# A\n\n[list](_parts/list.pdf)\n--- docs/_parts/list.pdf\nlist\n--- docs/_parts/scan.pdf\nscan\n--- docs/_parts/x.md\n{SECRET}\n"
        ));
        let said = run(site.path(), &["build"]);
        let out = site.path().join("public/docs");
        let all = files(&site.path().join("public"));
        assert!(all.keys().any(|path| path.ends_with("list.pdf")), "{settings} {said:?} {out:?}");
        assert!(!all.keys().any(|path| path.ends_with("scan.pdf")), "{settings}");
    }
}

/// What stands there but for names and calls is left out all the same, and one line says that there is more.
#[test]
fn settings_that_cannot_be_read_are_told_once() {
    for (path, text, line) in [
        ("docs/.vitepress/config.ts", "export default {\n  srcExclude: [...drafts, 'kept/**'],\n}\n", 2),
        ("docs/.vitepress/config.ts", "const srcExclude = find('kept/**')\nexport default { srcExclude }\n", 1),
        ("docs/.vitepress/config.ts", "export default {\n  srcExclude: ['!(shown)/**', 'kept/**']\n}\n", 2),
        ("docusaurus.config.js", "x = {\n docs: {\n  exclude: makePatterns(['kept/**']),\n } }\n", 3),
        ("hugo.toml", "baseURL = 'x'\nignoreFiles = ['(?<!x)a', '/kept/']\n", 2),
        ("zola.toml", "title = 'x'\nignored_content = ['[', '**/kept']\n", 2),
        ("mkdocs.yml", "site_name: S\nplugins:\n  - exclude:\n      regex: ['(?=x)', 'kept/']\n", 4),
        ("mkdocs.yml", "site_name: S\nplugins:\n  - exclude: {glob: [\nexclude_docs: kept/\n", 2),
        ("hugo.toml", "baseURL = 'x'\nignoreFiles = [\n", 2),
        ("_config.yml", "title: S\nexclude: ['[', docs/kept]\n", 2),
    ] {
        let folder = if path.starts_with("hugo") || path.starts_with("zola") { "content" } else { "docs" };
        let site = site(&format!(
            "--- site.yaml\ntitle: S\n--- {path}\n{text}--- {folder}/index.md\n# A\n\n[x](x/b.md)\n--- {folder}/x/b.md\n# B\n--- {folder}/kept/a.md\n{SECRET}\n"
        ));
        let said = run(site.path(), &["check", "--format", "short"]).stdout;
        let told: Vec<&str> = said.lines().filter(|line| line.contains("unread-settings")).collect();
        assert_eq!(told.len(), 1, "{path} {text}\n{said}");
        assert!(told[0].starts_with(&format!("{path}:{line}:")), "{told:?}");
        let built = run(site.path(), &["build"]);
        assert_eq!(built.code, 0, "{built:?}");
        let leaks = files(&site.path().join("public"));
        let leaks = leaks.iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains(SECRET));
        // A call may do anything with what it is given.
        let unknown = ["find(", "makePatterns(", "= [\n"].iter().any(|sign| text.contains(sign));
        assert_eq!(leaks, unknown, "{path} {text}");
    }
    // Nobody knows what a garden leaves out: then what each leaves out at first.
    let garden = site(&format!(
        "--- site.yaml\ntitle: S\n--- quartz.config.ts\nexport default {{ configuration: {{ ignorePatterns: patterns }} }}\n--- content/a.md\n# A\n--- content/private/b.md\n{SECRET}\n"
    ));
    let said = run(garden.path(), &["build"]);
    assert_eq!(said.stdout.matches("unread-settings").count(), 1, "{said:?}");
    let all = files(&garden.path().join("public"));
    assert!(!all.values().any(|bytes| String::from_utf8_lossy(bytes).contains(SECRET)), "{said:?}");
}

/// Where pages lie and what holds for all of them is not read from Hugo's settings: an owner is told, and names them.
#[test]
fn settings_of_hugo_that_are_not_read_are_told() {
    for (settings, told) in
        [("[[cascade]]\n  draft = true\n", 1), ("contentDir = 'inhalt'\n", 1), ("contentDir = 'content'\n", 0)]
    {
        let site = site(&format!(
            "--- site.yaml\ntitle: S\n--- hugo.toml\nbaseURL = 'x'\n{settings}--- content/_index.md\n# A\n"
        ));
        let said = run(site.path(), &["check", "--format", "short"]).stdout;
        assert_eq!(said.matches("unread-settings").count(), told, "{settings}: {said}");
    }
}

/// A garden of Quartz is a vault whose line ends are spaces, unless it asks for others.
#[test]
fn a_garden_of_quartz_is_a_vault() {
    for (plugins, broken) in [("", false), ("Plugin.HardLineBreaks()", true)] {
        let site = site(&format!(
            "--- site.yaml\n--- quartz.config.ts\nexport default {{ configuration: {{ pageTitle: \"My garden\" }}, plugins: [{plugins}] }}\n--- content/A note.md\nOne\nline. [[b|other]] %%hidden%% ![[b]]\n--- content/deep/b.md\nText.\n"
        ));
        let said = run(site.path(), &["build"]);
        assert_eq!((said.code, said.stdout.as_str()), (0, ""), "{said:?}");
        let page = std::fs::read_to_string(site.path().join("public/a-note/index.html")).unwrap();
        assert!(page.contains("My garden") && page.contains(">A note</h1>") && !page.contains("hidden%"), "{page}");
        assert_eq!(page.contains("<br"), broken, "{page}");
    }
}
