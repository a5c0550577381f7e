//! ONVIF Recording Search (Profile G): what a device says of each recording it holds.
//!
//! Made after the schema (`search.wsdl`) and not yet tried with a device. What it lists is an index: its own word.

use quick_xml::escape::escape;
use reqwest::{Method, Url};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tokio::sync::Mutex;

use super::client::Client;
use super::digest::{Digest, Request};
use super::xml::Element;
use super::{Adapter, Answer, AskError, Question, SKEW_SECONDS};
use crate::recorder::ProofLevel;
use crate::recorder::check::StoreSeen;

const DEVICE: &str = "http://www.onvif.org/ver10/device/wsdl";
const SEARCH: &str = "http://www.onvif.org/ver10/search/wsdl";
/// Where every device is asked first.
const ENTRANCE: &str = "onvif/device_service";
const MOST_ROUNDS: usize = 30;
const MOST_RECORDINGS: usize = 5_000;

pub struct Onvif(Mutex<(Client, Digest)>);

impl Onvif {
    pub fn new(client: Client, user: String, password: String) -> Self {
        Self(Mutex::new((client, Digest::new(user, password))))
    }
}

#[async_trait::async_trait]
impl Adapter for Onvif {
    async fn ask(&self, question: &Question<'_>) -> Result<Answer, AskError> {
        let mut talk = self.0.lock().await;
        let (client, digest) = &mut *talk;
        let mut talk = Talk { client, digest };
        let clock = talk
            .call(ENTRANCE, DEVICE, "GetSystemDateAndTime", "")
            .await?;
        let skew = skew(&clock, question.now);
        let services = "<IncludeCapability>false</IncludeCapability>";
        let services = talk.call(ENTRANCE, DEVICE, "GetServices", services).await?;
        let search = search_path(&services)?;
        let summary = talk
            .call(&search, SEARCH, "GetRecordingSummary", "")
            .await?;
        let (recordings, complete) = talk.recordings(&search).await?;
        let mut stores: Vec<StoreSeen> =
            recordings.iter().map(|one| store(one, question)).collect();
        stores.extend(beside(whole(&summary, question), &stores, complete));
        if skew.is_none_or(|skew| skew.abs() > SKEW_SECONDS) {
            // Its times are by a clock that is wrong: nothing can be said of their age.
            for store in &mut stores {
                store.undated = store.undated.max(store.count).max(1);
            }
        }
        Ok(Answer {
            stores,
            clock_skew_seconds: skew,
            sha256: client.sha256(),
        })
    }
}

struct Talk<'a> {
    client: &'a mut Client,
    digest: &'a mut Digest,
}

impl Talk<'_> {
    /// One call; the element of the answer.
    async fn call(
        &mut self,
        path: &str,
        namespace: &str,
        name: &str,
        inner: &str,
    ) -> Result<Element, AskError> {
        let body = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
             <s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body>\
             <{name} xmlns=\"{namespace}\">{inner}</{name}></s:Body></s:Envelope>"
        );
        let kind = format!("application/soap+xml; charset=utf-8; action=\"{namespace}/{name}\"");
        let request = Request {
            method: Method::POST,
            path,
            kind: &kind,
            body: &body,
        };
        let reply = self.digest.ask(self.client, &request).await?;
        let envelope = Element::parse(&reply.body)?;
        let answer = envelope.first(&format!("{name}Response"));
        answer
            .cloned()
            .ok_or(AskError::Unreadable("not what was asked for"))
    }

    /// Every recording, and whether the device came to the end of them.
    async fn recordings(&mut self, path: &str) -> Result<(Vec<Element>, bool), AskError> {
        let scope = "<Scope/><KeepAliveTime>PT60S</KeepAliveTime>";
        let found = self.call(path, SEARCH, "FindRecordings", scope).await?;
        let token = found.text_of("SearchToken").unwrap_or_default();
        if token.is_empty() {
            return Err(AskError::Unreadable("no search"));
        }
        let token = format!("<SearchToken>{}</SearchToken>", escape(token));
        let more = format!("{token}<MaxResults>200</MaxResults><WaitTime>PT5S</WaitTime>");
        let (mut recordings, mut complete) = (Vec::new(), false);
        for _ in 0..MOST_ROUNDS {
            let results = self
                .call(path, SEARCH, "GetRecordingSearchResults", &more)
                .await?;
            let list = results.child("ResultList");
            let list = list.ok_or(AskError::Unreadable("results"))?;
            let listed = list.children.iter();
            let listed = listed.filter(|child| child.name == "RecordingInformation");
            recordings.extend(listed.cloned());
            complete = list.text_of("SearchState") == Some("Completed");
            if complete || recordings.len() > MOST_RECORDINGS {
                break;
            }
        }
        // A search that the device has ended itself is ended.
        if let Err(error) = self.call(path, SEARCH, "EndSearch", &token).await {
            tracing::debug!(%error, "a search was not ended");
        }
        Ok((recordings, complete))
    }
}

/// The path of the search service. The device may name itself by an address of its own: the host stays the one that the
/// administrator set.
fn search_path(services: &Element) -> Result<String, AskError> {
    let listed = services.all("Service");
    let search = listed
        .into_iter()
        .find(|service| service.text_of("Namespace") == Some(SEARCH));
    let address = search.and_then(|service| service.text_of("XAddr"));
    let address = address.ok_or(AskError::NoSearch)?;
    let url = Url::parse(address).map_err(|_| AskError::Unreadable("an address"))?;
    Ok(url.path().trim_start_matches('/').to_owned())
}

/// The device as a whole.
fn whole(summary: &Element, question: &Question<'_>) -> StoreSeen {
    let mut store = StoreSeen::new("ONVIF", ProofLevel::Index);
    let Some(summary) = summary.child("Summary") else {
        store.unreadable = 1;
        return store;
    };
    let number = summary.text_of("NumberRecordings");
    store.count = number.and_then(|text| text.parse().ok()).unwrap_or(0);
    if store.count > 0 {
        date(&mut store, summary.text_of("DataFrom"), question);
        store.newest = summary.text_of("DataUntil").and_then(instant);
    }
    store
}

/// The device as a whole, when it has more than it listed: else its oldest is that of a recording that is named, and
/// would be told of every other camera too.
fn beside(mut whole: StoreSeen, listed: &[StoreSeen], complete: bool) -> Option<StoreSeen> {
    let oldest = listed.iter().filter_map(|store| store.oldest).min();
    let has_older = whole
        .oldest
        .is_some_and(|whole| oldest.is_some_and(|oldest| whole < oldest));
    let is_cut_off = !complete || whole.count > listed.len() as u64;
    if is_cut_off {
        whole.unreadable += 1;
    }
    (listed.is_empty() || has_older || is_cut_off).then_some(whole)
}

/// One recording: usually one camera.
fn store(recording: &Element, question: &Question<'_>) -> StoreSeen {
    let token = recording.text_of("RecordingToken").unwrap_or_default();
    let source = recording.child("Source");
    let name = source.and_then(|source| source.text_of("Name"));
    let name = name.filter(|name| !name.is_empty()).unwrap_or(token);
    let mut store = StoreSeen::new(format!("ONVIF/{name}"), ProofLevel::Index);
    store.count = 1;
    date(&mut store, recording.text_of("EarliestRecording"), question);
    store.newest = recording.text_of("LatestRecording").and_then(instant);
    store
}

/// Devices say 1970 or "now" when they do not know since when they record.
fn date(store: &mut StoreSeen, oldest: Option<&str>, question: &Question<'_>) {
    let known = |at: &OffsetDateTime| (question.now - *at).whole_seconds().abs() > 60;
    store.oldest = oldest.and_then(instant).filter(known);
    let Some(oldest) = store.oldest else {
        store.undated += 1;
        return;
    };
    let first_allowed = question.first_allowed(&store.store);
    store.older_than_limit = first_allowed.map(|first| u64::from(oldest < first));
}

/// `xs:dateTime`; one without a zone is not read.
fn instant(text: &str) -> Option<OffsetDateTime> {
    let at = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    (at.year() > 1980).then_some(at)
}

/// How far ahead of ours the clock of the device is.
fn skew(clock: &Element, now: OffsetDateTime) -> Option<i64> {
    let utc = clock.first("UTCDateTime")?;
    let number = |parent: &Element, name: &str| parent.text_of(name)?.parse::<u8>().ok();
    let (date, time) = (utc.child("Date")?, utc.child("Time")?);
    let year = date.text_of("Year")?.parse::<i32>().ok()?;
    let month = time::Month::try_from(number(date, "Month")?).ok()?;
    let day = time::Date::from_calendar_date(year, month, number(date, "Day")?).ok()?;
    let (hour, minute) = (number(time, "Hour")?, number(time, "Minute")?);
    let there = day.with_hms(hour, minute, number(time, "Second")?).ok()?;
    Some((there.assume_utc() - now).whole_seconds())
}
