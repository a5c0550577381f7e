//! Lists of hashed files as people paste them: what `sha256sum` and `objektiv hash` print.

use super::ReleasedFile;

/// Most files in one release; more belong in an archive or a manifest file of their own (ledger.md 2.2).
pub const FILES_MAX: usize = 500;

/// Why a line is not the hash of a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    #[error("line {line} is not \"<64 hexadecimal digits>  <file name>\"")]
    Line { line: usize },
    #[error("{name} is listed twice with different hashes")]
    Contradiction { name: String },
    #[error("there are more than {FILES_MAX} files")]
    TooMany,
}

/// Reads `<sha256>  <name>` lines; a `*` before the name (binary mode) and blank lines do not matter.
///
/// # Errors
/// Names the first line that cannot be read.
pub fn parse(text: &str) -> Result<Vec<ReleasedFile>, ManifestError> {
    let mut files: Vec<ReleasedFile> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if line.is_empty() {
            continue;
        }
        let file = one(line).ok_or(ManifestError::Line { line: index + 1 })?;
        match files.iter().find(|known| known.name == file.name) {
            Some(known) if known.sha256 == file.sha256 => continue,
            Some(_) => return Err(ManifestError::Contradiction { name: file.name }),
            None => files.push(file),
        }
        if files.len() > FILES_MAX {
            return Err(ManifestError::TooMany);
        }
    }
    Ok(files)
}

fn one(line: &str) -> Option<ReleasedFile> {
    let (digest, name) = line.split_once(char::is_whitespace)?;
    let name = name.trim_start().trim_start_matches('*');
    // Only the name: a path says where on the workstation it was, which is nobody else's business.
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let is_digest = digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_digest
        && !name.is_empty()
        && name.chars().count() <= 255
        && !name.contains(char::is_control))
    .then(|| ReleasedFile {
        name: name.to_owned(),
        size: None,
        sha256: digest.to_ascii_lowercase(),
        sha512: None,
    })
}

/// The list as it is pasted, for filling in a form again.
pub fn format(files: &[ReleasedFile]) -> String {
    files
        .iter()
        .map(|file| format!("{}  {}", file.sha256, file.name))
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn what_sha256sum_prints_is_taken_with_path_and_binary_mark() {
        let files = parse(&format!(
            "\u{feff}{ABC}  entre.mp4\r\n\n{} *C:\\export\\gard.mp4\n",
            ABC.to_uppercase()
        ))
        .unwrap();
        assert_eq!(
            files.iter().map(|file| &*file.name).collect::<Vec<_>>(),
            ["entre.mp4", "gard.mp4"]
        );
        assert!(files.iter().all(|file| file.sha256 == ABC));
    }

    #[test]
    fn a_line_that_is_no_hash_is_named_by_its_number() {
        assert_eq!(
            parse(&format!("{ABC}  a.mp4\nentre.mp4")),
            Err(ManifestError::Line { line: 2 })
        );
        assert_eq!(parse("abc  a.mp4"), Err(ManifestError::Line { line: 1 }));
    }

    #[test]
    fn the_same_file_with_two_hashes_is_a_contradiction() {
        let other = "0".repeat(64);
        assert_eq!(
            parse(&format!("{ABC}  a.mp4\n{other}  a.mp4")),
            Err(ManifestError::Contradiction {
                name: "a.mp4".into()
            })
        );
        assert_eq!(
            parse(&format!("{ABC}  a.mp4\n{ABC}  a.mp4")).unwrap().len(),
            1
        );
    }

    proptest::proptest! {
        #[test]
        fn what_was_read_is_written_and_read_again_unchanged(names in proptest::collection::hash_set("[a-zåäö0-9 _.-]{1,20}[a-z]", 0..5)) {
            let files: Vec<_> = names.iter().map(|name| ReleasedFile { name: name.trim_start().to_owned(), size: None, sha256: ABC.into(), sha512: None }).collect();
            let again = parse(&format(&files)).unwrap();
            proptest::prop_assert_eq!(again.len(), files.iter().map(|f| &f.name).collect::<std::collections::HashSet<_>>().len());
        }

        #[test]
        fn no_pasted_text_is_a_panic(text in ".{0,200}") {
            let _ = parse(&text);
        }
    }
}
