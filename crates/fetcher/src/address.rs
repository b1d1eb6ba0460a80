//! The guard: which addresses may be asked at all.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Networks that may be asked although they are not public.
#[derive(Debug, Clone, Default)]
pub(crate) struct Guard {
    allowed: Arc<[IpNet]>,
}

impl Guard {
    pub(crate) fn new(allowed: &[IpNet]) -> Self {
        Self { allowed: allowed.into() }
    }

    pub(crate) fn permits(&self, address: IpAddr) -> bool {
        let address = plain(address);
        is_public(address) || self.allowed.iter().any(|network| network.contains(&address))
    }
}

/// An IPv4 address that is written as an IPv6 one is judged as what it is.
fn plain(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else {
        return address;
    };
    if let Some(v4) = v6.to_ipv4_mapped() {
        return IpAddr::V4(v4);
    }
    let segments = v6.segments();
    let pair = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        IpAddr::V4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        // 6to4 (RFC 3056), NAT64 (RFC 6052)
        [0x2002, high, low, ..] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => pair(high, low),
        // IPv4-compatible, long out of use
        [0, 0, 0, 0, 0, 0, high, low] if high != 0 => pair(high, low),
        _ => address,
    }
}

/// Whether an address is one of the public internet (IANA's special-purpose registries).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_broadcast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        // Carrier-grade NAT (RFC 6598), IETF protocol assignments, 6to4 relays, benchmarks (RFC 2544)
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19)))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    // Only 2000::/3 is given out; in it, documentation, Teredo, benchmarks and ORCHID are special.
    (segments[0] & 0xe000) == 0x2000
        && !(segments[0] == 0x2001 && (segments[1] == 0xdb8 || segments[1] < 0x200))
        && !(segments[0] == 0x3fff && segments[1] < 0x1000)
}

/// The name leads to an address that must not be asked.
#[derive(Debug, thiserror::Error)]
#[error("{address} is in a network that is not public")]
pub(crate) struct Refused {
    pub(crate) address: IpAddr,
}

/// Resolves names and leaves out every address that may not be asked. The check is made on the very
/// addresses that are connected to, so that a name cannot lead elsewhere afterwards (DNS rebinding).
impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let permitted: Vec<SocketAddr> =
                found.iter().filter(|address| guard.permits(address.ip())).copied().collect();
            match (permitted.is_empty(), found.first()) {
                (true, Some(refused)) => Err(Refused { address: refused.ip() }.into()),
                _ => Ok(Box::new(permitted.into_iter()) as Addrs),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_pass() {
        let guard = Guard::default();
        for refused in [
            "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
            "224.0.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "240.0.0.1",
            "255.255.255.255", "192.88.99.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "2001:db8::1",
            "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "::10.0.0.1", "2001::1", "3fff::1",
        ] {
            assert!(!guard.permits(refused.parse().unwrap()), "{refused}");
        }
        for permitted in ["8.8.8.8", "113.160.0.1", "172.32.0.1", "100.128.0.1", "2400:cb00::1", "::ffff:8.8.8.8"] {
            assert!(guard.permits(permitted.parse().unwrap()), "{permitted}");
        }
    }

    #[test]
    fn named_networks_pass_in_any_writing() {
        let guard = Guard::new(&["127.0.11.0/24".parse().unwrap()]);
        assert!(guard.permits("127.0.11.3".parse().unwrap()));
        assert!(guard.permits("::ffff:127.0.11.3".parse().unwrap()));
        assert!(!guard.permits("127.0.12.3".parse().unwrap()));
    }
}
