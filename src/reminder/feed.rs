//! What a person has been told of, as a calendar (RFC 5545) that Outlook and Thunderbird subscribe to.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use icalendar::{Calendar, Component, Event, EventLike};
use time::Date;

use super::Notice;
use crate::law::PolicySet;
use crate::site::SiteId;
use crate::texts::Loc;

/// How often a calendar program should look again, as RFC 7986 and Outlook write it.
const LOOK_AGAIN: &str = "PT6H";

/// Where a feed says that it comes from.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    pub kommun: &'a str,
    /// `https://kamera.ekebro.example`
    pub public_url: &'a str,
}

/// One all-day event for each matter that stands open, on the day it falls due. Of several steps the latest counts.
/// `sites` are names by id; a site that is not among them is left out.
pub fn calendar<S: BuildHasher>(
    notices: &[Notice],
    sites: &HashMap<SiteId, String, S>,
    policies: &PolicySet,
    origin: Origin<'_>,
    l: Loc,
) -> String {
    let mut matters: BTreeMap<(Date, SiteId, &str), &Notice> = BTreeMap::new();
    for notice in notices.iter().filter(|notice| notice.open) {
        let key = (notice.due_on, notice.site, notice.policy.as_str());
        let latest = matters.entry(key).or_insert(notice);
        if notice.step < latest.step {
            *latest = notice;
        }
    }
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//Objektiv//SV"));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.append_property(("METHOD", "PUBLISH"));
    calendar.append_property(("REFRESH-INTERVAL;VALUE=DURATION", LOOK_AGAIN));
    calendar.append_property(("X-PUBLISHED-TTL", LOOK_AGAIN));
    calendar.name(&l.ta("feed-name", "kommun", origin.kommun));
    for ((due_on, site, policy), notice) in matters {
        let Some(name) = sites.get(&site) else {
            continue;
        };
        let title = policies
            .get(policy)
            .map_or(policy, |policy| policy.title.get(l.lang()));
        let path = l.path(&format!("/bevakningar/{site}#regel-{policy}"));
        let link = format!("{}{path}", origin.public_url);
        let host = origin.public_url.split("://").last().unwrap_or_default();
        let mut event = Event::new();
        event
            .uid(&format!("{due_on}.{site}.{policy}@{host}"))
            .starts(due_on)
            .summary(&format!("{name}: {title}"))
            .description(&link)
            .url(&link)
            // Nobody is busy because something falls due.
            .add_property("TRANSP", "TRANSPARENT")
            .add_property("DTSTAMP", stamp(notice.made_on));
        calendar.push(event);
    }
    calendar.to_string()
}

/// The beginning of a day as RFC 5545 writes an instant.
fn stamp(day: Date) -> String {
    format!(
        "{:04}{:02}{:02}T000000Z",
        day.year(),
        u8::from(day.month()),
        day.day()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::AccountId;
    use crate::law::Outcome;
    use crate::reminder::NoticeId;
    use time::macros::date;

    fn notice(id: i64, step: u16, open: bool) -> Notice {
        Notice {
            id: NoticeId(id),
            account: AccountId(1),
            site: SiteId(7),
            policy: "yearly-review".into(),
            due_on: date!(2026 - 12 - 07),
            step,
            outcome: Outcome::AtRisk,
            made_on: date!(2026 - 11 - 07),
            silent_until: None,
            planned_on: date!(2026 - 11 - 07),
            read: false,
            open,
        }
    }

    fn feed(notices: &[Notice]) -> String {
        let policies = PolicySet::embedded().unwrap();
        let sites = HashMap::from([(SiteId(7), "Ängsbyskolan, skolgård; norra".to_owned())]);
        let origin = Origin {
            kommun: "Ekebro kommun",
            public_url: "https://kamera.ekebro.example",
        };
        calendar(notices, &sites, &policies, origin, Loc::sv())
    }

    #[test]
    fn a_matter_is_one_event_on_its_day_however_many_steps_it_has_had() {
        let feed = feed(&[
            notice(1, 90, true),
            notice(2, 30, true),
            notice(3, 7, false),
        ]);
        assert_eq!(feed.matches("BEGIN:VEVENT").count(), 1, "{feed}");
        assert!(feed.contains("DTSTART;VALUE=DATE:20261207\r\n"), "{feed}");
        assert!(feed.contains("UID:2026-12-07.7.yearly-review@kamera.ekebro.example"));
        assert!(feed.contains("DTSTAMP:20261107T000000Z"), "{feed}");
    }

    #[test]
    fn what_is_mended_is_gone_from_the_calendar() {
        assert!(!feed(&[notice(1, 7, false)]).contains("VEVENT"));
    }

    #[test]
    fn commas_and_semicolons_are_escaped_and_no_line_is_longer_than_75_bytes() {
        let feed = feed(&[notice(1, 90, true)]);
        assert!(
            feed.contains("SUMMARY:Ängsbyskolan\\, skolgård\\; norra"),
            "{feed}"
        );
        assert!(feed.ends_with("END:VCALENDAR\r\n"));
        for line in feed.split("\r\n") {
            assert!(line.len() <= 75, "{} bytes: {line}", line.len());
        }
    }
}
