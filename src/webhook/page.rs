//! The pages of webhooks.

use askama::Template;
use askama_web::WebTemplate;

use super::{Sent, Webhook, form};
use crate::web::view::{Crumb, Loc, Shell, Symbol};

#[derive(Debug, Template, WebTemplate)]
#[template(path = "webhook/index.html")]
pub struct Index {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub webhooks: Vec<Webhook>,
}

impl Index {
    pub fn symbol(&self, webhook: &Webhook) -> Symbol {
        symbol(webhook)
    }

    pub fn condition(&self, webhook: &Webhook) -> String {
        condition(webhook, self.l)
    }

    pub fn path(&self, webhook: &Webhook) -> String {
        self.l.path(&format!("{}/{}", form::PATH, webhook.id))
    }
}

#[derive(Debug, Template, WebTemplate)]
#[template(path = "webhook/show.html")]
pub struct Show {
    pub shell: Shell,
    pub l: Loc,
    pub crumbs: Vec<Crumb>,
    pub webhook: Webhook,
    /// Shown once, when it has been made.
    pub secret: Option<String>,
    pub messages: Vec<Sent>,
}

impl Show {
    pub fn symbol(&self) -> Symbol {
        symbol(&self.webhook)
    }

    pub fn condition(&self) -> String {
        condition(&self.webhook, self.l)
    }

    pub fn path(&self, below: &str) -> String {
        let path = format!("{}/{}/{below}", form::PATH, self.webhook.id);
        self.l.path(&path)
    }

    pub fn sent_symbol(&self, sent: &Sent) -> Symbol {
        match (sent.delivered_at, sent.next_at, sent.attempts) {
            (Some(_), ..) => Symbol::Ok,
            (None, Some(_), 0) => Symbol::Unknown,
            (None, Some(_), _) => Symbol::Partly,
            (None, None, _) => Symbol::No,
        }
    }

    pub fn sent_words(&self, sent: &Sent) -> String {
        let l = self.l;
        match (sent.delivered_at, sent.next_at) {
            (Some(at), _) => l.ta("webhook-delivered", "at", l.instant(at)),
            (None, Some(at)) => l.ta("webhook-next", "at", l.instant(at)),
            (None, None) => l.t("webhook-given-up").to_owned(),
        }
    }

    /// What a message is about: the rule, or that it is a trial.
    pub fn about<'a>(&'a self, sent: &'a Sent) -> &'a str {
        if sent.policy.is_empty() {
            self.l.t("webhook-trial")
        } else {
            &sent.policy
        }
    }
}

const fn symbol(webhook: &Webhook) -> Symbol {
    match (webhook.off_at, webhook.failing_since) {
        (Some(_), _) => Symbol::Unknown,
        (None, Some(_)) => Symbol::No,
        (None, None) => Symbol::Ok,
    }
}

fn condition(webhook: &Webhook, l: Loc) -> String {
    match (webhook.off_at, webhook.failing_since) {
        (Some(at), _) => l.ta("webhook-off", "at", l.instant(at)),
        (None, Some(at)) => l.ta("webhook-failing", "at", l.instant(at)),
        (None, None) => l.t("webhook-on").to_owned(),
    }
}

#[cfg(test)]
pub(crate) fn samples(l: Loc) -> Vec<crate::web::page_tests::Sample> {
    use super::WebhookId;
    use crate::web::page_tests::{Sample, shell};
    use time::macros::datetime;

    let at = datetime!(2026-11-22 13:05 UTC);
    let webhook = |id, failing_since, off_at| Webhook {
        id: WebhookId(id),
        name: "Ärendehanteringen".into(),
        address: "https://arenden.ekebro.example/objektiv".into(),
        made_at: at,
        failing_since,
        off_at,
    };
    let sent = |delivered_at, next_at, outcome: &str| Sent {
        message: "msg_0123456789abcdef".into(),
        policy: "decision-in-effect".into(),
        made_at: at,
        attempts: 2,
        next_at,
        delivered_at,
        outcome: outcome.into(),
    };
    let crumbs = || {
        vec![
            Crumb::link(l.t("nav-administration"), l.path("/administration")),
            Crumb::here(l.t("webhook-title")),
        ]
    };
    let index = |webhooks| Index {
        shell: shell(l, form::PATH),
        l,
        crumbs: crumbs(),
        webhooks,
    };
    let show = |secret: Option<&str>, messages| Show {
        shell: shell(l, form::PATH),
        l,
        crumbs: crumbs(),
        webhook: webhook(1, None, None),
        secret: secret.map(Into::into),
        messages,
    };
    let some = vec![
        webhook(1, None, None),
        webhook(2, Some(at), None),
        webhook(3, Some(at), Some(at)),
    ];
    let messages = vec![
        sent(Some(at), None, ""),
        sent(None, Some(at), "status 500"),
        sent(None, None, "status 500"),
    ];
    vec![
        Sample::new("webhooks", &index(some)),
        Sample::new("webhooks-none", &index(Vec::new())),
        Sample::new("webhook", &show(None, messages)),
        Sample::new("webhook-new", &show(Some("whsec_c2VjcmV0"), Vec::new())),
    ]
}
