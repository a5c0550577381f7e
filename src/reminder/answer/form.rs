//! The form in which a notice is answered.

use time::Date;

use super::Answer;
use crate::reminder::Notice;
use crate::texts::Message;
use crate::web::form::{Errors, Field, Form, Reader, Values};

/// Who answers, and when.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    pub by: &'a str,
    pub on: Date,
}

pub fn form(notice: &Notice, today: Date) -> Form {
    let until = Field::date("until");
    Form::new("answer", format!("/paminnelser/{}/svar", notice.id))
        .fields(vec![
            Field::textarea("reason").required(),
            if is_late(notice, today) {
                until.required()
            } else {
                until
            },
        ])
        .cancel("/paminnelser")
}

fn is_late(notice: &Notice, today: Date) -> bool {
    notice.due_on <= today
}

/// # Errors
/// Every field that cannot be read, with what to do.
pub fn read(values: &Values, notice: &Notice, answered: Answered<'_>) -> Result<Answer, Errors> {
    let mut reader = Reader::new(values);
    let reason = reader.required_text("reason", 2_000);
    let late = is_late(notice, answered.on);
    let until = if late {
        reader.required_date("until")
    } else {
        reader.date("until")
    };
    if let Some(day) = until {
        if day <= answered.on {
            reader.refuse("until", Message::new("answer-until-past"));
        } else if !late && day > notice.due_on {
            let message = Message::new("answer-until-late").with("day", notice.due_on.to_string());
            reader.refuse("until", message);
        }
    }
    reader.finish(Answer {
        site: notice.site,
        policy: notice.policy.clone(),
        due_on: notice.due_on,
        step: notice.step,
        reason,
        until,
        by: answered.by.to_owned(),
        on: answered.on,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::AccountId;
    use crate::law::Outcome;
    use crate::reminder::NoticeId;
    use crate::site::SiteId;
    use time::macros::date;

    const TODAY: Date = date!(2026 - 11 - 22);

    fn notice(due_on: Date) -> Notice {
        Notice {
            id: NoticeId(3),
            account: AccountId(1),
            site: SiteId(1),
            policy: "decision-in-effect".into(),
            due_on,
            step: 30,
            outcome: Outcome::AtRisk,
            planned_on: TODAY,
            made_on: TODAY,
            silent_until: None,
            read: false,
            open: true,
        }
    }

    fn refused(due_on: Date, until: &str, reason: &str) -> Vec<String> {
        let typed = Values::default()
            .text("reason", reason)
            .text("until", until);
        let answered = Answered {
            by: "Märta Åkesson",
            on: TODAY,
        };
        let read = read(&typed, &notice(due_on), answered);
        let errors = read.err().unwrap_or_default();
        errors
            .into_iter()
            .map(|error| error.message.id.into())
            .collect()
    }

    #[test]
    fn a_reason_is_always_needed_and_a_day_when_it_is_late() {
        let ahead = date!(2026 - 12 - 24);
        assert!(refused(ahead, "", "Väntar på nämnden").is_empty());
        assert_eq!(refused(ahead, "", ""), ["form-required"]);
        assert_eq!(refused(TODAY, "", "Väntar på nämnden"), ["form-required"]);
        assert!(refused(TODAY, "2027-01-31", "Väntar på nämnden").is_empty());
    }

    #[test]
    fn the_day_lies_ahead_and_not_beyond_the_last_day_in_time() {
        let ahead = date!(2026 - 12 - 24);
        assert_eq!(refused(ahead, "2026-11-22", "a"), ["answer-until-past"]);
        assert_eq!(refused(ahead, "2026-12-25", "a"), ["answer-until-late"]);
        assert!(refused(ahead, "2026-12-24", "a").is_empty());
    }
}
