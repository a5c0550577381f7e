//! Time stamps by a real authority: what it signed is accepted, and nothing else is.

use objektiv::clock::Clock;
use objektiv::ledger::Hash;
use objektiv::ledger::checkpoint::TreeHead;
use objektiv::ledger::note::{Note, Scheme, SigningKey};
use objektiv::ledger::outside::http::AskError;
use objektiv::ledger::outside::party::{AttestError, Authority, PartyError, imprint};
use objektiv::ledger::outside::stamp::{StampError, verify};

use super::authority::{Fault, Forgery, Running, Signing};
use crate::ledger::{NINE, ORIGIN};

fn checkpoint() -> Note {
    let key = SigningKey::from_seed(ORIGIN, Scheme::Ed25519, &[7; 32]).unwrap();
    let head = TreeHead {
        origin: ORIGIN.to_owned(),
        size: 21,
        root: Hash::of(b"root"),
    };
    head.sign(&[key], NINE).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stamp_is_accepted_by_us_and_by_openssl_and_tells_the_time() {
    for signing in [Signing::Rsa, Signing::EllipticWithSha384] {
        let running = Running::start(Fault::None, signing);
        let note = checkpoint();
        let (answer, at) = running.authority().stamp(&note).await.unwrap();
        assert!(
            (Clock::Wall.now() - at).abs() < time::Duration::MINUTE,
            "{at}"
        );
        assert_eq!(
            verify(&answer, imprint(&note), None, &running.roots().0),
            Ok(at)
        );
        assert!(running.openssl_accepts(note.to_string().as_bytes(), &answer));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stamp_over_something_else_or_for_another_question_is_refused() {
    let running = Running::start(Fault::None, Signing::Rsa);
    let (answer, _) = running.authority().stamp(&checkpoint()).await.unwrap();
    let roots = running.roots();
    let other = verify(&answer, Hash::of(b"another"), None, &roots.0);
    assert_eq!(other, Err(StampError::OtherImprint));
    let other = verify(&answer, imprint(&checkpoint()), Some([1; 8]), &roots.0);
    assert_eq!(other, Err(StampError::OtherNonce));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authority_that_is_not_trusted_is_refused() {
    let (running, other) = (
        Running::start(Fault::None, Signing::Rsa),
        Running::start(Fault::None, Signing::Rsa),
    );
    let (answer, _) = running.authority().stamp(&checkpoint()).await.unwrap();
    let refused = verify(&answer, imprint(&checkpoint()), None, &other.roots().0);
    assert!(matches!(refused, Err(StampError::Chain(_))), "{refused:?}");
    let nobody = verify(&answer, imprint(&checkpoint()), None, &[]);
    assert!(matches!(nobody, Err(StampError::Chain(_))), "{nobody:?}");
}

/// A certificate that can also be a server's is not one that only ever signs times. Except for it all is in order, as
/// the first shows.
#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_is_for_something_else_as_well_is_refused() {
    let running = Running::start(Fault::None, Signing::Rsa);
    let (answer, at) = running.authority().stamp(&checkpoint()).await.unwrap();
    let told = |usage| {
        let forged = running.forge(&answer, &Forgery { usage, days: 1 });
        verify(&forged, imprint(&checkpoint()), None, &running.roots().0)
    };
    // A day later: the certificate was made after the stamp.
    let right = Ok(at + time::Duration::DAY);
    assert_eq!(told("critical,timeStamping"), right);
    for usage in [
        "critical,timeStamping,serverAuth",
        "timeStamping",
        "critical,serverAuth",
    ] {
        assert_eq!(told(usage), Err(StampError::Usage), "{usage}");
    }
}

/// A stamp is for good: its certificate has to be valid when it was made, not when it is read.
#[tokio::test(flavor = "multi_thread")]
async fn the_certificate_is_judged_at_the_time_of_the_stamp() {
    let running = Running::start(Fault::None, Signing::Rsa);
    let (answer, at) = running.authority().stamp(&checkpoint()).await.unwrap();
    let told = |days| {
        let usage = "critical,timeStamping";
        let forged = running.forge(&answer, &Forgery { usage, days });
        verify(&forged, imprint(&checkpoint()), None, &running.roots().0)
    };
    assert_eq!(told(20), Ok(at + time::Duration::days(20)));
    for days in [-2, 40] {
        assert!(matches!(told(days), Err(StampError::Chain(_))), "{days}");
    }
}

/// Whatever byte is changed: never another time, and never accepted where openssl refuses.
#[tokio::test(flavor = "multi_thread")]
async fn no_changed_byte_makes_another_time() {
    let running = Running::start(Fault::None, Signing::EllipticWithSha384);
    let note = checkpoint();
    let (answer, at) = running.authority().stamp(&note).await.unwrap();
    let roots = running.roots();
    let mut let_through = Vec::new();
    for place in 0..answer.len() {
        let mut changed = answer.clone();
        changed[place] ^= 0x01;
        if let Ok(told) = verify(&changed, imprint(&note), None, &roots.0) {
            assert_eq!(told, at, "byte {place}");
            let_through.push(place);
        }
    }
    // Bytes that nobody signs, such as the list of digests in front.
    assert!(let_through.len() < 40, "{let_through:?}");
    for place in let_through.into_iter().take(8) {
        let mut changed = answer.clone();
        changed[place] ^= 0x01;
        let theirs = running.openssl_accepts(note.to_string().as_bytes(), &changed);
        assert!(theirs || place < 60, "openssl refuses byte {place}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_is_not_followed_an_endless_answer_not_read_and_a_refusal_not_taken_for_a_stamp()
{
    let asked = async |fault| {
        let running = Running::start(fault, Signing::Rsa);
        running.authority().stamp(&checkpoint()).await
    };
    let redirected = asked(Fault::Redirects).await;
    assert!(
        matches!(redirected, Err(AttestError::Ask(AskError::Redirect))),
        "{redirected:?}"
    );
    let endless = asked(Fault::Endless).await;
    assert!(
        matches!(endless, Err(AttestError::Ask(AskError::TooLong))),
        "{endless:?}"
    );
    let running = Running::start(Fault::Refuses, Signing::Rsa);
    let _ = running.authority().stamp(&checkpoint()).await;
    let refused = running.authority().stamp(&checkpoint()).await;
    assert!(
        matches!(refused, Err(AttestError::Stamp(StampError::Refused(2)))),
        "{refused:?}"
    );
}

#[test]
fn an_authority_needs_an_address_and_certificates() {
    assert!(matches!(
        Authority::new("ftp://tsa.example", None),
        Err(PartyError::Address(_))
    ));
    assert!(matches!(
        Authority::new("https://tsa.example", None),
        Err(PartyError::NoRoots)
    ));
    let empty = tempfile::NamedTempFile::new().unwrap();
    let refused = Authority::new("https://tsa.example", Some(empty.path()));
    assert!(matches!(refused, Err(PartyError::Roots { .. })));
}
