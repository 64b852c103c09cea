//! The program `fingerpost`: arguments → command → exit code; nothing else.

fn main() -> std::process::ExitCode {
    fingerpost::cli::run()
}
