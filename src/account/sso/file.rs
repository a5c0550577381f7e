//! The providers in a file of the installation: what the form asks, each answer with its line.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_spanned::Spanned;

use super::{Provider, form};
use crate::organisation::UnitId;
use crate::texts::{Loc, Message};
use crate::web::form::{Reader, Values};

/// A fault in the file. What stands there may be a secret in the wrong place, and is never repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// From 1.
    pub line: usize,
    /// Empty when the fault is not in one key.
    pub key: &'static str,
    pub says: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.key {
            "" => write!(f, "line {}: {}", self.line, self.says),
            key => write!(f, "line {}, {key}: {}", self.line, self.says),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    provider: Vec<Spanned<Entry>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    kommun: Option<Spanned<String>>,
    name: Spanned<String>,
    issuer: Spanned<String>,
    client_id: Spanned<String>,
    client_secret_file: Option<Spanned<PathBuf>>,
    client_secret_env: Option<Spanned<String>>,
    groups_claim: Option<Spanned<String>>,
    #[serde(default)]
    role: Vec<Spanned<Giving>>,
    #[serde(default = "yes")]
    active: bool,
}

const fn yes() -> bool {
    true
}

/// Members of a group have a role.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Giving {
    group: String,
    role: String,
    unit: Option<String>,
}

/// Where the secret of a provider is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretAt<'a> {
    Nowhere,
    File(&'a Path),
    /// The name of a variable of the environment.
    Environment(&'a str),
}

/// The file as it was read.
#[derive(Debug)]
pub struct ProviderFile<'a> {
    text: &'a str,
    entries: Vec<Spanned<Entry>>,
}

/// One provider of the file.
#[derive(Debug, Clone, Copy)]
pub struct InFile<'a> {
    text: &'a str,
    entry: &'a Spanned<Entry>,
}

impl<'a> ProviderFile<'a> {
    /// # Errors
    /// The first place that is no such file.
    pub fn parse(text: &'a str) -> Result<Self, Fault> {
        let written: Written = toml::from_str(text).map_err(|error| Fault {
            line: line(text, error.span().map_or(0, |span| span.start)),
            key: "",
            says: without_values(error.message()),
        })?;
        Ok(Self {
            text,
            entries: written.provider,
        })
    }

    pub fn providers(&self) -> impl Iterator<Item = InFile<'_>> {
        self.entries.iter().map(|entry| InFile {
            text: self.text,
            entry,
        })
    }
}

impl<'a> InFile<'a> {
    pub fn kommun(self) -> Option<&'a str> {
        let kommun = self.entry.get_ref().kommun.as_ref();
        kommun.map(|kommun| kommun.get_ref().as_str())
    }

    /// # Errors
    /// When it has two.
    pub fn secret(self) -> Result<SecretAt<'a>, Fault> {
        let entry = self.entry.get_ref();
        match (&entry.client_secret_file, &entry.client_secret_env) {
            (None, None) => Ok(SecretAt::Nowhere),
            (Some(path), None) => Ok(SecretAt::File(path.get_ref())),
            (None, Some(name)) => Ok(SecretAt::Environment(name.get_ref())),
            (Some(_), Some(_)) => Err(self.fault(
                "client_secret_env",
                "the secret is in a file already; keep client_secret_file or client_secret_env",
            )),
        }
    }

    /// The provider, by the checks and in the words of the form.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn read(self, units: &[(UnitId, String)]) -> Result<Provider, Vec<Fault>> {
        let entry = self.entry.get_ref();
        let mut faults = Vec::new();
        let mut mappings = Vec::new();
        for role in &entry.role {
            let of = role.get_ref();
            match form::giving(&of.group, &of.role, of.unit.as_deref(), units) {
                Ok(mapping) => mappings.push(mapping),
                Err(message) => faults.push(Fault {
                    line: line(self.text, role.span().start),
                    key: "provider.role",
                    says: said(&message.with("line", as_a_line(of))),
                }),
            }
        }
        let claim = entry.groups_claim.as_ref();
        let mut values = Values::default()
            .text("name", entry.name.get_ref())
            .text("issuer", entry.issuer.get_ref())
            .text("client_id", entry.client_id.get_ref())
            .text("groups_claim", claim.map_or("", |claim| claim.get_ref()));
        if entry.active {
            values = values.text("active", "ja");
        }
        let read = form::with_mappings(&values, Reader::new(&values), mappings);
        match read {
            Ok(provider) if faults.is_empty() => return Ok(provider),
            Ok(_) => {}
            Err(errors) => {
                // Roles that could not be read are named already, and not missing.
                let missing = |field: &str| field == "mappings" && !faults.is_empty();
                let wrong: Vec<Fault> = errors
                    .into_iter()
                    .filter(|error| !missing(&error.field))
                    .map(|error| self.fault(key_of(&error.field), &said(&error.message)))
                    .collect();
                faults.extend(wrong);
            }
        }
        Err(faults)
    }

    /// A fault at a key of this provider, or at its head when the key is not there.
    pub fn fault(self, key: &'static str, says: &str) -> Fault {
        let entry = self.entry.get_ref();
        let spanned = match key {
            "kommun" => entry.kommun.as_ref().map(Spanned::span),
            "name" => Some(entry.name.span()),
            "issuer" => Some(entry.issuer.span()),
            "client_id" => Some(entry.client_id.span()),
            "client_secret_file" => entry.client_secret_file.as_ref().map(Spanned::span),
            "client_secret_env" => entry.client_secret_env.as_ref().map(Spanned::span),
            "groups_claim" => entry.groups_claim.as_ref().map(Spanned::span),
            _ => None,
        };
        let at = spanned.unwrap_or_else(|| self.entry.span());
        Fault {
            line: line(self.text, at.start),
            key,
            says: says.to_owned(),
        }
    }
}

/// The key of the file that asks what a field of the form asks.
fn key_of(field: &str) -> &'static str {
    match field {
        "name" => "name",
        "issuer" => "issuer",
        "client_id" => "client_id",
        "groups_claim" => "groups_claim",
        _ => "provider.role",
    }
}

/// The words of the form, in the language of the command line.
fn said(message: &Message) -> String {
    Loc::en().message(message)
}

fn as_a_line(of: &Giving) -> String {
    let unit = of.unit.as_ref();
    let place = unit.map_or(String::new(), |unit| format!(", {unit}"));
    format!("{} = {}{place}", of.group, of.role)
}

fn line(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or(text).matches('\n').count() + 1
}

/// What the parser says, without what it found: a secret may stand where none belongs.
fn without_values(says: &str) -> String {
    match (says.find('"'), says.rfind('"')) {
        (Some(first), Some(last)) if first < last => {
            format!("{}…{}", &says[..=first], &says[last..])
        }
        _ => says.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Role;

    const FILE: &str = r#"
[[provider]]
name = "Ekebro kommun"
issuer = "https://id.ekebro.example"
client_id = "objektiv"
client_secret_env = "EKEBRO_SECRET"
groups_claim = "groups"

[[provider.role]]
group = "kamera-dso"
role = "dataskyddsombud"

[[provider.role]]
group = "skola"
role = "ansvarig"
unit = "Skolan"
"#;

    fn units() -> Vec<(UnitId, String)> {
        vec![(UnitId(7), "Skolan".into())]
    }

    fn faults(text: &str) -> Vec<String> {
        let file = match ProviderFile::parse(text) {
            Ok(file) => file,
            Err(fault) => return vec![fault.to_string()],
        };
        let read = file
            .providers()
            .filter_map(|one| one.read(&units()).err())
            .flatten();
        read.map(|fault| fault.to_string()).collect()
    }

    #[test]
    fn a_file_says_what_the_form_says() {
        let file = ProviderFile::parse(FILE).unwrap();
        let one = file.providers().next().unwrap();
        assert_eq!(one.secret(), Ok(SecretAt::Environment("EKEBRO_SECRET")));
        let read = one.read(&units()).unwrap();
        assert_eq!(read.mappings[0].role, Role::Dpo);
        assert_eq!(read.mappings[1].unit, Some(UnitId(7)));
        assert!(read.active);
        let typed = form::values(&read, &units());
        assert_eq!(form::read(&typed, &units()), Ok(read));
    }

    #[test]
    fn every_fault_is_named_by_line_and_key_in_the_words_of_the_form() {
        let wrong = FILE
            .replace("https://id.ekebro.example", "id.ekebro.example")
            .replace("\"ansvarig\"", "\"chef\"")
            .replace("\"Ekebro kommun\"", "\"\"");
        let told = faults(&wrong);
        assert_eq!(told.len(), 3, "{told:?}");
        let role = "line 13, provider.role: There is no such role";
        assert!(told[0].starts_with(role), "{told:?}");
        assert!(told[1].starts_with("line 3, name: "), "{told:?}");
        assert!(told[2].starts_with("line 4, issuer: "), "{told:?}");
        let lost = FILE.replace("Skolan", "Skolen");
        assert!(faults(&lost)[0].contains("skola = ansvarig, Skolen"));
        let no_claim = FILE.replace("groups_claim", "# groups_claim");
        assert!(faults(&no_claim)[0].starts_with("line 2, groups_claim: "));
    }

    #[test]
    fn a_secret_in_the_wrong_place_is_not_repeated() {
        let open = FILE.replace("client_secret_env", "client_secret");
        assert!(faults(&open)[0].starts_with("line 6: unknown field `client_secret`"));
        let typed = FILE.replace("groups_claim = \"groups\"", "active = \"hemligt\"");
        let told = faults(&typed);
        assert!(told[0].starts_with("line 7: invalid type"), "{told:?}");
        assert!(!told[0].contains("hemligt"), "{told:?}");
        let both = FILE.replace("groups_claim = \"groups\"", "client_secret_file = \"x\"");
        let file = ProviderFile::parse(&both).unwrap();
        let fault = file.providers().next().unwrap().secret().unwrap_err();
        assert_eq!((fault.line, fault.key), (6, "client_secret_env"));
    }
}
