//! Text with columns: any common encoding and delimiter.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1250, WINDOWS_1252};

use super::{Cell, Collector, Format, MAX_CELL_CHARACTERS, Sheet, Unreadable, Workbook};

const DELIMITERS: [char; 4] = [';', ',', '\t', '|'];
/// How many lines decide which delimiter it is.
const LINES_TO_LOOK_AT: usize = 50;

pub(super) fn read(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let (text, encoding) = decode(bytes)?;
    let lowered: String = text.chars().take(200).collect::<String>().to_lowercase();
    if ["<html", "<!doctype", "<?xml", "<table", "%pdf", "{\\rtf"]
        .iter()
        .any(|start| lowered.trim_start().starts_with(start))
    {
        return Err(Unreadable::NotATable);
    }
    let (text, stated) = stated_delimiter(&text);
    let delimiter = stated.unwrap_or_else(|| sniff(text));
    let skipped_lines = u32::from(stated.is_some());
    let rows = rows(text, delimiter, skipped_lines)?;
    Ok(Workbook {
        format: Format::Text {
            encoding: encoding.name(),
            delimiter,
        },
        sheets: vec![Sheet {
            name: String::new(),
            hidden: false,
            rows: rows.into_rows(|_| false),
        }],
    })
}

fn decode(bytes: &[u8]) -> Result<(String, &'static Encoding), Unreadable> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, had_errors) = encoding.decode_without_bom_handling(&bytes[mark..]);
        if !had_errors {
            return Ok((text.into_owned(), encoding));
        }
    }
    if bytes.contains(&0) {
        return Err(Unreadable::NotATable);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((text.to_owned(), UTF_8));
    }
    let encoding = western_or_central(bytes);
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Ok((text.into_owned(), encoding))
}

/// å and Å tell western text; č, ć, đ, ž and the letters that western text does not have tell central European.
fn western_or_central(bytes: &[u8]) -> &'static Encoding {
    let count = |letters: &[u8]| bytes.iter().filter(|byte| letters.contains(byte)).count();
    let western = count(b"\xe5\xc5\xe4\xc4\xf6\xd6\xe9");
    let central = count(b"\xe8\xe6\xf0\xc8\xc6\xd0\x8d\x8f\x9d\x9f\x8e\x9e");
    if central > western {
        WINDOWS_1250
    } else {
        WINDOWS_1252
    }
}

/// Excel's own first line `sep=;`.
fn stated_delimiter(text: &str) -> (&str, Option<char>) {
    let Some((first, rest)) = text.split_once('\n') else {
        return (text, None);
    };
    let mut stated = first
        .trim()
        .strip_prefix("sep=")
        .into_iter()
        .flat_map(str::chars);
    match (stated.next(), stated.next()) {
        (Some(delimiter), None) if delimiter.is_ascii() => (rest, Some(delimiter)),
        _ => (text, None),
    }
}

/// The delimiter that most lines have equally often.
fn sniff(text: &str) -> char {
    let mut best = (0, ',');
    for delimiter in DELIMITERS {
        let counts: Vec<usize> = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .take(LINES_TO_LOOK_AT)
            .map(|line| outside_quotes(line, delimiter))
            .collect();
        let commonest = counts
            .iter()
            .copied()
            .filter(|count| *count > 0)
            .max_by_key(|count| {
                counts.iter().filter(|other| *other == count).count() * 1000 + count
            });
        if let Some(commonest) = commonest {
            let lines = counts.iter().filter(|count| **count == commonest).count();
            let score = lines * 1000 + commonest;
            if score > best.0 {
                best = (score, delimiter);
            }
        }
    }
    best.1
}

fn outside_quotes(line: &str, delimiter: char) -> usize {
    let mut is_quoted = false;
    line.chars()
        .filter(|letter| {
            is_quoted ^= *letter == '"';
            !is_quoted && *letter == delimiter
        })
        .count()
}

/// The line of a record: its stated position is before the blank lines that were skipped to reach it.
fn first_line(text: &str, start: &csv::Position) -> u64 {
    let at = usize::try_from(start.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let blank = rest
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'))
        .filter(|byte| **byte == b'\n');
    start.line() + blank.count() as u64
}

fn rows(text: &str, delimiter: char, skipped_lines: u32) -> Result<Collector, Unreadable> {
    let mut collector = Collector::default();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .from_reader(text.as_bytes());
    for record in reader.records() {
        let record = record.map_err(|error| Unreadable::Broken(error.to_string()))?;
        let line = record.position().map_or(1, |start| first_line(text, start));
        let row = u32::try_from(line - 1)
            .unwrap_or(u32::MAX)
            .saturating_add(skipped_lines);
        for (column, field) in record.iter().enumerate() {
            if field.len() > MAX_CELL_CHARACTERS && field.contains('\n') {
                return Err(Unreadable::OpenQuote {
                    row: u64::from(row) + 1,
                });
            }
            collector.put(
                row,
                u32::try_from(column).unwrap_or(u32::MAX),
                Cell::text(field),
            )?;
        }
    }
    Ok(collector)
}
