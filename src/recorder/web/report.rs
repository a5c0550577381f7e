//! A table that somebody took out of a system on a closed network.

use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use super::upload::wrong;
use crate::db::record::Stored;
use crate::import::table;
use crate::recorder::check::{CheckMeans, RecorderCheck};
use crate::recorder::intake::{self, Refused};
use crate::recorder::report::{self, Columns, Question};
use crate::recorder::round::{self, Limits};
use crate::recorder::{Recorder, store};
use crate::texts::Message;
use crate::web::actor::Actor;
use crate::web::change::change;
use crate::web::form::{Errors, Field, Reader, Values};
use crate::web::uploaded::Uploaded;
use crate::web::{App, PageError};

/// What is asked beside the file.
pub fn fields() -> Vec<Field> {
    vec![
        Field::instant("report_taken_at"),
        Field::text("report_camera"),
        Field::text("report_oldest"),
        Field::yes_no_unknown("report_local"),
    ]
}

/// How the last report was read, and now.
pub fn values(columns: &Columns, now: OffsetDateTime) -> Values {
    Values::default()
        .instant("report_taken_at", Some(now))
        .text("report_camera", &columns.camera)
        .text("report_oldest", &columns.oldest)
        .yes_no("report_local", Some(columns.local))
}

/// Reads a report and keeps it as a check, and how it was read with the recorder.
pub async fn take(
    app: &App,
    actor: &Actor,
    recorder: &Stored<Recorder>,
    sent: Uploaded,
) -> Result<Result<(), Errors>, PageError> {
    let (columns, taken_at) = match read(&sent.values, actor.now) {
        Ok(read) => read,
        Err(errors) => return Ok(Err(errors)),
    };
    let digest = crate::hex(&Sha256::digest(&sent.content));
    let content = sent.content;
    // Reading a large table takes a second of one core: other requests go on meanwhile.
    let workbook = tokio::task::spawn_blocking(move || table::read(&content)).await;
    let workbook = workbook.map_err(|error| PageError::Internal(error.to_string()))?;
    let workbook = match workbook {
        Ok(workbook) => workbook,
        Err(why) => return Ok(Err(vec![wrong(why.message())])),
    };
    let db = app.db.read();
    let (dossiers, _) = round::dossiers(db, actor.kommun, recorder.id, usize::MAX).await?;
    let limits = Limits::of(&dossiers, actor.today);
    let tolerance = round::tolerance(&app.policies, actor.today);
    let question = Question {
        limit: &|camera| limits.of_camera(camera),
        tolerance,
        taken_at,
    };
    let stores = match report::read(&workbook, &columns, &question) {
        Ok(stores) => stores,
        Err(why) => return Ok(Err(vec![wrong(why.message())])),
    };
    let author = actor.author();
    let mut change = change(app, actor, &author).await?;
    let means = CheckMeans::Report;
    let before = store::check::last(&**change.tx(), actor.kommun, recorder.id, means).await?;
    let before = before.map(|stored| stored.data);
    let mut check = RecorderCheck {
        tolerance: Some(tolerance),
        sha256: digest,
        ..RecorderCheck::new(recorder.id, means, taken_at, &actor.account.name, stores)
    };
    if let Some(before) = before {
        if check.checked_at <= before.checked_at {
            let refused = Refused::NotNewer {
                sent: check.checked_at,
                last: before.checked_at,
            };
            return Ok(Err(vec![wrong(refused.message(actor.l))]));
        }
        check.stores_missing = intake::missing(&before, &check.stores);
    }
    let after = Recorder {
        report: columns,
        ..recorder.data.clone()
    };
    change.update(recorder, &after).await?;
    round::keep(&mut change, &check).await?;
    change.commit().await?;
    Ok(Ok(()))
}

fn read(typed: &Values, now: OffsetDateTime) -> Result<(Columns, OffsetDateTime), Errors> {
    let mut reader = Reader::new(typed);
    let columns = Columns {
        camera: reader.text_up_to("report_camera", 100),
        oldest: reader.text_up_to("report_oldest", 100),
        local: reader.yes_no("report_local").unwrap_or(false),
    };
    let taken_at = reader.instant("report_taken_at").unwrap_or(now);
    if taken_at > now {
        reader.refuse(
            "report_taken_at",
            Message::new("deletion-evidence-in-future"),
        );
    }
    reader.finish((columns, taken_at))
}
