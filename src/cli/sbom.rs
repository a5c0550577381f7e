//! `objektiv sbom`: what the program is built of, as a `CycloneDX` list that scanners for known weaknesses read.
//!
//! The list is the lock files that the program was built with, so that it cannot say otherwise than the build. What only the
//! tests use stands in them too.

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Verdict, output};

const CARGO: &str = include_str!("../../Cargo.lock");
const NPM: &str = include_str!("../../ui/package-lock.json");

#[derive(Debug, Deserialize)]
struct CargoLock {
    package: Vec<Package>,
}

#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    version: String,
    checksum: Option<String>,
    #[serde(default)]
    dependencies: Vec<String>,
}

/// # Errors
/// When a lock file is none.
pub fn run() -> anyhow::Result<Verdict> {
    output::json(&list()?)?;
    Ok(Verdict::Fine)
}

/// The list as `CycloneDX` 1.6.
///
/// # Errors
/// When a lock file is none.
pub fn list() -> anyhow::Result<Value> {
    let lock: CargoLock = toml::from_str(CARGO).context("Cargo.lock")?;
    let mut components = Vec::new();
    let mut dependencies = Vec::new();
    for package in &lock.package {
        let names = package.dependencies.iter();
        let on: Vec<String> = names.filter_map(|name| meant(&lock, name)).collect();
        dependencies.push(json!({"ref": reference(package), "dependsOn": on}));
        if package.name != "objektiv" {
            // Without a checksum it is a part of Objektiv itself.
            let hash = package.checksum.as_ref();
            let hash = hash.map(|sum| json!({"alg": "SHA-256", "content": sum}));
            let (name, version) = (&package.name, &package.version);
            components.push(component(name, version, &reference(package), hash));
        }
    }
    components.extend(of_pages()?);
    let itself = json!({"type": "application", "name": "objektiv", "version": env!("CARGO_PKG_VERSION"),
                        "bom-ref": format!("pkg:cargo/objektiv@{}", env!("CARGO_PKG_VERSION")),
                        "licenses": [{"license": {"id": "EUPL-1.2"}}]});
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": itself},
        "components": components,
        "dependencies": dependencies,
    }))
}

fn reference(package: &Package) -> String {
    format!("pkg:cargo/{}@{}", package.name, package.version)
}

/// The package that a line of the lock file means: `name`, or `name version` where there are several.
fn meant(lock: &CargoLock, line: &str) -> Option<String> {
    let mut words = line.split(' ');
    let (name, version) = (words.next()?, words.next());
    let mut all = lock.package.iter();
    all.find(|one| one.name == name && version.is_none_or(|version| one.version == version))
        .map(reference)
}

fn component(name: &str, version: &str, reference: &str, hash: Option<Value>) -> Value {
    let hashes = Vec::from_iter(hash);
    json!({"type": "library", "bom-ref": reference, "name": name, "version": version,
           "purl": reference, "hashes": hashes})
}

/// What stylesheet and scripts are built of.
fn of_pages() -> anyhow::Result<Vec<Value>> {
    let lock: Value = serde_json::from_str(NPM).context("ui/package-lock.json")?;
    let packages = lock["packages"]
        .as_object()
        .context("ui/package-lock.json")?;
    let mut components = Vec::new();
    for (path, package) in packages {
        // Without a checksum it is Objektiv's own.
        let Some(integrity) = package["integrity"].as_str() else {
            continue;
        };
        let name = path.rsplit("node_modules/").next().unwrap_or(path);
        let version = package["version"].as_str().unwrap_or_default();
        let reference = format!("pkg:npm/{}@{version}", name.replace('@', "%40"));
        let sha512 = integrity.strip_prefix("sha512-").context("a checksum")?;
        let content = crate::hex(&STANDARD.decode(sha512).context("a checksum")?);
        let hash = json!({"alg": "SHA-512", "content": content});
        components.push(component(name, version, &reference, Some(hash)));
    }
    Ok(components)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_package_that_is_locked_stands_once_in_the_list_with_its_checksum() {
        let list = list().unwrap();
        let components = list["components"].as_array().unwrap();
        let cargo = CARGO.matches("[[package]]").count() - 1;
        let npm = NPM.matches("\"integrity\"").count();
        assert_eq!(components.len(), cargo + npm);
        let mut references = BTreeSet::new();
        for component in components {
            let reference = component["bom-ref"].as_str().unwrap();
            assert!(references.insert(reference), "{reference} twice");
            let hash = component["hashes"][0]["content"].as_str();
            let own = component["name"] == "objektiv-migrations";
            let length = hash.map_or(0, str::len);
            assert!(own || [64, 128].contains(&length), "{reference}: {hash:?}");
        }
        let tokio = references
            .iter()
            .any(|one| one.starts_with("pkg:cargo/tokio@"));
        assert!(tokio && references.contains("pkg:npm/leaflet@1.9.4"));
    }

    #[test]
    fn what_the_program_depends_on_can_be_followed() {
        let list = list().unwrap();
        let dependencies = list["dependencies"].as_array().unwrap();
        let all: BTreeSet<&str> = dependencies
            .iter()
            .map(|one| one["ref"].as_str().unwrap())
            .collect();
        let on = |one: &Value| one["dependsOn"].as_array().unwrap().clone();
        let itself = list["metadata"]["component"]["bom-ref"].as_str().unwrap();
        let found = dependencies.iter().find(|one| one["ref"] == itself);
        assert!(on(found.unwrap()).len() > 20);
        for other in dependencies.iter().flat_map(on) {
            assert!(all.contains(other.as_str().unwrap()), "{other}");
        }
    }
}
