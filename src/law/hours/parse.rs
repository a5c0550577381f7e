//! Reads the canonical form of weekly hours, and the small variations people write.

use super::{DAY, NAMES, Span, WeeklyHours, canonical};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    #[error(
        "”{0}” is not days and hours; write for example ”mån-fre 20-06; lör-sön 17-07” or ”dygnet runt”"
    )]
    Unreadable(String),
    #[error("”{0}” is not a day; write mån, tis, ons, tors, fre, lör, sön or helgdag")]
    Day(String),
    #[error("”{0}” is not a span of hours; write for example ”20-06” or ”07.30-16”")]
    Span(String),
}

pub(super) fn parse(text: &str) -> Result<WeeklyHours, HoursError> {
    let text = text.trim().to_lowercase().replace(['–', '—'], "-");
    if matches!(
        text.as_str(),
        "dygnet runt" | "alla dagar dygnet runt" | "24/7"
    ) {
        return Ok(WeeklyHours::whole_week());
    }
    let mut hours = WeeklyHours {
        days: Default::default(),
        holiday: None,
    };
    if text == "aldrig" {
        return Ok(hours);
    }
    for part in text.split(';').map(str::trim) {
        read_part(part, &mut hours)?;
    }
    for spans in hours.days.iter_mut().chain(&mut hours.holiday) {
        *spans = canonical(std::mem::take(spans));
    }
    Ok(hours)
}

/// `mån-fre, helgdag 20-06, 12-13`: the days stand before the first digit.
fn read_part(part: &str, hours: &mut WeeklyHours) -> Result<(), HoursError> {
    let closed = ["dygnet runt", "stängt"]
        .into_iter()
        .find(|words| part.ends_with(words));
    let split = closed.map_or_else(
        || part.find(|c: char| c.is_ascii_digit()),
        |words| Some(part.len() - words.len()),
    );
    let Some((days, times)) = split.and_then(|at| part.split_at_checked(at)) else {
        return Err(HoursError::Unreadable(part.to_owned()));
    };
    let days = read_days(days.trim())?;
    let spans = match times {
        "dygnet runt" => vec![Span { start: 0, end: DAY }],
        "stängt" => Vec::new(),
        _ => times
            .split(',')
            .map(|span| read_span(span.trim()))
            .collect::<Result<Vec<_>, _>>()?,
    };
    for day in days {
        match hours.days.get_mut(day) {
            Some(known) => known.extend_from_slice(&spans),
            None => hours
                .holiday
                .get_or_insert_default()
                .extend_from_slice(&spans),
        }
    }
    Ok(())
}

/// No days at all means every day of the week.
fn read_days(text: &str) -> Result<Vec<usize>, HoursError> {
    if matches!(text, "" | "alla dagar" | "dagligen") {
        return Ok((0..7).collect());
    }
    let mut days = Vec::new();
    for item in text.split(',').map(str::trim) {
        match item.split_once('-') {
            None => days.push(read_day(item)?),
            Some((first, last)) => {
                let (first, last) = (read_day(first.trim())?, read_day(last.trim())?);
                if first > last || last > 6 {
                    return Err(HoursError::Day(item.to_owned()));
                }
                days.extend(first..=last);
            }
        }
    }
    Ok(days)
}

fn read_day(text: &str) -> Result<usize, HoursError> {
    let short = match text {
        "måndag" | "må" => "mån",
        "tisdag" | "ti" => "tis",
        "onsdag" | "on" => "ons",
        "torsdag" | "tor" | "to" => "tors",
        "fredag" | "fr" => "fre",
        "lördag" | "lö" => "lör",
        "söndag" | "sö" => "sön",
        "helgdagar" | "röd dag" => "helgdag",
        other => other,
    };
    NAMES
        .iter()
        .position(|name| *name == short)
        .ok_or_else(|| HoursError::Day(text.to_owned()))
}

fn read_span(text: &str) -> Result<Span, HoursError> {
    let wrong = || HoursError::Span(text.to_owned());
    let (start, end) = text.split_once('-').ok_or_else(wrong)?;
    let start = read_clock(start.trim())
        .filter(|start| *start < DAY)
        .ok_or_else(wrong)?;
    let end = read_clock(end.trim()).ok_or_else(wrong)?;
    // At or before the start means the next day.
    let end = if end <= start { end + DAY } else { end };
    Ok(Span { start, end })
}

/// `7`, `07`, `07.30`, `07:30`, `24`: minutes from midnight.
fn read_clock(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(['.', ':']).unwrap_or((text, "0"));
    let digits =
        |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let minutes = hour * 60 + minute;
    (minute < 60 && minutes <= DAY).then_some(minutes)
}
