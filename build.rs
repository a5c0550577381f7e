//! Builds what pages load (`ui/` -> stylesheet, symbols) and lists the texts, for embedding in the binary.
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// What `npm ci` depends on: packages are installed again when one of these changes.
const PACKAGE_FILES: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            println!("cargo::error={}", sentence.replace('\n', " "));
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(variable("OUT_DIR")?);
    println!("cargo::rerun-if-env-changed=OBJEKTIV_UI_DIST");
    for watched in [
        "build.rs",
        "texts",
        "ui/build.mjs",
        "ui/mit.txt",
        "ui/scripts",
        "ui/static",
        "ui/styles",
    ] {
        println!("cargo::rerun-if-changed={watched}");
    }
    for name in PACKAGE_FILES {
        println!("cargo::rerun-if-changed=ui/{name}");
    }
    let dist = if let Some(folder) = env::var_os("OBJEKTIV_UI_DIST") {
        println!("cargo::rerun-if-changed={}", root.join(&folder).display());
        root.join(folder)
    } else {
        build_ui(&root.join("ui"), &out.join("ui"))?
    };
    write(&out.join("assets.rs"), &assets(&dist)?)?;
    write(&out.join("texts.rs"), &texts(&root.join("texts"))?)
}

/// Installs the packages beside the build output, never in the checkout, and builds there.
fn build_ui(source: &Path, work: &Path) -> Result<PathBuf, String> {
    fs::create_dir_all(work).map_err(|error| format!("{}: {error}", work.display()))?;
    let mut wanted = String::new();
    for name in PACKAGE_FILES {
        let text = read(&source.join(name))?;
        write(&work.join(name), &text)?;
        wanted.push_str(&text);
    }
    let installed = work.join("installed");
    if fs::read_to_string(&installed).ok().as_deref() != Some(wanted.as_str()) {
        let arguments = [
            "ci",
            "--ignore-scripts",
            "--omit=optional",
            "--prefer-offline",
        ];
        call("npm", &arguments, work)?;
        write(&installed, &wanted)?;
    }
    let script = source.join("build.mjs");
    call(
        "node",
        &[&script.to_string_lossy(), &work.to_string_lossy()],
        work,
    )?;
    Ok(work.join("dist"))
}

fn call(program: &str, arguments: &[&str], folder: &Path) -> Result<(), String> {
    // npm is a .cmd file on Windows, which is not found by its bare name.
    let name = if cfg!(windows) && program == "npm" {
        "npm.cmd"
    } else {
        program
    };
    let output = Command::new(name).args(arguments).current_dir(folder).output().map_err(|error| {
        format!(
            "`{program}` could not be started ({error}): building Objektiv needs Node 20 or newer with npm on PATH, \
             or OBJEKTIV_UI_DIST set to a folder that `npm ci && npm run build` made in ui/ on another machine (ui/dist)."
        )
    })?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "`{program} {}` failed in {}: {}",
        arguments.join(" "),
        folder.display(),
        String::from_utf8_lossy(&output.stderr).trim()
    ))
}

/// Rust source with every built file: its plain name, its hashed name and its bytes.
fn assets(dist: &Path) -> Result<String, String> {
    let mut source = String::from("static ASSETS: &[Asset] = &[\n");
    for path in files(dist, "")? {
        let file = file_name(&path)?;
        if path.extension().is_some_and(|kind| kind == "gz") || file == "licences.txt" {
            continue;
        }
        let [stem, _hash, kind] = file.split('.').collect::<Vec<_>>()[..] else {
            return Err(format!(
                "{}: expected a name such as app.0123abcd.css",
                path.display()
            ));
        };
        let bytes = literal(&path)?;
        let packed = literal(&dist.join(format!("{file}.gz")))?;
        let _ = writeln!(
            source,
            "    Asset {{ name: \"{stem}.{kind}\", path: \"/static/{file}\", bytes: include_bytes!({bytes}), gzip: include_bytes!({packed}) }},"
        );
    }
    let licences = literal(&dist.join("licences.txt"))?;
    let _ = writeln!(
        source,
        "];\n\nstatic LICENCES: &str = include_str!({licences});"
    );
    Ok(source)
}

/// Rust source with the Fluent files of each language, in the order of their names.
fn texts(folder: &Path) -> Result<String, String> {
    let mut source = String::new();
    for (language, list) in [("sv", "SWEDISH"), ("en", "ENGLISH")] {
        let _ = writeln!(source, "static {list}: &[(&str, &str)] = &[");
        for path in files(&folder.join(language), ".ftl")? {
            let (name, path) = (file_name(&path)?, literal(&path)?);
            let _ = writeln!(source, "    (\"{language}/{name}\", include_str!({path})),");
        }
        source.push_str("];\n");
    }
    Ok(source)
}

/// The files in `folder` whose names end with `suffix`, sorted.
fn files(folder: &Path, suffix: &str) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry
            .map_err(|error| format!("{}: {error}", folder.display()))?
            .path();
        if path.is_file() && file_name(&path)?.ends_with(suffix) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The absolute path of a file as a Rust string.
fn literal(path: &Path) -> Result<String, String> {
    let full = fs::canonicalize(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let text = full
        .to_str()
        .ok_or_else(|| format!("{}: the path is not UTF-8", path.display()))?;
    Ok(format!("{text:?}"))
}

fn file_name(path: &Path) -> Result<&str, String> {
    let name = path.file_name().and_then(|name| name.to_str());
    name.ok_or_else(|| format!("{}: the name is not UTF-8", path.display()))
}

fn variable(name: &str) -> Result<std::ffi::OsString, String> {
    env::var_os(name).ok_or_else(|| format!("{name} is not set: build.rs is run by cargo"))
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Writes only what changed, so that nothing is rebuilt without need.
fn write(path: &Path, text: &str) -> Result<(), String> {
    if fs::read_to_string(path).ok().as_deref() == Some(text) {
        return Ok(());
    }
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
