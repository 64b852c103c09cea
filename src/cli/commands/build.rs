//! `fingerpost build`: write the site.

use crate::cli::{Calendar, Format, Outcome, Place, report};
use crate::config::settings;
use crate::picture::ImageHeader;
use crate::problem;
use crate::publish::{self, Made, Published};
use crate::{Built, Choices, Memory};
use clap::Args;
use std::path::{Path, PathBuf};
use std::time::Instant;

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    calendar: Calendar,
    /// Where to write it; below the site's folder if relative [default: public]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Where it will be on the web, in place of the settings' base_url
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Where its files are kept, for "Suggest a change", if the settings do not say it
    #[arg(long, value_name = "URL")]
    repository: Option<String>,
    /// Publish drafts too
    #[arg(long)]
    drafts: bool,
}

pub(in crate::cli) fn run(arguments: &Arguments) -> Outcome {
    let began = Instant::now();
    let base_url = match arguments.base_url.as_deref().map(|url| settings::base_url(url).ok_or(url)) {
        Some(Err(url)) => {
            return Outcome::CouldNotRun(format!(
                "{url} is no address of the web; write it like https://club.example/help/"
            ));
        }
        Some(Ok(url)) => Some(url),
        None => None,
    };
    let repository = arguments.repository.clone();
    if let Some(url) = repository.as_ref().filter(|url| !url.starts_with("https://") && !url.starts_with("http://")) {
        return Outcome::CouldNotRun(format!(
            "{url} is no address of the web; write it like https://github.com/some-club/help"
        ));
    }
    let today = arguments.calendar.today();
    let choices = Choices { drafts: arguments.drafts, base_url, repository, preview: false, today };
    let (built, made) = match build(&arguments.place, &choices) {
        Ok(done) => done,
        Err(why) => return Outcome::CouldNotRun(why),
    };
    report::results(&built, Format::Human, &arguments.place.root);
    let verdict = report::verdict(&built, &arguments.place);
    let problem::Tally { errors, warnings, .. } = problem::tally(&built.problems);
    if matches!(verdict, Outcome::ProblemsFound) {
        let lead = if errors == 0 && warnings > 0 { "With --strict, warnings fail too" } else { "Nothing was written" };
        report::say(&format!(
            "{lead}: {}. The site that was published before is as it was.",
            report::tally(&built.problems)
        ));
        return verdict;
    }
    if let Some(why) = &made.told {
        report::say(why);
    }
    if let Some(line) = report::passed_over(&built.passed_over) {
        report::say(&line);
    }
    let out = arguments.out.clone().unwrap_or_else(|| arguments.place.root.join("public"));
    match publish::publish(&made, &out, &arguments.place.root, &built.settings.keep) {
        Err(refusal) => Outcome::CouldNotRun(refusal.to_string()),
        Ok(published) => {
            report::say(&format!(
                "{}: {}, {} in {:.2} s. {} written, {} unchanged, {} removed.",
                out.display(),
                report::extent(built.counts),
                report::tally(&built.problems),
                began.elapsed().as_secs_f64(),
                report::many(published.written, "file"),
                published.unchanged,
                published.removed,
            ));
            strangers(&out, &published);
            verdict
        }
    }
}

/// So many names are told; of more, how many they are.
const NAMED: usize = 8;

/// Tells what became of files that somebody else put into the folder.
fn strangers(out: &Path, published: &Published) {
    let names = |names: &[String]| {
        let more = names.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        names.iter().take(NAMED).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ") + &more
    };
    if !published.kept.is_empty() {
        report::say(&format!(
            "Kept in {}, though Fingerpost did not write it: {}.",
            out.display(),
            names(&published.kept)
        ));
    }
    if !published.left_out.is_empty() {
        report::say(&format!(
            "Left out of {}, for it came with the repository or is no plain file: {}.\n\
             If it should be published, name it in `site.yaml`, such as `keep: [CNAME]`, and put it there again.",
            out.display(),
            names(&published.left_out)
        ));
    }
}

/// Builds in memory, and makes the pictures' sizes. What could not be decoded is told as broken and published as it is: pages
/// name no sizes of it.
fn build(place: &Place, choices: &Choices) -> Result<(Built, Made), String> {
    let (mut inputs, problems) = report::load(place)?;
    let mut memory = Memory::default();
    let mut built = crate::build(&inputs, problems.clone(), choices, &mut memory);
    if problem::tally(&built.problems).errors > 0 {
        return Ok((built, Made::default()));
    }
    let mut made = publish::make(std::mem::take(&mut built.outputs), &place.root);
    if !made.broken.is_empty() {
        for file in inputs.files.iter_mut().filter(|file| made.broken.contains(&file.disk)) {
            file.seen.head = ImageHeader::Broken;
        }
        built = crate::build(&inputs, problems, choices, &mut memory);
        made = publish::make(std::mem::take(&mut built.outputs), &place.root);
    }
    Ok((built, made))
}
