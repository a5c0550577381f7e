//! Once a year the responsible person says of every own site on one page that it is still right (stämmer fortfarande), or
//! goes on to change what is not.

use time::Date;

use super::{Site, SiteId, SiteStatus};

pub mod page;
pub mod web;

/// Sites on the page: the rest come when these are done.
pub const SHOWN: usize = 100;

/// A site, and the version of it that is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Own {
    pub id: SiteId,
    pub version: i32,
    pub site: Site,
}

/// Those of some sites that somebody is asked about, the one that nobody has looked at for longest first.
pub fn asked(mut sites: Vec<Own>, today: Date) -> Vec<Own> {
    sites.retain(|own| {
        let site = &own.site;
        !matches!(site.status, SiteStatus::Ended) && site.reviewed_on.is_none_or(|day| day < today)
    });
    sites.sort_by_key(|own| (own.site.reviewed_on, own.id));
    sites
}

/// The site as it is once somebody has said that it is still right.
pub fn confirmed(site: &Site, today: Date) -> Site {
    Site {
        reviewed_on: Some(today),
        still_needed: Some(true),
        ..site.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    const TODAY: Date = date!(2026 - 11 - 22);

    fn site(id: i64, reviewed_on: Option<Date>, status: SiteStatus) -> Own {
        Own {
            id: SiteId(id),
            version: 1,
            site: Site {
                status,
                reviewed_on,
                ..Site::default()
            },
        }
    }

    #[test]
    fn what_nobody_has_looked_at_for_longest_comes_first_and_what_has_ended_is_not_asked_about() {
        let sites = vec![
            site(1, Some(date!(2026 - 01 - 02)), SiteStatus::InUse),
            site(2, Some(TODAY), SiteStatus::InUse),
            site(3, None, SiteStatus::Paused),
            site(4, None, SiteStatus::Ended),
            site(5, Some(date!(2025 - 10 - 01)), SiteStatus::InUse),
        ];
        let asked: Vec<i64> = asked(sites, TODAY).iter().map(|site| site.id.0).collect();
        assert_eq!(asked, [3, 5, 1]);
    }

    #[test]
    fn saying_that_it_is_right_changes_the_day_and_that_it_is_needed_and_nothing_else() {
        let before = Site {
            name: "Hedeskolan".into(),
            still_needed: None,
            ..Site::default()
        };
        let after = confirmed(&before, TODAY);
        assert_eq!(
            (after.reviewed_on, after.still_needed),
            (Some(TODAY), Some(true))
        );
        let back = Site {
            reviewed_on: None,
            still_needed: None,
            ..after
        };
        assert_eq!(back, before);
    }
}
