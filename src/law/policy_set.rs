//! The set of rules: those embedded in the program and the kommun's own.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::embedded::{FILES, TERMS};
use super::policy::{Policy, PolicyKind};
use super::policy_check;
use super::policy_error::PolicyError;
use super::ruling::Ruling;
use super::term::{Term, Terms};

/// Every rule, by number. Cheap to share; nothing in it changes after it was read.
#[derive(Debug, Clone)]
pub struct PolicySet {
    pub(super) policies: Vec<Arc<Policy>>,
    pub(super) terms: Terms,
    /// SHA-256 of each file, by file name.
    digests: BTreeMap<String, String>,
    /// What the kommun has decided, by the rule's id.
    pub(super) rulings: BTreeMap<String, Ruling>,
}

impl PolicySet {
    /// The rules that are part of the program.
    ///
    /// # Errors
    /// Never in a program whose tests pass: the files are read by them.
    pub fn embedded() -> Result<Self, Vec<PolicyError>> {
        let mut set = Self {
            policies: Vec::new(),
            terms: read_terms(TERMS)?,
            digests: BTreeMap::new(),
            rulings: BTreeMap::new(),
        };
        set.digests.insert("terms.toml".to_owned(), sha256(TERMS));
        set.add(
            FILES
                .iter()
                .map(|(name, source)| (format!("{name}.toml"), (*source).to_owned())),
        )?;
        Ok(set)
    }

    /// Adds rules; either all of them or none.
    ///
    /// # Errors
    /// Every fault of every file.
    pub fn add(
        &mut self,
        files: impl IntoIterator<Item = (String, String)>,
    ) -> Result<(), Vec<PolicyError>> {
        let mut errors = Vec::new();
        let mut added = Vec::new();
        let mut digests = BTreeMap::new();
        let mut taken: BTreeSet<String> = self
            .iter()
            .flat_map(|policy| [policy.id.clone(), policy.number.clone()])
            .collect();
        for (file, source) in files {
            match read_policy(&file, &source, &self.terms) {
                Ok(policy) => {
                    if !taken.insert(policy.id.clone()) || !taken.insert(policy.number.clone()) {
                        let message = format!(
                            "another rule has the id `{}` or the number `{}`",
                            policy.id, policy.number
                        );
                        errors.push(PolicyError::near(&file, &source, "id", message));
                    }
                    digests.insert(file, sha256(&source));
                    added.push(Arc::new(policy));
                }
                Err(mut faults) => errors.append(&mut faults),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        self.policies.append(&mut added);
        self.policies
            .sort_by(|a, b| (a.subject, &a.number).cmp(&(b.subject, &b.number)));
        self.digests.append(&mut digests);
        Ok(())
    }

    pub fn iter(&self) -> impl Iterator<Item = &Arc<Policy>> {
        self.policies.iter()
    }

    pub fn get(&self, id: &str) -> Option<&Arc<Policy>> {
        self.policies.iter().find(|policy| policy.id == id)
    }

    /// SHA-256 of the set, printed on every report: of the lines that `sha256sum *.toml` prints for the files,
    /// sorted by name, and such a line for each ruling of the kommun (its canonical JSON), sorted by rule.
    pub fn digest(&self) -> String {
        let mut lines = String::new();
        for (file, digest) in &self.digests {
            // Writing to a string does not fail.
            let _ = writeln!(lines, "{digest}  {file}");
        }
        for (policy, ruling) in &self.rulings {
            let written = serde_json_canonicalizer::to_string(ruling).unwrap_or_default();
            let _ = writeln!(lines, "{}  ruling/{policy}", sha256(&written));
        }
        sha256(&lines)
    }

    /// SHA-256 of the file of one rule.
    pub fn digest_of(&self, policy: &Policy) -> Option<&str> {
        self.digests
            .get(&format!("{}.toml", policy.id))
            .map(String::as_str)
    }
}

fn read_terms(source: &str) -> Result<Terms, Vec<PolicyError>> {
    let file = "terms.toml";
    let written: BTreeMap<String, Term> = toml::from_str(source)
        .map_err(|error| vec![PolicyError::from_toml(file, source, &error)])?;
    Terms::resolve(written).map_err(|message| vec![PolicyError::new(file, message)])
}

fn read_policy(file: &str, source: &str, terms: &Terms) -> Result<Policy, Vec<PolicyError>> {
    let mut policy: Policy = toml::from_str(source)
        .map_err(|error| vec![PolicyError::from_toml(file, source, &error)])?;
    let mut errors = Vec::new();
    for condition in [&mut policy.applies_when, &mut policy.requires]
        .into_iter()
        .flatten()
    {
        if let Err(message) = terms.fill(condition) {
            errors.push(PolicyError::near(file, source, "term", message));
        }
    }
    errors.append(&mut policy_check::faults(file, source, &policy));
    if errors.is_empty() {
        Ok(policy)
    } else {
        Err(errors)
    }
}

fn sha256(text: &str) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// Whether people of the kommun may adjust the rule or switch it off.
pub const fn may_be_adjusted(kind: PolicyKind) -> bool {
    matches!(kind, PolicyKind::Guidance | PolicyKind::Local)
}
