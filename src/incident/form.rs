//! What a person types about a personal data breach.

use time::OffsetDateTime;

use super::Incident;
use crate::texts::Message;
use crate::web::form::{Errors, Field, Form, Reader, Values};

pub fn form(action: String) -> Form {
    Form::new("incident", action).fields(vec![
        Field::instant("discovered_at").required(),
        Field::textarea("what").required(),
        Field::yes_no_unknown("risk"),
        Field::instant("reported_at"),
        Field::text("report_reference"),
        Field::text("delay_reasons"),
        Field::date("people_informed_on"),
        Field::textarea("measures"),
        Field::textarea("note"),
    ])
}

/// What stands in the fields for an incident.
pub fn values(incident: &Incident) -> Values {
    Values::default()
        .instant("discovered_at", Some(incident.discovered_at))
        .text("what", &incident.what)
        .yes_no("risk", incident.risk)
        .instant("reported_at", incident.reported_at)
        .text("report_reference", &incident.report_reference)
        .text("delay_reasons", &incident.delay_reasons)
        .date("people_informed_on", incident.people_informed_on)
        .text("measures", &incident.measures)
        .text("note", &incident.note)
}

/// Reads the form over `onto`; nothing was discovered or reported after `now`.
///
/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(values: &Values, now: OffsetDateTime, onto: Incident) -> Result<Incident, Errors> {
    let mut reader = Reader::new(values);
    let incident = Incident {
        site: onto.site,
        discovered_at: reader
            .required_instant("discovered_at")
            .unwrap_or(onto.discovered_at),
        what: reader.required_text("what", 5_000),
        risk: reader.yes_no("risk"),
        reported_at: reader.instant("reported_at"),
        report_reference: reader.text_up_to("report_reference", 100),
        delay_reasons: reader.text_up_to("delay_reasons", 500),
        people_informed_on: reader.date("people_informed_on"),
        measures: reader.text("measures"),
        note: reader.text("note"),
    };
    for (field, at) in [
        ("discovered_at", Some(incident.discovered_at)),
        ("reported_at", incident.reported_at),
    ] {
        if at.is_some_and(|at| at > now + time::Duration::MINUTE) {
            reader.refuse(field, Message::new("incident-in-the-future"));
        }
    }
    if incident
        .reported_at
        .is_some_and(|at| at < incident.discovered_at)
    {
        reader.refuse("reported_at", Message::new("incident-reported-before"));
    }
    reader.finish(incident)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::SiteId;
    use time::macros::datetime;

    const NOW: OffsetDateTime = datetime!(2026-11-22 08:00 UTC);

    #[test]
    fn what_was_read_is_shown_again_unchanged_and_nothing_is_reported_before_it_is_discovered() {
        let typed = Values::default()
            .text("discovered_at", "2026-11-20")
            .text("discovered_at-tid", "10.00")
            .text("what", "USB-minne borttappat")
            .text("risk", "ja");
        let blank = || Incident::at(SiteId(1), NOW);
        let incident = read(&typed, NOW, blank()).unwrap();
        assert_eq!(read(&values(&incident), NOW, blank()), Ok(incident));
        let early = typed
            .text("reported_at", "2026-11-20")
            .text("reported_at-tid", "09.59");
        let errors = read(&early, NOW, blank()).unwrap_err();
        assert_eq!(errors[0].field, "reported_at");
    }
}
