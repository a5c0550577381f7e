//! What the command line prints for other programs is as docs/schema promises.

use serde_json::Value;

/// Fails unless the value is what docs/schema/NAME.json says, with every property and no other.
pub fn as_promised(value: &Value, name: &str) {
    let schema = std::fs::read_to_string(format!("docs/schema/{name}.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    assert_as_promised(value, &schema, &schema, name);
}

/// Fails unless the value is what the schema says, with every property and no other.
fn assert_as_promised(value: &Value, schema: &Value, whole: &Value, at: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        return assert_as_promised(value, whole.pointer(pointer).unwrap(), whole, at);
    }
    if let Some(kinds) = schema["type"].as_array() {
        if value.is_null() && kinds.contains(&Value::from("null")) {
            return;
        }
        let kind = kinds.iter().find(|kind| **kind != "null").unwrap();
        let only = serde_json::json!({ "type": kind, "minimum": schema["minimum"] });
        return assert_as_promised(value, &only, whole, at);
    }
    if let Some(allowed) = schema["enum"].as_array() {
        assert!(allowed.contains(value), "{at}: {value}");
    }
    match schema["type"].as_str().unwrap() {
        "object" => {
            let promised = schema["properties"].as_object().unwrap();
            let found = value.as_object().unwrap();
            assert!(found.keys().eq(promised.keys()), "{at}: {found:?}");
            assert_eq!(
                schema["required"].as_array().unwrap().len(),
                promised.len(),
                "{at}"
            );
            for (name, schema) in promised {
                assert_as_promised(&found[name], schema, whole, &format!("{at}.{name}"));
            }
        }
        "array" => {
            for (index, item) in value.as_array().unwrap().iter().enumerate() {
                assert_as_promised(item, &schema["items"], whole, &format!("{at}[{index}]"));
            }
        }
        "string" => assert!(value.is_string(), "{at}: {value}"),
        "boolean" => assert!(value.is_boolean(), "{at}: {value}"),
        "integer" => assert!(
            value.as_u64() >= schema["minimum"].as_u64(),
            "{at}: {value}"
        ),
        other => panic!("{at}: the schema has a type that this test does not know: {other}"),
    }
}
