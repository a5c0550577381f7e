//! The page that checks receipts, and the words that its script says.

use askama::Template;
use askama_web::WebTemplate;
use time::OffsetDateTime;

use crate::code::Code;
use crate::disclosure::examination::OverlappingSecrecy;
use crate::disclosure::{Channel, Decision, Ground, Medium, Recipient};
use crate::ledger::kvitto::page::{Row, rows};
use crate::ledger::receipt::{Check, Checked, Receipt, ReceiptReport};
use crate::ledger::verify::Verdict;
use crate::texts::Loc;
use crate::web::assets::asset_path;
use crate::web::view::{Shell, Symbol};

#[derive(Debug, Template, WebTemplate)]
#[template(path = "ledger/verifier.html")]
pub struct Verifier {
    pub shell: Shell,
    pub l: Loc,
    /// The published keys of the logs of this installation.
    pub keys: Vec<String>,
    /// What was typed, when the form was sent without scripts.
    pub key: String,
    pub sums: String,
    /// What is wrong with what was sent.
    pub problem: Option<String>,
    pub answer: Option<Answer>,
}

/// The answer of the server to a receipt that was sent to it.
#[derive(Debug, Clone)]
pub struct Answer {
    pub verdict: String,
    pub checks: Vec<(Symbol, String)>,
    pub entry: String,
    pub rows: Vec<Row>,
}

/// A text that a script says; `{name}` in it stands for a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub id: String,
    pub text: String,
}

/// Everything that the script may say.
const WORDS: [&str; 81] = [
    "verify-filer-ok",
    "verify-filer-nagra",
    "verify-filer-fel",
    "verify-filer-ej",
    "verify-filer-lista",
    "verify-logg-ok",
    "verify-logg-fel",
    "verify-uppgifter-ok",
    "verify-uppgifter-fel",
    "verify-uppgifter-ej",
    "verify-underskrift-ok",
    "verify-underskrift-fel",
    "verify-underskrift-ej",
    "verify-underskrift-webblasare",
    "verify-underskrift-medfoljande",
    "verify-tidsstampel-ej",
    "verify-tidsstampel-finns",
    "verify-verdict-ok",
    "verify-verdict-utan-filer",
    "verify-verdict-fel",
    "verify-verdict-oklart",
    "verify-unreadable",
    "verify-failed",
    "receipt-entry",
    "receipt-field-number",
    "receipt-field-requester",
    "receipt-field-case",
    "receipt-field-basis",
    "receipt-field-cameras",
    "receipt-field-interval",
    "receipt-field-files",
    "receipt-field-decided-by",
    "receipt-field-delivery",
    "receipt-field-correction",
    "receipt-field-requested",
    "receipt-field-steps",
    "receipt-field-noted",
    "receipt-field-refusal",
    "receipt-part-at",
    "receipt-part-decision",
    "receipt-part-reasons",
    "receipt-part-served",
    "receipt-part-told-of-appeal",
    "receipt-part-decision-asked-for",
    "receipt-part-written-decision",
    "receipt-part-note",
    "yes",
    "no",
    "receipt-part-authority",
    "receipt-part-name",
    "receipt-part-officer",
    "receipt-part-channel",
    "receipt-part-received",
    "receipt-part-received-by",
    "receipt-part-reference",
    "receipt-part-matter",
    "receipt-part-request",
    "receipt-part-ground",
    "receipt-part-from",
    "receipt-part-until",
    "receipt-part-by",
    "receipt-part-on",
    "receipt-part-size",
    "receipt-part-reason",
    "receipt-part-imprisonment-in-scale",
    "receipt-part-cameras",
    "receipt-part-site",
    "receipt-part-dnr",
    "receipt-part-delegation",
    "receipt-part-corrects",
    "receipt-part-medium",
    "receipt-part-to",
    "receipt-part-entry",
    "receipt-part-number",
    "receipt-field-examination",
    "receipt-part-assessment",
    "receipt-part-ground-details",
    "receipt-part-marking",
    "receipt-part-overlapping",
    "receipt-part-public-matter",
    "receipt-part-rule",
];

pub fn words(l: Loc) -> Vec<Word> {
    let said = WORDS.into_iter().map(|id| Word {
        id: id.to_owned(),
        text: l.ta(id, "name", "{name}"),
    });
    let known = |id: String| Word {
        text: l.t(&id).to_owned(),
        id,
    };
    // What a receipt says in codes.
    let recipients = Recipient::ALL.iter().map(|code| Code::text_id(*code));
    let grounds = Ground::ALL.iter().map(|code| Code::text_id(*code));
    let channels = Channel::ALL.iter().map(|code| Code::text_id(*code));
    let media = Medium::ALL.iter().map(|code| Code::text_id(*code));
    let decisions = Decision::ALL.iter().map(|code| Code::text_id(*code));
    let overlapping = OverlappingSecrecy::ALL
        .iter()
        .map(|code| Code::text_id(*code));
    let codes = recipients.chain(grounds).chain(channels).chain(media);
    let codes = codes.chain(decisions).chain(overlapping);
    said.chain(codes.map(known)).collect()
}

impl Answer {
    /// `at` is when an authority that is trusted here saw the checkpoint; `sums` of files were pasted.
    pub fn of(
        receipt: &Receipt,
        report: &ReceiptReport,
        (sums, at): (usize, Option<OffsetDateTime>),
        l: Loc,
    ) -> Self {
        let genuine = |check: &Checked| check.name == Check::Entry && check.ok == Some(true);
        // Witnesses are not checked here, and the time stamp has a line of its own below.
        let shown = report
            .checks
            .iter()
            .filter(|check| !matches!(check.name, Check::Witnesses | Check::Entry | Check::Stamp));
        let mut checks: Vec<_> = shown.map(|check| line(check, sums, l)).collect();
        // The files first, as in the browser.
        checks.rotate_right(1);
        checks.push(stamp_line(receipt, report, at, l));
        let files = report
            .checks
            .iter()
            .any(|check| check.name == Check::Files && check.ok == Some(true));
        let verdict = match report.verdict {
            Verdict::Intact if files => "verify-verdict-ok",
            Verdict::Intact => "verify-verdict-utan-filer",
            Verdict::Tampered => "verify-verdict-fel",
            Verdict::NotChecked => "verify-verdict-oklart",
        };
        Self {
            verdict: l.t(verdict).to_owned(),
            checks,
            entry: report.entry.to_string(),
            rows: if report.checks.iter().any(genuine) {
                rows(receipt, l)
            } else {
                Vec::new()
            },
        }
    }
}

fn stamp_line(
    receipt: &Receipt,
    report: &ReceiptReport,
    at: Option<OffsetDateTime>,
    l: Loc,
) -> (Symbol, String) {
    let wrong = |check: &Checked| check.name == Check::Stamp && check.ok == Some(false);
    match at {
        Some(at) => (
            Symbol::Ok,
            l.ta("verify-tidsstampel-ok", "name", l.instant(at)),
        ),
        None if report.checks.iter().any(wrong) => {
            (Symbol::No, l.t("verify-tidsstampel-fel").to_owned())
        }
        None => {
            let end = if receipt.stamp.is_some() {
                "finns"
            } else {
                "ej"
            };
            let id = format!("verify-tidsstampel-{end}");
            (Symbol::Unknown, l.t(&id).to_owned())
        }
    }
}

fn line(check: &Checked, sums: usize, l: Loc) -> (Symbol, String) {
    let (symbol, end) = match check.ok {
        Some(true) => (Symbol::Ok, "ok"),
        Some(false) => (Symbol::No, "fel"),
        None => (Symbol::Unknown, "ej"),
    };
    let id = format!("verify-{}-{end}", check.name.code());
    let value = match check.name {
        Check::Files if check.ok == Some(true) => sums.to_string(),
        Check::Files => l.t("verify-a-sum").to_owned(),
        _ => String::new(),
    };
    (symbol, l.ta(&id, "name", value))
}

impl Verifier {
    pub fn script(&self) -> &'static str {
        asset_path("verifier.js")
    }

    pub fn words(&self) -> Vec<Word> {
        words(self.l)
    }
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use crate::web::page_tests::Sample;
    let page = |problem: Option<&str>, answer: Option<Answer>| Verifier {
        shell: Shell::public(
            l,
            "Ekebro kommun",
            "/verifiera",
            time::macros::datetime!(2026-11-22 13:05 UTC),
        ),
        l,
        keys: vec!["kamera.ekebro.example/utlamnande+53387bfc+AQ==".into()],
        key: String::new(),
        sums: String::new(),
        problem: problem.map(|id| l.t(id).to_owned()),
        answer,
    };
    let answer = Answer {
        verdict: l.t("verify-verdict-utan-filer").to_owned(),
        checks: vec![
            (Symbol::Unknown, l.t("verify-filer-ej").to_owned()),
            (Symbol::Ok, l.t("verify-logg-ok").to_owned()),
        ],
        entry: "7".into(),
        rows: vec![Row {
            name: l.t("receipt-field-number").to_owned(),
            value: "3".into(),
        }],
    };
    vec![
        Sample::new("verify", &page(None, None)),
        Sample::new("verify-answer", &page(None, Some(answer))),
        Sample::new("verify-refused", &page(Some("verify-unreadable"), None)),
    ]
}

#[cfg(test)]
mod tests {
    use super::WORDS;

    #[test]
    fn the_script_knows_the_name_of_everything_that_a_receipt_can_tell() {
        let texts = [
            include_str!("../../../texts/sv/receipt.ftl"),
            include_str!("../../../texts/sv/ground.ftl"),
        ];
        let named = texts
            .iter()
            .flat_map(|text| text.lines())
            .filter_map(|line| line.split_once(" = "));
        let mut parts = named
            .map(|(id, _)| id)
            .filter(|id| id.starts_with("receipt-field-") || id.starts_with("receipt-part-"))
            .peekable();
        assert!(parts.peek().is_some());
        for part in parts {
            assert!(WORDS.contains(&part), "{part} would be shown as its code");
        }
    }
}
