//! Names: resolved once for a request, judged, and connected to as they were judged.

use std::{
    collections::HashMap,
    fmt, io,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use crate::address::{Guard, Refusal};

/// Of a name's addresses only so many are considered. An answer with more is none of a newspaper.
const MANY: usize = 16;

/// The addresses a name has.
pub type Addresses = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// How names become addresses. What it gives is judged before anything is connected to.
pub trait Resolver: fmt::Debug + Send + Sync {
    /// The addresses of a name, best first.
    fn addresses(&self, name: &str) -> Addresses;
}

/// Asks this machine's resolver.
#[derive(Debug)]
pub(crate) struct SystemResolver;

impl Resolver for SystemResolver {
    fn addresses(&self, name: &str) -> Addresses {
        let name = name.to_owned();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name, 0)).await?;
            Ok(found.map(|socket| socket.ip()).collect())
        })
    }
}

/// Why a host cannot be asked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unresolved {
    /// It has no address.
    None(String),
    /// It has only such as may not be asked.
    Refused(Refusal),
}

/// The addresses of the names that are being asked just now. The client connects to these and to no others: it never
/// resolves a name itself, so an answer of the DNS that changes after it was judged changes nothing (DNS rebinding).
#[derive(Debug, Clone, Default)]
pub(crate) struct Pins(Arc<Mutex<HashMap<String, Vec<SocketAddr>>>>);

/// Where a request goes. While it lives, the client can connect there.
#[derive(Debug)]
pub(crate) struct Destination {
    /// The addresses the client may choose from; never none.
    pub(crate) addresses: Vec<IpAddr>,
    pin: Option<(Pins, String)>,
}

impl Drop for Destination {
    fn drop(&mut self) {
        if let Some((pins, name)) = self.pin.take() {
            pins.lock().remove(&name);
        }
    }
}

impl Pins {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Vec<SocketAddr>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Resolves an address' host, leaves out what may not be asked, and opens the way to the rest. A host is asked once
    /// at a time (its site is), so that no other request closes it.
    pub(crate) async fn open(
        &self,
        url: &Url,
        resolver: &dyn Resolver,
        guard: &Guard,
    ) -> Result<Destination, Unresolved> {
        let (found, name) = match url.host() {
            Some(Host::Ipv4(v4)) => (vec![v4.into()], None),
            Some(Host::Ipv6(v6)) => (vec![v6.into()], None),
            Some(Host::Domain(name)) => {
                let found = resolver.addresses(name).await;
                let found = found.map_err(|error| Unresolved::None(error.to_string()))?;
                (found, Some(name.to_owned()))
            }
            None => (Vec::new(), None),
        };
        // http and https have a port.
        let port = url.port_or_known_default().unwrap_or_default();
        let addresses = select(found, port, guard)?;
        let pin = name.map(|name| {
            let sockets = addresses.iter().map(|ip| SocketAddr::new(*ip, 0));
            self.lock().insert(name.clone(), sockets.collect());
            (self.clone(), name)
        });
        Ok(Destination { addresses, pin })
    }
}

/// The addresses that may be asked on this port.
fn select(found: Vec<IpAddr>, port: u16, guard: &Guard) -> Result<Vec<IpAddr>, Unresolved> {
    let mut permitted = Vec::new();
    let mut refused = None;
    for address in found {
        match guard.refusal(address, port) {
            None if !permitted.contains(&address) => permitted.push(address),
            None => {}
            Some(refusal) => refused = Some(refusal),
        }
    }
    permitted.truncate(MANY);
    match refused {
        _ if !permitted.is_empty() => Ok(permitted),
        Some(refusal) => Err(Unresolved::Refused(refusal)),
        None => Err(Unresolved::None("it has no address".to_owned())),
    }
}

/// The client's way to addresses.
impl Resolve for Pins {
    fn resolve(&self, name: Name) -> Resolving {
        let pinned = self.lock().get(name.as_str()).cloned();
        Box::pin(async move {
            match pinned {
                Some(sockets) => Ok(Box::new(sockets.into_iter()) as Addrs),
                // A connection that the client wanted to prepare for a request that has been given up.
                None => Err(io::Error::other("nobody asks this name any more").into()),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FetchSettings;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    /// Gives the same answer to everything.
    #[derive(Debug)]
    struct Always(Vec<IpAddr>);

    impl Resolver for Always {
        fn addresses(&self, _: &str) -> Addresses {
            let found = self.0.clone();
            Box::pin(async { Ok(found) })
        }
    }

    async fn open(pins: &Pins, url: &str, found: &[&str]) -> Result<Destination, Unresolved> {
        let resolver = Always(found.iter().map(|text| ip(text)).collect());
        let guard = Guard::new(&FetchSettings {
            contact: "vp@so.example".into(),
            ..FetchSettings::default()
        });
        pins.open(&url.parse().expect("an address"), &resolver, &guard)
            .await
    }

    async fn pinned(pins: &Pins, name: &str) -> Option<Vec<SocketAddr>> {
        let resolved = pins.resolve(name.parse().expect("a name")).await;
        resolved.ok().map(Iterator::collect)
    }

    #[tokio::test]
    async fn of_a_names_addresses_only_the_public_ones_are_used() {
        let pins = Pins::default();
        let found = ["10.0.0.1", "8.8.8.8", "::1", "8.8.8.8"];
        let way = open(&pins, "http://bao.example/", &found).await;
        assert_eq!(way.expect("one is public").addresses, [ip("8.8.8.8")]);
        let refused = open(&pins, "http://bao.example/", &["10.0.0.1"]).await;
        let Err(Unresolved::Refused(Refusal::Address { address, .. })) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(address, ip("10.0.0.1"));
        let refused = open(&pins, "http://bao.example:25/", &["8.8.8.8"]).await;
        assert_eq!(
            refused.expect_err("a mail server"),
            Unresolved::Refused(Refusal::Port(25))
        );
        let none = open(&pins, "http://bao.example/", &[]).await;
        assert!(matches!(none, Err(Unresolved::None(_))), "{none:?}");
    }

    #[tokio::test]
    async fn an_answer_with_very_many_addresses_is_cut() {
        let many: Vec<String> = (1..200).map(|last| format!("8.8.8.{last}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let way = open(&Pins::default(), "http://bao.example/", &many).await;
        assert_eq!(way.expect("they are public").addresses.len(), MANY);
    }

    #[tokio::test]
    async fn the_client_finds_only_names_that_are_being_asked() {
        let pins = Pins::default();
        assert_eq!(pinned(&pins, "bao.example").await, None);
        let way = open(&pins, "https://bao.example/", &["8.8.8.8"])
            .await
            .expect("it is public");
        let expected = vec![SocketAddr::new(ip("8.8.8.8"), 0)];
        assert_eq!(pinned(&pins, "bao.example").await, Some(expected));
        assert_eq!(pinned(&pins, "khac.example").await, None);
        drop(way);
        assert_eq!(pinned(&pins, "bao.example").await, None);
    }
}
