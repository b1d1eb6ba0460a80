//! What the index keeps of an article.

use langnghe_model::Field;
use tantivy::schema::{
    FAST, Field as Column, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing,
    TextOptions,
};

use crate::tokenizer::{CAPITALS, CROSSED, FOLDED, MARKED};

/// Changes with the schema or the tokens; an index of another version is built again.
pub(crate) const VERSION: u32 = 4;

/// The columns.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    pub(crate) schema: Schema,
    pub(crate) article: Column,
    pub(crate) revision: Column,
    pub(crate) time: Column,
    pub(crate) source: Column,
    /// The section by its name.
    pub(crate) section: Column,
    /// The same by its key, which is alike for all ways of writing the name.
    pub(crate) section_key: Column,
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
    capitals: [Column; 3],
    crossed: [Column; 3],
}

/// Fast columns are named in sorting, filtering and counting.
pub(crate) const SOURCE: &str = "source";
pub(crate) const SECTION: &str = "section";
pub(crate) const REGIONS: &str = "regions";
pub(crate) const TIME: &str = "time";
pub(crate) const ARTICLE: &str = "article";
pub(crate) const REVISION: &str = "revision";
pub(crate) const SKETCH: [&str; 4] = ["sketch_0", "sketch_1", "sketch_2", "sketch_3"];

impl Columns {
    pub(crate) fn new() -> Self {
        let mut builder = Schema::builder();
        let text = |tokenizer: &str, kept: IndexRecordOption| {
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer(tokenizer)
                    .set_fieldnorms(kept.has_freq())
                    .set_index_option(kept),
            )
        };
        let placed = IndexRecordOption::WithFreqsAndPositions;
        // The columns of a field stand side by side: tantivy takes a document's columns in this order, and the
        // tokenizer uses the tokens of the first for the others.
        let columns = Field::ALL.map(|field| {
            let name = field.name();
            let folded = text(FOLDED, placed);
            let capitals = text(CAPITALS, IndexRecordOption::Basic);
            let crossed = text(CROSSED, IndexRecordOption::Basic);
            [
                builder.add_text_field(name, text(MARKED, placed).set_stored()),
                builder.add_text_field(&format!("{name}_folded"), folded),
                builder.add_text_field(&format!("{name}_capitals"), capitals),
                builder.add_text_field(&format!("{name}_crossed"), crossed),
            ]
        });
        Self {
            // Indexed, since a revision takes the article's former text out by its id.
            article: builder.add_i64_field(ARTICLE, INDEXED | FAST),
            revision: builder.add_i64_field(REVISION, FAST),
            time: builder.add_i64_field(TIME, FAST),
            source: builder.add_text_field(SOURCE, STRING | STORED | FAST),
            section: builder.add_text_field(SECTION, FAST),
            section_key: builder.add_text_field("section_key", STRING),
            url: builder.add_text_field("url", STORED),
            regions: builder.add_text_field(REGIONS, STRING | FAST),
            places: builder.add_text_field("places", STORED),
            is: builder.add_text_field("is", STRING),
            has: builder.add_text_field("has", STRING),
            sketch: SKETCH.map(|name| builder.add_u64_field(name, FAST)),
            marked: columns.map(|[marked, ..]| marked),
            folded: columns.map(|[_, folded, ..]| folded),
            capitals: columns.map(|[_, _, capitals, _]| capitals),
            crossed: columns.map(|[.., crossed]| crossed),
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

    /// The column of a field's words that have capitals, as they are written.
    pub(crate) fn capitals(&self, field: Field) -> Column {
        self.capitals[field as usize]
    }

    /// The column of the known words that a field only has where a border of words cuts them.
    pub(crate) fn crossed(&self, field: Field) -> Column {
        self.crossed[field as usize]
    }

    /// The columns into which a field's text goes.
    pub(crate) fn of_text(&self, field: Field) -> [Column; 4] {
        [
            self.marked(field),
            self.folded(field),
            self.capitals(field),
            self.crossed(field),
        ]
    }
}
