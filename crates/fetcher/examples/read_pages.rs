//! One side of `scripts/bench fetch`: reads pages of the hosts of the example `many_hosts`, through the whole fetcher
//! without a gap, or in a bare loop of reqwest that knows no rules.
//!
//! `read_pages fetcher|reqwest PORT HOSTS PAGES CONCURRENCY` prints one line of JSON. The hosts come in turn, and at
//! most so many requests are under way. What the fetcher asks beside the pages (robots.txt) takes its time too.

#![expect(
    clippy::print_stdout,
    reason = "its one line of JSON is what it is for"
)]

use std::{
    env,
    error::Error,
    time::{Duration, Instant},
};

use futures_util::{StreamExt, stream};
use langnghe_fetcher::{Accept, FetchSettings, Fetcher, Request};

/// Reads one page; gives how many bytes it had, unpacked.
trait Reader: Clone + Send + Sync + 'static {
    fn read(self, url: String) -> impl Future<Output = Result<usize, String>> + Send;
}

impl Reader for Fetcher {
    async fn read(self, url: String) -> Result<usize, String> {
        let request = Request {
            url,
            accept: Accept::Page,
            etag: None,
            last_modified: None,
        };
        let response = self
            .get(&request)
            .await
            .map_err(|error| error.to_string())?;
        Ok(response.body.len())
    }
}

impl Reader for reqwest::Client {
    async fn read(self, url: String) -> Result<usize, String> {
        let asked = async {
            let response = self.get(url).send().await?.error_for_status()?;
            Ok::<_, reqwest::Error>(response.bytes().await?.len())
        };
        asked.await.map_err(|error| error.to_string())
    }
}

/// Reads all pages, so many at a time; gives the bytes.
async fn read_all(
    reader: impl Reader,
    urls: Vec<String>,
    concurrency: usize,
) -> Result<usize, String> {
    let mut reading = stream::iter(urls)
        .map(|url| tokio::spawn(reader.clone().read(url)))
        .buffer_unordered(concurrency);
    let mut bytes = 0;
    while let Some(read) = reading.next().await {
        bytes += read.map_err(|error| error.to_string())??;
    }
    Ok(bytes)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().collect();
    let [_, side, port, hosts, pages, concurrency] = arguments.as_slice() else {
        return Err("usage: read_pages fetcher|reqwest PORT HOSTS PAGES CONCURRENCY".into());
    };
    let (port, hosts, pages, concurrency): (u16, u16, usize, usize) = (
        port.parse()?,
        hosts.parse()?,
        pages.parse()?,
        concurrency.parse()?,
    );
    let urls: Vec<String> = (0..pages)
        .zip((1..=hosts).cycle())
        .map(|(page, host)| {
            let [high, low] = host.to_be_bytes();
            format!("http://127.7.{high}.{low}:{port}/tin/{page}.html")
        })
        .collect();
    // The whole fetcher as the program makes it, but for the gap, and for a machine that serves itself.
    let fetcher = Fetcher::new(FetchSettings {
        gap: Duration::ZERO,
        concurrency,
        allow_private: vec!["127.0.0.0/8".parse()?],
        ..FetchSettings::default()
    })?;
    let start = Instant::now();
    let bytes = match side.as_str() {
        "fetcher" => read_all(fetcher, urls, concurrency).await?,
        _ => read_all(reqwest::Client::new(), urls, concurrency).await?,
    };
    let seconds = start.elapsed().as_secs_f64();
    let pages_per_second = pages as f64 / seconds;
    println!(
        "{{\"bytes\": {bytes}, \"seconds\": {seconds}, \"pages_per_second\": {pages_per_second}}}"
    );
    Ok(())
}
