//! Ekebro with a waterworks that nobody outside it must know of, a yard whose cameras are nobody's business, and a station of
//! which that is so of one camera.

use objektiv::access_request::AccessRequest;
use objektiv::account::{Grant, Role};
use objektiv::assessment::Assessment;
use objektiv::camera::Camera;
use objektiv::compliance::store::Judgement;
use objektiv::db::record::{self, Record};
use objektiv::disclosure::store as disclosures;
use objektiv::hold::Hold;
use objektiv::incident::Incident;
use objektiv::law::PolicySet;
use objektiv::organisation::{KommunId, Unit, UnitId};
use objektiv::permit::Permit;
use objektiv::recorder::Recorder;
use objektiv::register::{Author, Change};
use objektiv::retention::{DeletionEvidence, StoragePeriod};
use objektiv::signage::Sign;
use objektiv::site::{Marking, Position, Site, SiteId};
use serde_json::{Value, json};
use time::Duration;

use crate::access::house::House;
use crate::api::client::at;
use crate::browser::{Browser, NOW, Town};
use crate::desk::taken;
use crate::engine::Engine;

/// Stands in every text about the waterworks.
pub const WHOLE: &str = "qxhemlig";
/// Stands in every text that is secret of the yard.
pub const DETAIL: &str = "zwdetalj";
/// Stands in what is told of the station to everybody.
pub const OPEN: &str = "yoppen";
/// How the cameras of both are turned, how far they see and where they are: numbers that nothing else has.
pub const NUMBERS: [&str; 4] = ["24789", "317", "61.237", "43.219"];

/// What was registered, by number.
pub struct Numbers {
    pub site: i64,
    pub camera: i64,
    pub permit: i64,
    pub sign: i64,
    pub storage: i64,
    pub assessment: i64,
    pub incident: i64,
    pub request: i64,
    pub hold: i64,
    pub recorder: i64,
    pub disclosure: i64,
    pub draft: i64,
    /// The request of the draft, which is in the log.
    pub waiting: i64,
}

/// A site that everybody knows of, and a camera of which the details are secret.
pub struct Guarded {
    pub name: &'static str,
    pub site: i64,
    pub camera: i64,
    pub recorder: i64,
    pub recorder_name: &'static str,
}

pub struct Waterworks {
    pub house: House,
    /// The installation two days later.
    pub town: Town,
    pub unit: UnitId,
    /// The yard, of whose cameras all details are secret, and the station, where one camera is marked.
    pub guarded: Vec<Guarded>,
    /// The camera of the station that is not, on the same recorder as the other.
    pub open_camera: i64,
}

impl Waterworks {
    pub async fn open(engine: &Engine) -> Self {
        let house = House::furnished(engine).await;
        let app = at(engine, NOW + Duration::days(2));
        let kommun = house.town.kommun;
        let mut waterworks = Self {
            house,
            town: Town { app, kommun },
            unit: UnitId(0),
            guarded: Vec::new(),
            open_camera: 0,
        };
        let unit = Unit {
            name: "Vattenverket".into(),
            abbreviation: String::new(),
            controller: None,
            manager: "Karin Berg".into(),
            email: "chef@ekebro.example".into(),
        };
        waterworks.unit = waterworks.record(&unit).await;
        waterworks.lay_the_yard().await;
        waterworks.build_the_station().await;
        waterworks
    }

    async fn lay_the_yard(&mut self) {
        let site = self.site("Gården", "GA-1", Marking::Details).await;
        self.guard(
            "Gården",
            site,
            1,
            "VMS Stadshuset",
            &json!({"label": "G-1"}),
        )
        .await;
    }

    async fn build_the_station(&mut self) {
        let name = "Delad inspelare";
        let shared = Recorder {
            name: name.into(),
            ..Recorder::unnamed()
        };
        let shared: i64 = self.record(&shared).await.into();
        let site = self.site("Stationen", "ST-1", Marking::Nothing).await;
        let open = json!({"label": "S-1", "placement": format!("{OPEN} hallen"), "recorder": shared,
                          "position": null, "direction_degrees": 90});
        self.open_camera = self.another::<Camera>(site, &[], &open).await;
        let marked = json!({"label": "S-2", "secret": true, "marked_on": "2026-11-22"});
        self.guard("Stationen", site, shared, name, &marked).await;
    }

    /// A camera that is turned as nobody must know, and a check of what it recorded.
    async fn guard(
        &mut self,
        name: &'static str,
        site: i64,
        recorder: i64,
        recorder_name: &'static str,
        more: &Value,
    ) {
        let mut details = turned(recorder, &format!("{DETAIL} anteckning"));
        details["placement"] = json!(format!("{DETAIL} vid fläkten"));
        details["masking"] = json!(format!("{DETAIL} grannen"));
        for (field, value) in more.as_object().unwrap() {
            details[field] = value.clone();
        }
        let camera = self.another::<Camera>(site, &[], &details).await;
        let seen = json!({"recorder": recorder, "store": format!("{DETAIL} skåp"),
                          "note": format!("{DETAIL} anteckning"), "not_covered": DETAIL});
        self.another::<DeletionEvidence>(site, &[], &seen).await;
        self.guarded.push(Guarded {
            name,
            site,
            camera,
            recorder,
            recorder_name,
        });
    }

    fn kommun(&self) -> KommunId {
        self.town.kommun.unveiled()
    }

    async fn record<R: Record>(&self, record: &R) -> R::Id
    where
        <<R::Entity as sea_orm::EntityTrait>::PrimaryKey as sea_orm::PrimaryKeyTrait>::ValueType:
            Into<i64> + sea_orm::TryGetable,
    {
        let author = Author {
            kommun: self.kommun(),
            account: None,
            name: "Provet".into(),
        };
        let policies = PolicySet::embedded().unwrap();
        let by = Judgement {
            policies: &policies,
            today: NOW.date(),
        };
        let db = &self.town.app.db;
        let mut change = Change::begin(db, &author, NOW + Duration::hours(1), by)
            .await
            .unwrap();
        let id = change.insert(record).await.unwrap();
        change.commit().await.unwrap();
        id
    }

    /// The first record of a kind, at another site and in other words.
    async fn another<R: Record>(&self, site: i64, words: &[&str], set: &Value) -> i64
    where
        <<R::Entity as sea_orm::EntityTrait>::PrimaryKey as sea_orm::PrimaryKeyTrait>::ValueType:
            Into<i64> + sea_orm::TryGetable,
    {
        let db = self.town.app.db.read();
        let first = record::all::<R>(db, self.kommun());
        let first = first.await.unwrap().remove(0).data;
        let mut value = serde_json::to_value(first).unwrap();
        value["site"] = json!(site);
        for word in words {
            value[*word] = json!(format!("{WHOLE} {word}"));
        }
        for (field, other) in set.as_object().unwrap() {
            value[field] = other.clone();
        }
        let record: R = serde_json::from_value(value).unwrap();
        self.record(&record).await.into()
    }

    async fn site(&self, name: &str, reference: &str, marking: Marking) -> i64 {
        let db = self.town.app.db.read();
        let first = record::find::<Site>(db, self.kommun(), SiteId(1)).await;
        let word = |what: &str| format!("{name} {what}");
        let whole = marking == Marking::Whole;
        let site = Site {
            name: name.into(),
            reference: reference.into(),
            address: word("adress"),
            responsible: word("ansvarig"),
            note: word("anteckning"),
            purpose_text: word("syfte"),
            position: whole.then(|| Position::parse("55.61237, 13.43219", None).unwrap()),
            unit: Some(self.unit),
            marking,
            ..first.unwrap().unwrap().data
        };
        self.record(&site).await.into()
    }

    /// Registers the waterworks with something of every kind.
    pub async fn build(&self) -> Numbers {
        let site = self.site(WHOLE, "QXHEMLIG-7", Marking::Whole).await;
        let recorder = Recorder {
            name: format!("{WHOLE} inspelare"),
            location: format!("{WHOLE} källare"),
            ..Recorder::unnamed()
        };
        let recorder: i64 = self.record(&recorder).await.into();
        let words = ["label", "placement", "masking"];
        let details = turned(recorder, WHOLE);
        let camera = self.another::<Camera>(site, &words, &details).await;
        let nothing = json!({});
        let seen = json!({"recorder": recorder});
        self.another::<DeletionEvidence>(site, &["store", "note", "not_covered"], &seen)
            .await;
        let words = ["dnr", "authority", "area", "conditions"];
        let permit = self.another::<Permit>(site, &words, &nothing).await;
        let words = ["alternatives", "area_and_hours", "mitigations", "dnr"];
        let assessment = self.another::<Assessment>(site, &words, &nothing).await;
        let sign = self
            .another::<Sign>(site, &["entrance", "inspected_by"], &nothing)
            .await;
        let storage = self
            .another::<StoragePeriod>(site, &["ground"], &nothing)
            .await;
        let incident = self.another::<Incident>(site, &["what"], &nothing).await;
        let request = self
            .another::<AccessRequest>(site, &["what", "dnr"], &nothing)
            .await;
        let hold = self
            .another::<Hold>(site, &["reference", "reason"], &nothing)
            .await;
        Numbers {
            disclosure: self.disclosure(site, camera).await,
            draft: self.draft(site).await,
            waiting: self.waiting().await,
            site,
            camera,
            permit,
            sign,
            storage,
            assessment,
            incident,
            request,
            hold,
            recorder,
        }
    }

    async fn disclosure(&self, site: i64, camera: i64) -> i64 {
        let (db, kommun) = (&self.town.app.db, self.kommun());
        let first = disclosures::latest(db.read(), kommun, None, None, 1).await;
        let mut value = serde_json::to_value(first.unwrap().remove(0).data).unwrap();
        value["site"] = json!(site);
        value["cameras"] = json!([camera]);
        for field in [
            "matter",
            "officer",
            "case_reference",
            "handed_to",
            "public_matter",
        ] {
            value[field] = json!(format!("{WHOLE} {field}"));
        }
        value["corrects"] = Value::Null;
        value.as_object_mut().unwrap().remove("correction");
        let disclosure = serde_json::from_value(value).unwrap();
        let tx = db.begin_write().await.unwrap();
        let at = NOW + Duration::hours(2);
        let recorded = disclosures::record(&tx, kommun, &disclosure, taken(WHOLE), at).await;
        tx.commit().await.unwrap();
        recorded.unwrap().recorded.id.0
    }

    async fn waiting(&self) -> i64 {
        let (db, kommun) = (self.town.app.db.read(), self.kommun().unveiled());
        let waiting = objektiv::disclosure::step::store::waiting(db, kommun, 50).await;
        waiting.unwrap().pop().unwrap().id.0
    }

    async fn draft(&self, site: i64) -> i64 {
        let mut clerk = self
            .person("Siv Utkast", Role::Officer, Some(self.unit))
            .await;
        let at = format!("/utlamnanden/utkast?bevakning={site}");
        // All that is asked of who asks: the request is in the log, and waits.
        let typed = [
            ("request_key", "hemligt"),
            ("matter", "qxhemlig utkast"),
            ("officer", "qxhemlig polis"),
            ("recipient", "polismyndigheten"),
            ("channel", "disk"),
            ("received_at", "2026-11-21"),
            ("received_at-tid", "10.00"),
            ("received_by", "qxhemlig mottagare"),
        ];
        let begun = clerk.send(&at, &typed).await;
        let path = begun.location.trim_start_matches("/utlamnanden/utkast/");
        let number = path.split('/').next().unwrap();
        number
            .parse()
            .unwrap_or_else(|_| panic!("{} {}", begun.location, begun.text()))
    }

    pub async fn person(&self, name: &str, role: Role, unit: Option<UnitId>) -> Browser {
        self.town
            .sign_in_with(name, vec![Grant { role, unit }])
            .await
    }
}

/// How a camera is turned that must not be told.
fn turned(recorder: i64, note: &str) -> Value {
    json!({"direction_degrees": 317, "range_metres": 24789, "recorder": recorder, "note": note,
           "position": {"typed": "55.61237, 13.43219", "epsg": 4326,
                        "latitude": 55.61237, "longitude": 13.43219}})
}

impl Numbers {
    /// The number of what a route is about; `None` when it is about nothing of these.
    pub fn behind(&self, path: &str) -> Option<i64> {
        let kinds = [
            ("/bevakningar/{", self.site),
            ("/kameror/{", self.camera),
            ("/beslut/{", self.permit),
            ("/skyltar/{", self.sign),
            ("/lagringstider/{", self.storage),
            ("/bedomningar/{", self.assessment),
            ("/incidenter/{", self.incident),
            ("/tillgang/{", self.request),
            ("/bevaranden/{", self.hold),
            ("/inspelare/{", self.recorder),
            ("/utlamnanden/utkast/{", self.draft),
            ("/utlamnanden/begaran/{", self.waiting),
            ("/utlamnanden/{", self.disclosure),
        ];
        let kind = kinds.iter().find(|(prefix, _)| path.starts_with(prefix));
        kind.map(|(_, number)| *number)
    }
}
