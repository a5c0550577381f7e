//! An installation with something behind every door, and people of every kind to try them.

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode};
use objektiv::account::door::{DOORS, Door, Verb};
use objektiv::account::sso::{self, Provider};
use objektiv::account::{Account, AccountId, Grant, Role};
use objektiv::code::Code;
use objektiv::compliance::store::Judgement;
use objektiv::demo;
use objektiv::law::PolicySet;
use objektiv::ledger::signers::Signers;
use objektiv::organisation::{Unit, UnitId};
use objektiv::recorder::ask::Asking;
use objektiv::register::{Author, Change};
use objektiv::web::{assets, router};

use crate::api::client::{at, make_key};
use crate::browser::{Browser, NOW, Page, Town};
use crate::engine::Engine;

/// Ekebro with a record of every kind, each with the number 1.
pub struct House {
    pub town: Town,
    /// A unit in which nothing is registered.
    pub elsewhere: UnitId,
    /// A key of the API for everything.
    pub key: String,
    _folder: tempfile::TempDir,
}

/// Someone at the door.
pub struct Walker {
    pub name: String,
    pub browser: Browser,
    /// `None`: nobody is signed in.
    pub person: Option<Account>,
}

impl House {
    pub async fn furnished(engine: &Engine) -> Self {
        let policies = PolicySet::embedded().unwrap();
        let today = NOW.date();
        let by = Judgement {
            policies: &policies,
            today,
        };
        let folder = tempfile::tempdir().unwrap();
        let signers = Signers::below(folder.path().to_owned());
        let filled = demo::fill_signed(&engine.db, &signers, 24, NOW, by, &|_| ()).await;
        let kommun = filled.unwrap();
        let app = at(engine, NOW).asking(Asking {
            key_file: folder.path().join("nyckel"),
            ..Asking::default()
        });
        let author = Author {
            kommun,
            account: None,
            name: "Provet".into(),
        };
        let mut change = Change::begin(&engine.db, &author, NOW, by).await.unwrap();
        let empty = Unit {
            name: "Tomma enheten".into(),
            abbreviation: String::new(),
            controller: None,
            manager: String::new(),
            email: String::new(),
        };
        let elsewhere = change.insert(&empty).await.unwrap();
        let address = "https://mottagare.example/";
        objektiv::webhook::store::add(&**change.tx(), kommun, "Ärenden", address, NOW)
            .await
            .unwrap();
        let provider = Provider {
            name: "Katalogen".into(),
            issuer: "https://id.ekebro.example".into(),
            client_id: "objektiv".into(),
            groups_claim: String::new(),
            mappings: Vec::new(),
            active: false,
            secret_set_at: None,
        };
        sso::store::add(&**change.tx(), kommun, &provider)
            .await
            .unwrap();
        change.commit().await.unwrap();
        let town = Town { app, kommun };
        let mut all = town.sign_in("Alla Roller", Role::ALL).await;
        let key = make_key(&mut all, &["register", "logg"], None).await;
        let begun = all
            .send(
                "/utlamnanden/utkast?bevakning=1",
                &[("request_key", "prov")],
            )
            .await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text());
        Self {
            town,
            elsewhere,
            key,
            _folder: folder,
        }
    }

    /// Everybody who can stand at a door: each role in the whole kommun, each in a unit without sites, and nobody.
    pub async fn walkers(&self) -> Vec<Walker> {
        let mut walkers = vec![Walker {
            name: "nobody".into(),
            browser: Browser::open(&self.town.app),
            person: None,
        }];
        for role in Role::ALL {
            for unit in [None, Some(self.elsewhere)] {
                let place = unit.map_or("hela", |_| "annanstans");
                let name = format!("{} {place}", role.code());
                let grants = vec![Grant { role: *role, unit }];
                let browser = self.town.sign_in_with(&name, grants.clone()).await;
                walkers.push(Walker {
                    person: Some(Account {
                        id: AccountId(0),
                        email: String::new(),
                        name: name.clone(),
                        grants,
                    }),
                    name,
                    browser,
                });
            }
        }
        walkers
    }
}

/// What stands in the place of a variable of an address.
pub fn address(path: &str, id: &str) -> String {
    let file = assets::asset_path("app.css");
    let file = file.trim_start_matches("/static/");
    let file = if path.starts_with("/static/") {
        file
    } else {
        "gissad.ics"
    };
    let id = match path {
        _ if path.starts_with("/regler/") => "incident-statistics-current",
        // The fifth of Ekebro was refused.
        "/utlamnanden/{id}/beslut" if id == "1" => "5",
        _ => id,
    };
    let step = if path.starts_with("/bedomningar") {
        "om"
    } else {
        "begaran"
    };
    let about = match path {
        "/utlamnanden" | "/utlamnanden/summor" | "/utlamnanden/utkast" => "?bevakning=1",
        _ => "",
    };
    let path = path
        .replace("{id}", id)
        .replace("{entry}", id)
        .replace("{site}", id)
        .replace("{delivery}", "1")
        .replace("{z}/{x}/{y}", "5/17/9")
        .replace("{step}", step)
        .replace("{job}", "rensning")
        .replace("{token}", "gissad")
        .replace("{file}", file)
        .replace("{*log}", "kamera.ekebro.example/utlamnande");
    format!("{path}{about}")
}

impl Walker {
    /// Tries a door; a form is sent without anything filled in.
    pub async fn tries(&mut self, verb: Verb, address: &str) -> Page {
        match verb {
            Verb::Get => self.browser.get(address).await,
            Verb::Post => self.browser.send(address, &[]).await,
        }
    }
}

/// The doors of the pages.
pub fn pages() -> impl Iterator<Item = &'static Door> {
    DOORS.iter().filter(|door| !door.path.starts_with("/api/"))
}

/// What the router has: methods by path. Its `Debug` is the only place where axum tells.
pub fn routed(town: &Town) -> BTreeMap<String, Vec<Method>> {
    let told = format!("{:?}", router::router(town.app.clone()));
    let told = told.split("fallback_router").next().unwrap_or_default();
    let mut methods = BTreeMap::new();
    let mut paths = BTreeMap::new();
    for piece in told.split("RouteId(").skip(1) {
        let Some((number, rest)) = piece.split_once("): ") else {
            continue;
        };
        if let Some(path) = rest.strip_prefix('"') {
            let path = path.split('"').next().unwrap_or_default();
            paths.insert(number.to_owned(), path.to_owned());
        } else if let Some((_, allowed)) = rest.split_once("allow_header: Bytes(b\"") {
            let allowed = allowed.split('"').next().unwrap_or_default();
            let allowed = allowed.split(',').map(|method| method.parse().unwrap());
            methods.insert(number.to_owned(), allowed.collect::<Vec<Method>>());
        }
    }
    let named = paths.into_iter().map(|(number, path)| {
        let allowed = methods.remove(&number).unwrap_or_default();
        (path, allowed)
    });
    named.collect()
}
