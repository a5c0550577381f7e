//! The pages of the disclosure log.

use askama::Template;
use askama_web::WebTemplate;

use super::delivery::store::Handed;
use super::draft::page::ending;
use super::draft::{Draft, DraftId};
use super::grounds::{self, Need};
use super::sequel::Sequel;
use super::step::{Logged, last};
use super::store::Recorded;
use super::trace::Traced;
use super::{Decision, Medium};
use crate::compliance::release;
use crate::law::{Finding, PolicyKind, Report};
use crate::ledger::EntryKind;
use crate::ledger::signers::Cover;
use crate::site::page::outcome_symbol;
use crate::web::assets::asset_path;
use crate::web::form::{Choice, Form};
use crate::web::view::{Crumb, Loc, Pages, Shell, Symbol};

/// A line of the log with the names that it points at.
#[derive(Debug, Clone)]
pub struct Line {
    pub recorded: Recorded,
    pub site: String,
}

#[derive(Debug, Template, WebTemplate)]
#[template(path = "disclosure/index.html")]
pub struct Index {
    pub shell: Shell,
    pub l: Loc,
    pub lines: Vec<Line>,
    pub pages: Pages,
    pub may_record: bool,
    /// What has been begun and is not recorded yet, with the name of its site.
    pub drafts: Vec<(Draft, String)>,
    /// Requests that are in the log and of which nothing has come yet, the oldest first.
    pub requests: Vec<Waiting>,
    pub may_read_traces: bool,
}

impl Index {
    pub fn ending(&self, request: &Logged) -> String {
        ending(self.l, request.id)
    }
}

/// A request without a decision.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub request: Logged,
    pub site: String,
    /// Whole days since it came in.
    pub days: i64,
    /// Where to go on, if what was typed is kept.
    pub draft: Option<DraftId>,
    pub may_end: bool,
}

impl Waiting {
    /// Who asks, as far as they said.
    pub fn name(&self) -> String {
        let told = [("requester", "name"), ("requester", "officer")]
            .map(|(field, member)| self.request.text(field, member));
        let told: Vec<&str> = told.into_iter().filter(|text| !text.is_empty()).collect();
        told.join(", ")
    }
}

/// Which site? The first question at the counter.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "disclosure/where.html")]
pub struct Where {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub search: String,
    /// Sites that fit, by id.
    pub sites: Vec<Choice>,
}

/// Every question on one page, and the files hashed while they are answered.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "disclosure/counter.html")]
pub struct Counter {
    pub shell: Shell,
    pub l: Loc,
    pub title: String,
    pub crumbs: Vec<Crumb>,
    pub form: Form,
    /// What was typed has been kept as a draft.
    pub kept: bool,
}

impl Counter {
    pub fn script(&self) -> &'static str {
        asset_path("footage.js")
    }

    pub fn form_id(&self) -> String {
        format!("form-{}", self.form.name)
    }

    /// Where what is typed is sent together with footage.
    pub fn sums(&self) -> String {
        let of_site = self.form.action.rsplit('?').next().unwrap_or_default();
        self.l.path(&format!("/utlamnanden/summor?{of_site}"))
    }
}

#[derive(Debug, Template, WebTemplate)]
#[template(path = "disclosure/show.html")]
pub struct Show {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub recorded: Recorded,
    pub site: String,
    pub cameras: Vec<String>,
    /// What is not met, the worst first.
    pub findings: Vec<Finding>,
    pub cover: Cover,
    pub corrected_by: Option<Recorded>,
    pub deliveries: Vec<Handed>,
    /// What stands in the log of the way to it, oldest first.
    pub steps: Vec<Logged>,
    /// What came of it and of its copies, oldest first.
    pub sequels: Vec<Sequel>,
    pub may_record: bool,
    /// Who did or read what of it, newest first; none for those who may not see it.
    pub traces: Vec<Traced>,
}

impl Show {
    pub fn path(&self, below: &str) -> String {
        let id = self.recorded.id;
        self.l.path(&format!("/utlamnanden/{id}{below}"))
    }

    /// When and by whom what was said was noted.
    pub fn noted(&self) -> String {
        let data = &self.recorded.data;
        let by = self.l.text_or_none(&data.noted_by);
        format!("{}, {by}", self.l.instant(data.noted_at))
    }

    /// The entry that stands instead of a step: what it says is never edited.
    pub fn stands_instead(&self, step: &Logged) -> Option<i64> {
        use EntryKind::{Assessment, Decision, Request};
        let is_said_anew = matches!(step.kind, Request | Assessment | Decision);
        let stands = last(&self.steps, step.kind)?.ledger_idx;
        (is_said_anew && stands > step.ledger_idx).then_some(stands)
    }

    /// A text, or that the field it belongs to was erased.
    pub fn unless_erased(&self, field: &str, text: impl Into<String>) -> String {
        if self.recorded.is_erased(field) {
            self.l.t("disclosure-erased").to_owned()
        } else {
            text.into()
        }
    }

    /// What the ground asks to be recorded and is not.
    pub fn ground_asks_for(&self) -> String {
        if !self.recorded.erased.is_empty() {
            return String::new();
        }
        let missing = grounds::missing(&self.recorded.data).into_iter();
        let words: Vec<&str> = missing
            .map(|need| match need {
                Need::ImprisonmentInScale => self.l.t("disclosure-imprisonment-in-scale"),
                Need::GroundDetails => self.l.t("disclosure-ground-details"),
            })
            .collect();
        words.join("; ")
    }

    /// The latest that was told of its outcome.
    pub fn outcome(&self) -> Option<&Sequel> {
        let mut told = self.sequels.iter().rev();
        told.find(|sequel| sequel.delivery.is_none())
    }

    /// The latest that was told of a copy.
    pub fn fate(&self, handed: &Handed) -> Option<&Sequel> {
        let mut told = self.sequels.iter().rev();
        told.find(|sequel| sequel.delivery == Some(handed.id))
    }

    /// A copy that is to come back, or to be destroyed.
    pub fn is_loose(&self, handed: &Handed) -> bool {
        matches!(handed.data.medium, Medium::Usb | Medium::Other)
    }

    pub fn has_letter(&self) -> bool {
        self.recorded.data.decision != Decision::Released && self.recorded.erased.is_empty()
    }

    pub fn marking(&self) -> String {
        let data = &self.recorded.data;
        let on = self.l.date(data.marking_on);
        format!("{}, {on}, {}", data.marking_rule, data.marking_authority)
    }

    pub fn symbol(&self, finding: &Finding) -> Symbol {
        outcome_symbol(finding.outcome)
    }

    pub fn report(&self, finding: &Finding) -> Report {
        let reference = release::reference(self.recorded.data.number);
        finding.report(&reference, self.l)
    }

    pub fn title<'a>(&self, finding: &'a Finding) -> &'a str {
        finding.policy.title.get(self.l.lang())
    }

    pub fn is_guidance(&self, finding: &Finding) -> bool {
        finding.policy.kind != PolicyKind::Statute
    }

    pub fn released(&self) -> bool {
        self.recorded.data.decision.releases()
    }

    pub fn refused(&self) -> bool {
        self.recorded.data.decision.refuses()
    }
}

#[cfg(test)]
pub(crate) use samples::samples;

#[cfg(test)]
mod samples {
    use time::OffsetDateTime;
    use time::macros::{date, datetime};

    use super::*;
    use crate::disclosure::delivery::{Delivery, DeliveryId};
    use crate::disclosure::receipt::page::Kvitto;
    use crate::disclosure::{
        Channel, Correction, Decision, Disclosure, DisclosureId, Ground, Medium, Recipient,
        ReleasedFile,
    };
    use crate::ledger::signers::Trouble;
    use crate::web::page_tests::{Sample, shell};

    const AT: OffsetDateTime = datetime!(2026-11-22 13:05 UTC);

    fn recorded(number: i64, correction: Option<Correction>) -> Recorded {
        let data = Disclosure {
            site: crate::site::SiteId(1),
            number,
            dnr: "KS 2026/0411".into(),
            recipient: Recipient::Police,
            recipient_name: String::new(),
            officer: "Insp. M. Holm".into(),
            case_reference: "5000-K253428-26".into(),
            matter: "Skadegörelse vid entrén".into(),
            channel: Channel::Counter,
            received_at: AT,
            received_by: "Per Holm".into(),
            ground: Ground::Lub6,
            imprisonment_in_scale: None,
            decided_on: date!(2026 - 11 - 22),
            decided_by: "Per Holm".into(),
            delegation_reference: "3.4".into(),
            cameras: Vec::new(),
            interval_from: AT,
            interval_until: AT,
            files: vec![ReleasedFile {
                name: "ek-001-entre.mp4".into(),
                size: None,
                sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
                sha512: None,
            }],
            medium: Medium::Usb,
            medium_reference: "USB 1".into(),
            handed_to: "Insp. M. Holm".into(),
            note: String::new(),
            corrects: correction.as_ref().map(|_| DisclosureId(1)),
            correction,
            steps: None,
            requested_from: None,
            requested_until: None,
            noted_at: Some(AT),
            noted_by: "Per Holm".into(),
            decision: Decision::Released,
            told_of_appeal: None,
            decision_asked_for: None,
            written_decision: None,
            refusal_reasons: String::new(),
            served_on: None,
            ground_details: String::new(),
            assessment: String::new(),
            public_matter: String::new(),
            overlapping: Vec::new(),
            marking_rule: String::new(),
            marking_on: None,
            marking_authority: String::new(),
        };
        Recorded {
            id: DisclosureId(number),
            ledger_idx: 40 + number,
            request_key: String::new(),
            recorded_at: AT,
            erased: Vec::new(),
            data,
        }
    }

    fn newer() -> Recorded {
        let correction = Correction {
            number: 1,
            entry: 41,
            reason: "Fel kamera angavs".into(),
        };
        recorded(2, Some(correction))
    }

    fn handed() -> Handed {
        Handed {
            id: DeliveryId(1),
            ledger_idx: 42,
            recorded_at: AT,
            data: Delivery {
                disclosure: DisclosureId(1),
                number: 1,
                entry: 41,
                delivered_at: AT,
                delivered_by: "Per Holm".into(),
                received_by: "Insp. M. Holm".into(),
                medium: Medium::Usb,
                medium_reference: "USB 1".into(),
                note: "Legitimation visad".into(),
            },
            erased: Vec::new(),
        }
    }

    fn show(l: Loc, recorded: Recorded, cover: Cover, corrected_by: Option<Recorded>) -> Show {
        Show {
            shell: shell(l, "/utlamnanden/1"),
            l,
            crumbs: vec![Crumb::here("Utlämnande 1")],
            recorded,
            site: "Hedeskolan".into(),
            cameras: vec!["0007, Entré norr".into()],
            findings: Vec::new(),
            cover,
            corrected_by,
            deliveries: vec![handed()],
            steps: Vec::new(),
            sequels: Vec::new(),
            may_record: true,
            traces: Vec::new(),
        }
    }

    fn receipt(l: Loc, cover: Cover) -> Kvitto {
        Kvitto {
            shell: shell(l, "/utlamnanden/1/kvitto"),
            l,
            crumbs: vec![Crumb::here("Kvitto")],
            recorded: recorded(1, None),
            site: "Hedeskolan".into(),
            origin: "kamera.ekebro.example/utlamnande".into(),
            cover,
            corrected_by: None,
            may_record: true,
            verify_url: "https://kamera.ekebro.example/verifiera".into(),
        }
    }

    pub(crate) fn samples(l: Loc) -> Vec<Sample> {
        let signed = || Cover::Signed {
            size: 57,
            key: "53387bfc".into(),
        };
        let lost = Cover::NotYet(Trouble::NoMemory);
        let corrected = show(l, recorded(1, None), signed(), Some(newer()));
        vec![
            Sample::new("disclosure-corrected", &corrected),
            Sample::new("disclosure-unsigned", &show(l, newer(), lost, None)),
            Sample::new("receipt", &receipt(l, signed())),
            Sample::new(
                "receipt-unsigned",
                &receipt(l, Cover::NotYet(Trouble::Refused)),
            ),
        ]
    }
}
