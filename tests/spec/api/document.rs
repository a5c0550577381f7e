//! The document of the API and the API are the same.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{HeaderMap, Method, StatusCode, header};
use objektiv::account::Role;
use objektiv::web::router;
use serde_json::{Map, Value, json};

use super::client::{Answer, Client, client, ekebro, own_key};
use crate::browser::Town;
use crate::engine::engines;

const DOCUMENT: &str = "/api/v1/openapi.json";

/// Path, method and operation of each.
fn operations(document: &Value) -> Vec<(&str, Method, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            let operations = item.as_object().unwrap().iter();
            operations.map(move |(method, operation)| {
                let method = method.to_uppercase().parse().unwrap();
                (path.as_str(), method, operation)
            })
        })
        .collect()
}

/// Fails unless the answer is what the operation promises for its status.
fn assert_promised(document: &Value, operation: &Value, answer: &Answer, of: &str) {
    let faults = faults(document, operation, answer, of);
    assert!(faults.is_empty(), "{of}: {faults:#?}");
}

fn faults(document: &Value, operation: &Value, answer: &Answer, of: &str) -> Vec<String> {
    let promised = &operation["responses"][answer.status.as_str()];
    assert!(
        promised.is_object(),
        "{of}: {} is not promised",
        answer.status
    );
    let Some(content) = promised["content"].as_object() else {
        assert!(answer.text.is_empty(), "{of}: {}", answer.text);
        return Vec::new();
    };
    let kind = answer.header(header::CONTENT_TYPE);
    let kind = kind.split(';').next().unwrap();
    let mut schema = content[kind]["schema"].clone();
    if kind == "text/plain" {
        return Vec::new();
    }
    schema["components"] = document["components"].clone();
    close(&mut schema);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let value = answer.json();
    let errors = validator.iter_errors(&value);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// What the document does not mention is not promised: an answer that holds it is another than the described one.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if object.get("properties").is_some_and(Value::is_object) {
                object
                    .entry("additionalProperties")
                    .or_insert(Value::Bool(false));
            }
            object.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

fn parameters<'a>(operation: &'a Value, place: &str) -> Vec<&'a Value> {
    let all = operation["parameters"].as_array();
    let all = all.map_or(&[][..], Vec::as_slice).iter();
    all.filter(|parameter| parameter["in"] == place).collect()
}

/// A value that the schema of a parameter allows.
fn example(document: &Value, parameter: &Value) -> Option<String> {
    let mut schema = &parameter["schema"];
    while let Some(several) = schema.get("oneOf").and_then(Value::as_array) {
        schema = several.iter().find(|one| one["type"] != "null").unwrap();
    }
    if let Some(reference) = schema["$ref"].as_str() {
        schema = document.pointer(reference.trim_start_matches('#')).unwrap();
    }
    if let Some(members) = schema["enum"].as_array() {
        return Some(members[0].as_str().unwrap().to_owned());
    }
    let kind = match &schema["type"] {
        Value::Array(several) => several[0].as_str(),
        one => one.as_str(),
    };
    let value = match (kind.unwrap(), schema["format"].as_str()) {
        ("string", Some("date")) => "2025-03-31",
        // A cursor comes from an answer and nowhere else.
        ("string", None) if parameter["name"] == "after" => return None,
        ("string", None) => "skola",
        ("integer", _) => "1",
        ("boolean", _) => "true",
        other => panic!("{parameter}: no example of {other:?}"),
    };
    Some(value.to_owned())
}

#[tokio::test]
async fn every_operation_of_the_document_answers_as_it_says() {
    for engine in engines().await {
        let (town, mut admin) = ekebro(&engine).await;
        let system = client(&town, &mut admin).await;
        let mut officer = town.sign_in("Per Ek", &[Role::Officer]).await;
        let both = ["lasa-utlamnanden", "registrera-utlamnanden"];
        let person = Client::new(&town.app, &own_key(&mut officer, &both).await);
        let nobody = Client::new(&town.app, "");
        let document = nobody.read(DOCUMENT).await;
        let operations = operations(&document);
        assert!(operations.len() >= 8);
        for (path, method, operation) in operations {
            let of = format!("{method} {path}");
            let own = ["disclosures", "holds"];
            let of_the_desk = own.iter().any(|tag| operation["tags"][0] == *tag);
            let client = if of_the_desk { &person } else { &system };
            let path = path.replace("{id}", "1").replace("{delivery}", "1");
            if operation.get("security").is_none() {
                assert_promised(&document, operation, &nobody.get(&path).await, &of);
                assert_eq!(path, DOCUMENT, "{of} asks for no key");
                continue;
            }
            let refused = nobody.ask(method.clone(), &path, &[], Body::empty()).await;
            refused.problem(StatusCode::UNAUTHORIZED);
            assert_promised(&document, operation, &refused, &of);
            if method != Method::GET {
                // A key for reading does not send checks; that a recorder's does is tested with recorders.
                let sent = client.ask(method, &path, &[], Body::empty()).await;
                sent.problem(if of_the_desk {
                    StatusCode::BAD_REQUEST
                } else {
                    StatusCode::UNAUTHORIZED
                });
                assert_promised(&document, operation, &sent, &of);
                continue;
            }
            let answer = client.get(&path).await;
            assert_eq!(answer.status, StatusCode::OK, "{of}: {}", answer.text);
            assert_promised(&document, operation, &answer, &of);
            takes_its_parameters(&document, client, operation, &path).await;
            if of.contains("{id}") {
                let missing = client.get(&path.replace("/1", "/999999")).await;
                missing.problem(StatusCode::NOT_FOUND);
                assert_promised(&document, operation, &missing, &of);
            }
        }
    }
}

async fn takes_its_parameters(document: &Value, client: &Client, operation: &Value, path: &str) {
    let known = parameters(operation, "query");
    for parameter in &known {
        let name = parameter["name"].as_str().unwrap();
        let Some(value) = example(document, parameter) else {
            continue;
        };
        let day = if name == "known_then" {
            "as_of=2025-03-31&"
        } else {
            ""
        };
        let answer = client.get(&format!("{path}?{day}{name}={value}")).await;
        let found = answer.status == StatusCode::OK || answer.text.contains("kände inte till");
        assert!(found, "{path} {name}={value}: {}", answer.text);
        assert_promised(document, operation, &answer, path);
    }
    let refused = client.get(&format!("{path}?misspelt=1")).await;
    let problem = refused.problem(StatusCode::BAD_REQUEST);
    assert_promised(document, operation, &refused, path);
    let names: Vec<&Value> = known.iter().map(|parameter| &parameter["name"]).collect();
    let valid = problem["valid"].as_array();
    let valid = valid.map_or(&[][..], Vec::as_slice).iter();
    assert_eq!(valid.collect::<Vec<_>>(), names, "{path}");
}

/// Addresses below `/api` that the router knows.
fn routed(town: &Town) -> BTreeSet<String> {
    let told = format!("{:?}", router::router(town.app.clone()));
    let paths = told.split('"').filter(|part| part.starts_with("/api"));
    paths.map(ToOwned::to_owned).collect()
}

#[test]
fn an_answer_with_a_property_too_many_or_of_another_kind_is_found() {
    let document = json!({ "components": { "schemas": { "Named": {
        "type": "object", "required": ["id"],
        "properties": { "id": { "type": "integer" }, "kind": { "enum": ["a", "b"] } }
    }}}});
    let operation = json!({ "responses": { "200": { "content": { "application/json": {
        "schema": { "$ref": "#/components/schemas/Named" }
    }}}}});
    let is_promised = |text: &str| {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, "application/json".parse().unwrap());
        let answer = Answer {
            status: StatusCode::OK,
            headers,
            text: text.to_owned(),
        };
        faults(&document, &operation, &answer, "test").is_empty()
    };
    assert!(is_promised(r#"{"id":1,"kind":"a"}"#));
    for wrong in [
        r#"{"id":"1"}"#,
        r#"{"kind":"a"}"#,
        r#"{"id":1,"kind":"c"}"#,
        r#"{"id":1,"x":1}"#,
    ] {
        assert!(!is_promised(wrong), "{wrong}");
    }
}

#[tokio::test]
async fn no_route_below_api_is_missing_in_the_document() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let document = Client::new(&town.app, "").read(DOCUMENT).await;
        let documented: Map<String, Value> = document["paths"].as_object().unwrap().clone();
        let documented: BTreeSet<String> = documented.keys().cloned().collect();
        assert_eq!(routed(&town), documented);
        assert!(documented.contains("/api/v1/sites/{id}/findings"));
    }
}

#[tokio::test]
async fn the_document_is_for_everybody_and_names_its_keys() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let mut reader = town.sign_in("Vera Lind", &[Role::Dpo]).await;
        let page = reader.open_page(DOCUMENT).await;
        let document: Value = serde_json::from_str(&page.html).unwrap();
        assert_eq!(document["openapi"], "3.1.0");
        let schemes = document["components"]["securitySchemes"]
            .as_object()
            .unwrap();
        for (path, _, operation) in operations(&document) {
            assert!(operation["summary"].is_string(), "{path} says what it does");
            let asked = operation["security"].as_array().into_iter().flatten();
            for name in asked.flat_map(|one| one.as_object().unwrap().keys()) {
                assert!(schemes.contains_key(name), "{path}: {name}");
            }
        }
    }
}

#[tokio::test]
async fn findings_and_rules_are_described_as_those_of_the_command_line() {
    for engine in engines().await {
        let town = Town::found(engine.db.clone(), "ekebro").await;
        let document = Client::new(&town.app, "").read(DOCUMENT).await;
        for (schema, name) in [("check", "Finding"), ("policy-list", "Policy")] {
            let text = std::fs::read_to_string(format!("docs/schema/{schema}.json")).unwrap();
            let printed: Value = serde_json::from_str(&text).unwrap();
            let names = |schema: &Value| -> BTreeSet<String> {
                let properties = schema["properties"].as_object().unwrap();
                properties.keys().cloned().collect()
            };
            let described = &document["components"]["schemas"][name];
            assert_eq!(names(described), names(&printed["items"]), "{schema}");
            let required = |schema: &Value| -> BTreeSet<String> {
                let names = schema["required"].as_array().unwrap().iter();
                names
                    .map(|name| name.as_str().unwrap().to_owned())
                    .collect()
            };
            assert_eq!(required(described), required(&printed["items"]), "{schema}");
        }
    }
}
