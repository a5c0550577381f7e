//! What a person types about a site.

use super::{
    Exemption, LegalGround, Marking, PlaceType, Purpose, SecrecyRegime, Site, SiteStatus,
    SpecialTechnology,
};
use crate::law::hours::WeeklyHours;
use crate::site::Position;
use crate::texts::Message;
use crate::web::form::{Choice, Errors, Field, Form, Reader, Values, choices};

/// The units and controllers that can be chosen.
#[derive(Debug, Clone, Default)]
pub struct Offered {
    pub units: Vec<Choice>,
    pub controllers: Vec<Choice>,
    /// EPSG code of the kommun's own zone, in which positions may be typed.
    pub zone: Option<u16>,
}

pub fn form(action: &str, offered: &Offered) -> Form {
    Form::new("site", action)
        .section("name", identity(offered))
        .section("register", register_items())
        .section("operation", operation())
        .section("place", place())
        .section("law", law())
        .section("documents", documents())
}

fn identity(offered: &Offered) -> Vec<Field> {
    vec![
        Field::text("name").required(),
        Field::text("reference").required().wide(10),
        Field::select("unit", offered.units.clone()),
        Field::select("controller", offered.controllers.clone()),
        Field::text("responsible"),
        Field::radios("status", choices::<SiteStatus>()).required(),
    ]
}

/// The five items of KBL 10 §; the fifth comes from the assessments.
fn register_items() -> Vec<Field> {
    vec![
        Field::text("address").autocomplete("off"),
        Field::select("place_type", choices::<PlaceType>()),
        Field::checkboxes("purposes", choices::<Purpose>()),
        Field::textarea("purpose_text"),
        Field::yes_no_unknown("audio"),
        Field::textarea("audio_motivation"),
        Field::checkboxes_or_none("special_technology", choices::<SpecialTechnology>()),
    ]
}

fn operation() -> Vec<Field> {
    vec![
        Field::date("started_on"),
        Field::date("paused_on"),
        Field::date("ended_on"),
        Field::text("hours"),
        Field::yes_no_unknown("live_viewing"),
        Field::yes_no_unknown("recording"),
        Field::yes_no_unknown("masking_needed"),
        Field::textarea("masking"),
    ]
}

fn place() -> Vec<Field> {
    vec![
        Field::text("property_designation"),
        Field::position("position"),
        Field::yes_no_unknown("public_access"),
        Field::yes_no_unknown("workplace"),
        Field::yes_no_unknown("children"),
        Field::yes_no_unknown("private_area"),
        Field::number("entrances"),
        Field::yes_no_unknown("area_limited"),
    ]
}

fn law() -> Vec<Field> {
    vec![
        Field::select("legal_ground", choices::<LegalGround>()),
        Field::select("exemption", choices::<Exemption>()),
        Field::date("exemption_from"),
        Field::date("exemption_until"),
        Field::select("secrecy", choices::<SecrecyRegime>()).required(),
        Field::radios("marking", choices::<Marking>()),
        Field::date("marked_on"),
        Field::textarea("prior_measures"),
        Field::textarea("incidents"),
        Field::date("incidents_as_of"),
        Field::text("context_change"),
        Field::date("context_changed_on"),
        Field::checkboxes(
            "claimed_out_of_scope",
            vec![Choice::id("ja", "site-claimed-out-of-scope-yes")],
        ),
    ]
}

fn documents() -> Vec<Field> {
    vec![
        Field::text("dpia_reference"),
        Field::date("dpia_on"),
        Field::text("processing_record_reference"),
        Field::yes_no_unknown("outside_operator"),
        Field::date("processor_agreement_on"),
        Field::date("processor_agreement_until"),
        Field::date("mbl_negotiated_on"),
        Field::date("access_reviewed_on"),
        Field::date("reviewed_on"),
        Field::yes_no_unknown("still_needed"),
        Field::yes_no_unknown("second_layer_non_digital"),
        Field::text("disposal_decision_reference"),
        Field::textarea("note"),
    ]
}

/// What stands in the fields for a site.
pub fn values(site: &Site) -> Values {
    let described = Values::default()
        .text("name", &site.name)
        .text("reference", &site.reference)
        .id("unit", site.unit)
        .id("controller", site.controller)
        .text("responsible", &site.responsible)
        .code("status", Some(site.status))
        .text("address", &site.address)
        .code("place_type", site.place_type)
        .codes("purposes", &site.purposes)
        .text("purpose_text", &site.purpose_text)
        .yes_no("audio", site.audio)
        .text("audio_motivation", &site.audio_motivation)
        .codes_or_none("special_technology", site.special_technology.as_deref())
        .date("started_on", site.started_on)
        .date("paused_on", site.paused_on)
        .date("ended_on", site.ended_on)
        .text("hours", &site.hours)
        .yes_no("live_viewing", site.live_viewing)
        .yes_no("recording", site.recording)
        .yes_no("masking_needed", site.masking_needed)
        .text("masking", &site.masking);
    more_values(described, site)
}

fn more_values(values: Values, site: &Site) -> Values {
    let values = if site.claimed_out_of_scope {
        values.text("claimed_out_of_scope", "ja")
    } else {
        values
    };
    values
        .text("property_designation", &site.property_designation)
        .text(
            "position",
            site.position
                .as_ref()
                .map_or("", |position| &position.typed),
        )
        .yes_no("public_access", site.public_access)
        .yes_no("workplace", site.workplace)
        .yes_no("children", site.children)
        .yes_no("private_area", site.private_area)
        .number("entrances", site.entrances)
        .yes_no("area_limited", site.area_limited)
        .code("legal_ground", site.legal_ground)
        .code("exemption", site.exemption)
        .date("exemption_from", site.exemption_from)
        .date("exemption_until", site.exemption_until)
        .code("secrecy", Some(site.secrecy))
        .code("marking", Some(site.marking))
        .date("marked_on", site.marked_on)
        .text("prior_measures", &site.prior_measures)
        .text("incidents", &site.incidents)
        .date("incidents_as_of", site.incidents_as_of)
        .text("context_change", &site.context_change)
        .date("context_changed_on", site.context_changed_on)
        .text("dpia_reference", &site.dpia_reference)
        .date("dpia_on", site.dpia_on)
        .text(
            "processing_record_reference",
            &site.processing_record_reference,
        )
        .yes_no("outside_operator", site.outside_operator)
        .date("processor_agreement_on", site.processor_agreement_on)
        .date("processor_agreement_until", site.processor_agreement_until)
        .date("mbl_negotiated_on", site.mbl_negotiated_on)
        .date("access_reviewed_on", site.access_reviewed_on)
        .date("reviewed_on", site.reviewed_on)
        .yes_no("still_needed", site.still_needed)
        .yes_no("second_layer_non_digital", site.second_layer_non_digital)
        .text(
            "disposal_decision_reference",
            &site.disposal_decision_reference,
        )
        .text("note", &site.note)
}

/// Reads the form. Only what cannot be recorded is an error here; what breaks a duty is a finding, and is saved.
///
/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(values: &Values, offered: &Offered) -> Result<Site, Errors> {
    let mut reader = Reader::new(values);
    let mut site = Site::default();
    read_identity(&mut reader, offered, &mut site);
    read_register_items(&mut reader, &mut site);
    read_operation(&mut reader, &mut site);
    read_place(&mut reader, offered.zone, &mut site);
    read_law(&mut reader, &mut site);
    read_documents(&mut reader, &mut site);
    reader.finish(site)
}

fn read_identity(reader: &mut Reader, offered: &Offered, site: &mut Site) {
    site.name = reader.required_text("name", 200);
    site.reference = reader.required_text("reference", 40);
    if site.reference.contains(['/', '?', '#']) {
        reader.refuse("reference", Message::new("site-reference-form"));
    }
    site.unit = reader.id("unit", &offered.units);
    site.controller = reader.id("controller", &offered.controllers);
    site.responsible = reader.text_up_to("responsible", 200);
    site.status = reader
        .required_code("status")
        .unwrap_or(SiteStatus::Planned);
}

fn read_register_items(reader: &mut Reader, site: &mut Site) {
    site.address = reader.text_up_to("address", 300);
    site.place_type = reader.code("place_type");
    site.purposes = reader.codes("purposes");
    site.purpose_text = reader.text("purpose_text");
    site.audio = reader.yes_no("audio");
    site.audio_motivation = reader.text("audio_motivation");
    site.special_technology = reader.codes_or_none("special_technology");
}

fn read_operation(reader: &mut Reader, site: &mut Site) {
    site.started_on = reader.date("started_on");
    site.paused_on = reader.date("paused_on");
    site.ended_on = reader.date("ended_on");
    if let (Some(from), Some(until)) = (site.started_on, site.ended_on)
        && until < from
    {
        reader.refuse("ended_on", Message::new("site-ended-before-start"));
    }
    site.hours = read_hours(reader, "hours");
    site.live_viewing = reader.yes_no("live_viewing");
    site.recording = reader.yes_no("recording");
    site.masking_needed = reader.yes_no("masking_needed");
    site.masking = reader.text("masking");
}

/// Typed days and hours in their canonical form; empty when nothing was typed.
pub fn read_hours(reader: &mut Reader, field: &str) -> String {
    let typed = reader.text_up_to(field, 300);
    if typed.is_empty() {
        return typed;
    }
    if let Ok(hours) = WeeklyHours::parse(&typed) {
        hours.to_string()
    } else {
        reader.refuse(field, Message::new("form-hours").with("typed", &*typed));
        typed
    }
}

fn read_place(reader: &mut Reader, zone: Option<u16>, site: &mut Site) {
    site.property_designation = reader.text_up_to("property_designation", 100);
    site.position = read_position(reader, "position", zone);
    site.public_access = reader.yes_no("public_access");
    site.workplace = reader.yes_no("workplace");
    site.children = reader.yes_no("children");
    site.private_area = reader.yes_no("private_area");
    site.entrances = reader.number("entrances", 0..=999);
    site.area_limited = reader.yes_no("area_limited");
}

/// A typed position in any of the systems that are recognised by their size.
pub fn read_position(reader: &mut Reader, field: &str, zone: Option<u16>) -> Option<Position> {
    let typed = reader.text_up_to(field, 100);
    if typed.is_empty() {
        return None;
    }
    match Position::parse(&typed, zone) {
        Ok(position) => Some(position),
        Err(error) => {
            reader.refuse(field, Message::new(error.text_id()));
            None
        }
    }
}

fn read_law(reader: &mut Reader, site: &mut Site) {
    site.legal_ground = reader.code("legal_ground");
    site.exemption = reader.code("exemption");
    site.exemption_from = reader.date("exemption_from");
    site.exemption_until = reader.date("exemption_until");
    site.secrecy = reader
        .required_code("secrecy")
        .unwrap_or(SecrecyRegime::CameraSurveillance);
    site.marking = reader.code("marking").unwrap_or(Marking::Nothing);
    let marked_on = reader.date("marked_on");
    site.marked_on = marked_on.filter(|_| site.marking != Marking::Nothing);
    site.prior_measures = reader.text("prior_measures");
    site.incidents = reader.text("incidents");
    site.incidents_as_of = reader.date("incidents_as_of");
    site.context_change = reader.text_up_to("context_change", 1_000);
    site.context_changed_on = reader.date("context_changed_on");
    site.claimed_out_of_scope = reader.yes_no("claimed_out_of_scope").unwrap_or(false);
}

fn read_documents(reader: &mut Reader, site: &mut Site) {
    site.dpia_reference = reader.text_up_to("dpia_reference", 200);
    site.dpia_on = reader.date("dpia_on");
    site.processing_record_reference = reader.text_up_to("processing_record_reference", 200);
    site.outside_operator = reader.yes_no("outside_operator");
    site.processor_agreement_on = reader.date("processor_agreement_on");
    site.processor_agreement_until = reader.date("processor_agreement_until");
    site.mbl_negotiated_on = reader.date("mbl_negotiated_on");
    site.access_reviewed_on = reader.date("access_reviewed_on");
    site.reviewed_on = reader.date("reviewed_on");
    site.still_needed = reader.yes_no("still_needed");
    site.second_layer_non_digital = reader.yes_no("second_layer_non_digital");
    site.disposal_decision_reference = reader.text_up_to("disposal_decision_reference", 200);
    site.note = reader.text("note");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Values {
        Values::default()
            .text("name", "Hedeskolan")
            .text("reference", "EK-002")
            .text("status", "i-drift")
            .text("secrecy", "osl-32-3")
    }

    #[test]
    fn a_site_can_be_saved_with_only_a_name_a_reference_and_a_status() {
        let site = read(&typed(), &Offered::default()).unwrap();
        assert_eq!(site.name, "Hedeskolan");
        assert_eq!(site.audio, None, "an unanswered question is never a no");
        assert_eq!(site.special_technology, None);
    }

    #[test]
    fn what_was_read_is_shown_again_unchanged() {
        let values = typed()
            .text("special_technology", "ingen")
            .text("audio", "nej")
            .text("started_on", "24/4 2019");
        let site = read(&values, &Offered::default()).unwrap();
        assert_eq!(site.special_technology, Some(Vec::new()));
        assert_eq!(
            read(&super::values(&site), &Offered::default()).unwrap(),
            site
        );
    }

    #[test]
    fn surveillance_cannot_end_before_it_began() {
        let values = typed()
            .text("started_on", "2024-01-01")
            .text("ended_on", "2023-12-31");
        let errors = read(&values, &Offered::default()).unwrap_err();
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].field, "ended_on");
    }
}
