//! Footage that should be gone: looked for where it lies, and never called gone by anything less.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, UNIX_EPOCH};

use time::OffsetDateTime;
use time::macros::datetime;

mod access;
mod axis;
mod command;
mod device;
mod motion;
mod onvif;
mod onvif_schema;
mod pinned;
mod protected;
mod sent;
mod upload;
mod zoneminder;

const NOW: OffsetDateTime = datetime!(2026-11-22 07:30 UTC);

fn objektiv(arguments: &[&str]) -> Output {
    let clock = ["--frozen-clock", "2026-11-22T08:30+01:00"];
    objektiv_now(&[arguments, &clock].concat())
}

/// By the real clock.
fn objektiv_now(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_objektiv"))
        .args(arguments)
        .env_remove("OBJEKTIV_DATABASE")
        .output()
        .unwrap()
}

/// Writes a file whose own time is that many hours ago.
fn footage(root: &Path, name: &str, hours_ago: u64) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, b"bilder").unwrap();
    let now = u64::try_from(NOW.unix_timestamp()).unwrap();
    let own = UNIX_EPOCH + Duration::from_secs(now - hours_ago * 3600);
    let file = File::options().write(true).open(&path).unwrap();
    file.set_modified(own).unwrap();
}
