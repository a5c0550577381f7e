//! The body of a record of which something can be erased: the record, and the names of the sealed fields that are gone.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

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

/// The body after some sealed fields were erased; `empty` takes what one held out of the record.
///
/// # Errors
/// When the body is no such record.
pub fn without<T: Serialize + DeserializeOwned>(
    body: &str,
    fields: &[String],
    empty: impl Fn(&mut T, &str),
) -> serde_json::Result<String> {
    let (mut record, mut erased) = read::<T>(body)?;
    for field in fields {
        empty(&mut record, field);
        if !erased.contains(field) {
            erased.push(field.clone());
        }
    }
    write(body, &record, erased)
}

/// The body after something was erased. What was not emptied is written as it stood, to the byte: the database compares.
///
/// # Errors
/// When the body before is no JSON, or the record cannot be written as such.
fn write<T: Serialize>(
    before: &str,
    record: &T,
    erased: Vec<String>,
) -> serde_json::Result<String> {
    let stood: BTreeMap<String, Box<RawValue>> = serde_json::from_str(before)?;
    let text = serde_json::to_string(record)?;
    let mut members: BTreeMap<String, Box<RawValue>> = serde_json::from_str(&text)?;
    for (name, now) in &mut members {
        if let Some(stood) = stood.get(name)
            && same(stood, now)?
        {
            now.clone_from(stood);
        }
    }
    members.insert(ERASED.to_owned(), to_raw_value(&erased)?);
    serde_json::to_string(&members)
}

/// Whether two texts say the same, in whichever order their members stand.
fn same(one: &RawValue, other: &RawValue) -> serde_json::Result<bool> {
    let one: Value = serde_json::from_str(one.get())?;
    Ok(one == serde_json::from_str::<Value>(other.get())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Inner {
        size: u64,
        name: &'static str,
    }

    #[derive(Serialize)]
    struct Outer {
        matter: &'static str,
        files: [Inner; 1],
    }

    #[test]
    fn what_is_not_emptied_stays_as_it_stood_to_the_byte() {
        let emptied = Outer {
            matter: "",
            files: [Inner {
                size: 7,
                name: "entre.mp4",
            }],
        };
        for files in [
            r#"[{"size":7,"name":"entre.mp4"}]"#,
            r#"[{"name":"entre.mp4","size":7}]"#,
        ] {
            let before = format!(r#"{{"matter":"Inbrott","files":{files}}}"#);
            let after = write(&before, &emptied, vec!["case".into()]).unwrap();
            assert_eq!(
                after,
                format!(r#"{{"erased":["case"],"files":{files},"matter":""}}"#)
            );
        }
    }
}
