//! Axis cameras and recorders (VAPIX edge storage): the recordings of each disk, and how the disk is set to delete.
//!
//! Made after Axis' documentation and not yet tried with a device. What it lists is an index: its own word.

use reqwest::Method;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tokio::sync::Mutex;

use super::client::Client;
use super::digest::{Digest, Request};
use super::xml::Element;
use super::{Adapter, Answer, AskError, Question, SKEW_SECONDS};
use crate::recorder::ProofLevel;
use crate::recorder::check::{Protected, StoreSeen};

const DISKS: &str = "axis-cgi/disks/list.cgi?diskid=all";
const RECORDINGS: &str = "axis-cgi/record/list.cgi?recordingid=all";
/// Locked recordings that are named; of more than that the oldest are.
const MOST_PROTECTED: usize = 100;

pub struct Axis(Mutex<(Client, Digest)>);

impl Axis {
    pub fn new(client: Client, user: String, password: String) -> Self {
        Self(Mutex::new((client, Digest::new(user, password))))
    }
}

#[async_trait::async_trait]
impl Adapter for Axis {
    async fn ask(&self, question: &Question<'_>) -> Result<Answer, AskError> {
        let mut talk = self.0.lock().await;
        let (client, digest) = &mut *talk;
        let mut get = async |path| {
            let request = Request {
                method: Method::GET,
                path,
                kind: "",
                body: "",
            };
            digest.ask(client, &request).await
        };
        let disks = get(DISKS).await?;
        let skew = disks.clock_skew(question.now);
        let disks = Element::parse(&disks.body)?;
        let recordings = Element::parse(&get(RECORDINGS).await?.body)?;
        let mut stores = stores(&disks, &recordings, question)?;
        if skew.is_none_or(|skew| skew.abs() > SKEW_SECONDS) {
            // Its times are by a clock that is wrong: nothing can be said of their age.
            for store in stores
                .iter_mut()
                .filter(|one| one.level == ProofLevel::Index)
            {
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

/// Each disk as an index of what it holds, and as a claim of how it deletes.
fn stores(
    disks: &Element,
    recordings: &Element,
    question: &Question<'_>,
) -> Result<Vec<StoreSeen>, AskError> {
    let list = recordings.first("recordings");
    let list = list.ok_or(AskError::Unreadable("recordings"))?;
    let listed = recordings.all("recording");
    let number = |name| list.attribute(name)?.parse::<u64>().ok();
    let total = number("totalnumberofrecordings");
    let unlisted = total.map_or(0, |total| total.saturating_sub(listed.len() as u64));
    let disks = disks.all("disk");
    let mut stores = Vec::new();
    for disk in &disks {
        let id = disk.attribute("diskid").unwrap_or_default();
        let mut store = index(id, &listed, question);
        store.unreadable += unlisted;
        if !is_well(disk) {
            let status = disk.attribute("status").unwrap_or_default();
            store.unreadable += 1;
            store.unreadable_paths.push(format!("{id}: {status}"));
        }
        stores.push(store);
        stores.push(claim(id, disk));
    }
    let known = |recording: &&Element| {
        let on = recording.attribute("diskid");
        disks.iter().any(|disk| disk.attribute("diskid") == on)
    };
    // What is listed on a disk that is not: not seen whole.
    if listed.iter().any(|recording| !known(recording)) {
        let strays: Vec<&Element> = listed.iter().copied().filter(|one| !known(one)).collect();
        let mut store = of_recordings("Axis/okänd disk", &strays, question);
        store.unreadable += 1;
        stores.push(store);
    }
    if stores.is_empty() {
        stores.push(StoreSeen::new("Axis", ProofLevel::Index));
    }
    Ok(stores)
}

fn is_well(disk: &Element) -> bool {
    let status = disk.attribute("status").unwrap_or_default();
    ["OK", "connected"]
        .iter()
        .any(|fine| status.eq_ignore_ascii_case(fine))
}

fn index(id: &str, listed: &[&Element], question: &Question<'_>) -> StoreSeen {
    let of_disk = listed.iter().copied();
    let of_disk = of_disk.filter(|recording| recording.attribute("diskid") == Some(id));
    let of_disk: Vec<&Element> = of_disk.collect();
    of_recordings(&format!("Axis/{id}"), &of_disk, question)
}

fn of_recordings(name: &str, recordings: &[&Element], question: &Question<'_>) -> StoreSeen {
    let mut store = StoreSeen::new(name, ProofLevel::Index);
    let first_allowed = question.first_allowed(name);
    let mut older = 0;
    for recording in recordings {
        store.count += 1;
        let Some(from) = recording.attribute("starttime").and_then(instant) else {
            store.undated += 1;
            continue;
        };
        let until = recording.attribute("stoptime").and_then(instant);
        // One that goes on has no end yet.
        store.newest = store.newest.max(Some(until.unwrap_or(question.now)));
        let is_older = first_allowed.is_some_and(|first| from < first);
        older += u64::from(is_older);
        if is_yes(recording.attribute("locked")) {
            let id = recording.attribute("recordingid").unwrap_or_default();
            store.protected.push(Protected {
                label: format!("inspelning {id}"),
                from,
                older: is_older,
                hold: None,
            });
        } else {
            store.oldest = store.oldest.into_iter().chain([from]).min();
        }
    }
    store.protected.sort_by_key(|protected| protected.from);
    store.protected.truncate(MOST_PROTECTED);
    store.older_than_limit = first_allowed.map(|_| older);
    store
}

/// How a disk is set to delete: never evidence.
fn claim(id: &str, disk: &Element) -> StoreSeen {
    let attribute = |name| disk.attribute(name).unwrap_or("?");
    let words = match attribute("cleanuppolicy") {
        "none" => "raderar ingenting".to_owned(),
        policy => format!("{policy}, {} dygn", attribute("cleanupmaxage")),
    };
    StoreSeen::new(
        format!("Axis/{id}, inställd gallring: {words}"),
        ProofLevel::Claim,
    )
}

fn is_yes(value: Option<&str>) -> bool {
    value.is_some_and(|value| value.eq_ignore_ascii_case("yes"))
}

/// UTC, as the documentation has it; 1970 is what a clock says that was never set.
fn instant(text: &str) -> Option<OffsetDateTime> {
    let at = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    (at.year() > 1980).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_that_is_none_is_not_read_as_one() {
        assert!(instant("2026-11-20T08:00:00.123456Z").is_some());
        for wrong in ["2013-11-20T010:30:30Z", "", "1970-01-01T00:00:00Z", "i går"] {
            assert_eq!(instant(wrong), None, "{wrong}");
        }
    }
}
