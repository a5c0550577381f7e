//! The file name says the layer, and the layer says what a file may use.

use super::source::{Checkout, Complaint, Source, covers, has_word};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// Types, rules, forms: no database, no web, no clock.
    Pure,
    /// The database: `store.rs`.
    Store,
    /// What a page shows: `page.rs`.
    Page,
    /// Requests and answers: `web.rs`, `api.rs`.
    Web,
    /// The frame around the slices: `db/`, `web/`, `cli/`, the jobs, the start.
    Frame,
}

/// Files whose name does not tell the layer, and why they stand where they stand.
const PLACED: &[(&str, Layer, &str)] = &[
    (
        "src/web/form/",
        Layer::Pure,
        "forms as data: the one part of the frame that pure files use",
    ),
    (
        "src/compliance/list.rs",
        Layer::Store,
        "the one query behind the list, the map and the export",
    ),
    (
        "src/register/change.rs",
        Layer::Store,
        "the transaction of every change",
    ),
    (
        "src/overview/mod.rs",
        Layer::Page,
        "the overview is a page and nothing else",
    ),
    (
        "src/register/cases.rs",
        Layer::Store,
        "compares the log with the register",
    ),
    (
        "src/reminder/mail.rs",
        Layer::Page,
        "a mail is a page that is sent",
    ),
    (
        "src/reminder/run.rs",
        Layer::Store,
        "what the timetable runs, over the whole register",
    ),
    (
        "src/ledger/export.rs",
        Layer::Store,
        "writes the log out page by page",
    ),
    (
        "src/ledger/read.rs",
        Layer::Store,
        "the queries of the log, apart from appending",
    ),
    ("src/ledger/append.rs", Layer::Store, "how the log grows"),
    (
        "src/ledger/pending.rs",
        Layer::Store,
        "entries that are written at the commit",
    ),
    (
        "src/ledger/pages/mod.rs",
        Layer::Store,
        "the queries of the log that read it as a whole",
    ),
    (
        "src/account/link.rs",
        Layer::Store,
        "invitations are one table and nothing else",
    ),
    (
        "src/account/sso/ask.rs",
        Layer::Store,
        "asks a provider over the network as a store asks a database",
    ),
    (
        "src/account/session.rs",
        Layer::Store,
        "implements the session store of tower-sessions",
    ),
    (
        "src/ledger/audit/mod.rs",
        Layer::Store,
        "reads the log page by page while it verifies",
    ),
    (
        "src/ledger/audit/reading.rs",
        Layer::Store,
        "reads a page of the log and what the register says of it",
    ),
    (
        "src/ledger/rows.rs",
        Layer::Store,
        "the entities of the log, apart from its queries",
    ),
    (
        "src/ledger/signing.rs",
        Layer::Store,
        "reads what is new in the log before it signs",
    ),
    (
        "src/ledger/keys.rs",
        Layer::Store,
        "what happens to a key is an entry in the log",
    ),
    (
        "src/ledger/erasure.rs",
        Layer::Store,
        "the entry that tells of an erasure and the removal are one transaction",
    ),
    (
        "src/ledger/self_test.rs",
        Layer::Store,
        "tampers with a copy of the log in a database of its own",
    ),
    (
        "src/ledger/export.rs",
        Layer::Store,
        "reads the log page by page while it writes tiles",
    ),
    (
        "src/ledger/signers.rs",
        Layer::Store,
        "finds the signer of a log and asks whether an entry is covered",
    ),
    (
        "src/ledger/soon.rs",
        Layer::Store,
        "who waits for a signature that somebody else makes",
    ),
    (
        "src/ledger/verification/run.rs",
        Layer::Store,
        "writes down how far a verification has come while it reads",
    ),
    (
        "src/reminder/nightly.rs",
        Layer::Store,
        "what the timetable runs, over the whole log",
    ),
    (
        "src/reminder/managers.rs",
        Layer::Store,
        "what the timetable sends, over the whole register",
    ),
    (
        "src/reminder/webhooks.rs",
        Layer::Store,
        "what the timetable runs for every address",
    ),
    (
        "src/webhook/send.rs",
        Layer::Store,
        "sends over the network and keeps what came of it",
    ),
    (
        "src/reminder/recorders.rs",
        Layer::Store,
        "what the timetable runs for every recorder",
    ),
    (
        "src/ledger/outside/daily.rs",
        Layer::Store,
        "reads the log for those outside the house and keeps what they attest",
    ),
    (
        "src/ledger/outside/mail.rs",
        Layer::Page,
        "a mail is a page that is sent",
    ),
    (
        "src/register/erasure.rs",
        Layer::Store,
        "the sealed field and the text of the record go in one transaction",
    ),
    (
        "src/reminder/checkpoint.rs",
        Layer::Store,
        "what the timetable runs for every log",
    ),
    (
        "src/recorder/ask/",
        Layer::Store,
        "asks recorders over the network as a store asks a database",
    ),
    (
        "src/recorder/round.rs",
        Layer::Store,
        "asks a recorder and keeps what it said",
    ),
    (
        "src/backup/take.rs",
        Layer::Store,
        "copies the register as a whole",
    ),
    (
        "src/backup/restore.rs",
        Layer::Store,
        "puts the register back as a whole",
    ),
    (
        "src/backup/moving/",
        Layer::Store,
        "moves the register as a whole to the other engine",
    ),
    (
        "src/reminder/desk/round.rs",
        Layer::Store,
        "what the timetable tells of the desk",
    ),
    (
        "src/reminder/cleaning.rs",
        Layer::Store,
        "what the timetable removes, over the whole register",
    ),
    (
        "src/reminder/backup.rs",
        Layer::Store,
        "what the timetable runs for the whole register",
    ),
    (
        "src/ledger/issue.rs",
        Layer::Store,
        "reads an entry with its proof for a receipt",
    ),
];

/// Folders and files of the frame.
const FRAME: &[&str] = &[
    "src/db/",
    "src/web/",
    "src/cli/",
    "src/demo/",
    "src/texts/",
    "src/clock.rs",
    "src/config.rs",
    "src/jobs.rs",
    "src/lib.rs",
    "src/main.rs",
];

/// Slices that see others: their stores may read the stores of other slices.
const ACROSS: &[(&str, &str)] = &[
    (
        "backup",
        "it copies the whole register and proves what it put back",
    ),
    ("compliance", "it gathers the dossier"),
    ("reminder", "it goes through every site"),
    ("import", "it compares a list with the register"),
    (
        "register",
        "a change and its ledger entry are one transaction",
    ),
    (
        "recorder",
        "a check and the evidence of its sites are one transaction",
    ),
    (
        "disclosure",
        "a release and its ledger entry are one transaction",
    ),
];

pub fn layer(path: &str) -> Layer {
    if let Some((_, layer, _)) = PLACED.iter().find(|(placed, ..)| covers(placed, path)) {
        return *layer;
    }
    if FRAME.iter().any(|frame| covers(frame, path)) {
        return Layer::Frame;
    }
    // `src/site/store.rs`, `src/site/store/list.rs` and `src/account/people/store.rs` are the same layer.
    let below_the_slice = path.split('/').skip(2);
    below_the_slice
        .filter_map(|part| match part.trim_end_matches(".rs") {
            "store" => Some(Layer::Store),
            "page" => Some(Layer::Page),
            "web" | "api" => Some(Layer::Web),
            _ => None,
        })
        .last()
        .unwrap_or(Layer::Pure)
}

pub fn check(checkout: &Checkout) -> Vec<Complaint> {
    checkout
        .rust_of_the_product()
        .flat_map(complaints)
        .collect()
}

fn complaints(source: &Source) -> Vec<Complaint> {
    let layer = layer(&source.path);
    let mut found = Vec::new();
    for (number, line) in source.code() {
        for (word, instead) in forbidden(layer) {
            if has_word(line, word) {
                found.push(Complaint::new(source, number, line, instead));
            }
        }
        if layer == Layer::Pure
            && line.contains("crate::web::")
            && !line.contains("crate::web::form")
        {
            found.push(Complaint::new(source, number, line, PURE));
        }
        if layer == Layer::Web && has_word(line, "sea_orm") && !only_its_error(line) {
            found.push(Complaint::new(source, number, line, WEB));
        }
        if layer == Layer::Store && uses_a_foreign_store(source, line) {
            found.push(Complaint::new(source, number, line, FOREIGN));
        }
    }
    found
}

const PURE: &str = "This layer is pure: put database code in the slice's store.rs, requests in web.rs, what a page \
                    shows in page.rs; take dates and times as parameters.";
const STORE: &str = "A store knows no requests and no pages: return plain types and let web.rs and page.rs do the rest.";
const PAGE: &str = "A page is built from plain types: load in store.rs, pass in from web.rs.";
const WEB: &str = "Handlers do not query: write a function in the slice's store.rs and call it. (Only sea_orm::DbErr may \
                   be named here.)";
const FOREIGN: &str = "A store reads its own tables: compose in web.rs or compliance/, or go by a record's key columns.";

fn forbidden(layer: Layer) -> Vec<(&'static str, &'static str)> {
    let pairs: &[(&[&str], &str)] = match layer {
        Layer::Pure => &[(
            &[
                "sea_orm",
                "sqlx",
                "axum",
                "tower",
                "tower_http",
                "tower_sessions",
                "askama",
                "tokio",
                "Clock",
                "crate::db",
            ],
            PURE,
        )],
        Layer::Store => &[(&["axum", "askama", "crate::web"], STORE)],
        Layer::Page => &[(&["sea_orm", "sqlx", "axum", "crate::db"], PAGE)],
        Layer::Web => &[(&["sqlx", "SELECT", "INSERT", "UPDATE", "DELETE"], WEB)],
        Layer::Frame => &[],
    };
    pairs
        .iter()
        .flat_map(|(words, instead)| words.iter().map(|word| (*word, *instead)))
        .collect()
}

fn only_its_error(line: &str) -> bool {
    line.replace("sea_orm::DbErr", "").find("sea_orm").is_none()
}

fn uses_a_foreign_store(source: &Source, line: &str) -> bool {
    let own = source.path.split('/').nth(1).unwrap_or_default();
    if ACROSS.iter().any(|(slice, _)| *slice == own) {
        return false;
    }
    line.split("crate::").skip(1).any(|rest| {
        let slice: String = rest
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        slice != own && rest[slice.len()..].starts_with("::store")
    })
}

/// A line for something that is gone.
pub fn stale(checkout: &Checkout) -> Vec<Complaint> {
    let placed = PLACED.iter().map(|(path, ..)| *path);
    placed
        .chain(FRAME.iter().copied())
        .filter(|listed| !checkout.paths.iter().any(|path| covers(listed, path)))
        .map(|listed| Complaint {
            path: listed.to_owned(),
            line: 0,
            found: "is listed in tests/spec/tidy/layers.rs but does not exist".to_owned(),
            instead: "Remove the line.".to_owned(),
        })
        .collect()
}
