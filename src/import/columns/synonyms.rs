//! Headings as people write them. From lists of several kommuner and countries, Amsterdam's registration form
//! and a VMS camera report; Swedish first.

use super::Column;

/// What a column is, and its headings folded by [`fold`]; the first is the one we suggest.
const HEADINGS: &[(Column, &str)] = &[
    (
        Column::Label,
        "kameranr, kameranummer, kamera nr, kamera nummer, kamera id, kameraid, kamera, \
         kamerans nr, kamerabeteckning, beteckning, littera, nr, nummer, id, camera id, \
         camera no, camera number, camera, camera name, ref, cameraid",
    ),
    (
        Column::SiteName,
        "objekt, objektsnamn, anläggning, anläggningsnamn, plats, platsnamn, bevakningsplats, \
         byggnad, skola, enhetsnamn, verksamhetsställe, fastighet, fastighetsnamn, namn, \
         location, site, site name, lokal, lokalnamn",
    ),
    (
        Column::Property,
        "fastighetsbeteckning, fastighetsbet, fast bet, fastbet, fastighetsbeteck",
    ),
    (
        Column::Address,
        "adress, gatuadress, besöksadress, address, street, gata, adress eller läge",
    ),
    (
        Column::Placement,
        "placering, läge, kameraplacering, kamerans placering, våning, entré, plan, \
         placement, position i byggnad, var",
    ),
    (
        Column::PlaceType,
        "typ av plats, platstyp, slag av plats, typ av objekt, objekttyp, place type, \
         lokaltyp",
    ),
    (
        Column::Unit,
        "förvaltning, verksamhet, enhet, nämnd, bolag, förvaltning bolag, nämnd förvaltning, \
         department, unit, organisation",
    ),
    (
        Column::Responsible,
        "ansvarig, ansvarig person, kontakt, kontaktperson, kameraansvarig, ansvarig chef, \
         contact, responsible",
    ),
    (
        Column::Purpose,
        "syfte, ändamål, syfte med bevakningen, ändamålet, purpose",
    ),
    (
        Column::Hours,
        "bevakningstid, bevakningstider, tid, tider, tid för bevakning, dagar och tider, \
         drifttid, hours",
    ),
    (
        Column::Recording,
        "inspelning, spelar in, inspelning ja nej, inspelad, recording",
    ),
    (
        Column::Audio,
        "ljud, ljudupptagning, ljudinspelning, mikrofon, ljud ja nej, audio, sound",
    ),
    (
        Column::Storage,
        "lagringstid, lagring, gallring, gallringstid, gallringsfrist, bevarandetid, sparas, \
         lagras, lagringstid timmar, lagringstid dygn, retention, storage time",
    ),
    (
        Column::PermitNumber,
        "tillstånd dnr, tillstånd, tillståndsnummer, tillstånd diarienummer, dnr tillstånd, \
         dnr, diarienummer, diarienr, tillståndets dnr, permit",
    ),
    (
        Column::PermitDate,
        "tillstånd datum, tillståndsdatum, datum tillstånd, datum för tillstånd, beslutsdatum",
    ),
    (
        Column::AssessmentDate,
        "intresseavvägning, intresseavvägning datum, bedömning, bedömning datum, bedömning \
         enligt 9 §, dokumenterad bedömning, datum för bedömning, datum intresseavvägning, \
         avvägning",
    ),
    (
        Column::AssessmentNumber,
        "intresseavvägning dnr, bedömning dnr, dnr intresseavvägning, dnr bedömning",
    ),
    (
        Column::Sign,
        "skylt, skyltning, skylt uppsatt, skyltar, skyltad, skylt ja nej, skylt datum, sign, \
         signage",
    ),
    (
        Column::North,
        "n, nord, north, northing, norr, lat, latitud, latitude, n koordinat, nordkoordinat",
    ),
    (
        Column::East,
        "e, ö, öst, ost, east, easting, lon, long, lng, longitud, longitude, e koordinat, \
         ostkoordinat, östkoordinat",
    ),
    (Column::X, "x, x koordinat, xkoordinat, x coord"),
    (Column::Y, "y, y koordinat, ykoordinat, y coord"),
    (
        Column::Position,
        "koordinater, koordinat, position, gps, coordinates",
    ),
    (
        Column::Installed,
        "driftsatt, driftsättning, installerad, installationsdatum, installationsår, uppsatt, \
         startdatum, i drift sedan, installed",
    ),
    (
        Column::Removed,
        "avvecklad, nedmonterad, borttagen, slutdatum, avvecklingsdatum, removed",
    ),
    (Column::Status, "status, driftstatus, läge status"),
    (
        Column::Kind,
        "typ, kameratyp, typ av kamera, type, camera type",
    ),
    (
        Column::Direction,
        "riktning, bäring, direction, azimut, azimuth, heading",
    ),
    (
        Column::Indoor,
        "inne ute, inomhus, inomhus utomhus, ute inne, indoor outdoor",
    ),
    (
        Column::PublicAccess,
        "allmän plats, allmänheten har tillträde, tillträde för allmänheten, allmän plats ja \
         nej",
    ),
    (
        Column::Note,
        "anmärkning, anm, anmärkningar, kommentar, kommentarer, notering, noteringar, övrigt, \
         not, note, notes, comment, comments, remarks",
    ),
];

/// Headings whose contents are a matter of protective security: never read into the register.
const PROTECTED: &str = "ip, ip adress, ipadress, ip address, mac, mac adress, macadress, mac address, \
    serienummer, serienr, serial number, serial, lösenord, password, användarnamn, username, \
    vlan, switchport";

/// The words of a list of words.
fn words(list: &str) -> impl Iterator<Item = &str> {
    list.split(", ")
}

/// Lower case, without what stands in parentheses, and with a space for every sign.
fn fold(heading: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::new();
    for letter in crate::collation::fold(heading).chars() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            _ if letter.is_alphanumeric() || letter == '§' => kept.push(letter),
            _ => kept.push(' '),
        }
    }
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A heading that is recognised.
pub fn example(column: Column) -> &'static str {
    let known = HEADINGS.iter().find(|(known, _)| *known == column);
    known
        .and_then(|(_, headings)| words(headings).next())
        .unwrap_or_default()
}

/// What a column with this heading is.
pub(super) fn column(heading: &str) -> Option<Column> {
    let find = |folded: &str| {
        let known = HEADINGS
            .iter()
            .find(|(_, headings)| words(headings).any(|heading| heading == folded));
        known.map(|(column, _)| *column)
    };
    find(&fold(heading)).or_else(|| {
        // "Objekt / anläggning": every part says the same.
        let mut parts = heading.split(['/', ',']).map(|part| find(&fold(part)));
        let first = parts.next().flatten()?;
        parts.all(|part| part == Some(first)).then_some(first)
    })
}

pub(super) fn is_protected(heading: &str) -> bool {
    words(PROTECTED).any(|word| word == fold(heading))
}

/// The known heading that is most like an unknown one.
pub(super) fn nearest(heading: &str) -> Option<&'static str> {
    const ALIKE: f64 = 0.7;
    let folded = fold(heading);
    HEADINGS
        .iter()
        .flat_map(|(_, headings)| words(headings))
        .map(|known| {
            (
                strsim::normalized_damerau_levenshtein(&folded, known),
                known,
            )
        })
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_whatever_their_case_signs_and_parentheses() {
        assert_eq!(column("Kameranr"), Some(Column::Label));
        assert_eq!(column("KAMERA-ID"), Some(Column::Label));
        assert_eq!(column("Objekt / anläggning"), Some(Column::SiteName));
        assert_eq!(
            column("Intresseavvägning (datum)"),
            Some(Column::AssessmentDate)
        );
        assert_eq!(column("N (SWEREF 99 13 30)"), Some(Column::North));
        assert_eq!(column("camera_id"), Some(Column::Label));
        assert_eq!(column("lon"), Some(Column::East));
    }

    #[test]
    fn parts_that_say_different_things_are_not_recognised() {
        assert_eq!(column("Adress / status"), None);
        assert_eq!(column("area_code"), None);
        assert_eq!(column(""), None);
    }

    #[test]
    fn the_nearest_known_heading_is_suggested() {
        assert_eq!(nearest("Lagrinstid"), Some("lagringstid"));
        assert_eq!(nearest("Konto för fakturering"), None);
    }

    #[test]
    fn no_heading_stands_for_two_columns() {
        let mut seen: Vec<&str> = Vec::new();
        for heading in HEADINGS.iter().flat_map(|(_, headings)| words(headings)) {
            assert!(!seen.contains(&heading), "{heading} stands twice");
            assert_eq!(fold(heading), heading, "{heading} is not folded");
            seen.push(heading);
        }
    }

    #[test]
    fn addresses_of_equipment_are_protected() {
        assert!(is_protected("IP-adress"));
        assert!(!is_protected("Adress"));
    }
}
