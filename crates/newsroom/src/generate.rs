//! Writing the month: everyday news, planted articles and look-alikes, copies, follow-ups, corrections.

use jiff::{SignedDuration, Timestamp};
use rand::{
    RngExt, SeedableRng,
    seq::{IndexedRandom, SliceRandom},
};
use rand_chacha::ChaCha8Rng;

use crate::{
    papers::{Format, Paper},
    press::{PressSettings, Text, TrueArticle, start},
    texts::{
        Frame, Special,
        everyday::{FAR, FRAMES},
        lookalikes, planted,
        planted::LATER,
        words::{CLOSING, COMMUNES, ELSEWHERE, PLACES, SEASONS},
    },
};

/// Everyday articles about the province, and from elsewhere.
const EVERYDAY: usize = 170;
const FROM_FAR: usize = 60;

const COPIES: usize = 18;
const FOLLOW_UPS: usize = 14;

/// Every so many planted articles and look-alikes one is of the last day, so that the newest digest has something to
/// say.
const ON_THE_LAST_DAY: usize = 6;

pub(crate) fn articles(settings: PressSettings, papers: &[Paper]) -> Vec<TrueArticle> {
    let mut writer = Writer {
        random: ChaCha8Rng::seed_from_u64(settings.seed),
        settings,
        papers,
        articles: Vec::new(),
    };
    for number in 0..EVERYDAY {
        writer.everyday(&FRAMES[number % FRAMES.len()], false);
    }
    for number in 0..FROM_FAR {
        writer.everyday(&FAR[number % FAR.len()], true);
    }
    for (number, special) in planted().enumerate() {
        writer.special(special, true, number.is_multiple_of(ON_THE_LAST_DAY));
    }
    for (number, special) in lookalikes().enumerate() {
        writer.special(special, false, number.is_multiple_of(ON_THE_LAST_DAY));
    }
    writer.copies();
    writer.follow_ups();
    writer.corrections();
    writer.withdrawal_and_forbidden();
    writer.finish()
}

struct Writer<'a> {
    random: ChaCha8Rng,
    settings: PressSettings,
    papers: &'a [Paper],
    articles: Vec<TrueArticle>,
}

/// The words filled into one article: the same all through it.
struct Filling {
    pairs: Vec<(&'static str, String)>,
}

impl Filling {
    fn fill(&self, pattern: &str) -> String {
        let mut text = pattern.to_owned();
        for (slot, word) in &self.pairs {
            text = text.replace(slot, word);
        }
        capitalised(&text)
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

impl Writer<'_> {
    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        *list
            .choose(&mut self.random)
            .expect("the lists of texts are not empty")
    }

    fn filling(&mut self) -> Filling {
        let place = self.pick(PLACES);
        let mut other = self.pick(PLACES);
        while other == place {
            other = self.pick(PLACES);
        }
        Filling {
            pairs: vec![
                ("{p}", place.to_owned()),
                ("{q}", other.to_owned()),
                ("{c}", self.pick(COMMUNES).to_owned()),
                ("{e}", self.pick(ELSEWHERE).to_owned()),
                ("{s}", self.pick(SEASONS).to_owned()),
                ("{n}", self.random.random_range(12..90).to_string()),
                ("{m}", self.random.random_range(2..10).to_string()),
            ],
        }
    }

    /// A moment by day in the month, so early that corrections and copies still fall into it.
    fn moment(&mut self) -> Timestamp {
        let day = self
            .random
            .random_range(0..i64::from(self.settings.days.max(2)) - 1);
        let minute = self.random.random_range(5 * 60..21 * 60);
        self.at(day * 24 * 60 + minute)
    }

    fn at(&self, minutes: i64) -> Timestamp {
        let start = start(self.settings.first_day);
        start
            .checked_add(SignedDuration::from_mins(minutes))
            .unwrap_or(start)
    }

    /// A paper for an article: those of the region write of the region, the others of everything.
    fn paper(&mut self, far: bool) -> usize {
        let fits: Vec<usize> = (0..self.papers.len())
            .filter(|index| !far || self.papers[*index].region != "cao-bang")
            .collect();
        self.pick(&fits)
    }

    fn push(&mut self, paper: usize, published: Timestamp, text: Text) -> &mut TrueArticle {
        let number = self.articles.len() + 1;
        let path = format!("/tin/{}-{number}.html", slug(&text.title));
        self.articles.push(TrueArticle {
            paper,
            path,
            published,
            text,
            corrections: Vec::new(),
            withdrawn: None,
            copy_of: None,
            follow_up_of: None,
            flags: Vec::new(),
            lookalike_of: Vec::new(),
            forbidden: false,
        });
        self.articles.last_mut().expect("one was just pushed")
    }

    fn everyday(&mut self, frame: &Frame, far: bool) {
        let words = self.filling();
        let mut body: Vec<&str> = frame.body.to_vec();
        body.shuffle(&mut self.random);
        let length = self.random.random_range(4..=body.len());
        let mut paragraphs: Vec<String> = body[..length]
            .iter()
            .map(|sentence| words.fill(sentence))
            .collect();
        if !far {
            for _ in 0..self.random.random_range(1..3) {
                let closing = self.pick(CLOSING);
                paragraphs.push(words.fill(closing));
            }
        }
        // A number to call, as papers print it: it must be masked.
        if self.random.random_range(0..12) == 0 {
            paragraphs.push("Mọi thông tin xin liên hệ ban tổ chức qua số 0912 345 678 hoặc hopthu@vidu.example.".to_owned());
        }
        let text = Text {
            title: words.fill(self.pick(frame.titles)),
            lead: words.fill(self.pick(frame.leads)),
            paragraphs: join(&paragraphs),
        };
        let (paper, published) = (self.paper(far), self.moment());
        self.push(paper, published, text);
    }

    /// A moment in the last day's morning, so early that a copy still falls into the day.
    fn last_morning(&mut self) -> Timestamp {
        let day = i64::from(self.settings.days.max(1)) - 1;
        let minute = self.random.random_range(5 * 60..9 * 60);
        self.at(day * 24 * 60 + minute)
    }

    fn special(&mut self, special: &Special, planted: bool, on_the_last_day: bool) {
        let words = self.filling();
        let text = Text {
            title: words.fill(special.title),
            lead: words.fill(special.lead),
            paragraphs: special
                .body
                .iter()
                .map(|sentence| words.fill(sentence))
                .collect(),
        };
        // Papers elsewhere tell of look-alikes, so that a paper's own region does not decide.
        let paper = self.paper(!planted);
        let published = if on_the_last_day {
            self.last_morning()
        } else {
            self.moment()
        };
        let article = self.push(paper, published, text);
        if planted {
            article.flags.push(special.topic);
        } else {
            article.lookalike_of.push(special.topic);
        }
    }

    /// Another paper prints the same text a little later, with a credit.
    fn copies(&mut self) {
        let planted = self
            .articles
            .iter()
            .position(|article| !article.flags.is_empty())
            .unwrap_or(0);
        for number in 0..COPIES {
            // Half of them of planted articles: a copy of a flagged article is flagged as well.
            let original = if number % 2 == 0 {
                planted + number
            } else {
                number * 7
            };
            let Some(source) = self.articles.get(original).cloned() else {
                continue;
            };
            let mut paper = self.paper(false);
            while paper == source.paper {
                paper = self.paper(false);
            }
            let mut text = source.text.clone();
            text.paragraphs
                .push(format!("Theo {}", self.papers[source.paper].name));
            let later = self.random.random_range(40..400);
            let published = source
                .published
                .checked_add(SignedDuration::from_mins(later))
                .unwrap_or(source.published);
            let copy = self.push(paper, published, text);
            copy.copy_of = Some(original);
            copy.flags.clone_from(&source.flags);
            copy.lookalike_of.clone_from(&source.lookalike_of);
        }
    }

    /// The same paper comes back to an everyday matter some days later.
    fn follow_ups(&mut self) {
        for number in 0..FOLLOW_UPS {
            let before = number * 11 + 3;
            let source = self.articles[before].clone();
            let words = self.filling();
            let text = Text {
                title: format!("Tiếp tục: {}", uncapitalised(&source.text.title)),
                lead: words.fill("Sau {m} ngày, công việc đã có thêm kết quả mới."),
                paragraphs: join(
                    &[
                        "Phần việc còn lại được chia cho {m} tổ.",
                        "Các bên thống nhất gặp lại vào tuần sau.",
                        "Tiến độ đạt {n} phần trăm.",
                    ]
                    .map(|sentence| words.fill(sentence)),
                ),
            };
            let later = self.random.random_range(24 * 60..3 * 24 * 60);
            let published = source
                .published
                .checked_add(SignedDuration::from_mins(later))
                .unwrap_or(source.published);
            let published = published.min(self.at(i64::from(self.settings.days) * 24 * 60 - 120));
            self.push(source.paper, published, text).follow_up_of = Some(before);
        }
    }

    /// Some texts are corrected later: a figure in the headline, a paragraph added; one of them meets a topic only
    /// from then on.
    fn corrections(&mut self) {
        let last = self.at(i64::from(self.settings.days) * 24 * 60 - 60);
        for number in 0..10 {
            let index = number * 13 + 5;
            let full = self.papers[self.articles[index].paper].format == Format::FullRss;
            let article = &mut self.articles[index];
            let at = article
                .published
                .checked_add(SignedDuration::from_hours(5))
                .unwrap_or(last)
                .min(last);
            if full || at <= article.published {
                continue;
            }
            let mut text = article.text.clone();
            text.title = format!("{} (cập nhật)", text.title);
            text.paragraphs
                .push("Bản tin đã được sửa lại số liệu so với bản đăng lần đầu.".to_owned());
            article.corrections.push((at, text));
        }
        let later = self.articles.iter_mut().take(EVERYDAY).find(|article| {
            article.corrections.is_empty() && self.papers[article.paper].region == "cao-bang"
        });
        if let Some(article) = later {
            let mut text = article.text.clone();
            text.paragraphs
                .extend(LATER.body.iter().map(|sentence| (*sentence).to_owned()));
            let at = article
                .published
                .checked_add(SignedDuration::from_hours(5))
                .unwrap_or(last)
                .min(last);
            article.corrections.push((at, text));
            article.flags.push(LATER.topic);
        }
    }

    fn withdrawal_and_forbidden(&mut self) {
        let gone = self.articles.iter_mut().take(EVERYDAY).find(|article| {
            article.corrections.is_empty()
                && self.papers[article.paper].format == Format::Rss
                && article.flags.is_empty()
        });
        if let Some(article) = gone {
            let at = article.published.checked_add(SignedDuration::from_hours(9));
            article.withdrawn = at.ok();
        }
        let Some(rss) = self
            .papers
            .iter()
            .position(|paper| paper.format == Format::Rss)
        else {
            return;
        };
        let text = Text {
            title: "Thông tin nội bộ của tòa soạn".to_owned(),
            lead: "Bài này nằm trong thư mục mà robots.txt không cho đọc.".to_owned(),
            paragraphs: vec!["Không phần mềm nào được lấy trang này.".to_owned()],
        };
        let published = self.at(3 * 24 * 60 + 600);
        let article = self.push(rss, published, text);
        article.forbidden = true;
        article.path = article.path.replacen("/tin/", "/noi-bo/", 1);
    }

    fn finish(mut self) -> Vec<TrueArticle> {
        // Copies name their originals by place, so the order must stay; channels sort by time themselves.
        self.articles.shrink_to_fit();
        self.articles
    }
}

fn uncapitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// Puts sentences into paragraphs of two.
fn join(sentences: &[String]) -> Vec<String> {
    sentences.chunks(2).map(|pair| pair.join(" ")).collect()
}

/// A title as papers put it into addresses.
fn slug(title: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = title
        .nfd()
        .filter_map(|c| match c {
            'đ' | 'Đ' => Some('d'),
            c if c.is_ascii_alphanumeric() => Some(c.to_ascii_lowercase()),
            c if c.is_whitespace() || c == '-' => Some('-'),
            _ => None,
        })
        .collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    parts[..parts.len().min(9)].join("-")
}
