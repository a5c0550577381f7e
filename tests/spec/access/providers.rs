//! Providers of single sign-on in a file: brought in at the start, read in the interface, changed in the file.

use std::fs;
use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::account::sso::store::{self, Kept};
use objektiv::account::sso::web::unlocked;
use objektiv::cli::provider::{Step, Would, look};
use objektiv::cli::providers::bring;
use objektiv::clock::Clock;
use objektiv::law::PolicySet;
use objektiv::recorder::ask::Asking;
use objektiv::web::App;

use crate::browser::{Browser, NOW, Town};
use crate::engine::{Engine, engines};

/// The example of the documentation, with its files in a folder of their own.
fn example(folder: &Path) -> PathBuf {
    let page = include_str!("../../../docs/single-sign-on.md");
    let (_, rest) = page.split_once("```toml\n").unwrap();
    let (file, _) = rest.split_once("```").unwrap();
    let here = folder.display().to_string();
    fs::write(folder.join("personal.secret"), "hemlig ett\n").unwrap();
    let path = folder.join("providers.toml");
    fs::write(&path, file.replace("/etc/objektiv", &here)).unwrap();
    path
}

async fn ekebro(engine: &Engine, folder: &Path) -> (Town, Browser) {
    let policies = PolicySet::embedded().unwrap().into();
    let address = "http://kamera.example".into();
    let app = App::new(engine.db.clone(), Clock::Frozen(NOW), policies, address).asking(Asking {
        key_file: folder.join("nyckel"),
        ..Asking::default()
    });
    let town = Town::found_in(app, "Ekebro").await;
    let mut admin = town.sign_in("Ada Nord", &[Role::Administrator]).await;
    let unit = [("name", "Barn- och utbildningsförvaltningen")];
    admin.fill_in("/administration/enheter/ny", &unit).await;
    (town, admin)
}

async fn kept(town: &Town) -> Vec<Kept> {
    store::all(town.app.db.read(), town.kommun).await.unwrap()
}

async fn entries(town: &Town) -> u64 {
    let head = objektiv::ledger::store::head(town.app.db.read(), town.kommun);
    head.await.unwrap().unwrap().size()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_of_the_documentation_is_brought_in_read_here_and_changed_there() {
    for engine in engines().await {
        let folder = tempfile::tempdir().unwrap();
        let (town, mut admin) = ekebro(&engine, folder.path()).await;
        let file = example(folder.path());
        let told = |name: &str| (name == "ENERGI_SECRET").then(|| "hemlig två".to_owned());
        bring(&town.app, Some(&file), &told).await.unwrap();

        let both = kept(&town).await;
        assert_eq!(both.len(), 2);
        let (energy, personal) = (&both[0], &both[1]);
        assert_eq!(
            unlocked(&town.app, personal).unwrap().as_str(),
            "hemlig ett"
        );
        assert_eq!(unlocked(&town.app, energy).unwrap().as_str(), "hemlig två");
        let list = admin.open_page("/administration/inloggning").await;
        assert!(list.has("I filen") && list.has("Ekebro Energi AB"));
        let way_in = Browser::open(&town.app).open_page("/logga-in").await;
        assert!(way_in.has("Logga in med Ekebro kommun") && !way_in.has("Ekebro Energi AB"));
        let path = format!("/administration/inloggning/{}", personal.id);
        let page = admin.open_page(&path).await;
        assert!(
            page.has("ställs in i installationens fil"),
            "{}",
            page.text()
        );
        assert!(page.has("kamera-skola = ansvarig, Barn- och utbildningsförvaltningen"));
        assert!(!page.html.contains("name=\"issuer\"") && !page.html.contains("hemlig ett"));
        let refused = admin.send(&path, &[("name", "Annat")]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.has("Tjänsten ställs in i en fil"));
        let history = admin.open_page("/administration/historik").await;
        assert!(history.has("Filen med inloggningstjänster"));

        // The next start changes nothing, and is no entry in the log.
        let before = entries(&town).await;
        bring(&town.app, Some(&file), &told).await.unwrap();
        assert_eq!(kept(&town).await, both);
        assert_eq!(entries(&town).await, before);
        // A new secret is taken; a provider that is left out is switched off and changed here again.
        let text = fs::read_to_string(&file).unwrap();
        let (first, _) = text.rsplit_once("[[provider]]").unwrap();
        fs::write(&file, first).unwrap();
        fs::write(folder.path().join("personal.secret"), "hemlig tre").unwrap();
        bring(&town.app, Some(&file), &told).await.unwrap();
        let now = kept(&town).await;
        assert_eq!(unlocked(&town.app, &now[1]).unwrap().as_str(), "hemlig tre");
        assert!(now[1].from_file && !now[0].from_file);
        bring(&town.app, None, &told).await.unwrap();
        let way_in = Browser::open(&town.app).open_page("/logga-in").await;
        assert!(!way_in.has("Logga in med Ekebro kommun"));
        assert_eq!(admin.open_page(&path).await.field("client_id"), "objektiv");
        // It is the same provider when it comes back, so that it knows the same people.
        bring(&town.app, Some(&file), &told).await.unwrap();
        let again = kept(&town).await;
        assert_eq!(again[1].id, personal.id);
        assert!(again[1].from_file && again[1].provider.active);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_faults_is_refused_whole_with_line_and_key_and_without_what_stands_there() {
    for engine in engines().await {
        let folder = tempfile::tempdir().unwrap();
        let (town, _) = ekebro(&engine, folder.path()).await;
        let file = example(folder.path());
        let wrong = fs::read_to_string(&file)
            .unwrap()
            .replacen("\"Ekebro kommun\" ", "\"Granby kommun\" ", 1)
            .replace("ENERGI_SECRET", "hemligt-i-sig")
            .replace("https://inloggning.", "inloggning.");
        fs::write(&file, wrong).unwrap();
        let error = bring(&town.app, Some(&file), &|_| None).await.unwrap_err();
        let says = error.to_string();
        assert!(says.contains("providers.toml has faults"), "{says}");
        for told in [
            "line 2, kommun: there is no such kommun; there are: Ekebro kommun",
            "line 21, issuer: ",
            "line 23, client_secret_env: the environment has no variable of that name",
        ] {
            assert!(says.contains(told), "{says}");
        }
        assert!(!says.contains("hemligt-i-sig"), "{says}");
        assert_eq!(kept(&town).await, []);
        // The same provider twice, and a secret that is not where it should be.
        let file = example(folder.path());
        let once = fs::read_to_string(&file).unwrap();
        let (first, _) = once.rsplit_once("[[provider]]").unwrap();
        fs::write(&file, first.repeat(2)).unwrap();
        let error = bring(&town.app, Some(&file), &|_| None).await.unwrap_err();
        assert!(
            error
                .to_string()
                .contains("client_id: the provider stands here twice")
        );
        fs::remove_file(folder.path().join("personal.secret")).unwrap();
        let error = bring(&town.app, Some(&file), &|_| None).await.unwrap_err();
        assert!(
            error
                .to_string()
                .contains("client_secret_file: there is no such file")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_file_would_change_is_told_without_changing_it() {
    for engine in engines().await {
        let folder = tempfile::tempdir().unwrap();
        let (town, _) = ekebro(&engine, folder.path()).await;
        let file = example(folder.path());
        let variable = |name: &str| (name == "ENERGI_SECRET").then(|| "hemlig två".to_owned());
        let before = entries(&town).await;
        let now = async || look(&town.app, &file, &variable).await.unwrap().unwrap();
        let steps = now().await;
        let would: Vec<Would> = steps.iter().map(|step| step.would).collect();
        assert_eq!(would, [Would::BeNew, Would::BeNew]);
        // There is no such provider; the other is not to be on the way in, and is not asked.
        assert!(steps[0].silent.is_some() && steps[1].silent.is_none());
        assert_eq!(entries(&town).await, before);
        assert_eq!(kept(&town).await, []);
        assert!(!folder.path().join("nyckel").exists(), "nor was a key made");

        bring(&town.app, Some(&file), &variable).await.unwrap();
        let brought = (kept(&town).await, entries(&town).await);
        let steps = now().await;
        let stays = |step: &Step| step.would == Would::StayAsItIs && step.changes.is_empty();
        assert!(steps.iter().all(stays), "{steps:#?}");
        let text = fs::read_to_string(&file).unwrap();
        let (first, _) = text.rsplit_once("[[provider]]").unwrap();
        fs::write(&file, first.replace("kamera-dso", "kamera-dataskydd")).unwrap();
        fs::write(folder.path().join("personal.secret"), "hemlig tre").unwrap();
        let steps = now().await;
        assert_eq!(steps[0].would, Would::BeChanged);
        assert_eq!(steps[0].changes, ["role", "client_secret"]);
        assert_eq!(steps[1].would, Would::BeSwitchedOff);
        assert_eq!((kept(&town).await, entries(&town).await), brought);
        for one in kept(&town).await {
            let tx = town.app.db.begin_write().await.unwrap();
            store::set_from_file(&*tx, town.kommun, one.id, false)
                .await
                .unwrap();
            tx.commit().await.unwrap();
        }
        let steps = now().await;
        assert_eq!((steps.len(), steps[0].would), (1, Would::BeTakenOver));
        fs::write(&file, text.replace("Ekebro kommun\" ", "Granby kommun\" ")).unwrap();
        let faults = look(&town.app, &file, &variable).await;
        assert!(!faults.unwrap().unwrap_err().is_empty());
    }
}

#[test]
fn a_server_does_not_start_with_a_file_that_is_no_such_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("providers.toml"),
        "[[provider]]\nname = \"Ekebro\"\nclient_secret = \"hemligt\"\n",
    )
    .unwrap();
    let ended = std::process::Command::new(env!("CARGO_BIN_EXE_objektiv"))
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--providers",
            "providers.toml",
        ])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(2));
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(said.contains("providers.toml has faults"), "{said}");
    assert!(
        said.contains("line 3: unknown field `client_secret`"),
        "{said}"
    );
    assert!(!said.contains("hemligt"), "{said}");
}
