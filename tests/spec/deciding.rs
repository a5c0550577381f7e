//! An assessment is written step by step, advised on and decided by three different people, compared and read as a document.

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::code::Code;

use crate::browser::{Browser, Page, Town};
use crate::engine::engines;
use crate::parts::with_a_site;

/// What is typed in each step, in their order.
const STEPS: [&[(&str, &str)]; 5] = [
    &[
        ("kind", "egen"),
        ("assessed_on", "2026-11-20"),
        ("dnr", "KS 2026/4"),
    ],
    &[
        ("incidents", "2026-03-14: inbrott, K1234-26"),
        ("factor_brott", "Tre inbrott under 2026."),
    ],
    &[
        ("factor_hur", "Två kameror, nattetid."),
        ("factor_integritetsteknik", "Grannfasaden är maskerad."),
        ("factor_omrade", "Skolgården, stängd nattetid."),
    ],
    &[("alternatives", "Belysning"), ("conclusion", "overvager")],
    &[("decided_by", "Nämnden")],
];

/// Goes through the steps of a site's assessment and returns the document.
async fn walk(writer: &mut Browser, site: &str) -> Page {
    let begin = writer.open_page(&format!("{site}/bedomningar/steg")).await;
    let mut step = writer.submit(&begin, &[]).await;
    for typed in STEPS {
        assert_eq!(step.status, StatusCode::SEE_OTHER, "{}", step.text());
        let form = writer.open_page(&step.location).await;
        step = writer.submit(&form, typed).await;
    }
    assert!(step.location.ends_with("/dokument"), "{}", step.location);
    writer.open_page(&step.location).await
}

async fn advise(dpo: &mut Browser, stance: &str) -> Page {
    let typed = [("stance", stance), ("text", "Maskera grannens trädgård.")];
    dpo.fill_in("/bedomningar/1/rad", &typed).await
}

async fn refused(person: &mut Browser, path: &str, status: StatusCode, words: &str) {
    let page = person.get(path).await;
    assert_eq!(page.status, status, "{path}: {}", page.text());
    assert!(page.has(words), "{}", page.text());
    let sent = [("version", "1"), ("stance", "avrader"), ("text", "Nej.")];
    assert_eq!(person.send(path, &sent).await.status, status, "{path}");
}

fn says_all(page: &Page, all: &[&str]) {
    for words in all {
        assert!(page.has(words), "”{words}” is not in {}", page.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_people_write_advise_and_decide_and_the_document_tells_of_each() {
    for engine in engines().await {
        let (town, mut maja, site) = with_a_site(&engine).await;
        let document = walk(&mut maja, &site).await;
        says_all(
            &document,
            &[
                "Utkast. Bedömningen är inte beslutad.",
                "Skriven av Maja Lund",
                "2026-03-14: inbrott, K1234-26",
                "Grannfasaden är maskerad.",
                "Dataskyddsombudet har inte gett något råd.",
            ],
        );
        assert!(!document.has("Det här saknas"), "every step was answered");
        let mut vera = town.sign_in("Vera Lind", &[Role::Dpo]).await;
        let silent = vera.open_page("/bedomningar/1/rad").await;
        let silent = vera.submit(&silent, &[]).await;
        assert_eq!(silent.fields_in_error(), ["stance", "text"]);
        let advised = advise(&mut vera, "med-villkor").await;
        assert!(
            advised.has("Maskera grannens trädgård."),
            "{}",
            advised.text()
        );
        assert!(!advised.has("ändrades efter att rådet gavs"));
        // What is written afterwards was not advised on, and the advice says so.
        let edit = "/bedomningar/1/andra";
        maja.fill_in(edit, &[("mitigations", "Maskering")]).await;
        let mut britt = town.sign_in("Britt Ek", &[Role::DecisionMaker]).await;
        let form = britt.open_page("/bedomningar/1/underskrift").await;
        assert!(form.has("ändrades efter att rådet gavs"), "{}", form.text());
        advise(&mut vera, "inget-att-invanda").await;
        let form = britt.open_page("/bedomningar/1/underskrift").await;
        assert!(!form.has("ändrades efter att rådet gavs"));
        let typed = [("reasons", "Villkoret är uppfyllt.")];
        let done = britt.submit(&form, &typed).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let document = britt.open_page("/bedomningar/1/dokument").await;
        says_all(
            &document,
            &[
                "Jag har inget att invända",
                "Råd av Vera Lind",
                "Underskriven av Britt Ek",
                "Villkoret är uppfyllt.",
                "Bedömningen är låst.",
            ],
        );
        assert!(!document.has("Utkast"));
        // Signed, it is as it is for everybody.
        let closed = StatusCode::CONFLICT;
        refused(
            &mut vera,
            "/bedomningar/1/rad",
            closed,
            "Registrera en ny version",
        )
        .await;
        let step = "/bedomningar/1/steg/om";
        refused(&mut maja, step, closed, "Registrera en ny version").await;
        let history = maja.open_page(&format!("{site}/historik")).await;
        assert!(
            history.has("Dataskyddsombudet gav råd"),
            "{}",
            history.text()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wrote_neither_advises_nor_decides_and_whoever_advised_does_not_decide() {
    for engine in engines().await {
        let (town, _, site) = with_a_site(&engine).await;
        let mut ada = town.sign_in("Ada Nord", Role::ALL).await;
        walk(&mut ada, &site).await;
        let (sign, advice) = ("/bedomningar/1/underskrift", "/bedomningar/1/rad");
        let own = "Den som har skrivit i en bedömning";
        refused(&mut ada, sign, StatusCode::CONFLICT, own).await;
        refused(&mut ada, advice, StatusCode::CONFLICT, own).await;
        let document = ada.open_page("/bedomningar/1/dokument").await;
        assert!(!document.html.contains(sign) && !document.html.contains(advice));
        // Not even through somebody else's change in between.
        let mut kim = town.sign_in("Kim Ek", Role::ALL).await;
        advise(&mut kim, "avrader").await;
        refused(&mut kim, sign, StatusCode::CONFLICT, "Den som har gett råd").await;
        refused(&mut ada, sign, StatusCode::CONFLICT, own).await;
        // Only the dataskyddsombud advises.
        for role in [
            Role::Manager,
            Role::DecisionMaker,
            Role::Auditor,
            Role::Officer,
        ] {
            let mut person = town.sign_in(&format!("{role:?}"), &[role]).await;
            assert_eq!(person.get(advice).await.status, StatusCode::FORBIDDEN);
        }
        let mut britt = town.sign_in("Britt Ek", &[Role::DecisionMaker]).await;
        let form = britt.open_page(sign).await;
        assert!(form.has("Jag avråder"), "{}", form.text());
        let done = britt.submit(&form, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
    }
}

async fn signed_and_begun_again(town: &Town, maja: &mut Browser, site: &str) {
    walk(maja, site).await;
    let mut britt = town.sign_in("Britt Ek", &[Role::DecisionMaker]).await;
    let form = britt.open_page("/bedomningar/1/underskrift").await;
    britt.submit(&form, &[]).await;
    let begin = maja.open_page(&format!("{site}/bedomningar/steg")).await;
    maja.submit(&begin, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_kept_at_each_step_and_two_versions_are_compared_word_by_word() {
    for engine in engines().await {
        let (town, mut maja, site) = with_a_site(&engine).await;
        signed_and_begun_again(&town, &mut maja, &site).await;
        let step = maja.open_page("/bedomningar/2/steg/integritet").await;
        assert_eq!(step.field("factor_hur"), "Två kameror, nattetid.");
        let typed = [("factor_hur", "Tre kameror, nattetid.")];
        let saved = maja.submit(&step, &typed).await;
        assert_eq!(saved.location, "/bedomningar/2/steg/avvagning");
        // Another step leaves it as it was, and begun again the draft goes on.
        let step = maja.open_page("/bedomningar/2/steg/om").await;
        let wrong = maja.submit(&step, &[("assessed_on", "i går")]).await;
        assert_eq!(wrong.fields_in_error(), ["assessed_on"]);
        let begin = maja.open_page(&format!("{site}/bedomningar/steg")).await;
        let again = maja.submit(&begin, &[]).await;
        assert_eq!(again.location, "/bedomningar/2/steg/om");
        let stale = maja.submit(&step, &[("dnr", "KS 9")]).await;
        assert_eq!(stale.status, StatusCode::SEE_OTHER);
        let late = maja.submit(&step, &[("dnr", "KS 10")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "somebody was faster");
        let compared = maja.open_page("/bedomningar/2/jamforelse").await;
        assert!(
            compared
                .html
                .contains("<del>Två</del><ins>Tre</ins> kameror"),
            "{}",
            compared.html
        );
        assert!(compared.has("Version 1 jämförd med version 2"));
        assert!(
            !compared.has("Grannfasaden"),
            "what is the same is not shown"
        );
        let turned = maja.get("/bedomningar/1/jamforelse?med=2").await;
        assert!(turned.html.contains("<del>Tre</del><ins>Två</ins> kameror"));
        let first = maja.get("/bedomningar/1/jamforelse").await;
        assert_eq!(
            first.status,
            StatusCode::NOT_FOUND,
            "nothing is before the first"
        );
    }
}
