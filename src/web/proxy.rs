//! Behind a reverse proxy everybody comes from one address. One that the installation trusts says from which they came.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request};

/// What proxies say, the newest last.
const FORWARDED: &str = "x-forwarded-for";

/// The reverse proxies that are trusted.
pub type Proxies = Arc<[IpAddr]>;

/// Puts the address of the person in the place of the proxy's. What anybody else says of themselves is not believed.
pub fn take_address<B>(mut request: Request<B>, proxies: &[IpAddr]) -> Request<B> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let Some(ConnectInfo(peer)) = peer.copied() else {
        return request;
    };
    if !proxies.contains(&peer.ip()) {
        return request;
    }
    let headers = request.headers().get_all(FORWARDED).iter();
    let said = headers.filter_map(|value| value.to_str().ok());
    let said: Vec<&str> = said.flat_map(|value| value.split(',')).collect();
    // From the near end: the first that is none of the proxies is the one whom they saw.
    let hops = said
        .iter()
        .rev()
        .map(|hop| hop.trim().parse::<IpAddr>().ok());
    let seen = hops
        .take_while(Option::is_some)
        .flatten()
        .find(|hop| !proxies.contains(hop));
    if let Some(seen) = seen {
        let person = SocketAddr::new(seen, peer.port());
        request.extensions_mut().insert(ConnectInfo(person));
    }
    request
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(peer: &str, said: &[&str]) -> String {
        let mut request = Request::new(());
        let peer: SocketAddr = peer.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        for said in said {
            request
                .headers_mut()
                .append(FORWARDED, said.parse().unwrap());
        }
        let proxies = ["10.0.0.1", "10.0.0.2"].map(|ip| ip.parse().unwrap());
        let request = take_address(request, &proxies);
        let ConnectInfo(found) = request
            .extensions()
            .get::<ConnectInfo<SocketAddr>>()
            .unwrap();
        found.ip().to_string()
    }

    #[test]
    fn a_trusted_proxy_says_who_it_was_and_nobody_else_does() {
        assert_eq!(from("10.0.0.1:443", &["203.0.113.7"]), "203.0.113.7");
        assert_eq!(from("203.0.113.9:443", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(from("10.0.0.1:443", &[]), "10.0.0.1");
    }

    #[test]
    fn what_stands_before_the_proxies_own_words_is_not_believed() {
        let forged = "1.2.3.4, 203.0.113.7, 10.0.0.2";
        assert_eq!(from("10.0.0.1:443", &[forged]), "203.0.113.7");
        assert_eq!(
            from("10.0.0.1:443", &["1.2.3.4", "203.0.113.7"]),
            "203.0.113.7"
        );
        assert_eq!(from("10.0.0.1:443", &["203.0.113.7, nonsens"]), "10.0.0.1");
    }
}
