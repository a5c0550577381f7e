//! The table of what was checked against OWASP ASVS names tests that exist.

use std::path::Path;

fn sources(folder: &Path, into: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_test_that_the_table_of_the_asvs_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(root.join("docs/asvs.md")).unwrap();
    let mut code = String::new();
    sources(&root.join("src"), &mut code);
    sources(&root.join("tests/spec"), &mut code);
    let named = table.split('`').skip(1).step_by(2);
    let (mut tests, mut files) = (0, 0);
    for name in named {
        let words = name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if words && name.matches('_').count() > 3 {
            assert!(code.contains(&format!("fn {name}(")), "no test {name}");
            tests += 1;
        } else if name.starts_with("tests/") {
            assert!(root.join(name).is_file(), "no file {name}");
            files += 1;
        }
    }
    assert!(tests > 25 && files > 3, "{tests} {files}");
}

#[test]
fn the_table_of_files_says_what_the_program_takes() {
    let page = include_str!("../../../docs/files.md");
    let mebibytes = |bytes: usize| format!("{} MiB", bytes >> 20);
    let kibibytes = |bytes: usize| format!("{} KiB", bytes >> 10);
    let lists = mebibytes(objektiv::import::table::MAX_BYTES);
    for (file, largest) in [
        ("list of cameras", &lists),
        ("table from the system", &lists),
        (
            "signed check",
            &mebibytes(objektiv::recorder::agent::MAX_BYTES),
        ),
        (
            "photo of a sign",
            &mebibytes(objektiv::signage::photo::MAX_BYTES),
        ),
        ("logo", &kibibytes(objektiv::look::logo::BYTES_MAX)),
        (
            "footage",
            &format!("{} GiB", objektiv::web::FOOTAGE_BYTES_MAX >> 30),
        ),
        (
            "receipt",
            &mebibytes(objektiv::ledger::verifier::web::BODY_BYTES),
        ),
    ] {
        let start = format!("| {file}");
        let line = page.lines().find(|line| line.starts_with(&start)).unwrap();
        assert!(
            line.split('|').nth(3).unwrap().contains(largest.as_str()),
            "{largest}: {line}"
        );
    }
    let forms = kibibytes(objektiv::web::router::FORM_BYTES_MAX);
    assert!(page.contains(&format!("may hold {forms}")));
}
