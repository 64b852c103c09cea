//! What a page may weigh: `budget: 30000`, or `bytes` and `requests` below it.

use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};
use crate::yaml::{Fields, Node, Value};

/// What a page may weigh on a reader's first visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Over the wire, compressed.
    pub bytes: Option<u32>,
    /// Files asked for, the page itself among them.
    pub requests: Option<u32>,
    /// Where it is said.
    pub span: Span,
}

pub(super) fn budget(node: Option<&Node>, path: &SitePath, problems: &mut Vec<Problem>) -> Option<Budget> {
    let node = node?;
    if let Value::Map(_) = node.value {
        let mut fields = Fields::of(node, path, "`budget`", problems);
        let bytes = fields.whole_number("bytes", problems);
        let requests = fields.whole_number("requests", problems);
        fields.finish(problems);
        return Some(Budget { bytes, requests, span: node.span });
    }
    let bytes = match &node.value {
        Value::Scalar(text) => text.parse().ok(),
        _ => None,
    };
    if bytes.is_none() {
        problems.push(not_bytes(path, node.span));
    }
    Some(Budget { bytes: Some(bytes?), requests: None, span: node.span })
}

fn not_bytes(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::WrongType, path, span, "`budget` should be the number of bytes that a page may weigh")
        .help("Write it in figures alone, like `budget: 30000`; or `bytes:` and `requests:` below it.")
}
