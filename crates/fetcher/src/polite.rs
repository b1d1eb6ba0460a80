//! One request in its turn: the site's turn and gap, the way to the server, a place among the requests under way.

use std::time::Duration;

use tokio::time::Instant;

use crate::{
    FetchError,
    error::Fetched,
    exchange::{Answer, Exchange, Order},
    headers,
    site::{Sites, site_of},
};

/// How long a site is left alone that was asked too much and does not say.
const REST: Duration = Duration::from_secs(60);

/// The client behind its gates. Nothing is sent but through [`Polite::ask`].
#[derive(Debug)]
pub(crate) struct Polite {
    pub(crate) exchange: Exchange,
    pub(crate) sites: Sites,
}

impl Polite {
    /// Asks when it is the turn of the address' site. `wish` is the site's own gap (Crawl-delay). Beside the answer
    /// comes how long the request itself took.
    pub(crate) async fn ask(
        &self,
        order: &Order<'_>,
        wish: Option<Duration>,
    ) -> Fetched<(Answer, Duration)> {
        let turn = self.sites.turn(&site_of(order.url), wish).await;
        let mut turn = turn.map_err(|closed| FetchError::AskedToWait {
            url: order.url.to_string(),
            status: closed.status,
            retry_after: closed.left(),
        })?;
        // Resolved in the turn, since by the time it comes an older answer may have changed, and before the places
        // are taken, since they are the server's.
        let start = Instant::now();
        let destination = self.exchange.resolve(order.url).await?;
        let resolving = start.elapsed();
        let under_way = self.sites.under_way(&destination.addresses).await;
        let start = Instant::now();
        let answer = self.exchange.ask(order, resolving).await;
        let elapsed = resolving + start.elapsed();
        if let Ok(answer) = &answer
            && let Some(wait) = wished(answer)
        {
            turn.close(wait, answer.status);
        }
        drop((under_way, destination, turn));
        Ok((answer?, elapsed))
    }
}

/// How long a site wants to be left alone after this answer: one that says so while it has too much to do means all its
/// pages, not only the one that was asked for.
fn wished(answer: &Answer) -> Option<Duration> {
    match answer.status {
        429 => Some(headers::retry_after(&answer.headers).unwrap_or(REST)),
        503 => headers::retry_after(&answer.headers),
        _ => None,
    }
}
