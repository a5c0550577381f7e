//! Axis cameras, made after the documentation: what each disk lists, and what is only a setting.

use objektiv::recorder::ProofLevel;
use objektiv::recorder::ask::{AskError, System};
use objektiv::recorder::check::{CheckVerdict, StoreSeen};
use time::macros::datetime;

use super::device::{Device, PASSWORD};

const DISKS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<root><disks numberofdisks="2">
<disk diskid="SD_DISK" name="" totalsize="62367072" freesize="46230512" cleanuplevel="90" cleanupmaxage="3" cleanuppolicy="fifo" locked="No" full="No" readonly="No" status="OK" filesystem="ext4"/>
<disk diskid="NetworkShare" name="" totalsize="0" freesize="0" cleanuplevel="90" cleanupmaxage="7" cleanuppolicy="none" locked="No" full="No" readonly="No" status="disconnected" filesystem="cifs"/>
</disks></root>"#;

fn recordings(inner: &str, total: usize) -> String {
    let count = inner.matches("<recording ").count();
    format!(
        "<?xml version=\"1.0\"?><root><recordings totalnumberofrecordings=\"{total}\" \
         numberofrecordings=\"{count}\">{inner}</recordings></root>"
    )
}

fn recording(id: &str, start: &str, stop: &str, locked: &str) -> String {
    format!(
        "<recording diskid=\"SD_DISK\" recordingid=\"{id}\" starttime=\"{start}\" stoptime=\"{stop}\" \
         recordingtype=\"continuous\" recordingstatus=\"completed\" source=\"1\" locked=\"{locked}\">\
         <video mimetype=\"video/x-h264\" width=\"1920\" height=\"1080\"/></recording>"
    )
}

fn answer(path: &str, listed: String) -> Option<String> {
    match path {
        "/axis-cgi/disks/list.cgi?diskid=all" => Some(DISKS.into()),
        "/axis-cgi/record/list.cgi?recordingid=all" => Some(listed),
        _ => None,
    }
}

fn young() -> String {
    recording(
        "a",
        "2026-11-20T08:00:00.123456Z",
        "2026-11-20T09:00:00.123456Z",
        "No",
    ) + &recording("b", "2026-11-22T07:00:00.123456Z", "", "No")
}

/// A camera whose footage is young enough.
pub fn young_answer(path: &str) -> Option<String> {
    answer(path, recordings(&young(), 2))
}

fn store<'a>(stores: &'a [StoreSeen], name: &str) -> &'a StoreSeen {
    stores.iter().find(|store| store.store == name).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_disk_is_an_index_of_its_recordings_and_its_setting_is_a_claim() {
    for algorithm in ["MD5", "SHA-256"] {
        let device =
            Device::start(algorithm, |path, _| answer(path, recordings(&young(), 2))).await;
        let told = device.ask(System::Axis, PASSWORD).await.unwrap();
        let sd = store(&told.stores, "Axis/SD_DISK");
        assert_eq!((sd.level, sd.count), (ProofLevel::Index, 2));
        assert_eq!(sd.oldest, Some(datetime!(2026-11-20 08:00:00.123456 UTC)));
        assert_eq!(
            sd.newest,
            Some(datetime!(2026-11-22 07:30 UTC)),
            "it goes on"
        );
        assert_eq!(
            (sd.older_than_limit, sd.verdict()),
            (Some(0), CheckVerdict::Fine)
        );
        let gone = store(&told.stores, "Axis/NetworkShare");
        assert_eq!(
            gone.verdict(),
            CheckVerdict::Unknown,
            "the share is not there"
        );
        assert_eq!(gone.unreadable_paths, ["NetworkShare: disconnected"]);
        for (name, level) in [
            (
                "Axis/SD_DISK, inställd gallring: fifo, 3 dygn",
                ProofLevel::Claim,
            ),
            (
                "Axis/NetworkShare, inställd gallring: raderar ingenting",
                ProofLevel::Claim,
            ),
        ] {
            let claim = store(&told.stores, name);
            assert_eq!(
                (claim.level, claim.verdict()),
                (level, CheckVerdict::Unknown)
            );
        }
        assert_eq!(told.clock_skew_seconds, Some(0));
        assert_eq!(device.asked().len(), 2, "two questions, signed in once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn old_locked_and_undated_recordings_and_a_list_that_is_cut_off_are_never_fine() {
    let old = Device::start("MD5", |path, _| {
        let old = recording("c", "2026-11-01T08:00:00Z", "2026-11-01T09:00:00Z", "No");
        answer(path, recordings(&(young() + &old), 3))
    });
    let locked = Device::start("MD5", |path, _| {
        let old = recording("c", "2026-11-01T08:00:00Z", "2026-11-01T09:00:00Z", "Yes");
        answer(path, recordings(&(young() + &old), 3))
    });
    let undated = Device::start("MD5", |path, _| {
        // As the documentation itself once printed a time.
        let wrong = recording("c", "2026-11-20T010:30:30Z", "", "No");
        answer(path, recordings(&(young() + &wrong), 3))
    });
    let cut = Device::start("MD5", |path, _| answer(path, recordings(&young(), 9)));
    let sd = async |device: Device| {
        let told = device.ask(System::Axis, PASSWORD).await.unwrap();
        store(&told.stores, "Axis/SD_DISK").clone()
    };
    let old = sd(old.await).await;
    assert_eq!(
        (old.older_than_limit, old.verdict()),
        (Some(1), CheckVerdict::Older)
    );
    let locked = sd(locked.await).await;
    assert_eq!(
        locked.verdict(),
        CheckVerdict::Older,
        "until a hold explains it"
    );
    assert_eq!(locked.protected[0].label, "inspelning c");
    assert_eq!(
        locked.oldest,
        Some(datetime!(2026-11-20 08:00:00.123456 UTC))
    );
    assert_eq!(sd(undated.await).await.verdict(), CheckVerdict::Unknown);
    assert_eq!(sd(cut.await).await.verdict(), CheckVerdict::Unknown);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_a_document_type_and_what_is_no_list_are_refused() {
    let device = Device::start("MD5", |path, _| answer(path, recordings(&young(), 2))).await;
    let told = device.ask(System::Axis, "fel").await;
    assert!(matches!(told, Err(AskError::WrongPassword)), "{told:?}");
    assert!(device.asked().is_empty());
    let typed = Device::start("MD5", |path, _| {
        let entity = "<!DOCTYPE root [<!ENTITY a \"b\">]><root><recordings/></root>";
        answer(path, entity.into())
    });
    let told = typed.await.ask(System::Axis, PASSWORD).await;
    assert!(
        matches!(told, Err(AskError::Unreadable("a document type"))),
        "{told:?}"
    );
    let other = Device::start("MD5", |path, _| answer(path, "<root/>".into())).await;
    let told = other.ask(System::Axis, PASSWORD).await;
    assert!(
        matches!(told, Err(AskError::Unreadable("recordings"))),
        "{told:?}"
    );
}
