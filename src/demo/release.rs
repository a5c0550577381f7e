//! The disclosures of the demonstration.

use time::{Duration, OffsetDateTime};

use super::{DemoError, disclosures};
use crate::account::{self, AccountId};
use crate::camera::Camera;
use crate::clock::stockholm;
use crate::compliance::list::{Filter, lines};
use crate::compliance::store::parts_of;
use crate::db::{Db, WriteTx};
use crate::disclosure::delivery::{self, Delivery};
use crate::disclosure::step::{self, By};
use crate::disclosure::store::Recorded;
use crate::disclosure::{
    Channel, Correction, Decision, Disclosure, Ground, Medium, Recipient, ReleasedFile,
};
use crate::organisation::KommunId;
use crate::site::SiteId;

/// Releases from the first sites, days apart: three as they should be, of which one was handed over and one corrected,
/// a request that was refused, and one that broke the rules.
pub(super) async fn fill(db: &Db, kommun: KommunId, now: OffsetDateTime) -> Result<(), DemoError> {
    let people = account::store::all(db.read(), kommun).await?;
    let officer = people.iter().find(|person| person.name == OFFICER);
    let officer = officer.map_or(AccountId(0), |person| person.id);
    let filter = Filter::default();
    let lines = lines(db.read(), kommun, &filter, None, 5).await?;
    for (number, line) in lines.iter().enumerate() {
        let days = 13 - i64::try_from(number).unwrap_or(0) * 3;
        let at = now - Duration::days(days);
        let cameras = parts_of::<Camera>(db.read(), kommun, line.id).await?;
        let Some(camera) = cameras.first() else {
            continue;
        };
        let release = release(line.id, camera.id, number, at);
        let disclosure = match number {
            3 => refused(release),
            4 => wrong(release),
            _ => release,
        };
        let key = format!("demonstration-{number}");
        let tx = db.begin_write().await?;
        let by = by(officer, &key);
        let done = disclosures::record(&tx, kommun, &disclosure, by, at).await?;
        let recorded = done.recorded;
        match number {
            0 => hand_over(&tx, kommun, &recorded, at).await?,
            1 => correct(&tx, kommun, (&recorded, officer), at).await?,
            _ => {}
        }
        tx.commit().await?;
    }
    let Some(first) = lines.first() else {
        return Ok(());
    };
    waits(db, (kommun, first.id), officer, now - Duration::hours(21)).await
}

/// Somebody has asked, and nobody has decided.
async fn waits(
    db: &Db,
    place: (KommunId, SiteId),
    officer: AccountId,
    at: OffsetDateTime,
) -> Result<(), DemoError> {
    let asked = Disclosure {
        officer: "Insp. K. Norén".into(),
        matter: "Cykelstöld vid cykelställen".into(),
        ..release(place.1, crate::camera::CameraId(0), 5, at)
    };
    let by = by(officer, "demonstration-begaran");
    let request = vec![step::request(&asked, by)];
    let tx = db.begin_write().await?;
    step::store::write(&tx, place, by, request, at).await?;
    Ok(tx.commit().await?)
}

const OFFICER: &str = "Per Holm";

const fn by(account: AccountId, key: &str) -> By<'_> {
    By {
        account,
        name: OFFICER,
        key,
    }
}

/// A member of the public asked for footage, and got a decision that can be appealed.
fn refused(release: Disclosure) -> Disclosure {
    Disclosure {
        recipient: Recipient::Individual,
        officer: String::new(),
        case_reference: String::new(),
        matter: "Begäran om allmän handling: bilder från entrén".into(),
        channel: Channel::Written,
        noted_at: None,
        noted_by: String::new(),
        ground: Ground::Tf215,
        decision: Decision::Refused,
        told_of_appeal: Some(true),
        decision_asked_for: Some(true),
        written_decision: Some(true),
        refusal_reasons:
            "Det står inte klart att uppgifterna kan röjas utan att någon lider men (32 kap. 3 §)."
                .into(),
        served_on: release.decided_on.next_day(),
        files: Vec::new(),
        medium: Medium::Nothing,
        medium_reference: String::new(),
        handed_to: String::new(),
        ..release
    }
}

/// An insurance company got more than it asked for, on a ground that is not for it.
fn wrong(release: Disclosure) -> Disclosure {
    Disclosure {
        dnr: String::new(),
        recipient: Recipient::Other,
        recipient_name: "Ekebro Försäkring".into(),
        officer: String::new(),
        case_reference: "Skada 88-1203".into(),
        matter: "Påkörd bil på parkeringen".into(),
        ground: Ground::Osl323a1,
        imprisonment_in_scale: None,
        requested_from: Some(release.interval_from),
        requested_until: Some(release.interval_from + Duration::minutes(30)),
        handed_to: "Skadereglerare".into(),
        ..release
    }
}

async fn hand_over(
    tx: &WriteTx,
    kommun: KommunId,
    released: &Recorded,
    at: OffsetDateTime,
) -> Result<(), DemoError> {
    let delivery = Delivery {
        disclosure: released.id,
        number: released.data.number,
        entry: released.ledger_idx,
        delivered_at: at,
        delivered_by: OFFICER.into(),
        received_by: "Insp. M. Holm".into(),
        medium: Medium::Usb,
        medium_reference: released.data.medium_reference.clone(),
        note: "Legitimation visad".into(),
    };
    delivery::store::record(tx, kommun, &delivery, "demonstration", at).await?;
    Ok(())
}

async fn correct(
    tx: &WriteTx,
    kommun: KommunId,
    (wrong, officer): (&Recorded, AccountId),
    at: OffsetDateTime,
) -> Result<(), DemoError> {
    let mut right = wrong.data.clone();
    right.case_reference = "5000-K253429-26".into();
    right.corrects = Some(wrong.id);
    right.correction = Some(Correction {
        number: wrong.data.number,
        entry: wrong.ledger_idx,
        reason: "Mottagarens ärende var fel antecknat".into(),
    });
    let by = by(officer, "demonstration-rattelse");
    disclosures::record(tx, kommun, &right, by, at).await?;
    Ok(())
}

fn release(
    site: SiteId,
    camera: crate::camera::CameraId,
    number: usize,
    at: OffsetDateTime,
) -> Disclosure {
    let (recipient, ground, matter) = match number {
        0 => (Recipient::Police, Ground::Lub6, "Skadegörelse vid entrén"),
        1 => (
            Recipient::Prosecutor,
            Ground::Osl323a1,
            "Misshandel på torget",
        ),
        _ => (Recipient::Rescue, Ground::Osl323a2, "Brand i container"),
    };
    let details = if ground == Ground::Osl323a2 {
        "Brand i container vid Återvinningsgatan"
    } else {
        ""
    };
    Disclosure {
        site,
        number: 0,
        dnr: format!("KS 2026/04{number}1"),
        recipient,
        recipient_name: String::new(),
        officer: "Insp. M. Holm".into(),
        case_reference: format!("5000-K25342{number}-26"),
        matter: matter.into(),
        channel: Channel::Counter,
        received_at: at - Duration::minutes(20),
        received_by: OFFICER.into(),
        ground,
        imprisonment_in_scale: (ground == Ground::Osl323a1).then_some(true),
        decided_on: stockholm(at).date(),
        decided_by: OFFICER.into(),
        delegation_reference: "Delegationsordningen 3.4".into(),
        cameras: vec![camera],
        interval_from: at - Duration::hours(12),
        interval_until: at - Duration::hours(10),
        files: vec![ReleasedFile {
            name: format!("ek-{:03}-entre.mp4", number + 1),
            size: Some(48_230_912),
            sha256: crate::hex(&<sha2::Sha256 as sha2::Digest>::digest(format!(
                "demonstration {number}"
            ))),
            sha512: None,
        }],
        medium: Medium::Usb,
        medium_reference: format!("USB {}", number + 1),
        handed_to: "Insp. M. Holm".into(),
        note: String::new(),
        corrects: None,
        requested_from: None,
        requested_until: None,
        noted_at: Some(at - Duration::minutes(15)),
        noted_by: OFFICER.into(),
        decision: Decision::Released,
        told_of_appeal: None,
        decision_asked_for: None,
        written_decision: None,
        refusal_reasons: String::new(),
        served_on: None,
        ground_details: details.into(),
        assessment: String::new(),
        public_matter: String::new(),
        overlapping: Vec::new(),
        marking_rule: String::new(),
        marking_on: None,
        marking_authority: String::new(),
        correction: None,
        steps: None,
    }
}
