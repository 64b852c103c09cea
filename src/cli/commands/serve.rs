//! `fingerpost serve`: the site in this machine's browser, as it is saved.
//!
//! Takes: arguments and the environment's own. Gives: a preview that runs until it is stopped; what it says, on the terminal.
//! Never: takes the name of a program from the site that it shows.

mod editor;
mod since;

use crate::cli::commands::diff::is_site;
use crate::cli::{Calendar, Outcome, report, site_folder};
use crate::preview::{self, AfterSave, Built, Host, Noticing, Preview, Served, Snapshot, Watching};
use crate::problem::{Problem, human};
use crate::{Choices, Plan};
use clap::{ArgAction, Args};
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    calendar: Calendar,
    /// A site's folder, as --root; or the folder of a site that is built already, which is shown as it is
    #[arg(value_name = "FOLDER", conflicts_with = "root")]
    folder: Option<PathBuf>,
    /// The site's folder
    #[arg(long, value_name = "DIR", default_value = ".", value_parser = site_folder::reader())]
    root: PathBuf,
    /// Who can connect: this machine alone, or with 0.0.0.0 the phones and machines around it
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    host: String,
    /// The port; one that is in use is passed over for the next
    #[arg(long, value_name = "N", default_value_t = 4545)]
    port: u16,
    /// Open the browser, and let it go to each page that is saved
    #[arg(long)]
    open: bool,
    /// Whether the browser goes to each page that is saved, and to the paragraph that was changed [default: as --open]
    #[arg(long, value_name = "BOOL", action = ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    follow: Option<bool>,
    /// Whether drafts are shown; --drafts=false shows what will be published
    #[arg(long, value_name = "BOOL", action = ArgAction::Set, num_args = 0..=1, require_equals = true, default_value_t = true, default_missing_value = "true")]
    drafts: bool,
    /// Your editor, which opens a problem or a paragraph at its line: code, codium, cursor, emacs, idea, kate, obsidian, sublime, vim,
    /// zed, or a command such as "code -g {file}:{line}" [default: what FINGERPOST_EDITOR says]
    #[arg(long, value_name = "NAME")]
    editor: Option<String>,
    /// Look for changes twice a second, where the system tells of none, as on a network drive or in a container
    #[arg(long)]
    poll: bool,
    /// Another name under which browsers may ask for the preview, such as that of a tunnel; can be given several times
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
}

pub(in crate::cli) fn run(arguments: &Arguments) -> Outcome {
    let began = Instant::now();
    let root = arguments.folder.as_ref().unwrap_or(&arguments.root);
    if arguments.folder.is_some() && Built::is_one(root) {
        return built(arguments, root);
    }
    if arguments.folder.is_some() && !is_site(root) {
        return Outcome::CouldNotRun(format!(
            "{} is neither a site (it has no `site.yaml`) nor one that is built (it has no `index.html`)",
            root.display()
        ));
    }
    let today = arguments.calendar.today();
    let choices = Choices { drafts: arguments.drafts, preview: true, today, ..Choices::default() };
    let after_save = if arguments.follow.unwrap_or(arguments.open) { AfterSave::Follow } else { AfterSave::Stay };
    let named =
        arguments.editor.clone().or_else(|| std::env::var(editor::VARIABLE).ok().filter(|name| !name.is_empty()));
    let named = match named.as_deref().map(editor::editor).transpose() {
        Ok(named) => named,
        Err(why) => return Outcome::CouldNotRun(why),
    };
    let preview = match Preview::open(root, choices, after_save) {
        Ok(preview) => preview.with_comparison(since::since_main(root)),
        Err(unreadable) => return Outcome::CouldNotRun(unreadable.to_string()),
    };
    let preview = Arc::new(match named {
        Some(editor) => preview.with_editor(editor),
        None => preview,
    });
    let (listener, bound) = match listening(arguments) {
        Ok(listening) => listening,
        Err(why) => return Outcome::CouldNotRun(why),
    };
    let plan = &preview.latest().plan;
    tell(&[], plan);
    report::say(&format!(
        "{}, {} in {:.2} s.",
        report::extent(plan.counts),
        report::tally(&plan.problems),
        began.elapsed().as_secs_f64()
    ));
    let address = announce(arguments, bound);
    let (host, served) = (named_host(arguments, bound), Arc::clone(&preview));
    thread::spawn(move || serve(listener, host, served));
    open_browser(arguments, &address);
    let noticing = if arguments.poll { Noticing::Polling } else { Noticing::Events };
    preview::watch(&preview, noticing, said, looked)
}

/// Serves a site that is built already, until the program ends: nothing is watched, and nothing is put into its pages.
fn built(arguments: &Arguments, folder: &Path) -> Outcome {
    let site = match Built::open(folder) {
        Ok(site) => Arc::new(site),
        Err(error) => return Outcome::CouldNotRun(format!("the folder {} cannot be read: {error}", folder.display())),
    };
    let (listener, bound) = match listening(arguments) {
        Ok(listening) => listening,
        Err(why) => return Outcome::CouldNotRun(why),
    };
    report::say(&format!("{} is a site that is built already, and is shown as it is.", folder.display()));
    let address = announce(arguments, bound);
    open_browser(arguments, &address);
    serve(listener, named_host(arguments, bound), site)
}

/// The names under which requests are answered.
fn named_host(arguments: &Arguments, bound: SocketAddr) -> Host {
    Host::new(&arguments.host, bound).allowing(&arguments.allow_host)
}

fn listening(arguments: &Arguments) -> Result<(TcpListener, SocketAddr), String> {
    let Arguments { host, port, .. } = arguments;
    let listening = preview::listen(host, *port).and_then(|listener| Ok((listener.local_addr()?, listener)));
    let (bound, listener) =
        listening.map_err(|error| format!("nobody can be served at {host}, port {port}: {error}"))?;
    Ok((listener, bound))
}

fn open_browser(arguments: &Arguments, address: &str) {
    if arguments.open
        && let Err(error) = open::that_detached(address)
    {
        report::say(&format!("The browser could not be opened ({error}): go to {address} yourself."));
    }
}

/// Serves until the program ends. Without a server there is nothing to watch for.
fn serve(listener: TcpListener, host: Host, served: impl Into<Served>) -> ! {
    let ended = preview::serve(listener, host, served);
    report::say(&format!("fingerpost: the server has ended: {}", ended.err().map_or(String::new(), |e| e.to_string())));
    std::process::exit(2)
}

/// Prints where the preview is, as a result; to other machines also as a picture that a phone can read.
fn announce(arguments: &Arguments, bound: SocketAddr) -> String {
    if arguments.port != 0 && bound.port() != arguments.port {
        report::say(&format!("Port {} is in use, so it is {}.", arguments.port, bound.port()));
    }
    let local = if bound.ip().is_unspecified() {
        format!("http://127.0.0.1:{}/", bound.port())
    } else {
        format!("http://{bound}/")
    };
    report::print(&format!("{local}\n"));
    if bound.ip().is_loopback() {
        return local;
    }
    match preview::reachable(bound).map(|address| format!("http://{address}/")) {
        Some(address) => {
            let picture = QrCode::new(&address).map(|code| code.render::<Dense1x2>().build()).unwrap_or_default();
            report::say_lines(&format!(
                "For a phone on the same network: {address}\n\n{picture}\n\nEverybody on this network can read it."
            ));
        }
        None => report::say("This machine has no address on a network, so others cannot reach it."),
    }
    local
}

fn said(watching: &Watching) {
    if let Watching::Polling(why) = watching {
        report::say(&format!("Changes are looked for twice a second: {why}."));
    }
}

/// Prints what a look has changed about the problems.
fn looked(before: &Snapshot, now: &Arc<Snapshot>, took: Duration) {
    if let Some(trouble) = &now.trouble {
        report::say(trouble);
        return;
    }
    let problems = &now.plan.problems;
    tell(&before.plan.problems, &now.plan);
    let known: Vec<&String> = before.held().map(|(_, held)| &held.why).collect();
    for (_, held) in now.held().filter(|(_, held)| !known.contains(&&held.why)) {
        report::say(&held.why);
    }
    let what = now.saved.as_ref().map_or_else(|| "Several files".to_owned(), |saved| saved.file.to_string());
    report::say(&format!("{what}: {}, {} ms.", report::tally(problems), took.as_millis()));
}

/// Prints the problems that were not there before.
fn tell(before: &[Problem], plan: &Plan) {
    let known: std::collections::BTreeSet<&Problem> = before.iter().collect();
    let new: Vec<Problem> = plan.problems.iter().filter(|problem| !known.contains(problem)).cloned().collect();
    report::print(&human::human(&new, &plan.sources));
}
