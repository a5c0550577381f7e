//! A revision in the words of the form that makes such changes.

use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::access_request::AccessRequest;
use crate::account::Permission;
use crate::account::form::people;
use crate::account::people::Member;
use crate::account::sso;
use crate::assessment::Assessment;
use crate::camera::{self, Camera};
use crate::db::record::Stored;
use crate::disclosure::sequel::{self, Sequel};
use crate::history::{Changed, between};
use crate::hold::{self, Hold};
use crate::incident::Incident;
use crate::law::{PolicySet, Ruling};
use crate::organisation::{self, Controller, Kommun, Unit};
use crate::permit::Permit;
use crate::recorder::{self, Recorder};
use crate::register::web::noun::Noun;
use crate::register::{RecordKind, Revision};
use crate::reminder::answer::Answer;
use crate::reminder::page::rule_in_words;
use crate::reminder::rule::NoticeRule;
use crate::retention::form::evidence;
use crate::retention::{DeletionEvidence, StoragePeriod};
use crate::signage::Sign;
use crate::site::{self, Site};
use crate::texts::Loc;
use crate::token::{self, Token};
use crate::web::actor::Actor;
use crate::web::form::{Choice, Form, Values};
use crate::web::{App, PageError};

/// What the numbers in records stand for.
#[derive(Debug)]
pub struct Vocabulary {
    l: Loc,
    units: Vec<Choice>,
    controllers: Vec<Choice>,
    recorders: Vec<Choice>,
    cameras: Vec<Choice>,
    people: Vec<Choice>,
    rules: Arc<PolicySet>,
}

impl Vocabulary {
    /// A fixed number of queries, however long the history is. Cameras are those of the site.
    pub async fn load(
        app: &App,
        actor: &Actor,
        site: Option<&Stored<Site>>,
    ) -> Result<Self, PageError> {
        let of_holds = Hold::offered_at(app, actor, site).await?;
        Ok(Self {
            l: actor.l,
            units: organisation::web::units(app, actor).await?,
            controllers: organisation::web::controllers(app, actor).await?,
            recorders: recorder::web::choices(app, actor).await?,
            cameras: of_holds.cameras,
            people: of_holds.people,
            rules: Arc::clone(&app.policies),
        })
    }

    /// What a revision changed. One that no form can read is told by the names that are stored.
    pub fn tell(&self, revision: &Revision) -> Vec<Changed> {
        let Some(mut told) = self.in_words(revision) else {
            return as_stored(self.l, revision);
        };
        told.extend(beside_the_form(self.l, revision));
        told
    }

    fn in_words(&self, revision: &Revision) -> Option<Vec<Changed>> {
        match revision.kind {
            RecordKind::Site => {
                let offered = site::form::Offered {
                    units: self.units.clone(),
                    controllers: self.controllers.clone(),
                    zone: None,
                };
                self.filled::<Site>(
                    revision,
                    &site::form::form("", &offered),
                    site::form::values,
                )
            }
            RecordKind::Camera => {
                let offered = camera::form::Offered {
                    recorders: self.recorders.clone(),
                    ..camera::form::Offered::default()
                };
                self.noun::<Camera>(revision, &offered)
            }
            RecordKind::Person => {
                let places = people::offered(self.units.clone());
                self.filled::<Member>(revision, &people::kept(&places), people::values)
            }
            RecordKind::Kommun => self.noun::<Kommun>(revision, &()),
            RecordKind::Controller => self.noun::<Controller>(revision, &()),
            RecordKind::Unit => self.noun::<Unit>(revision, &self.controllers),
            RecordKind::Recorder => self.noun::<Recorder>(revision, &self.units),
            RecordKind::Permit => self.noun::<Permit>(revision, &()),
            RecordKind::Assessment => self.noun::<Assessment>(revision, &()),
            RecordKind::Sign => self.noun::<Sign>(revision, &()),
            RecordKind::StoragePeriod => self.noun::<StoragePeriod>(revision, &()),
            RecordKind::DeletionEvidence => {
                let offered = evidence::Offered {
                    recorders: self.recorders.clone(),
                    now: revision.at,
                };
                self.noun::<DeletionEvidence>(revision, &offered)
            }
            RecordKind::Hold => {
                let offered = hold::form::Offered {
                    cameras: self.cameras.clone(),
                    people: self.people.clone(),
                };
                self.noun::<Hold>(revision, &offered)
            }
            RecordKind::Incident => self.noun::<Incident>(revision, &revision.at),
            RecordKind::AccessRequest => self.noun::<AccessRequest>(revision, &()),
            RecordKind::Ruling => self.ruling(revision),
            RecordKind::Token => self.filled::<Token>(
                revision,
                &token::form::kept(&self.units),
                token::form::values,
            ),
            RecordKind::Sequel => {
                let sequel = Sequel::deserialize(&revision.after).ok()?;
                let form = sequel::form::form(sequel::form::About {
                    site: sequel.site,
                    disclosure: sequel.disclosure,
                    delivery: sequel.delivery,
                });
                self.filled::<Sequel>(revision, &form, sequel::form::values)
            }
            RecordKind::NoticeAnswer => self.answer(revision),
            RecordKind::NoticeRule => self.notice_rule(revision),
            RecordKind::Webhook => self.webhook(revision),
            RecordKind::IdentityProvider | RecordKind::SignInRule => self.sign_in(revision),
            RecordKind::Disclosure | RecordKind::RecorderCheck => None,
        }
    }

    /// By which providers people sign in, and what the kommun asks of them.
    fn sign_in(&self, revision: &Revision) -> Option<Vec<Changed>> {
        if revision.kind == RecordKind::SignInRule {
            let form = sso::form::rule_form();
            return self.filled::<sso::SignInRule>(revision, &form, sso::form::rule_values);
        }
        let units = sso::web::named(&self.units);
        self.filled::<sso::Provider>(revision, &sso::form::kept(), |provider| {
            sso::form::values(provider, &units)
        })
    }

    /// What was decided about a rule, and why.
    fn ruling(&self, revision: &Revision) -> Option<Vec<Changed>> {
        let ruling = Ruling::deserialize(&revision.after).ok()?;
        let title = self.rules.get(&ruling.policy)?.title.get(self.l.lang());
        Some(vec![Changed {
            label: title.to_owned(),
            before: None,
            after: format!("{}: {}", self.l.code(ruling.kind), ruling.reason),
        }])
    }

    /// What was answered to a notice, and until when it is to wait.
    fn answer(&self, revision: &Revision) -> Option<Vec<Changed>> {
        let answer = Answer::deserialize(&revision.after).ok()?;
        let until = answer
            .until
            .map(|day| self.l.ta("answer-until-short", "day", self.l.date(day)));
        Some(vec![Changed {
            label: self.title(&answer.policy),
            before: None,
            after: format!("{} {}", answer.reason, until.unwrap_or_default()),
        }])
    }

    /// How the kommun wants to be told of a rule, and why.
    fn notice_rule(&self, revision: &Revision) -> Option<Vec<Changed>> {
        let rule = NoticeRule::deserialize(&revision.after).ok()?;
        let label = if rule.policy.is_empty() {
            self.l.t("notice-rule-all").to_owned()
        } else {
            self.title(&rule.policy)
        };
        Some(vec![Changed {
            label,
            before: None,
            after: format!("{} {}", rule_in_words(&rule, self.l), rule.reason),
        }])
    }

    /// Where messages go, and whether they do.
    fn webhook(&self, revision: &Revision) -> Option<Vec<Changed>> {
        let after = &revision.after;
        let on = after.get("on")?.as_bool()?;
        let words = if revision.before == Some(without_renewal(after)) {
            self.l.t("webhook-renewed")
        } else if on {
            self.l.t("webhook-on")
        } else {
            self.l.t("webhook-switched-off")
        };
        Some(vec![Changed {
            label: after.get("name")?.as_str()?.to_owned(),
            before: None,
            after: format!("{} ({words})", after.get("address")?.as_str()?),
        }])
    }

    fn title(&self, policy: &str) -> String {
        let known = self.rules.get(policy);
        known.map_or_else(
            || policy.to_owned(),
            |known| known.title.get(self.l.lang()).to_owned(),
        )
    }

    fn noun<N: Noun>(&self, revision: &Revision, offered: &N::Offered) -> Option<Vec<Changed>> {
        self.filled::<N>(revision, &N::form(String::new(), offered), N::values)
    }

    fn filled<T: DeserializeOwned>(
        &self,
        revision: &Revision,
        form: &Form,
        values: impl Fn(&T) -> Values,
    ) -> Option<Vec<Changed>> {
        let read = |value: &Value| T::deserialize(value).ok().map(|record| values(&record));
        let before = match &revision.before {
            Some(before) => Some(read(before)?),
            None => None,
        };
        Some(between(self.l, form, before, read(&revision.after)?))
    }
}

fn without_renewal(after: &Value) -> Value {
    let mut after = after.clone();
    if let Some(fields) = after.as_object_mut() {
        fields.remove("secret_renewed_at");
    }
    after
}

/// What is done by a button and stands in no form: signing an assessment, confirming an imported camera.
fn beside_the_form(l: Loc, revision: &Revision) -> Option<Changed> {
    let differences = revision.differences();
    let became = |field: &str| {
        let found = differences.iter().find(|one| one.field == field);
        found.and_then(|one| one.after.as_ref())
    };
    let told = |label, after| Changed {
        label: l.t(label).to_owned(),
        before: None,
        after,
    };
    match revision.kind {
        RecordKind::Assessment => {
            let (words, act) = became("signed")
                .map(|act| ("history-signed", act))
                .or_else(|| Some(("history-advised", became("advice")?)))?;
            let by = act.get("by")?.as_str()?;
            Some(told(words, by.to_owned()))
        }
        RecordKind::Kommun => {
            let words = l.t("history-look-changed").to_owned();
            let beside = [
                ("look", "look-title"),
                ("terms", "terms-title"),
                ("boundary", "boundary-title"),
            ];
            let is_changed = |field: &str| differences.iter().any(|one| one.field == field);
            let (_, label) = beside.into_iter().find(|(field, _)| is_changed(field))?;
            Some(told(label, words))
        }
        RecordKind::Camera => {
            let confirmed = !became("unconfirmed")?.as_bool()?;
            Some(told(
                "history-confirmed",
                l.yes_no(Some(confirmed)).to_owned(),
            ))
        }
        _ => None,
    }
}

/// Whether the person may read records of a kind: the history shows nobody what its page does not.
pub fn may_read(actor: &Actor, kind: RecordKind) -> bool {
    match kind {
        RecordKind::Hold => Hold::may_read(actor),
        RecordKind::Incident => Incident::may_read(actor),
        RecordKind::AccessRequest => AccessRequest::may_read(actor),
        RecordKind::Disclosure | RecordKind::Sequel => {
            actor.account.may_somewhere(Permission::ReadDisclosures)
        }
        _ => true,
    }
}

fn as_stored(l: Loc, revision: &Revision) -> Vec<Changed> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => l.t("not-stated").to_owned(),
        other => other.to_string(),
    };
    revision
        .differences()
        .into_iter()
        .map(|difference| Changed {
            label: difference.field,
            before: difference.before.as_ref().map(text),
            after: difference.after.as_ref().map_or(String::new(), text),
        })
        .collect()
}
