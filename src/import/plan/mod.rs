//! The list as sites with their cameras: what an import would write.
//!
//! A site is a name and a type of place. What every row of a site says alike is the site's; where rows differ,
//! `combine` and `parts` say how they are put together, always so that the register never shows less
//! surveillance, longer hours or shorter storage than the list may mean, and always with a notice.

use std::collections::HashMap;

use super::columns::{self, Column, Layout, Mapping, NoList};
use super::rows::{self, CameraRow};
use super::table::Workbook;
use super::values::letters;
use super::{Message, Problem};
use crate::assessment::Assessment;
use crate::camera::Camera;
use crate::organisation::Unit;
use crate::permit::Permit;
use crate::retention::StoragePeriod;
use crate::signage::Sign;
use crate::site::{PlaceType, Site, SiteId};

mod cameras;
mod combine;
mod group;
mod parts;
mod report;
mod units;

use group::Group;
use report::Report;
pub use units::PlannedUnit;

/// Stands for the site in records that are planned; the real one is filled in when they are written.
pub const NOT_YET: SiteId = SiteId(0);

/// What the register already knows that a list may refer to.
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub units: Vec<Unit>,
    /// EPSG code of the kommun's own zone.
    pub zone: Option<u16>,
}

/// A site of the list with everything that belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedSite {
    /// First row of the list that names it.
    pub row: u32,
    pub site: Site,
    /// Name of its unit; in [`Plan::units`] or in the register.
    pub unit: Option<String>,
    pub cameras: Vec<PlannedCamera>,
    pub permits: Vec<Permit>,
    pub assessments: Vec<Assessment>,
    pub signs: Vec<Sign>,
    pub storage: Option<StoragePeriod>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PlannedCamera {
    pub row: u32,
    pub camera: Camera,
}

/// What an import would write, and everything a person must look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub sheet: String,
    pub layout: Layout,
    /// Rows that are cameras.
    pub rows: usize,
    pub units: Vec<PlannedUnit>,
    pub sites: Vec<PlannedSite>,
    /// In the order of the rows.
    pub problems: Vec<Problem>,
}

impl Plan {
    pub fn cameras(&self) -> impl Iterator<Item = &PlannedCamera> {
        self.sites.iter().flat_map(|site| &site.cameras)
    }
}

/// Plans the import of a file.
///
/// # Errors
/// When the file holds no list of cameras.
pub fn plan(workbook: &Workbook, mapping: &Mapping, known: &Known) -> Result<Plan, NoList> {
    let layout = columns::find(workbook, mapping)?;
    let sheet = &workbook.sheets[layout.sheet];
    let mut problems = columns::problems(workbook, &layout);
    let zone = mapping.zone.or(known.zone);
    let rows = rows::read(sheet, &layout, zone, &mut problems);
    let mut report = Report::new(&sheet.name, &layout, &mut problems);
    report.format(workbook.format);
    missing_columns(&rows, &mut report);
    let labels = cameras::labels(&rows, &mut report);
    let named = units::name(&rows, mapping, known, &mut report);
    let groups = group::group(&rows, &mut report);
    let placed = groups.iter().map(|group| group.rows.len()).sum();
    let sites: Vec<PlannedSite> = groups
        .iter()
        .map(|group| planned_site(group, &labels, &named.names, &mut report))
        .collect();
    let order = |problem: &Problem| {
        let column = layout
            .headings
            .iter()
            .position(|heading| heading.text == problem.column);
        (problem.sheet != sheet.name, problem.row, column)
    };
    problems.sort_by_cached_key(order);
    let is_used = |unit: &PlannedUnit| {
        !units::is_abbreviation(&unit.name)
            || sites
                .iter()
                .any(|site| site.unit.as_ref() == Some(&unit.name))
    };
    Ok(Plan {
        sheet: sheet.name.clone(),
        layout,
        rows: placed,
        units: named.planned.into_iter().filter(is_used).collect(),
        sites,
        problems,
    })
}

/// A column that the register needs and the list lacks is one problem, not one for every row.
fn missing_columns(rows: &[CameraRow], report: &mut Report<'_>) {
    const NEEDED: [Column; 9] = [
        Column::Label,
        Column::Address,
        Column::PlaceType,
        Column::Unit,
        Column::Purpose,
        Column::Audio,
        Column::Storage,
        Column::Status,
        Column::North,
    ];
    for column in NEEDED {
        let is_there = match column {
            Column::North => [Column::North, Column::X, Column::Position]
                .iter()
                .any(|column| report.has(*column)),
            other => report.has(other),
        };
        if !is_there {
            report.missing_column(column, rows.len());
        }
    }
}

fn planned_site(
    group: &Group<'_>,
    labels: &HashMap<u32, String>,
    units: &HashMap<String, String>,
    report: &mut Report<'_>,
) -> PlannedSite {
    let unit = combine::unit(group, units, report);
    let cameras: Vec<PlannedCamera> = group
        .rows
        .iter()
        .map(|row| cameras::camera(row, group, labels, report))
        .collect();
    PlannedSite {
        row: group.rows.first().map_or(0, |row| row.row),
        unit,
        permits: parts::permits(group, labels, report),
        assessments: parts::assessments(group, labels, report),
        signs: parts::signs(group, report),
        storage: parts::storage(group, report),
        site: combine::site(group, labels, report),
        cameras,
    }
}

/// By what a site is known again when the list is read a second time.
pub fn site_key(name: &str, place: Option<PlaceType>) -> (String, Option<PlaceType>) {
    (letters(name), place)
}

/// A message about a site names it.
fn at(id: &'static str, group: &Group<'_>) -> Message {
    Message::new(id).with("site", &group.name)
}

#[cfg(test)]
mod tests;
