//! When footage should have been gone, and how late it is.

use time::{Duration, OffsetDateTime};

use crate::retention::Span;

/// The end of the storage period for the oldest footage that a check saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The storage period ends.
    pub at: OffsetDateTime,
    /// How long after it the footage was still there, when that is more than is tolerated.
    pub overdue: Option<Duration>,
}

/// The due time of footage from `oldest` that was still there at `checked_at`.
pub fn due(
    limit: Span,
    tolerance: Span,
    oldest: OffsetDateTime,
    checked_at: OffsetDateTime,
) -> Due {
    let at = limit.after(oldest);
    Due {
        at,
        overdue: (tolerance.after(at) < checked_at).then(|| checked_at - at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn footage_is_overdue_when_storage_period_and_tolerance_have_passed() {
        let oldest = datetime!(2026-11-01 12:00 +1);
        let due = |checked| due(Span::of_days(3), Span::of_hours(24), oldest, checked);
        let end = datetime!(2026-11-04 12:00 +1);
        assert_eq!(due(end).at, end);
        assert_eq!(due(end + Duration::hours(24)).overdue, None);
        let late = Duration::hours(25);
        assert_eq!(due(end + late).overdue, Some(late));
    }
}
