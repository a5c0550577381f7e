//! Terms: conditions with a name, written once in `policies/terms.toml` and used by many rules.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::Bilingual;
use super::condition::{Condition, TermUse};

/// One term: what it means in words, and as a condition.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    pub meaning: Bilingual,
    pub condition: Condition,
}

/// Terms with the terms they use filled in.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Terms {
    known: BTreeMap<String, (Bilingual, Arc<Condition>)>,
}

impl Terms {
    /// # Errors
    /// Names the term that is unknown or defined by itself.
    pub(super) fn resolve(mut written: BTreeMap<String, Term>) -> Result<Self, String> {
        let mut terms = Self::default();
        while !written.is_empty() {
            let ready = written
                .iter()
                .find(|(_, term)| terms.fill(&mut term.condition.clone()).is_ok());
            let Some(id) = ready.map(|(id, _)| id.clone()) else {
                let left: Vec<&str> = written.keys().map(String::as_str).collect();
                return Err(format!(
                    "these terms use an unknown term or each other: {}",
                    left.join(", ")
                ));
            };
            if let Some(mut term) = written.remove(&id) {
                terms.fill(&mut term.condition)?;
                terms
                    .known
                    .insert(id, (term.meaning, Arc::new(term.condition)));
            }
        }
        Ok(terms)
    }

    /// Gives every use of a term in the condition its meaning.
    ///
    /// # Errors
    /// Names the term that is unknown, and the known ones.
    pub(super) fn fill(&self, condition: &mut Condition) -> Result<(), String> {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter_mut().try_for_each(|part| self.fill(part))
            }
            Condition::Not(part) => self.fill(part),
            Condition::Term(TermUse { id, meaning }) => {
                let Some((_, condition)) = self.known.get(id) else {
                    let known: Vec<&str> = self.known.keys().map(String::as_str).collect();
                    return Err(format!(
                        "unknown term `{id}`, expected one of: {}",
                        known.join(", ")
                    ));
                };
                *meaning = Some(Arc::clone(condition));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    pub(super) fn meaning(&self, id: &str) -> Option<&Bilingual> {
        self.known.get(id).map(|(meaning, _)| meaning)
    }
}
