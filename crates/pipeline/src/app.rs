//! Everything that is open while the program works: settings, the configuration in force, the store.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, RwLock},
};

use langnghe_config::Settings;
use langnghe_fetcher::FetchSettings;
use langnghe_model::{Diagnostics, Source, SourceId, Topic, TopicId, Unit, UnitId};
use langnghe_places::Gazetteer;
use langnghe_query::Synonyms;
use langnghe_store::{KeptPages, Store};

use crate::{PipelineError, clock::Clock, schedule::Bounds};

/// What the configuration folder says about sources, units, places and topics.
#[derive(Debug)]
pub struct Configuration {
    /// The publishers.
    pub sources: Vec<Source>,
    /// The units that answer for topics.
    pub units: Vec<Unit>,
    /// Words that mean the same in a search.
    pub synonyms: Synonyms,
    /// The gazetteer.
    pub gazetteer: Arc<Gazetteer>,
    /// The topics, by id.
    pub topics: Vec<Topic>,
}

impl Configuration {
    /// Reads and checks the files of `folder`, all but `langnghe.toml`.
    pub fn read(folder: &Path) -> Result<Self, Diagnostics> {
        let gazetteer = read_places(folder)?;
        let units = langnghe_config::load_units(folder)?;
        let sources = langnghe_config::load_sources(folder)?;
        let synonyms = Synonyms::new(&langnghe_config::load_synonyms(folder)?);
        let mut found = Vec::new();
        let mut topics = Vec::new();
        for file in langnghe_config::read_topic_files(folder)? {
            match langnghe_watch::parse_topic(&file.name, &file.text) {
                Ok(topic) => topics.push((file.name, topic)),
                Err(wrong) => found.extend(wrong.into_list()),
            }
        }
        found.extend(langnghe_watch::check_topics(&topics, &units, &gazetteer));
        found.extend(langnghe_config::check_regions(folder, |id| {
            gazetteer.place(id).is_some()
        }));
        found.extend(langnghe_config::check_selectors(
            folder,
            langnghe_parser::is_css,
        ));
        Diagnostics::check(found)?;
        Ok(Self {
            sources,
            units,
            synonyms,
            gazetteer: Arc::new(gazetteer),
            topics: topics.into_iter().map(|(_, topic)| topic).collect(),
        })
    }

    /// A source by its id.
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == *id)
    }

    /// A source's name; its id when it is not in `sources.toml` (imported, or taken out since).
    pub fn source_name<'a>(&'a self, id: &'a SourceId) -> &'a str {
        self.source(id).map_or(id.as_str(), |source| &source.name)
    }

    /// A topic by its id.
    pub fn topic(&self, id: &TopicId) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id == *id)
    }

    /// A unit's name; its id when it is not in `units.toml`.
    pub fn unit_name<'a>(&'a self, id: &'a UnitId) -> &'a str {
        self.units
            .iter()
            .find(|unit| unit.id == *id)
            .map_or(id.as_str(), |unit| &unit.name)
    }
}

/// The program, opened on one configuration folder.
#[derive(Debug)]
pub struct App {
    /// `langnghe.toml` with what the environment overrides.
    pub settings: Settings,
    /// The store.
    pub store: Store,
    /// The pages' bytes, kept for a second extraction.
    pub kept: Arc<KeptPages>,
    /// The clock everything goes by.
    pub clock: Clock,
    folder: PathBuf,
    configuration: RwLock<Arc<Configuration>>,
}

impl App {
    /// Reads the configuration in `folder`, opens the store it names, and makes its topics the active ones.
    pub async fn open(
        folder: &Path,
        environment: impl IntoIterator<Item = (String, String)>,
        clock: Clock,
    ) -> Result<Self, PipelineError> {
        let settings = langnghe_config::load_settings(folder, environment)?;
        let configuration = Configuration::read(folder)?;
        let store = Store::open(&settings.storage.database).await?;
        let kept = Arc::new(KeptPages::new(
            settings.storage.pages.clone(),
            settings.storage.keep_pages,
        ));
        Ok(Self {
            settings,
            store,
            kept,
            clock,
            folder: folder.to_owned(),
            configuration: RwLock::new(Arc::new(configuration)),
        })
    }

    /// The configuration in force.
    pub fn configuration(&self) -> Arc<Configuration> {
        let guard = self
            .configuration
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(&guard)
    }

    /// Reads the configuration again. When it is broken the one in force stays, and the faults come back.
    pub fn reload(&self) -> Result<Arc<Configuration>, Diagnostics> {
        let fresh = Arc::new(Configuration::read(&self.folder)?);
        let mut guard = self
            .configuration
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *guard = Arc::clone(&fresh);
        Ok(fresh)
    }

    /// The configuration folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// How the press is asked.
    pub(crate) fn fetch_settings(&self) -> FetchSettings {
        let fetch = &self.settings.fetch;
        FetchSettings {
            contact: fetch.contact.clone(),
            gap: fetch.gap,
            concurrency: fetch.concurrency,
            connect_timeout: fetch.connect_timeout,
            timeout: fetch.timeout,
            max_body: fetch.max_body,
            max_redirects: fetch.max_redirects,
            ports: fetch.ports.clone(),
            allow_private: fetch.allow_private.clone(),
        }
    }

    /// The bounds of channels' intervals.
    pub(crate) fn bounds(&self) -> Bounds {
        Bounds {
            minimum: self.settings.schedule.minimum,
            maximum: self.settings.schedule.maximum,
        }
    }
}

fn read_places(folder: &Path) -> Result<Gazetteer, Diagnostics> {
    let path = folder.join("places.tsv");
    let text = langnghe_config::read_file(&path)?;
    Gazetteer::parse(&path.display().to_string(), &text)
}
