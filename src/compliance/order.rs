//! In which order the list of sites is shown: by one of its columns, and in Swedish order of their names within it.

use super::summary::rank;
use crate::code::Code;
use crate::collation::sort_key;
use crate::law::Standing;
use crate::site::{PlaceType, SiteStatus};
use crate::texts::Loc;

/// A column that the list can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Column {
    #[default]
    Name,
    Standing,
    PlaceType,
    Unit,
    Status,
}

impl Column {
    pub const ALL: [Self; 5] = [
        Self::Name,
        Self::Standing,
        Self::PlaceType,
        Self::Unit,
        Self::Status,
    ];

    /// As it stands in the address, where the filters have the same names.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Name => "namn",
            Self::Standing => "status",
            Self::PlaceType => "typ",
            Self::Unit => "enhet",
            Self::Status => "lage",
        }
    }

    /// The heading of the column.
    pub const fn text_id(self) -> &'static str {
        match self {
            Self::Name => "site-name",
            Self::Standing => "status",
            Self::PlaceType => "site-place-type",
            Self::Unit => "site-unit",
            Self::Status => "site-status",
        }
    }
}

/// A column and its direction. The first of a column is what is to be seen first: Å before Ö, breaches before what is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Order {
    pub by: Column,
    pub backwards: bool,
}

impl Order {
    /// `enhet`, or `-enhet` for the other direction; anything else is the order of names.
    pub fn from_code(code: &str) -> Self {
        let backwards = code.starts_with('-');
        let code = code.trim_start_matches('-');
        let by = Column::ALL.into_iter().find(|by| by.code() == code);
        by.map_or_else(Self::default, |by| Self { by, backwards })
    }

    /// As it stands in the address: nothing when it is the ordinary order.
    pub fn code(self) -> String {
        if self == Self::default() {
            return String::new();
        }
        let sign = if self.backwards { "-" } else { "" };
        format!("{sign}{}", self.by.code())
    }

    /// What a click on the heading of a column leads to.
    #[must_use]
    pub fn clicked(self, by: Column) -> Self {
        Self {
            by,
            backwards: self.by == by && !self.backwards,
        }
    }
}

/// Where types of place stand among each other: in Swedish order of their Swedish words, those that are not stated first.
pub fn place_key(place: Option<PlaceType>) -> String {
    let word = |place: PlaceType| sort_key(&Loc::sv().code(place));
    place.map_or_else(String::new, word)
}

/// From planned to ended.
pub fn status_key(status: SiteStatus) -> String {
    let place = SiteStatus::ALL.iter().position(|one| *one == status);
    place.unwrap_or(SiteStatus::ALL.len()).to_string()
}

pub fn unit_key(name: Option<&str>) -> String {
    name.map_or_else(String::new, sort_key)
}

/// The worst is the first.
pub fn standing_key(standing: Standing) -> String {
    (rank(Standing::Breach) - rank(standing)).to_string()
}

/// The column of the cache that has the key of a column of the list.
pub const fn key_column(by: Column) -> Option<&'static str> {
    match by {
        Column::Name => None,
        Column::Standing => Some("standing_key"),
        Column::PlaceType => Some("place_key"),
        Column::Unit => Some("unit_key"),
        Column::Status => Some("status_key"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_read_as_it_is_written_and_what_is_none_is_the_order_of_names() {
        for by in Column::ALL {
            for backwards in [false, true] {
                let order = Order { by, backwards };
                assert_eq!(Order::from_code(&order.code()), order);
            }
        }
        assert_eq!(Order::default().code(), "");
        assert_eq!(Order::from_code("x'; --"), Order::default());
    }

    #[test]
    fn a_heading_turns_its_own_order_and_begins_another() {
        let units = Order::default().clicked(Column::Unit);
        assert_eq!(units.code(), "enhet");
        assert_eq!(units.clicked(Column::Unit).code(), "-enhet");
        assert_eq!(units.clicked(Column::Unit).clicked(Column::Unit), units);
        assert_eq!(units.clicked(Column::Name), Order::default());
    }

    #[test]
    fn types_of_place_stand_in_swedish_order_and_states_in_the_order_of_a_life() {
        let (torg, skola, over) = (
            place_key(Some(PlaceType::Square)),
            place_key(Some(PlaceType::SchoolYard)),
            place_key(Some(PlaceType::Recycling)),
        );
        assert!(place_key(None) < skola && skola < torg && torg < over);
        let keys: Vec<String> = SiteStatus::ALL.iter().map(|one| status_key(*one)).collect();
        assert!(keys.is_sorted());
        assert!(standing_key(Standing::Breach) < standing_key(Standing::Ok));
    }
}
