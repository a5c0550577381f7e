//! Every duty with a day gives its reminder; an order that must not be known of gives none.

use objektiv::access_request::AccessRequest;
use objektiv::assessment::Assessment;
use objektiv::hold::{Hold, HoldKind};
use objektiv::site::SiteId;
use time::Date;
use time::macros::date;

use super::{MORNING, Town, days};
use crate::engine::engines;

fn today() -> Date {
    MORNING.date()
}

/// What the manager is told of by a rule: the last day in time and the step.
async fn told(town: &Town, policy: &str) -> Vec<(Date, u16)> {
    let notices = town.told(town.manager, policy).await;
    notices
        .iter()
        .map(|notice| (notice.due_on, notice.step))
        .collect()
}

#[tokio::test]
async fn what_is_to_be_confirmed_reviewed_renewed_or_answered_is_told_before_its_day() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        let site = town
            .site(|site| {
                site.reviewed_on = Some(date!(2025 - 12 - 10));
                site.dpia_on = Some(date!(2023 - 12 - 10));
                site.outside_operator = Some(true);
                site.processor_agreement_on = Some(date!(2024 - 01 - 01));
                site.processor_agreement_until = Some(date!(2026 - 12 - 10));
                site.access_reviewed_on = Some(date!(2025 - 12 - 10));
            })
            .await;
        let assessment = Assessment {
            assessed_on: Some(date!(2026 - 01 - 02)),
            next_review_on: Some(date!(2026 - 12 - 10)),
            ..Assessment::draft(site, None)
        };
        town.record(&assessment).await;
        town.record(&AccessRequest::at(site, date!(2026 - 10 - 27)))
            .await;
        town.record(&hold(site, false)).await;
        town.tell(MORNING).await;
        let due = date!(2026 - 12 - 10);
        assert_eq!((due - today()).whole_days(), 18);
        for policy in [
            "yearly-review",
            "dpia-review-due",
            "processor-agreement",
            "access-list-reviewed",
            "assessment-review-due",
            "hold-complete-and-ends",
        ] {
            assert_eq!(told(&town, policy).await, [(due, 30)], "{policy}");
        }
        let answer_by = date!(2026 - 11 - 27);
        let asked = told(&town, "access-request-answered-in-a-month").await;
        assert_eq!(asked, [(answer_by, 7)]);
    }
}

fn hold(site: SiteId, gag: bool) -> Hold {
    Hold {
        kind: HoldKind::PreservationOrder,
        reference: "5000-K1234-26".into(),
        reason: "Förundersökning".into(),
        owner: Some(objektiv::account::AccountId(1)),
        decided_on: date!(2026 - 10 - 01),
        ends_on: Some(date!(2026 - 12 - 10)),
        gag,
        ..Hold::at(site, MORNING - days(50))
    }
}

#[tokio::test]
async fn an_order_that_must_not_be_known_of_reminds_nobody() {
    for engine in engines().await {
        let town = Town::found(engine).await;
        let site = town.site(|_| {}).await;
        town.record(&hold(site, true)).await;
        for day in [0, 10, 18, 19, 40] {
            town.tell(MORNING + days(day)).await;
        }
        for person in [town.manager, town.dpo] {
            let told = town.told(person, "hold-complete-and-ends").await;
            assert!(told.is_empty(), "{told:?}");
        }
    }
}
