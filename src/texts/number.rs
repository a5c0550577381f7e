//! Numbers as each language writes them: `12 345,5` with no-break spaces in Swedish, `12,345.5` in English.

use fluent_bundle::FluentValue;
use fluent_bundle::types::FluentNumber;

/// No-break space: a number is never broken over two lines.
const NO_BREAK: char = '\u{a0}';

pub(super) fn swedish<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    Some(grouped(number, NO_BREAK, ','))
}

pub(super) fn english<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    Some(grouped(number, ',', '.'))
}

/// Groups of three from four digits up; a year is text and not a number.
fn grouped(number: &FluentNumber, thousands: char, decimal: char) -> String {
    let plain = number.as_string();
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let (sign, digits) = whole
        .strip_prefix('-')
        .map_or(("", whole), |digits| ("\u{2212}", digits));
    let mut text = String::from(sign);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(thousands);
        }
        text.push(digit);
    }
    if !part.is_empty() {
        text.push(decimal);
        text.push_str(part);
    }
    text
}
