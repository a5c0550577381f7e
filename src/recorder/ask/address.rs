//! Which addresses may be asked: recorders stand in the kommun's own network, and nothing else that does is theirs.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::texts::Message;

/// Whether this machine itself may be asked: in tests and demonstrations only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Loopback {
    #[default]
    Refused,
    Allowed,
}

/// Why an address is not asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Forbidden {
    #[error("not an address of the form https://HOST/PATH")]
    Form,
    #[error("user and password do not belong in the address")]
    Secret,
    #[error("no host of that name is known")]
    Unknown,
    #[error("{0} is this machine itself")]
    Loopback(IpAddr),
    #[error("{0} is for the parts of a network among themselves, or for its own management")]
    Internal(IpAddr),
}

impl Forbidden {
    pub fn message(&self) -> Message {
        match self {
            Self::Form => Message::new("ask-address-form"),
            Self::Secret => Message::new("ask-address-secret"),
            Self::Unknown => Message::new("ask-address-unknown"),
            Self::Loopback(ip) => Message::new("ask-address-loopback").with("ip", ip.to_string()),
            Self::Internal(ip) => Message::new("ask-address-internal").with("ip", ip.to_string()),
        }
    }
}

/// Reads the address of a recorder.
///
/// # Errors
/// When it is none, or holds a secret, a query or a fragment.
pub fn parse(text: &str) -> Result<reqwest::Url, Forbidden> {
    let url = reqwest::Url::parse(text.trim()).map_err(|_| Forbidden::Form)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Forbidden::Secret);
    }
    let plain = url.query().is_none() && url.fragment().is_none() && url.host_str().is_some();
    if plain && matches!(url.scheme(), "http" | "https") {
        Ok(url)
    } else {
        Err(Forbidden::Form)
    }
}

/// # Errors
/// When the address is nobody's recorder: link-local, the metadata of a cloud, everybody's, nobody's.
pub fn allow(ip: IpAddr, loopback: Loopback) -> Result<(), Forbidden> {
    let ip = match ip {
        IpAddr::V6(six) => embedded(six).map_or(ip, IpAddr::V4),
        IpAddr::V4(_) => ip,
    };
    if ip.is_loopback() {
        return match loopback {
            Loopback::Allowed => Ok(()),
            Loopback::Refused => Err(Forbidden::Loopback(ip)),
        };
    }
    let internal = match ip {
        IpAddr::V4(four) => is_internal(four),
        IpAddr::V6(six) => {
            six.is_unspecified()
                || six.is_multicast()
                || six.is_unicast_link_local()
                // The metadata address of a cloud.
                || six == Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)
        }
    };
    if internal {
        Err(Forbidden::Internal(ip))
    } else {
        Ok(())
    }
}

fn is_internal(ip: Ipv4Addr) -> bool {
    // Metadata addresses of clouds that are not link-local.
    let metadata = [
        Ipv4Addr::new(100, 100, 100, 200),
        Ipv4Addr::new(168, 63, 129, 16),
        Ipv4Addr::new(192, 0, 0, 192),
    ];
    ip.octets()[0] == 0 || ip.octets()[0] >= 224 || ip.is_link_local() || metadata.contains(&ip)
}

/// An IPv4 address in the clothes of IPv6: mapped, compatible, 6to4 or NAT64.
fn embedded(six: Ipv6Addr) -> Option<Ipv4Addr> {
    let four = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match six.segments() {
        [0x2002, high, low, ..] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(four(high, low)),
        [0, 0, 0, 0, 0, 0, high, low] if high != 0 => Some(four(high, low)),
        _ => six.to_ipv4_mapped(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(ip: &str) -> bool {
        allow(ip.parse().unwrap(), Loopback::Refused).is_ok()
    }

    #[test]
    fn recorders_of_the_kommuns_own_network_may_be_asked() {
        for ip in [
            "10.20.30.40",
            "192.168.1.20",
            "172.16.0.9",
            "203.0.113.7",
            "fd12::7",
            "2001:db8::1",
        ] {
            assert!(allowed(ip), "{ip}");
        }
    }

    #[test]
    fn what_is_nobodys_recorder_may_not() {
        for ip in [
            "127.0.0.1",
            "127.8.8.8",
            "::1",
            "0.0.0.0",
            "::",
            "169.254.169.254",
            "169.254.0.1",
            "fe80::1",
            "100.100.100.200",
            "168.63.129.16",
            "fd00:ec2::254",
            "224.0.0.1",
            "255.255.255.255",
            "ff02::1",
            "::ffff:169.254.169.254",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "2002:7f00:1::",
            "64:ff9b::a9fe:a9fe",
        ] {
            assert!(!allowed(ip), "{ip}");
        }
    }

    #[test]
    fn this_machine_is_asked_only_when_that_was_allowed_at_the_start() {
        let here = "127.0.0.1".parse().unwrap();
        assert!(allow(here, Loopback::Allowed).is_ok());
        let metadata = "169.254.169.254".parse().unwrap();
        assert!(allow(metadata, Loopback::Allowed).is_err());
    }

    #[test]
    fn an_address_is_a_host_and_a_path_without_secrets() {
        assert!(parse("https://kamera.ekebro.internal/zm").is_ok());
        assert!(parse("http://10.0.0.7:8088/zm").is_ok());
        assert_eq!(parse("https://user:hemligt@nvr/zm"), Err(Forbidden::Secret));
        for text in [
            "kamera",
            "ftp://nvr/",
            "file:///etc/passwd",
            "https://nvr/zm?token=1",
            "https://nvr/#x",
            "",
        ] {
            assert_eq!(parse(text), Err(Forbidden::Form), "{text}");
        }
    }
}
