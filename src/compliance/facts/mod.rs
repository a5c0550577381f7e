//! What the register can say about a site on a day.
//!
//! Only what had happened by the day counts: an assessment dated later is not seen, a camera put up later is not there.
//! What is not recorded stays missing; nothing is guessed.

use time::Date;

use super::Dossier;
use crate::law::hours::WeeklyHours;
use crate::law::{Fact, Facts, Subject, Value};
use crate::site::{LegalGround, Site};

mod assessments;
mod cameras;
pub(super) mod deletion;
mod holds;
mod permits;
mod signs;

/// The facts about a site as they stood on `as_of`.
pub fn facts(dossier: &Dossier, as_of: Date) -> Facts {
    let dossier = dossier.judged();
    let mut facts = Facts::about(Subject::Site);
    facts.set(Fact::AsOf, Some(as_of));
    statutory_items(&mut facts, &dossier.site);
    surveillance(&mut facts, &dossier.site, as_of);
    safeguards(&mut facts, &dossier.site);
    documents(&mut facts, &dossier.site, as_of);
    cameras::record(&mut facts, dossier, as_of);
    assessments::record(&mut facts, dossier, as_of);
    let has_permit = permits::record(&mut facts, dossier, as_of);
    signs::record(&mut facts, dossier, as_of);
    deletion::record(&mut facts, dossier, as_of);
    holds::record(&mut facts, dossier, as_of);
    if has_permit {
        permits::differences(&mut facts);
    }
    facts
}

/// A date that had come by the day.
fn by(date: Option<Date>, as_of: Date) -> Option<Date> {
    date.filter(|date| *date <= as_of)
}

/// KBL 10 §, and who is responsible.
fn statutory_items(facts: &mut Facts, site: &Site) {
    facts.set(Fact::HasController, Some(site.controller.is_some()));
    facts.set_text(Fact::Address, &site.address);
    facts.set(Fact::PlaceType, site.place_type.map(Value::code));
    let purposes = (!site.purposes.is_empty()).then(|| Value::codes(site.purposes.iter().copied()));
    facts.set(Fact::Purposes, purposes);
    facts.set_text(Fact::PurposeText, &site.purpose_text);
    facts.set(Fact::Audio, site.audio);
    facts.set_text(Fact::AudioMotivation, &site.audio_motivation);
    let technology = site.special_technology.as_ref();
    facts.set(
        Fact::SpecialTechnology,
        technology.map(|list| Value::codes(list.iter().copied())),
    );
}

fn surveillance(facts: &mut Facts, site: &Site, as_of: Date) {
    facts.set(Fact::InUse, Some(site.in_use_on(as_of)));
    // A kommun acts for tasks of public interest; only a company can rest on art. 6.1 f.
    facts.set(
        Fact::PublicTask,
        Some(site.legal_ground != Some(LegalGround::LegitimateInterest)),
    );
    facts.set(Fact::StartedOn, site.started_on);
    facts.set(Fact::PublicAccess, site.public_access);
    facts.set(Fact::Workplace, site.workplace);
    facts.set(Fact::Children, site.children);
    facts.set(Fact::PrivateArea, site.private_area);
    facts.set(Fact::Entrances, site.entrances);
    let hours = WeeklyHours::parse(&site.hours).ok();
    facts.set(
        Fact::RoundTheClock,
        hours.as_ref().map(WeeklyHours::contains_whole_week),
    );
    facts.set(Fact::Hours, hours);
    facts.set(Fact::LiveViewing, site.live_viewing);
    facts.set(Fact::Exemption, site.exemption.map(Value::code));
    let exempt_from = site.exemption_from.or(site.started_on);
    facts.set(
        Fact::ExemptionFrom,
        exempt_from.filter(|_| site.exemption.is_some()),
    );
    facts.set(Fact::ExemptionUntil, site.exemption_until);
    facts.set(Fact::ClaimedOutOfScope, Some(site.claimed_out_of_scope));
}

fn safeguards(facts: &mut Facts, site: &Site) {
    facts.set(Fact::MaskingNeeded, site.masking_needed);
    facts.set_text(Fact::Masking, &site.masking);
    facts.set(Fact::AreaLimited, site.area_limited);
    facts.set_text(Fact::PriorMeasures, &site.prior_measures);
    facts.set_text(Fact::Incidents, &site.incidents);
    facts.set(Fact::OutsideOperator, site.outside_operator);
    facts.set(Fact::SecondLayerNonDigital, site.second_layer_non_digital);
    facts.set(Fact::StillNeeded, site.still_needed);
}

fn documents(facts: &mut Facts, site: &Site, as_of: Date) {
    facts.set(Fact::IncidentsAsOf, by(site.incidents_as_of, as_of));
    facts.set(Fact::DpiaOn, by(site.dpia_on, as_of));
    facts.set_text(Fact::DpiaReference, &site.dpia_reference);
    facts.set_text(
        Fact::ProcessingRecordReference,
        &site.processing_record_reference,
    );
    facts.set(
        Fact::ProcessorAgreementOn,
        by(site.processor_agreement_on, as_of),
    );
    facts.set(
        Fact::ProcessorAgreementUntil,
        site.processor_agreement_until,
    );
    facts.set(Fact::MblNegotiatedOn, by(site.mbl_negotiated_on, as_of));
    facts.set(Fact::AccessReviewedOn, by(site.access_reviewed_on, as_of));
    facts.set(Fact::ReviewedOn, by(site.reviewed_on, as_of));
    facts.set(Fact::RegisterUpdatedOn, by(site.register_updated_on, as_of));
    let changed_on = by(site.context_changed_on, as_of);
    facts.set(Fact::ContextChangedOn, changed_on);
    facts.set_text(
        Fact::ContextChange,
        changed_on.map_or("", |_| &site.context_change),
    );
}
