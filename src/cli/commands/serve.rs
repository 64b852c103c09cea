//! `fingerpost serve`: the site in this machine's browser, as it is saved.
//!
//! Takes: arguments and the environment's own. Gives: a preview that runs until it is stopped; what it says, on the terminal.
//! Never: takes the name of a program from the site that it shows.

mod editor;
mod since;

use crate::cli::{Calendar, Outcome, report};
use crate::preview::{self, AfterSave, Host, Noticing, Preview, Snapshot, Watching};
use crate::problem::{Problem, human};
use crate::{Choices, Plan};
use clap::{ArgAction, Args};
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    calendar: Calendar,
    /// The site's folder
    #[arg(long, value_name = "DIR", default_value = ".")]
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
    let today = arguments.calendar.today();
    let choices = Choices { drafts: arguments.drafts, preview: true, today, ..Choices::default() };
    let after_save = if arguments.follow.unwrap_or(arguments.open) { AfterSave::Follow } else { AfterSave::Stay };
    let named =
        arguments.editor.clone().or_else(|| std::env::var(editor::VARIABLE).ok().filter(|name| !name.is_empty()));
    let named = match named.as_deref().map(editor::editor).transpose() {
        Ok(named) => named,
        Err(why) => return Outcome::CouldNotRun(why),
    };
    let preview = match Preview::open(&arguments.root, choices, after_save) {
        Ok(preview) => preview.with_comparison(since::since_main(&arguments.root)),
        Err(unreadable) => return Outcome::CouldNotRun(unreadable.to_string()),
    };
    let preview = Arc::new(match named {
        Some(editor) => preview.with_editor(editor),
        None => preview,
    });
    let listening = preview::listen(&arguments.host, arguments.port);
    let (listener, bound) = match listening.and_then(|listener| Ok((listener.local_addr()?, listener))) {
        Ok((bound, listener)) => (listener, bound),
        Err(error) => {
            let Arguments { host, port, .. } = arguments;
            return Outcome::CouldNotRun(format!("nobody can be served at {host}, port {port}: {error}"));
        }
    };
    let plan = &preview.latest().plan;
    tell(&[], plan);
    report::say(&format!(
        "{}, {} in {:.2} s.",
        report::extent(plan.counts),
        report::tally(&plan.problems),
        began.elapsed().as_secs_f64()
    ));
    if arguments.port != 0 && bound.port() != arguments.port {
        report::say(&format!("Port {} is in use, so it is {}.", arguments.port, bound.port()));
    }
    let address = announce(bound);
    serve(listener, Host::new(&arguments.host, bound).allowing(&arguments.allow_host), Arc::clone(&preview));
    if arguments.open
        && let Err(error) = open::that_detached(&address)
    {
        report::say(&format!("The browser could not be opened ({error}): go to {address} yourself."));
    }
    let noticing = if arguments.poll { Noticing::Polling } else { Noticing::Events };
    preview::watch(&preview, noticing, said, looked)
}

/// Serves beside the watching. Without a server there is nothing to watch for.
fn serve(listener: std::net::TcpListener, host: Host, preview: Arc<Preview>) {
    thread::spawn(move || {
        if let Err(error) = preview::serve(listener, host, preview) {
            report::say(&format!("fingerpost: the server has ended: {error}"));
            std::process::exit(2);
        }
    });
}

/// Prints where the preview is, as a result; to other machines also as a picture that a phone can read.
fn announce(bound: SocketAddr) -> String {
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
