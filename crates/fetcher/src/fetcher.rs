//! The polite reader: robots.txt, the site's turn, one request; and so again for each redirect.

use std::{sync::Arc, time::Duration};

use reqwest::header::{CONTENT_TYPE, ETAG, LAST_MODIFIED};
use tokio::time::Instant;
use url::Position;

use crate::{
    FetchError, FetchSettings, Hop, Request, Response, Timing, Verdict,
    body::Overflow,
    exchange::{Exchange, Order, is_redirect},
    headers,
    polite::Polite,
    resolve::{Resolver, SystemResolver},
    robots::{PRODUCT, cache::Cache},
    site::Sites,
};

/// The polite reader. Clones share turns, robots.txt files and connections, so make one for the whole program.
#[derive(Debug, Clone)]
pub struct Fetcher {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    polite: Polite,
    robots: Cache,
    max_body: usize,
    max_redirects: usize,
}

impl Fetcher {
    /// A fetcher with these settings.
    ///
    /// # Errors
    /// [`FetchError::Client`] when the machine's certificates cannot be used.
    pub fn new(settings: FetchSettings) -> Result<Self, FetchError> {
        Self::with_resolver(settings, Arc::new(SystemResolver))
    }

    /// A fetcher whose names are resolved otherwise than by this machine.
    ///
    /// # Errors
    /// As for [`Fetcher::new`].
    pub fn with_resolver(
        settings: FetchSettings,
        resolver: Arc<dyn Resolver>,
    ) -> Result<Self, FetchError> {
        Ok(Self {
            inner: Arc::new(Inner {
                robots: Cache::default(),
                max_body: settings.max_body,
                max_redirects: settings.max_redirects,
                polite: Polite {
                    sites: Sites::new(settings.gap, settings.concurrency),
                    exchange: Exchange::new(settings, resolver)?,
                },
            }),
        })
    }

    /// How long it is until a [`site`](crate::site()) may be asked again, so that another process can be told.
    pub fn rest(&self, site: &str) -> Duration {
        self.inner.polite.sites.rest(site)
    }

    /// The sitemaps that the site's robots.txt names, as they stand there.
    ///
    /// # Errors
    /// The address cannot be asked, or robots.txt cannot be read just now.
    pub async fn sitemaps(&self, url: &str) -> Result<Vec<String>, FetchError> {
        let Inner { polite, robots, .. } = &*self.inner;
        let url = polite.exchange.check(url)?;
        let rules = robots.rules(&url, polite).await?;
        Ok(rules.sitemaps().to_vec())
    }

    /// Asks for an address and follows redirects. Before each request robots.txt is obeyed and the site's turn
    /// awaited, however long that takes; only the requests themselves are limited in time. To give up, drop the
    /// future: the turn passes on.
    ///
    /// # Errors
    /// Everything but 200, 203 and, to a conditional request, 304 is an error; [`FetchError::kind`] tells when to
    /// try again.
    pub async fn get(&self, request: &Request) -> Result<Response, FetchError> {
        let Inner {
            polite,
            robots,
            max_body,
            max_redirects,
        } = &*self.inner;
        let mut url = polite.exchange.check(&request.url)?;
        let mut redirects: Vec<Hop> = Vec::new();
        let (begin, mut elapsed) = (Instant::now(), Duration::ZERO);
        loop {
            let rules = robots.rules(&url, polite).await?;
            let path = &url[Position::BeforePath..Position::AfterQuery];
            if let Verdict::Disallowed { rule } = rules.verdict(PRODUCT, path) {
                return Err(FetchError::Robots {
                    url: url.to_string(),
                    rule,
                });
            }
            let order = Order {
                url: &url,
                accept: request.accept,
                conditions: Some(request),
                limit: *max_body,
                overflow: Overflow::Refuse,
            };
            let (answer, took) = polite.ask(&order, rules.crawl_delay(PRODUCT)).await?;
            elapsed += took;
            match answer.status {
                200 | 203 => {}
                304 if request.is_conditional() => {}
                status if is_redirect(status) => {
                    let to = polite.exchange.target(&url, &answer.headers)?;
                    redirects.push(Hop {
                        status,
                        from: url.to_string(),
                        to: to.to_string(),
                    });
                    // Many a server redirects to the same address with a cookie, which is never sent back here.
                    if redirects.iter().any(|hop| hop.from == to.as_str()) {
                        return Err(FetchError::RedirectLoop {
                            url: request.url.clone(),
                            target: to.to_string(),
                        });
                    }
                    if redirects.len() > *max_redirects {
                        return Err(FetchError::TooManyRedirects {
                            url: request.url.clone(),
                            limit: *max_redirects,
                        });
                    }
                    url = to;
                    continue;
                }
                status => {
                    let retry_after = headers::retry_after(&answer.headers);
                    return Err(FetchError::Status {
                        url: url.to_string(),
                        status,
                        retry_after,
                        headers: headers::all(&answer.headers),
                    });
                }
            }
            let whole = begin.elapsed();
            return Ok(Response {
                status: answer.status,
                final_url: url.to_string(),
                redirects,
                content_type: headers::text(&answer.headers, &CONTENT_TYPE),
                etag: headers::text(&answer.headers, &ETAG),
                last_modified: headers::text(&answer.headers, &LAST_MODIFIED),
                retry_after: headers::retry_after(&answer.headers),
                fresh_for: headers::fresh_for(&answer.headers),
                headers: headers::all(&answer.headers),
                remote: answer.remote,
                body: answer.body,
                wire_bytes: answer.wire_bytes,
                elapsed,
                timing: Timing {
                    waiting: whole.saturating_sub(elapsed),
                    head: answer.head,
                    whole,
                },
            });
        }
    }
}
