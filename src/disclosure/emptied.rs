//! The body of a record of which something can be erased: the record, and the names of the sealed fields that are gone.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The member that lists what was erased.
const ERASED: &str = "erased";

/// # Errors
/// When the body is not such a record.
pub fn read<T: DeserializeOwned>(body: &str) -> serde_json::Result<(T, Vec<String>)> {
    let mut body: Value = serde_json::from_str(body)?;
    let erased = body.as_object_mut().and_then(|body| body.remove(ERASED));
    let erased = erased.map(serde_json::from_value).transpose()?;
    Ok((serde_json::from_value(body)?, erased.unwrap_or_default()))
}

/// # Errors
/// When the record cannot be written as JSON.
pub fn write<T: Serialize>(record: &T, erased: Vec<String>) -> serde_json::Result<String> {
    let mut body = serde_json::to_value(record)?;
    if let Some(members) = body.as_object_mut() {
        members.insert(ERASED.to_owned(), erased.into());
    }
    Ok(body.to_string())
}
