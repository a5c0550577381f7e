//! xlsx, xls and ods by way of calamine.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{
    Data, DataRef, Ods, OdsError, Range, Reader, SheetVisible, Xls, XlsError, Xlsx, XlsxError,
};
use time::{Date, Month};

use super::xml::HiddenRows;
use super::{Cell, Collector, Format, Limited, MAX_SHEETS, Sheet, Unreadable, Value, Workbook};

pub(super) fn xlsx(bytes: &[u8], hidden: &HiddenRows) -> Result<Workbook, Unreadable> {
    let sheets = without_panic(|| read_xlsx(bytes, hidden))?;
    Ok(Workbook {
        format: Format::Xlsx,
        sheets,
    })
}

pub(super) fn ods(bytes: &[u8], hidden: &HiddenRows) -> Result<Workbook, Unreadable> {
    let sheets = without_panic(|| read_ods(bytes, hidden))?;
    Ok(Workbook {
        format: Format::Ods,
        sheets,
    })
}

/// The reader is another's code and meets files made to break it: a panic there is a broken file here.
pub(super) fn xls(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let sheets = without_panic(|| read_xls(bytes))?;
    Ok(Workbook {
        format: Format::Xls,
        sheets,
    })
}

fn without_panic<T>(read: impl FnOnce() -> Result<T, Unreadable>) -> Result<T, Unreadable> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(Unreadable::Broken(
            "the contents contradict each other".to_owned(),
        ))
    })
}

fn read_xlsx(bytes: &[u8], hidden: &HiddenRows) -> Result<Vec<Sheet>, Unreadable> {
    let broken = |error: XlsxError| match error {
        XlsxError::Password => Unreadable::Encrypted,
        other => Unreadable::Broken(other.to_string()),
    };
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let listed = worksheets(workbook.sheets_metadata())?;
    let mut sheets = Vec::new();
    for (name, is_hidden) in listed {
        let mut collector = Collector::default();
        let mut cells = match workbook.worksheet_cells_reader(&name) {
            Err(XlsxError::NotAWorksheet(_)) => continue,
            other => other.map_err(broken)?,
        };
        while let Some(found) = cells.next_cell_with_formula().map_err(broken)? {
            let cell = Cell {
                value: value_of_ref(found.value),
                formula: found.formula.filter(|formula| !formula.is_empty()),
            };
            collector.put(found.pos.0, found.pos.1, cell)?;
        }
        drop(cells);
        for merged in workbook.merge_cells_by_sheet_name(&name).map_err(broken)? {
            collector.fill_down(merged.start.1, merged.start.0, merged.end.0)?;
        }
        let rows = hidden.get(&name);
        sheets.push(Sheet {
            rows: collector.into_rows(|number| rows.is_some_and(|rows| rows.contains(&number))),
            name,
            hidden: is_hidden,
        });
    }
    Ok(sheets)
}

fn read_ods(bytes: &[u8], hidden: &HiddenRows) -> Result<Vec<Sheet>, Unreadable> {
    let broken = |error: OdsError| match error {
        OdsError::Password => Unreadable::Encrypted,
        other => Unreadable::Broken(other.to_string()),
    };
    let mut workbook: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(broken)?;
    let listed = worksheets(workbook.sheets_metadata())?;
    let mut sheets = Vec::new();
    for (name, is_hidden) in listed {
        let values = workbook.worksheet_range(&name).map_err(broken)?;
        let formulas = workbook.worksheet_formula(&name).map_err(broken)?;
        let rows = hidden.get(&name);
        sheets.push(Sheet {
            rows: collect(&values, &formulas)?
                .into_rows(|number| rows.is_some_and(|rows| rows.contains(&number))),
            name,
            hidden: is_hidden,
        });
    }
    Ok(sheets)
}

fn read_xls(bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
    let broken = |error: XlsError| match error {
        XlsError::Password => Unreadable::Encrypted,
        other => Unreadable::Broken(other.to_string()),
    };
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(broken)?;
    let listed = worksheets(workbook.sheets_metadata())?;
    let mut sheets = Vec::new();
    for (name, is_hidden) in listed {
        let values = workbook.worksheet_range(&name).map_err(broken)?;
        let formulas = workbook.worksheet_formula(&name).map_err(broken)?;
        let mut collector = collect(&values, &formulas)?;
        for merged in workbook.merge_cells_by_sheet_name(&name).map_err(broken)? {
            collector.fill_down(merged.start.1, merged.start.0, merged.end.0)?;
        }
        sheets.push(Sheet {
            // The reader does not tell which rows of an xls file are hidden.
            rows: collector.into_rows(|_| false),
            name,
            hidden: is_hidden,
        });
    }
    Ok(sheets)
}

fn worksheets(listed: &[calamine::Sheet]) -> Result<Vec<(String, bool)>, Unreadable> {
    if listed.len() > MAX_SHEETS {
        return Err(Unreadable::too_large(Limited::Sheets, MAX_SHEETS));
    }
    let sheets = listed
        .iter()
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    Ok(sheets)
}

fn collect(values: &Range<Data>, formulas: &Range<String>) -> Result<Collector, Unreadable> {
    let mut collector = Collector::default();
    let (row, column) = values.start().unwrap_or_default();
    for (below, right, data) in values.used_cells() {
        let position = (row + index(below), column + index(right));
        let formula = formulas
            .get_value(position)
            .filter(|formula| !formula.is_empty());
        let cell = Cell {
            value: value_of(data),
            formula: formula.cloned(),
        };
        collector.put(position.0, position.1, cell)?;
    }
    Ok(collector)
}

fn index(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn value_of_ref(data: DataRef<'_>) -> Option<Value> {
    value_of(&Data::from(data))
}

fn value_of(cell: &Data) -> Option<Value> {
    match cell {
        Data::Empty => None,
        Data::Int(number) => number.to_string().parse().ok().map(Value::Number),
        Data::Float(number) => Some(Value::Number(*number)),
        Data::Bool(answer) => Some(Value::Bool(*answer)),
        Data::String(text) | Data::DurationIso(text) => Cell::text(text).value,
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            let month = Month::try_from(month).ok();
            let date =
                month.and_then(|month| Date::from_calendar_date(i32::from(year), month, day).ok());
            Some(date.map_or_else(|| Value::Number(moment.as_f64()), Value::Date))
        }
        Data::DateTime(duration) => Some(Value::Number(duration.as_f64())),
        Data::DateTimeIso(text) => {
            let day = text.get(..10).unwrap_or(text);
            let format = time::macros::format_description!("[year]-[month]-[day]");
            let date = Date::parse(day, format).ok();
            date.map_or_else(|| Cell::text(text).value, |date| Some(Value::Date(date)))
        }
        Data::Error(error) => Some(Value::Error(error.to_string())),
    }
}
