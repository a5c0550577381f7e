//! All the rules of disclosures, D01 to D20, hold alike on the page, over the API and on the command line: what breaks one is
//! told in the same words by all three.

use std::collections::BTreeSet;
use std::process::Command;

use axum::http::StatusCode;
use objektiv::account::Role;
use objektiv::law::PolicySet;
use sea_orm::DatabaseBackend;
use serde_json::{Value, json};

use super::client::{Client, make_key, own_key};
use super::disclosures::{Desk, desks, post_to, release};
use super::findings::checked;
use crate::browser::{Browser, Town};
use crate::disclosures;

mod cases;

use cases::{Case, How, ORDER_OF_LAST_YEAR, Typed, cases};

const DISCLOSURES: &str = "/api/v1/disclosures";

/// The first site keeps its footage for three days; the second is social services'.
async fn a_site_with_a_storage_period_and_one_under_other_secrecy(town: &Town) {
    let mut manager = town.sign_in("Nils Ek", &[Role::Manager]).await;
    let three_days = [("length", "3"), ("unit", "dygn")];
    manager
        .fill_in("/bevakningar/1/lagringstider/ny", &three_days)
        .await;
    let typed = [
        ("name", "Familjecentralen"),
        ("reference", "EK-002"),
        ("purposes", "brott"),
        ("secrecy", "osl-26-1"),
    ];
    let form = manager.open_page("/bevakningar/ny").await;
    let site = manager.submit(&form, &typed).await.location;
    let camera = [("label", "0008"), ("status", "i-drift")];
    manager
        .fill_in(&format!("{site}/kameror/ny"), &camera)
        .await;
}

/// As a page is read: spaces that may not break a line are spaces.
fn spaced(words: &str) -> String {
    words.replace('\u{a0}', " ")
}

/// Of what is breached according to something that lists findings: the whole finding of each rule, of one subject.
fn breached<'a>(findings: impl IntoIterator<Item = &'a Value>, of: &str) -> Vec<Value> {
    let mine = findings
        .into_iter()
        .filter(|one| one["site"] == of && one["outcome"] == "breached");
    mine.cloned().collect()
}

fn ids(findings: &[Value]) -> BTreeSet<&str> {
    findings
        .iter()
        .map(|one| one["policy"].as_str().unwrap())
        .collect()
}

/// Everybody who looks.
struct Walk {
    desk: Desk,
    manager: Browser,
    dpo: Browser,
    system: Client,
    /// What the API said of a subject, to be compared with the command line.
    said: Vec<(String, Vec<Value>)>,
}

impl Walk {
    async fn begin(desk: Desk) -> Self {
        a_site_with_a_storage_period_and_one_under_other_secrecy(&desk.town).await;
        let manager = desk.town.sign_in("Eva Ask", &[Role::Manager]).await;
        let dpo = desk.town.sign_in("Vera Lind", &[Role::Dpo]).await;
        let mut admin = desk.town.sign_in("Ada Nord", &[Role::Administrator]).await;
        let key = make_key(&mut admin, &["register", "logg"], None).await;
        let system = Client::new(&desk.town.app, &key);
        Self {
            desk,
            manager,
            dpo,
            system,
            said: Vec::new(),
        }
    }

    /// A disclosure: refused over the API until it is said to be meant, and then shown with the finding.
    async fn disclosure(&mut self, number: &str, policy: &str, case: &Value) {
        let key = format!("first {number}");
        let refused = post_to(&self.desk.client, DISCLOSURES, &key, &release(case.clone())).await;
        let problem = refused.problem(StatusCode::UNPROCESSABLE_ENTITY);
        let faults = problem["faults"].as_array().unwrap();
        assert!(!faults.is_empty(), "{number}: {problem}");
        let mut meant = release(case.clone());
        meant["aware"] = true.into();
        let key = format!("meant {number}");
        let answer = post_to(&self.desk.client, DISCLOSURES, &key, &meant).await;
        assert_eq!(
            answer.status,
            StatusCode::CREATED,
            "{number}: {}",
            answer.text
        );
        let whole = answer.json();
        let of = whole["findings"][0]["site"].as_str().unwrap().to_owned();
        let found = breached(whole["findings"].as_array().unwrap(), &of);
        assert!(ids(&found).contains(policy), "{number}: {whole:#}");
        let path = format!("/utlamnanden/{}", whole["id"]);
        let page = self.desk.officer.open_page(&path).await;
        for finding in &found {
            let words = spaced(finding["finding"].as_str().unwrap());
            page.says(&[&words]);
        }
        self.said.push((of, found));
    }

    /// A site of its own, where the rule is broken by what somebody registers.
    async fn site(&mut self, number: &str, policy: &str, typed: &[Typed]) {
        let path = crate::parts::add_site(&mut self.manager, number).await;
        for (below, typed) in typed {
            let person = match *below {
                "gallringsbevis/nytt" => &mut self.manager,
                _ => &mut self.desk.officer,
            };
            person.fill_in(&format!("{path}/{below}"), typed).await;
        }
        let id = path.rsplit('/').next().unwrap();
        let found = self
            .system
            .read(&format!("/api/v1/sites/{id}/findings"))
            .await;
        let found = breached(found.as_array().unwrap(), number);
        assert!(ids(&found).contains(policy), "{number}: {found:#?}");
        let page = self.manager.open_page(&path).await;
        let of_the_rule = found.iter().find(|one| one["policy"] == policy).unwrap();
        let words = spaced(of_the_rule["finding"].as_str().unwrap());
        page.says(&[&words]);
        self.said.push((number.to_owned(), found));
    }

    /// What the log's page, the API and the command line say once the log has been verified.
    async fn log(&mut self) -> (String, Vec<Value>) {
        self.dpo.send("/logg", &[]).await;
        let page = self.dpo.open_page("/logg").await.text();
        let told = self.system.read("/api/v1/log/verification").await;
        assert!(
            told["verification"]["size"].as_u64().unwrap() > 20,
            "{told}"
        );
        (page, told["findings"].as_array().unwrap().clone())
    }

    /// Last of all: the log is edited behind the back of the program.
    async fn database(&mut self, policy: &str) {
        let (_, found) = self.log().await;
        assert_eq!(found, Vec::<Value>::new(), "nobody has touched it yet");
        let engine = &self.desk.engine;
        let drop = match engine.backend() {
            DatabaseBackend::Sqlite => "DROP TRIGGER disclosure_no_update",
            _ => "DROP TRIGGER disclosure_no_update ON disclosure",
        };
        engine.meddle(drop, []).await;
        let edit = "UPDATE disclosure SET body = replace(body, 'Skadeg', 'Stöld') WHERE id = 1";
        engine.meddle(edit, []).await;
        let (page, found) = self.log().await;
        assert_eq!(ids(&found), BTreeSet::from([policy]));
        for words in ["finding", "remedy", "source"] {
            let words = spaced(found[0][words].as_str().unwrap());
            assert!(page.contains(&words), "”{words}” is not in: {page}");
        }
        self.said.push(("logg".to_owned(), found));
    }

    /// A public record is asked for by somebody who says nothing of who they are or why: nothing is asked back, on the page
    /// or over the API, and no rule says that it should have been.
    async fn nobody_is_asked(&mut self) {
        let asked = json!({ "recipient": "enskild", "ground": "TF_2_15", "matter": "Begäran om allmän handling" });
        let answer = post_to(&self.desk.client, DISCLOSURES, "nobody", &release(asked)).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        let typed = [
            ("recipient", "enskild"),
            ("ground", "TF_2_15"),
            ("matter", "Begäran om allmän handling"),
        ];
        let site = "/bevakningar/1";
        let page = disclosures::release(&mut self.desk.officer, site, &typed).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{:?}", page.errors());
        let document = self.system.read("/api/v1/openapi.json").await;
        let schemas = &document["components"]["schemas"];
        let demanded = schemas["NewDisclosure"]["required"].as_array().unwrap();
        let demanded: BTreeSet<&str> = demanded.iter().filter_map(Value::as_str).collect();
        let about_the_kommun_and_the_footage = BTreeSet::from([
            "site",
            "recipient",
            "channel",
            "matter",
            "received_at",
            "received_by",
            "interval_from",
            "interval_until",
            "ground",
            "decision",
            "decided_by",
            "decided_on",
        ]);
        assert_eq!(demanded, about_the_kommun_and_the_footage);
        let whole = answer.json();
        let of = whole["findings"][0]["site"].as_str().unwrap().to_owned();
        let found = breached(whole["findings"].as_array().unwrap(), &of);
        assert_eq!(found, Vec::<Value>::new());
        self.said.push((of, found));
    }

    /// An order with a gag that would break a rule: to those who must not know it breaks none, and is not there.
    async fn nobody_is_told(&mut self, number: &str) {
        let path = crate::parts::add_site(&mut self.manager, number).await;
        let (below, typed) = ORDER_OF_LAST_YEAR;
        let mut typed = typed.to_vec();
        typed.retain(|(name, _)| *name != "reference");
        typed.extend([("gag", "ja"), ("reference", "5000-K15-26")]);
        let page = format!("{path}/{below}");
        let known = self.desk.officer.fill_in(&page, &typed).await;
        let hold = known.link("5000-K15-26");
        let own = self.desk.officer.open_page(&hold).await;
        assert!(own.has("längre än det får"), "{}", own.text());
        let id = path.rsplit('/').next().unwrap();
        let found = self
            .system
            .read(&format!("/api/v1/sites/{id}/findings"))
            .await;
        let found = breached(found.as_array().unwrap(), number);
        assert!(
            !ids(&found).contains("rb-27-16-order-at-most-90-days"),
            "{found:#?}"
        );
        let page = self.manager.open_page(&path).await;
        assert!(
            !page.has("längre än det får") && !page.has("K15"),
            "{}",
            page.text()
        );
        // Over the API it is there for the one whose it is, and for nobody else.
        let holds = format!("/api/v1/sites/{id}/holds");
        let mine = self.desk.client.read(&holds).await;
        assert_eq!(mine[0]["hold"]["reference"], "5000-K15-26");
        let mut other = self.desk.town.sign_in("Olle Berg", &[Role::Officer]).await;
        let other = Client::new(
            &self.desk.town.app,
            &own_key(&mut other, &["lasa-utlamnanden"]).await,
        );
        assert_eq!(other.read(&holds).await, json!([]));
        let one = format!("/api/v1/holds/{}", mine[0]["id"]);
        assert_eq!(self.desk.client.get(&one).await.status, StatusCode::OK);
        other.get(&one).await.problem(StatusCode::NOT_FOUND);
        self.said.push((number.to_owned(), found));
    }

    /// A rule that the program upholds is told of in the same words.
    async fn upheld(&mut self, policy: &str) {
        let titled = |listed: &Value| {
            let mut all = listed.as_array().unwrap().iter();
            let one = all.find(|one| one["id"] == policy).unwrap();
            one["title"].as_str().unwrap().to_owned()
        };
        let title = titled(&self.system.read("/api/v1/policies").await);
        let printed = Command::new(env!("CARGO_BIN_EXE_objektiv"))
            .args(["policy", "list", "--format", "json"])
            .output()
            .unwrap();
        let printed: Value = serde_json::from_slice(&printed.stdout).unwrap();
        assert_eq!(titled(&printed), title);
        let page = self.dpo.open_page(&format!("/regler/{policy}")).await;
        assert!(page.html.contains(&title), "{}", page.text());
        assert!(page.has("Upprätthålls av programmet"), "{}", page.text());
    }
}

/// Every rule about disclosures that the program knows has a case here, and each case is of such a rule.
#[test]
fn no_rule_of_disclosures_is_left_out_of_the_comparison() {
    let rules = PolicySet::embedded().unwrap();
    let known = rules.iter().filter(|rule| rule.number.starts_with('D'));
    let known: BTreeSet<(&str, &str)> = known.map(|rule| (&*rule.number, &*rule.id)).collect();
    let cases = cases();
    let walked: BTreeSet<(&str, &str)> = cases.iter().map(|case| (case.0, case.1)).collect();
    assert_eq!(walked, known);
    assert_eq!(walked.len(), cases.len());
    for number in 1..=20 {
        let number = format!("D{number:02}");
        assert!(walked.iter().any(|(one, _)| *one == number), "{number}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_of_disclosures_hold_alike_on_the_page_over_the_api_and_on_the_command_line() {
    for desk in desks().await {
        let mut walk = Walk::begin(desk).await;
        let cases = cases();
        let (last, others): (Vec<&Case>, Vec<&Case>) = cases
            .iter()
            .partition(|case| matches!(case.3, How::Database));
        assert_eq!(last.len(), 1);
        for (number, policy, told, how) in others.into_iter().chain(last) {
            match how {
                How::Disclosure(case) => walk.disclosure(number, policy, case).await,
                How::Site(typed) => walk.site(number, policy, typed).await,
                How::Database => walk.database(policy).await,
                How::Never if *number == "D11" => walk.nobody_is_asked().await,
                How::Never if *number == "D15" => walk.nobody_is_told(number).await,
                How::Never => panic!("{number}, {told}: how is it upheld?"),
            }
            if matches!(how, How::Never | How::Database) {
                walk.upheld(policy).await;
            }
        }
        let printed = checked(&walk.desk.engine, &[]);
        for (of, said) in &walk.said {
            assert_eq!(breached(&printed, of), *said, "{of}");
        }
        assert_eq!(walk.said.len(), cases.len());
    }
}
