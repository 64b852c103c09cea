//! The language server as an editor meets it: messages of whole sessions, sent to the real program.
mod asked;
mod client;
mod hostile;
mod sessions;

/// A site with one of each thing that has a name.
const SITE: &str = "
--- site.yaml
title: A small site
checks: {orphan-page: off, unused-file: off, unused-reference: off}
navigation: [a/calf-strain.md]
--- content/index.md
# Home

See [the calf](a/calf-strain.md#first-aid), [[Sleep well]] and [@brown2020].
--- content/a/calf-strain.md
---
title: Calf strain
aliases: [pulled calf]
---
A strain is a tear.

## First aid

Rest it. ^rest

## Later
--- content/b/sleep.md
# Sleep well

Words on sleep and a hamstring.
--- content/glossary.yaml
- {term: hamstring, forms: [hamstrings], meaning: The muscle behind the thigh.}
--- content/references.yaml
brown2020: {title: On calves, authors: Brown, year: 2020}
--- content/check.tree.yaml
title: What helps?
questions:
  pain:
    ask: Is there pain?
    options: {yes: {say: Yes, goto: rest-it}, no: {say: No, goto: run}}
outcomes:
  rest-it: {title: Rest, level: routine, read: [Calf strain]}
  run: {title: Run, level: self-care}
";
