//! The command line: what can be said, and the help for it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

/// Listens to the public press for a province's Department of Culture, Sports and Tourism.
#[derive(Debug, Parser)]
#[command(
    name = "langnghe",
    version,
    max_term_width = 100,
    arg_required_else_help = true
)]
#[command(
    after_help = "Exit codes: 0 done, 1 failed, 2 bad use or bad configuration.\n\
    Results go to standard output, progress and logs to standard error (LANGNGHE_LOG__LEVEL=debug for more)."
)]
pub(crate) struct Cli {
    /// The configuration folder.
    #[arg(
        long,
        global = true,
        env = "LANGNGHE_CONFIG",
        default_value = "config",
        value_name = "DIR"
    )]
    pub(crate) config: PathBuf,
    /// Print JSON: one object a line for lists, one object for single results.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// A whole invented press on this machine: collected, flagged, searchable, in a browser.
    Demo(DemoArgs),
    /// Collect, watch, index and serve the pages until stopped.
    Serve(ServeArgs),
    /// One round of collection, then exit.
    Fetch(FetchArgs),
    /// Append an archive (JSON Lines: url, source, title, summary, text, published).
    Import(ImportArgs),
    /// Search the index.
    Search(SearchArgs),
    /// Look through the flags, judge them, add one by hand.
    #[command(subcommand)]
    Flags(FlagsCommand),
    /// The digest of a day or of a stretch of time.
    Digest(DigestArgs),
    /// The watched topics.
    #[command(subcommand)]
    Topics(TopicsCommand),
    /// The sources and how reading them goes.
    #[command(subcommand)]
    Sources(SourcesCommand),
    /// Show what is read in a feed or page, where each part was found, and what was left out. Nothing is kept.
    Extract(ExtractArgs),
    /// Read kept pages again with today's extraction and selectors. What is better becomes a revision that rings nothing.
    Reparse(ReparseArgs),
    /// Build flags or index again from the log.
    Replay(ReplayArgs),
    /// What is wrong here, and what to do about it.
    Doctor,
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// Read the press, print what came of it, and exit.
    #[arg(long)]
    pub(crate) once: bool,
    /// Keep configuration, data and index in this folder (otherwise a temporary one).
    #[arg(long, value_name = "DIR")]
    pub(crate) home: Option<PathBuf>,
    /// The number that the invented press is made from.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The address of the web page.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    pub(crate) listen: String,
}

#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// The address of the web page (otherwise web.listen of langnghe.toml).
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct FetchArgs {
    /// Only these sources (ids of sources.toml); otherwise all.
    #[arg(value_name = "SOURCE")]
    pub(crate) sources: Vec<String>,
    /// Only channels whose time has come, to share the work of a "serve" on another machine.
    #[arg(long, conflicts_with = "sources")]
    pub(crate) due: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// The archives; "-" is standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// The query: words, "phrases", AND OR NOT, NEAR/n, title: lead: body:, filters.
    #[arg(value_name = "QUERY", required_unless_present = "like")]
    pub(crate) query: Vec<String>,
    /// Only articles of this day (YYYY-MM-DD, +07:00) or later.
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<Date>,
    /// Only articles of this day or earlier.
    #[arg(long, value_name = "DAY")]
    pub(crate) to: Option<Date>,
    /// Only this source.
    #[arg(long, value_name = "SOURCE")]
    pub(crate) source: Option<String>,
    /// Only this section of the papers, by its name, in any spelling ("Văn hóa", van-hoa).
    #[arg(long, value_name = "SECTION")]
    pub(crate) section: Option<String>,
    /// Only articles flagged for this topic.
    #[arg(long, value_name = "TOPIC")]
    pub(crate) topic: Option<String>,
    /// Only articles that name this place (id of places.tsv) or one inside it.
    #[arg(long, value_name = "PLACE")]
    pub(crate) place: Option<String>,
    /// The order.
    #[arg(long, value_enum, default_value_t = SortArg::Relevance)]
    pub(crate) sort: SortArg,
    /// At most so many answers.
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub(crate) limit: usize,
    /// Leave out the first ones.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) offset: usize,
    /// Go on where an earlier answer ended: the cursor it printed. New articles are left out.
    #[arg(long, value_name = "CURSOR")]
    pub(crate) after: Option<String>,
    /// Show copies of an article as answers of their own, not under their original.
    #[arg(long)]
    pub(crate) copies: bool,
    /// Find the words with any marks, whatever was typed.
    #[arg(long)]
    pub(crate) any_marks: bool,
    /// Instead of articles, show how many there are of each source, section, topic, place and day.
    #[arg(long)]
    pub(crate) facets: bool,
    /// Instead of articles, show how many there are over time.
    #[arg(long, value_enum, value_name = "STEP", conflicts_with = "facets")]
    pub(crate) over_time: Option<StepArg>,
    /// Find articles like this one (its address), and say by which words. The query may be left out.
    #[arg(long, value_name = "ARTICLE", conflicts_with_all = ["facets", "over_time", "after", "offset", "sort"])]
    pub(crate) like: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum StepArg {
    /// Of each day.
    Day,
    /// Of each week, from Monday on.
    Week,
    /// Of each month.
    Month,
    /// Of each year.
    Year,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum SortArg {
    /// The best answers first.
    Relevance,
    /// The newest first.
    Time,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FlagsCommand {
    /// The flags, newest first.
    List {
        /// Only this topic.
        #[arg(long, value_name = "TOPIC")]
        topic: Option<String>,
        /// Only flags raised on this day (YYYY-MM-DD, +07:00) or later.
        #[arg(long, value_name = "DAY")]
        since: Option<Date>,
        /// Only flags in this state.
        #[arg(long, value_enum)]
        status: Option<StatusArg>,
        /// At most so many (0: all).
        #[arg(long, default_value_t = 50, value_name = "N")]
        limit: usize,
    },
    /// Say whether a flag is about its topic.
    Verdict {
        /// The flag's number, as "flags list" prints it.
        flag: i64,
        /// The verdict.
        #[arg(value_enum)]
        verdict: VerdictArg,
    },
    /// Flag an article by hand.
    Add {
        /// The article's address.
        url: String,
        /// The topic's id.
        topic: String,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum StatusArg {
    /// Nobody has judged it.
    New,
    /// Judged to be about the topic.
    Relevant,
    /// Judged not to be.
    Irrelevant,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum VerdictArg {
    /// It is about the topic.
    Relevant,
    /// It is not.
    Irrelevant,
}

#[derive(Debug, Args)]
pub(crate) struct DigestArgs {
    /// The day (YYYY-MM-DD, +07:00); otherwise today.
    #[arg(long, value_name = "DAY", conflicts_with_all = ["from", "to"])]
    pub(crate) date: Option<Date>,
    /// The first day of a longer stretch.
    #[arg(long, value_name = "DAY", requires = "to")]
    pub(crate) from: Option<Date>,
    /// Its last day.
    #[arg(long, value_name = "DAY", requires = "from")]
    pub(crate) to: Option<Date>,
    /// The form.
    #[arg(long, value_enum, default_value_t = FormatArg::Md)]
    pub(crate) format: FormatArg,
}

#[derive(Debug, Clone, Copy, ValueEnum, PartialEq, Eq)]
pub(crate) enum FormatArg {
    /// Markdown.
    Md,
    /// HTML, as it goes into a mail.
    Html,
    /// JSON.
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TopicsCommand {
    /// The topics in force.
    List,
    /// Which wording of a topic was active from when on, and who wrote it.
    History {
        /// Only this topic (its id).
        topic: Option<String>,
    },
    /// Check topic files: errors at line and column.
    Check {
        /// The files; otherwise all of the configuration.
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Why an article is flagged for a topic, or what it lacks.
    Explain {
        /// The topic's id, or a topic file that is being worked on.
        topic: String,
        /// The article: its address, or "-" for a text on standard input (title in the first line).
        article: String,
    },
    /// What is allowed in a topic but most likely not meant.
    Lint(LintArgs),
    /// Try a topic on the archive: what it would flag, beside the running revision.
    Backtest(BacktestArgs),
    /// Hold topics to every verdict: confirmed articles must stay, rejected ones must not come back.
    Test(TestArgs),
    /// What verdicts say of a topic and its terms, and what would help.
    Verdicts(VerdictsArgs),
    /// Draw articles at random, flagged and not, to be judged: what "topics recall" needs.
    Sample(SampleArgs),
    /// Estimate how much of what is relevant a topic finds, from a judged sample.
    Recall(RecallArgs),
    /// Propose terms, weights and a threshold from judged articles; nothing is changed.
    Fit(FitArgs),
    /// Phrases of the archive that go with words.
    Suggest(SuggestArgs),
}

#[derive(Debug, Args)]
pub(crate) struct LintArgs {
    /// Ids of topics, or topic files; otherwise all topics in force.
    #[arg(value_name = "TOPIC")]
    pub(crate) topics: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct BacktestArgs {
    /// The topic file that is being worked on, or the id of a topic in force.
    #[arg(value_name = "FILE")]
    pub(crate) topic: String,
    /// Leave out the place condition.
    #[arg(long)]
    pub(crate) without_places: bool,
    /// Match every article instead of the index's candidates: the same answer, to check it.
    #[arg(long)]
    pub(crate) every_article: bool,
    /// At most so many examples of what is gained and lost.
    #[arg(long, default_value_t = 5, value_name = "N")]
    pub(crate) samples: usize,
}

#[derive(Debug, Args)]
pub(crate) struct TestArgs {
    /// Ids of topics, or topic files; otherwise all topics in force.
    #[arg(value_name = "TOPIC")]
    pub(crate) topics: Vec<String>,
    /// End with 1 when a confirmed article is lost or a rejected one comes back.
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Debug, Args)]
pub(crate) struct VerdictsArgs {
    /// The topic's id, or a topic file.
    pub(crate) topic: String,
    /// Judgments beside the verdicts: tab-separated article, grade (2, 1, 0), event; with a header in any order.
    #[arg(long, value_name = "FILE")]
    pub(crate) judgments: Option<PathBuf>,
    /// Take the articles from this file (JSON Lines as for "import") instead of the archive.
    #[arg(long, value_name = "FILE", requires = "judgments")]
    pub(crate) articles: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct SampleArgs {
    /// The topic's id, or a topic file.
    pub(crate) topic: String,
    /// At most so many articles.
    #[arg(long, default_value_t = 80, value_name = "N")]
    pub(crate) size: usize,
    /// Write the list into this file, which must not be there yet: tab-separated, with an empty column "grade".
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct RecallArgs {
    /// The topic's id, or a topic file.
    pub(crate) topic: String,
    /// The list of "topics sample" with grades filled in: 2 about the topic, 1 partly, 0 not.
    #[arg(long, value_name = "FILE")]
    pub(crate) judgments: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct FitArgs {
    /// The topic's id, or a topic file.
    pub(crate) topic: String,
    /// Judgments beside the verdicts: tab-separated article, grade (2, 1, 0), event; with a header in any order.
    #[arg(long, value_name = "FILE")]
    pub(crate) judgments: Option<PathBuf>,
    /// Take the articles from this file (JSON Lines as for "import") instead of the archive.
    #[arg(long, value_name = "FILE", requires = "judgments")]
    pub(crate) articles: Option<PathBuf>,
    /// How many articles that nobody judged to learn from as well.
    #[arg(long, default_value_t = 1500, value_name = "N")]
    pub(crate) others: usize,
    /// Write the proposal into this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct SuggestArgs {
    /// The words: a query as for "search".
    #[arg(value_name = "WORDS", required = true)]
    pub(crate) words: Vec<String>,
    /// At most so many phrases.
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub(crate) limit: usize,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SourcesCommand {
    /// The channels: how each is, last result, next time and why then.
    List {
        /// Only those that somebody should look at: failing, retired, silent for longer than usual.
        #[arg(long)]
        trouble: bool,
    },
    /// Ask channels once, show what comes, and keep nothing.
    Check {
        /// Sources, or whole addresses; otherwise all sources.
        #[arg(value_name = "SOURCE|URL")]
        sources: Vec<String>,
        /// Show every header of the answers.
        #[arg(long)]
        headers: bool,
    },
    /// Find the feeds and sitemaps of a site, and show what they list. Nothing is added.
    Discover {
        /// The site.
        url: String,
    },
    /// Add a source, or channels to a source that is there, to sources.toml. Each address is asked once first.
    Add(AddArgs),
    /// Add the sources of an OPML file to sources.toml. Nothing is asked.
    Import {
        /// The file; - for standard input.
        file: PathBuf,
        /// Show what would be added, and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Write the sources as OPML.
    Export,
}

#[derive(Debug, Args)]
pub(crate) struct AddArgs {
    /// The channels' addresses: feeds, sitemaps or listing pages.
    #[arg(required = true, value_name = "URL")]
    pub(crate) urls: Vec<String>,
    /// The source's id; otherwise the source of the same site, or a new one named after the site.
    #[arg(long)]
    pub(crate) id: Option<String>,
    /// The publisher's name.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// The publisher's front page.
    #[arg(long, value_name = "URL")]
    pub(crate) homepage: Option<String>,
    /// What the publisher is.
    #[arg(long, value_enum)]
    pub(crate) kind: Option<SourceKindArg>,
    /// The place it writes for, an id of places.tsv, or vn.
    #[arg(long, value_name = "PLACE")]
    pub(crate) region: Option<String>,
    /// What must stand in the address of an article, for pages that list articles.
    #[arg(long)]
    pub(crate) pattern: Option<String>,
    /// Show what would be added, and change nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum SourceKindArg {
    /// A newspaper.
    Newspaper,
    /// A radio or television station.
    Broadcaster,
    /// A magazine.
    Magazine,
    /// A portal of an authority or organisation.
    Portal,
}

#[derive(Debug, Args)]
pub(crate) struct ExtractArgs {
    /// A file, an address that is asked once, or "-" for standard input.
    #[arg(value_name = "FILE|URL")]
    pub(crate) document: String,
    /// What it is to be read as; otherwise that shows itself.
    #[arg(long = "as", value_enum, value_name = "KIND")]
    pub(crate) kind: Option<KindArg>,
    /// For a file: the address it came from. Relative links start there, and selectors are those of its source.
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// Take the selectors of this source (id of sources.toml).
    #[arg(long, value_name = "SOURCE")]
    pub(crate) source: Option<String>,
    /// For a file: the Content-Type it came with ("text/html; charset=windows-1258").
    #[arg(long, value_name = "TYPE")]
    pub(crate) content_type: Option<String>,
    /// Show all that was left out and all entries, not only the first.
    #[arg(long)]
    pub(crate) all: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum KindArg {
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A (news) sitemap.
    Sitemap,
    /// A page that lists articles.
    Listing,
    /// An article.
    Article,
}

#[derive(Debug, Args)]
pub(crate) struct ReparseArgs {
    /// Only pages of these sources (ids of sources.toml); otherwise all.
    #[arg(value_name = "SOURCE")]
    pub(crate) sources: Vec<String>,
    /// Say what would change, and change nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ReplayArgs {
    /// What to build again.
    #[arg(value_enum)]
    pub(crate) reader: ReaderArg,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ReaderArg {
    /// The flags, with the topics as they were at each place of the log. Verdicts stay.
    Flags,
    /// The tantivy index.
    Index,
}
