//! When the counts are made, and where they are kept.

use std::{
    fs, io,
    path::Path,
    process,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use langnghe_model::Field;
use langnghe_vietnamese::Tokens;
use tantivy::{Searcher, TantivyDocument};

use super::{Learner, Readings};
use crate::{Index, error::guarded, schema::Columns, verified::stored_text};

/// The file's name, in the index's folder.
pub(crate) const FILE: &str = "readings.bin";

/// Articles that are counted; of more, as many from all over the index. Ten thousand hold a million pairs.
const SAMPLE: u64 = 10_000;

/// The counts of one open index. Nothing is read or counted before a search asks.
#[derive(Default)]
pub(crate) struct Kept {
    known: RwLock<Option<Arc<Readings>>>,
    /// Held while counting.
    counting: Mutex<()>,
}

impl Kept {
    fn known(&self) -> Option<Arc<Readings>> {
        self.known
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn keep(&self, readings: Readings) -> Arc<Readings> {
        let readings = Arc::new(readings);
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&readings));
        readings
    }

    /// Lets the counts go: the articles that were counted are no longer there.
    pub(crate) fn forget(&self) {
        self.keep(Readings::default());
    }
}

/// The counts for a search in these articles: those in memory or in the file, and when there are none, or the index
/// has grown by half or lost half since, it is counted again. What goes wrong is no fault of the search, which then
/// goes on with the counts that there are.
pub(crate) fn current(index: &Index, searcher: &Searcher) -> Arc<Readings> {
    let kept = &index.kept;
    let known = kept
        .known()
        .unwrap_or_else(|| kept.keep(load(&index.dir).unwrap_or_default()));
    let now = searcher.num_docs();
    if !is_stale(known.articles(), now) {
        return known;
    }
    // One search counts. Others go on with old counts, but wait where there are none: two pages of one answer should
    // not be in two orders.
    let _counting = if known.articles() == 0 {
        kept.counting.lock().unwrap_or_else(PoisonError::into_inner)
    } else if let Ok(counting) = kept.counting.try_lock() {
        counting
    } else {
        return known;
    };
    if let Some(counted) = kept.known()
        && !is_stale(counted.articles(), now)
    {
        return counted;
    }
    let Ok(Ok(counted)) = guarded(|| count(searcher, &index.columns)) else {
        return known;
    };
    // An index in memory, or in a folder that only others may write, has counts as long as it is open.
    let _ = save(&index.dir, &counted);
    kept.keep(counted)
}

fn is_stale(counted: u64, now: u64) -> bool {
    now > counted + counted / 2 || (now > 0 && now < counted / 2)
}

/// The counts kept in an index's folder; none when there are none that can be used.
fn load(dir: &Path) -> Option<Readings> {
    Readings::from_bytes(&fs::read(dir.join(FILE)).ok()?)
}

fn save(dir: &Path, readings: &Readings) -> io::Result<()> {
    if !dir.join("meta.json").exists() {
        return Ok(());
    }
    // Several processes may search, and count, at the same time.
    let unfinished = dir.join(format!(".tmp-readings-{}", process::id()));
    fs::write(&unfinished, readings.to_bytes())
        .and_then(|()| fs::rename(&unfinished, dir.join(FILE)))
        .inspect_err(|_| drop(fs::remove_file(&unfinished)))
}

fn count(searcher: &Searcher, columns: &Columns) -> tantivy::Result<Readings> {
    let articles = searcher.num_docs();
    let step = articles.div_ceil(SAMPLE).max(1) as usize;
    let mut learner = Learner::default();
    let mut tokens = Tokens::default();
    for segment in searcher.segment_readers() {
        let store = segment.get_store_reader(1)?;
        for doc in segment.doc_ids_alive().step_by(step) {
            let text = stored_text(&store.get::<TantivyDocument>(doc)?, columns);
            for field in Field::ALL {
                tokens.refill(text.field(field));
                learner.learn(&tokens);
            }
        }
    }
    Ok(learner.finish(articles))
}
