//! Lists of hashed files as people paste them: what `sha256sum`, `sha512sum` and `objektiv hash` print.

use super::ReleasedFile;

/// Most files in one release; more belong in an archive or a manifest file of their own (ledger.md 2.2).
pub const FILES_MAX: usize = 500;

/// Why a line is not the hash of a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    #[error("line {line} is not \"<64 or 128 hexadecimal digits>  <file name>\"")]
    Line { line: usize },
    #[error("{name} is listed twice with different hashes")]
    Contradiction { name: String },
    #[error("{name} has a SHA-512 and no SHA-256")]
    OnlySha512 { name: String },
    #[error("there are more than {FILES_MAX} files")]
    TooMany,
}

/// Reads `<digest>  <name>` lines: SHA-256, and SHA-512 beside it for those who have it. A `*` before the name (binary mode) and blank lines do not matter.
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
        let found = one(line).ok_or(ManifestError::Line { line: index + 1 })?;
        let Some(known) = files.iter_mut().find(|known| known.name == found.name) else {
            files.push(found);
            if files.len() > FILES_MAX {
                return Err(ManifestError::TooMany);
            }
            continue;
        };
        if !agree(known, &found) {
            return Err(ManifestError::Contradiction { name: found.name });
        }
        if known.sha256.is_empty() {
            known.sha256 = found.sha256;
        }
        known.sha512 = known.sha512.take().or(found.sha512);
    }
    match files.iter().find(|file| file.sha256.is_empty()) {
        Some(file) => Err(ManifestError::OnlySha512 {
            name: file.name.clone(),
        }),
        None => Ok(files),
    }
}

/// What both say is the same.
fn agree(one: &ReleasedFile, other: &ReleasedFile) -> bool {
    let sha256 = one.sha256 == other.sha256 || one.sha256.is_empty() || other.sha256.is_empty();
    let sha512 = one.sha512 == other.sha512 || one.sha512.is_none() || other.sha512.is_none();
    sha256 && sha512
}

fn one(line: &str) -> Option<ReleasedFile> {
    let (digest, name) = line.split_once(char::is_whitespace)?;
    let name = name.trim_start().trim_start_matches('*');
    // Only the name: a path says where on the workstation it was, which is nobody else's business.
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    if !digest.bytes().all(|byte| byte.is_ascii_hexdigit())
        || name.is_empty()
        || name.chars().count() > 255
        || name.contains(char::is_control)
    {
        return None;
    }
    let digest = digest.to_ascii_lowercase();
    let (sha256, sha512) = match digest.len() {
        64 => (digest, None),
        128 => (String::new(), Some(digest)),
        _ => return None,
    };
    Some(ReleasedFile {
        name: name.to_owned(),
        size: None,
        sha256,
        sha512,
    })
}

/// The list as it is pasted, for filling in a form again.
pub fn format(files: &[ReleasedFile]) -> String {
    let sha256 = files.iter().map(|file| (&file.sha256, &file.name));
    let sha512 = files
        .iter()
        .filter_map(|file| Some((file.sha512.as_ref()?, &file.name)));
    let lines = sha256.chain(sha512);
    lines
        .map(|(digest, name)| format!("{digest}  {name}"))
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

    #[test]
    fn a_sha_512_stands_beside_the_sha_256_of_its_file_and_never_alone() {
        let long = "ab".repeat(64);
        let files = parse(&format!("{ABC}  a.mp4\n{ABC}  b.mp4\n{long}  a.mp4")).unwrap();
        assert_eq!(files.len(), 2);
        assert_eq!(files[0].sha512.as_deref(), Some(&*long));
        assert_eq!(files[1].sha512, None);
        assert_eq!(parse(&format(&files)).unwrap(), files);
        assert_eq!(
            parse(&format!("{long}  a.mp4")),
            Err(ManifestError::OnlySha512 {
                name: "a.mp4".into()
            })
        );
        let other = "cd".repeat(64);
        assert_eq!(
            parse(&format!("{ABC}  a.mp4\n{long}  a.mp4\n{other}  a.mp4")),
            Err(ManifestError::Contradiction {
                name: "a.mp4".into()
            })
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
