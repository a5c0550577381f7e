//! Which cameras covered a place at a time, what should be left of what they saw, and what keeps it.
//!
//! A past moment has two answers: what the register says of it today, and what it said then. A camera counts when either
//! says that it was up, and the answer tells which.

use std::collections::BTreeMap;

use time::{Date, OffsetDateTime};

use super::facts::deletion::period;
use super::{Dossier, Entry};
use crate::camera::{Camera, CameraId, CameraStatus};
use crate::hold::{Hold, HoldId};
use crate::law::calendar::date_in_sweden;
use crate::recorder::{ProofLevel, RecorderId};
use crate::retention::{DeletionEvidence, Span, StoragePeriod};
use crate::site::{Position, Site};

/// The time asked about, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    pub from: OffsetDateTime,
    pub until: OffsetDateTime,
}

impl Interval {
    fn first_day(self) -> Date {
        date_in_sweden(self.from)
    }

    fn last_day(self) -> Date {
        date_in_sweden(self.until)
    }
}

/// Where the answer comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// The register says so today and said so then.
    Always,
    /// It says so today; then it did not.
    Since,
    /// It said so then; today it does not.
    OnlyThen,
}

/// Whether a camera looks towards a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    Towards,
    Away,
    /// Direction or angle is not recorded.
    Unknown,
}

/// A camera that was in use in some part of the interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covering {
    pub id: CameraId,
    pub label: String,
    pub placement: String,
    pub known: Known,
    /// Out of order, by the latest that was known by then: it may have recorded nothing.
    pub broken: bool,
    /// From the point asked about, when one was and both are known.
    pub metres: Option<u32>,
    pub view: Option<View>,
    /// Where it is and how it is turned is secret for whoever asks (OSL 18:8).
    pub withheld: bool,
}

/// What should be left of the footage of the interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Footage {
    /// All of it, until this instant.
    There { until: OffsetDateTime },
    /// What is from this instant on.
    Partly { from: OffsetDateTime },
    /// It should have been erased at this instant.
    Gone { since: OffsetDateTime },
    /// The site is watched live and records nothing.
    NotRecorded,
    /// No storage period is recorded.
    Unknown,
}

/// The latest that somebody saw of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub store: String,
    pub level: ProofLevel,
    pub checked_at: OffsetDateTime,
    /// `None` = no footage at all.
    pub oldest: Option<OffsetDateTime>,
    pub incomplete: bool,
}

/// What a site has to say of the interval.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    pub cameras: Vec<Covering>,
    /// The surveillance was under way in some part of the interval.
    pub in_use: bool,
    pub span: Option<Span>,
    /// The oldest footage that should be left now.
    pub oldest_kept: Option<OffsetDateTime>,
    pub footage: Footage,
    pub seen: Vec<Seen>,
    /// Of those the person may know of: in force today, for some of the footage.
    pub holds: Vec<Entry<HoldId, Hold>>,
}

/// `then` is the site as the register knew it when the interval ended. The holds that are looked at are those of `today`.
pub fn coverage(
    today: &Dossier,
    then: Option<&Dossier>,
    interval: Interval,
    point: Option<&Position>,
    now: OffsetDateTime,
) -> Coverage {
    let cameras = cameras(today, then, interval, point);
    let span = period(&today.storage_periods, date_in_sweden(now)).map(StoragePeriod::span);
    let watched = |site: &Site| in_use(site, interval);
    Coverage {
        in_use: watched(&today.site) || then.is_some_and(|then| watched(&then.site)),
        span,
        oldest_kept: span.map(|span| span.first_allowed(Span::of_hours(0), now)),
        footage: footage(&today.site, span, interval, now),
        seen: seen(today, now),
        holds: holds(today, interval, &cameras, date_in_sweden(now)),
        cameras,
    }
}

fn in_use(site: &Site, interval: Interval) -> bool {
    let begun = site
        .started_on
        .filter(|started| interval.first_day() <= *started && *started <= interval.last_day());
    [Some(interval.first_day()), Some(interval.last_day()), begun]
        .into_iter()
        .flatten()
        .any(|day| site.in_use_on(day))
}

/// A broken camera is still up. Days are whole: which hour a camera was put up is not recorded.
fn was_up(camera: &Camera, interval: Interval) -> bool {
    let put_up = camera
        .installed_on
        .is_none_or(|on| on <= interval.last_day());
    let taken_down = camera.removed_on.map(|on| on <= interval.first_day());
    match camera.status {
        CameraStatus::Planned => false,
        CameraStatus::InUse | CameraStatus::Broken => put_up && taken_down != Some(true),
        CameraStatus::Removed => put_up && taken_down == Some(false),
    }
}

fn cameras(
    today: &Dossier,
    then: Option<&Dossier>,
    interval: Interval,
    point: Option<&Position>,
) -> Vec<Covering> {
    let up = |dossier: &Dossier| -> BTreeMap<CameraId, Camera> {
        let up = dossier
            .cameras
            .iter()
            .filter(|camera| was_up(&camera.data, interval));
        up.map(|camera| (camera.id, camera.data.clone())).collect()
    };
    let (now, before) = (up(today), then.map(up).unwrap_or_default());
    let mut all = before.clone();
    // Names and places are those of today, where the camera is still known.
    all.extend(now.clone());
    let mut found: Vec<Covering> = all
        .into_iter()
        .map(|(id, camera)| {
            let known = match (now.contains_key(&id), before.contains_key(&id)) {
                (true, true) => Known::Always,
                (true, false) => Known::Since,
                (false, _) => Known::OnlyThen,
            };
            let status = before
                .get(&id)
                .map_or(camera.status, |camera| camera.status);
            Covering {
                id,
                known,
                broken: status == CameraStatus::Broken,
                metres: point.and_then(|point| metres(camera.position.as_ref()?, point)),
                view: point.map(|point| view(&camera, point)),
                withheld: camera.concealed,
                label: camera.label,
                placement: camera.placement,
            }
        })
        .collect();
    found.sort_by(|a, b| {
        (a.metres.is_none(), a.metres, &a.label).cmp(&(b.metres.is_none(), b.metres, &b.label))
    });
    found
}

/// A degree of latitude, in metres.
pub const METRES_A_DEGREE: f64 = 111_195.0;

/// East and north of a point from another, in metres; good to a metre within a kilometre.
fn offset(from: &Position, to: &Position) -> (f64, f64) {
    let east = (to.longitude - from.longitude) * from.latitude.to_radians().cos();
    let north = to.latitude - from.latitude;
    (east * METRES_A_DEGREE, north * METRES_A_DEGREE)
}

/// Distance in whole metres.
pub fn metres(from: &Position, to: &Position) -> Option<u32> {
    let (east, north) = offset(from, to);
    let distance = east.hypot(north).round();
    // A comparison first: what does not fit is not cut.
    (distance < f64::from(u32::MAX)).then(|| whole(distance))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a distance is not negative, and the caller has seen that it fits"
)]
const fn whole(distance: f64) -> u32 {
    distance as u32
}

/// Closer than this a camera sees a point whichever way it is turned, as far as positions are that good.
const UNDER_THE_CAMERA: f64 = 3.0;

fn view(camera: &Camera, point: &Position) -> View {
    let (Some(at), Some(direction), Some(angle)) = (
        camera.position.as_ref(),
        camera.direction_degrees,
        camera.angle_degrees,
    ) else {
        return View::Unknown;
    };
    let (east, north) = offset(at, point);
    let distance = east.hypot(north);
    if distance <= UNDER_THE_CAMERA {
        return View::Towards;
    }
    let in_range = camera
        .range_metres
        .is_none_or(|range| distance <= f64::from(range));
    let bearing = east.atan2(north).to_degrees();
    let turned = (bearing - f64::from(direction)).rem_euclid(360.0);
    let off = turned.min(360.0 - turned);
    if in_range && off <= f64::from(angle) / 2.0 {
        View::Towards
    } else {
        View::Away
    }
}

fn footage(site: &Site, span: Option<Span>, interval: Interval, now: OffsetDateTime) -> Footage {
    let Some(span) = span else {
        return if site.recording == Some(false) {
            Footage::NotRecorded
        } else {
            Footage::Unknown
        };
    };
    let (first, last) = (span.after(interval.from), span.after(interval.until));
    if now <= first {
        Footage::There { until: first }
    } else if now <= last {
        Footage::Partly {
            from: span.first_allowed(Span::of_hours(0), now),
        }
    } else {
        Footage::Gone { since: last }
    }
}

/// The latest check of each store in which somebody looked; a setting is no look.
fn seen(dossier: &Dossier, now: OffsetDateTime) -> Vec<Seen> {
    let mut latest: BTreeMap<(Option<RecorderId>, &str), &DeletionEvidence> = BTreeMap::new();
    let looked = dossier
        .evidence
        .iter()
        .map(|entry| &entry.data)
        .filter(|check| check.level != ProofLevel::Claim && check.checked_at <= now);
    for check in looked {
        let store = (check.recorder, check.store.as_str());
        let newest = latest.entry(store).or_insert(check);
        if newest.checked_at <= check.checked_at {
            *newest = check;
        }
    }
    latest
        .into_values()
        .map(|check| shown(dossier, check))
        .collect()
}

fn shown(dossier: &Dossier, check: &DeletionEvidence) -> Seen {
    let recorder = dossier
        .recorders
        .iter()
        .find(|recorder| Some(recorder.id) == check.recorder);
    let parts = [
        recorder.map_or("", |recorder| recorder.data.name.as_str()),
        check.store.as_str(),
    ];
    let named: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Seen {
        store: named.join(", "),
        level: check.level,
        checked_at: check.checked_at,
        oldest: check.oldest_seen_at,
        incomplete: check.incomplete,
    }
}

fn holds(
    dossier: &Dossier,
    interval: Interval,
    cameras: &[Covering],
    today: Date,
) -> Vec<Entry<HoldId, Hold>> {
    let concerns = |hold: &Hold| {
        let in_time = hold.interval_from <= interval.until && interval.from <= hold.interval_until;
        let some = || {
            cameras
                .iter()
                .any(|camera| hold.cameras.contains(&camera.id))
        };
        hold.holds_on(today) && in_time && (hold.cameras.is_empty() || some())
    };
    let found = dossier.holds.iter().filter(|hold| concerns(&hold.data));
    found.cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::retention::StoragePeriodId;
    use crate::site::{SiteId, SiteStatus};
    use time::macros::{date, datetime};

    const NOW: OffsetDateTime = datetime!(2026-11-22 07:30 UTC);
    const EVENING: Interval = Interval {
        from: datetime!(2026-11-21 21:00 UTC),
        until: datetime!(2026-11-21 22:30 UTC),
    };

    fn dossier(cameras: &[(i64, CameraStatus)]) -> Dossier {
        let site = Site {
            status: SiteStatus::InUse,
            ..Site::default()
        };
        let mut dossier = Dossier::new(SiteId(1), site);
        dossier.cameras = cameras
            .iter()
            .map(|(id, status)| Entry {
                id: CameraId(*id),
                data: Camera {
                    label: format!("{id:04}"),
                    status: *status,
                    ..Camera::at(SiteId(1))
                },
            })
            .collect();
        dossier
    }

    fn kept(length: u32) -> Dossier {
        let mut dossier = dossier(&[]);
        dossier.storage_periods.push(Entry {
            id: StoragePeriodId(1),
            data: StoragePeriod {
                length,
                ..StoragePeriod::at(SiteId(1))
            },
        });
        dossier
    }

    fn answer(today: &Dossier, then: Option<&Dossier>) -> Coverage {
        coverage(today, then, EVENING, None, NOW)
    }

    #[test]
    fn a_camera_counts_when_either_the_register_of_today_or_that_of_then_says_that_it_was_up() {
        let mut today = dossier(&[
            (1, CameraStatus::InUse),
            (2, CameraStatus::InUse),
            (3, CameraStatus::Removed),
            (4, CameraStatus::Planned),
        ]);
        today.cameras[2].data.removed_on = Some(date!(2026 - 11 - 01));
        let then = dossier(&[
            (1, CameraStatus::Broken),
            (3, CameraStatus::InUse),
            (4, CameraStatus::Planned),
        ]);
        let found = answer(&today, Some(&then)).cameras;
        let told: Vec<_> = found
            .iter()
            .map(|camera| (camera.id.0, camera.known, camera.broken))
            .collect();
        assert_eq!(
            told,
            [
                (1, Known::Always, true),
                (2, Known::Since, false),
                (3, Known::OnlyThen, false)
            ]
        );
    }

    #[test]
    fn a_camera_that_came_or_went_within_the_interval_counts() {
        let mut today = dossier(&[(1, CameraStatus::InUse), (2, CameraStatus::InUse)]);
        today.cameras[0].data.installed_on = Some(date!(2026 - 11 - 21));
        today.cameras[1].data.installed_on = Some(date!(2026 - 11 - 22));
        assert_eq!(answer(&today, None).cameras.len(), 1);
        today.cameras[0].data.removed_on = Some(date!(2026 - 11 - 21));
        assert_eq!(answer(&today, None).cameras.len(), 0);
    }

    #[test]
    fn what_should_be_left_follows_from_the_storage_period() {
        let footage = |length| answer(&kept(length), None).footage;
        // 21.00 to 22.30 the evening before, asked for at 7.30: 10.5 and 9 hours old.
        let until = datetime!(2026-11-24 21:00 UTC);
        assert_eq!(footage(72), Footage::There { until });
        let from = datetime!(2026-11-21 21:30 UTC);
        assert_eq!(footage(10), Footage::Partly { from });
        let since = datetime!(2026-11-22 06:30 UTC);
        assert_eq!(footage(8), Footage::Gone { since });
        assert_eq!(answer(&dossier(&[]), None).footage, Footage::Unknown);
        let oldest = answer(&kept(72), None).oldest_kept;
        assert_eq!(oldest, Some(datetime!(2026-11-19 07:30 UTC)));
    }

    #[test]
    fn a_hold_is_shown_while_it_is_in_force_for_some_of_the_footage() {
        let mut today = dossier(&[(1, CameraStatus::InUse)]);
        let hold = Hold {
            decided_on: date!(2026 - 11 - 22),
            interval_from: EVENING.until,
            interval_until: EVENING.until,
            ..Hold::at(SiteId(1), NOW)
        };
        let mut shown = |hold: Hold| {
            today.holds = vec![Entry {
                id: HoldId(1),
                data: hold,
            }];
            answer(&today, None).holds.len()
        };
        assert_eq!(shown(hold.clone()), 1);
        let earlier = Hold {
            interval_from: datetime!(2026-11-20 21:00 UTC),
            interval_until: datetime!(2026-11-21 20:59:59 UTC),
            ..hold.clone()
        };
        assert_eq!(shown(earlier), 0);
        let lifted = Hold {
            lifted_on: Some(date!(2026 - 11 - 22)),
            ..hold.clone()
        };
        assert_eq!(shown(lifted), 0);
        let elsewhere = Hold {
            cameras: vec![CameraId(2)],
            ..hold
        };
        assert_eq!(shown(elsewhere), 0);
    }

    #[test]
    fn a_camera_looks_towards_a_point_within_its_angle_and_range() {
        let at = |latitude, longitude| Position {
            latitude,
            longitude,
            typed: String::new(),
            epsg: 4326,
        };
        let mut camera = Camera {
            position: Some(at(55.7, 13.2)),
            direction_degrees: Some(350),
            angle_degrees: Some(60),
            range_metres: Some(50),
            ..Camera::at(SiteId(1))
        };
        // 33 metres to the north and to the south, and 111 to the north.
        let (north, south, far) = (at(55.7003, 13.2), at(55.6997, 13.2), at(55.701, 13.2));
        assert_eq!(view(&camera, &north), View::Towards);
        assert_eq!(view(&camera, &south), View::Away);
        assert_eq!(view(&camera, &far), View::Away);
        assert_eq!(metres(camera.position.as_ref().unwrap(), &north), Some(33));
        camera.direction_degrees = None;
        assert_eq!(view(&camera, &north), View::Unknown);
    }
}
