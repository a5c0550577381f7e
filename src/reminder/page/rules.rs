//! How the kommun wants to be told.

use askama::Template;
use askama_web::WebTemplate;

use crate::reminder::rule::NoticeRule;
use crate::web::view::{Crumb, Loc, Shell};

#[derive(Debug, Template, WebTemplate)]
#[template(path = "reminder/rules.html")]
pub struct Rules {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    /// What is in effect.
    pub lines: Vec<RuleLine>,
    pub may_decide: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleLine {
    pub title: String,
    pub rule: NoticeRule,
}

impl Rules {
    pub fn words(&self, line: &RuleLine) -> String {
        rule_in_words(&line.rule, self.l)
    }

    pub fn made(&self, line: &RuleLine) -> String {
        let day = self.l.date(line.rule.on);
        self.l
            .ta2("ruling-by", ("day", &day), ("name", &line.rule.by))
    }
}

/// "180, 90, 30, 7, 0 dagar före. Enhetens chef efter 14 dagar."
pub fn rule_in_words(rule: &NoticeRule, l: Loc) -> String {
    let mut words = Vec::new();
    if !rule.steps.is_empty() {
        let steps: Vec<String> = rule.steps.iter().map(ToString::to_string).collect();
        words.push(l.ta("notice-rule-steps-are", "steps", steps.join(", ")));
    }
    match rule.escalate_after_days {
        Some(0) => words.push(l.t("notice-rule-never-escalates").to_owned()),
        Some(days) => words.push(l.tn("notice-rule-escalates", days)),
        None => {}
    }
    if words.is_empty() {
        words.push(l.t("notice-rule-as-it-is").to_owned());
    }
    words.join(" ")
}
