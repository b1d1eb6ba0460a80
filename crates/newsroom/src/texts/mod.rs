//! The texts that articles are made from. Words in braces are filled in: `{p}` a place of Cao Bằng, `{q}` another
//! one, `{e}` a place elsewhere, `{n}` and `{m}` numbers, `{s}` a season or month.

pub(crate) mod everyday;
mod lookalike;
pub(crate) mod planted;
mod society;
mod standing;
pub(crate) mod words;

/// A kind of article: headlines, leads and sentences to choose from.
pub(crate) struct Frame {
    pub(crate) titles: &'static [&'static str],
    pub(crate) leads: &'static [&'static str],
    pub(crate) body: &'static [&'static str],
}

/// An article written for a topic: to be flagged, or only to look like it.
pub(crate) struct Special {
    pub(crate) topic: &'static str,
    pub(crate) title: &'static str,
    pub(crate) lead: &'static str,
    pub(crate) body: &'static [&'static str],
}

/// All articles that meet a topic.
pub(crate) fn planted() -> impl Iterator<Item = &'static Special> {
    let texts = [planted::PLANTED, society::PLANTED, standing::PLANTED];
    texts.into_iter().flatten()
}

/// All articles that only look as if they met a topic.
pub(crate) fn lookalikes() -> impl Iterator<Item = &'static Special> {
    let texts = [
        lookalike::LOOKALIKES,
        society::LOOKALIKES,
        standing::LOOKALIKES,
    ];
    texts.into_iter().flatten()
}
