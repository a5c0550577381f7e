//! Output and the JSON Schema under `docs/schema/` that promises it.

use serde_json::Value;

/// Fails unless `value` is what the schema of that name says, with every property and no other.
pub fn assert_as_promised(value: &Value, name: &str) {
    let schema = std::fs::read_to_string(format!("docs/schema/{name}.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    check(value, &schema, &schema, name);
}

fn check(value: &Value, schema: &Value, whole: &Value, at: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        return check(value, whole.pointer(pointer).unwrap(), whole, at);
    }
    if let Some(members) = schema["enum"].as_array() {
        assert!(members.contains(value), "{at}: {value}");
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().map(|kind| kind.as_str().unwrap()).collect(),
        kind => vec![kind.as_str().unwrap()],
    };
    assert!(
        kinds.iter().any(|kind| is_of(value, kind)),
        "{at}: {value} is no {kinds:?}"
    );
    match value {
        Value::Object(found) => {
            let promised = schema["properties"].as_object().unwrap();
            assert!(found.keys().eq(promised.keys()), "{at}: {found:?}");
            assert_eq!(
                schema["required"].as_array().unwrap().len(),
                promised.len(),
                "{at}"
            );
            for (name, schema) in promised {
                check(&found[name], schema, whole, &format!("{at}.{name}"));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                check(item, &schema["items"], whole, &format!("{at}[{index}]"));
            }
        }
        Value::Number(number) if !schema["minimum"].is_null() => {
            assert!(number.as_u64() >= schema["minimum"].as_u64(), "{at}");
        }
        _ => {}
    }
}

fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64(),
        "null" => value.is_null(),
        other => panic!("the schema has a type that this test does not know: {other}"),
    }
}
