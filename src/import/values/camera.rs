//! What is said of a camera itself: its standing, type and direction.

use super::{Reading, fold};
use crate::camera::{CameraKind, CameraStatus};
use crate::import::Message;

/// Standing, and the text after it (`nedmonterad 2025` says when).
pub fn read_status(text: &str) -> (Reading<CameraStatus>, Option<String>) {
    const WORDS: &[(CameraStatus, &[&str])] = &[
        (
            CameraStatus::InUse,
            &["i drift", "aktiv", "igång", "drift", "ja", "fungerar", "ok"],
        ),
        (CameraStatus::Planned, &["planerad", "planeras", "beställd"]),
        (
            CameraStatus::Broken,
            &[
                "trasig",
                "ur funktion",
                "ur drift",
                "fungerar ej",
                "fungerar inte",
                "defekt",
                "felanmäld",
            ],
        ),
        (
            CameraStatus::Removed,
            &[
                "nedmonterad",
                "nedtagen",
                "borttagen",
                "avvecklad",
                "demonterad",
                "skrotad",
            ],
        ),
    ];
    let folded = fold(text);
    for (status, words) in WORDS {
        for word in *words {
            if let Some(rest) = folded.strip_prefix(word) {
                if rest.is_empty() {
                    return (Reading::sure(*status), None);
                }
                if *status == CameraStatus::Removed && rest.starts_with(' ') {
                    return (Reading::sure(*status), Some(rest.trim().to_owned()));
                }
            }
        }
    }
    let reading = Reading::unread(
        Message::new("import-status-unknown"),
        Message::new("import-status-accepted"),
    );
    (reading, None)
}

pub fn read_kind(text: &str) -> Reading<CameraKind> {
    let kind = match fold(text).as_str() {
        "fast" | "fast kamera" | "fixed" | "bullet" => CameraKind::Fixed,
        "ptz" | "rörlig" | "styrbar" | "panning" => CameraKind::PanTiltZoom,
        "dome" | "domekamera" | "kupol" | "domkamera" => CameraKind::Dome,
        "panorama" | "360" | "360°" | "fisheye" | "fisköga" | "multisensor" => {
            CameraKind::Panoramic
        }
        "kroppsburen" | "bodycam" => CameraKind::Body,
        "annan" | "övrig" | "övrigt" => CameraKind::Other,
        _ => {
            return Reading::unread(
                Message::new("import-kind-unknown"),
                Message::new("import-kind-accepted"),
            );
        }
    };
    Reading::sure(kind)
}

/// Degrees clockwise from north, or a point of the compass.
pub fn read_direction(text: &str) -> Reading<u16> {
    const POINTS: [(&str, u16); 20] = [
        ("n", 0),
        ("nno", 22),
        ("nnö", 22),
        ("no", 45),
        ("nö", 45),
        ("ono", 67),
        ("önö", 67),
        ("o", 90),
        ("ö", 90),
        ("oso", 112),
        ("ösö", 112),
        ("so", 135),
        ("sö", 135),
        ("s", 180),
        ("ssv", 202),
        ("sv", 225),
        ("v", 270),
        ("nv", 315),
        ("nnv", 337),
        ("vnv", 292),
    ];
    let folded = fold(text);
    let word = folded
        .trim_end_matches(['°', ' '])
        .trim_end_matches("grader")
        .trim();
    let point = POINTS.iter().find(|(name, _)| *name == word);
    let degrees = point.map(|(_, degrees)| *degrees).or_else(|| {
        let degrees: f64 = word.replace(',', ".").parse().ok()?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 360, checked here"
        )]
        (0.0..=360.0)
            .contains(&degrees)
            .then(|| degrees.round() as u16 % 360)
    });
    degrees.map_or_else(
        || {
            Reading::unread(
                Message::new("import-direction-unknown"),
                Message::new("import-direction-accepted"),
            )
        },
        Reading::sure,
    )
}
