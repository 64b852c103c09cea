//! What a new site is for: its samples, by their path below its folder.

use clap::ValueEnum;

/// Whom a site serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    /// A club: who can come, and when
    Club,
    /// A charity: which help there is for whom
    Charity,
    /// A team's own notes: how things are done
    Team,
    /// Notes that are there already: an Obsidian vault, or another program's folder
    Notes,
}

/// A club's sample, which a new tree is too.
pub(super) const TREE: &str = include_str!("club/can-i-come.tree.yaml");

/// A decision tree among the samples.
pub(super) struct Sample {
    /// Its file's name.
    pub(super) file: &'static str,
    pub(super) title: &'static str,
    pub(super) text: &'static str,
}

impl Kind {
    /// A line for the home page and for search engines.
    pub(super) fn description(self) -> &'static str {
        match self {
            Kind::Club | Kind::Notes => "What we know, and where to start.",
            Kind::Charity => "Which help there is, for whom, and how to get it.",
            Kind::Team => "How we do things, and whom to ask.",
        }
    }

    /// The tree; `None` where the pages are there already.
    pub(super) fn sample(self) -> Option<Sample> {
        let (file, title, text) = match self {
            Kind::Club => ("can-i-come.tree.yaml", "Can I come today?", TREE),
            Kind::Charity => {
                ("which-help.tree.yaml", "Which help is there for me?", include_str!("charity/which-help.tree.yaml"))
            }
            Kind::Team => ("whom-do-i-ask.tree.yaml", "Whom do I ask?", include_str!("team/whom-do-i-ask.tree.yaml")),
            Kind::Notes => return None,
        };
        Some(Sample { file, title, text })
    }
}
