//! `langnghe demo`: a whole invented press on this machine, read from its first day to its last.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context as _;
use jiff::Timestamp;
use langnghe_model::TopicId;
use langnghe_newsroom::{Press, PressSettings, RunningPress};
use langnghe_pipeline::{
    App, Clock,
    collect::Which,
    local_day,
    progress::{Progress, Stop},
    serve::serve,
    work,
};
use langnghe_web::Site;
use serde::Serialize;

use super::{environment, stop_on_signal};
use crate::{bars::Bars, cli::DemoArgs, exit::BadUse, output::Output, shipped};

/// The setting that keeps how many rounds of the invented month were read to their end.
const ROUNDS_DONE: &str = "demo.rounds_done";

/// The setting that keeps which press a folder was made for.
const SEED: &str = "demo.seed";

/// The file that keeps the press's port: addresses of articles name it, so a folder used again needs the same.
const PORT_FILE: &str = "press-port";

pub(crate) async fn run(args: &DemoArgs, output: &mut Output) -> anyhow::Result<ExitCode> {
    let temporary = match args.home {
        Some(_) => None,
        None => Some(tempfile::tempdir().context("making a temporary folder")?),
    };
    let home: &Path = match &temporary {
        Some(folder) => folder.path(),
        None => args.home.as_deref().unwrap_or(Path::new(".")),
    };
    let press = Press::new(PressSettings {
        seed: args.seed,
        ..PressSettings::default()
    });
    let rounds = press.rounds();
    let last = rounds
        .last()
        .copied()
        .context("the invented press has no days")?;

    let running = press.start(known_port(home)?).await?;
    keep_port(home, running.port())?;
    let config = lay_out(home, &running)?;
    let app = Arc::new(App::open(&config, environment(), Clock::told(last)).await?);
    same_press(&app, args.seed).await?;

    let stop = stop_on_signal();
    let bars = Bars::new();
    let read = read_the_month(&app, &running, &rounds, &bars, &stop).await;
    bars.clear();
    read?;
    if stop.requested() {
        running.stop().await;
        return Ok(ExitCode::SUCCESS);
    }

    report(&app, home, args, output).await?;
    if !args.once {
        show(&app, args, &stop, output).await?;
    }
    running.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// The port of the press that a folder was made with; 0, any free one, for a new folder.
fn known_port(home: &Path) -> anyhow::Result<u16> {
    let path = home.join(PORT_FILE);
    match std::fs::read_to_string(&path) {
        Ok(port) => port
            .trim()
            .parse()
            .with_context(|| format!("{} holds no port", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(anyhow::Error::new(error).context(format!("reading {}", path.display()))),
    }
}

fn keep_port(home: &Path, port: u16) -> anyhow::Result<()> {
    std::fs::create_dir_all(home).with_context(|| format!("making {}", home.display()))?;
    let path = home.join(PORT_FILE);
    // Written beside and renamed: a run that is cut off leaves no half a number.
    let fresh = home.join(format!("{PORT_FILE}.new"));
    std::fs::write(&fresh, port.to_string())
        .and_then(|()| std::fs::rename(&fresh, &path))
        .with_context(|| format!("writing {}", path.display()))
}

/// Writes the demo's configuration: what ships with the program, with the invented press as its sources.
fn lay_out(home: &Path, running: &RunningPress) -> anyhow::Result<PathBuf> {
    let config = home.join("config");
    let write = |name: &str, text: &str| -> anyhow::Result<()> {
        let path = config.join(name);
        // A folder that is used again keeps what somebody changed in it.
        if path.exists() {
            return Ok(());
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("making {}", folder.display()))?;
        }
        // Likewise: a file is there whole or not at all.
        let fresh = path.with_extension("new");
        std::fs::write(&fresh, text)
            .and_then(|()| std::fs::rename(&fresh, &path))
            .with_context(|| format!("writing {}", path.display()))
    };
    for (name, text) in shipped::FILES {
        write(name, text)?;
    }
    write("sources.toml", &running.sources_toml())?;
    write("langnghe.toml", include_str!("demo.toml"))?;
    Ok(config)
}

async fn same_press(app: &App, seed: u64) -> anyhow::Result<()> {
    match app.store.setting(SEED).await? {
        Some(before) if before != seed.to_string() => Err(BadUse(format!(
            "this folder was made with --seed {before}; use that, or another folder"
        ))
        .into()),
        Some(_) => Ok(()),
        None => Ok(app.store.set_setting(SEED, &seed.to_string()).await?),
    }
}

/// Lets the invented month pass, round by round. A run that was cut off goes on with its round; a folder whose
/// month is over is asked once more at its last moment, which changes nothing.
async fn read_the_month(
    app: &App,
    running: &RunningPress,
    rounds: &[Timestamp],
    progress: &dyn Progress,
    stop: &Stop,
) -> anyhow::Result<()> {
    let done: usize = match app.store.setting(ROUNDS_DONE).await? {
        Some(done) => done.parse().context("reading how far the demo came")?,
        None => 0,
    };
    let first = done.min(rounds.len().saturating_sub(1));
    for (number, at) in rounds.iter().enumerate().skip(first) {
        running.set_time(*at);
        app.clock.tell(*at);
        work::fetch(app, &Which::All, progress, stop).await?;
        if stop.requested() {
            return Ok(());
        }
        app.store
            .set_setting(ROUNDS_DONE, &(number + 1).to_string())
            .await?;
    }
    Ok(())
}

/// What came of it.
#[derive(Serialize)]
struct Report {
    sources: u64,
    articles: u64,
    revisions: u64,
    withdrawn: u64,
    flags: u64,
    flags_by_topic: Vec<TopicCount>,
    documents: u64,
}

#[derive(Serialize)]
struct TopicCount {
    topic: TopicId,
    flags: u64,
}

async fn report(
    app: &App,
    home: &Path,
    args: &DemoArgs,
    output: &mut Output,
) -> anyhow::Result<()> {
    let counts = app.store.counts().await?;
    let configuration = app.configuration();
    let documents = work::index_for_search(app).await?.documents();
    let report = Report {
        sources: configuration.sources.len() as u64,
        articles: counts.articles,
        revisions: counts.revisions,
        withdrawn: counts.withdrawn,
        flags: counts.flags,
        flags_by_topic: configuration
            .topics
            .iter()
            .map(|topic| TopicCount {
                topic: topic.id.clone(),
                flags: counts
                    .flags_by_topic
                    .iter()
                    .find(|(id, _)| *id == topic.id)
                    .map_or(0, |(_, flags)| *flags),
            })
            .collect(),
        documents,
    };
    if output.is_json() {
        output.object(&report)?;
        return Ok(());
    }
    let mut rows = vec![
        vec!["sources".to_owned(), report.sources.to_string()],
        vec![
            "articles, copies among them".to_owned(),
            report.articles.to_string(),
        ],
        vec!["revisions".to_owned(), report.revisions.to_string()],
        vec![
            "withdrawn articles".to_owned(),
            report.withdrawn.to_string(),
        ],
        vec!["flags".to_owned(), report.flags.to_string()],
    ];
    rows.extend(
        report
            .flags_by_topic
            .iter()
            .map(|count| vec![format!("  {}", count.topic), count.flags.to_string()]),
    );
    rows.push(vec![
        "searchable documents".to_owned(),
        report.documents.to_string(),
    ]);
    output.table(&["an invented month", "read"], &rows)?;
    if args.home.is_some() {
        let config = home.join("config");
        output.line("")?;
        output.line(format!(
            "look closer: langnghe --config {} search 'le hoi'",
            config.display()
        ))?;
        output.line(format!(
            "             langnghe --config {} flags list",
            config.display()
        ))?;
        output.line(format!(
            "             langnghe --config {} digest --date {}",
            config.display(),
            local_day(app.clock.now())
        ))?;
    }
    Ok(())
}

/// Serves the pages over what was read, and keeps the readers running, until stopped.
async fn show(
    app: &Arc<App>,
    args: &DemoArgs,
    stop: &Stop,
    output: &mut Output,
) -> anyhow::Result<()> {
    let (index, lease) = work::open_to_write(app).await?;
    let site = Site::bind(&args.listen, Arc::clone(app), index.clone()).await?;
    output.line("")?;
    output.line(format!(
        "open http://{} in a browser (Ctrl-C ends the demo)",
        site.address()
    ))?;
    output.flush()?;
    tokio::try_join!(
        async { site.run(stop).await.map_err(anyhow::Error::from) },
        async {
            let result = serve(app, index, lease, stop).await;
            stop.request();
            result.map_err(anyhow::Error::from)
        },
    )?;
    Ok(())
}
