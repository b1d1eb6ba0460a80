//! From the input to the digest: order, limits on quoting, sums.

use std::collections::BTreeSet;

use jiff::{SignedDuration, tz::Offset};

use crate::{Digest, DigestInput, Item, TopicSection, VERSION};

/// Passages quoted of one article, at most.
const PASSAGES: usize = 2;

/// Characters quoted of one article, at most: fair quotation (Luật Sở hữu trí tuệ, Article 25) names no
/// number; this is the department's own rule.
const QUOTED: usize = 300;

/// Puts a digest together.
pub fn build(input: DigestInput) -> Digest {
    let mut topics: Vec<TopicSection> = input.topics.into_iter().map(tidy).collect();
    topics.sort_by(|a, b| {
        b.priority
            .cmp(&a.priority)
            .then_with(|| a.name.cmp(&b.name))
            .then_with(|| a.id.cmp(&b.id))
    });
    let mut numbers = input.numbers;
    let all = || topics.iter().flat_map(|topic| &topic.items);
    numbers.flags = all().count() as u64;
    numbers.flagged = all().map(|item| &item.url).collect::<BTreeSet<_>>().len() as u64;

    let of = |late: bool| -> Vec<TopicSection> {
        topics
            .iter()
            .map(|topic| TopicSection {
                items: topic
                    .items
                    .iter()
                    .filter(|item| item.late == late)
                    .cloned()
                    .collect(),
                ..topic.clone()
            })
            .filter(|topic| !topic.items.is_empty())
            .collect()
    };
    let mut completeness = input.completeness;
    completeness.sources.sort_by(|a, b| a.name.cmp(&b.name));
    Digest {
        version: VERSION,
        title: title(input.from, input.until),
        from: input.from,
        until: input.until,
        made: input.made,
        quiet: topics
            .iter()
            .filter(|topic| topic.items.is_empty())
            .map(|topic| topic.name.clone())
            .collect(),
        late: of(true),
        topics: of(false),
        numbers,
        completeness,
    }
}

fn title(from: jiff::Timestamp, until: jiff::Timestamp) -> String {
    let local = |at| Offset::constant(7).to_datetime(at).date();
    let last = until
        .checked_sub(SignedDuration::from_micros(1))
        .unwrap_or(until);
    let (first, last) = (local(from), local(last));
    let written = |day: jiff::civil::Date| day.strftime("%d/%m/%Y").to_string();
    if first == last {
        format!("ĐIỂM BÁO NGÀY {}", written(first))
    } else {
        format!(
            "ĐIỂM BÁO TỪ NGÀY {} ĐẾN NGÀY {}",
            written(first),
            written(last)
        )
    }
}

/// Items in the order of their scores, with as many passages as may be quoted.
fn tidy(mut topic: TopicSection) -> TopicSection {
    topic.items.sort_by(|a, b| {
        b.score
            .cmp(&a.score)
            .then_with(|| b.time.cmp(&a.time))
            .then_with(|| a.url.cmp(&b.url))
    });
    for item in &mut topic.items {
        quote(item);
    }
    topic
}

/// Keeps the passages that tell most, each once, within the limits.
fn quote(item: &mut Item) {
    item.passages
        .sort_by_key(|passage| std::cmp::Reverse(passage.weight));
    let mut kept = Vec::new();
    let mut seen = BTreeSet::new();
    let mut length = 0;
    for passage in std::mem::take(&mut item.passages) {
        let chars = passage.text.chars().count();
        let fresh = seen.insert(passage.text.to_lowercase());
        if fresh && passage.weight > 0 && kept.len() < PASSAGES && length + chars <= QUOTED {
            length += chars;
            kept.push(passage);
        }
    }
    item.passages = kept;
}
