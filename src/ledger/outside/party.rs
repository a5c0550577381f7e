//! The parties outside the house, as the operator names them, and what is asked of them.

use std::path::Path;

use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, TrustAnchor};
use time::OffsetDateTime;

use super::http::{self, AskError};
use super::stamp::{self, StampError};
use super::step::Step;
use crate::ledger::hash::Hash;
use crate::ledger::note::{Note, NoteError, Scheme, Signature, VerificationKey};

/// Certificates that time stamps are trusted under.
#[derive(Debug, Clone, Default)]
pub struct Roots(pub Vec<TrustAnchor<'static>>);

/// A time stamping authority.
#[derive(Debug, Clone)]
pub struct Authority {
    pub url: String,
    pub roots: Roots,
}

/// A witness of C2SP tlog-witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    pub key: VerificationKey,
    pub url: String,
}

/// What the operator wrote is not a party.
#[derive(Debug, thiserror::Error)]
pub enum PartyError {
    #[error("\"{0}\" is not a web address; write http://... or https://...")]
    Address(String),
    #[error("the witness \"{0}\" is not a key and an address; write \"NAME+ID+KEY https://...\"")]
    Witness(String),
    #[error("the witness: {0}")]
    Key(#[from] NoteError),
    #[error("the certificates {file} that time stamps are trusted under: {problem}")]
    Roots { file: String, problem: String },
    #[error("a time stamping authority needs the certificates to trust it under: --tsa-ca FILE")]
    NoRoots,
}

/// Why a party gave no attestation.
#[derive(Debug, thiserror::Error)]
pub enum AttestError {
    #[error(transparent)]
    Ask(#[from] AskError),
    #[error("it answered with status {0}")]
    Status(u16),
    #[error(transparent)]
    Stamp(#[from] StampError),
    #[error(transparent)]
    Note(#[from] NoteError),
    #[error("the operating system gave no random bytes: {0}")]
    Random(String),
}

impl Roots {
    /// Reads certificates in PEM.
    ///
    /// # Errors
    /// When the file cannot be read or holds no certificate.
    pub fn read(file: &Path) -> Result<Self, PartyError> {
        let pem = std::fs::read(file).map_err(|error| error.to_string());
        let roots = pem.and_then(|pem| Self::from_pem(&pem));
        roots.map_err(|problem| PartyError::Roots {
            file: file.display().to_string(),
            problem,
        })
    }

    /// # Errors
    /// Says what is wrong with the certificates, or that there is none.
    pub fn from_pem(pem: &[u8]) -> Result<Self, String> {
        let mut roots = Vec::new();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|error| error.to_string())?;
            let anchor = webpki::anchor_from_trusted_cert(&certificate);
            roots.push(anchor.map_err(|error| error.to_string())?.to_owned());
        }
        if roots.is_empty() {
            return Err("there is no certificate in it".to_owned());
        }
        Ok(Self(roots))
    }
}

impl Authority {
    /// # Errors
    /// When the address is none, or no certificates are named.
    pub fn new(url: &str, roots: Option<&Path>) -> Result<Self, PartyError> {
        Ok(Self {
            url: web_address(url)?,
            roots: Roots::read(roots.ok_or(PartyError::NoRoots)?)?,
        })
    }

    /// The answer to a question about a checkpoint, checked, with the time it states.
    ///
    /// # Errors
    /// When there is no answer or it does not hold.
    pub async fn stamp(&self, checkpoint: &Note) -> Result<(Vec<u8>, OffsetDateTime), AttestError> {
        let mut nonce = [0; 8];
        getrandom::fill(&mut nonce).map_err(|error| AttestError::Random(error.to_string()))?;
        let imprint = imprint(checkpoint);
        let question = stamp::request(imprint, nonce)?;
        let answer = http::post(&self.url, "application/timestamp-query", question).await?;
        if answer.status != 200 {
            return Err(AttestError::Status(answer.status));
        }
        let at = stamp::verify(&answer.body, imprint, Some(nonce), &self.roots.0)?;
        Ok((answer.body, at))
    }
}

/// What is stamped: the checkpoint with the log's own signatures, byte for byte as it is stored and handed out.
pub fn imprint(checkpoint: &Note) -> Hash {
    Hash::of(checkpoint.to_string().as_bytes())
}

impl Witness {
    /// # Errors
    /// When `text` is not a key and an address.
    pub fn parse(text: &str) -> Result<Self, PartyError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let [key, url] = words[..] else {
            return Err(PartyError::Witness(text.to_owned()));
        };
        Ok(Self {
            key: witness_key(key)?,
            url: web_address(url)?.trim_end_matches('/').to_owned(),
        })
    }

    /// Shows the witness a step of the log.
    ///
    /// # Errors
    /// When there is no answer, or its signature does not hold.
    pub async fn show(&self, step: &Step) -> Result<Shown, AttestError> {
        let url = format!("{}/add-checkpoint", self.url);
        let answer = http::post(
            &url,
            "text/plain; charset=utf-8",
            step.to_string().into_bytes(),
        )
        .await?;
        match answer.status {
            200 => Ok(Shown::Cosigned(self.line(&step.checkpoint, &answer.body)?)),
            409 if answer.kind == "text/x.tlog.size" => {
                let size = str::from_utf8(&answer.body).ok();
                let size = size.and_then(|text| text.strip_suffix('\n')?.parse().ok());
                size.map(Shown::SeenUntil).ok_or(AttestError::Status(409))
            }
            status => Err(AttestError::Status(status)),
        }
    }

    /// The witness's own line among those it answered with.
    fn line(&self, checkpoint: &Note, body: &[u8]) -> Result<Signature, NoteError> {
        let text = str::from_utf8(body).map_err(|_| NoteError::Format("not UTF-8"))?;
        let lines = text.lines().filter_map(|line| Signature::parse(line).ok());
        let mut found = lines.filter(|line| is_of(line, &self.key));
        let line = found.next();
        let line = line.ok_or_else(|| NoteError::NotSigned(self.key.name().to_owned()))?;
        cosigned_at(checkpoint, &line, &self.key)?;
        Ok(line)
    }
}

/// What a witness answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    Cosigned(Signature),
    /// It has seen the log up to this size, and wants a proof from there.
    SeenUntil(u64),
}

fn is_of(line: &Signature, key: &VerificationKey) -> bool {
    line.name == key.name() && line.id == key.id()
}

/// When a witness saw a checkpoint, by its line.
///
/// # Errors
/// When the line is not that witness's, or not valid over this checkpoint.
pub fn cosigned_at(
    checkpoint: &Note,
    line: &Signature,
    key: &VerificationKey,
) -> Result<OffsetDateTime, NoteError> {
    let mut alone = Note::new(checkpoint.text())?;
    alone.add(line.clone());
    let at = alone.verify(key)?;
    at.ok_or_else(|| NoteError::Forged(key.name().to_owned()))
}

/// The key of a witness, whose lines state a time. The older form of its published key (type 0x01) is taken as well.
///
/// # Errors
/// When it is no key.
pub fn witness_key(text: &str) -> Result<VerificationKey, NoteError> {
    VerificationKey::parse(text)?.of(Scheme::Cosignature)
}

fn web_address(url: &str) -> Result<String, PartyError> {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let plain = is_web && !url.contains(['@', '#', ' ']) && url.len() < 2_000;
    if plain {
        Ok(url.to_owned())
    } else {
        Err(PartyError::Address(url.to_owned()))
    }
}
