#![doc = include_str!("../README.md")]

mod build;
mod content;
mod html;
mod markdown;
mod reading;
#[cfg(test)]
mod tests;
mod words;

pub use build::build;
pub use content::{
    Completeness, Digest, DigestInput, Item, Numbers, Passage, SourceReport, SourceState,
    TopicSection, VERSION,
};
pub use html::{render_html, render_html_body};
pub use markdown::render_markdown;
pub use reading::{breakage_in_words, failure_in_words};

/// A digest could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum DigestError {
    /// The HTML template failed.
    #[error("writing the digest as HTML: {0}")]
    Html(#[from] askama::Error),
    /// The JSON is not a digest.
    #[error("reading or writing the digest as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A later version of the program wrote it.
    #[error(
        "the digest has format {found}, newer than this program's {VERSION}: install the newer version of langnghe"
    )]
    Newer {
        /// The format found.
        found: u32,
    },
}

/// The digest as JSON, one object, with its format's version.
pub fn render_json(digest: &Digest) -> Result<String, DigestError> {
    Ok(serde_json::to_string_pretty(digest)? + "\n")
}

/// Reads a digest back from its JSON.
pub fn read_json(text: &str) -> Result<Digest, DigestError> {
    #[derive(serde::Deserialize)]
    struct Version {
        version: u32,
    }
    let Version { version } = serde_json::from_str(text)?;
    if version > VERSION {
        return Err(DigestError::Newer { found: version });
    }
    Ok(serde_json::from_str(text)?)
}
