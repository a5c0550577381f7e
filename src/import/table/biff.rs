//! xls files: what they would unpack to is counted before the reader sets memory aside for it.
//!
//! Record numbers and layouts are those of [MS-XLS].

use std::io::{Cursor, Read};

use super::{Limited, MAX_BYTES, MAX_SHEETS, MAX_TEXT, Unreadable};

/// Most cells that the reader may lay out, empty ones included: it fills the rectangle around each sheet's cells.
const MAX_LAID_OUT: u64 = 4_000_000;

const FORMULA: u16 = 0x0006;
const EOF: u16 = 0x000A;
const FILE_PASS: u16 = 0x002F;
const CONTINUE: u16 = 0x003C;
const BOUND_SHEET: u16 = 0x0085;
const MUL_RK: u16 = 0x00BD;
const RICH_STRING: u16 = 0x00D6;
const SST: u16 = 0x00FC;
const LABEL_SST: u16 = 0x00FD;
const DIMENSIONS: u16 = 0x0200;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const BOOL_ERR: u16 = 0x0205;
const RK: u16 = 0x027E;

/// Refuses a file that is encrypted, contradicts itself, or would unpack to too much.
pub(super) fn check(bytes: &[u8]) -> Result<(), Unreadable> {
    let broken = |error: std::io::Error| Unreadable::Broken(error.to_string());
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(broken)?;
    if file.exists("/EncryptedPackage") {
        return Err(Unreadable::Encrypted);
    }
    let name = ["/Workbook", "/Book"]
        .into_iter()
        .find(|name| file.is_stream(name));
    let mut stream = Vec::new();
    file.open_stream(name.ok_or(Unreadable::NotATable)?)
        .map_err(broken)?
        .take(MAX_BYTES as u64)
        .read_to_end(&mut stream)
        .map_err(broken)?;
    check_stream(&stream)
}

fn check_stream(stream: &[u8]) -> Result<(), Unreadable> {
    let mut sheets = Vec::new();
    let mut strings = Vec::new();
    let mut records = Records(stream);
    while let Some((kind, data)) = records.next() {
        match kind {
            EOF => break,
            FILE_PASS if word(data, 0)? != 0 => return Err(Unreadable::Encrypted),
            BOUND_SHEET => sheets.push(double_word(data, 0)? as usize),
            SST => strings = string_lengths(data, &mut records)?,
            _ => {}
        }
    }
    if sheets.len() > MAX_SHEETS {
        return Err(Unreadable::too_large(Limited::Sheets, MAX_SHEETS));
    }
    let mut total = Laid::default();
    for start in sheets {
        let sheet = stream.get(start..).ok_or_else(contradiction)?;
        total.add_sheet(sheet, &strings)?;
    }
    Ok(())
}

fn contradiction() -> Unreadable {
    Unreadable::Broken("the records contradict each other".to_owned())
}

fn word(data: &[u8], at: usize) -> Result<u16, Unreadable> {
    let bytes = data.get(at..at + 2).ok_or_else(contradiction)?;
    Ok(u16::from_le_bytes([bytes[0], bytes[1]]))
}

fn double_word(data: &[u8], at: usize) -> Result<u32, Unreadable> {
    Ok(u32::from(word(data, at)?) | u32::from(word(data, at + 2)?) << 16)
}

/// The records of a stream: number and data.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = word(self.0, 0).ok()?;
        let length = usize::from(word(self.0, 2).ok()?);
        let data = self.0.get(4..4 + length)?;
        self.0 = &self.0[4 + length..];
        Some((kind, data))
    }
}

/// What the reader would lay out, over all sheets.
#[derive(Default)]
struct Laid {
    cells: u64,
    characters: u64,
}

impl Laid {
    fn add_sheet(&mut self, sheet: &[u8], strings: &[u32]) -> Result<(), Unreadable> {
        let mut corner: Option<[u16; 4]> = None;
        for (kind, data) in Records(sheet) {
            match kind {
                DIMENSIONS => self.add_dimensions(data)?,
                FORMULA | MUL_RK | RICH_STRING | LABEL_SST | NUMBER | LABEL | BOOL_ERR | RK => {
                    let (row, first) = (word(data, 0)?, word(data, 2)?);
                    let last = if kind == MUL_RK {
                        word(data, data.len().saturating_sub(2))?
                    } else {
                        first
                    };
                    let [top, bottom, left, right] = corner.unwrap_or([row, row, first, last]);
                    corner = Some([
                        top.min(row),
                        bottom.max(row),
                        left.min(first),
                        right.max(last),
                    ]);
                }
                _ => {}
            }
            if kind == LABEL_SST {
                let string = usize::try_from(double_word(data, 6)?).unwrap_or(usize::MAX);
                self.characters += u64::from(strings.get(string).copied().unwrap_or(0));
            }
        }
        if let Some([top, bottom, left, right]) = corner {
            let rows = u64::from(bottom - top) + 1;
            let columns = u64::from(right.saturating_sub(left)) + 1;
            self.add_cells(rows.saturating_mul(columns))?;
        }
        if self.characters > MAX_TEXT as u64 {
            return Err(Unreadable::too_large(Limited::Text, MAX_TEXT));
        }
        Ok(())
    }

    /// The reader sets memory aside for the stated size.
    fn add_dimensions(&mut self, data: &[u8]) -> Result<(), Unreadable> {
        let [top, bottom, left, right] = if data.len() == 10 {
            [0, 2, 4, 6].map(|at| word(data, at).map(u32::from))
        } else {
            let narrow = |at| word(data, at).map(u32::from);
            [
                double_word(data, 0),
                double_word(data, 4),
                narrow(8),
                narrow(10),
            ]
        };
        let (top, bottom, left, right) = (top?, bottom?, left?, right?);
        // A column past 255 is taken as 0 by the reader.
        let left = if left > 0xFF || right < left { 0 } else { left };
        let rows = bottom.checked_sub(top.min(bottom.saturating_sub(1)));
        let rows = rows.filter(|_| top <= bottom).ok_or_else(contradiction)?;
        self.add_cells(u64::from(rows).saturating_mul(u64::from(right - left).max(1)))
    }

    fn add_cells(&mut self, cells: u64) -> Result<(), Unreadable> {
        self.cells = self.cells.saturating_add(cells);
        if self.cells > MAX_LAID_OUT {
            return Err(Unreadable::TooLarge {
                what: Limited::Cells,
                limit: MAX_LAID_OUT,
            });
        }
        Ok(())
    }
}

/// Lengths in characters of the shared strings, which run on through CONTINUE records.
fn string_lengths(first: &[u8], records: &mut Records<'_>) -> Result<Vec<u32>, Unreadable> {
    let mut parts = vec![first.get(8..).ok_or_else(contradiction)?];
    while word(records.0, 0).is_ok_and(|kind| kind == CONTINUE) {
        parts.extend(records.next().map(|(_, data)| data));
    }
    let mut reader = Strings {
        parts: &parts,
        at: 0,
    };
    let mut lengths = Vec::new();
    while !reader.is_done() {
        lengths.push(reader.skip_string()?);
    }
    Ok(lengths)
}

struct Strings<'a> {
    parts: &'a [&'a [u8]],
    at: usize,
}

impl Strings<'_> {
    fn is_done(&mut self) -> bool {
        while self.parts.first().is_some_and(|part| self.at >= part.len()) {
            self.parts = &self.parts[1..];
            self.at = 0;
        }
        self.parts.is_empty()
    }

    fn byte(&mut self) -> Result<u8, Unreadable> {
        if self.is_done() {
            return Err(contradiction());
        }
        let byte = self
            .parts
            .first()
            .and_then(|part| part.get(self.at))
            .copied();
        self.at += 1;
        byte.ok_or_else(contradiction)
    }

    fn number(&mut self, bytes: u32) -> Result<u32, Unreadable> {
        let mut number = 0;
        for place in 0..bytes {
            number |= u32::from(self.byte()?) << (8 * place);
        }
        Ok(number)
    }

    fn skip_bytes(&mut self, mut left: usize) -> Result<(), Unreadable> {
        while left > 0 {
            if self.is_done() {
                return Err(contradiction());
            }
            let here = self
                .parts
                .first()
                .map_or(0, |part| part.len() - self.at)
                .min(left);
            self.at += here;
            left -= here;
        }
        Ok(())
    }

    /// Skips one string and gives its length.
    fn skip_string(&mut self) -> Result<u32, Unreadable> {
        let length = self.number(2)?;
        let flags = self.byte()?;
        let runs = if flags & 0x08 == 0 {
            0
        } else {
            self.number(2)?
        };
        let extension = if flags & 0x04 == 0 {
            0
        } else {
            self.number(4)?
        };
        let mut is_wide = flags & 0x01 != 0;
        let mut left = length as usize;
        while left > 0 {
            let width = if is_wide { 2 } else { 1 };
            let here = self
                .parts
                .first()
                .map_or(0, |part| part.len().saturating_sub(self.at))
                / width;
            let taken = here.min(left);
            self.skip_bytes(taken * width)?;
            left -= taken;
            if left > 0 {
                // The next record says anew how wide its characters are.
                self.parts = self.parts.get(1..).ok_or_else(contradiction)?;
                self.at = 0;
                is_wide = self.byte()? & 0x01 != 0;
            }
        }
        self.skip_bytes(runs as usize * 4 + extension as usize)?;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    /// A workbook stream with one sheet made of these records.
    fn stream(sheet: &[Vec<u8>]) -> Vec<u8> {
        let globals = |start: u32| {
            let bound = [&start.to_le_bytes()[..], &[0, 0, 1, 0, b'A']].concat();
            [record(BOUND_SHEET, &bound), record(EOF, &[])].concat()
        };
        let start = u32::try_from(globals(0).len()).unwrap();
        [globals(start), sheet.concat(), record(EOF, &[])].concat()
    }

    #[test]
    fn a_sheet_that_states_a_size_it_cannot_have_is_refused_before_it_is_laid_out() {
        let mut size = Vec::new();
        for number in [0_u32, u32::MAX] {
            size.extend(number.to_le_bytes());
        }
        size.extend([0, 0, 0xFF, 0xFF, 0, 0]);
        let refused = check_stream(&stream(&[record(DIMENSIONS, &size)]));
        assert!(
            matches!(
                refused,
                Err(Unreadable::TooLarge {
                    what: Limited::Cells,
                    ..
                })
            ),
            "{refused:?}"
        );
    }

    #[test]
    fn two_cells_at_opposite_corners_are_refused() {
        let cell = |row: u16, column: u16| {
            let data = [&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat();
            record(NUMBER, &data)
        };
        assert_eq!(check_stream(&stream(&[cell(0, 0), cell(9, 9)])), Ok(()));
        let refused = check_stream(&stream(&[cell(0, 0), cell(65_535, 255)]));
        assert!(matches!(refused, Err(Unreadable::TooLarge { .. })));
    }

    #[test]
    fn a_sheet_that_begins_outside_the_file_is_broken() {
        let bound = [&u32::MAX.to_le_bytes()[..], &[0, 0, 1, 0, b'A']].concat();
        let outside = [record(BOUND_SHEET, &bound), record(EOF, &[])].concat();
        assert!(matches!(check_stream(&outside), Err(Unreadable::Broken(_))));
    }

    #[test]
    fn shared_strings_are_measured_across_records() {
        let one = [&[3, 0, 0][..], b"abc"].concat();
        let split = [&[4, 0, 0][..], b"ab"].concat();
        let rest = [&[1][..], &[b'c', 0, b'd', 0]].concat();
        let tail = record(CONTINUE, &rest);
        let head = [&[0; 8][..], &one, &split].concat();
        let lengths = string_lengths(&head, &mut Records(&tail)).unwrap();
        assert_eq!(lengths, [3, 4]);
    }

    proptest::proptest! {
        #[test]
        fn no_stream_makes_the_count_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = check_stream(&bytes);
            let sst = [record(SST, &bytes), record(CONTINUE, &bytes)].concat();
            let _ = check_stream(&sst);
            let _ = check_stream(&stream(&[record(DIMENSIONS, &bytes), record(MUL_RK, &bytes)]));
        }
    }
}
