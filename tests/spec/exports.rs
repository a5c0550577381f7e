//! Files that are too large to be waited for: made while whoever asked does something else, and given to nobody else.

use std::time::Duration;

use axum::http::{StatusCode, header};
use futures_util::StreamExt;
use objektiv::account::{AccountId, Role, store as accounts};
use objektiv::clock::Clock;
use objektiv::disclosure::trace::Act;
use objektiv::export::store::{Begun, clean_up};
use objektiv::export::web::{Table, begin};
use objektiv::export::{self, ExportId};
use objektiv::web::csv::Rows;
use objektiv::web::{App, PageError};
use sea_orm::{ConnectionTrait, Statement};
use tokio::sync::mpsc;

use crate::browser::{Browser, NOW, Page, Town};
use crate::engine::{Engine, engines, sqlite};

type Next = mpsc::UnboundedSender<Result<Rows, PageError>>;

/// Begins a file for a person whose rows come when the test says so.
async fn begun(app: &App, town: &Town, name: &str, whole: u64) -> (ExportId, Next) {
    let email = town.email_of(name);
    let known = accounts::credentials(app.db.read(), &email).await.unwrap();
    let id = known.unwrap().id;
    let account = accounts::find(app.db.read(), town.kommun, id).await;
    let begun = Begun {
        address: "/bevakningar/csv".into(),
        file_name: "bevakningar.csv".into(),
        grants: export::grants(&account.unwrap().unwrap()),
        act: None,
        whole,
        at: app.clock.now(),
    };
    let table = Table::csv("bevakningar", vec!["Namn".into()], None);
    let (next, mut waiting) = mpsc::unbounded_channel();
    let pages = futures_util::stream::poll_fn(move |cx| waiting.poll_recv(cx)).boxed();
    let first = vec![vec!["Torget".to_owned()]];
    let id = begin(app, (town.kommun, id), begun, table, (first, pages)).await;
    (id.unwrap(), next)
}

/// The page, when it says so.
pub async fn says(browser: &mut Browser, at: &str, words: &str) -> Page {
    for _ in 0..400 {
        let page = browser.open_page(at).await;
        if page.has(words) {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let page = browser.open_page(at).await;
    panic!("{at} never said ”{words}”: {}", page.text());
}

async fn parts(engine: &Engine) -> i64 {
    let count = Statement::from_string(engine.backend(), "SELECT COUNT(*) AS n FROM export_part");
    let row = engine.db.read().query_one_raw(count).await.unwrap();
    row.unwrap().try_get("", "n").unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_says_how_far_it_has_come_and_is_given_to_whoever_asked_and_to_nobody_else() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let mut manager = town.sign_in("Siv Alm", &[Role::Manager]).await;
        let mut dpo = town.sign_in("Vera Berg", &[Role::Dpo]).await;
        let none = manager.open_page("/filer").await;
        assert!(none.has("Du har inga filer att hämta"), "{}", none.text());
        let (id, next) = begun(&town.app, &town, "Siv Alm", 3).await;
        let at = format!("/filer/{id}");
        let page = says(&mut manager, &at, "1 av 3 rader är klara.").await;
        assert!(page.has("Du kan lämna sidan."), "{}", page.text());
        assert!(page.html.contains("max=\"3\" value=\"1\""), "{}", page.html);
        assert_eq!(page.link("Visa hur långt den har kommit"), at);
        // It cannot be fetched yet, and the page is left.
        let fetch = format!("{at}/fil");
        assert_eq!(manager.get(&fetch).await.status, StatusCode::NOT_FOUND);
        manager.open_page("/bevakningar").await;
        next.send(Ok(vec![vec!["Badet".into()]])).unwrap();
        says(&mut manager, "/filer", "2 av 3 rader är klara.").await;
        next.send(Ok(vec![vec!["=Ängen".into()]])).unwrap();
        drop(next);
        let own = manager.open_page("/konto").await;
        let files = manager.open_page(&own.link("Filer att hämta")).await;
        let at = files.link("bevakningar.csv");
        let page = says(&mut manager, &at, "Filen är klar").await;
        assert!(page.has("3 rader, 1 kB"), "{}", page.text());
        assert!(page.has("Finns till 2026-11-23 08:30"), "{}", page.text());
        let file = manager.open_page(&page.link("Spara filen")).await;
        assert_eq!(file.html, "\u{feff}Namn\nTorget\nBadet\n'=Ängen\n");
        assert_eq!(
            file.headers[header::CONTENT_DISPOSITION],
            "attachment; filename=\"bevakningar.csv\""
        );
        for rest in ["", "/fil"] {
            let tried = dpo.get(&format!("{at}{rest}")).await;
            assert_eq!(tried.status, StatusCode::NOT_FOUND, "{rest}");
        }
        let tried = dpo.send(&format!("{at}/borttagning"), &[]).await;
        assert_eq!(tried.status, StatusCode::NOT_FOUND);
        assert!(dpo.open_page("/filer").await.has("Du har inga filer"));
        // What was made by other roles is given to nobody.
        let sql = "UPDATE account_role SET role = ? WHERE role = ?";
        let roles = [Role::Officer, Role::Manager].map(|role| code(role).into());
        engine.meddle(sql, roles).await;
        assert_eq!(manager.get(&fetch).await.status, StatusCode::NOT_FOUND);
        let roles = [Role::Manager, Role::Officer].map(|role| code(role).into());
        engine.meddle(sql, roles).await;
        manager.submit(&page, &[]).await;
        assert_eq!(manager.get(&fetch).await.status, StatusCode::NOT_FOUND);
        assert_eq!(parts(&engine).await, 0);
    }
}

fn code(role: Role) -> &'static str {
    objektiv::code::Code::code(role)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_ends_with_its_server_with_an_error_when_nobody_wants_it_and_after_a_day() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let mut manager = town.sign_in("Siv Alm", &[Role::Manager]).await;
        // The server is stopped, and another begins half a minute later.
        let later = NOW + time::Duration::seconds(30);
        let after = App::new(
            engine.db.clone(),
            Clock::Frozen(later),
            town.app.policies.clone(),
            town.app.public_url.clone(),
        );
        let (stopped, _held) = begun(&town.app, &town, "Siv Alm", 0).await;
        let at = format!("/filer/{stopped}");
        says(&mut manager, &at, "En rad är klar.").await;
        let mut again = manager.at(&after);
        let page = again.open_page(&at).await;
        let words = "Servern startades om innan filen var klar.";
        assert!(page.has(words), "{}", page.text());
        assert_eq!(page.link("Gör filen igen"), "/bevakningar/csv");
        assert!(again.open_page("/filer").await.has(words));
        // One that cannot be read to its end.
        let (failed, next) = begun(&town.app, &town, "Siv Alm", 0).await;
        let rows = vec![vec!["x".repeat(2 << 20)]];
        next.send(Ok(rows)).unwrap();
        next.send(Err(PageError::Internal("nothing answers".into())))
            .unwrap();
        let at = format!("/filer/{failed}");
        says(&mut manager, &at, "Något gick fel").await;
        assert_eq!(parts(&engine).await, 0, "half a file is no file");
        // One that is not wanted any more.
        let (unwanted, next) = begun(&town.app, &town, "Siv Alm", 0).await;
        let page = says(
            &mut manager,
            &format!("/filer/{unwanted}"),
            "En rad är klar.",
        )
        .await;
        assert!(page.html.contains(">Avbryt</button>"), "{}", page.html);
        let done = manager.submit(&page, &[]).await;
        assert_eq!(done.location, "/filer");
        tokio::time::timeout(Duration::from_secs(10), next.closed())
            .await
            .expect("the work ends when nobody waits for it");
        // One that is ready, and over after a day.
        let (ready, next) = begun(&town.app, &town, "Siv Alm", 0).await;
        drop(next);
        says(&mut manager, &format!("/filer/{ready}"), "Filen är klar").await;
        assert_eq!(parts(&engine).await, 1);
        let day = NOW + export::KEPT_FOR;
        for (now, removed, left) in [(day - time::Duration::SECOND, 0, 1), (day, 3, 0)] {
            let tx = engine.db.begin_write().await.unwrap();
            assert_eq!(clean_up(&*tx, now).await.unwrap(), removed);
            tx.commit().await.unwrap();
            assert_eq!(parts(&engine).await, left);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_is_made_ready_once_and_logged_and_a_short_one_comes_at_once() {
    let engine = sqlite().await;
    let town = Town::found(engine.db.clone(), "ekebro").await;
    let mut dpo = town.sign_in("Vera Berg", &[Role::Dpo]).await;
    let short = dpo.open_page("/atkomst/csv").await;
    assert!(short.html.starts_with('\u{feff}'), "{}", short.html);
    engine
        .meddle(
            "INSERT INTO desk_trace (kommun_id, at, account_id, person, act) \
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000) \
             SELECT kommun_id, at, account_id, person, act FROM desk_trace, n WHERE act = ?",
            [objektiv::code::Code::code(Act::SignedIn).into()],
        )
        .await;
    let address = "/atkomst/csv?act=inloggad";
    let asked = dpo.get(address).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    // Pressed again it is the same file.
    assert_eq!(dpo.get(address).await.location, asked.location);
    let page = says(&mut dpo, &asked.location, "Filen är klar").await;
    let file = dpo.open_page(&page.link("Spara filen")).await;
    assert_eq!(file.html.lines().count(), 40_002);
    let told = dpo.open_page("/atkomst?act=atkomst-last").await;
    assert!(told.has("atkomst.csv"), "{}", told.text());
    let id = AccountId(1);
    let kept = export::store::of_person(engine.db.read(), (town.kommun, id)).await;
    assert_eq!(kept.unwrap().len(), 1);
}
