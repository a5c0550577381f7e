//! Tables as workbooks. The container has its table of contents last, so that a workbook is put together whole, off the
//! threads that answer; what is too long for that is a table as text (`csv`).

use axum::http::header;
use axum::response::{IntoResponse, Response};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::web::PageError;
use crate::web::csv::Rows;

/// A file of the name with the headings and the rows. The cells of `numbers` are written as numbers; no other cell is taken
/// for anything but text, also when it looks like a formula.
///
/// # Errors
/// When the workbook cannot be written.
pub async fn file(
    name: &str,
    headings: Vec<String>,
    rows: Rows,
    numbers: &'static [usize],
) -> Result<Response, PageError> {
    let bytes = written(headings, rows, numbers).await?;
    let headers = [
        (
            header::CONTENT_TYPE,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
        ),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.xlsx\""),
        ),
    ];
    Ok((headers, bytes).into_response())
}

/// The workbook itself.
///
/// # Errors
/// When it cannot be written.
pub async fn written(
    headings: Vec<String>,
    rows: Rows,
    numbers: &'static [usize],
) -> Result<Vec<u8>, PageError> {
    let book = tokio::task::spawn_blocking(move || book(&headings, &rows, numbers)).await;
    book.map_err(broken)?.map_err(broken)
}

fn broken(error: impl std::fmt::Display) -> PageError {
    PageError::Internal(error.to_string())
}

fn book(headings: &[String], rows: &Rows, numbers: &[usize]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row_with_format(0, 0, headings, &Format::new().set_bold())?;
    sheet.set_freeze_panes(1, 0)?;
    for (line, row) in (1..).zip(rows) {
        for ((place, cell), column) in row.iter().enumerate().zip(0..) {
            let number = numbers.contains(&place).then(|| cell.parse::<f64>());
            match number {
                Some(Ok(number)) => sheet.write_number(line, column, number)?,
                _ => sheet.write_string(line, column, cell)?,
            };
        }
    }
    sheet.autofit();
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader, Xlsx};

    #[test]
    fn a_workbook_has_its_headings_its_numbers_and_no_formula() {
        let headings = ["Namn", "Brister"].map(ToOwned::to_owned);
        let rows = vec![
            vec!["=1+1".to_owned(), "3".to_owned()],
            vec!["0042".to_owned(), String::new()],
        ];
        let bytes = super::book(&headings, &rows, &[1]).unwrap();
        let mut book: Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        let cells: Vec<Vec<Data>> = sheet.rows().map(<[Data]>::to_vec).collect();
        assert_eq!(cells[0][0], Data::String("Namn".into()));
        assert_eq!(cells[1][0], Data::String("=1+1".into()));
        assert_eq!(cells[1][1], Data::Float(3.0));
        assert_eq!(cells[2][0], Data::String("0042".into()));
        assert_eq!(
            book.worksheet_formula("Sheet1")
                .unwrap()
                .used_cells()
                .count(),
            0
        );
    }
}
