//! xlsx and ods are zip archives: what is in them is measured before a reader unpacks them.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Limited, MAX_UNPACKED, Unreadable, Workbook, spreadsheet, xml};

/// More parts than any workbook has.
const MAX_PARTS: usize = 2_000;

pub(super) fn read(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let mut parts = Parts::open(bytes)?;
    parts.measure(MAX_UNPACKED)?;
    if parts.has("xl/workbook.xml") {
        let shared = parts.content("xl/sharedStrings.xml")?.unwrap_or_default();
        xml::check_shared_strings(&shared)?;
        let hidden = xml::hidden_rows_of_xlsx(&mut parts)?;
        spreadsheet::xlsx(bytes, &hidden)
    } else if let Some(content) = parts.content("content.xml")? {
        let hidden = xml::check_ods(&content)?;
        spreadsheet::ods(bytes, &hidden)
    } else {
        Err(Unreadable::NotATable)
    }
}

/// The parts of an archive, each read only as far as allowed.
pub(super) struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Parts<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
        if archive.len() > MAX_PARTS {
            return Err(Unreadable::too_large(Limited::Unpacked, MAX_PARTS));
        }
        Ok(Self { archive })
    }

    /// Refuses an archive that says it unpacks to too much, and one that does so without saying it.
    fn measure(&mut self, limit: u64) -> Result<(), Unreadable> {
        let too_large = Unreadable::TooLarge {
            what: Limited::Unpacked,
            limit,
        };
        let mut declared = 0_u64;
        for index in 0..self.archive.len() {
            let part = self
                .archive
                .by_index_raw(index)
                .map_err(|error| broken(&error))?;
            declared = declared.saturating_add(part.size());
        }
        if declared > limit {
            return Err(too_large);
        }
        let mut left = limit;
        for index in 0..self.archive.len() {
            let part = self
                .archive
                .by_index(index)
                .map_err(|error| broken(&error))?;
            let found = std::io::copy(&mut part.take(left + 1), &mut std::io::sink())
                .map_err(|error| Unreadable::Broken(error.to_string()))?;
            left = left.checked_sub(found).ok_or_else(|| too_large.clone())?;
        }
        Ok(())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The unpacked bytes of a part that [`Self::measure`] has found to be small enough.
    pub(super) fn content(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let part = match self.archive.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(broken(&error)),
        };
        let mut content = Vec::new();
        part.take(MAX_UNPACKED)
            .read_to_end(&mut content)
            .map_err(|error| Unreadable::Broken(error.to_string()))?;
        Ok(Some(content))
    }
}

fn broken(error: &ZipError) -> Unreadable {
    if matches!(error, ZipError::UnsupportedArchive(text) if text.contains("assword")) {
        return Unreadable::Encrypted;
    }
    Unreadable::Broken(error.to_string())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// An archive whose one part unpacks to a megabyte of spaces.
    fn megabyte() -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file("xl/workbook.xml", options).unwrap();
        archive.write_all(&vec![b' '; 1 << 20]).unwrap();
        archive.finish().unwrap().into_inner()
    }

    /// The same, with its directory saying that it unpacks to ten bytes.
    fn lying_megabyte() -> Vec<u8> {
        let mut bytes = megabyte();
        let size = (1_u32 << 20).to_le_bytes();
        for at in 0..bytes.len() - 4 {
            if bytes[at..at + 4] == size {
                bytes[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
            }
        }
        bytes
    }

    fn measured(bytes: &[u8], limit: u64) -> Result<(), Unreadable> {
        Parts::open(bytes).and_then(|mut parts| parts.measure(limit))
    }

    #[test]
    fn an_archive_is_refused_before_it_unpacks_to_more_than_allowed() {
        assert!(megabyte().len() < 5_000);
        assert_eq!(measured(&megabyte(), 1 << 20), Ok(()));
        let refused = measured(&megabyte(), (1 << 20) - 1);
        assert!(matches!(
            refused,
            Err(Unreadable::TooLarge {
                what: Limited::Unpacked,
                ..
            })
        ));
    }

    #[test]
    fn an_archive_that_lies_about_its_size_is_refused_too() {
        let refused = measured(&lying_megabyte(), 1 << 16);
        assert!(refused.is_err(), "{refused:?}");
    }
}
