//! The guard: which addresses may be asked at all.
//!
//! Links come from pages that anybody can write. A reader that follows them blindly can be led to the services of
//! its own machine and network (server-side request forgery), so only addresses of the public internet are asked,
//! by IANA's registries of special-purpose addresses (RFC 6890), unless the configuration names the network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use crate::FetchSettings;

/// Decides which addresses may be asked.
#[derive(Debug)]
pub(crate) struct Guard {
    allowed: Vec<IpNet>,
    ports: Vec<u16>,
    /// Only this machine is asked.
    stays_home: bool,
}

/// Why an address may not be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is in a network that is not public.
    Address {
        address: IpAddr,
        range: &'static str,
    },
    /// On this port speaks something other than the web.
    Port(u16),
    /// It is not of this machine, and nobody would know who asks.
    NoContact,
}

impl Guard {
    /// The guard that these settings ask for.
    pub(crate) fn new(settings: &FetchSettings) -> Self {
        Self {
            allowed: settings.allow_private.clone(),
            ports: settings.ports.clone(),
            stays_home: settings.contact.trim().is_empty(),
        }
    }

    /// Why an address may not be asked on this port, or nothing when it may. Who names a network means all its ports.
    pub(crate) fn refusal(&self, address: IpAddr, port: u16) -> Option<Refusal> {
        let meant = meant(address);
        let named = |address: &IpAddr| self.allowed.iter().any(|network| network.contains(address));
        let away = (self.stays_home && !meant.is_loopback()).then_some(Refusal::NoContact);
        if named(&address) || named(&meant) {
            return away;
        }
        let range = match meant {
            IpAddr::V4(v4) => special_v4(v4),
            IpAddr::V6(_) => None,
        };
        let range = range.or(match address {
            IpAddr::V4(_) => None,
            IpAddr::V6(v6) => special_v6(v6),
        });
        match range {
            Some(range) => Some(Refusal::Address { address, range }),
            None if !self.ports.contains(&port) => Some(Refusal::Port(port)),
            None => away,
        }
    }
}

/// The IPv4 address that an IPv6 one leads to: IPv4-mapped (RFC 4291, 2.5.5.2), 6to4 (RFC 3056) and NAT64 with the
/// well-known prefix (RFC 6052). Other addresses stand for themselves.
fn meant(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else {
        return address;
    };
    match v6.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0x2002, high, low, ..]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            IpAddr::V4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)))
        }
        _ => address,
    }
}

fn special_v4(address: Ipv4Addr) -> Option<&'static str> {
    match address.octets() {
        [0, ..] => Some("0.0.0.0/8 (this network)"),
        [10, ..] => Some("10.0.0.0/8 (private)"),
        [100, 64..=127, ..] => Some("100.64.0.0/10 (carrier-grade NAT)"),
        [127, ..] => Some("127.0.0.0/8 (loopback)"),
        [169, 254, ..] => Some("169.254.0.0/16 (link-local)"),
        [172, 16..=31, ..] => Some("172.16.0.0/12 (private)"),
        [192, 0, 0, _] => Some("192.0.0.0/24 (protocol assignments)"),
        [192, 0, 2, _] => Some("192.0.2.0/24 (documentation)"),
        [192, 88, 99, _] => Some("192.88.99.0/24 (6to4 relays)"),
        [192, 168, ..] => Some("192.168.0.0/16 (private)"),
        [198, 18..=19, ..] => Some("198.18.0.0/15 (benchmarks)"),
        [198, 51, 100, _] => Some("198.51.100.0/24 (documentation)"),
        [203, 0, 113, _] => Some("203.0.113.0/24 (documentation)"),
        [224..=239, ..] => Some("224.0.0.0/4 (multicast)"),
        [240..=255, ..] => Some("240.0.0.0/4 (reserved)"),
        _ => None,
    }
}

fn special_v6(address: Ipv6Addr) -> Option<&'static str> {
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => Some("::/128 (unspecified)"),
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("::1/128 (loopback)"),
        // Another writing of an IPv4 address, which no honest name or link uses.
        [0, 0, 0, 0, 0, 0xffff, ..] => Some("::ffff:0:0/96 (IPv4-mapped)"),
        // Its relays are given up (RFC 7526), and what lies behind an address is nobody's promise.
        [0x2002, ..] => Some("2002::/16 (6to4)"),
        [0xfc00..=0xfdff, ..] => Some("fc00::/7 (private)"),
        [0xfe80..=0xfebf, ..] => Some("fe80::/10 (link-local)"),
        [0xff00..=0xffff, ..] => Some("ff00::/8 (multicast)"),
        [0x2001, 0, ..] => Some("2001::/32 (Teredo)"),
        [0x2001, 1..=0x1ff, ..] => Some("2001::/23 (protocol assignments)"),
        [0x2001, 0xdb8, ..] => Some("2001:db8::/32 (documentation)"),
        [0x3fff, 0..=0xfff, ..] => Some("3fff::/20 (documentation)"),
        // NAT64 leads to public IPv4 addresses from a network that has IPv6 only.
        [0x2000..=0x3fff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => None,
        // Among them IPv4-compatible addresses, local NAT64 (RFC 8215), discard-only, site-local and segment routing.
        _ => Some("the part of IPv6 that is not public (outside 2000::/3)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn guard(allowed: &[&str]) -> Guard {
        let networks = allowed.iter().map(|text| text.parse().expect("a network"));
        Guard::new(&FetchSettings {
            contact: "vp@so.example".into(),
            allow_private: networks.collect(),
            ..FetchSettings::default()
        })
    }

    #[test]
    fn only_public_addresses_pass() {
        let guard = guard(&[]);
        for (refused, range) in [
            ("0.0.0.0", "this network"),
            ("10.1.2.3", "private"),
            ("100.64.0.1", "carrier-grade NAT"),
            ("100.127.255.255", "carrier-grade NAT"),
            ("127.0.0.1", "loopback"),
            ("127.255.255.254", "loopback"),
            ("169.254.169.254", "link-local"),
            ("172.16.0.1", "private"),
            ("172.31.255.255", "private"),
            ("192.0.0.8", "protocol assignments"),
            ("192.0.2.1", "documentation"),
            ("192.88.99.1", "6to4 relays"),
            ("192.168.1.1", "private"),
            ("198.18.0.1", "benchmarks"),
            ("198.19.255.255", "benchmarks"),
            ("198.51.100.1", "documentation"),
            ("203.0.113.1", "documentation"),
            ("224.0.0.1", "multicast"),
            ("239.255.255.255", "multicast"),
            ("240.0.0.1", "reserved"),
            ("255.255.255.255", "reserved"),
            ("::", "unspecified"),
            ("::1", "loopback"),
            ("fc00::1", "private"),
            ("fdff::1", "private"),
            ("fe80::1", "link-local"),
            ("febf::1", "link-local"),
            ("fec0::1", "not public"),
            ("ff02::1", "multicast"),
            ("2001::1", "Teredo"),
            ("2001:2::1", "protocol assignments"),
            ("2001:db8::1", "documentation"),
            ("3fff::1", "documentation"),
            ("100::1", "not public"),
            ("5f00::1", "not public"),
            ("::10.0.0.1", "not public"),
            ("::8.8.8.8", "not public"),
            ("64:ff9b:1::808:808", "not public"),
            ("::ffff:127.0.0.1", "loopback"),
            ("::ffff:10.0.0.1", "private"),
            ("2002:7f00:1::", "loopback"),
            ("2002:a9fe:a9fe::1", "link-local"),
            ("64:ff9b::10.0.0.1", "private"),
            ("64:ff9b::127.0.0.1", "loopback"),
            ("::ffff:8.8.8.8", "IPv4-mapped"),
            ("2002:808:808::1", "6to4"),
            ("2001:0:808:808::f7f7:f7f7", "Teredo"),
        ] {
            let Some(Refusal::Address {
                address,
                range: said,
            }) = guard.refusal(ip(refused), 80)
            else {
                panic!("{refused} was permitted")
            };
            assert_eq!(address, ip(refused));
            assert!(said.contains(range), "{refused}: {said}");
        }
    }

    #[test]
    fn neighbours_of_the_special_networks_pass() {
        let guard = guard(&[]);
        for permitted in [
            "1.0.0.1",
            "9.255.255.255",
            "11.0.0.1",
            "100.63.255.255",
            "100.128.0.1",
            "126.255.255.255",
            "128.0.0.1",
            "169.253.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "192.167.0.1",
            "192.169.0.1",
            "198.17.0.1",
            "198.20.0.1",
            "203.0.112.1",
            "223.255.255.255",
            "113.160.0.1",
            "2400:cb00::1",
            "2001:200::1",
            "2001:db9::1",
            "3fff:1000::1",
            "64:ff9b::8.8.8.8",
        ] {
            assert_eq!(guard.refusal(ip(permitted), 80), None, "{permitted}");
        }
    }

    #[test]
    fn named_networks_pass_in_any_writing_and_no_others() {
        let guard = guard(&["127.0.11.0/24", "fd00:1::/32", "2002:808::/32"]);
        for permitted in [
            "127.0.11.3",
            "::ffff:127.0.11.3",
            "2002:7f00:b03::1",
            "fd00:1::5",
            "2002:808:808::1",
        ] {
            assert_eq!(guard.refusal(ip(permitted), 80), None, "{permitted}");
        }
        for refused in ["127.0.12.3", "fd00:2::5", "::1", "10.0.0.1"] {
            assert!(guard.refusal(ip(refused), 80).is_some(), "{refused}");
        }
    }

    #[test]
    fn other_ports_are_refused_but_in_networks_that_are_named() {
        let guard = guard(&["127.0.11.0/24"]);
        for port in [80, 443] {
            assert_eq!(guard.refusal(ip("8.8.8.8"), port), None);
        }
        for port in [0, 22, 25, 6379, 8080] {
            let refused = guard.refusal(ip("8.8.8.8"), port);
            assert_eq!(refused, Some(Refusal::Port(port)));
            assert_eq!(guard.refusal(ip("127.0.11.3"), port), None);
        }
    }

    #[test]
    fn without_a_contact_only_this_machine_is_asked() {
        let guard = Guard::new(&FetchSettings {
            contact: " ".into(),
            allow_private: ["127.0.0.0/8", "::1/128", "10.0.0.0/8"]
                .map(|text| text.parse().expect("a network"))
                .to_vec(),
            ..FetchSettings::default()
        });
        for home in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(guard.refusal(ip(home), 80), None, "{home}");
        }
        for away in ["8.8.8.8", "10.0.0.1", "2400:cb00::1", "64:ff9b::8.8.8.8"] {
            let refused = guard.refusal(ip(away), 80);
            assert_eq!(refused, Some(Refusal::NoContact), "{away}");
        }
    }
}
