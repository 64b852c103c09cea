//! The table of codes. An id, once published, is stable.

use super::Severity;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident $id:literal $severity:ident,)+) => {
        /// Which check found a problem.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $name,)+ }

        impl Code {
            /// Every code, in the table's order.
            pub const ALL: &'static [Code] = &[$(Code::$name,)+];

            /// The id: lower-case words with hyphens.
            pub fn id(self) -> &'static str {
                match self { $(Code::$name => $id,)+ }
            }

            /// How much it weighs where the site's settings do not say.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)+ }
            }

            /// What it means, an example and the mend, in Markdown.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$name => include_str!(concat!("codes/", $id, ".md")),)+ }
            }
        }
    };
}

codes! {
    /// A name that two pages answer to.
    AmbiguousLink "ambiguous-link" Error,
    /// An address where words should stand.
    BareAddress "bare-address" Warning,
    /// A diagram that cannot be drawn.
    BrokenDiagram "broken-diagram" Warning,
    /// A drawing that cannot be read, so that it is not published.
    BrokenDrawing "broken-drawing" Error,
    /// A formula that cannot be drawn.
    BrokenFormula "broken-formula" Warning,
    /// Marks that look like a heading, a list or a link and are none.
    BrokenMarkup "broken-markup" Warning,
    /// A `#part` that its page does not have.
    BrokenAnchor "broken-anchor" Error,
    /// A link to a page that is not there.
    BrokenLink "broken-link" Error,
    /// A picture that no browser can show.
    BrokenPicture "broken-picture" Warning,
    /// A care card that does not say what to do, lists nothing, or leads away from an emergency.
    CareCard "care-card" Warning,
    /// A care card of another level than the outcome it stands in, or that says to call and shows no number.
    CareLevel "care-level" Error,
    /// A page that a day keeps back, or soon will.
    DatedPage "dated-page" Advice,
    /// An address outside the site that is gone.
    DeadAddress "dead-address" Warning,
    /// Two pages at one address.
    DuplicateAddress "duplicate-address" Error,
    /// Two changes of the same lines, between which nobody has chosen.
    MergeConflict "merge-conflict" Error,
    /// Pages that are put into one another without end.
    EmbedCircle "embed-circle" Error,
    /// Pages that are put into others too deep or too often.
    EmbedTooLarge "embed-too-large" Error,
    /// A word that the glossary has twice.
    DuplicateTerm "duplicate-term" Error,
    /// A link without words.
    EmptyLink "empty-link" Warning,
    /// A file too large to be read.
    FileTooLarge "file-too-large" Error,
    /// Front matter that does not end, or is not a list of keys.
    FrontMatter "front-matter" Error,
    /// A heading that skips a level.
    HeadingOrder "heading-order" Warning,
    /// A mistake of the program's own.
    InternalFault "internal-fault" Error,
    /// A sentence of more than thirty words.
    LongSentence "long-sentence" Advice,
    /// A picture without words for those who cannot see it.
    MissingAlt "missing-alt" Warning,
    /// A picture or file that is not there.
    MissingFile "missing-file" Error,
    /// A part of a file that is to be shown and is not there.
    MissingPart "missing-part" Error,
    /// A key that must be there.
    MissingKey "missing-key" Error,
    /// A site without a page.
    NoPages "no-pages" Error,
    /// A text that is not UTF-8.
    NotUtf8 "not-utf8" Error,
    /// An alias by which no page can be found, or that is read as a name.
    OddAlias "odd-alias" Warning,
    /// An address that a page wants and does not get.
    OddPermalink "odd-permalink" Warning,
    /// A table whose rows do not fit its head, or that holds nothing or too much.
    OddTable "odd-table" Warning,
    /// A page that nothing links to.
    OrphanPage "orphan-page" Warning,
    /// A symbolic link that leads out of the site.
    OutsideSite "outside-site" Error,
    /// A page that weighs more than the settings allow.
    OverBudget "over-budget" Error,
    /// A picture that says where it was taken, published as it is.
    PictureSaysWhere "picture-says-where" Warning,
    /// A page that asks for more years of school than its readers may have.
    ReadingLevel "reading-level" Advice,
    /// A picture on somebody else's server.
    RemoteFile "remote-file" Error,
    /// A page that should have been reviewed again by now.
    ReviewOverdue "review-overdue" Warning,
    /// Two links of the same words to different places.
    SameLinkWords "same-link-words" Warning,
    /// Words that do not find the page they should.
    SearchTestFailed "search-test-failed" Error,
    /// A file of `static` whose place another has, or that is no file for there.
    StaticFile "static-file" Error,
    /// A template that fails for a page.
    TemplateRender "template-render" Error,
    /// A template that cannot be read.
    TemplateSyntax "template-syntax" Error,
    /// A path through a tree that comes back to a question it has asked.
    TreeCycle "tree-cycle" Error,
    /// A rule that never decides.
    TreeDeadRule "tree-dead-rule" Error,
    /// Numbers after which nothing comes.
    TreeGap "tree-gap" Error,
    /// An answer after which nothing comes.
    TreeNoNext "tree-no-next" Error,
    /// A worse answer that ends milder, where a rule says that none does.
    TreePairBroken "tree-pair-broken" Error,
    /// A safety rule that some path breaks.
    TreeRuleBroken "tree-rule-broken" Error,
    /// A test that ends elsewhere.
    TreeTestFailed "tree-test-failed" Error,
    /// A tree whose answers combine in too many ways to prove.
    TreeTooComplex "tree-too-complex" Error,
    /// A condition on a question that the path has not asked.
    TreeUnasked "tree-unasked" Warning,
    /// A formula that has no number for some answers.
    TreeUndefinedValue "tree-undefined-value" Error,
    /// Units in a formula that do not fit together.
    TreeUnit "tree-unit" Error,
    /// A condition on an answer or a level that does not exist.
    TreeUnknownAnswer "tree-unknown-answer" Error,
    /// A `goto` to nowhere.
    TreeUnknownTarget "tree-unknown-target" Error,
    /// A value that does not exist, or a number that it never comes to.
    TreeUnknownValue "tree-unknown-value" Error,
    /// A question or outcome that no path comes to.
    TreeUnreachable "tree-unreachable" Error,
    /// A word that readers may not know.
    UnexplainedWord "unexplained-word" Advice,
    /// A citation of a source that is not listed.
    UnknownCitation "unknown-citation" Error,
    /// A column that a table does not have.
    UnknownColumn "unknown-column" Error,
    /// A key that means nothing here.
    UnknownKey "unknown-key" Error,
    /// A language of code that nobody knows.
    UnknownLanguage "unknown-language" Advice,
    /// A value that the data does not have.
    UnknownValue "unknown-value" Error,
    /// A link to a term that the glossary does not have.
    UnknownTerm "unknown-term" Error,
    /// A file that cannot be read.
    UnreadableFile "unreadable-file" Error,
    /// A history that git does not come to the end of.
    UnreadHistory "unread-history" Warning,
    /// A setting of another program that may leave pages out, and cannot be read.
    UnreadSettings "unread-settings" Warning,
    /// HTML that is not let through.
    UnsafeHtml "unsafe-html" Error,
    /// A name that some machines cannot have, or cannot tell from another.
    UnportableName "unportable-name" Warning,
    /// A file of a kind that is not published.
    UnpublishedFile "unpublished-file" Warning,
    /// What is written and shown nowhere: a note without a mark, cells beyond a table's head.
    UnshownText "unshown-text" Warning,
    /// A picture or file that nothing uses.
    UnusedFile "unused-file" Warning,
    /// A listed source that nothing cites.
    UnusedReference "unused-reference" Warning,
    /// An address that was published and is no more.
    VanishedAddress "vanished-address" Error,
    /// A part of a page that was published and is no more.
    VanishedAnchor "vanished-anchor" Error,
    /// A value of the wrong kind.
    WrongType "wrong-type" Error,
    /// YAML that cannot be read.
    YamlSyntax "yaml-syntax" Error,
}

impl Code {
    /// What it means in one sentence: the first of its explanation.
    pub fn summary(self) -> &'static str {
        self.explanation().lines().find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default()
    }

    /// The code of this id.
    pub fn from_id(id: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|c| c.id() == id)
    }
}
