//! Articles like one of the archive.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Html,
};
use langnghe_model::ArticleId;
use langnghe_pipeline::search::{Question, like};

use super::answer::{Card, card};
use crate::{error::PageError, site::Context, words};

#[derive(Template)]
#[template(path = "like.html")]
struct LikePage {
    url: String,
    title: String,
    source: String,
    time: String,
    /// The words they were looked for by.
    words: Vec<String>,
    results: Vec<Card>,
}

pub(crate) async fn show(
    State(context): State<Context>,
    Path(article): Path<String>,
) -> Result<Html<String>, PageError> {
    let app = &context.app;
    let id = ArticleId(article.parse().map_err(|_| PageError::NotFound)?);
    let article = app.store.articles(&[id]).await?.pop();
    let text = app.store.latest_texts(&[id]).await?.pop();
    let (Some(article), Some((_, _, text))) = (article, text) else {
        return Err(PageError::NotFound);
    };
    let likeness = like(app, &context.index, &Question::new(""), article).await?;
    let configuration = app.configuration();
    let page = LikePage {
        source: configuration
            .source_name(&likeness.article.source)
            .to_owned(),
        time: words::time(likeness.article.time()),
        url: likeness.article.url,
        title: text.title,
        words: likeness.words,
        results: likeness
            .found
            .iter()
            .map(|found| card(found, &configuration))
            .collect(),
    };
    Ok(Html(page.render()?))
}
