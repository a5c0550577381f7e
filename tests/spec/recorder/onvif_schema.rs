//! What we send to an ONVIF device is what ONVIF's own schemas allow, and what a program that shares no code with ours
//! writes by them is understood.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use objektiv::recorder::ask::{AskError, System};
use objektiv::recorder::check::CheckVerdict;
use time::macros::datetime;

use super::device::{PASSWORD, ask_at};

struct Device(Child, String);

impl Drop for Device {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// `None` where the Python packages of the tests are not installed; `tests/run` always installs them.
#[expect(
    clippy::disallowed_methods,
    reason = "where the test programs are is told by the environment"
)]
fn started() -> Option<Device> {
    let python = std::env::var("OBJEKTIV_TEST_PYTHON").ok()?;
    let mut process = Command::new(python)
        .arg("tests/onvif_device.py")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut printed = BufReader::new(process.stdout.take().unwrap());
    printed.read_line(&mut line).unwrap();
    let address = format!("http://127.0.0.1:{}", line.trim());
    Some(Device(process, address))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_request_is_valid_by_the_schemas_of_onvif_and_every_answer_of_zeep_is_understood() {
    let Some(device) = started() else {
        return;
    };
    // The device answers nothing that its schemas refuse, and says so with another status.
    let told = ask_at(&device.1, System::Onvif, PASSWORD).await.unwrap();
    let stores: Vec<_> = told
        .stores
        .iter()
        .map(|store| (store.store.as_str(), store.oldest, store.verdict()))
        .collect();
    assert_eq!(
        stores,
        [
            (
                "ONVIF/0042 Entré",
                Some(datetime!(2026-11-20 07:30 UTC)),
                CheckVerdict::Fine
            ),
            (
                "ONVIF/0043",
                Some(datetime!(2026-11-02 07:30 UTC)),
                CheckVerdict::Older
            ),
        ]
    );
    assert_eq!(told.clock_skew_seconds, Some(0));
    let wrong = ask_at(&device.1, System::Onvif, "fel").await;
    assert!(matches!(wrong, Err(AskError::WrongPassword)), "{wrong:?}");
}
