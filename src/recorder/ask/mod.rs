//! Asking a recorder over the network what it still has.
//!
//! Only read-only accounts, only addresses that an administrator has set, and never more than the question needs.

use std::path::PathBuf;
use std::time::Duration;

use time::OffsetDateTime;

use super::check::{CheckMeans, StoreSeen};
use crate::code::codes;
use crate::retention::Span;
use crate::texts::Message;

pub mod address;
pub mod axis;
pub mod client;
pub mod digest;
pub mod onvif;
pub mod pinned;
pub mod secret;
pub mod xml;
pub mod zoneminder;

use address::Forbidden;

codes! {
    /// What kind of system answers.
    System, "recorder-system" {
        ZoneMinder = "zoneminder",
        Onvif = "onvif",
        Axis = "axis",
    }
}

impl System {
    /// What a check is called that was made by asking it.
    pub const fn means(self) -> CheckMeans {
        match self {
            Self::ZoneMinder => CheckMeans::ZoneMinder,
            Self::Onvif => CheckMeans::Onvif,
            Self::Axis => CheckMeans::Axis,
        }
    }
}

/// Times of a clock that is further away say nothing of age.
const SKEW_SECONDS: i64 = 300;

/// How long a recorder may take to tell everything: below the length of a lease.
pub const PATIENCE: Duration = Duration::from_mins(4);

/// How a recorder is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    pub system: System,
    /// `https://kamera.ekebro.internal/zm`, without a slash at the end.
    pub address: String,
    pub user: String,
    /// SHA-256 of the certificate that it is known by; empty = one that somebody has issued.
    pub fingerprint: String,
}

/// What the installation allows when recorders are asked.
#[derive(Debug, Clone, Default)]
pub struct Asking {
    pub loopback: address::Loopback,
    /// The key that locks passwords.
    pub key_file: PathBuf,
}

/// What to ask for.
pub struct Question<'a> {
    /// The storage period of the site of a camera, by the name that the recorder has for it.
    pub limit: &'a (dyn Fn(&str) -> Option<Span> + Sync),
    pub tolerance: Span,
    pub now: OffsetDateTime,
}

impl Question<'_> {
    /// What is from before it is too old.
    pub fn first_allowed(&self, camera: &str) -> Option<OffsetDateTime> {
        (self.limit)(camera).map(|limit| limit.first_allowed(self.tolerance, self.now))
    }
}

/// What a recorder said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub stores: Vec<StoreSeen>,
    /// How far ahead of ours its clock is.
    pub clock_skew_seconds: Option<i64>,
    /// SHA-256 over the answers as they came.
    pub sha256: String,
}

/// Why a recorder did not tell. Never a reason to call footage gone.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    #[error("the address cannot be used: {0}")]
    Address(#[from] Forbidden),
    #[error("the recorder does not answer: {0}")]
    NoAnswer(String),
    #[error("the recorder refuses the user or the password")]
    WrongPassword,
    #[error("the recorder does not offer sign-in by digest")]
    NoDigest,
    #[error("the recorder has no recording search")]
    NoSearch,
    #[error("the account may not use the programming interface")]
    InterfaceOff,
    #[error("the recorder answers with status {0}")]
    Status(u16),
    #[error("the recorder sends the question to another address, which is not followed")]
    Redirect,
    #[error("the answer is larger than {} bytes", client::MOST_BYTES)]
    TooLarge,
    #[error("the answer cannot be understood: {0}")]
    Unreadable(&'static str),
    #[error("the password cannot be unlocked: {0}")]
    Locked(#[from] secret::SecretError),
    #[error("the recorder had not told everything after {} minutes", PATIENCE.as_secs() / 60)]
    Patience,
}

impl AskError {
    pub fn message(&self) -> Message {
        match self {
            Self::Address(forbidden) => forbidden.message(),
            Self::NoAnswer(_) => Message::new("ask-no-answer"),
            Self::WrongPassword => Message::new("ask-wrong-password"),
            Self::NoDigest => Message::new("ask-no-digest"),
            Self::NoSearch => Message::new("ask-no-search"),
            Self::InterfaceOff => Message::new("ask-interface-off"),
            Self::Status(status) => Message::new("ask-status").with("status", status.to_string()),
            Self::Redirect => Message::new("ask-redirect"),
            Self::TooLarge => Message::new("ask-too-large"),
            Self::Unreadable(_) => Message::new("ask-unreadable"),
            Self::Locked(_) => Message::new("ask-locked"),
            Self::Patience => Message::new("ask-patience"),
        }
    }
}

/// A system that can be asked.
#[async_trait::async_trait]
pub trait Adapter: Send + Sync {
    /// # Errors
    /// Why nothing can be said of the recorder: grey, with the reason in words.
    async fn ask(&self, question: &Question<'_>) -> Result<Answer, AskError>;
}

/// The adapter for a recorder.
///
/// # Errors
/// When its address may not be asked.
pub async fn adapter(
    access: &Access,
    password: &str,
    loopback: address::Loopback,
) -> Result<Box<dyn Adapter>, AskError> {
    let client = client::Client::knowing(&access.address, loopback, &access.fingerprint).await?;
    let (user, password) = (access.user.clone(), password.to_owned());
    Ok(match access.system {
        System::ZoneMinder => Box::new(zoneminder::ZoneMinder::new(client, user, password)),
        System::Onvif => Box::new(onvif::Onvif::new(client, user, password)),
        System::Axis => Box::new(axis::Axis::new(client, user, password)),
    })
}
