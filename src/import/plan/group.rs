//! Which rows are the same site.

use std::collections::HashMap;

use super::report::Report;
use super::site_key;
use crate::import::Message;
use crate::import::columns::Column;
use crate::import::rows::CameraRow;
use crate::import::values::letters;
use crate::site::PlaceType;

/// The rows of one site.
pub(super) struct Group<'a> {
    pub(super) name: String,
    pub(super) place: Option<PlaceType>,
    pub(super) rows: Vec<&'a CameraRow>,
}

/// Groups rows by name and type of place, in the order of the list. A row that lacks one of them joins a site only
/// when there is exactly one that it can be, and that is reported.
pub(super) fn group<'a>(rows: &'a [CameraRow], report: &mut Report<'_>) -> Vec<Group<'a>> {
    let mut groups = Groups::default();
    let mut incomplete = Vec::new();
    for row in rows {
        match name_of(row, report) {
            Some(name) if row.place.is_some() || !report.has(Column::PlaceType) => {
                groups.add(name, row.place, row);
            }
            name => incomplete.push((name, row)),
        }
    }
    for (name, row) in incomplete {
        match name {
            Some(name) => groups.add_by_name(name, row, report),
            None => groups.add_by_address(row, report),
        }
    }
    let mut list = groups.list;
    for group in &mut list {
        group.rows.sort_by_key(|row| row.row);
    }
    list.sort_by_key(|group| group.rows.first().map(|row| row.row));
    list
}

/// The name of the place; in a list without names of places its address.
fn name_of<'a>(row: &'a CameraRow, report: &Report<'_>) -> Option<&'a str> {
    let stated = if report.has(Column::SiteName) {
        &row.name
    } else {
        &row.address
    };
    (!letters(stated).is_empty()).then_some(stated)
}

#[derive(Default)]
struct Groups<'a> {
    list: Vec<Group<'a>>,
    by_key: HashMap<(String, Option<PlaceType>), usize>,
    by_name: HashMap<String, Vec<usize>>,
    by_address: HashMap<(String, Option<PlaceType>), Vec<usize>>,
}

impl<'a> Groups<'a> {
    fn add(&mut self, name: &str, place: Option<PlaceType>, row: &'a CameraRow) {
        let key = site_key(name, place);
        let index = if let Some(index) = self.by_key.get(&key) {
            *index
        } else {
            let index = self.list.len();
            self.list.push(Group {
                name: name.to_owned(),
                place,
                rows: Vec::new(),
            });
            self.by_name.entry(key.0.clone()).or_default().push(index);
            self.by_key.insert(key, index);
            index
        };
        self.add_to(index, row);
    }

    fn add_to(&mut self, index: usize, row: &'a CameraRow) {
        let Some(group) = self.list.get_mut(index) else {
            return;
        };
        group.rows.push(row);
        let address = letters(&row.address);
        if !address.is_empty() {
            let there = self.by_address.entry((address, group.place)).or_default();
            if !there.contains(&index) {
                there.push(index);
            }
        }
    }

    /// The type of place is missing or was not understood.
    fn add_by_name(&mut self, name: &str, row: &'a CameraRow, report: &mut Report<'_>) {
        let same = self.by_name.get(&letters(name)).map(Vec::as_slice);
        let only = match same {
            Some([only]) => self
                .list
                .get(*only)
                .filter(|group| group.place.is_some())
                .map(|group| (*only, group)),
            _ => None,
        };
        let Some((index, group)) = only else {
            self.add(name, None, row);
            return;
        };
        let problem = Message::new("import-row-joined-by-name").with("site", &group.name);
        report.cell(
            row.row,
            Column::SiteName,
            name,
            problem,
            "import-row-joined-accepted",
        );
        self.add_to(index, row);
    }

    /// The name is missing: the same address and type of place may tell.
    fn add_by_address(&mut self, row: &'a CameraRow, report: &mut Report<'_>) {
        let address = letters(&row.address);
        let mut tell = |problem: Message, accepted| {
            report.cell(row.row, Column::SiteName, "", problem, accepted);
        };
        if address.is_empty() {
            tell(
                Message::new("import-row-without-place"),
                "import-row-without-place-accepted",
            );
            return;
        }
        let same = self
            .by_address
            .get(&(address, row.place))
            .map(Vec::as_slice);
        if let Some([only]) = same
            && let Some(group) = self.list.get(*only)
        {
            let index = *only;
            let problem = Message::new("import-row-joined-by-address").with("site", &group.name);
            tell(problem, "import-row-joined-accepted");
            self.add_to(index, row);
            return;
        }
        let problem = Message::new("import-row-named-by-address").with("address", &row.address);
        tell(problem, "import-row-joined-accepted");
        self.add(&row.address, row.place, row);
    }
}
