//! Sends a person's notices as one mail, in plain text and HTML.

use std::path::Path;
use std::time::{Duration, SystemTime};

use askama::Template;
use lettre::address::AddressError;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, Message, MultiPart, SinglePart};
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

use super::NoticeId;
use super::alert::AlertId;
use super::page::{
    Alarm, AlarmHtml, AlarmText, Digest, DigestHtml, DigestText, Unanswered, UnansweredHtml,
    UnansweredText,
};
use crate::account::Account;
use crate::config::MailArgs;

/// How long the mail server may take to accept one mail. Well below the length of a lease.
const PATIENCE: Duration = Duration::from_mins(1);

/// Why mail cannot be sent at all. None of these shows a password.
#[derive(Debug, thiserror::Error)]
pub enum MailerError {
    #[error(
        "the address of the mail server is not understood; write smtp://HOST:PORT, smtp+starttls://USER:PASSWORD@HOST:PORT or smtps://USER:PASSWORD@HOST:PORT: {0}"
    )]
    Server(String),
    #[error(
        "a password for the mail server would travel unencrypted; use smtp+starttls:// or smtps://"
    )]
    PasswordInClear,
    #[error("the sender \"{address}\" is not a mail address; set --mail-from: {cause}")]
    Sender {
        address: String,
        cause: AddressError,
    },
    #[error("the certificate {file} of the mail server's issuer cannot be read: {cause}")]
    Certificate { file: String, cause: String },
}

/// Why one mail was not sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    #[error("the mail address is not one: {0}")]
    Address(#[from] AddressError),
    #[error("the mail could not be written: {0}")]
    Template(#[from] askama::Error),
    #[error("the mail could not be put together: {0}")]
    Message(#[from] lettre::error::Error),
    #[error("{0}")]
    Smtp(#[from] lettre::transport::smtp::Error),
    #[error("the mail server did not accept the mail within {} seconds", PATIENCE.as_secs())]
    Patience,
}

impl SendError {
    /// The next person's mail may well be taken.
    pub fn is_about_the_recipient(&self) -> bool {
        match self {
            Self::Address(_) => true,
            // 550 to 553: mailbox not there, not local, full, or not a name.
            Self::Smtp(error) => error
                .status()
                .is_some_and(|code| matches!(u16::from(code), 550..=553)),
            Self::Template(_) | Self::Message(_) | Self::Patience => false,
        }
    }
}

/// One mail, to whomever it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its name, the same when it is sent again: a mail program shows a mail that was sent twice, after a crash between
    /// sending it and writing that down, once.
    pub id: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

impl Letter {
    fn digest(
        person: &Account,
        (notices, alerts): (&[NoticeId], &[AlertId]),
        digest: &Digest,
    ) -> askama::Result<Self> {
        let mut id = format!(
            "{}.{}-{}.{}",
            person.id,
            notices.first().map_or(0, |notice| notice.0),
            notices.last().map_or(0, |notice| notice.0),
            notices.len(),
        );
        if let [first, ..] = alerts {
            id = format!("{id}.d{first}-{}", alerts.len());
        }
        Ok(Self {
            id,
            subject: digest.subject(),
            text: DigestText { digest }.render()?,
            html: DigestHtml { digest }.render()?,
        })
    }

    /// # Errors
    /// When the mail cannot be written.
    pub fn unanswered(unanswered: &Unanswered, id: String) -> askama::Result<Self> {
        Ok(Self {
            id,
            subject: unanswered.subject(),
            text: UnansweredText { unanswered }.render()?,
            html: UnansweredHtml { unanswered }.render()?,
        })
    }

    /// # Errors
    /// When the mail cannot be written.
    pub fn alarm(alarm: &Alarm, id: String) -> askama::Result<Self> {
        Ok(Self {
            id,
            subject: alarm.subject(),
            text: AlarmText { alarm }.render()?,
            html: AlarmHtml { alarm }.render()?,
        })
    }
}

/// A mail server and who the mail is from.
#[derive(Debug, Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mailer {
    /// `None` when no server is set: then nothing is sent. To be called on the runtime that will send.
    ///
    /// # Errors
    /// When the server, the sender or the certificate is not understood. The server is not asked yet.
    pub fn new(args: &MailArgs) -> Result<Option<Self>, MailerError> {
        let Some(url) = &args.smtp else {
            return Ok(None);
        };
        let from = args
            .mail_from
            .parse()
            .map_err(|cause| MailerError::Sender {
                address: args.mail_from.clone(),
                cause,
            })?;
        let server = Server::read(url)?;
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&server.url)
            .map_err(|error| MailerError::Server(error.to_string()))?
            .timeout(Some(PATIENCE));
        if let Some(file) = &args.smtp_ca {
            let tls = trusting(&server.host, file)?;
            builder = match server.security {
                Security::None => builder,
                Security::StartTls => builder.tls(Tls::Required(tls)),
                Security::Tls => builder.tls(Tls::Wrapper(tls)),
            };
        }
        Ok(Some(Self {
            transport: builder.build(),
            from,
        }))
    }

    /// Returns when the server has accepted the mail.
    ///
    /// # Errors
    /// When it has not.
    pub async fn send(
        &self,
        person: &Account,
        told: (&[NoticeId], &[AlertId]),
        digest: &Digest,
        now: OffsetDateTime,
    ) -> Result<(), SendError> {
        let letter = Letter::digest(person, told, digest)?;
        self.post(person, &letter, now).await
    }

    /// Returns when the server has accepted the mail.
    ///
    /// # Errors
    /// When it has not.
    pub async fn post(
        &self,
        person: &Account,
        letter: &Letter,
        now: OffsetDateTime,
    ) -> Result<(), SendError> {
        let message = self.message(person, letter, now)?;
        // The transport's own patience ends when it is connected.
        let sending = tokio::time::timeout(PATIENCE, self.transport.send(message));
        sending.await.map_err(|_| SendError::Patience)??;
        Ok(())
    }

    /// Sends one text with a file to one address; returns when the server has accepted it.
    ///
    /// # Errors
    /// When it has not.
    pub async fn send_letter(
        &self,
        to: Mailbox,
        letter: &Dispatch<'_>,
        now: OffsetDateTime,
    ) -> Result<(), SendError> {
        // The same letter to the same person has the same id: see `message`.
        let whose =
            crate::hex(&Sha256::digest(format!("{to} {}", letter.attachment))).split_off(32);
        let file = Attachment::new(letter.file.to_owned())
            .body(letter.attachment.to_owned(), ContentType::TEXT_PLAIN);
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject)
            .date(SystemTime::from(now))
            .message_id(Some(format!("<{whose}@{}>", self.from.email.domain())))
            .raw_header(automatic())
            .multipart(
                MultiPart::mixed()
                    .singlepart(SinglePart::plain(letter.text.to_owned()))
                    .singlepart(file),
            )?;
        let sending = tokio::time::timeout(PATIENCE, self.transport.send(message));
        sending.await.map_err(|_| SendError::Patience)??;
        Ok(())
    }

    fn message(
        &self,
        person: &Account,
        letter: &Letter,
        now: OffsetDateTime,
    ) -> Result<Message, SendError> {
        let to = Mailbox::new(Some(person.name.clone()), person.email.parse()?);
        let id = format!("<{}@{}>", letter.id, self.from.email.domain());
        let (text, html) = (letter.text.clone(), letter.html.clone());
        Ok(Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(&*letter.subject)
            .date(SystemTime::from(now))
            .message_id(Some(id))
            .raw_header(automatic())
            .multipart(MultiPart::alternative_plain_html(text, html))?)
    }
}

fn automatic() -> HeaderValue {
    HeaderValue::new(
        HeaderName::new_from_ascii_str("Auto-Submitted"),
        "auto-generated".to_owned(),
    )
}

/// A text with one file, which is text as well.
#[derive(Debug, Clone, Copy)]
pub struct Dispatch<'a> {
    pub subject: &'a str,
    pub text: &'a str,
    pub file: &'a str,
    pub attachment: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Security {
    None,
    StartTls,
    Tls,
}

#[derive(Debug, PartialEq, Eq)]
struct Server {
    /// In the form that lettre reads.
    url: String,
    host: String,
    security: Security,
}

impl Server {
    fn read(url: &str) -> Result<Self, MailerError> {
        let (scheme, rest) = url
            .split_once("://")
            .ok_or_else(|| MailerError::Server("there is no scheme".to_owned()))?;
        let security = match scheme {
            "smtp" => Security::None,
            "smtp+starttls" => Security::StartTls,
            "smtps" => Security::Tls,
            other => {
                return Err(MailerError::Server(format!(
                    "\"{other}\" is no mail scheme"
                )));
            }
        };
        let authority = rest.split(['/', '?']).next().unwrap_or_default();
        let (login, place) = authority.rsplit_once('@').unwrap_or(("", authority));
        if security == Security::None && !login.is_empty() {
            return Err(MailerError::PasswordInClear);
        }
        let host = place
            .rsplit_once(':')
            .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
            .map_or(place, |(host, _)| host);
        let url = match security {
            Security::None => url.to_owned(),
            Security::StartTls => format!("smtp://{authority}?tls=required"),
            Security::Tls => format!("smtps://{authority}"),
        };
        Ok(Self {
            url,
            host: host.trim_matches(['[', ']']).to_owned(),
            security,
        })
    }
}

/// Trusts the issuer in `file` beside the public ones.
fn trusting(host: &str, file: &Path) -> Result<TlsParameters, MailerError> {
    let unreadable = |cause: String| MailerError::Certificate {
        file: file.display().to_string(),
        cause,
    };
    let pem = std::fs::read(file).map_err(|error| unreadable(error.to_string()))?;
    let certificate = Certificate::from_pem(&pem).map_err(|error| unreadable(error.to_string()))?;
    TlsParameters::builder(host.to_owned())
        .add_root_certificate(certificate)
        .build()
        .map_err(|error| unreadable(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mailer(smtp: &str) -> Result<Option<Mailer>, MailerError> {
        Mailer::new(&MailArgs {
            smtp: Some(smtp.to_owned()),
            mail_from: "Objektiv <objektiv@ekebro.example>".to_owned(),
            smtp_ca: None,
        })
    }

    #[test]
    fn without_a_server_nothing_is_sent() {
        assert!(matches!(Mailer::new(&MailArgs::default()), Ok(None)));
    }

    #[tokio::test]
    async fn the_three_kinds_of_servers_are_understood() {
        for url in [
            "smtp://mail.ekebro.example:25",
            "smtp+starttls://objektiv:hemligt@mail.ekebro.example:587",
            "smtps://objektiv:hem%40ligt@mail.ekebro.example",
        ] {
            assert!(matches!(mailer(url), Ok(Some(_))), "{url}");
        }
        let server = Server::read("smtp+starttls://o:h@mail.ekebro.example:587").unwrap();
        assert_eq!(server.host, "mail.ekebro.example");
        assert_eq!(
            server.url,
            "smtp://o:h@mail.ekebro.example:587?tls=required"
        );
    }

    #[test]
    fn a_password_is_never_sent_in_clear_nor_shown() {
        let error = mailer("smtp://objektiv:hemligt@mail.ekebro.example").unwrap_err();
        assert!(matches!(error, MailerError::PasswordInClear));
        let error = mailer("imap://objektiv:hemligt@mail.ekebro.example").unwrap_err();
        assert!(!error.to_string().contains("hemligt"), "{error}");
    }
}
