//! Texts made ready before they reach tantivy's own threads: whoever writes the index has tokenised them already.

use std::{
    cell::RefCell,
    hash::BuildHasher as _,
    mem,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use langnghe_model::{ArticleText, Field};
use langnghe_query::Fields;
use langnghe_vietnamese::{Borders, Tokens};
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::crossed::crossed;

thread_local! {
    /// Used again from text to text.
    static BORDERS: RefCell<Borders> = RefCell::default();
}

/// Fields that may wait for tantivy's threads. A long article takes about 50 KB with its tokens; further ahead the
/// writer gains nothing.
const MOST_WAITING: usize = 600;

/// How long the writer waits for room before it goes on without handing over.
const PATIENCE: Duration = Duration::from_secs(1);

/// An article's tokens, and what else the index keeps of its words.
pub(crate) struct Prepared {
    fields: Arc<Fields>,
    crossed: [Vec<String>; 3],
}

impl Prepared {
    pub(crate) fn of(fields: Arc<Fields>) -> Self {
        let crossed = BORDERS.with_borrow_mut(|borders| {
            Field::ALL
                .map(|field| crossed(fields.text().field(field), fields.tokens(field), borders))
        });
        Self { fields, crossed }
    }
}

/// One field of an article.
#[derive(Clone)]
pub(crate) struct PreparedField {
    article: Arc<Prepared>,
    field: Field,
}

impl PreparedField {
    /// A text of which nothing was made ready.
    pub(crate) fn alone(text: &str) -> Self {
        let fields = Fields::of(&ArticleText {
            title: String::new(),
            lead: String::new(),
            body: text.to_owned(),
        });
        Self {
            article: Arc::new(Prepared::of(Arc::new(fields))),
            field: Field::Body,
        }
    }

    pub(crate) fn text(&self) -> &str {
        self.article.fields.text().field(self.field)
    }

    pub(crate) fn tokens(&self) -> &Tokens {
        self.article.fields.tokens(self.field)
    }

    /// The known words that stand in it only where a border of words cuts them.
    pub(crate) fn crossed(&self) -> &[String] {
        &self.article.crossed[self.field as usize]
    }
}

/// Fields on their way to tantivy's threads. Those know of a text nothing but the text itself, so that is how it is
/// found again. What is not found is tokenised anew: nothing here changes what the index holds.
#[derive(Default)]
pub(crate) struct Handed {
    waiting: Mutex<FxHashMap<u64, PreparedField>>,
    taken: Condvar,
}

impl Handed {
    /// Puts an article's fields there, once there is room.
    pub(crate) fn put(&self, article: &Arc<Prepared>) {
        let full = |waiting: &mut FxHashMap<_, _>| waiting.len() >= MOST_WAITING;
        let (mut waiting, timeout) = self
            .taken
            .wait_timeout_while(self.lock(), PATIENCE, full)
            .unwrap_or_else(PoisonError::into_inner);
        if timeout.timed_out() {
            return;
        }
        for field in Field::ALL {
            let article = Arc::clone(article);
            let field = PreparedField { article, field };
            if !field.text().is_empty() {
                waiting.insert(key(field.text()), field);
            }
        }
    }

    /// The field with this text; it waits no more.
    pub(crate) fn take(&self, text: &str) -> Option<PreparedField> {
        let found = self.lock().remove(&key(text));
        self.taken.notify_one();
        // Two texts may have one key.
        found.filter(|field| field.text() == text)
    }

    /// Forgets what nobody will ask for any more.
    pub(crate) fn clear(&self) {
        drop(mem::take(&mut *self.lock()));
    }

    /// What a thread that panicked left is as good as any: it is looked at before it is used.
    fn lock(&self) -> MutexGuard<'_, FxHashMap<u64, PreparedField>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(title: &str, body: &str) -> Arc<Prepared> {
        Arc::new(Prepared::of(Arc::new(Fields::of(&ArticleText {
            title: title.to_owned(),
            lead: String::new(),
            body: body.to_owned(),
        }))))
    }

    #[test]
    fn what_was_handed_over_is_found_by_its_text_once() {
        let handed = Handed::default();
        handed.put(&article("Lễ hội", "Đoàn chu du lịch sử"));
        let found = handed.take("Đoàn chu du lịch sử").expect("it waits");
        assert_eq!(found.text(), "Đoàn chu du lịch sử");
        assert_eq!(found.tokens().len(), 5);
        assert_eq!(found.crossed(), ["du lịch"]);
        assert!(handed.take("Đoàn chu du lịch sử").is_none());
        assert!(handed.take("lễ hội").is_none());
        handed.clear();
        assert!(handed.take("Lễ hội").is_none());
    }

    #[test]
    fn a_writer_that_nobody_takes_from_goes_on() {
        let handed = Handed::default();
        for number in 0..MOST_WAITING {
            handed.put(&article("", &number.to_string()));
        }
        handed.put(&article("", "one more"));
        assert!(handed.take("one more").is_none());
        assert!(handed.take("7").is_some());
        handed.put(&article("", "one more"));
        assert!(handed.take("one more").is_some());
    }

    #[test]
    fn a_text_that_was_not_handed_over_is_tokenised_where_it_is_needed() {
        let alone = PreparedField::alone("Đoàn chu du lịch sử");
        assert_eq!(alone.tokens().len(), 5);
        assert_eq!(alone.crossed(), ["du lịch"]);
    }
}
