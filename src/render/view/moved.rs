//! What a page says of parts that are elsewhere now.

use serde::Serialize;

/// What stands behind `#` in an address is not lost where it leads on.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct MovedView {
    /// The script that leads on.
    pub script: String,
    /// The parts that are elsewhere now, each with its address, as JSON; or empty.
    pub parts: String,
}
