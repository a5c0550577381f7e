//! What is kept in the demonstration although its time has passed, a personal data breach and an access request.

use time::{Duration, OffsetDateTime};

use super::{DemoError, ago};
use crate::access_request::AccessRequest;
use crate::account;
use crate::clock::stockholm;
use crate::compliance::list::{Filter, lines};
use crate::compliance::store::Judgement;
use crate::db::Db;
use crate::hold::{Hold, HoldKind};
use crate::incident::Incident;
use crate::register::{Author, Change};
use crate::site::SiteId;

/// A hold that ends soon and an order with a gag at the first sites, a breach that waits to be reported and a request
/// that waits for its answer.
pub(super) async fn fill(
    db: &Db,
    author: &Author,
    now: OffsetDateTime,
    by: Judgement<'_>,
) -> Result<(), DemoError> {
    let sites = lines(db.read(), author.kommun, &Filter::default(), None, 2).await?;
    let [first, second] = sites.as_slice() else {
        return Ok(());
    };
    let people = account::store::all(db.read(), author.kommun).await?;
    let owner = people
        .iter()
        .find(|person| person.name == "Per Holm")
        .map(|person| person.id);
    let mut change = Change::begin(db, author, now - Duration::hours(20), by).await?;
    change
        .insert(&Hold {
            owner,
            ..kept(first.id, now)
        })
        .await?;
    change
        .insert(&Hold {
            owner,
            ..gagged(second.id, now)
        })
        .await?;
    let today = stockholm(now).date();
    let lost = Incident {
        what: "Ett USB-minne med bilder från entrén är borta sedan flytten.".into(),
        risk: Some(true),
        ..Incident::at(first.id, now - Duration::hours(30))
    };
    change.insert(&lost).await?;
    let request = AccessRequest {
        dnr: "KS 2026/0455".into(),
        what: "Entré norr, en kväll i förra månaden".into(),
        ..AccessRequest::at(first.id, ago(today, 26))
    };
    change.insert(&request).await?;
    change.commit().await?;
    Ok(())
}

fn kept(site: SiteId, now: OffsetDateTime) -> Hold {
    let today = stockholm(now).date();
    Hold {
        kind: HoldKind::Incident,
        reference: "Inbrottet i cykelgaraget".into(),
        decided_on: ago(today, 1),
        interval_from: now - Duration::hours(40),
        interval_until: now - Duration::hours(38),
        reason: "Polisanmält; bilderna behövs tills ärendet är avslutat.".into(),
        ends_on: today.checked_add(Duration::days(20)),
        ..Hold::at(site, now)
    }
}

fn gagged(site: SiteId, now: OffsetDateTime) -> Hold {
    let today = stockholm(now).date();
    Hold {
        kind: HoldKind::PreservationOrder,
        reference: "5000-K253431-26".into(),
        issued_by: "Åklagarkammaren i Ekebro".into(),
        decided_on: ago(today, 1),
        reason: "Förundersökning".into(),
        ends_on: today.checked_add(Duration::days(60)),
        gag: true,
        ..kept(site, now)
    }
}
