//! Changes of the surveillance that make the risk to privacy greater (KBL 9 § second paragraph 1).
//!
//! A corrected spelling is none, and neither is a question that is answered for the first time.

use super::Site;
use crate::code::codes;
use crate::law::hours::WeeklyHours;

codes! {
    /// What was extended.
    Extension, "extension" {
        Camera = "kamera",
        View = "bildfalt",
        Area = "omrade",
        Hours = "tider",
        Purpose = "andamal",
        Sound = "ljud",
        Technology = "teknik",
        Recording = "inspelning",
        LiveViewing = "realtid",
        Storage = "lagring",
        LessMasking = "maskering",
    }
}

/// What `after` extends beyond `before`.
pub fn between(before: &Site, after: &Site) -> Vec<Extension> {
    let begun =
        |before: Option<bool>, after: Option<bool>| before == Some(false) && after == Some(true);
    let technology = match (&before.special_technology, &after.special_technology) {
        (Some(before), Some(after)) => after.iter().any(|one| !before.contains(one)),
        _ => false,
    };
    let purposes = !before.purposes.is_empty()
        && after
            .purposes
            .iter()
            .any(|one| !before.purposes.contains(one));
    let found = [
        (
            Extension::Area,
            begun(
                before.area_limited.map(|limited| !limited),
                after.area_limited.map(|limited| !limited),
            ),
        ),
        (Extension::Hours, longer_hours(&before.hours, &after.hours)),
        (Extension::Purpose, purposes),
        (Extension::Sound, begun(before.audio, after.audio)),
        (Extension::Technology, technology),
        (
            Extension::Recording,
            begun(before.recording, after.recording),
        ),
        (
            Extension::LiveViewing,
            begun(before.live_viewing, after.live_viewing),
        ),
        (
            Extension::LessMasking,
            !before.masking.trim().is_empty() && after.masking.trim().is_empty(),
        ),
    ];
    found
        .into_iter()
        .filter(|(_, extended)| *extended)
        .map(|(what, _)| what)
        .collect()
}

fn longer_hours(before: &str, after: &str) -> bool {
    let hours = WeeklyHours::parse(before)
        .ok()
        .zip(WeeklyHours::parse(after).ok());
    hours.is_some_and(|(before, after)| !after.is_subset_of(&before))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::{Purpose, SpecialTechnology};

    fn site() -> Site {
        Site {
            name: "Hedeskolan".to_owned(),
            hours: "mån-fre 20-06".to_owned(),
            purposes: vec![Purpose::Crime],
            audio: Some(false),
            special_technology: Some(Vec::new()),
            recording: Some(false),
            live_viewing: Some(true),
            masking: "Grannens uteplats".to_owned(),
            area_limited: Some(true),
            ..Site::default()
        }
    }

    fn after(change: impl FnOnce(&mut Site)) -> Vec<Extension> {
        let mut changed = site();
        change(&mut changed);
        between(&site(), &changed)
    }

    #[test]
    fn a_corrected_spelling_is_no_extension() {
        assert_eq!(after(|site| site.name = "Hede skola".to_owned()), []);
        assert_eq!(
            after(|site| site.hours = "måndag–fredag 20:00-06:00".to_owned()),
            []
        );
        assert_eq!(
            after(|site| site.masking = "Grannens uteplats och fönster".to_owned()),
            []
        );
    }

    #[test]
    fn more_hours_purposes_sound_technology_or_recording_are_extensions() {
        assert_eq!(
            after(|site| site.hours = "mån-fre 19-06".to_owned()),
            [Extension::Hours]
        );
        assert_eq!(
            after(|site| site.purposes.push(Purpose::Accidents)),
            [Extension::Purpose]
        );
        assert_eq!(after(|site| site.audio = Some(true)), [Extension::Sound]);
        assert_eq!(
            after(|site| site.special_technology = Some(vec![SpecialTechnology::Thermal])),
            [Extension::Technology]
        );
        assert_eq!(
            after(|site| site.recording = Some(true)),
            [Extension::Recording]
        );
        assert_eq!(
            after(|site| site.area_limited = Some(false)),
            [Extension::Area]
        );
        assert_eq!(
            after(|site| site.masking = String::new()),
            [Extension::LessMasking]
        );
    }

    #[test]
    fn less_of_anything_is_no_extension() {
        assert_eq!(after(|site| site.hours = "mån-fre 22-06".to_owned()), []);
        assert_eq!(after(|site| site.live_viewing = Some(false)), []);
        assert_eq!(after(|site| site.purposes = vec![]), []);
    }

    #[test]
    fn a_question_answered_for_the_first_time_is_no_extension() {
        let before = Site {
            audio: None,
            special_technology: None,
            hours: String::new(),
            purposes: Vec::new(),
            ..site()
        };
        let after = Site {
            audio: Some(true),
            special_technology: Some(vec![SpecialTechnology::Thermal]),
            ..site()
        };
        assert_eq!(between(&before, &after), []);
    }
}
