#![doc = include_str!("../README.md")]

mod document;
mod environment;
mod files;
mod measure;
mod nearest;
mod settings;
#[cfg(test)]
mod shipped;
pub mod sources;
mod synonyms;
mod units;

pub use document::parse_toml;
pub use files::{TopicFile, read_file, read_topic_files, topic_file_owner};
pub use settings::{
    FetchSettings, IndexSettings, LogFormat, LogLevel, LogSettings, ScheduleSettings, Settings,
    StorageSettings, WebSettings, load_settings,
};
pub use sources::{check_regions, check_selectors, load_sources, parse_sources};
pub use synonyms::load_synonyms;
pub use units::load_units;
