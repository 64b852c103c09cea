//! The program as its users meet it: commands, what they print, the preview.

mod built;
mod command_line;
mod diff;
mod documents;
mod external;
mod fix;
mod history;
mod lsp;
mod moving;
mod new;
mod preview;
mod preview_editor;
mod preview_holds;
mod printed;
mod roots;
mod schemas;
mod timings;
mod ui;
mod upkeep;
mod workflows;
