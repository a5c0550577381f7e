//! Re-reads a whole log, page by page in the order of `idx`, and reports what was found.

use futures_util::stream::{self, StreamExt};
use sea_orm::ConnectionTrait;
use tokio::sync::mpsc;

use super::cases::{Agreement, Cases};
use super::chain::{Chain, Watch};
use super::checkpoint::TreeHead;
use super::erasure::{self, Erased};
use super::hash::Hash;
use super::head::Head;
use super::note::{Note, VerificationKey};
use super::outside::bracket::{Brackets, Trusted};
use super::outside::{Attested, store as outside};
use super::read::{self, StoredCheckpoint};
use super::revoked::Revoked;
use super::store::{self, LedgerError};
use super::verify::{Bad, Level, Report, Tampering, Verdict};
use crate::organisation::KommunId;

mod reading;

use reading::{AT_ONCE, Looks, PAGE, Page, aside};

/// How often a log is read again because fields of it were erased meanwhile.
const AGAIN: usize = 3;

/// What a log is verified against, beside itself.
#[derive(Default)]
pub struct Given<'a> {
    /// The register, for level 5.
    pub cases: Option<&'a dyn Cases>,
    /// Heads that a verifier kept from earlier, for level 3. Their signatures are for the caller to check.
    pub heads: Vec<TreeHead>,
    /// The log's published keys, old ones included: with them the signatures in the database are checked too.
    pub keys: Vec<VerificationKey>,
    /// Keys that were stolen, and until where a checkpoint under one of them is believed.
    pub revoked: Vec<Revoked>,
    /// Who is trusted to say when the log was seen, for level 4.
    pub trusted: Trusted,
}

/// Verifies the log of a kommun against itself and, when `cases` are given, against the register.
///
/// # Errors
/// As [`verify_against`].
pub async fn verify(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    cases: Option<&dyn Cases>,
) -> Result<Report, LedgerError> {
    let given = Given {
        cases,
        ..Given::default()
    };
    verify_against(db, kommun, given).await
}

/// Verifies the log of a kommun against itself and everything that is `given`.
///
/// Appending goes on meanwhile: what is judged is the log as it stood when this began.
///
/// # Errors
/// When the kommun has no log or the database fails. What is wrong with the log is in the report, not an error.
pub async fn verify_against(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    given: Given<'_>,
) -> Result<Report, LedgerError> {
    verify_watched(db, kommun, given, &|_| ()).await
}

/// As [`verify_against`]; `progress` hears how many entries are read.
///
/// # Errors
/// As [`verify_against`].
pub async fn verify_watched(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    given: Given<'_>,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Report, LedgerError> {
    let (mut report, mut erased) = once(db, kommun, &given, progress).await?;
    // What was erased while it was read looks as if somebody had taken it away.
    for _ in 0..AGAIN {
        if report.verdict == Verdict::Intact || erased == erasure::erased(db, kommun).await? {
            break;
        }
        (report, erased) = once(db, kommun, &given, progress).await?;
    }
    Ok(report)
}

/// The report, and what of it rests on: the fields that were erased when it began.
async fn once(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    given: &Given<'_>,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<(Report, Erased), LedgerError> {
    let head = match store::head(db, kommun).await {
        Ok(Some(head)) => head,
        Ok(None) if read::highest(db, kommun, 0).await?.is_none() => {
            return Err(LedgerError::NotOpen(kommun.number()));
        }
        Ok(None) | Err(LedgerError::Damaged(_)) => return Ok((headless(), Erased::default())),
        Err(error) => return Err(error),
    };
    let looks = Looks::new(db.get_database_backend());
    let first = async {
        let noted = read::checkpoints(db, kommun, head.size()).await?;
        let erased = erasure::erased(db, kommun).await?;
        let brackets = brackets(db, kommun, &noted, &given.trusted).await?;
        Ok::<_, LedgerError>((noted, erased, brackets))
    };
    let (noted, erased, brackets) = looks.of(0).during(first).await?;
    let stored = checkpoints(&noted, &head, given);
    let kinds = given.cases.map_or(&[][..], |cases| cases.kinds());
    let mut judge = Judge {
        chain: Chain::new(&head.origin),
        agreement: Agreement::new(kinds, erased.clone()),
        signed: Watch::new(stored.heads),
        told: Watch::new(given.heads.clone()),
        brackets,
    };
    let pages = (0..head.size().div_ceil(PAGE)).map(|number| {
        let from = number * PAGE;
        let range = from..head.size().min(from + PAGE);
        let page = Page::read(db, kommun, given.cases, range);
        looks.of(number).during(page)
    });
    // Read and examined several at a time, judged in their order: reading goes on while a page is judged.
    let mut pages = stream::iter(pages).buffered(AT_ONCE);
    let (give, mut take) = mpsc::channel(1);
    let reading = async move {
        while let Some(page) = pages.next().await {
            if give.send(page).await.is_err() {
                break;
            }
        }
    };
    let judging = async move {
        while let Some(page) = take.recv().await {
            let page = page?;
            let end = page.range.end;
            judge = aside(move || {
                page.pass(&mut judge);
                judge
            })
            .await?;
            progress(end);
        }
        Ok::<_, LedgerError>(judge)
    };
    let ((), judged) = tokio::join!(reading, judging);
    let mut judge = judged?;
    judge.chain.finish(&head);
    beyond(db, kommun, &head, &mut judge.chain).await?;
    judge.signed.finish(&judge.chain);
    judge.told.finish(&judge.chain);
    if let Some(cases) = given.cases {
        unlogged(db, kommun, (cases, &head), &mut judge.agreement).await?;
    }
    let levels = judge.levels(&head, given, stored.forged);
    Ok((judge.report(head, levels), erased))
}

/// Records that say that their entries are beyond the end of the log.
async fn unlogged(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    (cases, head): (&dyn Cases, &Head),
    agreement: &mut Agreement,
) -> Result<(), LedgerError> {
    let since = cases.claims(head.size(), i64::MAX.unsigned_abs()).await?;
    // Asked after what is recorded, and not before: whoever records goes on meanwhile.
    let later = store::head(db, kommun).await?;
    let size = later.map_or(0, |later| later.size());
    for claim in since.iter().filter(|claim| claim.idx >= size) {
        agreement.claimed_without_entry(claim.idx);
    }
    Ok(())
}

/// What judges a log while it is read.
struct Judge {
    chain: Chain,
    agreement: Agreement,
    /// The checkpoints in the database.
    signed: Watch,
    /// The heads that the verifier brought.
    told: Watch,
    /// What was attested outside the house.
    brackets: Brackets,
}

impl Judge {
    fn report(self, head: Head, levels: Vec<Level>) -> Report {
        let (size, root) = (head.frontier.size(), self.chain.root());
        let mut report = Report::new(head.origin, size, root, levels);
        report.fields = self.agreement.into_fields();
        report
    }

    fn levels(&self, head: &Head, given: &Given<'_>, forged: Option<u64>) -> Vec<Level> {
        vec![
            Level::not_checked(0, "kräver de utlämnade filerna"),
            Level::not_checked(1, "kräver ett kvitto"),
            self.whole(head, given, forged),
            self.same(given),
            self.brackets.level(),
            match self.agreement.bad() {
                Some(bad) => Level::failed(5, bad),
                None if given.cases.is_some() => {
                    Level::passed(5, "uppgifter och ärenden stämmer med posterna")
                }
                None => Level::not_checked(5, "registrets ärenden jämfördes inte"),
            },
        ]
    }

    fn whole(&self, head: &Head, given: &Given<'_>, forged: Option<u64>) -> Level {
        let forged = forged.map(|idx| Bad {
            kind: Tampering::Rewritten,
            idx,
        });
        if let Some(bad) = self.chain.bad().or(self.signed.bad()).or(forged) {
            return Level::failed(2, bad);
        }
        let signatures = match (self.signed.agreed(), given.keys.is_empty()) {
            (0, _) => "inget är underskrivet ännu".to_owned(),
            (size, true) => format!("underskrifterna till och med {size} poster ej kontrollerade"),
            (size, false) => format!("underskrifterna till och med {size} poster stämmer"),
        };
        let size = head.size();
        Level::passed(
            2,
            format!("{size} poster lästa: ordning, kedja, träd och huvud stämmer; {signatures}"),
        )
    }

    fn same(&self, given: &Given<'_>) -> Level {
        match (self.told.bad(), self.told.agreed()) {
            (Some(bad), _) => Level::failed(3, bad),
            (None, _) if given.heads.is_empty() => {
                Level::not_checked(3, "kräver en äldre kontrollpunkt")
            }
            (None, agreed) if given.heads.iter().all(|told| told.size <= agreed) => {
                Level::passed(3, format!("samma logg som när den hade {agreed} poster"))
            }
            (None, _) => Level::not_checked(3, "loggen är inte hel fram till kontrollpunkten"),
        }
    }
}

/// The heads that the log signed, as they stand in the database.
struct Signed {
    heads: Vec<TreeHead>,
    /// The size of the first checkpoint that none of the keys signed.
    forged: Option<u64>,
}

fn checkpoints(noted: &[StoredCheckpoint], head: &Head, given: &Given<'_>) -> Signed {
    let mut signed = Signed {
        heads: Vec::new(),
        forged: None,
    };
    for stored in noted {
        let note = Note::parse(stored.note.as_bytes());
        let read = note.as_ref().ok().and_then(|note| {
            let by = |key: &VerificationKey| note.verify(key).is_ok();
            let before = |stolen: &Revoked| stored.size <= stolen.size && by(&stolen.key);
            let believed = given.keys.is_empty()
                || given.keys.iter().any(by)
                || given.revoked.iter().any(before);
            let head = TreeHead::parse(note.text()).ok()?;
            (believed && head.size == stored.size && head.root.0[..] == stored.root).then_some(head)
        });
        match read {
            Some(told) if told.origin == head.origin => signed.heads.push(told),
            _ => signed.forged = signed.forged.or(Some(stored.size.saturating_sub(1))),
        }
    }
    signed
}

async fn brackets(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    noted: &[StoredCheckpoint],
    trusted: &Trusted,
) -> Result<Brackets, LedgerError> {
    let kinds = [Attested::Stamp, Attested::Cosignature];
    let attested = outside::all(db, kommun, &kinds).await?;
    let mentioned = outside::mentioned(db, kommun).await?;
    Ok(Brackets::new(trusted, noted, &attested, &mentioned))
}

/// The head is gone or unreadable while entries are there.
fn headless() -> Report {
    let bad = Bad {
        kind: Tampering::Missing,
        idx: 0,
    };
    let level = Level {
        detail: "missing: loggens huvudrad saknas eller är oläslig".to_owned(),
        ..Level::failed(2, bad)
    };
    Report::new(String::new(), 0, Hash::of(b""), vec![level])
}

/// Entries above the head are the rest of a tail that somebody cut, unless they were appended meanwhile.
async fn beyond(
    db: &impl ConnectionTrait,
    kommun: KommunId,
    head: &Head,
    chain: &mut Chain,
) -> Result<(), LedgerError> {
    if let Some(highest) = read::highest(db, kommun, head.size()).await? {
        let later = store::head(db, kommun).await?;
        let size = later.map_or(0, |later| later.size());
        if highest >= size {
            chain.found_beyond(size);
        }
    }
    Ok(())
}
