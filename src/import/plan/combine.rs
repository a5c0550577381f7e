//! What the rows of a site say together.

use std::collections::HashMap;

use time::Date;

use super::at;
use super::group::Group;
use super::report::Report;
use crate::camera::CameraStatus;
use crate::import::columns::Column;
use crate::import::rows::CameraRow;
use crate::import::values::{date, fold, hours};
use crate::law::hours::WeeklyHours;
use crate::site::{Position, Purpose, Site, SiteStatus};

/// Cameras further from their middle than this are not one place, in metres.
const ONE_PLACE: f64 = 500.0;

pub(super) fn site(
    group: &Group<'_>,
    labels: &HashMap<u32, String>,
    report: &mut Report<'_>,
) -> Site {
    let text = |of: fn(&CameraRow) -> &str| distinct(group, of);
    Site {
        name: group.name.clone(),
        status: status(group),
        responsible: joined(
            group,
            Column::Responsible,
            &text(|row| &row.responsible),
            report,
        ),
        address: joined(group, Column::Address, &text(|row| &row.address), report),
        property_designation: joined(group, Column::Property, &text(|row| &row.property), report),
        place_type: group.place,
        purposes: purposes(group, report),
        purpose_text: purpose_text(group),
        audio: audio(group, report),
        started_on: started_on(group, report),
        ended_on: ended_on(group),
        position: position(group, report),
        public_access: same(group, Column::PublicAccess, |row| row.public_access, report),
        hours: site_hours(group, report)
            .map(|hours| hours.to_string())
            .unwrap_or_default(),
        recording: any(group, |row| {
            row.recording.map(|recording| recording.records)
        }),
        live_viewing: any(group, |row| {
            row.recording.and_then(|recording| recording.live)
        }),
        note: super::parts::not_needed(group, labels),
        ..Site::default()
    }
}

/// Different texts in the order of the list, blanks left out.
pub(super) fn distinct(group: &Group<'_>, of: fn(&CameraRow) -> &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for row in &group.rows {
        let text = of(row);
        if !text.is_empty() && !found.iter().any(|known| fold(known) == fold(text)) {
            found.push(text.to_owned());
        }
    }
    found
}

/// Every text, one after the other.
fn joined(group: &Group<'_>, column: Column, texts: &[String], report: &mut Report<'_>) -> String {
    if texts.len() > 1 {
        report.differ(
            &group.rows,
            column,
            texts,
            at("import-texts-joined", group),
            "import-site-accepted",
        );
    }
    texts.join("; ")
}

/// The one unit of the site, or none when rows name several.
pub(super) fn unit(
    group: &Group<'_>,
    units: &HashMap<String, String>,
    report: &mut Report<'_>,
) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for row in &group.rows {
        if let Some(name) = units.get(&row.unit)
            && !names.contains(name)
        {
            names.push(name.clone());
        }
    }
    if names.len() > 1 {
        report.differ(
            &group.rows,
            Column::Unit,
            &names,
            at("import-units-differ", group),
            "import-unit-accepted",
        );
        return None;
    }
    names.pop()
}

/// In use when any camera is or is only broken, ended when all are taken down.
fn status(group: &Group<'_>) -> SiteStatus {
    let has = |status| {
        group
            .rows
            .iter()
            .any(|row| row.status.unwrap_or(CameraStatus::InUse) == status)
    };
    if has(CameraStatus::InUse) || has(CameraStatus::Broken) {
        SiteStatus::InUse
    } else if has(CameraStatus::Planned) {
        SiteStatus::Planned
    } else {
        SiteStatus::Ended
    }
}

/// Every purpose that any row gives.
fn purposes(group: &Group<'_>, report: &mut Report<'_>) -> Vec<Purpose> {
    let mut all: Vec<Purpose> = group
        .rows
        .iter()
        .flat_map(|row| row.purposes.clone())
        .collect();
    all.sort_unstable();
    all.dedup();
    let texts = distinct(group, |row| &row.purpose_text);
    if texts.len() > 1 {
        report.differ(
            &group.rows,
            Column::Purpose,
            &texts,
            at("import-purposes-joined", group),
            "import-site-accepted",
        );
    }
    all
}

/// The list's own words; a question mark is not one.
fn purpose_text(group: &Group<'_>) -> String {
    let texts = distinct(group, |row| &row.purpose_text);
    let words = texts
        .into_iter()
        .filter(|text| text.contains(char::is_alphabetic));
    words.collect::<Vec<_>>().join("; ")
}

/// Yes when any row says yes, no when every row says no: a row without an answer leaves the site without one.
fn audio(group: &Group<'_>, report: &mut Report<'_>) -> Option<bool> {
    let answers: Vec<Option<bool>> = group.rows.iter().map(|row| row.audio).collect();
    let answer = if answers.contains(&Some(true)) {
        Some(true)
    } else if answers.contains(&None) {
        None
    } else {
        Some(false)
    };
    let is_mixed = answers.windows(2).any(|pair| pair[0] != pair[1]);
    if is_mixed {
        let count = |wanted| answers.iter().filter(|answer| **answer == wanted).count();
        let values = [
            format!("ja: {}", count(Some(true))),
            format!("nej: {}", count(Some(false))),
            format!("inget svar: {}", count(None)),
        ];
        let id = if answer == Some(true) {
            "import-audio-yes"
        } else {
            "import-audio-unanswered"
        };
        report.differ(
            &group.rows,
            Column::Audio,
            &values,
            at(id, group),
            "import-audio-accepted",
        );
    }
    answer
}

/// Yes when any row says so, no when some say no and none yes.
fn any(group: &Group<'_>, of: fn(&CameraRow) -> Option<bool>) -> Option<bool> {
    let answers = group.rows.iter().filter_map(|row| of(row));
    answers.reduce(|one, other| one || other)
}

/// What every answering row says alike.
fn same(
    group: &Group<'_>,
    column: Column,
    of: fn(&CameraRow) -> Option<bool>,
    report: &mut Report<'_>,
) -> Option<bool> {
    let answers: Vec<bool> = group.rows.iter().filter_map(|row| of(row)).collect();
    let is_same = answers.windows(2).all(|pair| pair[0] == pair[1]);
    if !is_same {
        let values: Vec<String> = answers
            .iter()
            .map(|answer| if *answer { "ja" } else { "nej" }.to_owned())
            .collect();
        report.differ(
            &group.rows,
            column,
            &values,
            at("import-answers-differ", group),
            "import-site-accepted",
        );
        return None;
    }
    answers.first().copied()
}

/// All hours that any camera watches. Hours that could not be read leave the site without, unless the others already
/// are round the clock.
fn site_hours(group: &Group<'_>, report: &mut Report<'_>) -> Option<WeeklyHours> {
    let texts = distinct(group, |row| &row.hours_text);
    let read: Vec<&WeeklyHours> = group
        .rows
        .iter()
        .filter_map(|row| row.hours.as_ref())
        .collect();
    let has_unread = group
        .rows
        .iter()
        .any(|row| row.hours.is_none() && !row.hours_text.is_empty());
    let (first, rest) = read.split_first()?;
    let all = rest
        .iter()
        .try_fold((*first).clone(), |sum, hours| hours::together(&sum, hours))?;
    let is_known = !has_unread || all.contains_whole_week();
    if texts.len() > 1 {
        let problem = if is_known {
            at("import-hours-together", group).with("hours", all.to_string())
        } else {
            at("import-hours-not-all-read", group)
        };
        report.differ(
            &group.rows,
            Column::Hours,
            &texts,
            problem,
            "import-hours-accepted",
        );
    }
    is_known.then_some(all)
}

/// The first day that any camera was in use, when no camera with an unreadable day can be older.
fn started_on(group: &Group<'_>, report: &mut Report<'_>) -> Option<Date> {
    let in_use = || {
        group
            .rows
            .iter()
            .filter(|row| row.status != Some(CameraStatus::Planned))
    };
    let first = in_use().filter_map(|row| row.installed_on).min()?;
    let older: Vec<String> = in_use()
        .filter(|row| row.installed_on.is_none())
        .filter(|row| date::year_in(&row.installed_text).is_none_or(|year| year <= first.year()))
        .map(|row| row.installed_text.clone())
        .collect();
    if older.is_empty() {
        return Some(first);
    }
    let problem = at("import-start-unknown", group).with("first", first.to_string());
    report.differ(
        &group.rows,
        Column::Installed,
        &older,
        problem,
        "import-date-accepted",
    );
    None
}

/// The last day that a camera was taken down, when all are and each day is known.
fn ended_on(group: &Group<'_>) -> Option<Date> {
    let days: Option<Vec<Date>> = group
        .rows
        .iter()
        .map(|row| {
            row.removed_on
                .filter(|_| row.status == Some(CameraStatus::Removed))
        })
        .collect();
    days?.into_iter().max()
}

/// The one camera's place, or the middle of cameras that stand close together.
fn position(group: &Group<'_>, report: &mut Report<'_>) -> Option<Position> {
    let places: Vec<&Position> = group
        .rows
        .iter()
        .filter_map(|row| row.position.as_ref())
        .collect();
    let (first, rest) = places.split_first()?;
    if rest.is_empty() {
        return Some((*first).clone());
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "a number of cameras is far below 2^52"
    )]
    let mean = |of: fn(&Position) -> f64| {
        places.iter().map(|place| of(place)).sum::<f64>() / places.len() as f64
    };
    let middle = Position::at(mean(|place| place.latitude), mean(|place| place.longitude));
    let furthest = places
        .iter()
        .map(|place| place.metres_to(&middle))
        .fold(0.0, f64::max);
    if furthest > ONE_PLACE {
        let kilometres = format!("{:.1}", furthest / 1000.0).replace('.', ",");
        let problem = at("import-positions-apart", group).with("kilometres", kilometres);
        report.differ(
            &group.rows,
            Column::North,
            &[],
            problem,
            "import-position-accepted",
        );
        return None;
    }
    Some(middle)
}
