use std::io::{Cursor, Write};

use proptest::prelude::*;
use rust_xlsxwriter::{Format as CellFormat, Formula, Workbook as Writer};
use time::macros::date;

use super::*;

fn sheet(bytes: &[u8]) -> Sheet {
    read(bytes).expect("readable").sheets.swap_remove(0)
}

fn texts(row: &Row) -> Vec<String> {
    row.cells.iter().map(Cell::shown).collect()
}

/// A workbook with one sheet.
fn xlsx(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut writer = Writer::new();
    fill(writer.add_worksheet());
    writer.save_to_buffer().unwrap()
}

fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive
            .start_file(*name, ::zip::write::SimpleFileOptions::default())
            .unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>
        <table:table table:name="Blad1">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
        (
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest=\"m\"/>",
        ),
    ])
}

fn ods_cell(text: &str) -> String {
    format!(
        r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
    )
}

#[test]
fn numbers_texts_dates_and_formulas_of_a_workbook_are_told_apart() {
    let bytes = xlsx(|sheet| {
        let day = CellFormat::new().set_num_format("yyyy-mm-dd");
        sheet.write(0, 0, "0042").unwrap();
        sheet.write(0, 1, 72).unwrap();
        sheet.write_with_format(0, 2, 43_381, &day).unwrap();
        sheet
            .write(0, 3, Formula::new("=24*3").set_result("72"))
            .unwrap();
        sheet.write(0, 4, "  \u{a0} ").unwrap();
    });
    let row = &sheet(&bytes).rows[0];
    assert_eq!(row.cell(0).value, Some(Value::Text("0042".into())));
    assert_eq!(row.cell(1).value, Some(Value::Number(72.0)));
    assert_eq!(row.cell(2).value, Some(Value::Date(date!(2018 - 10 - 08))));
    assert_eq!(row.cell(3).value, Some(Value::Number(72.0)));
    assert_eq!(row.cell(3).formula.as_deref(), Some("24*3"));
    assert!(row.cell(4).is_empty());
}

#[test]
fn rows_keep_their_numbers_and_hidden_ones_are_told() {
    let bytes = xlsx(|sheet| {
        sheet.write(0, 0, "rubrik").unwrap();
        sheet.write(3, 0, "synlig").unwrap();
        sheet.write(4, 0, "dold").unwrap();
        sheet.set_row_hidden(4).unwrap();
    });
    let rows = sheet(&bytes).rows;
    let found: Vec<(u32, bool)> = rows.iter().map(|row| (row.number, row.hidden)).collect();
    assert_eq!(found, [(1, false), (4, false), (5, true)]);
}

#[test]
fn a_cell_merged_over_rows_stands_on_each_of_them() {
    let bytes = xlsx(|sheet| {
        sheet
            .merge_range(0, 0, 2, 0, "Hedeskolan", &CellFormat::new())
            .unwrap();
        for row in 0..3 {
            sheet.write(row, 1, row).unwrap();
        }
    });
    let rows = sheet(&bytes).rows;
    assert!(rows.iter().all(|row| row.cell(0).shown() == "Hedeskolan"));
}

#[test]
fn a_hidden_sheet_is_told() {
    let mut writer = Writer::new();
    writer.add_worksheet().write(0, 0, "a").unwrap();
    let hidden = writer.add_worksheet();
    hidden.write(0, 0, "b").unwrap();
    hidden.set_hidden(true);
    let workbook = read(&writer.save_to_buffer().unwrap()).unwrap();
    let hidden: Vec<bool> = workbook.sheets.iter().map(|sheet| sheet.hidden).collect();
    assert_eq!(hidden, [false, true]);
}

#[test]
fn an_xls_file_is_read_with_its_dates_formulas_and_hidden_sheet() {
    let workbook = read(&std::fs::read("tests/data/lista.xls").unwrap()).unwrap();
    assert_eq!(workbook.format, Format::Xls);
    let rows = &workbook.sheets[0].rows;
    assert_eq!(texts(&rows[1])[..3], ["Kameranr", "Objekt", "Ljud"]);
    assert_eq!(rows[1].number, 3);
    assert_eq!(
        rows[2].cell(3).value,
        Some(Value::Date(date!(2018 - 10 - 08)))
    );
    assert!(rows[2].cell(4).formula.is_some());
    assert!(workbook.sheets[1].hidden);
}

#[test]
fn an_xls_file_cut_short_or_changed_anywhere_is_never_a_panic() {
    let whole = std::fs::read("tests/data/lista.xls").unwrap();
    assert!(matches!(read(&whole[..2_000]), Err(Unreadable::Broken(_))));
    for at in (512..whole.len()).step_by(7) {
        let mut changed = whole.clone();
        changed[at] ^= 0xFF;
        let _ = read(&changed);
    }
}

#[test]
fn one_long_text_in_very_many_cells_is_refused() {
    let bytes = xlsx(|sheet| {
        let long = "x".repeat(30_000);
        for row in 0..2_000 {
            sheet.write(row, 0, &long).unwrap();
        }
    });
    assert!(bytes.len() < 100_000);
    assert_eq!(
        read(&bytes),
        Err(Unreadable::too_large(Limited::Text, MAX_TEXT))
    );
}

#[test]
fn an_ods_file_is_read_with_its_repeated_cells_and_hidden_rows() {
    let rows = format!(
        r#"<table:table-row>{}{}</table:table-row>
        <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
        <table:table-row table:visibility="collapse">{}<table:table-cell table:number-columns-repeated="16000"/></table:table-row>"#,
        ods_cell("Kameranr"),
        ods_cell("Objekt"),
        ods_cell("0001"),
    );
    let sheet = sheet(&ods(&rows));
    assert_eq!(sheet.name, "Blad1");
    assert_eq!(texts(&sheet.rows[0]), ["Kameranr", "Objekt"]);
    assert_eq!((sheet.rows[1].number, sheet.rows[1].hidden), (4, true));
}

#[test]
fn an_ods_file_that_repeats_itself_without_end_is_refused() {
    let cell = r#"<table:table-cell office:value-type="string" table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell>"#;
    let row =
        format!("<table:table-row table:number-rows-repeated=\"1000000\">{cell}</table:table-row>");
    let refused = read(&ods(&row));
    assert_eq!(
        refused,
        Err(Unreadable::too_large(Limited::Cells, MAX_CELLS))
    );
}

#[test]
fn a_shared_strings_part_that_promises_too_much_is_refused() {
    let bytes = zip(&[
        ("xl/workbook.xml", "<workbook/>"),
        (
            "xl/sharedStrings.xml",
            "<sst uniqueCount=\"99999999999999\"></sst>",
        ),
    ]);
    assert!(matches!(read(&bytes), Err(Unreadable::Broken(_))));
}

#[test]
fn a_workbook_cut_short_is_broken_and_not_a_panic() {
    let whole = std::fs::read("tests/data/kameralista-ekebro.xlsx").unwrap();
    for part in 1..20 {
        let cut = &whole[..whole.len() * part / 20];
        assert!(matches!(read(cut), Err(Unreadable::Broken(_))), "{part}/20");
    }
}

#[test]
fn a_file_with_nothing_in_it_is_empty() {
    assert_eq!(read(b""), Err(Unreadable::Empty));
    assert_eq!(read(b"\n\n;;\n"), Err(Unreadable::Empty));
    assert_eq!(read(&xlsx(|_| ())), Err(Unreadable::Empty));
}

#[test]
fn a_picture_a_web_page_and_a_program_are_no_lists() {
    for bytes in [
        b"\x89PNG\r\n\x1a\n\0\0\0\r".as_slice(),
        b"%PDF-1.7\n",
        b"<!DOCTYPE html><table>",
        b"\x7fELF\x02\x01\x01\0",
        &zip(&[("word/document.xml", "<w/>")]),
    ] {
        assert_eq!(read(bytes), Err(Unreadable::NotATable));
    }
}

#[test]
fn too_many_bytes_rows_or_columns_are_refused() {
    let refused = |bytes: &[u8]| read(bytes).expect_err("too large");
    assert_eq!(
        refused(&vec![b'a'; MAX_BYTES + 1]),
        Unreadable::too_large(Limited::Bytes, MAX_BYTES)
    );
    assert_eq!(
        refused("a;b\n".repeat(MAX_ROWS + 1).as_bytes()),
        Unreadable::too_large(Limited::Rows, MAX_ROWS)
    );
    assert_eq!(
        refused(format!("{}x\n", ";".repeat(MAX_COLUMNS)).as_bytes()),
        Unreadable::too_large(Limited::Columns, MAX_COLUMNS)
    );
    let far_away = xlsx(|sheet| {
        sheet.write(1_048_575, 16_383, "långt bort").unwrap();
    });
    assert_eq!(
        refused(&far_away),
        Unreadable::too_large(Limited::Columns, MAX_COLUMNS)
    );
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_named_by_its_row() {
    let text = format!(
        "nr,objekt\n1,\"Hedeskolan\n{}",
        "2,Stortorget\n".repeat(5_000)
    );
    assert_eq!(read(text.as_bytes()), Err(Unreadable::OpenQuote { row: 2 }));
}

#[test]
fn the_delimiter_is_found_also_where_commas_stand_in_texts() {
    let found =
        read("nr;objekt\n1;Torget, norra delen, vid fontänen\n2;\"a;b\"\n".as_bytes()).unwrap();
    assert_eq!(
        found.format,
        Format::Text {
            encoding: "UTF-8",
            delimiter: ';'
        }
    );
    assert_eq!(texts(&found.sheets[0].rows[2]), ["2", "a;b"]);
    let tabs = read(b"nr\tobjekt\n1\tTorget\n").unwrap();
    assert!(matches!(
        tabs.format,
        Format::Text {
            delimiter: '\t',
            ..
        }
    ));
}

#[test]
fn the_line_that_states_the_delimiter_is_not_a_row() {
    let found = sheet(b"sep=;\nnr;objekt\n1;Torget\n");
    assert_eq!(texts(&found.rows[0]), ["nr", "objekt"]);
    assert_eq!(found.rows[0].number, 2);
}

#[test]
fn blank_lines_do_not_shift_the_row_numbers() {
    let found = sheet(b"nr;objekt\n\n1;Torget\n");
    assert_eq!(found.rows[1].number, 3);
}

#[test]
fn western_central_european_and_utf_16_texts_are_decoded() {
    let swedish = read(b"nr;objekt\n1;\xc5kerskolan\n").unwrap();
    assert_eq!(texts(&swedish.sheets[0].rows[1]), ["1", "Åkerskolan"]);
    assert!(matches!(
        swedish.format,
        Format::Text {
            encoding: "windows-1252",
            ..
        }
    ));
    let croatian = read(b"nr;objekt\n1;Kova\xe8i\xe6\n").unwrap();
    assert_eq!(texts(&croatian.sheets[0].rows[1]), ["1", "Kovačić"]);
    let utf_16: Vec<u8> = "\u{feff}nr\tobjekt\n1\tÅkerskolan\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(texts(&sheet(&utf_16).rows[1]), ["1", "Åkerskolan"]);
    let marked = sheet("\u{feff}nr;objekt\n1;Torget\n".as_bytes());
    assert_eq!(marked.rows[0].cell(0).shown(), "nr");
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
        let mut archive = b"PK\x03\x04".to_vec();
        archive.extend(&bytes);
        let _ = read(&archive);
    }

    #[test]
    fn a_table_is_read_back_from_csv(
        rows in proptest::collection::vec(proptest::collection::vec("[a-zåäö0-9 ;,\"]{1,8}[a-z]", 3), 2..6)
    ) {
        let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let mut text = b"sep=;\n".to_vec();
        text.extend(writer.into_inner().unwrap());
        let found = sheet(&text);
        for (row, written) in found.rows.iter().zip(&rows) {
            let trimmed: Vec<&str> = written.iter().map(|cell| cell.trim()).collect();
            prop_assert_eq!(texts(row), trimmed);
        }
    }
}
