//! The documents of a site: what was decided, signed, agreed, reported and photographed, each with where it is found.

use time::Date;

use super::Show;
use crate::compliance::Entry;
use crate::law::calendar::date_in_sweden;
use crate::retention::{DeletionEvidence, DeletionEvidenceId};
use crate::signage::{Sign, SignId, inspection};

/// Checks that stand open on the page.
const CHECKS_OPEN: usize = 10;

type Check<'a> = &'a Entry<DeletionEvidenceId, DeletionEvidence>;

/// A document, or one that the register asks about and knows nothing of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub what: String,
    /// Diarienummer or another name by which it is found; empty = none is recorded.
    pub reference: String,
    pub on: Option<Date>,
    /// Its last day, where it has one.
    pub until: Option<Date>,
    /// Where it is, or where it is recorded, with the language; empty where whoever looks cannot go.
    pub href: String,
}

impl Document {
    /// Whether nothing at all is recorded of it.
    pub const fn is_missing(&self) -> bool {
        self.reference.is_empty() && self.on.is_none()
    }
}

impl Show {
    /// The checks that are read at once.
    pub fn latest_checks(&self) -> Vec<Check<'_>> {
        self.checks().take(CHECKS_OPEN).collect()
    }

    /// Those that are read on request: a recorder that is asked every night leaves hundreds.
    pub fn older_checks(&self) -> Vec<Check<'_>> {
        self.checks().skip(CHECKS_OPEN).collect()
    }

    /// The newest first.
    fn checks(&self) -> impl Iterator<Item = Check<'_>> {
        let mut all: Vec<_> = self.dossier.evidence.iter().collect();
        all.sort_by_key(|check| std::cmp::Reverse(check.data.checked_at));
        all.into_iter()
    }

    /// In the order in which a supervisor asks.
    pub fn documents(&self) -> Vec<Document> {
        let mut all = self.assessed();
        all.extend(self.decided());
        all.extend(self.standing_documents());
        all.extend(self.disposal());
        all.extend(self.photographed());
        all.extend(self.kept_and_reported());
        all
    }

    /// Each version of the assessment, and the advice on it.
    fn assessed(&self) -> Vec<Document> {
        let l = self.l;
        let mut all = Vec::new();
        for entry in &self.dossier.assessments {
            let assessment = &entry.data;
            let href = l.path(&format!("/bedomningar/{}/dokument", entry.id));
            let name = l.ta("assessment-name", "number", assessment.number);
            let (state, on) = match &assessment.signed {
                Some(signed) => (
                    l.ta("site-document-signed", "by", &*signed.by),
                    Some(signed.on),
                ),
                None => (l.t("assessment-draft").to_owned(), assessment.assessed_on),
            };
            if let Some(advice) = &assessment.advice {
                all.push(Document {
                    what: format!(
                        "{}, {name}: {}",
                        l.t("assessment-dpo-advice"),
                        l.code(advice.stance)
                    ),
                    reference: String::new(),
                    on: Some(advice.on),
                    until: None,
                    href: format!("{href}#radet"),
                });
            }
            all.push(Document {
                what: format!("{name}, {state}"),
                reference: assessment.dnr.clone(),
                on,
                until: None,
                href,
            });
        }
        all.reverse();
        all
    }

    fn decided(&self) -> Vec<Document> {
        let permits = self.dossier.permits.iter();
        permits
            .map(|entry| Document {
                what: self.l.code(entry.data.kind),
                reference: entry.data.dnr.clone(),
                on: entry.data.decided_on,
                until: entry.data.in_effect_until(),
                href: self.l.path(&format!("/beslut/{}", entry.id)),
            })
            .collect()
    }

    /// What every site is asked about, there or not: it is kept in the kommun's own diarium.
    fn standing_documents(&self) -> Vec<Document> {
        let (l, site) = (self.l, self.site());
        let asked = |what: &str, reference: &str, on, until, field: &str| Document {
            what: l.t(what).to_owned(),
            reference: reference.to_owned(),
            on,
            until,
            href: if self.may_edit {
                self.below(&format!("andra#{field}"))
            } else {
                String::new()
            },
        };
        let record = &site.processing_record_reference;
        let disposal = &site.disposal_decision_reference;
        let mut all = vec![
            asked(
                "site-dpia-reference",
                &site.dpia_reference,
                site.dpia_on,
                None,
                "dpia_reference",
            ),
            asked(
                "site-processing-record-reference",
                record,
                None,
                None,
                "processing_record_reference",
            ),
            asked(
                "site-disposal-decision-reference",
                disposal,
                None,
                None,
                "disposal_decision_reference",
            ),
        ];
        let (agreed, until) = (site.processor_agreement_on, site.processor_agreement_until);
        if site.outside_operator == Some(true) || agreed.is_some() {
            let field = "processor_agreement_on";
            all.push(asked("site-document-processor", "", agreed, until, field));
        }
        let negotiated = site.mbl_negotiated_on;
        if site.workplace == Some(true) || negotiated.is_some() {
            all.push(asked(
                "site-document-mbl",
                "",
                negotiated,
                None,
                "mbl_negotiated_on",
            ));
        }
        all
    }

    /// The decisions by which footage is disposed of, where a storage period has its own.
    fn disposal(&self) -> Vec<Document> {
        let l = self.l;
        let periods = self.dossier.storage_periods.iter();
        let own = periods.filter(|period| {
            let reference = &period.data.disposal_decision_reference;
            !reference.is_empty() && *reference != self.site().disposal_decision_reference
        });
        own.map(|period| {
            let length = format!("{} {}", period.data.length, l.code(period.data.unit));
            Document {
                what: format!("{}, {length}", l.t("site-disposal-decision-reference")),
                reference: period.data.disposal_decision_reference.clone(),
                on: period.data.applies_from,
                until: None,
                href: l.path(&format!("/lagringstider/{}", period.id)),
            }
        })
        .collect()
    }

    fn photographed(&self) -> Vec<Document> {
        let pictured = |sign: &Entry<SignId, Sign>| {
            let photo = sign.data.photo.as_ref()?;
            Some(Document {
                what: inspection::told(self.l, &sign.data, photo),
                reference: String::new(),
                on: photo.taken_on.or(sign.data.inspected_on),
                until: None,
                href: self.l.path(&inspection::picture_path(sign.id, photo)),
            })
        };
        self.dossier.signs.iter().filter_map(pictured).collect()
    }

    /// Orders to keep footage, and breaches as they were reported, as far as whoever looks may know.
    fn kept_and_reported(&self) -> Vec<Document> {
        let l = self.l;
        let holds = self.kept.holds.iter().flatten();
        let mut all: Vec<Document> = holds
            .map(|entry| Document {
                what: entry.data.name(l),
                reference: entry.data.reference.clone(),
                on: Some(entry.data.decided_on),
                until: entry.data.last_day(),
                href: l.path(&format!("/bevaranden/{}", entry.id)),
            })
            .collect();
        all.extend(self.dossier.incidents.iter().map(|entry| Document {
            what: l.t("site-document-incident").to_owned(),
            reference: entry.data.report_reference.clone(),
            on: Some(date_in_sweden(entry.data.discovered_at)),
            until: None,
            href: l.path(&format!("/incidenter/{}", entry.id)),
        }));
        if let Some(count) = self.disclosures {
            all.push(Document {
                what: l.t("nav-disclosures").to_owned(),
                reference: l.tn("site-disclosures", count),
                on: None,
                until: None,
                href: l.path(&format!("/utlamnanden?bevakning={}", self.dossier.id)),
            });
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::super::samples::today;
    use super::*;
    use crate::assessment::Signature;
    use crate::texts::Loc;

    fn named<'a>(all: &'a [Document], what: &str) -> &'a Document {
        let found = all.iter().find(|document| document.what.starts_with(what));
        found.unwrap_or_else(|| panic!("{what} is not among {all:#?}"))
    }

    #[test]
    fn every_document_that_is_recorded_is_listed_with_where_it_is() {
        let mut page = today(Loc::sv());
        page.dossier.assessments[0].data.signed = Some(Signature {
            by: "Karin Berg".into(),
            on: date!(2025 - 03 - 17),
            reasons: String::new(),
        });
        page.dossier.site.dpia_reference = "KS 2025/7".into();
        page.dossier.site.outside_operator = Some(true);
        page.dossier.site.processor_agreement_until = Some(date!(2027 - 01 - 31));
        let all = page.documents();
        let id = page.dossier.assessments[0].id;
        let assessment = named(&all, "Bedömning, version 1, underskriven av Karin Berg");
        assert_eq!(assessment.href, format!("/bedomningar/{id}/dokument"));
        assert_eq!(assessment.on, Some(date!(2025 - 03 - 17)));
        let dpia = named(&all, "Konsekvensbedömning");
        assert_eq!(dpia.reference, "KS 2025/7");
        assert!(dpia.href.ends_with("/andra#dpia_reference") && !dpia.is_missing());
        let agreement = named(&all, "Personuppgiftsbiträdesavtal");
        assert_eq!(agreement.until, Some(date!(2027 - 01 - 31)));
        assert!(agreement.is_missing(), "nobody has said when it was made");
        let permits = page.dossier.permits.len();
        let links = |path: &str| all.iter().filter(|one| one.href.starts_with(path)).count();
        assert_eq!(links("/beslut/"), permits);
        assert_eq!(links("/utlamnanden?"), 1);
    }

    #[test]
    fn who_may_not_change_the_site_gets_no_link_to_its_form_and_who_may_know_of_no_release_sees_none()
     {
        let mut page = today(Loc::sv());
        (page.may_edit, page.disclosures) = (false, None);
        let all = page.documents();
        assert_eq!(named(&all, "Registerförteckning").href, "");
        assert!(
            all.iter()
                .all(|one| !one.href.contains("/andra") && !one.href.contains("/utlamnanden"))
        );
    }
}
