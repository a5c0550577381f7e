//! Signatures that are made after the answer. Whoever records something waits for the disk once, for the record and its
//! entry; whoever wants to know whether the log vouches for it waits for the signature that is under way.

use std::sync::Arc;

use time::OffsetDateTime;
use tokio::sync::watch;

use super::signers::Trouble;

/// What one log has been asked to sign. One task at a time sees to it, for all who asked meanwhile. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Soon(Arc<watch::Sender<Asked>>);

#[derive(Debug, Clone, Copy)]
struct Asked {
    /// That many entries are to be signed.
    size: u64,
    at: OffsetDateTime,
    /// For that many of them somebody has tried, whether or not it went well.
    tried: u64,
    /// Why it went badly, if it did.
    trouble: Option<Trouble>,
    under_way: bool,
}

impl Default for Soon {
    fn default() -> Self {
        let nothing = Asked {
            size: 0,
            at: OffsetDateTime::UNIX_EPOCH,
            tried: 0,
            trouble: None,
            under_way: false,
        };
        Self(Arc::new(watch::Sender::new(nothing)))
    }
}

impl Soon {
    /// Entry `idx` is to be signed. The work for whoever is to see to it; `None` when somebody does already.
    pub fn ask(&self, idx: u64, at: OffsetDateTime) -> Option<Work> {
        let mut is_new = false;
        self.0.send_modify(|asked| {
            is_new = !asked.under_way;
            asked.under_way = true;
            asked.size = asked.size.max(idx.saturating_add(1));
            // What was tried before is tried again.
            asked.tried = asked.tried.min(idx);
            asked.at = at;
        });
        is_new.then(|| Work {
            soon: self.clone(),
            over: false,
        })
    }

    /// Waits until entry `idx` has been tried, if it is to be. Says whether it had to.
    pub async fn tried(&self, idx: u64) -> bool {
        let is_open = |asked: &Asked| (asked.tried..asked.size).contains(&idx);
        self.settled(|asked| !(asked.under_way && is_open(asked)))
            .await
    }

    /// Why entry `idx` was not signed when it was tried last.
    pub fn trouble(&self, idx: u64) -> Option<Trouble> {
        let asked = self.0.borrow();
        asked.trouble.filter(|_| asked.tried > idx)
    }

    /// Waits until nothing is under way.
    pub async fn finished(&self) {
        self.settled(|asked| !asked.under_way).await;
    }

    async fn settled(&self, is_over: impl Fn(&Asked) -> bool) -> bool {
        if is_over(&self.0.borrow()) {
            return false;
        }
        // The sender is ours, so it is there as long as somebody waits.
        let _ = self.0.subscribe().wait_for(is_over).await;
        true
    }
}

/// Held by the one who sees to it. Nobody goes on waiting for one who went away.
pub(super) struct Work {
    soon: Soon,
    over: bool,
}

impl Work {
    /// The last entry that is to be signed, and when that was asked for last.
    pub fn last(&self) -> (u64, OffsetDateTime) {
        let asked = self.soon.0.borrow();
        (asked.size.saturating_sub(1), asked.at)
    }

    /// All up to entry `idx` have been tried. What is left to do, if others have asked meanwhile.
    pub fn tried(mut self, idx: u64, trouble: Option<Trouble>) -> Option<Self> {
        self.soon.0.send_modify(|asked| {
            asked.tried = idx.saturating_add(1);
            asked.trouble = trouble;
            asked.under_way = asked.size > asked.tried;
            self.over = !asked.under_way;
        });
        (!self.over).then_some(self)
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        if !self.over {
            self.soon.0.send_modify(|asked| asked.under_way = false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    fn is_waited_for(soon: &Soon, idx: u64) -> bool {
        let waiting = std::pin::pin!(soon.tried(idx));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        waiting.poll(&mut context).is_pending()
    }

    #[test]
    fn one_sees_to_what_many_ask_for_and_nobody_waits_for_what_nobody_asked_for() {
        let soon = Soon::default();
        assert!(!is_waited_for(&soon, 4));
        let work = soon.ask(4, AT).expect("nobody sees to it");
        assert!(soon.ask(6, AT).is_none(), "somebody does");
        assert_eq!(work.last(), (6, AT));
        assert!(is_waited_for(&soon, 4) && is_waited_for(&soon, 6));
        assert!(!is_waited_for(&soon, 7));
        let work = work.tried(4, None).expect("entry 6 is left");
        assert!(!is_waited_for(&soon, 4) && is_waited_for(&soon, 6));
        assert!(work.tried(6, Some(Trouble::Refused)).is_none());
        assert!(!is_waited_for(&soon, 6));
        assert_eq!(soon.trouble(6), Some(Trouble::Refused));
        assert_eq!(soon.trouble(7), None, "not tried yet");
        let again = soon.ask(4, AT).expect("it is tried again");
        assert!(again.tried(6, None).is_none());
        assert_eq!(soon.trouble(6), None);
    }

    #[test]
    fn nobody_waits_for_one_who_went_away() {
        let soon = Soon::default();
        drop(soon.ask(4, AT));
        assert!(!is_waited_for(&soon, 4));
        assert!(soon.ask(4, AT).is_some());
    }

    #[tokio::test]
    async fn who_waits_is_told() {
        let soon = Soon::default();
        let work = soon.ask(4, AT).expect("nobody sees to it");
        let waiting = tokio::spawn({
            let soon = soon.clone();
            async move { soon.tried(4).await }
        });
        tokio::task::yield_now().await;
        assert!(work.tried(4, None).is_none());
        assert!(waiting.await.unwrap());
        assert!(!soon.tried(4).await);
        soon.finished().await;
    }
}
