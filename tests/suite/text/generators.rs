//! Folders of other site generators: what counts from where, what they call their pages, and what only they can fill in.
use crate::common::{files, run, site};
use std::path::Path;

/// Builds, which must succeed; gives what was told, a line each.
fn built(root: &Path) -> String {
    let said = run(root, &["build", "--today", "2026-11-29"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    run(root, &["check", "--format", "short"]).stdout
}

fn page(root: &Path, path: &str) -> String {
    let file = root.join("public").join(path).join("index.html");
    std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// Its page is the folder's, by each of the folder's names.
#[test]
fn a_folders_page_may_be_called_index_html_md() {
    for kind in ["vault: true", "front_matter: open", "language: en"] {
        let site = site(&format!(
            "--- site.yaml\ntitle: S\n{kind}\n--- content/index.md\n# Home\n\n[a](dir/) [b](dir/index.html) [c](dir/index.html.md) [d](dir) [[dir]] [f](dir/x.md)\n--- content/dir/index.html.md\nWords.\n--- content/dir/x.md\n# X\n\n[up](index.html)\n"
        ));
        assert_eq!(built(site.path()), "", "{kind}");
        let home = page(site.path(), "");
        for link in ["a", "b", "c", "d"] {
            assert!(home.contains(&format!("<a href=\"dir/\">{link}</a>")), "{kind}, {link}: {home}");
        }
        assert!(page(site.path(), "dir").to_lowercase().contains(">dir</h1>"), "{kind}");
        assert!(page(site.path(), "dir/x").contains("<a href=\"../\">up</a>"), "{kind}");
    }
    let two = site(
        "--- site.yaml\ntitle: S\nvault: true\n--- content/two/index.html.md\n---\ntitle: Second\n---\na\n--- content/two/index.md\n---\ntitle: First\n---\nb\n",
    );
    built(two.path());
    assert!(page(two.path(), "two").contains(">First</h1>") && page(two.path(), "two-2").contains(">Second</h1>"));
}

const TRANSLATED: &str = "--- site.yaml
title: S
front_matter: FRONT
--- index.md
# Home

[eins](de/one) [hier](de/)
--- two.md
# English two
--- de/index.md
# Deutsch

[k](two) [l](two/) [m](one/)
--- de/two.md
# Zwei

## Teil
--- de/one.md
# Eins

[a](../two/) [b](../two) [c](../two/#teil) [d](../) [e](two.md) [f](../../two/) [g](../two.md) [h](x.html) [i](y.html) [j](/alt/name/)
<a href=\"../two/\">k</a> <img src=\"../../img/a.png\" alt=\"up\"> <img src=\"../img/a.png\" alt=\"beside\"> ![m](../img/a.png)
--- de/x.html.md
# X
--- de/y.md
---
aliases: [/alt/name/]
---
# Y
--- de/img/a.png (picture)
--- img/a.png (picture)
";

#[test]
fn links_written_as_addresses_count_from_the_pages_address() {
    let open = site(&TRANSLATED.replace("FRONT", "open"));
    assert_eq!(built(open.path()), "");
    let eins = page(open.path(), "de/one");
    for link in [
        "\"../two/\">a<",
        "\"../two/\">b<",
        "\"../two/#teil\">c<",
        "\"../\">d<",
        "\"../two/\">e<",
        "\"../../two/\">f<",
        "\"../../two/\">g<",
        "\"../x/\">h<",
        "\"../y/\">i<",
        "\"../y/\">j<",
        "\"../two/\">k<",
        "src=\"../../img/a.png.1.png\" alt=\"up\"",
        "src=\"../img/a.png.1.png\" alt=\"beside\"",
        "src=\"../../img/a.png.1.png\" alt=\"m\"",
    ] {
        assert!(eins.contains(link), "{link}: {eins}");
    }
    let german = page(open.path(), "de");
    assert!(german.contains("\"two/\">k<") && german.contains("\"two/\">l<"), "{german}");
    // In a site of ours a path counts from its file.
    let own = site(&TRANSLATED.replace("FRONT", "checked"));
    let told = run(own.path(), &["check", "--format", "short"]).stdout;
    assert!(told.contains("`../../two/` lies outside"), "{told}");
}

#[test]
fn signs_for_the_top_of_a_folder_are_read() {
    let site = site(
        "--- site.yaml
title: S
front_matter: open
--- index.md
# Home
--- docs/a.md
# A

[z](@/docs/b.md) [d](@site/docs/b.md#part) ![p](@site/static/p.png) [f](pathname:///p.pdf)
--- docs/b.md
# B

## Part
--- docusaurus.config.js
export default {title: 'x'}
--- static/p.png (picture)
--- static/p.pdf
x
",
    );
    assert_eq!(built(site.path()), "");
    let a = page(site.path(), "docs/a");
    for link in ["\"../b/\">z<", "\"../b/#part\">d<", "src=\"../../p.png.1.png\"", "\"../../p.pdf\">f<"] {
        assert!(a.contains(link), "{link}: {a}");
    }
}

#[test]
fn what_another_program_serves_from_the_top_is_there() {
    for (settings, folder) in [("docusaurus.config.js", "static"), (".vitepress/config.mts", "public")] {
        // `public` is where our own pages go, unless another folder is named.
        let site = site(&format!(
            "--- site.yaml
description: Another program's settings say what it is called.
exclude: ['!/index.md']
--- {settings}
export default {{
  title: 'Trail notes',
}}
--- index.md
# Home

![a](/img/a.png) [p](/paper.pdf) [b](/b) [deep](docs/deep/b.md)
--- docs/b.md
# B
--- docs/deep/b.md
# Deep

![a](/img/a.png) ![c](/c.png) [b](/b) [d](/deep/b)
--- {folder}/img/a.png (picture)
--- {folder}/paper.pdf
x
--- docs/{folder}/c.png (picture)
"
        ));
        let out = site.path().join("out");
        let said = run(site.path(), &["build", "--out", &out.to_string_lossy()]);
        assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
        let page = |path: &str| std::fs::read_to_string(out.join(path).join("index.html")).unwrap();
        let told = run(site.path(), &["check", "--format", "short"]).stdout;
        assert!(told.lines().count() == 1 && told.contains("no page `/b`"), "{settings}: {told}");
        let home = page("");
        for link in ["src=\"img/a.png.1.png\"", "\"paper.pdf\">p<", "Trail notes"] {
            assert!(home.contains(link), "{settings}: {link}: {home}");
        }
        // The top of that site is a folder here.
        let deep = page("docs/deep/b");
        for link in ["src=\"../../../img/a.png.1.png\"", "c.png.1.png\"", "\"../../b/\">b<", "\"./\">d<"] {
            assert!(deep.contains(link), "{settings}: {link}: {deep}");
        }
    }
}

#[test]
fn addresses_by_a_pattern_and_with_other_signs_are_found() {
    let text = "--- site.yaml
title: S
--- config.toml
baseURL = 'https://example.org/'
PATTERN
--- content/_index.md
# Home

[a](/first_run/) [b](/2024/first-run/) [c](/second/) [d](/twice/)
--- content/first_run.md
# First run
--- content/posts/second.md
# Second
--- content/a/twice.md
# A
--- content/b/twice.md
# B
";
    let told = |pattern: &str| {
        let site = site(&text.replace("PATTERN", pattern));
        let told = built(site.path());
        assert!(page(site.path(), "").contains("<a href=\"first_run/\">a</a>"), "`-` and `_`");
        ["/2024/first-run/", "/second/", "/twice/"].map(|address| told.contains(address))
    };
    assert_eq!(told(""), [true, true, true]);
    assert_eq!(told("[permalinks]\n  posts = '/:filename/'"), [false, false, true]);
}

#[test]
fn comments_of_obsidian_are_comments_in_a_vault_alone() {
    let text = "--- site.yaml
title: S
SETTINGS
--- content/index.md
# Home

Write %%A and not %B.

## Never this

Write %%C.
";
    for settings in ["front_matter: open", "checks: {broken-markup: warning}\nfront_matter: checked"] {
        let site = site(&text.replace("SETTINGS", settings));
        let told = built(site.path());
        let home = page(site.path(), "");
        assert!(home.contains("Write %%A and not %B.") && home.contains("Never this"), "{settings}: {home}");
        assert_eq!(told.contains("broken-markup"), settings.ends_with("checked"), "{settings}: {told}");
    }
    let vault = site(&text.replace("SETTINGS", "vault: true"));
    built(vault.path());
    assert!(!page(vault.path(), "").contains("Never this"));
    // A vault without its folder of settings looks like a site of ours: nothing is published before somebody has looked.
    let own = site(&text.replace("SETTINGS\n", ""));
    let said = run(own.path(), &["build"]);
    assert!(said.code == 1 && said.stdout.contains("write `vault: true` in `site.yaml`"), "{said:?}");
}

#[test]
fn what_only_another_program_fills_in_is_told_once_and_shown_as_it_is() {
    let text = "--- site.yaml
title: S
SETTINGS
--- content/index.md
# Home

{{< tube id=\"x\" >}} and {{% note %}} {% include \"y\" %} {{ page.title }} [z]({{ site.other }}/b) `{{ code }}`

:::zap[\"Title\"]
Words -- \"quoted\"
:::

--8<-- \"file.md\"

import Tabs from '@theme/Tabs';

<Tabs groupId=\"a\">

Inside

</Tabs>
--- content/b.md
# B

{{< figure
  src=\"c.png\"
>}}

{{< tube >}}

{{< highlight go \"linenos=table\" >}}
a := \"{{ b }}\" // [c](d e.md)
{{< /highlight >}}

![A hill](a hill.png)
--- content/a hill.png (picture)
";
    let site = site(&text.replace("SETTINGS", "front_matter: open"));
    let told = built(site.path());
    assert_eq!(told.lines().count(), 1, "{told}");
    for words in [
        "content/b.md:3:1",
        "4 shortcodes `{{< … >}}`",
        "1 tag `{% … %}`",
        "2 values `{{ … }}`",
        "2 lines `:::`",
        "1 snippet `--8<--`",
        "2 components and imports",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    let home = page(site.path(), "");
    for shown in [
        "<code>{{&lt; tube id=\"x\" &gt;}}</code>",
        "<code>{{% note %}}</code>",
        "<code>:::zap[\"Title\"]</code>",
        "<code>--8&lt;-- \"file.md\"</code>",
        "<code>import Tabs from '@theme/Tabs';</code>",
        "<p>Inside</p>",
    ] {
        assert!(home.contains(shown), "{shown}: {home}");
    }
    let b = page(site.path(), "b");
    assert!(b.contains("<code>{{&lt; figure src=\"c.png\" &gt;}}</code>"), "{b}");
    assert!(b.contains("{{ b }}") && b.contains("// [c](d e.md)"), "{b}");
    assert!(b.contains("alt=\"A hill\""), "{b}");
}

#[test]
fn words_in_two_brackets_are_text_where_no_page_is_called_so() {
    let text = "--- site.yaml\ntitle: S\nSETTINGS\n--- index.md\n# Home\n\nA [[table]] of [[x#y|*words*]] and [[Home]].\n\n![[nothing]]\n";
    let open = site(&text.replace("SETTINGS", "front_matter: open"));
    assert_eq!(built(open.path()), "");
    let home = page(open.path(), "");
    assert!(home.contains("A <span>[[table]]</span> of <span>[[x#y|<em>words</em>]]</span> and <a"), "{home}");
    assert!(home.contains("![[nothing]]"), "{home}");
    let vault = site(&text.replace("SETTINGS", "vault: true"));
    assert_eq!(built(vault.path()).matches("broken-link").count(), 3);
}

#[test]
fn words_for_those_who_write_templates_are_for_no_reader() {
    let site = site(
        "--- site.yaml
title: S
front_matter: open
--- index.md
# Home

Before {# Quokka #} and {/* Quokka */}.

{% comment %}
Quokka
{% endcomment %}

{{/* Quokka */}}

{% comment %}
Quokka
{% comment %}x{% endcomment %}
Quokka
{% endcomment %}

{{< comment >}}Quokka{{< /comment >}} {{% comment %}} Quokka {{% /comment %}}

{#
Quokka
#} {#- Quokka -#}

After
",
    );
    assert_eq!(built(site.path()), "");
    for (path, bytes) in files(&site.path().join("public")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("Quokka"), "{path}");
    }
    assert!(page(site.path(), "").contains("<p>After</p>"));
}

#[test]
fn admonitions_and_tabs_stand_in_lists_quotations_and_definitions() {
    let site = site(
        "--- site.yaml
title: S
front_matter: open
--- index.md
# Home

- One

    !!! note \"In a list\"

        A

        - Two

            === \"In a list in it\"

                B

- !!! tip \"Behind the mark\"

        C

> !!! warning \"In a quotation\"
>     D
>
>     !!! bug \"In one in it\"
>
>         E
>
> F

Term

:   !!! info \"In a definition\"

        G

    ??? question \"Folded\"

        H

!!! note

    > !!! danger \"In a quotation in one\"
    >
    >     I

```
> !!! note \"code\"
```

===! \"A tab\"

    J
",
    );
    assert_eq!(built(site.path()), "");
    let home = page(site.path(), "");
    let words = |from: &str| home.split_once(from).map_or("", |(_, rest)| rest);
    for (title, inside) in [
        ("In a list", "A"),
        ("In a list in it", "B"),
        ("Behind the mark", "C"),
        ("In a quotation", "D"),
        ("In one in it", "E"),
        ("In a definition", "G"),
        ("Folded", "H"),
        ("In a quotation in one", "I"),
        ("A tab", "J"),
    ] {
        let box_ = words(&format!("-title\">{title}<"));
        let end = box_.find("-title\">").unwrap_or(box_.len());
        assert!(box_[..end].contains(&format!("<p>{inside}</p>")), "{title}: {home}");
    }
    assert!(home.contains("<p>F</p>\n</blockquote>"), "{home}");
    assert!(home.contains("&gt; !!! note \"code\""), "{home}");
    let definition = words("<dl>");
    let definition = &definition[..definition.find("</dl>").unwrap_or(0)];
    assert!(definition.contains("In a definition") && definition.contains("Folded"), "{definition}");
}

#[test]
fn ids_are_given_in_every_way_of_pythons_markdown() {
    let site = site(
        "--- site.yaml
title: S
front_matter: open
--- index.md
# Home

[a](#a) [b](#b) [c](#c) [d](#d) [e](#e) [f](#f) [g](#g) [h](#h) [i](#i) [j](#fn:note)

## A {: id=\"a\" }

## B { id=b }

## C { #c .x }

A paragraph.
{: #d }

Term {: #e }
:   Meaning
    {: id='f' }

Other { #g }
:   Meaning

[](){#h} Words[^note] ![p](p.png){ id=i width=\"3\" }

* Contents
{:toc}

[^note]: A note.
--- p.png (picture)
",
    );
    assert_eq!(built(site.path()), "");
    let home = page(site.path(), "");
    assert!(!home.contains("{:") && !home.contains("{ ") && !home.contains("<a id="), "{home}");
}

#[test]
fn the_names_of_another_programs_navigation_are_those_of_ours() {
    let site = site(
        "--- site.yaml
description: d
--- mkdocs.yml
site_name: Trail docs
nav:
  - Start: index.md
  - \"The guide\":
    - First steps: guide/a.md
    - Deeper:
      - guide/deep/b.md
      - More: guide/deep/c.md
  - Animals: zebra.md
  - Gone: gone.md
  - Away: https://example.org/
--- docs/index.md
# Welcome
--- docs/zebra.md
# Zebra
--- docs/guide/a.md
# A
--- docs/guide/deep/b.md
# B
--- docs/guide/deep/c.md
# C
",
    );
    assert_eq!(built(site.path()), "");
    let home = page(site.path(), "docs");
    assert!(home.contains("<title>Welcome") && home.contains("Trail docs"), "{home}");
    let menu = home.split_once("class=\"menu\"").map_or("", |(_, rest)| rest);
    let at = |words: &str| menu.find(words).unwrap_or(usize::MAX);
    let order = [at(">Start<"), at(">The guide<"), at(">Animals<")];
    assert!(order.is_sorted() && order[2] < usize::MAX, "{menu}");
    assert!(!menu.contains("Gone") && !menu.contains("Away"));
    let guide = page(site.path(), "docs/guide");
    assert!(guide.contains(">First steps</a>") && guide.contains(">Deeper</a>"), "{guide}");
    let deep = page(site.path(), "docs/guide/deep");
    assert!(deep.contains(">B</a>") && deep.contains(">More</a>"), "{deep}");
    assert!(page(site.path(), "docs/guide/deep/c").contains(">C</h1>"), "a page keeps its title");
}

#[test]
fn a_folder_of_jekyll_is_known_and_its_posts_are_found_by_their_days() {
    let site = site(
        "--- site.yaml
description: d
--- _config.yml
title: Trail blog
--- index.md
---
layout: default
---
[a]({% post_url 2024-01-02-first-run %}) [b](/2024/01/02/first-run.html) [c](2024/01/02/first-run/) [d]({% link about.md %}) [e]({{ site.baseurl }}/about/) [f]({{ '/about/' | relative_url }})
![g]({{ site.baseurl }}/assets/a.png) <img src=\"{{ site.baseurl }}/assets/a.png\" alt=\"h\">
--- about.md
# About
--- _posts/2024-01-02-first-run.md
---
layout: post
---
It rained.

{% highlight ruby %}
puts \"a\"
{% endhighlight %}
--- _posts/2030-01-02-later.md
Quokka
--- _layouts/post.md
Quokka
--- assets/a.png (picture)
",
    );
    assert_eq!(built(site.path()), "");
    let home = page(site.path(), "");
    for words in ["a", "b", "c"] {
        assert!(home.contains(&format!("<a href=\"_posts/2024-01-02-first-run/\">{words}</a>")), "{words}: {home}");
    }
    for words in ["d", "e", "f"] {
        assert!(home.contains(&format!("<a href=\"about/\">{words}</a>")), "{words}: {home}");
    }
    assert!(home.contains("Trail blog") && home.matches("src=\"assets/a.png.1.png\"").count() == 2, "{home}");
    let post = page(site.path(), "_posts/2024-01-02-first-run");
    assert!(post.contains(">First run</h1>") && post.contains("<code class=\"language-ruby\">"), "{post}");
    let old = std::fs::read_to_string(site.path().join("public/2024/01/02/first-run.html")).unwrap();
    assert!(old.contains("_posts/2024-01-02-first-run/"), "{old}");
    for (path, bytes) in files(&site.path().join("public")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("Quokka"), "{path}");
    }
}

#[test]
fn a_program_is_known_by_its_settings_unless_ours_say_otherwise() {
    for (path, text) in [
        ("docusaurus.config.ts", "export default {\n  title: 'Known',\n};\n"),
        (".vitepress/config.mts", "export default {\n  title: \"Known\",\n}\n"),
        ("_config.yml", "title: Known\n"),
        ("book.toml", "[book]\ntitle = \"Known\"\n"),
    ] {
        let text = |settings: &str| {
            format!("--- site.yaml\n{settings}\n--- {path}\n{text}--- index.md\n---\nlayout: home\n---\n# Home\n")
        };
        let known = site(&text("description: d"));
        assert_eq!(built(known.path()), "", "{path}");
        assert!(page(known.path(), "").contains("Known"), "{path}");
        let named = site(&text("title: Ours"));
        built(named.path());
        assert!(!page(named.path(), "").contains("Known"), "{path}");
        let checked = site(&text("front_matter: checked"));
        assert!(run(checked.path(), &["check", "--format", "short"]).stdout.contains("unknown-key"), "{path}");
    }
}

#[test]
fn what_lies_beside_the_folder_of_another_programs_articles_is_not_published() {
    for (settings, inside) in [
        ("--- mkdocs.yml\nsite_name: S\n", "docs/"),
        ("--- mkdocs.yml\nsite_name: S\ndocs_dir: words\n", "words/"),
        ("--- book.toml\n[book]\ntitle = \"S\"\n--- src/SUMMARY.md\n[One](one.md)\n", "src/"),
        ("--- docusaurus.config.ts\nexport default { title: 'S' };\n", "docs/"),
        ("--- docs/.vitepress/config.ts\nexport default { title: 'S' }\n", "docs/"),
    ] {
        let text = format!(
            "--- site.yaml\ntitle: S\n{settings}--- {inside}one.md\n# One\n\nShown.\n--- {inside}index.md\n# Home\n\n[One](one.md)\n\
             --- README.md\n# Quokka\n--- draft/secret.md\nQuokka\n--- draft/photo.png\nQuokka\n--- internal/plans.md\nQuokka\n"
        );
        let site = site(&text);
        built(site.path());
        let all = files(&site.path().join("public"));
        assert!(all.iter().any(|(path, _)| path.ends_with("one/index.html")), "{settings}");
        for (path, bytes) in all {
            assert!(!String::from_utf8_lossy(&bytes).contains("Quokka"), "{settings}{path}");
        }
    }
    // Whoever wants more of it says so.
    let site = site(
        "--- site.yaml\nexclude: [\"!README.md\"]\n--- mkdocs.yml\nsite_name: S\n--- docs/index.md\n# Home\n--- README.md\n# Quokka\n",
    );
    built(site.path());
    assert!(
        files(&site.path().join("public")).iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains("Quokka"))
    );
}
