use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use time::macros::datetime;

use super::*;

const NOW: OffsetDateTime = datetime!(2026-11-22 07:00 UTC);

fn options() -> Options {
    Options {
        by_folder: false,
        names: NameTimes::Usual,
        zone: Zone::Sweden,
        only: Vec::new(),
        first_allowed: datetime!(2026-11-18 07:00 UTC),
        now: NOW,
    }
}

/// Writes a file whose own time is `at`.
fn file(root: &Path, name: &str, bytes: &[u8], at: OffsetDateTime) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    let seconds = u64::try_from(at.unix_timestamp()).unwrap();
    let own: SystemTime = UNIX_EPOCH + Duration::from_secs(seconds);
    File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_modified(own)
        .unwrap();
}

fn seen(root: &Path, options: &Options) -> Vec<StoreSeen> {
    scan(root, options, &mut |_, _| ()).unwrap()
}

#[test]
fn the_older_of_name_and_own_time_counts() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let fresh = datetime!(2026-11-22 06:00 UTC);
    file(root, "01-20261122065000.mp4", b"film", fresh);
    file(
        root,
        "utan tid.mp4",
        b"film",
        datetime!(2026-11-20 06:00 UTC),
    );
    // Restored from a backup: its own time is new, its name is not.
    file(root, "01-20261001120000.mp4", b"gammal", fresh);
    let found = &seen(root, &options())[0];
    assert_eq!((found.count, found.bytes), (3, 14));
    assert_eq!(found.oldest, Some(datetime!(2026-10-01 12:00 +2)));
    assert_eq!(found.older_than_limit, Some(1));
    let by_own_time = Options {
        names: NameTimes::Ignored,
        ..options()
    };
    let found = &seen(root, &by_own_time)[0];
    assert_eq!(found.oldest, Some(datetime!(2026-11-20 06:00 UTC)));
    assert_eq!(found.older_than_limit, Some(0));
}

#[test]
fn empty_files_hold_no_footage_but_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    file(
        folder.path(),
        "tom.mp4",
        b"",
        datetime!(2020-01-01 06:00 UTC),
    );
    let found = &seen(folder.path(), &options())[0];
    assert_eq!((found.empty_files, found.count), (1, 0));
    assert_eq!(found.older_than_limit, Some(0));
    assert!(
        found.is_incomplete(),
        "a store with nothing in it is not fine"
    );
}

#[test]
fn times_that_cannot_be_are_no_times() {
    let folder = tempfile::tempdir().unwrap();
    file(
        folder.path(),
        "epok.mp4",
        b"x",
        datetime!(1970-01-01 00:00:01 UTC),
    );
    file(
        folder.path(),
        "imorgon.mp4",
        b"x",
        datetime!(2026-11-23 07:00 UTC),
    );
    let found = &seen(folder.path(), &options())[0];
    assert_eq!((found.undated, found.count, found.oldest), (2, 2, None));
}

#[test]
fn every_folder_can_be_a_store_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    file(
        root,
        "0042/a/film.mp4",
        b"x",
        datetime!(2026-11-21 07:00 UTC),
    );
    file(root, "0043/film.mp4", b"x", datetime!(2026-11-01 07:00 UTC));
    file(root, "bredvid.mp4", b"x", datetime!(2026-11-20 07:00 UTC));
    fs::create_dir(root.join("0044")).unwrap();
    let by_folder = Options {
        by_folder: true,
        ..options()
    };
    let found = seen(root, &by_folder);
    let told: Vec<(String, u64, Option<u64>)> = found
        .iter()
        .map(|store| {
            let name = store.store.replace(root.to_str().unwrap(), "");
            (name, store.count, store.older_than_limit)
        })
        .collect();
    let expected = [
        ("", 1, 0),
        ("/0042", 1, 0),
        ("/0043", 1, 1),
        ("/0044", 0, 0),
    ];
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(name, count, older)| (name.to_owned(), count, Some(older)))
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn only_footage_can_be_asked_for_and_the_rest_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let old = datetime!(2020-01-01 07:00 UTC);
    file(folder.path(), "index.db", b"x", old);
    file(
        folder.path(),
        "film.MP4",
        b"x",
        datetime!(2026-11-21 07:00 UTC),
    );
    let only = Options {
        only: vec![Glob::new("*.mp4")],
        ..options()
    };
    let found = &seen(folder.path(), &only)[0];
    assert_eq!((found.count, found.left_out), (1, 1));
    assert_eq!(found.older_than_limit, Some(0));
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_and_those_that_lead_out_are_named() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    let old = datetime!(2020-01-01 07:00 UTC);
    file(outside.path(), "gammal.mp4", b"x", old);
    file(
        folder.path(),
        "film.mp4",
        b"x",
        datetime!(2026-11-21 07:00 UTC),
    );
    symlink(outside.path(), folder.path().join("ut")).unwrap();
    symlink("film.mp4", folder.path().join("in")).unwrap();
    symlink(folder.path(), folder.path().join("runt")).unwrap();
    symlink("finns inte", folder.path().join("bruten")).unwrap();
    let found = &seen(folder.path(), &options())[0];
    assert_eq!((found.count, found.links), (1, 4));
    assert_eq!(found.links_out, ["ut"]);
}

#[cfg(unix)]
#[test]
fn sockets_are_skipped_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("s")).unwrap();
    let found = &seen(folder.path(), &options())[0];
    assert_eq!((found.special, found.count), (1, 0));
}

#[cfg(unix)]
#[test]
fn a_folder_whose_path_is_too_long_or_closed_is_unreadable_and_not_fine() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    file(
        folder.path(),
        "film.mp4",
        b"x",
        datetime!(2026-11-21 07:00 UTC),
    );
    let closed = folder.path().join("stängd");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    // Root may read everything: then there is nothing to see here.
    let is_closed = fs::read_dir(&closed).is_err();
    let found = &seen(folder.path(), &options())[0];
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(found.unreadable, u64::from(is_closed));
    if is_closed {
        assert!(
            found.unreadable_paths[0].starts_with("stängd: "),
            "{found:?}"
        );
        assert!(found.is_incomplete());
    }
}

#[test]
fn a_root_that_is_not_there_or_no_folder_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let mut silent = |_, _| ();
    let missing = scan(&folder.path().join("borta"), &options(), &mut silent);
    assert!(matches!(missing, Err(ScanError::Root { .. })));
    file(folder.path(), "film.mp4", b"x", NOW);
    let no_folder = scan(&folder.path().join("film.mp4"), &options(), &mut silent);
    assert!(matches!(no_folder, Err(ScanError::NoFolder(_))));
}
