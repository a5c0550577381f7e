//! `ZoneMinder` (tried with 1.36 from Debian): its REST interface, with an account that may only look.
//!
//! Signing in gives a cookie (`stateful=1`), so that no secret stands in an address. What it lists is an index: its
//! own word. Files that are left when an event is gone are found by a scan of the store, never here.

use reqwest::Method;
use reqwest::StatusCode;
use reqwest::header::{HeaderValue, SET_COOKIE};
use serde_json::Value;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};
use tokio::sync::Mutex;
use zeroize::Zeroizing;

use super::client::{Client, Reply};
use super::{Adapter, Answer, AskError, Question, SKEW_SECONDS};
use crate::recorder::ProofLevel;
use crate::recorder::check::{Protected, StoreSeen};

const PLAIN: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
/// Archived events that are named; of more than that the oldest are.
const MOST_PROTECTED: usize = 100;

pub struct ZoneMinder {
    client: Mutex<Client>,
    user: String,
    password: Zeroizing<String>,
}

impl ZoneMinder {
    pub fn new(client: Client, user: String, password: String) -> Self {
        Self {
            client: Mutex::new(client),
            user,
            password: Zeroizing::new(password),
        }
    }
}

#[async_trait::async_trait]
impl Adapter for ZoneMinder {
    async fn ask(&self, question: &Question<'_>) -> Result<Answer, AskError> {
        let mut client = self.client.lock().await;
        let form = [
            ("user", self.user.as_str()),
            ("pass", self.password.as_str()),
            ("stateful", "1"),
        ];
        let signed_in = client
            .ask(Method::POST, "api/host/login.json", &form, None)
            .await?;
        let cookie = cookie(&signed_in)?;
        let skew = signed_in.clock_skew(question.now);
        let mut talk = Talk {
            client: &mut client,
            cookie,
            zone: chrono_tz::UTC,
        };
        talk.zone = talk.zone().await?;
        let mut stores = Vec::new();
        for monitor in talk.monitors().await? {
            let mut store = talk.store(&monitor, question).await?;
            if skew.is_none_or(|skew| skew.abs() > SKEW_SECONDS) {
                // Its times are by a clock that is wrong: nothing can be said of their age.
                store.undated = store.undated.max(store.count).max(1);
            }
            stores.push(store);
        }
        let unlisted = !talk.may_list_storage().await?;
        for store in stores.iter_mut().filter(|_| unlisted) {
            store.not_covered.push(STORAGE_UNLISTED.to_owned());
        }
        Ok(Answer {
            stores,
            clock_skew_seconds: skew,
            sha256: client.sha256(),
        })
    }
}

/// What the register keeps in words is kept in Swedish.
const STORAGE_UNLISTED: &str = "ZoneMinders lagringsplatser (kontot får inte se dem)";

/// The session cookie, or why there is none.
fn cookie(reply: &Reply) -> Result<HeaderValue, AskError> {
    if reply.status == StatusCode::UNAUTHORIZED {
        let told = String::from_utf8_lossy(&reply.body);
        return Err(if told.contains("API disabled") {
            AskError::InterfaceOff
        } else {
            AskError::WrongPassword
        });
    }
    let sent = reply.headers.get_all(SET_COOKIE).iter();
    let pair = sent
        .filter_map(|value| value.to_str().ok())
        .filter_map(|value| value.split(';').next())
        .rfind(|pair| pair.starts_with("ZMSESSID="));
    let mut cookie = pair
        .and_then(|pair| HeaderValue::from_str(pair).ok())
        .ok_or(AskError::Unreadable("no session"))?;
    cookie.set_sensitive(true);
    Ok(cookie)
}

#[derive(Debug)]
struct Monitor {
    id: u64,
    name: String,
}

#[derive(Debug)]
struct Event {
    id: String,
    /// As it is written; `None` when there is no time that can be read.
    at: Option<OffsetDateTime>,
    path: String,
}

struct Talk<'a> {
    client: &'a mut Client,
    cookie: HeaderValue,
    zone: chrono_tz::Tz,
}

impl Talk<'_> {
    async fn get(&mut self, path: &str) -> Result<Value, AskError> {
        let reply = self.reply(path).await?;
        if reply.status == StatusCode::UNAUTHORIZED {
            return Err(AskError::InterfaceOff);
        }
        reply.json()
    }

    async fn reply(&mut self, path: &str) -> Result<Reply, AskError> {
        let cookie = self.cookie.clone();
        self.client.ask(Method::GET, path, &[], Some(&cookie)).await
    }

    /// The zone that times are written in: they have none of their own.
    async fn zone(&mut self) -> Result<chrono_tz::Tz, AskError> {
        let told = self.get("api/host/getTimeZone.json").await?;
        let name = told["tz"].as_str().unwrap_or_default();
        name.parse().map_err(|_| AskError::Unreadable("time zone"))
    }

    async fn monitors(&mut self) -> Result<Vec<Monitor>, AskError> {
        let told = self.get("api/monitors.json").await?;
        let listed = told["monitors"].as_array();
        let listed = listed.ok_or(AskError::Unreadable("monitors"))?;
        let read = |one: &Value| {
            let monitor = &one["Monitor"];
            Some(Monitor {
                id: number(&monitor["Id"])?,
                name: monitor["Name"].as_str()?.to_owned(),
            })
        };
        let monitors: Option<Vec<Monitor>> = listed.iter().map(read).collect();
        monitors.ok_or(AskError::Unreadable("monitors"))
    }

    /// What is listed of one camera.
    async fn store(
        &mut self,
        monitor: &Monitor,
        question: &Question<'_>,
    ) -> Result<StoreSeen, AskError> {
        let name = format!("ZoneMinder/{}", monitor.name);
        let mut store = StoreSeen::new(name, ProofLevel::Index);
        let of = format!("MonitorId:{}", monitor.id);
        let free = format!("{of}/Archived:0/Locked:0");
        let (count, oldest) = self.events(&free, "asc", 1).await?;
        let (_, newest) = self.events(&free, "desc", 1).await?;
        store.count = count;
        if let Some(event) = oldest.first() {
            if event.at.is_none() {
                store.undated += 1;
            }
            store.oldest = event.at;
            if !event.path.is_empty() {
                store.not_covered.push(event.path.clone());
            }
        }
        store.newest = newest.first().and_then(|event| event.at);
        let first_allowed = question.first_allowed(&monitor.name);
        for kept in ["Archived:1", "Archived:0/Locked:1"] {
            let condition = format!("{of}/{kept}");
            let (count, events) = self.events(&condition, "asc", MOST_PROTECTED).await?;
            store.count += count;
            for event in events {
                protect(&mut store, event, first_allowed);
            }
        }
        if let Some(first_allowed) = first_allowed {
            let before = self.local(first_allowed);
            let (older, _) = self
                .events(&format!("StartTime <:{before}/{of}"), "asc", 1)
                .await?;
            store.older_than_limit = Some(older);
        }
        Ok(store)
    }

    /// How many events a condition finds, and the first of them.
    async fn events(
        &mut self,
        condition: &str,
        direction: &str,
        most: usize,
    ) -> Result<(u64, Vec<Event>), AskError> {
        let encoded = encoded(condition);
        let path = format!(
            "api/events/index/{encoded}.json?sort=StartTime&direction={direction}&limit={most}"
        );
        let told = self.get(&path).await?;
        let count = number(&told["pagination"]["count"]);
        let count = count.ok_or(AskError::Unreadable("events"))?;
        let listed = told["events"].as_array();
        let listed = listed.ok_or(AskError::Unreadable("events"))?;
        let read = |one: &Value| {
            let event = &one["Event"];
            let text = |name: &str| match &event[name] {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                _ => String::new(),
            };
            Event {
                id: text("Id"),
                at: self
                    .instant(&text("StartTime"))
                    .or_else(|| self.instant(&text("StartDateTime"))),
                path: text("FileSystemPath"),
            }
        };
        Ok((count, listed.iter().take(most).map(read).collect()))
    }

    /// 1970 is what a clock says that was never set.
    fn instant(&self, text: &str) -> Option<OffsetDateTime> {
        use chrono::TimeZone;
        let local = PrimitiveDateTime::parse(text, PLAIN).ok()?;
        let seconds = local.assume_utc().unix_timestamp();
        let naive = chrono::DateTime::from_timestamp(seconds, 0)?.naive_utc();
        // Of an hour that occurs twice it is the second: nothing is called older than it surely is.
        let at = self.zone.from_local_datetime(&naive).latest()?;
        let at = OffsetDateTime::from_unix_timestamp(at.timestamp()).ok()?;
        (at.year() > 1980).then_some(at)
    }

    /// An instant as the recorder writes it.
    fn local(&self, at: OffsetDateTime) -> String {
        use chrono::{Offset, TimeZone};
        let utc = chrono::DateTime::from_timestamp(at.unix_timestamp(), 0).unwrap_or_default();
        let offset = self.zone.offset_from_utc_datetime(&utc.naive_utc()).fix();
        let seconds = at.unix_timestamp() + i64::from(offset.local_minus_utc());
        OffsetDateTime::from_unix_timestamp(seconds)
            .ok()
            .and_then(|local| local.format(PLAIN).ok())
            .unwrap_or_default()
    }

    async fn may_list_storage(&mut self) -> Result<bool, AskError> {
        let reply = self.reply("api/storage.json").await?;
        Ok(reply.status == StatusCode::OK)
    }
}

/// An event that is not deleted whatever the filters say.
fn protect(store: &mut StoreSeen, event: Event, first_allowed: Option<OffsetDateTime>) {
    let Some(from) = event.at else {
        store.undated += 1;
        return;
    };
    store.protected.push(Protected {
        label: format!("händelse {}", event.id),
        from,
        older: first_allowed.is_some_and(|first| from < first),
        hold: None,
    });
}

/// Numbers come as numbers or as text, by version.
fn number(value: &Value) -> Option<u64> {
    value
        .as_u64()
        .or_else(|| value.as_str()?.parse::<u64>().ok())
}

/// The condition as a part of a path; its slashes stay.
fn encoded(condition: &str) -> String {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    const KEPT: percent_encoding::AsciiSet =
        NON_ALPHANUMERIC.remove(b'/').remove(b':').remove(b'-');
    utf8_percent_encode(condition, &KEPT).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_a_path_that_the_recorder_reads_back() {
        assert_eq!(
            encoded("StartTime <:2026-10-23 00:00:00/MonitorId:1"),
            "StartTime%20%3C:2026-10-23%2000:00:00/MonitorId:1"
        );
    }

    #[test]
    fn numbers_are_read_as_they_come() {
        assert_eq!(number(&Value::from(7)), Some(7));
        assert_eq!(number(&Value::from("7")), Some(7));
        assert_eq!(number(&Value::from("sju")), None);
        assert_eq!(number(&Value::Null), None);
    }
}
