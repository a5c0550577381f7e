//! motion, which many small recorders run, writes real clips; nothing deletes them by itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

/// Ended when the test ends, however it ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn is_installed(program: &str) -> bool {
    Command::new(program)
        .arg("-h")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok()
}

/// The clips of motion, which are closed when the next one begins.
fn clips(store: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let days = fs::read_dir(store).into_iter().flatten().flatten();
    for day in days.filter(|day| day.path().is_dir()) {
        let files = fs::read_dir(day.path()).unwrap().flatten();
        found.extend(files.map(|file| file.path()));
    }
    found.sort();
    found
}

fn record(folder: &Path, store: &Path) {
    let source = folder.join("kamera.mp4");
    let made = Command::new("ffmpeg")
        .args(["-loglevel", "error", "-f", "lavfi", "-i"])
        .arg("testsrc2=size=320x240:rate=5:duration=30")
        .args([
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
        ])
        .arg(&source)
        .status()
        .unwrap();
    assert!(made.success());
    let settings = format!(
        "netcam_url file://{}\ntarget_dir {}\nwidth 320\nheight 240\nframerate 5\nemulate_motion on\n\
         movie_output on\nmovie_max_time 3\nmovie_filename %Y%m%d/%$-%v-%Y%m%d%H%M%S\npicture_output off\n\
         webcontrol_port 0\nstream_port 0\nlog_level 4\n",
        source.display(),
        store.display()
    );
    let configuration = folder.join("motion.conf");
    fs::write(&configuration, settings).unwrap();
    let motion = Command::new("motion")
        .args(["-n", "-c", configuration.to_str().unwrap()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let _running = Running(motion);
    let began = Instant::now();
    while clips(store).len() < 4 {
        assert!(
            began.elapsed() < Duration::from_secs(50),
            "motion recorded nothing"
        );
        sleep(Duration::from_millis(200));
    }
}

/// By the real clock: the clips are from now.
fn check(store: &Path, arguments: &[&str]) -> (Option<i32>, Value) {
    let output = Command::new(env!("CARGO_BIN_EXE_objektiv"))
        .args(["recorder", "check", "--format", "json", "--scan"])
        .arg(store)
        .args(arguments)
        .env_remove("OBJEKTIV_DATABASE")
        .output()
        .unwrap();
    let found = serde_json::from_slice(&output.stdout).unwrap();
    (output.status.code(), found)
}

#[test]
fn clips_of_motion_are_fine_until_they_are_old_and_again_when_they_are_deleted() {
    assert!(
        is_installed("motion") && is_installed("ffmpeg"),
        "tests/run installs motion and ffmpeg; by hand: apt install motion ffmpeg"
    );
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("lager");
    fs::create_dir(&store).unwrap();
    record(folder.path(), &store);
    // The clip that motion was writing when it was ended may be empty or cut.
    let recorded = clips(&store);
    let (code, found) = check(&store, &["--limit", "72 h"]);
    assert_eq!(
        (code, &found[0]["verdict"]),
        (Some(0), &"fine".into()),
        "{found}"
    );
    assert!(
        found[0]["count"].as_u64().unwrap() >= 3 && found[0]["bytes"].as_u64().unwrap() > 10_000
    );

    let old = [&recorded[0], &recorded[1]];
    for clip in old {
        let aged = Command::new("touch")
            .args(["-d", "40 days ago"])
            .arg(clip)
            .status();
        assert!(aged.unwrap().success());
    }
    let (code, found) = check(&store, &["--limit", "30 dygn"]);
    assert_eq!(code, Some(1), "{found}");
    assert_eq!(found[0]["older_than_limit"], 2);

    // What the kommun's own cron does.
    let deleted = Command::new("find")
        .arg(&store)
        .args(["-type", "f", "-mtime", "+30", "-delete"])
        .status();
    assert!(deleted.unwrap().success());
    assert!(old.iter().all(|clip| !clip.exists()));
    let (code, found) = check(&store, &["--limit", "30 dygn"]);
    assert_eq!(
        (code, &found[0]["older_than_limit"]),
        (Some(0), &0.into()),
        "{found}"
    );
}
