//! How long a run takes: a line that moves while it goes on, and a table of its stages at the end.
//!
//! Takes: that a stage begins. Gives: a [`Progress`] for the run, and [`Timings`] that end when they are told.
//! Never: prints among results: the line is gone before anything else is said.

use super::report;
use crate::progress::{Progress, Stage};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Nobody who waits for less asks how far it is.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the line is written anew.
const BEAT: Duration = Duration::from_millis(200);

/// When a stage began.
#[derive(Clone, Copy, Debug)]
struct Lap {
    stage: Stage,
    began: Instant,
    worked: Duration,
    /// In bytes; of the run up to here.
    peak: u64,
}

type Laps = Arc<Mutex<Vec<Lap>>>;

/// A run being timed.
#[derive(Debug)]
pub(super) struct Timings {
    began: Instant,
    laps: Laps,
    progress: Arc<Progress>,
    line: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Timings {
    /// Begins now. On a terminal, a line says how far the run is.
    pub(super) fn begin() -> Timings {
        let began = Instant::now();
        let laps = Laps::default();
        let heard = Arc::clone(&laps);
        let progress = Progress::heard_by(move |stage| {
            let lap = Lap { stage, began: Instant::now(), worked: worked(), peak: peak() };
            heard.lock().unwrap_or_else(PoisonError::into_inner).push(lap);
        });
        let progress = Arc::new(progress);
        let line = report::is_watched().then(|| line(began, Arc::clone(&laps), Arc::clone(&progress)));
        Timings { began, laps, progress, line }
    }

    /// For the run.
    pub(super) fn progress(&self) -> Arc<Progress> {
        Arc::clone(&self.progress)
    }

    /// How long it took so far.
    pub(super) fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    /// Takes the line away, so that something can be said.
    pub(super) fn quiet(&mut self) {
        if let Some((stop, line)) = self.line.take() {
            drop(stop);
            let _ = line.join();
        }
    }

    /// The table: of each stage its time, that of all processors together, and the peak of memory up to its end.
    pub(super) fn tell(&mut self) {
        self.quiet();
        let laps = self.laps.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let end = Lap { stage: Stage::Publish, began: Instant::now(), worked: worked(), peak: peak() };
        let ends = laps.iter().skip(1).copied().chain([end]);
        for (lap, next) in laps.iter().zip(ends) {
            report::say(&row(
                lap.stage.name(),
                next.began - lap.began,
                next.worked.saturating_sub(lap.worked),
                next.peak,
            ));
        }
        report::say(&row("all", self.began.elapsed(), end.worked, end.peak));
    }
}

impl Drop for Timings {
    fn drop(&mut self) {
        self.quiet();
    }
}

fn row(name: &str, time: Duration, worked: Duration, peak: u64) -> String {
    let worked = if worked.is_zero() { String::new() } else { format!("{:9.2} s of processors", worked.as_secs_f64()) };
    let peak = if peak == 0 { String::new() } else { format!("{:8} MB at most", peak.div_ceil(1 << 20)) };
    format!("{name:9}{:9.2} s{worked}{peak}", time.as_secs_f64())
}

fn line(began: Instant, laps: Laps, progress: Arc<Progress>) -> (Sender<()>, JoinHandle<()>) {
    let (stop, stopped) = mpsc::channel();
    let write = move || {
        let mut wait = PATIENCE.saturating_sub(began.elapsed());
        let mut written = false;
        while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            let stage = laps.lock().unwrap_or_else(PoisonError::into_inner).last().map(|lap| lap.stage);
            let (done, all) = progress.count();
            let count = if all > 0 { format!(": {} of {all}", done.min(all)) } else { String::new() };
            report::write_line(&format!("{}{count}", stage.map_or("", Stage::name)));
            (wait, written) = (BEAT, true);
        }
        if written {
            report::write_line("");
        }
    };
    (stop, std::thread::spawn(write))
}

/// What all processors together have worked for this program.
#[cfg(unix)]
fn worked() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap_or_default(), time.tv_nsec.try_into().unwrap_or_default())
}

#[cfg(not(unix))]
fn worked() -> Duration {
    Duration::ZERO
}

/// The most memory that the program has had, in bytes; 0 where the system does not say it in a file.
fn peak() -> u64 {
    let said = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = said.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()).unwrap_or_default() << 10
}
