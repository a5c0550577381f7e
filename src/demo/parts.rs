//! What belongs to a site of the demonstration: cameras, decisions, assessment, signs, storage and its evidence.

use time::{Date, Duration, OffsetDateTime, macros::date};

use super::sites::Order;
use super::{DemoError, Organisation, ago};
use crate::assessment::{
    Advice, Assessment, AssessmentKind, Conclusion, Factor, FactorText, Signature, Stance,
};
use crate::camera::{Camera, CameraKind, CameraStatus};
use crate::code::Code;
use crate::permit::{DecisionKind, DecisionStatus, Permit};
use crate::recorder::ProofLevel;
use crate::register::Change;
use crate::retention::{DeletionEvidence, StoragePeriod, StorageUnit};
use crate::signage::{Sign, SignItem};
use crate::site::{Purpose, SiteId};

pub(super) async fn cameras(
    change: &mut Change<'_>,
    organisation: &Organisation,
    site: SiteId,
    order: Order,
    number: usize,
    today: Date,
) -> Result<(), DemoError> {
    for camera in 0..3_usize {
        let status = match (order, camera) {
            (Order::Planned, _) => CameraStatus::Planned,
            (Order::Ended, _) => CameraStatus::Removed,
            (Order::Bad, 2) => CameraStatus::Broken,
            _ => CameraStatus::InUse,
        };
        let camera = Camera {
            site,
            label: format!("{:04}", number * 3 + camera + 1),
            status,
            kind: Some(if order == Order::Bad {
                CameraKind::PanTiltZoom
            } else {
                CameraKind::Fixed
            }),
            placement: ["Entré norr", "Fasad söder", "Cykelställ"][camera].into(),
            recorder: organisation
                .recorders
                .get(usize::from(order == Order::Bad))
                .copied(),
            indoor: Some(false),
            direction_degrees: Some(u16::try_from(camera).unwrap_or(0) * 120),
            angle_degrees: Some(90),
            range_metres: Some(25),
            masking: String::new(),
            position: None,
            installed_on: (order != Order::Planned).then_some(date!(2021 - 08 - 02)),
            removed_on: (order == Order::Ended).then(|| ago(today, 195)),
            unconfirmed: order == Order::Unanswered,
            secret: false,
            marked_on: None,
            concealed: false,
            note: String::new(),
        };
        change.insert(&camera).await?;
    }
    Ok(())
}

pub(super) async fn permit(
    change: &mut Change<'_>,
    site: SiteId,
    order: Order,
    today: Date,
) -> Result<(), DemoError> {
    let permit = Permit {
        site,
        kind: DecisionKind::PermitImy,
        status: DecisionStatus::Granted,
        dnr: "IMY-2021-1187".into(),
        authority: "Integritetsskyddsmyndigheten".into(),
        decided_on: Some(date!(2021 - 05 - 20)),
        valid_from: Some(date!(2021 - 06 - 01)),
        valid_until: Some(date!(2027 - 05 - 31)),
        revoked_on: None,
        purposes: vec![Purpose::Crime],
        max_cameras: Some(if order == Order::Bad { 2 } else { 3 }),
        area: "Två meter utanför fasaden".into(),
        hours: "mån-fre 20-06; lör-sön 17-07".into(),
        storage_hours: Some(72),
        live_only: Some(false),
        audio_allowed: Some(false),
        conditions: "Grannfastigheten ska maskeras.".into(),
        area_as_permitted: Some(order != Order::Bad),
        conditions_followed: Some(order != Order::Bad),
        note: String::new(),
    };
    change.insert(&permit).await?;
    if order == Order::Soon {
        let exemption = Permit {
            kind: DecisionKind::Local,
            dnr: "KS 2024/0311".into(),
            authority: "Kommunstyrelsen".into(),
            decided_on: Some(ago(today, 700)),
            valid_from: Some(ago(today, 700)),
            valid_until: today.checked_add(Duration::days(25)),
            max_cameras: None,
            area: String::new(),
            hours: String::new(),
            storage_hours: None,
            live_only: None,
            audio_allowed: None,
            conditions: "Omprövas efter två år.".into(),
            area_as_permitted: None,
            ..permit
        };
        change.insert(&exemption).await?;
    }
    Ok(())
}

pub(super) fn assessment(site: SiteId, order: Order, today: Date) -> Assessment {
    let assessed_on = date!(2025 - 03 - 17);
    let factors = Factor::ALL.iter().map(|factor| FactorText {
        factor: *factor,
        text: "Prövat, se bilaga 1.".into(),
    });
    Assessment {
        site,
        number: 1,
        kind: AssessmentKind::Own,
        assessed_on: Some(assessed_on),
        factors: factors.collect(),
        alternatives: "Belysning, larm och väktare har prövats utan tillräcklig effekt.".into(),
        area_and_hours: "Fasaden och två meter utanför, kvällar och helger.".into(),
        mitigations: "Maskering av grannfastigheten. Ingen realtidsvisning.".into(),
        conclusion: Some(Conclusion::Outweighs),
        incidents: String::new(),
        dpo_advice: String::new(),
        advice: Some(Advice {
            by: "Vera Lind".into(),
            on: assessed_on,
            stance: Stance::NoObjection,
            text: "Jag har inget att invända.".into(),
            read_version: 1,
        }),
        decided_by: "Karin Berg".into(),
        dnr: "KS 2025/0117".into(),
        covers_changes_until: None,
        next_review_on: if order == Order::Soon {
            today.checked_add(Duration::days(20))
        } else {
            today.checked_add(Duration::days(300))
        },
        changes: String::new(),
        signed: Some(Signature {
            by: "Karin Berg".into(),
            on: assessed_on,
            reasons: String::new(),
        }),
    }
}

pub(super) async fn signs(
    change: &mut Change<'_>,
    site: SiteId,
    order: Order,
    today: Date,
) -> Result<(), DemoError> {
    for entrance in ["Norra entrén", "Södra entrén"] {
        let sign = Sign {
            entrance: entrance.into(),
            items: Some(
                SignItem::ALL
                    .iter()
                    .copied()
                    .filter(|item| item.always_needed())
                    .collect(),
            ),
            put_up_on: Some(date!(2021 - 08 - 10)),
            inspected_on: Some(ago(today, if order == Order::Soon { 340 } else { 60 })),
            inspected_by: "Anna Ek".into(),
            next_inspection_on: today.checked_add(Duration::days(if order == Order::Soon {
                25
            } else {
                305
            })),
            ..Sign::at(site)
        };
        change.insert(&sign).await?;
    }
    Ok(())
}

pub(super) async fn storage(
    change: &mut Change<'_>,
    organisation: &Organisation,
    site: SiteId,
    order: Order,
    now: OffsetDateTime,
    today: Date,
) -> Result<(), DemoError> {
    let bad = order == Order::Bad;
    let period = StoragePeriod {
        site,
        length: if bad { 60 } else { 72 },
        unit: if bad {
            StorageUnit::Days
        } else {
            StorageUnit::Hours
        },
        applies_from: Some(date!(2021 - 08 - 16)),
        ground: "Skadegörelse upptäcks efter helgen".into(),
        justification: String::new(),
        automatic_deletion: Some(!bad),
        disposal_decision_reference: "Informationshanteringsplan 4.2".into(),
    };
    change.insert(&period).await?;
    if order == Order::Ended {
        return Ok(());
    }
    let evidence = DeletionEvidence {
        recorder: organisation.recorders.get(usize::from(bad)).copied(),
        level: ProofLevel::Disk,
        oldest_seen_at: Some(now - Duration::days(if bad { 95 } else { 4 })),
        store: "/srv/video".into(),
        not_covered: "Säkerhetskopior".into(),
        checked_by: "IT-enheten".into(),
        note: format!("Kontroll {}", ago(today, 2)),
        ..DeletionEvidence::at(site, now - Duration::days(2))
    };
    change.insert(&evidence).await?;
    Ok(())
}
