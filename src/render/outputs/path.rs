//! Addresses → paths of files below the output folder.

/// `/a/b/` is served from `a/b/index.html`.
pub(in crate::render) fn output_path(address: &str) -> String {
    let path = address.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}
