//! The code's own rules, and the club's site.

mod architecture;
mod club;
mod release;
