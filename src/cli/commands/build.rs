//! `fingerpost build`: write the site.

use crate::cli::timings::Timings;
use crate::cli::{Calendar, Format, Outcome, Place, report};
use crate::config::settings::{self, Medium};
use crate::picture::ImageHeader;
use crate::problem::{self, in_line};
use crate::progress::Stage;
use crate::publish::{self, Made, Published, Publishing};
use crate::render::Content;
use crate::{Choices, Memory, Plan};
use clap::Args;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    calendar: Calendar,
    /// Make it for a folder or a USB stick: it opens by a double click on index.html, with no server
    #[arg(long)]
    for_disk: bool,
    /// Where to write it [default: public in the site's folder; with --for-disk, public-disk]
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
    /// Show at the end how long each stage took, and how much memory
    #[arg(long)]
    timings: bool,
}

pub(in crate::cli) fn run(arguments: &Arguments) -> Outcome {
    let mut timings = Timings::begin();
    let base_url = match arguments.base_url.as_deref().map(|url| settings::base_url(url).ok_or(url)) {
        Some(Err(url)) => {
            return Outcome::CouldNotRun(format!(
                "{url} is no address of the web; write it like https://club.example/help/"
            ));
        }
        Some(Ok(url)) => Some(url),
        None => None,
    };
    let repository = match repository(arguments.repository.as_deref()) {
        Ok(repository) => repository,
        Err(why) => return Outcome::CouldNotRun(why),
    };
    let today = arguments.calendar.today();
    let medium = if arguments.for_disk { Medium::Disk } else { Medium::Web };
    let drafts = arguments.drafts;
    let progress = timings.progress();
    let choices = Choices { drafts, base_url, repository, today, medium, progress, ..Choices::default() };
    let outcome = publish(arguments, &choices, &mut timings);
    if arguments.timings {
        timings.tell();
    }
    outcome
}

/// Where the site's files are kept, as the command line says it.
pub(super) fn repository(said: Option<&str>) -> Result<Option<String>, String> {
    let Some(said) = said else { return Ok(None) };
    settings::repository(said).map(Some).map_err(|meant| {
        let meant = meant.unwrap_or_else(|| "https://github.com/some-club/help".to_owned());
        format!("{} is not the address of a repository's page; write it like {meant}", in_line(said))
    })
}

fn publish(arguments: &Arguments, choices: &Choices, timings: &mut Timings) -> Outcome {
    let place = &arguments.place;
    let mut memory = ManuallyDrop::new(Memory::once());
    let ready = match ready(place, choices, &mut memory) {
        Ok(ready) => ready,
        Err(why) => return Outcome::CouldNotRun(why),
    };
    // What is held goes with the program, at once. To give back each of some million pieces took a thirtieth of the run.
    let Ready { plan, made } = &*ManuallyDrop::new(ready);
    let out = arguments.out.clone().unwrap_or_else(|| {
        place.root.join(match choices.medium {
            Medium::Web => "public",
            Medium::Disk => "public-disk",
        })
    });
    let progress = &choices.progress;
    // What will not be published for what is known already is rendered only as far as a check would.
    let fails = matches!(report::verdict(&plan.problems, place), Outcome::ProblemsFound);
    let publishing = if fails { None } else { Some(Publishing::begin(&out, &place.root)) };
    let failures = match &publishing {
        Some(Ok(publishing)) => {
            made.outputs.iter().for_each(|output| publishing.put(output));
            plan.render(&memory.rendered, progress, &|output| match output.content {
                Content::Rendition(..) | Content::Card(_) | Content::Archive(_) => {}
                _ => publishing.put(&output),
            })
        }
        _ => plan.faults_of_rendering(&memory.rendered, progress),
    };
    let found = problem::in_order(plan.problems.iter().cloned().chain(failures).collect());
    timings.quiet();
    report::results(plan, &found, Format::Human, &place.root);
    let verdict = report::verdict(&found, place);
    let problem::Tally { errors, warnings, .. } = problem::tally(&found);
    if matches!(verdict, Outcome::ProblemsFound) {
        let lead = if errors == 0 && warnings > 0 { "With --strict, warnings fail too" } else { "Nothing was written" };
        report::say(&format!("{lead}: {}. The site that was published before is as it was.", report::tally(&found)));
        return verdict;
    }
    if let Some(why) = &made.told {
        report::say(why);
    }
    if let Some(line) = report::passed_over(&plan.passed_over) {
        report::say(&line);
    }
    progress.begin(Stage::Publish, 0);
    match publishing.transpose().and_then(|begun| begun.map(|begun| begun.finish(&plan.site.settings.keep)).transpose())
    {
        Err(refusal) => Outcome::CouldNotRun(refusal.to_string()),
        Ok(None) => verdict,
        Ok(Some(published)) => {
            report::say(&format!(
                "{}: {}, {} in {:.2} s. {} written, {} unchanged, {} removed.",
                out.display(),
                report::extent(plan.counts),
                report::tally(&found),
                timings.elapsed().as_secs_f64(),
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
            "Left out of {}, for it came with the repository or is no plain file: {}. \
             If it should be published, name it in `site.yaml`, such as `keep: [CNAME]`, and put it there again.",
            out.display(),
            names(&published.left_out)
        ));
    }
}

/// A site that can be rendered.
struct Ready {
    plan: Plan,
    made: Made,
}

/// Understands the site, and makes the pictures' sizes unless it will not be published. What could not be decoded is told as broken
/// and published as it is: pages name no sizes of it.
fn ready(place: &Place, choices: &Choices, memory: &mut Memory) -> Result<Ready, String> {
    choices.progress.begin(Stage::Load, 0);
    let (mut inputs, problems) = report::load(place)?;
    let mut plan = crate::plan(&inputs, problems.clone(), choices, memory);
    let renditions = plan.renditions();
    if renditions.is_empty() || problem::tally(&plan.problems).errors > 0 {
        report::look_for_renames(&place.root, &inputs, &mut plan);
        return Ok(Ready { plan, made: Made::default() });
    }
    choices.progress.begin(Stage::Pictures, renditions.len());
    let mut made = publish::make(renditions, &place.root);
    if !made.broken.is_empty() {
        for file in inputs.files.iter_mut().filter(|file| made.broken.contains(&file.disk)) {
            file.seen.head = ImageHeader::Broken;
        }
        plan = crate::plan(&inputs, problems, choices, memory);
        made = publish::make(plan.renditions(), &place.root);
    }
    report::look_for_renames(&place.root, &inputs, &mut plan);
    Ok(Ready { plan, made })
}
