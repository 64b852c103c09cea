//! The program as its users meet it: commands, what they print, the preview.

mod command_line;
mod diff;
mod external;
mod history;
mod new;
mod preview;
mod printed;
mod schemas;
mod timings;
mod ui;
mod workflows;
