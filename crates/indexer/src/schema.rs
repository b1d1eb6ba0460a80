//! What the index keeps of an article.

use langnghe_model::Field;
use tantivy::schema::{
    FAST, Field as Column, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing,
    TextOptions,
};

use crate::tokenizer::{FOLDED, MARKED};

/// Changes with the schema or the tokens; an index of another version is built again.
pub(crate) const VERSION: u32 = 3;

/// The columns.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    pub(crate) schema: Schema,
    pub(crate) article: Column,
    pub(crate) revision: Column,
    pub(crate) time: Column,
    pub(crate) source: Column,
    pub(crate) url: Column,
    /// The named places, each with all that it lies in.
    pub(crate) regions: Column,
    /// The named places, as they were named.
    pub(crate) places: Column,
    pub(crate) is: Column,
    pub(crate) has: Column,
    /// The text's sketch, by which copies are told.
    pub(crate) sketch: [Column; 4],
    marked: [Column; 3],
    folded: [Column; 3],
}

/// Fast columns are named in sorting, filtering and counting.
pub(crate) const SOURCE: &str = "source";
pub(crate) const REGIONS: &str = "regions";
pub(crate) const TIME: &str = "time";
pub(crate) const ARTICLE: &str = "article";
pub(crate) const REVISION: &str = "revision";
pub(crate) const SKETCH: [&str; 4] = ["sketch_0", "sketch_1", "sketch_2", "sketch_3"];

impl Columns {
    pub(crate) fn new() -> Self {
        let mut builder = Schema::builder();
        let text = |tokenizer: &str| {
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer(tokenizer)
                    .set_index_option(IndexRecordOption::WithFreqsAndPositions),
            )
        };
        // The two columns of a field stand side by side: tantivy takes a document's columns in this order, and
        // the tokenizer uses the tokens of the first for the second.
        let pairs = Field::ALL.map(|field| {
            let name = field.name();
            let marked = builder.add_text_field(name, text(MARKED).set_stored());
            let folded = builder.add_text_field(&format!("{name}_folded"), text(FOLDED));
            (marked, folded)
        });
        Self {
            // Indexed, since a revision takes the article's former text out by its id.
            article: builder.add_i64_field(ARTICLE, INDEXED | FAST | STORED),
            revision: builder.add_i64_field(REVISION, FAST),
            time: builder.add_i64_field(TIME, FAST | STORED),
            source: builder.add_text_field(SOURCE, STRING | STORED | FAST),
            url: builder.add_text_field("url", STORED),
            regions: builder.add_text_field(REGIONS, STRING | FAST),
            places: builder.add_text_field("places", STORED),
            is: builder.add_text_field("is", STRING),
            has: builder.add_text_field("has", STRING),
            sketch: SKETCH.map(|name| builder.add_u64_field(name, FAST)),
            marked: pairs.map(|(marked, _)| marked),
            folded: pairs.map(|(_, folded)| folded),
            schema: builder.build(),
        }
    }

    /// The column of a field's tokens with marks; it also keeps the text.
    pub(crate) fn marked(&self, field: Field) -> Column {
        self.marked[field as usize]
    }

    /// The column of a field's folded tokens.
    pub(crate) fn folded(&self, field: Field) -> Column {
        self.folded[field as usize]
    }
}
