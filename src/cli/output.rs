//! Standard output. A reader that closes its end early is no error.

use std::io::{self, Write};

use serde::Serialize;

/// # Errors
/// When standard output cannot be written, other than because nobody reads it.
pub fn line(text: &str) -> anyhow::Result<()> {
    ignore_closed(writeln!(io::stdout().lock(), "{text}"))
}

/// Pretty JSON and a line end.
///
/// # Errors
/// As [`line()`], or when the value has no JSON.
pub fn json(value: &impl Serialize) -> anyhow::Result<()> {
    line(&serde_json::to_string_pretty(value)?)
}

fn ignore_closed(result: io::Result<()>) -> anyhow::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}
