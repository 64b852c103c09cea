//! The code's own rules, the club's site, and the guide.

mod architecture;
mod club;
mod guide;
mod release;
