//! The disclosures of the demonstration.

use time::{Duration, OffsetDateTime};

use super::{DemoError, disclosures};
use crate::camera::Camera;
use crate::clock::stockholm;
use crate::compliance::store::parts_of;
use crate::db::{Db, WriteTx};
use crate::disclosure::delivery::{self, Delivery};
use crate::disclosure::store::Recorded;
use crate::disclosure::{Channel, Correction, Disclosure, Ground, Medium, Recipient, ReleasedFile};
use crate::organisation::KommunId;
use crate::site::SiteId;

/// Three releases from the first sites, days apart: one handed over, one corrected.
pub(super) async fn fill(db: &Db, kommun: KommunId, now: OffsetDateTime) -> Result<(), DemoError> {
    let lines = crate::compliance::list::lines(
        db.read(),
        kommun,
        &crate::compliance::list::Filter::default(),
        None,
        3,
    )
    .await?;
    for (number, line) in lines.iter().enumerate() {
        let days = 9 - i64::try_from(number).unwrap_or(0) * 3;
        let cameras = parts_of::<Camera>(db.read(), kommun, line.id).await?;
        let Some(camera) = cameras.first() else {
            continue;
        };
        let disclosure = release(line.id, camera.id, number, now - Duration::days(days));
        let at = now - Duration::days(days);
        let key = format!("demonstration-{number}");
        let tx = db.begin_write().await?;
        let recorded = disclosures::record(&tx, kommun, &disclosure, &key, at).await?;
        match number {
            0 => hand_over(&tx, kommun, &recorded, at).await?,
            1 => correct(&tx, kommun, &recorded, at).await?,
            _ => {}
        }
        tx.commit().await?;
    }
    Ok(())
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
        delivered_by: "Per Holm".into(),
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
    wrong: &Recorded,
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
    disclosures::record(tx, kommun, &right, "demonstration-rattelse", at).await?;
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
        received_by: "Per Holm".into(),
        ground,
        imprisonment_in_scale: (ground == Ground::Osl323a1).then_some(true),
        decided_on: stockholm(at).date(),
        decided_by: "Per Holm".into(),
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
        }],
        medium: Medium::Usb,
        medium_reference: format!("USB {}", number + 1),
        handed_to: "Insp. M. Holm".into(),
        note: String::new(),
        corrects: None,
        correction: None,
    }
}
