//! Reads the kommun's own rules from a folder (`--policies DIR`).

use std::path::{Path, PathBuf};

use crate::law::{PolicyError, PolicySet};

impl PolicySet {
    /// The embedded rules and the kommun's own: every `.toml` file in the folder.
    ///
    /// # Errors
    /// Every fault of every file, with file, line, column and the valid names.
    pub fn load(folder: &Path) -> Result<Self, Vec<PolicyError>> {
        let unreadable = |path: &Path, error: std::io::Error| {
            vec![PolicyError::new(
                &path.display().to_string(),
                format!("cannot be read: {error}"),
            )]
        };
        let mut set = Self::embedded()?;
        let mut files = Vec::new();
        for path in files_in(folder).map_err(|error| unreadable(folder, error))? {
            let source =
                std::fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?;
            files.push((
                path.file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
                source,
            ));
        }
        set.add(files)?;
        Ok(set)
    }
}

fn files_in(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copied(folder: &Path) {
        let embedded = concat!(env!("CARGO_MANIFEST_DIR"), "/policies/yearly-review.toml");
        let source = std::fs::read_to_string(embedded).expect("an embedded rule");
        let local = source
            .replace("id = \"yearly-review\"", "id = \"lokal-oversyn\"")
            .replace("\"R53\"", "\"L53\"");
        std::fs::write(folder.join("lokal-oversyn.toml"), local).expect("written");
    }

    #[test]
    fn the_rules_of_a_folder_are_added_to_the_embedded_ones() {
        let folder = tempfile::tempdir().expect("a folder");
        copied(folder.path());
        std::fs::write(folder.path().join("anteckningar.txt"), "inte en regel").expect("written");
        let set = PolicySet::load(folder.path()).expect("sound rules");
        assert!(set.get("lokal-oversyn").is_some() && set.get("yearly-review").is_some());
    }

    #[test]
    fn a_broken_file_stops_the_reading_and_is_named_with_line_and_column() {
        let folder = tempfile::tempdir().expect("a folder");
        copied(folder.path());
        std::fs::write(folder.path().join("trasig.toml"), "id = ").expect("written");
        let errors = PolicySet::load(folder.path()).expect_err("one file is broken");
        assert_eq!(errors.len(), 1);
        assert!(
            errors[0].to_string().starts_with("trasig.toml:1:"),
            "{}",
            errors[0]
        );
    }

    #[test]
    fn a_missing_folder_is_an_error_that_names_it() {
        let errors = PolicySet::load(Path::new("no-such-folder")).expect_err("no such folder");
        assert!(
            errors[0]
                .to_string()
                .starts_with("no-such-folder: cannot be read"),
            "{}",
            errors[0]
        );
    }
}
