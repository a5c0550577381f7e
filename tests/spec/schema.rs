//! Machine-readable output is what its schema in `docs/schema/` promises: every property and no other.

use serde_json::Value;

/// Fails unless the value is as `docs/schema/NAME.json` says.
pub fn assert_as_promised(value: &Value, name: &str) {
    let text = std::fs::read_to_string(format!("docs/schema/{name}.json")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    assert_is(value, &schema, &schema, name);
}

fn assert_is(value: &Value, schema: &Value, whole: &Value, at: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        return assert_is(value, whole.pointer(pointer).unwrap(), whole, at);
    }
    let types = types(schema);
    // A schema without a type allows anything.
    if types.is_empty() {
        return;
    }
    assert!(
        types.contains(&type_of(value)),
        "{at}: {value} is none of {types:?}"
    );
    if let Some(members) = schema["enum"].as_array() {
        assert!(
            members.contains(value),
            "{at}: {value} is none of {members:?}"
        );
    }
    match value {
        Value::Object(found) => {
            if let Some(any) = schema
                .get("additionalProperties")
                .filter(|any| any.is_object())
            {
                for (name, value) in found {
                    assert_is(value, any, whole, &format!("{at}.{name}"));
                }
                return;
            }
            let promised = schema["properties"].as_object().unwrap();
            assert!(found.keys().eq(promised.keys()), "{at}: {found:?}");
            let required = schema["required"].as_array().unwrap();
            assert_eq!(required.len(), promised.len(), "{at}");
            for (name, schema) in promised {
                assert_is(&found[name], schema, whole, &format!("{at}.{name}"));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                assert_is(item, &schema["items"], whole, &format!("{at}[{index}]"));
            }
        }
        Value::Number(_) => {
            assert!(
                value.as_i64() >= schema["minimum"].as_i64(),
                "{at}: {value}"
            );
        }
        Value::String(text) => {
            if let Some("date") = schema["format"].as_str() {
                let shape = text.len() == 10 && text.split('-').count() == 3;
                assert!(shape, "{at}: {text} is no date");
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

fn types(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(only) => vec![only],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
