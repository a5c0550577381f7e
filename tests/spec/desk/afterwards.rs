//! After the disclosure: its outcome and its copies, the public view of the log, search and sums, and the letter.

use axum::http::StatusCode;
use objektiv::account::Role;

use crate::browser::{Browser, NOW, Town};
use crate::disclosures::{at_a_signed_counter, at_the_counter, log_is_intact, recorded, release};
use crate::engine::engines;

/// A release to the police that was handed over on a USB stick; its path.
async fn handed_over(officer: &mut Browser, site: &str) -> String {
    let path = release(officer, site, &[]).await.location;
    let typed = [
        ("received_by", "Insp. M. Holm"),
        ("medium_reference", "USB 4"),
    ];
    officer
        .fill_in(&format!("{path}/overlamning"), &typed)
        .await;
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_on_loose_media_is_out_until_it_is_accounted_for() {
    for engine in engines().await {
        let (town, mut officer, site, _signer) = at_a_signed_counter(&engine).await;
        let path = handed_over(&mut officer, &site).await;
        // Through a link of the receiver nothing loose has left.
        let typed = [("medium", "mottagarens-lank")];
        let other = release(&mut officer, &site, &typed).await.location;
        officer
            .fill_in(
                &format!("{other}/overlamning"),
                &[("received_by", "Insp. M. Holm")],
            )
            .await;
        let out = officer.open_page("/utlamnanden/kopior").await;
        out.says(&["USB 4"]);
        assert!(!out.has("Utlämnande 2"), "{}", out.text());
        let form = officer.open_page(&out.link("Redovisa Utlämnande 1")).await;
        let refused = officer.submit(&form, &[("on", "2026-11-23")]).await;
        assert_eq!(
            refused.fields_in_error(),
            ["fate", "on"],
            "tomorrow is not yet"
        );
        let done = officer.submit(&form, &[("fate", "aterlamnad")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
        let told = officer.open_page(&path).await;
        told.says(&["Återlämnad, 2026-11-22"]);
        let none = officer.open_page("/utlamnanden/kopior").await;
        none.says(&["Inga kopior är ute"]);
        // Somebody else's copy cannot be accounted for below a disclosure that is not its own.
        let wrong = officer.get(&format!("{other}/kopior/1")).await;
        assert_eq!(wrong.status, StatusCode::NOT_FOUND);
        let history = officer.open_page(&format!("{site}/historik")).await;
        history.says(&["Efterspel"]);
        log_is_intact(&engine, town.kommun).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outcome_is_told_afterwards_and_counted() {
    for engine in engines().await {
        let (town, mut officer, site, _signer) = at_a_signed_counter(&engine).await;
        let path = handed_over(&mut officer, &site).await;
        let outcome = format!("{path}/utfall");
        officer.fill_in(&outcome, &[("outcome", "okant")]).await;
        let page = officer.fill_in(&outcome, &[("outcome", "anvant")]).await;
        page.says(&["Utfall Kom till användning, 2026-11-22"]);
        let found = officer.open_page("/utlamnanden/sok?utfall=anvant").await;
        found.says(&["1 utlämnande eller avslag"]);
        let none = officer.open_page("/utlamnanden/sok?utfall=okant").await;
        none.says(&["0 utlämnanden"]);
        log_is_intact(&engine, town.kommun).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_view_leaves_out_everything_that_nobody_decided_to_show() {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let secret = [
            ("officer", "Insp. M. Holm"),
            ("case_reference", "5000-K253428-26"),
            ("note", "Misstänkt känd"),
        ];
        release(&mut officer, &site, &secret).await;
        let public = [
            ("recipient", "enskild"),
            ("recipient_name", "Siv Alm"),
            ("ground", "TF_2_15"),
            ("decision", "finns-inte"),
            ("public_matter", "Begäran om allmän handling"),
        ];
        let done = release(&mut officer, &site, &public).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
        let mut administrator = town.sign_in("Sara Nyman", &[Role::Administrator]).await;
        let page = administrator.open_page("/utlamnanden/diarium").await;
        page.says(&[
            "1 2026-11-22 KS 2026/0411 Polismyndigheten Utelämnat Utlämnat",
            "2 2026-11-22 KS 2026/0411 Enskild Begäran om allmän handling Materialet finns inte",
        ]);
        let file = administrator.get("/utlamnanden/diarium/csv").await;
        let file = String::from_utf8(file.bytes).unwrap();
        assert_eq!(file.lines().count(), 3, "{file}");
        for secret in [
            "Holm",
            "K253428",
            "Misstänkt",
            "Siv Alm",
            "Skadegörelse",
            "Entré",
            "Hedeskolan",
            "LUB",
            "TF_2_15",
            "entre.mp4",
        ] {
            assert!(
                !page.has(secret) && !file.contains(secret),
                "{secret} is shown"
            );
        }
        let other = Town::found_in(town.app.clone(), "lindby").await;
        let mut stranger = other.sign_in("Siv Alm", &[Role::Manager]).await;
        let theirs = stranger.open_page("/utlamnanden/diarium").await;
        theirs.says(&["Inga utlämnanden är registrerade"]);
    }
}

/// The dataskyddsombud sees who searched and not for which words, and the administrator does not search.
async fn searching_is_traced(town: &Town) {
    let mut dpo = town.sign_in("Vera Lind", &[Role::Dpo]).await;
    let people = dpo.open_page("/utlamnanden/spar").await;
    let trace = dpo.open_page(&people.link("Per Holm")).await;
    trace.says(&["Exporterade utlämnanden mottagare=aklagarmyndigheten"]);
    assert!(!trace.has("misshandel"), "words can be names");
    let mut administrator = town.sign_in("Sara Nyman", &[Role::Administrator]).await;
    for path in [
        "/utlamnanden/sok",
        "/utlamnanden/sok/csv",
        "/utlamnanden/kopior",
    ] {
        assert_eq!(
            administrator.get(path).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn disclosures_are_found_and_added_up_and_everything_found_is_a_file() {
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        release(&mut officer, &site, &[]).await;
        let later = [
            ("received_at", "2026-11-18"),
            ("received_at-tid", "09.00"),
            ("noted_at", "2026-11-18"),
            ("noted_at-tid", "09.05"),
            ("recipient", "aklagarmyndigheten"),
            ("matter", "=Misshandel på torget"),
        ];
        let done = release(&mut officer, &site, &later).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{:?}", done.errors());
        let all = officer.open_page("/utlamnanden/sok").await;
        all.says(&[
            "2 utlämnanden och avslag",
            "Svarstid, median 4 dagar",
            "Svarstid, längst 4 dagar",
            "Besvarade samma dag 1",
            "Polismyndigheten 1",
            "Åklagarmyndigheten 1",
            "Kommunens uppgiftsskyldighet (LUB 6 §) 2",
            "Hedeskolan 2",
            "2026-11 2",
            "Inte antecknat 2",
        ]);
        let by_words = officer.open_page("/utlamnanden/sok?ord=MISSHANDEL").await;
        by_words.says(&["1 utlämnande eller avslag"]);
        let by_day = officer.open_page("/utlamnanden/sok?fran=2026-11-19").await;
        by_day.says(&["1 utlämnande eller avslag"]);
        assert!(by_day.has("Skadegörelse") && !by_day.has("Misshandel"));
        for (query, found) in [
            ("mottagare=aklagarmyndigheten", 1),
            ("grund=LUB_6", 2),
            ("grund=TF_2_15", 0),
            ("bevakning=1", 2),
            ("utfall=anvant", 0),
            ("till=2026-11-18", 1),
        ] {
            let page = officer
                .open_page(&format!("/utlamnanden/sok?{query}"))
                .await;
            let words = if found == 1 {
                "1 utlämnande eller avslag".to_owned()
            } else {
                format!("{found} utlämnanden")
            };
            page.says(&[&words]);
        }
        let wrong = officer.get("/utlamnanden/sok?fran=ig%C3%A5r").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let path = all
            .html
            .split("href=\"/utlamnanden/sok/csv")
            .nth(1)
            .unwrap();
        assert!(path.starts_with('?'));
        let file = officer
            .get("/utlamnanden/sok/csv?ord=misshandel&mottagare=aklagarmyndigheten")
            .await;
        let text = String::from_utf8(file.bytes).unwrap();
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(
            text.contains(";'=Misshandel på torget;Hedeskolan;LUB_6;"),
            "{text}"
        );
        searching_is_traced(&town).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_a_letter_with_reasons_and_how_to_appeal() {
    for engine in engines().await {
        let (_, mut officer, site) = at_the_counter(&engine).await;
        let typed = [
            ("recipient", "enskild"),
            ("ground", "TF_2_15"),
            ("decision", "avslag"),
            ("told_of_appeal", "ja"),
            ("decision_asked_for", "ja"),
            ("written_decision", "ja"),
            (
                "refusal_reasons",
                "Det står inte klart att bilderna kan röjas utan men (32 kap. 3 § OSL)",
            ),
            ("served_on", "2026-11-20"),
        ];
        let path = release(&mut officer, &site, &typed).await.location;
        let page = officer.open_page(&path).await;
        let letter = officer
            .open_page(&page.link("Beslutet att skriva ut"))
            .await;
        letter.says(&[
            "KS 2026/0411",
            "Avslag på begäran om utlämnande",
            "Det står inte klart",
            "kammarrätten",
            "inom tre veckor",
            "11 december 2026",
            "Per Holm, Delegationsordningen 3.4",
        ]);
        // What does not exist is answered, and nothing is said of an appeal that no source tells of.
        let typed = [
            ("recipient", "enskild"),
            ("ground", "TF_2_15"),
            ("decision", "finns-inte"),
        ];
        let gone = release(&mut officer, &site, &typed).await.location;
        let letter = officer.open_page(&format!("{gone}/beslut")).await;
        letter.says(&["materialet finns inte"]);
        assert!(!letter.has("kammarrätten"));
        let typed = [
            ("recipient", "enskild"),
            ("ground", "GDPR_15"),
            ("decision", "avslag"),
            ("told_of_appeal", "ja"),
            ("decision_asked_for", "nej"),
            ("written_decision", "nej"),
        ];
        let access = release(&mut officer, &site, &typed).await.location;
        let letter = officer.open_page(&format!("{access}/beslut")).await;
        assert!(
            !letter.has("kammarrätten") && letter.has("artikel 15"),
            "{}",
            letter.text()
        );
        letter.says(&["Inga skäl är antecknade"]);
        let whole = release(&mut officer, &site, &[]).await.location;
        let none = officer.get(&format!("{whole}/beslut")).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_of_the_assessment_is_erased_with_the_rest() {
    use objektiv::ledger::erasure::{Decision, Target};
    use objektiv::register::erasure::erase;
    for engine in engines().await {
        let (town, mut officer, site) = at_the_counter(&engine).await;
        let typed = [
            ("ground", "RB_27_SEIZURE"),
            ("ground_details", "Kammaråklagare L. Ek"),
            ("overlapping", "osl-18-1"),
            ("assessment", "Beslag är tvingande"),
            ("public_matter", "Beslag"),
            ("marking_rule", "32 kap. 3 § OSL"),
            ("marking_on", "2026-11-21"),
            ("marking_authority", "Kommunstyrelsen"),
        ];
        let path = release(&mut officer, &site, &typed).await.location;
        let one = recorded(&engine, town.kommun).await.remove(0);
        let decision = Decision {
            targets: vec![Target {
                idx: u64::try_from(one.ledger_idx).unwrap(),
                fields: vec!["examination".to_owned()],
            }],
            number: "KS 2026/114".to_owned(),
            ground: "Dokumenthanteringsplan 4.2".to_owned(),
            decided_by: "Kommunarkivet".to_owned(),
        };
        let tx = engine.db.begin_write().await.unwrap();
        erase(&tx, town.kommun, &decision, NOW).await.unwrap();
        tx.commit().await.unwrap();
        let page = officer.open_page(&path).await;
        page.says(&["Prövningen med egna ord Gallrad"]);
        for gone in ["Kammaråklagare", "tvingande", "Kommunstyrelsen"] {
            assert!(!page.has(gone), "{gone} is shown");
        }
        let diary = officer.open_page("/utlamnanden/diarium").await;
        assert!(
            diary.has("Utelämnat") && !diary.has("Beslag"),
            "{}",
            diary.text()
        );
        log_is_intact(&engine, town.kommun).await;
    }
}
