//! How often someone may try to sign in.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};

const PER_ACCOUNT: NonZeroU32 = NonZeroU32::new(5).unwrap();
const PER_ADDRESS: NonZeroU32 = NonZeroU32::new(20).unwrap();

/// Ten accounts behind one address share its limit; one account has its own from everywhere.
#[derive(Debug)]
pub struct SignInLimit {
    accounts: DefaultKeyedRateLimiter<String>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
}

impl Default for SignInLimit {
    fn default() -> Self {
        Self {
            accounts: RateLimiter::keyed(Quota::per_minute(PER_ACCOUNT)),
            addresses: RateLimiter::keyed(Quota::per_minute(PER_ADDRESS)),
        }
    }
}

impl SignInLimit {
    /// Counts an attempt; false when there have been too many within a minute.
    pub fn allows(&self, email: &str, address: IpAddr) -> bool {
        let account = self.accounts.check_key(&email.to_owned()).is_ok();
        let address = self.addresses.check_key(&address).is_ok();
        account && address
    }

    /// Counts an attempt on an account by somebody who is in already.
    pub fn allows_account(&self, email: &str) -> bool {
        self.accounts.check_key(&email.to_owned()).is_ok()
    }

    /// Counts an attempt of an address where no account is named.
    pub fn allows_address(&self, address: IpAddr) -> bool {
        self.addresses.check_key(&address).is_ok()
    }

    /// Forgets those who have not tried for a while, so that the memory of strangers is bounded.
    pub fn forget_idle(&self) {
        self.accounts.retain_recent();
        self.addresses.retain_recent();
    }
}

/// Strangers who are served a second, wherever they come from: far more than ever sign in, far less than a core can do.
const STRANGERS: NonZeroU32 = NonZeroU32::new(50).unwrap();
/// Those who come at once without waiting: everybody who comes to work at eight.
const AT_ONCE: NonZeroU32 = NonZeroU32::new(300).unwrap();
/// How often somebody looks whether it is their turn before they are asked to come back.
const LOOKS: usize = 200;

/// The doorway of the way in. However many stand in it, those who are in already do not notice: who comes beyond what is served
/// waits, and costs nothing while waiting.
#[derive(Debug)]
pub struct Doorway(DefaultDirectRateLimiter);

impl Default for Doorway {
    fn default() -> Self {
        Self(RateLimiter::direct(
            Quota::per_second(STRANGERS).allow_burst(AT_ONCE),
        ))
    }
}

impl Doorway {
    /// Waits for a turn; false when there are so many that it does not come.
    pub async fn pass(&self) -> bool {
        for _ in 0..LOOKS {
            let Err(until) = self.0.check() else {
                return true;
            };
            let wait = until.wait_time_from(DefaultClock::default().now());
            // Never less: those who look too soon would look all the time.
            tokio::time::sleep(wait.max(std::time::Duration::from_millis(50))).await;
        }
        false
    }
}

/// How often an address may send a key that opens nothing. A key that does is never counted: a system that works goes on
/// working behind the same address.
#[derive(Debug)]
pub struct WrongKeyLimit(DefaultKeyedRateLimiter<IpAddr>);

impl Default for WrongKeyLimit {
    fn default() -> Self {
        Self(RateLimiter::keyed(Quota::per_minute(PER_ADDRESS)))
    }
}

impl WrongKeyLimit {
    /// Counts a wrong key; false when there have been too many within a minute.
    pub fn allows(&self, address: IpAddr) -> bool {
        self.0.check_key(&address).is_ok()
    }

    /// Forgets those who have not tried for a while.
    pub fn forget_idle(&self) {
        self.0.retain_recent();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn the_sixth_attempt_on_one_account_within_a_minute_is_refused() {
        let limit = SignInLimit::default();
        assert!((0..5).all(|_| limit.allows("vera@ekebro.example", HOME)));
        assert!(!limit.allows("vera@ekebro.example", HOME));
        assert!(limit.allows("anna@ekebro.example", HOME));
    }

    #[tokio::test]
    async fn a_crowd_at_the_door_waits_for_its_turn_and_everybody_comes_in() {
        let doorway = Doorway::default();
        for _ in 0..AT_ONCE.get() {
            assert!(doorway.0.check().is_ok(), "who comes first does not wait");
        }
        assert!(doorway.0.check().is_err());
        let crowd = (0..5).map(|_| doorway.pass());
        assert!(
            futures_util::future::join_all(crowd)
                .await
                .into_iter()
                .all(|came| came)
        );
    }

    #[test]
    fn one_address_cannot_try_every_account() {
        let limit = SignInLimit::default();
        let allowed = (0..30)
            .filter(|n| limit.allows(&format!("{n}@ekebro.example"), HOME))
            .count();
        assert_eq!(allowed, 20);
    }
}
