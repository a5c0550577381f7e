//! Every operation of the API with what its own schema does not allow, derived from the document: nothing breaks, and what is
//! refused is refused as the document says.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use objektiv::account::Role;
use serde_json::{Value, json};

use super::client::{Client, client, ekebro, own_key};
use crate::engine::engines;

/// The schema behind references and alternatives.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let several = schema.get("oneOf").or_else(|| schema.get("anyOf"));
    if let Some(several) = several.and_then(Value::as_array) {
        let one = several.iter().find(|one| one["type"] != "null");
        return one.map_or(schema, |one| resolved(document, one));
    }
    match schema["$ref"].as_str() {
        Some(reference) => {
            let found = document.pointer(reference.trim_start_matches('#'));
            resolved(document, found.unwrap())
        }
        None => schema,
    }
}

fn kind(schema: &Value) -> &str {
    match &schema["type"] {
        Value::Array(several) => several.iter().find_map(Value::as_str).unwrap_or("string"),
        one => one.as_str().unwrap_or("string"),
    }
}

/// Texts that a schema does not allow, or only just.
fn texts(schema: &Value) -> Vec<String> {
    let mut all: Vec<String> = [
        "",
        " ",
        "%00",
        "%FF%FE",
        "null",
        "[]",
        "{}",
        "-1",
        "0",
        "1e400",
        "NaN",
        "9223372036854775808",
        "2026-02-30",
        "9999-99-99",
        "%F0%9F%94%AD",
        "%27%22%3C%3E%3B--",
        "..%2F..%2F",
        "%25%25__%5C",
    ]
    .map(str::to_owned)
    .to_vec();
    for bound in ["minimum", "maximum"] {
        if let Some(bound) = schema[bound].as_i64() {
            all.extend([-1, 1].map(|step| (bound + step).to_string()));
        }
    }
    all.push("a".repeat(4_000));
    all
}

/// Values of every other kind, and of the kind but beyond it.
fn values(schema: &Value) -> Vec<Value> {
    let mut all = vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(1.5e300),
        json!(i64::MAX),
        json!(u64::MAX),
        json!([]),
        json!([[[[1]]]]),
        json!({}),
        json!({"$ref": "#"}),
        json!(""),
        json!("\u{0}"),
        json!("\u{feff}å\u{202e}"),
        json!("2026-02-30"),
        json!("2026-13-01T99:99:99Z"),
        json!("a".repeat(20_000)),
    ];
    if kind(schema) == "array" {
        all.push(Value::Array(vec![json!("x"); 2_000]));
    }
    all
}

/// The body that the schema describes, with each field once as it must not be.
fn bodies(document: &Value, schema: &Value) -> Vec<String> {
    let schema = resolved(document, schema);
    let empty = serde_json::Map::new();
    let fields = schema["properties"].as_object().unwrap_or(&empty);
    let mut all: Vec<String> = ["", "{", "null", "[]", "\"\"", "{\"a\":1}", "[[[[[[[["]
        .map(str::to_owned)
        .to_vec();
    all.push("[".repeat(100_000));
    for (name, field) in fields {
        for value in values(resolved(document, field)) {
            all.push(json!({ name: value }).to_string());
        }
        all.push(format!("{{\"{name}\": 1, \"{name}\": 2}}"));
    }
    all
}

async fn refused_or_answered(
    client: &Client,
    method: Method,
    at: &str,
    body: Option<&str>,
) -> Option<String> {
    if axum::http::Request::get(at).body(()).is_err() {
        return None;
    }
    let json = [
        (header::CONTENT_TYPE, "application/json"),
        (
            header::HeaderName::from_static("idempotency-key"),
            "prov-med-en-nyckel",
        ),
    ];
    let headers = if body.is_some() { &json[..] } else { &[] };
    let body = Body::from(body.unwrap_or_default().to_owned());
    let answer = client.ask(method.clone(), at, headers, body).await;
    if answer.status.is_server_error() {
        return Some(format!("{method} {at}: {} {}", answer.status, answer.text));
    }
    let kind = answer.header(header::CONTENT_TYPE);
    let is_problem = kind == "application/problem+json";
    let refused = answer.status.is_client_error();
    (refused != is_problem).then(|| format!("{method} {at}: {} as {kind}", answer.status))
}

#[tokio::test]
async fn no_operation_breaks_by_values_that_its_own_schema_does_not_allow() {
    for engine in engines().await {
        let (town, mut admin) = ekebro(&engine).await;
        let system = client(&town, &mut admin).await;
        let mut per = town.sign_in("Per Ek", &[Role::Officer]).await;
        let key = own_key(&mut per, &["lasa-utlamnanden", "registrera-utlamnanden"]).await;
        let desk = Client::new(&town.app, &key);
        let document = system.read("/api/v1/openapi.json").await;
        let (mut broken, mut asked, mut operations) = (Vec::new(), 0, 0);
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                operations += 1;
                let method: Method = method.to_uppercase().parse().unwrap();
                let own = ["disclosures", "holds"];
                let client = if own.iter().any(|tag| operation["tags"][0] == *tag) {
                    &desk
                } else {
                    &system
                };
                let fit = path.replace("{id}", "1").replace("{delivery}", "1");
                let none = Vec::new();
                for parameter in operation["parameters"].as_array().unwrap_or(&none) {
                    let name = parameter["name"].as_str().unwrap();
                    for text in texts(resolved(&document, &parameter["schema"])) {
                        let at = match parameter["in"].as_str() {
                            Some("path") => path
                                .replace(&format!("{{{name}}}"), &text)
                                .replace("{id}", "1")
                                .replace("{delivery}", "1"),
                            Some("query") => format!("{fit}?{name}={text}"),
                            _ => continue,
                        };
                        // An empty number is another address.
                        if at.ends_with('/') || at.contains("//") {
                            continue;
                        }
                        asked += 1;
                        broken.extend(refused_or_answered(client, method.clone(), &at, None).await);
                    }
                }
                let content = operation["requestBody"]["content"].as_object();
                for schema in content.into_iter().flat_map(|content| content.values()) {
                    for body in bodies(&document, &schema["schema"]) {
                        asked += 1;
                        let at = (client, method.clone(), fit.as_str());
                        broken.extend(refused_or_answered(at.0, at.1, at.2, Some(&body)).await);
                    }
                }
            }
        }
        assert!(broken.is_empty(), "{broken:#?}");
        assert!(operations >= 20 && asked > 1_000, "{operations} {asked}");
        let list = desk.read("/api/v1/disclosures").await;
        assert!(!list["disclosures"].as_array().unwrap().is_empty());
        assert_eq!(system.get("/api/v1/sites").await.status, StatusCode::OK);
    }
}
