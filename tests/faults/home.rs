//! A home whose clock goes as a test says.

use jiff::Timestamp;
use langnghe_pipeline::{
    App, Clock,
    collect::{Which, collect},
    progress::{Quiet, Stop},
    sources, work,
};

use crate::{
    common::configuration,
    site::{FEED, source},
};

/// A home with one feed, whose clock goes as the test says.
pub(crate) struct Home {
    pub(crate) runtime: tokio::runtime::Runtime,
    pub(crate) app: App,
    clock: Clock,
    _folder: tempfile::TempDir,
}

impl Home {
    /// With one feed whose texts are enough.
    pub(crate) fn new(url: &str) -> Self {
        Self::with(&source(url))
    }

    /// With these sources.
    pub(crate) fn with(sources: &str) -> Self {
        Self::with_settings(sources, &[])
    }

    /// With these sources, and settings by the environment.
    pub(crate) fn with_settings(sources: &str, environment: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = configuration(folder.path(), sources);
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let environment = environment
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect::<Vec<_>>();
        let clock = Clock::told("2026-11-24T08:00:00Z".parse().unwrap());
        let app = runtime
            .block_on(App::open(&config, environment, clock.clone()))
            .unwrap();
        Self {
            runtime,
            app,
            clock,
            _folder: folder,
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// One round of what is due at this time; gives what the channel says then.
    pub(crate) fn round_at(&self, now: Timestamp) -> sources::ChannelLine {
        self.clock.tell(now);
        self.runtime.block_on(async {
            // A new one each time, as after a restart.
            let fetcher = work::fetcher(&self.app).unwrap();
            collect(&self.app, &fetcher, &Which::Due, &Quiet, &Stop::default())
                .await
                .unwrap();
            sources::list(&self.app).await.unwrap().remove(0)
        })
    }
}

/// A feed of so many entries, counted from 1.
pub(crate) fn feed_of(entries: usize) -> String {
    let more: String = (3..=entries)
        .map(|number| {
            format!(
                "<item><title>Tin số {number}</title><link>http://bao.example/tin/{number}</link>\
                 <guid>{number}</guid><description>Một đoạn tin ngắn về đời sống bản làng.</description></item>"
            )
        })
        .collect();
    FEED.replace("</channel>", &format!("{more}</channel>"))
}
