//! The receipt as a zip: the same as the single file, in parts that stock tools read, with words for people.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::footage::Footage;
use super::proof_file::ProofFile;
use super::receipt::{Receipt, ReceiptError};

pub const ENTRY: &str = "entry.json";
pub const PROOF: &str = "entry.json.tlog-proof";
pub const FIELDS: &str = "disclosures.txt";
pub const SUMS: &str = "SHA256SUMS";
pub const KEY: &str = "log.vkey";
pub const README: &str = "LAS-MIG.txt";
pub const PAGE: &str = "kvitto.html";
/// How to check the receipt with nothing of ours. The receiver has the receipt and not our documentation.
pub const GUIDE: &str = "verify-a-receipt.md";
const GUIDE_TEXT: &str = include_str!("../../docs/verify-a-receipt.md");
/// There when the checkpoint was stamped.
pub const STAMP: &str = "tidsstampel.tsr";

/// No part is larger unpacked; a part that claims to be is not read.
const MAX_PART: u64 = 32 << 20;
/// Larger receipts are refused unread.
const MAX_BYTES: usize = 64 << 20;

/// What is written for people, and the key for information: a receiver compares it with the published one.
#[derive(Debug, Clone)]
pub struct Words {
    pub readme: String,
    /// Readable, and verifies itself in a browser.
    pub page: String,
    pub key: String,
}

impl Receipt {
    /// The parts, stored without compression so that any tool reads them.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub fn to_zip(&self, words: &Words) -> Result<Vec<u8>, ReceiptError> {
        let sums: String = self
            .files()
            .unwrap_or_default()
            .iter()
            .map(Footage::sum_line)
            .collect();
        let fields = self.fields.join("\n") + "\n";
        let proof = self.proof.to_string();
        let parts: [(&str, &[u8]); 8] = [
            (README, words.readme.as_bytes()),
            (PAGE, words.page.as_bytes()),
            (GUIDE, GUIDE_TEXT.as_bytes()),
            (SUMS, sums.as_bytes()),
            (ENTRY, &self.entry),
            (PROOF, proof.as_bytes()),
            (FIELDS, fields.as_bytes()),
            (KEY, words.key.as_bytes()),
        ];
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .unix_permissions(0o644);
        let failed = |error: String| ReceiptError::Format(error);
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let stamp = self.stamp.iter().map(|stamp| (STAMP, &stamp[..]));
        for (name, bytes) in parts.into_iter().chain(stamp) {
            archive
                .start_file(name, options)
                .map_err(|error| failed(error.to_string()))?;
            archive
                .write_all(bytes)
                .map_err(|error| failed(error.to_string()))?;
        }
        let finished = archive
            .finish()
            .map_err(|error| failed(error.to_string()))?;
        Ok(finished.into_inner())
    }

    /// Reads a receipt in either form.
    ///
    /// # Errors
    /// Says what is missing or wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, ReceiptError> {
        if bytes.len() > MAX_BYTES {
            return Err(ReceiptError::Format("too long".to_owned()));
        }
        if !bytes.starts_with(b"PK") {
            return Self::parse_single(bytes);
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| ReceiptError::Format(error.to_string()))?;
        let entry = part(&mut archive, ENTRY)?;
        let proof = ProofFile::parse(&part(&mut archive, PROOF)?)?;
        let fields = String::from_utf8(part(&mut archive, FIELDS)?)
            .map_err(|_| ReceiptError::Format(format!("{FIELDS} is not UTF-8")))?;
        let stamped = archive.index_for_name(STAMP).is_some();
        let stamp = stamped.then(|| part(&mut archive, STAMP)).transpose()?;
        Ok(Self {
            stamp,
            entry,
            fields: fields.lines().map(str::to_owned).collect(),
            proof: ProofFile {
                extra: None,
                ..proof
            },
        })
    }
}

fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Vec<u8>, ReceiptError> {
    let format = |problem: String| ReceiptError::Format(format!("{name}: {problem}"));
    let file = archive
        .by_name(name)
        .map_err(|error| format(error.to_string()))?;
    let mut bytes = Vec::new();
    // The size that an archive states may be a lie.
    let mut limited = file.take(MAX_PART + 1);
    limited
        .read_to_end(&mut bytes)
        .map_err(|error| format(error.to_string()))?;
    if bytes.len() as u64 > MAX_PART {
        return Err(format("larger than a receipt can be".to_owned()));
    }
    Ok(bytes)
}
