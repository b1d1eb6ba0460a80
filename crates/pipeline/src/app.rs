//! Everything that is open while the program works: settings, the configuration in force, the store.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, RwLock},
};

use langnghe_config::Settings;
use langnghe_fetcher::FetchSettings;
use langnghe_model::{
    Diagnostic, Diagnostics, Source, SourceId, Topic, TopicId, TopicRevision, Unit, UnitId,
};
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
    /// The topics, by id; of a broken file the last good one.
    pub topics: Vec<Topic>,
    /// The topic files that cannot be used.
    pub broken: Vec<BrokenTopic>,
}

/// A topic file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenTopic {
    /// The file.
    pub file: String,
    /// What is wrong with it.
    pub faults: Vec<Diagnostic>,
    /// The last good revision, which goes on; `None` when there never was one, so that the topic is not watched.
    pub running: Option<(TopicId, TopicRevision)>,
}

impl BrokenTopic {
    /// What happens with the topic meanwhile.
    pub fn meanwhile(&self) -> String {
        match &self.running {
            Some((topic, revision)) => {
                format!("topic {topic} goes on with its last good revision {revision}")
            }
            None => "there is no good revision of it: the topic is not watched".to_owned(),
        }
    }
}

impl Configuration {
    /// Reads and checks the files of `folder`, all but `langnghe.toml`.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn read(folder: &Path) -> Result<Self, Diagnostics> {
        let read = Self::read_over(folder, &[])?;
        let faults = read.broken.iter().flat_map(|broken| broken.faults.clone());
        Diagnostics::check(faults.collect())?;
        Ok(read)
    }

    /// Reads the files of `folder` like [`Configuration::read`], but a broken topic file holds back nothing else: the
    /// topic of that name in `last_good` goes on in its place.
    ///
    /// # Errors
    /// All that is wrong with the other files.
    pub fn read_over(folder: &Path, last_good: &[Topic]) -> Result<Self, Diagnostics> {
        let gazetteer = read_places(folder)?;
        let units = langnghe_config::load_units(folder)?;
        let sources = langnghe_config::load_sources(folder)?;
        let synonyms = Synonyms::new(&langnghe_config::load_synonyms(folder)?);
        let mut topics = Vec::new();
        let mut broken: Vec<(String, Vec<Diagnostic>)> = Vec::new();
        for file in langnghe_config::read_topic_files(folder)? {
            match langnghe_watch::parse_topic(&file.name, &file.text) {
                Ok(topic) => topics.push((file.name, topic)),
                Err(wrong) => broken.push((file.name, wrong.into_list())),
            }
        }
        for fault in langnghe_watch::check_topics(&topics, &units, &gazetteer) {
            match broken.iter_mut().find(|(file, _)| *file == fault.file) {
                Some((_, faults)) => faults.push(fault),
                None => broken.push((fault.file.clone(), vec![fault])),
            }
        }
        topics.retain(|(file, _)| broken.iter().all(|(other, _)| other != file));
        let mut topics: Vec<Topic> = topics.into_iter().map(|(_, topic)| topic).collect();
        let broken = broken
            .into_iter()
            .map(|(file, faults)| {
                let id = Path::new(&file).file_stem().and_then(|stem| stem.to_str());
                let good = last_good.iter().find(|topic| Some(topic.id.as_str()) == id);
                topics.extend(good.cloned());
                BrokenTopic {
                    file,
                    faults,
                    running: good.map(|topic| (topic.id.clone(), topic.revision.clone())),
                }
            })
            .collect();
        topics.sort_by(|one, other| one.id.cmp(&other.id));
        let mut found = langnghe_config::check_regions(folder, |id| gazetteer.place(id).is_some());
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
            topics,
            broken,
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
    /// Reads the configuration in `folder` and opens the store it names. Of a topic whose file is broken the revision that
    /// was active last goes on, and the log says so.
    ///
    /// # Errors
    /// The configuration is broken, a topic file without a good revision before it among that; or the store cannot be
    /// opened.
    pub async fn open(
        folder: &Path,
        environment: impl IntoIterator<Item = (String, String)>,
        clock: Clock,
    ) -> Result<Self, PipelineError> {
        let settings = langnghe_config::load_settings(folder, environment)?;
        let mut configuration = Configuration::read_over(folder, &[])?;
        let store = Store::open(&settings.storage.database).await?;
        if !configuration.broken.is_empty() {
            let history = store.topic_history().await?.into_iter();
            let active = history.filter(|activation| activation.until.is_none());
            let active: Vec<Topic> = active.map(|activation| activation.topic).collect();
            configuration = Configuration::read_over(folder, &active)?;
            let unheard = |broken: &&BrokenTopic| broken.running.is_none();
            let faults = configuration.broken.iter().filter(unheard);
            Diagnostics::check(faults.flat_map(|broken| broken.faults.clone()).collect())?;
            say_broken(&configuration.broken);
        }
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

    /// Reads the configuration again. A broken topic file keeps its topic as it is and is told in the log; when anything
    /// else is broken the whole configuration in force stays, and the faults come back.
    pub fn reload(&self) -> Result<Arc<Configuration>, Diagnostics> {
        let fresh = Configuration::read_over(&self.folder, &self.configuration().topics)?;
        say_broken(&fresh.broken);
        let fresh = Arc::new(fresh);
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

fn say_broken(broken: &[BrokenTopic]) {
    for one in broken {
        let faults: Vec<String> = one.faults.iter().map(ToString::to_string).collect();
        tracing::error!(
            "the topic file {} cannot be used; {}:\n{}",
            one.file,
            one.meanwhile(),
            faults.join("\n")
        );
    }
}

fn read_places(folder: &Path) -> Result<Gazetteer, Diagnostics> {
    let path = folder.join("places.tsv");
    let text = langnghe_config::read_file(&path)?;
    Gazetteer::parse(&path.display().to_string(), &text)
}
