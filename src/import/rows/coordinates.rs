//! The position of a row, from one column or two.

use super::reader::RowReader;
use crate::import::Message;
use crate::import::columns::Column;
use crate::site::Position;
use crate::site::position::{PositionError, number};

pub(super) fn read(reader: &mut RowReader<'_>, zone: Option<u16>) -> Option<Position> {
    if reader.has(Column::North) && reader.has(Column::East) {
        from_two(reader, Column::North, Column::East, zone)
    } else if reader.has(Column::X) && reader.has(Column::Y) {
        from_two(reader, Column::X, Column::Y, zone)
    } else if reader.has(Column::Position) {
        from_one(reader, zone)
    } else {
        None
    }
}

fn from_one(reader: &mut RowReader<'_>, zone: Option<u16>) -> Option<Position> {
    let typed = reader.text(Column::Position);
    if typed.is_empty() {
        report_missing(reader, Column::Position);
        return None;
    }
    let zone = reader.zone(Column::Position).or(zone);
    let found = Position::parse(&typed, zone);
    settle(reader, Column::Position, typed, found)
}

fn from_two(
    reader: &mut RowReader<'_>,
    north: Column,
    east: Column,
    zone: Option<u16>,
) -> Option<Position> {
    let texts = (reader.text(north), reader.text(east));
    if texts.0.is_empty() && texts.1.is_empty() {
        report_missing(reader, north);
        return None;
    }
    let zone = reader.zone(north).or(reader.zone(east)).or(zone);
    let numbers = number(&texts.0).zip(number(&texts.1));
    let is_degrees =
        numbers.is_some_and(|(north, east)| north.abs() <= 180.0 && east.abs() <= 180.0);
    let typed = if is_degrees {
        format!("{}, {}", texts.0, texts.1)
    } else {
        format!("N {} E {}", texts.0, texts.1)
    };
    let found = match numbers {
        None => Err(PositionError::Unreadable),
        Some((first, second)) if north == Column::X => {
            Position::from_either_order(first, second, &typed, zone)
        }
        Some((north, east)) => Position::from_numbers(north, east, &typed, zone),
    };
    settle(reader, north, typed, found)
}

fn report_missing(reader: &mut RowReader<'_>, column: Column) {
    reader.report(
        column,
        Message::new("import-position-missing"),
        Message::new("import-position-accepted"),
    );
}

fn settle(
    reader: &mut RowReader<'_>,
    column: Column,
    typed: String,
    found: Result<Position, PositionError>,
) -> Option<Position> {
    let error = match found {
        Ok(position) => return Some(position),
        Err(error) => error,
    };
    let accepted = match &error {
        PositionError::Swapped { offer } => {
            Message::new("import-position-swapped-offer").with("offer", &offer.typed)
        }
        PositionError::ZoneUnknown => Message::new("import-position-zone-accepted"),
        _ => Message::new("import-position-accepted"),
    };
    reader.keep_value(column, typed.clone());
    reader.report_value(column, typed, Message::new(error.text_id()), accepted);
    None
}
