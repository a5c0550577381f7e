//! ONVIF Recording Search, made after the schema: what a device says of each recording.

use objektiv::recorder::ProofLevel;
use objektiv::recorder::ask::{AskError, System};
use objektiv::recorder::check::{CheckVerdict, StoreSeen};
use time::macros::datetime;

use super::device::{Device, PASSWORD};

fn envelope(inner: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><env:Envelope \
         xmlns:env=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:tds=\"http://www.onvif.org/ver10/device/wsdl\" \
         xmlns:tse=\"http://www.onvif.org/ver10/search/wsdl\" xmlns:tt=\"http://www.onvif.org/ver10/schema\">\
         <env:Body>{inner}</env:Body></env:Envelope>"
    )
}

fn clock(hour: u8) -> String {
    format!(
        "<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType>\
         <tt:DaylightSavings>false</tt:DaylightSavings><tt:UTCDateTime><tt:Time><tt:Hour>{hour}</tt:Hour>\
         <tt:Minute>30</tt:Minute><tt:Second>0</tt:Second></tt:Time><tt:Date><tt:Year>2026</tt:Year>\
         <tt:Month>11</tt:Month><tt:Day>22</tt:Day></tt:Date></tt:UTCDateTime></tds:SystemDateAndTime>\
         </tds:GetSystemDateAndTimeResponse>"
    )
}

// The device believes that it stands at another address.
const SERVICES: &str = "<tds:GetServicesResponse><tds:Service>\
    <tds:Namespace>http://www.onvif.org/ver10/device/wsdl</tds:Namespace>\
    <tds:XAddr>http://192.168.0.90/onvif/device_service</tds:XAddr>\
    <tds:Version><tt:Major>21</tt:Major><tt:Minor>12</tt:Minor></tds:Version></tds:Service><tds:Service>\
    <tds:Namespace>http://www.onvif.org/ver10/search/wsdl</tds:Namespace>\
    <tds:XAddr>http://192.168.0.90/onvif/search</tds:XAddr>\
    <tds:Version><tt:Major>21</tt:Major><tt:Minor>12</tt:Minor></tds:Version></tds:Service>\
    </tds:GetServicesResponse>";

fn summary(from: &str) -> String {
    format!(
        "<tse:GetRecordingSummaryResponse><tse:Summary><tt:DataFrom>{from}</tt:DataFrom>\
         <tt:DataUntil>2026-11-22T07:29:50Z</tt:DataUntil><tt:NumberRecordings>2</tt:NumberRecordings>\
         </tse:Summary></tse:GetRecordingSummaryResponse>"
    )
}

fn information(token: &str, name: &str, earliest: &str) -> String {
    let earliest = if earliest.is_empty() {
        String::new()
    } else {
        format!("<tt:EarliestRecording>{earliest}</tt:EarliestRecording>")
    };
    format!(
        "<tt:RecordingInformation><tt:RecordingToken>{token}</tt:RecordingToken><tt:Source>\
         <tt:SourceId>urn:uuid:1</tt:SourceId><tt:Name>{name}</tt:Name><tt:Location>Entr&#233;n</tt:Location>\
         <tt:Description/><tt:Address>http://192.168.0.91</tt:Address></tt:Source>{earliest}\
         <tt:LatestRecording>2026-11-22T07:29:50Z</tt:LatestRecording><tt:Content>Continuous</tt:Content>\
         <tt:RecordingStatus>Recording</tt:RecordingStatus></tt:RecordingInformation>"
    )
}

fn results(state: &str, inner: &str) -> String {
    format!(
        "<tse:GetRecordingSearchResultsResponse><tse:ResultList><tt:SearchState>{state}</tt:SearchState>\
         {inner}</tse:ResultList></tse:GetRecordingSearchResultsResponse>"
    )
}

/// Answers by what the body asks for; the search gives its results in the end.
fn answer(path: &str, body: &str, hour: u8, from: &str, found: &str) -> Option<String> {
    let asks = |name: &str| body.contains(&format!("<{name} xmlns="));
    let inner = match path {
        "/onvif/device_service" if asks("GetSystemDateAndTime") => clock(hour),
        "/onvif/device_service" if asks("GetServices") => SERVICES.to_owned(),
        "/onvif/search" if asks("GetRecordingSummary") => summary(from),
        "/onvif/search" if asks("FindRecordings") => {
            "<tse:FindRecordingsResponse><tse:SearchToken>s&amp;1</tse:SearchToken></tse:FindRecordingsResponse>".into()
        }
        "/onvif/search" if asks("GetRecordingSearchResults") => {
            assert!(body.contains("<SearchToken>s&amp;1</SearchToken>"), "{body}");
            results("Completed", found)
        }
        "/onvif/search" if asks("EndSearch") => {
            "<tse:EndSearchResponse><tse:Endpoint>2026-11-22T07:30:00Z</tse:Endpoint></tse:EndSearchResponse>".into()
        }
        _ => return None,
    };
    Some(envelope(&inner))
}

fn store<'a>(stores: &'a [StoreSeen], name: &str) -> &'a StoreSeen {
    stores.iter().find(|store| store.store == name).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_recording_tells_its_own_oldest() {
    for algorithm in ["MD5", "SHA-256"] {
        let device = Device::start(algorithm, |path, body| {
            let found = information("r1", "0042 Entré", "2026-11-20T08:00:00Z")
                + &information("r2", "0043", "2026-11-01T08:00:00+01:00");
            answer(path, body, 7, "2026-11-01T07:00:00Z", &found)
        });
        let device = device.await;
        let told = device.ask(System::Onvif, PASSWORD).await.unwrap();
        let young = store(&told.stores, "ONVIF/0042 Entré");
        assert_eq!(
            (young.level, young.verdict()),
            (ProofLevel::Index, CheckVerdict::Fine)
        );
        assert_eq!(young.oldest, Some(datetime!(2026-11-20 08:00 UTC)));
        let old = store(&told.stores, "ONVIF/0043");
        assert_eq!(
            (old.older_than_limit, old.verdict()),
            (Some(1), CheckVerdict::Older)
        );
        assert_eq!(
            told.stores.len(),
            2,
            "the oldest of one camera is not told of the other"
        );
        assert_eq!(told.clock_skew_seconds, Some(0));
        let asked: Vec<String> = device.asked().into_iter().map(|(path, _)| path).collect();
        assert_eq!(asked[..2], ["/onvif/device_service"; 2]);
        assert!(
            asked[2..].iter().all(|path| path == "/onvif/search"),
            "{asked:?}"
        );
        assert!(
            device.asked().last().unwrap().1.contains("<EndSearch"),
            "the search is ended"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_device_does_not_know_is_never_read_as_a_time() {
    // 1970, now, nothing, and a time without a zone: four ways to say that one does not know.
    let device = Device::start("MD5", |path, body| {
        let found = information("r1", "a", "1970-01-01T00:00:00Z")
            + &information("r2", "b", "2026-11-22T07:30:00Z")
            + &information("r3", "c", "")
            + &information("r4", "d", "2026-11-20T08:00:00");
        answer(path, body, 7, "1970-01-01T00:00:00Z", &found)
    });
    let told = device.await.ask(System::Onvif, PASSWORD).await.unwrap();
    assert_eq!(told.stores.len(), 4);
    for store in &told.stores {
        assert_eq!(
            (store.oldest, store.verdict()),
            (None, CheckVerdict::Unknown),
            "{store:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_device_has_beside_the_recordings_that_it_lists_is_told_of_the_device() {
    let older = Device::start("MD5", |path, body| {
        let found = information("r1", "0042", "2026-11-20T08:00:00Z")
            + &information("r2", "0043", "2026-11-20T08:00:00Z");
        answer(path, body, 7, "2026-11-01T08:00:00Z", &found)
    });
    let told = older.await.ask(System::Onvif, PASSWORD).await.unwrap();
    let whole = store(&told.stores, "ONVIF");
    assert_eq!(
        (whole.older_than_limit, whole.verdict()),
        (Some(1), CheckVerdict::Older)
    );
    // It says that it has two and lists one.
    let fewer = Device::start("MD5", |path, body| {
        let found = information("r1", "0042", "2026-11-20T08:00:00Z");
        answer(path, body, 7, "2026-11-20T08:00:00Z", &found)
    });
    let told = fewer.await.ask(System::Onvif, PASSWORD).await.unwrap();
    assert_eq!(
        store(&told.stores, "ONVIF").verdict(),
        CheckVerdict::Unknown
    );
    let none = Device::start("MD5", |path, body| answer(path, body, 7, "", ""));
    let told = none.await.ask(System::Onvif, PASSWORD).await.unwrap();
    assert_eq!(told.stores.len(), 1);
    assert_eq!(
        told.stores[0].verdict(),
        CheckVerdict::Unknown,
        "empty is not gone"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_wrong_makes_everything_unknown() {
    let device = Device::start("MD5", |path, body| {
        let found = information("r1", "0042", "2026-11-20T08:00:00Z");
        answer(path, body, 9, "2026-11-20T08:00:00Z", &found)
    });
    let told = device.await.ask(System::Onvif, PASSWORD).await.unwrap();
    assert_eq!(told.clock_skew_seconds, Some(7_200));
    let unknown = |store: &StoreSeen| store.verdict() == CheckVerdict::Unknown;
    assert!(told.stores.iter().all(unknown), "{:?}", told.stores);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_without_recording_search_and_a_wrong_password_are_told_apart() {
    let without = Device::start("MD5", |path, body| {
        let told = answer(path, body, 7, "", "")?;
        Some(told.replace(
            "http://www.onvif.org/ver10/search/wsdl</tds:Namespace>",
            "urn:other</tds:Namespace>",
        ))
    });
    let told = without.await.ask(System::Onvif, PASSWORD).await;
    assert!(matches!(told, Err(AskError::NoSearch)), "{told:?}");
    let device = Device::start("MD5", |path, body| answer(path, body, 7, "", "")).await;
    let told = device.ask(System::Onvif, "fel").await;
    assert!(matches!(told, Err(AskError::WrongPassword)), "{told:?}");
}
