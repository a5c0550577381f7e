//! Types of place.

use super::{Reading, letters};
use crate::import::Message;
use crate::site::PlaceType;

/// What lists write, folded by [`letters`]; the first of each is how we would write it.
const WORDS: &[(PlaceType, &[&str])] = &[
    (PlaceType::SchoolYard, &["skolgård", "skolgårdar"]),
    (
        PlaceType::SchoolIndoors,
        &[
            "skola inomhus",
            "skola inne",
            "skola korridor",
            "skola invändigt",
        ],
    ),
    (
        PlaceType::SchoolFacade,
        &["skola fasad", "skolfasad", "skola utvändigt", "fasad skola"],
    ),
    (PlaceType::Preschool, &["förskola", "förskolor"]),
    (PlaceType::YouthCentre, &["fritidsgård", "ungdomsgård"]),
    (
        PlaceType::Square,
        &[
            "torg",
            "torg gata",
            "gata",
            "gångstråk",
            "gågata",
            "torg gata gångstråk",
            "tunnel",
        ],
    ),
    (PlaceType::Park, &["park", "grönområde", "lekplats"]),
    (
        PlaceType::Parking,
        &["parkering", "parkeringsplats", "p plats"],
    ),
    (
        PlaceType::ParkingHouse,
        &["parkeringshus", "p hus", "parkeringsgarage"],
    ),
    (
        PlaceType::Station,
        &[
            "station hållplats",
            "station",
            "hållplats",
            "busstation",
            "resecentrum",
        ],
    ),
    (PlaceType::Library, &["bibliotek"]),
    (
        PlaceType::SportsFacility,
        &[
            "bad idrottsanläggning",
            "idrott",
            "idrottsanläggning",
            "idrottshall",
            "badhus",
            "simhall",
            "bad",
            "sporthall",
            "ishall",
        ],
    ),
    (
        PlaceType::Office,
        &[
            "kontor reception",
            "kontor",
            "reception",
            "stadshus",
            "kommunhus",
            "kontorshus",
        ],
    ),
    (PlaceType::SocialOffice, &["socialkontor", "socialkontoret"]),
    (
        PlaceType::CareHome,
        &[
            "lss säbo",
            "lss",
            "säbo",
            "lss boende",
            "särskilt boende",
            "äldreboende",
            "vårdboende",
        ],
    ),
    (PlaceType::FireStation, &["brandstation"]),
    (
        PlaceType::Utility,
        &[
            "va energi",
            "vattenverk",
            "reningsverk",
            "va anläggning",
            "energianläggning",
            "pumpstation",
        ],
    ),
    (
        PlaceType::Depot,
        &["depå", "förråd", "verkstad", "va energi depå"],
    ),
    (
        PlaceType::Recycling,
        &[
            "återvinning",
            "återvinningscentral",
            "återvinningsstation",
            "åvc",
        ],
    ),
    (
        PlaceType::Residential,
        &[
            "trapphus bostäder",
            "bostäder",
            "trapphus",
            "bostadshus",
            "flerbostadshus",
        ],
    ),
    (
        PlaceType::Vehicle,
        &["fordon", "fartyg", "fordon fartyg", "buss", "färja"],
    ),
    (PlaceType::ProtectedObject, &["skyddsobjekt"]),
    (PlaceType::Other, &["övrigt", "annat", "annan"]),
];

/// Two of five letters wrong is another word.
const ALIKE: f64 = 0.75;

pub fn read(text: &str) -> Reading<PlaceType> {
    let folded = letters(text);
    let exact = WORDS
        .iter()
        .find(|(_, words)| words.contains(&folded.as_str()));
    if let Some((place, _)) = exact {
        return Reading::sure(*place);
    }
    let nearest = WORDS
        .iter()
        .flat_map(|(_, words)| *words)
        .map(|word| (strsim::normalized_damerau_levenshtein(&folded, word), *word))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|one, other| one.0.total_cmp(&other.0));
    Reading::unread(
        Message::new("import-place-unknown"),
        nearest.map_or_else(
            || Message::new("import-place-accepted"),
            |(_, near)| Message::new("import-place-near").with("near", near),
        ),
    )
}
