//! The store against a model so simple that it can be seen to be right.

use std::{cell::Cell, collections::BTreeMap};

use langnghe_model::{ArticleId, LogEvent, Seq};
use langnghe_store::{NewArticle, Outcome as Came, Store};
use proptest::{collection::vec, prelude::*, test_runner::TestRunner};

use crate::support::{Database, Outcome, article, minute, text};

/// One thing done to a small press of a few addresses and texts.
#[derive(Debug, Clone)]
enum Step {
    /// Articles in one batch: address, another address, text.
    Append(Vec<(u8, Option<u8>, u8)>),
    /// The article at an address is gone.
    Withdraw(u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let new = (0..6_u8, proptest::option::weighted(0.3, 0..6_u8), 0..3_u8);
    let step = prop_oneof![
        4 => vec(new, 1..6).prop_map(Step::Append),
        1 => (0..6_u8).prop_map(Step::Withdraw),
    ];
    vec(step, 1..12)
}

/// Articles in the order they came, and where each address leads.
#[derive(Default)]
struct Model {
    articles: Vec<Known>,
    addresses: BTreeMap<u8, usize>,
    /// Articles, and for revisions their number.
    log: Vec<(usize, Option<u32>)>,
}

struct Known {
    texts: Vec<u8>,
    withdrawn: bool,
}

impl Model {
    fn append(&mut self, (address, alias, text): (u8, Option<u8>, u8)) -> (usize, Came) {
        let known = [Some(address), alias]
            .into_iter()
            .flatten()
            .find_map(|a| self.addresses.get(&a).copied());
        let id = known.unwrap_or(self.articles.len());
        for address in [Some(address), alias].into_iter().flatten() {
            self.addresses.entry(address).or_insert(id);
        }
        if known.is_none() {
            self.articles.push(Known {
                texts: vec![text],
                withdrawn: false,
            });
            self.log.push((id, Some(1)));
            return (id, Came::New);
        }
        let article = &mut self.articles[id];
        if article.texts.last() == Some(&text) && !article.withdrawn {
            return (id, Came::Unchanged);
        }
        article.texts.push(text);
        article.withdrawn = false;
        let number = article.texts.len() as u32;
        self.log.push((id, Some(number)));
        (id, Came::Revised(number))
    }

    fn withdraw(&mut self, id: usize) -> bool {
        let first = !std::mem::replace(&mut self.articles[id].withdrawn, true);
        if first {
            self.log.push((id, None));
        }
        first
    }
}

pub(crate) async fn appends_and_withdrawals_do_what_a_simple_model_does(
    database: &Database,
) -> Outcome {
    let store = database.open().await?;
    let runtime = tokio::runtime::Handle::current();
    let cases = if database.is_sqlite { 24 } else { 12 };
    tokio::task::spawn_blocking(move || {
        let press = Cell::new(0);
        let config = ProptestConfig {
            cases,
            failure_persistence: None,
            ..ProptestConfig::default()
        };
        TestRunner::new(config)
            .run(&steps(), |steps| {
                press.set(press.get() + 1);
                runtime.block_on(run(&store, press.get(), steps))
            })
            .map_err(|error| error.to_string())
    })
    .await??;
    Ok(())
}

async fn run(store: &Store, press: u32, steps: Vec<Step>) -> Result<(), TestCaseError> {
    let failed = |error: langnghe_store::StoreError| TestCaseError::fail(error.to_string());
    let url = |address: u8| format!("https://bao-{press}.example/{address}");
    let titles = ["Một", "Hai", "Ba"];
    let start = store.last_seq().await.map_err(failed)?;
    let mut model = Model::default();
    let mut ids: Vec<ArticleId> = Vec::new();
    for step in steps {
        match step {
            Step::Append(new) => {
                let batch: Vec<NewArticle> = new
                    .iter()
                    .map(|(address, alias, text)| NewArticle {
                        aliases: alias.map(url).into_iter().collect(),
                        ..article(&url(*address), titles[usize::from(*text)])
                    })
                    .collect();
                let came = store.append(&batch, minute(0)).await.map_err(failed)?;
                for (came, new) in came.into_iter().zip(new) {
                    let (id, outcome) = model.append(new);
                    if id == ids.len() {
                        ids.push(came.article);
                    }
                    prop_assert_eq!((came.article, came.outcome), (ids[id], outcome));
                    let seq =
                        (outcome != Came::Unchanged).then(|| Seq(start.0 + model.log.len() as i64));
                    prop_assert_eq!(came.seq, seq);
                }
            }
            Step::Withdraw(address) => {
                if let Some(&id) = model.addresses.get(&address) {
                    let seq = store
                        .withdraw(&url(address), ids[id], minute(1), None)
                        .await
                        .map_err(failed)?;
                    prop_assert_eq!(seq.is_some(), model.withdraw(id));
                }
            }
        }
    }
    let log = store.read_log(start, usize::MAX).await.map_err(failed)?;
    prop_assert_eq!(log.len(), model.log.len());
    for (entry, (id, number)) in log.iter().zip(&model.log) {
        prop_assert_eq!(entry.article(), ids[*id]);
        match (&entry.event, number) {
            (LogEvent::Revision { revision, article }, Some(number)) => {
                let expected = titles[usize::from(model.articles[*id].texts[*number as usize - 1])];
                prop_assert_eq!(
                    (revision.number, &revision.text),
                    (*number, &text(expected))
                );
                prop_assert_eq!(article.withdrawn.is_some(), model.articles[*id].withdrawn);
            }
            (LogEvent::Withdrawal { .. }, None) => {}
            (event, _) => {
                return Err(TestCaseError::fail(format!(
                    "{event:?} is not of the model"
                )));
            }
        }
    }
    for (address, id) in &model.addresses {
        let found = store.article_by_url(&url(*address)).await.map_err(failed)?;
        prop_assert_eq!(found.map(|article| article.id), Some(ids[*id]));
    }
    Ok(())
}
