//! Tables as text that Excel opens: UTF-8 with its mark, semicolons, and no cell that is taken for a formula. Written as
//! they are read, page by page, however long they are.

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt, stream};

use crate::web::PageError;

/// By which Excel sees that it is UTF-8.
const MARK: &str = "\u{feff}";

/// The lines of a table, as text.
pub type Rows = Vec<Vec<String>>;

/// What a file begins with: the mark and the headings.
///
/// # Errors
/// When they cannot be written.
pub fn beginning(headings: Vec<String>) -> Result<Vec<u8>, PageError> {
    Ok([MARK.as_bytes(), &written(vec![headings])?].concat())
}

/// A file of the name, with the headings and then what `pages` gives.
pub fn file(
    name: &str,
    headings: Vec<String>,
    pages: impl Stream<Item = Result<Rows, PageError>> + Send + 'static,
) -> Response {
    let first = stream::once(async move { beginning(headings).map(Bytes::from) });
    let lines = pages.map(|page| written(page?).map(Bytes::from));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.csv\""),
        ),
    ];
    (headers, Body::from_stream(first.chain(lines))).into_response()
}

/// Lines as they stand in a file.
///
/// # Errors
/// When they cannot be written.
pub fn written(rows: Rows) -> Result<Vec<u8>, PageError> {
    let broken = |error: csv::Error| PageError::Internal(error.to_string());
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .from_writer(Vec::new());
    for row in rows {
        writer
            .write_record(row.iter().map(|cell| not_a_formula(cell)))
            .map_err(broken)?;
    }
    let bytes = writer.into_inner();
    bytes.map_err(|error| PageError::Internal(error.to_string()))
}

fn not_a_formula(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_table_has_its_mark_its_headings_and_no_formula() {
        let pages = vec![
            Ok(vec![vec!["1".to_owned(), "=1+1".to_owned()]]),
            Ok(vec![vec!["2".to_owned(), "a;b".to_owned()]]),
        ];
        let headings = vec!["Nummer".to_owned(), "Saken".to_owned()];
        let response = file("lista", headings, stream::iter(pages));
        let body = axum::body::to_bytes(response.into_body(), 1 << 20)
            .await
            .unwrap();
        assert_eq!(
            str::from_utf8(&body).unwrap(),
            "\u{feff}Nummer;Saken\n1;'=1+1\n2;\"a;b\"\n"
        );
    }
}
