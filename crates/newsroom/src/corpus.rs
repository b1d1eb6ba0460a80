//! Articles for benchmarks: any number, with the syllables, lengths and word frequencies of real Vietnamese news.

use std::fmt::Write as _;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

/// Syllables seen most often in news, the most frequent first; the rest of the vocabulary is built from the
/// language's onsets and rimes.
const COMMON: &str = "của và có các là được trong cho với một người không đã những năm ngày khi này đến tại về cũng ra vào từ theo \
    nhà trên làm phải học việc hàng nước nhiều đó thể sau đi hai tỉnh thành phố đồng công quốc thời gian dân số gia đình hội chức \
    sinh động tổ xã nam cao bằng du lịch khách văn hóa thao thôn bản hiện nay đầu mới tháng giờ trường tình phát triển kinh tế \
    lễ vùng núi đường xe sông thác hồ hang di tích bảo tồn nghề truyền thống trẻ em cán bộ chính quyền địa phương";

const ONSETS: [&str; 24] = [
    "", "b", "c", "ch", "d", "đ", "g", "gi", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "qu", "r",
    "s", "t", "th", "tr", "v", "x",
];

/// Rimes with each of the six tones (those on stops have two).
const RIMES: [&str; 42] = [
    "a à á ả ã ạ",
    "an àn án ản ãn ạn",
    "ang àng áng ảng ãng ạng",
    "anh ành ánh ảnh ãnh ạnh",
    "ai ài ái ải ãi ại",
    "ao ào áo ảo ão ạo",
    "am àm ám ảm ãm ạm",
    "at át ạt",
    "ac ác ạc",
    "ach ách ạch",
    "âu ầu ấu ẩu ẫu ậu",
    "ân ần ấn ẩn ẫn ận",
    "ăn ằn ắn ẳn ẵn ặn",
    "ăng ằng ắng ẳng ẵng ặng",
    "e è é ẻ ẽ ẹ",
    "en èn én ẻn ẽn ẹn",
    "ê ề ế ể ễ ệ",
    "ên ền ến ển ễn ện",
    "i ì í ỉ ĩ ị",
    "in ìn ín ỉn ĩn ịn",
    "inh ình ính ỉnh ĩnh ịnh",
    "iên iền iến iển iễn iện",
    "iêu iều iếu iểu iễu iệu",
    "o ò ó ỏ õ ọ",
    "on òn ón ỏn õn ọn",
    "ong òng óng ỏng õng ọng",
    "oi òi ói ỏi õi ọi",
    "ô ồ ố ổ ỗ ộ",
    "ôn ồn ốn ổn ỗn ộn",
    "ông ồng ống ổng ỗng ộng",
    "ôi ồi ối ổi ỗi ội",
    "ơ ờ ớ ở ỡ ợ",
    "ơn ờn ớn ởn ỡn ợn",
    "ơi ời ới ởi ỡi ợi",
    "u ù ú ủ ũ ụ",
    "un ùn ún ủn ũn ụn",
    "ung ùng úng ủng ũng ụng",
    "uôn uồn uốn uổn uỗn uộn",
    "uyên uyền uyến uyển uyễn uyện",
    "ư ừ ứ ử ữ ự",
    "ương ường ướng ưởng ưỡng ượng",
    "oan oàn oán oản oãn oạn",
];

/// An article of the corpus, in the form that `langnghe import` reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CorpusArticle {
    /// Its address.
    pub url: String,
    /// Its source.
    pub source: String,
    /// Its headline.
    pub title: String,
    /// Its lead.
    pub summary: String,
    /// Its body, paragraphs as lines.
    pub text: String,
    /// When it was published.
    pub published: String,
}

/// An endless corpus. The same seed gives the same articles.
pub struct Corpus {
    random: ChaCha8Rng,
    syllables: Vec<String>,
    number: u64,
}

/// The corpus of a seed.
pub fn corpus(seed: u64) -> Corpus {
    let mut syllables: Vec<String> = COMMON.split_whitespace().map(str::to_owned).collect();
    for rime in RIMES {
        for form in rime.split(' ') {
            for onset in ONSETS {
                let syllable = format!("{onset}{form}");
                if !syllables.contains(&syllable) {
                    syllables.push(syllable);
                }
            }
        }
    }
    // Beyond the common ones, which syllable is frequent is a matter of chance; the seed of the vocabulary is fixed
    // so that corpora of different seeds share their word frequencies.
    let common = COMMON.split_whitespace().count();
    let mut order = ChaCha8Rng::seed_from_u64(0);
    for at in (common + 1..syllables.len()).rev() {
        let other = order.random_range(common..=at);
        syllables.swap(at, other);
    }
    Corpus {
        random: ChaCha8Rng::seed_from_u64(seed),
        syllables,
        number: 0,
    }
}

impl Corpus {
    /// A syllable with a frequency of about 1/rank, as words of every language have (Zipf's law).
    fn syllable(&mut self) -> usize {
        let share: f64 = self.random.random();
        let count = self.syllables.len() as f64;
        ((count.powf(share) - 1.0) as usize).min(self.syllables.len() - 1)
    }

    /// Appends a sentence of so many syllables; now and then a number or a name.
    fn sentence(&mut self, length: u32, out: &mut String) {
        for place in 0..length {
            if place > 0 {
                out.push(' ');
            }
            let kind: u32 = self.random.random_range(0..100);
            if kind < 3 {
                let number: u32 = self.random.random_range(1..40_000);
                // Writing to a String cannot fail.
                let _ = write!(out, "{number}");
                continue;
            }
            let index = self.syllable();
            let syllable = &self.syllables[index];
            if place == 0 || kind < 12 {
                let mut letters = syllable.chars();
                out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                out.push_str(letters.as_str());
            } else {
                out.push_str(syllable);
            }
            if kind > 93 && place + 1 < length {
                out.push(',');
            }
        }
    }

    fn between(&mut self, low: u32, high: u32) -> u32 {
        self.random.random_range(low..high)
    }
}

impl Iterator for Corpus {
    type Item = CorpusArticle;

    fn next(&mut self) -> Option<CorpusArticle> {
        self.number += 1;
        let mut title = String::new();
        let length = self.between(8, 15);
        self.sentence(length, &mut title);
        let mut summary = String::new();
        let length = self.between(20, 40);
        self.sentence(length, &mut summary);
        summary.push('.');
        let mut text = String::with_capacity(4096);
        // Lengths are skewed, as in the press: many short articles, a few long ones; about 3 KB on average.
        let share: f64 = self.random.random();
        let paragraphs = 3 + (share * share * 18.0) as u32;
        for paragraph in 0..paragraphs {
            if paragraph > 0 {
                text.push('\n');
            }
            for sentence in 0..self.between(2, 5) {
                if sentence > 0 {
                    text.push(' ');
                }
                let length = self.between(12, 34);
                self.sentence(length, &mut text);
                text.push('.');
            }
        }
        let day = self.number % 28 + 1;
        Some(CorpusArticle {
            url: format!("https://kho.example/tin/{}.html", self.number),
            source: format!("bao-{}", self.number % 40),
            title,
            summary,
            text,
            published: format!(
                "2026-{:02}-{day:02}T{:02}:00:00+07:00",
                self.number % 9 + 1,
                self.number % 24
            ),
        })
    }
}
