//! A receipt that is made after somebody outside the house has seen the log says so: with the stamp of the time stamping
//! authority, and with the lines of the witnesses.

use objektiv::ledger::issue::receipt;
use objektiv::ledger::outside::party::Roots;
use objektiv::ledger::receipt::{Brought, Check, Receipt};
use objektiv::ledger::verify::Verdict;
use objektiv::ledger::words;

use super::authority::{Fault, Running, Signing};
use super::{Today, today};
use crate::ledger::EKEBRO;

async fn receipt_of(log: &Today, idx: u64) -> Receipt {
    let made = receipt(&log.engine.db, EKEBRO, &log.signer, idx, log.now).await;
    made.unwrap()
}

/// What is said of the stamp by somebody who trusts `roots`, and of the receipt.
fn told(log: &Today, receipt: &Receipt, roots: &Roots) -> (Option<bool>, Verdict) {
    let report = receipt.check(&Brought {
        keys: &[log.signer.public().unwrap().clone()],
        roots: &roots.0,
        ..Brought::default()
    });
    let mut checks = report.checks.iter();
    let stamp = checks.find(|check| check.name == Check::Stamp).unwrap();
    (stamp.ok, report.verdict)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_has_the_first_stamp_over_its_entry_and_the_stamp_holds_for_nothing_else() {
    for log in today().await {
        let running = Running::start(Fault::None, Signing::Rsa);
        let roots = running.roots();
        let early = receipt_of(&log, 3).await;
        assert_eq!(early.stamp, None, "nobody has seen the log yet");
        assert_eq!(told(&log, &early, &roots), (None, Verdict::Intact));

        let note = log.round().publish().await.unwrap();
        let authority = running.authority();
        assert!(log.round().stamp(&note, &authority).await.unwrap());
        log.release(log.now, 2).await;
        let stamped = receipt_of(&log, 3).await;
        assert_eq!(stamped.proof.checkpoint, note, "the one that was stamped");
        assert_eq!(told(&log, &stamped, &roots), (Some(true), Verdict::Intact));
        let nobody = (None, Verdict::Intact);
        assert_eq!(told(&log, &stamped, &Roots::default()), nobody);
        let other = Running::start(Fault::None, Signing::Rsa).roots();
        assert_eq!(told(&log, &stamped, &other), nobody, "not one we trust");
        let later = receipt_of(&log, 8).await;
        assert_eq!(later.stamp, None, "it came after the stamp");

        let false_one = Receipt {
            stamp: stamped.stamp.clone(),
            ..later
        };
        let wrong = (Some(false), Verdict::Tampered);
        assert_eq!(told(&log, &false_one, &roots), wrong, "of another log");
        let mut bytes = stamped.stamp.clone().unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        let spoilt = Receipt {
            stamp: Some(bytes),
            ..stamped.clone()
        };
        assert_eq!(told(&log, &spoilt, &roots), wrong, "one bit");

        let words = words::of(&stamped, log.signer.public().unwrap());
        let zip = stamped.to_zip(&words).unwrap();
        assert_eq!(Receipt::parse(&zip).unwrap(), stamped);
        assert!(words.readme.contains("tidsstampel.tsr"));
        assert!(words.page.contains("data-stamped"), "kvitto.html knows");
        let single = Receipt::parse(stamped.to_single().as_bytes()).unwrap();
        assert_eq!(told(&log, &single, &roots), nobody, "only in the zip");
    }
}
