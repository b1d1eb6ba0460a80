//! Progress bars on standard error, when that is a terminal.

use std::{collections::HashMap, io::IsTerminal, sync::Mutex, time::Duration};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use langnghe_pipeline::progress::{Event, Progress};

/// Shows the pipeline's progress; hidden when standard error is not a terminal.
pub(crate) struct Bars {
    all: MultiProgress,
    bars: Mutex<HashMap<&'static str, ProgressBar>>,
}

impl Bars {
    pub(crate) fn new() -> Self {
        let all = MultiProgress::new();
        if !std::io::stderr().is_terminal() {
            all.set_draw_target(indicatif::ProgressDrawTarget::hidden());
        }
        Self {
            all,
            bars: Mutex::default(),
        }
    }

    fn with(&self, name: &'static str, change: impl FnOnce(&ProgressBar)) {
        let mut bars = self
            .bars
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let bar = bars.entry(name).or_insert_with(|| {
            let style = ProgressStyle::with_template("{prefix:>10} {wide_bar} {pos}/{len} {msg}")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar = self
                .all
                .add(ProgressBar::new(0))
                .with_style(style)
                .with_prefix(name);
            bar.enable_steady_tick(Duration::from_millis(250));
            bar
        });
        change(bar);
    }

    /// Takes the bars off the screen.
    pub(crate) fn clear(&self) {
        let mut bars = self
            .bars
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        for (_, bar) in bars.drain() {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Bars {
    fn report(&self, event: Event) {
        match event {
            Event::RoundStarted { channels } => self.with("channels", |bar| {
                bar.set_position(0);
                bar.set_length(channels);
            }),
            Event::ChannelPolled { channel, .. } => self.with("channels", |bar| {
                bar.inc(1);
                bar.set_message(channel);
            }),
            Event::PagesWaiting { pages } => self.with("pages", |bar| {
                bar.set_length(bar.length().unwrap_or(0).max(bar.position() + pages));
            }),
            Event::PageRead { url } => self.with("pages", |bar| {
                bar.inc(1);
                bar.set_length(bar.length().unwrap_or(0).max(bar.position()));
                bar.set_message(url);
            }),
            Event::KeptFileListed { done, of } => self.with("files", |bar| {
                bar.set_length(of);
                bar.set_position(done);
            }),
            Event::PageReparsed { done, of } => self.with("reparse", |bar| {
                bar.set_length(of);
                bar.set_position(done);
            }),
            Event::Imported { bytes, articles } => self.with("import", |bar| {
                bar.set_length(bar.length().unwrap_or(0).max(articles));
                bar.set_position(articles);
                bar.set_message(format!("articles, {} MB", bytes / 1_000_000));
            }),
            Event::ReaderAdvanced { reader, at, end } => self.with(reader, |bar| {
                bar.set_length(end.unsigned_abs());
                bar.set_position(at.unsigned_abs());
            }),
        }
    }
}
