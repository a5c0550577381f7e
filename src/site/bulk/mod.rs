//! The same change to several sites at once: who answers for them, where they belong, and that they were looked at.

use std::collections::BTreeMap;

use time::Date;

use super::{Site, SiteId};
use crate::organisation::{ControllerId, UnitId};
use crate::signage::Sign;
use crate::texts::Message;
use crate::web::form::{Choice, Errors, Field, Form, Reader, Values};

pub mod page;
pub mod undo;
pub mod web;

/// Sites that are changed at once: each has a line on the page that is read before.
pub const MOST: usize = 1_000;
/// Sites that are shown with a box of their own.
pub const SHOWN: usize = 200;

/// What is to be the same on all of them; `None` is left as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub responsible: Option<String>,
    pub unit: Option<UnitId>,
    pub controller: Option<ControllerId>,
    pub reviewed_on: Option<Date>,
    pub inspected_on: Option<Date>,
    pub next_inspection_on: Option<Date>,
}

impl Wanted {
    pub const fn touches_signs(&self) -> bool {
        self.inspected_on.is_some() || self.next_inspection_on.is_some()
    }

    /// The site as it becomes.
    pub fn on(&self, site: &Site) -> Site {
        let mut after = site.clone();
        if let Some(responsible) = &self.responsible {
            after.responsible.clone_from(responsible);
        }
        after.unit = self.unit.or(after.unit);
        after.controller = self.controller.or(after.controller);
        after.reviewed_on = self.reviewed_on.or(after.reviewed_on);
        after
    }

    /// A sign that is up as it becomes when `by` has looked at it. A plan that the inspection fulfilled is a plan no more.
    pub fn on_sign(&self, sign: &Sign, by: &str) -> Sign {
        let mut after = sign.clone();
        if sign.taken_down_on.is_some() {
            return after;
        }
        if let Some(day) = self.inspected_on {
            after.inspected_on = Some(day);
            by.clone_into(&mut after.inspected_by);
            after.next_inspection_on = sign.next_inspection_on.filter(|next| *next > day);
        }
        after.next_inspection_on = self.next_inspection_on.or(after.next_inspection_on);
        after
    }
}

/// The fields that can be changed, with what can be chosen.
pub fn form(units: Vec<Choice>, controllers: Vec<Choice>) -> Form {
    Form::new("bulk", PREVIEW).section(
        "what",
        vec![
            Field::text("responsible"),
            Field::select("unit", units),
            Field::select("controller", controllers),
            Field::date("reviewed_on"),
            Field::date("inspected_on"),
            Field::date("next_inspection_on"),
        ],
    )
}

/// Where what was chosen is shown before it is done.
pub const PREVIEW: &str = "/bevakningar/flera/forhandsvisning";

/// # Errors
/// What cannot be read, a day that has not been yet, and when nothing is to be changed.
pub fn read(
    values: &Values,
    units: &[Choice],
    controllers: &[Choice],
    today: Date,
) -> Result<Wanted, Errors> {
    let mut reader = Reader::new(values);
    let responsible = reader.text_up_to("responsible", 200);
    let wanted = Wanted {
        responsible: Some(responsible).filter(|name| !name.is_empty()),
        unit: reader.id("unit", units),
        controller: reader.id("controller", controllers),
        reviewed_on: reader.date("reviewed_on"),
        inspected_on: reader.date("inspected_on"),
        next_inspection_on: reader.date("next_inspection_on"),
    };
    for (field, day) in [
        ("reviewed_on", wanted.reviewed_on),
        ("inspected_on", wanted.inspected_on),
    ] {
        if day.is_some_and(|day| day > today) {
            reader.refuse(field, Message::new("bulk-future"));
        }
    }
    let typed = ["responsible", "unit", "controller", "reviewed_on"];
    let typed = typed.iter().chain(&["inspected_on", "next_inspection_on"]);
    if typed
        .clone()
        .all(|name| values.first(name).trim().is_empty())
    {
        reader.refuse("responsible", Message::new("bulk-nothing-wanted"));
    }
    reader.finish(wanted)
}

/// A site in the version that somebody saw: `7-3`.
pub fn seen(value: &str) -> Option<(SiteId, i32)> {
    let (site, version) = value.split_once('-')?;
    Some((SiteId(site.parse().ok()?), version.parse().ok()?))
}

/// One particular that becomes another: the label's id, what it was, what it becomes.
pub type Step = (&'static str, String, String);

/// How many sites take each step, in the order of the steps.
pub fn counted<'a>(steps: impl IntoIterator<Item = &'a Step>) -> Vec<(Step, usize)> {
    let mut counts: BTreeMap<&Step, usize> = BTreeMap::new();
    for step in steps {
        *counts.entry(step).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|(step, count)| (step.clone(), count))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    const TODAY: Date = date!(2026 - 11 - 26);

    #[test]
    fn what_is_left_empty_stays_as_it_is() {
        let before = Site {
            name: "Hedeskolan".into(),
            responsible: "Anna Ek".into(),
            unit: Some(UnitId(3)),
            reviewed_on: Some(date!(2025 - 01 - 02)),
            ..Site::default()
        };
        let wanted = Wanted {
            responsible: Some("Bo Alm".into()),
            ..Wanted::default()
        };
        let after = wanted.on(&before);
        assert_eq!(after.responsible, "Bo Alm");
        let back = Site {
            responsible: "Anna Ek".into(),
            ..after
        };
        assert_eq!(back, before);
    }

    #[test]
    fn an_inspection_ends_the_plan_that_it_fulfils_and_a_sign_that_is_down_is_not_inspected() {
        let sign = Sign {
            next_inspection_on: Some(date!(2026 - 11 - 01)),
            ..Sign::at(SiteId(1))
        };
        let wanted = Wanted {
            inspected_on: Some(TODAY),
            ..Wanted::default()
        };
        let after = wanted.on_sign(&sign, "Maja Lund");
        assert_eq!(
            (after.inspected_on, after.next_inspection_on),
            (Some(TODAY), None)
        );
        assert_eq!(after.inspected_by, "Maja Lund");
        let later = Sign {
            next_inspection_on: Some(date!(2027 - 05 - 01)),
            ..sign.clone()
        };
        let kept = wanted.on_sign(&later, "Maja Lund");
        assert_eq!(kept.next_inspection_on, later.next_inspection_on);
        let down = Sign {
            taken_down_on: Some(date!(2026 - 10 - 01)),
            ..sign
        };
        assert_eq!(wanted.on_sign(&down, "Maja Lund"), down);
    }

    #[test]
    fn nothing_at_all_and_a_day_to_come_are_refused() {
        let refused = |values: Values| read(&values, &[], &[], TODAY).unwrap_err();
        assert_eq!(refused(Values::default())[0].field, "responsible");
        let tomorrow = Values::default().text("reviewed_on", "2026-11-27");
        assert_eq!(refused(tomorrow)[0].field, "reviewed_on");
        let planned = Values::default().text("next_inspection_on", "2027-11-27");
        assert!(read(&planned, &[], &[], TODAY).unwrap().touches_signs());
    }

    #[test]
    fn equal_steps_are_counted_together() {
        let step = |from: &str| ("bulk-unit", from.to_owned(), "Teknik".to_owned());
        let steps = [step("Skola"), step("Fritid"), step("Skola")];
        assert_eq!(counted(&steps), [(step("Fritid"), 1), (step("Skola"), 2)]);
    }
}
