//! What only one place may do: read the clock and the environment, begin a transaction, act for a kommun, query.

use super::source::{Checkout, Complaint, Source, covers, has_word};

struct Rule {
    /// Any of these in a line of code, as words of their own.
    words: &'static [&'static str],
    /// Files and folders (ending in `/`) that may, and why.
    allowed: &'static [(&'static str, &'static str)],
    instead: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        words: &[
            "now_utc",
            "now_local",
            "SystemTime::now",
            "Utc::now",
            "Local::now",
            "CURRENT_TIMESTAMP",
        ],
        allowed: &[("src/clock.rs", "the clock")],
        instead: "Take `today: Date` or `now: OffsetDateTime` as a parameter; web and jobs get them from clock.rs.",
    },
    Rule {
        words: &[
            "std::env::var",
            "std::env::vars",
            "env::var",
            "env::vars",
            "env::var_os",
        ],
        allowed: &[("src/config.rs", "the configuration")],
        instead: "Add an argument with `env = \"OBJEKTIV_...\"` in config.rs and pass the value on.",
    },
    Rule {
        words: &[".begin()", ".begin_with_options(", ".begin_with_config("],
        allowed: &[
            ("src/db/mod.rs", "the one place that begins a transaction"),
            (
                "src/db/group.rs",
                "savepoints of the transaction that it shares",
            ),
            (
                "src/db/copy.rs",
                "a moment to read from, while the database is copied",
            ),
            (
                "src/db/moving.rs",
                "both ends of a move: nobody else has the one open, and nobody sees the other",
            ),
            (
                "src/db/look.rs",
                "what one request reads: it never writes, so it never waits for the right to",
            ),
        ],
        instead: "Call Db::begin_write: a deferred transaction fails on SQLite when two writers meet.",
    },
    Rule {
        words: &["KommunId::acting_for"],
        allowed: &[
            ("src/organisation/", "where it is defined"),
            (
                "src/web/actor.rs",
                "acts for the kommun of the person who signed in",
            ),
            (
                "src/account/web/",
                "acts for the kommun of the person who is signing in",
            ),
            (
                "src/reminder/web/feed.rs",
                "acts for the kommun of the person whose key opens the feed",
            ),
            (
                "src/recorder/api.rs",
                "acts for the kommun of the recorder whose token was sent",
            ),
            (
                "src/web/api/caller.rs",
                "acts for the kommun of the system whose key was sent",
            ),
            ("src/jobs.rs", "acts for every kommun in turn"),
            (
                "src/disclosure/diary/web.rs",
                "the public view of the log is for everybody, where the kommun has opened it",
            ),
            (
                "src/ledger/outside/web.rs",
                "the checkpoint of the day is for everybody, whichever kommun's log it is of",
            ),
            (
                "src/demo/",
                "acts for the fictional kommun that it has just made",
            ),
            ("src/cli/", "acts for the kommun named on the command line"),
        ],
        instead: "Take the KommunId as a parameter: only the actor of a request, a job and a command may make one, so \
                  that no query can choose its kommun.",
    },
    Rule {
        words: &[".unveiled()", ".seen_with("],
        allowed: &[
            ("src/organisation/", "where it is defined"),
            (
                "src/web/actor.rs",
                "gives the person who signed in the sight of that person",
            ),
            (
                "src/web/api/caller.rs",
                "gives a key the sight of the person behind it",
            ),
            ("src/jobs.rs", "judges, reminds and verifies as a whole"),
            ("src/cli/", "whoever has the database has everything"),
            ("src/demo/", "fills the fictional kommun"),
            (
                "src/compliance/store/",
                "what the rules say of a site is the same for everybody",
            ),
            (
                "src/site/web/listed.rs",
                "judges every site once, and shows those that are seen",
            ),
            (
                "src/register/change.rs",
                "renews how sites stand, whoever changed what they share",
            ),
            (
                "src/site/store.rs",
                "two sites can never have the same reference",
            ),
            (
                "src/disclosure/store/",
                "numbers and the log are the kommun's, whoever sees what they are of",
            ),
            ("src/disclosure/delivery/store.rs", "the same of deliveries"),
            (
                "src/disclosure/step/store/",
                "the steps of a request are those of the log, whoever sees them",
            ),
            (
                "src/disclosure/diary/web.rs",
                "everything is registered in public (OSL 5:2), and what is secret left out of it",
            ),
            (
                "src/import/store/mod.rs",
                "references are given out once; what is secret is left alone",
            ),
            (
                "src/recorder/",
                "a check is evidence for every site of the recorder, whoever hands it in",
            ),
            (
                "src/reminder/run.rs",
                "a letter is written with the eyes of whoever gets it",
            ),
            (
                "src/reminder/desk/round.rs",
                "copies are counted with the eyes of whoever is asked for them",
            ),
        ],
        instead: "Pass the KommunId on as it came: it holds what whoever asks may see (src/account/sight.rs).",
    },
    Rule {
        words: &[
            "::find()",
            "::find_by_id(",
            "::find_by_id",
            "::delete_by_id",
            "::delete_many",
            "::update_many",
        ],
        allowed: &[
            (
                "src/db/record.rs",
                "every record is read through here, bound to its kommun",
            ),
            (
                "src/account/session.rs",
                "a session is found by the digest of its secret",
            ),
            (
                "src/account/auditor/store.rs",
                "its own `of(kommun)` begins every query",
            ),
            (
                "src/account/second/store.rs",
                "a second factor is a person's, whatever the kommun",
            ),
            (
                "src/account/sso/store.rs",
                "providers through their own `of(kommun)`; the way in offers those of every kommun, and finds whom they mean",
            ),
            (
                "src/account/store/",
                "sign-in finds the person before the kommun is known",
            ),
            (
                "src/import/store/upload.rs",
                "an upload is found by kommun, account and id in one place each",
            ),
            (
                "src/import/store/mapping.rs",
                "its own `of(kommun)` begins every query",
            ),
            (
                "src/organisation/store.rs",
                "the table of kommuner has no kommun_id",
            ),
            (
                "src/register/store/mod.rs",
                "revisions, through its own `of(kommun)`",
            ),
            (
                "src/disclosure/store/",
                "disclosures, through its own `of(kommun)`; what is in the log, through that of its table",
            ),
            (
                "src/disclosure/delivery/store.rs",
                "deliveries, through its own `of(kommun)`",
            ),
            (
                "src/disclosure/step/store/",
                "the steps at the desk, through their own `of(kommun)`",
            ),
            (
                "src/disclosure/draft/store.rs",
                "drafts, each query bound to the kommun in the same line",
            ),
            (
                "src/disclosure/trace/store.rs",
                "the trace of the desk, through its own `of(kommun)`",
            ),
            (
                "src/boundary/store.rs",
                "boundaries by kommun and digest, through their own `of(kommun)`",
            ),
            (
                "src/look/store.rs",
                "a logo is found by its digest: whoever has the address may see it",
            ),
            (
                "src/export/store.rs",
                "its own `of(kommun)` and `one(person, id)`; the clean-up is the server's",
            ),
            (
                "src/saved_view/store.rs",
                "a person's own views: each query names the kommun and the person",
            ),
            (
                "src/ledger/verification/store.rs",
                "verifications, through its own `of(kommun)`",
            ),
            (
                "src/signage/photo/store.rs",
                "a photo is found by kommun and sign in one place",
            ),
            (
                "src/webhook/store.rs",
                "its own `of(kommun)` and `messages_of(kommun)` begin every query; the clean-up is the server's",
            ),
            (
                "src/recorder/store/access.rs",
                "its own `of(kommun)` begins every query",
            ),
            (
                "src/recorder/store/token.rs",
                "a token is found by its digest before the kommun is known",
            ),
            (
                "src/token/store.rs",
                "a key is found by its digest before the kommun is known; else its own `of(kommun)`",
            ),
            (
                "src/reminder/store/",
                "reminders through their own `of(kommun)`; leases and runs are the server's and no kommun's",
            ),
            (
                "src/ledger/read.rs",
                "every query names the log, which is the kommun's",
            ),
            (
                "src/ledger/pages/mod.rs",
                "every query names the log, which is the kommun's",
            ),
            (
                "src/ledger/outside/store.rs",
                "its own `of(kommun)`; the names of the logs are public",
            ),
            (
                "src/ledger/append.rs",
                "every query names the log, which is the kommun's",
            ),
            (
                "src/ledger/store.rs",
                "every query names the log, which is the kommun's",
            ),
            (
                "src/compliance/store/standing.rs",
                "the standing cache, keyed by kommun",
            ),
        ],
        instead: "Begin the query with db::record::of::<R>(kommun), so that it cannot forget the kommun; a table that is \
                  no record gets its own `of(kommun)` and a line in tests/spec/tidy/access.rs.",
    },
    Rule {
        words: &["panic!", "unreachable!", "unimplemented!"],
        allowed: &[],
        instead: "Return an error that says what was wrong and what to do: nothing that comes from a request, a file or \
                  the clock may stop the process.",
    },
];

pub fn check(checkout: &Checkout) -> Vec<Complaint> {
    checkout
        .rust_of_the_product()
        .flat_map(complaints)
        .collect()
}

fn complaints(source: &Source) -> Vec<Complaint> {
    let mut found = Vec::new();
    for rule in RULES.iter().filter(|rule| !rule.allows(&source.path)) {
        for (number, line) in source.code() {
            if rule.words.iter().any(|word| has_word(line, word)) {
                found.push(Complaint::new(source, number, line, rule.instead));
            }
        }
    }
    found
}

impl Rule {
    fn allows(&self, path: &str) -> bool {
        self.allowed
            .iter()
            .any(|(allowed, _)| covers(allowed, path))
    }
}

/// Files that may do something and do not, or are gone: a permission nobody uses is one nobody has thought about.
pub fn stale(checkout: &Checkout) -> Vec<Complaint> {
    let mut found = Vec::new();
    for rule in RULES {
        for (allowed, _) in rule.allowed {
            let used = checkout
                .rust_of_the_product()
                .filter(|source| covers(allowed, &source.path))
                .any(|source| {
                    let words = rule.words;
                    source
                        .code()
                        .any(|(_, line)| words.iter().any(|word| line.contains(word)))
                });
            if !used && *allowed != "src/config.rs" && *allowed != "src/organisation/" {
                found.push(Complaint {
                    path: (*allowed).to_owned(),
                    line: 0,
                    found: format!(
                        "may use {:?} by tests/spec/tidy/access.rs, but does not",
                        rule.words
                    ),
                    instead: "Remove the line.".to_owned(),
                });
            }
        }
    }
    found
}
