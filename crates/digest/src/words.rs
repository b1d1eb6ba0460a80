//! The Vietnamese sentences that Markdown and HTML share.

use jiff::{Timestamp, tz::Offset};
use langnghe_model::{Priority, TimeBasis};

use crate::{
    Completeness, Digest, Item, Numbers, SourceState, breakage_in_words, failure_in_words,
};

/// Local time: `08:30 ngày 05/02/2026`.
pub(crate) fn time(at: Timestamp) -> String {
    Offset::constant(7)
        .to_datetime(at)
        .strftime("%H:%M ngày %d/%m/%Y")
        .to_string()
}

pub(crate) fn priority(priority: Priority) -> &'static str {
    match priority {
        Priority::Urgent => "khẩn",
        Priority::High => "cao",
        Priority::Normal => "trung bình",
        Priority::Low => "thấp",
    }
}

/// Source and time of an item, with what must be known about them.
pub(crate) fn origin(item: &Item) -> String {
    let basis = match item.time_basis {
        TimeBasis::Published => "",
        TimeBasis::FirstSeen => " (giờ phần mềm thấy bài lần đầu; báo không ghi giờ đăng)",
    };
    let withdrawn = if item.withdrawn {
        "; bài đã bị gỡ khỏi trang báo"
    } else {
        ""
    };
    format!("{}, {}{basis}{withdrawn}", item.source, time(item.time))
}

/// Why an item is listed.
pub(crate) fn reason(item: &Item) -> String {
    if item.threshold == 0 {
        return "do người dùng đưa vào".to_owned();
    }
    let passages: Vec<String> = item
        .passages
        .iter()
        .map(|passage| format!("“{}”", passage.text))
        .collect();
    let score = format!("{} điểm, ngưỡng {}", item.score, item.threshold);
    if passages.is_empty() {
        score
    } else {
        format!("{}; {score}", passages.join(", "))
    }
}

/// The scope line under the title.
pub(crate) fn scope(digest: &Digest) -> String {
    let asked = digest.completeness.count(SourceState::Read)
        + digest.completeness.count(SourceState::Silent);
    format!(
        "Tổng hợp các bài phần mềm thu thập từ {} đến {}; đọc được {asked}/{} nguồn.",
        time(digest.from),
        time(digest.until),
        digest.completeness.active()
    )
}

/// Said where there are no items: why.
pub(crate) fn nothing(digest: &Digest) -> String {
    let completeness = &digest.completeness;
    let read = completeness.count(SourceState::Read) + completeness.count(SourceState::Silent);
    let failing = completeness.count(SourceState::Failing);
    if completeness.active() == 0 {
        "Không có tin: chưa khai báo nguồn báo nào.".to_owned()
    } else if read == 0 && failing == 0 {
        "Không có tin: trong thời gian này phần mềm chưa đọc nguồn nào.".to_owned()
    } else if read == 0 {
        format!(
            "Không có tin: cả {failing} nguồn đều không đọc được (xem mục Mức độ đầy đủ). Đây không phải là báo chí không đưa tin."
        )
    } else if digest.numbers.articles == 0 {
        "Không có tin: các nguồn đọc được không đăng bài mới nào.".to_owned()
    } else if failing > 0 {
        format!(
            "Không có tin: không bài nào trong {} bài mới trùng chủ đề theo dõi; {failing} nguồn không đọc được.",
            digest.numbers.articles
        )
    } else {
        format!(
            "Không có tin: không bài nào trong {} bài mới trùng chủ đề theo dõi.",
            digest.numbers.articles
        )
    }
}

/// The numbers, name and value.
pub(crate) fn numbers(numbers: &Numbers) -> Vec<(&'static str, u64)> {
    vec![
        ("Bài mới thu thập", numbers.articles),
        (
            "trong đó bài cũ (đăng trước đó hơn 7 ngày hoặc nhập từ kho)",
            numbers.late,
        ),
        ("Bài được báo sửa lại", numbers.revisions),
        ("Bài bị gỡ", numbers.withdrawn),
        ("Bài trùng chủ đề theo dõi", numbers.flagged),
        (
            "Lượt đánh dấu (một bài có thể thuộc nhiều chủ đề)",
            numbers.flags,
        ),
    ]
}

/// The statement of completeness: one sentence for each kind of state that occurs.
pub(crate) fn completeness(completeness: &Completeness) -> Vec<String> {
    let mut lines = vec![format!(
        "Có bài mới: {} nguồn. Không có bài mới: {} nguồn. Không đọc được: {} nguồn. Chưa đến lượt đọc: {} nguồn.",
        completeness.count(SourceState::Read),
        completeness.count(SourceState::Silent),
        completeness.count(SourceState::Failing),
        completeness.count(SourceState::NotAsked)
    )];
    let names = |state: SourceState| -> Vec<&str> {
        completeness
            .sources
            .iter()
            .filter(|source| source.state == state)
            .map(|source| source.name.as_str())
            .collect()
    };
    let silent = names(SourceState::Silent);
    if !silent.is_empty() {
        lines.push(format!("Không có bài mới: {}.", silent.join(", ")));
    }
    for source in completeness
        .sources
        .iter()
        .filter(|source| source.state == SourceState::Failing)
    {
        let why = match (source.failure, &source.error) {
            (Some(class), _) => failure_in_words(class),
            (None, Some(error)) => error.into(),
            (None, None) => "không rõ lý do".into(),
        };
        lines.push(format!("Không đọc được {}: {why}.", source.name));
    }
    for source in &completeness.sources {
        for breakage in &source.breakages {
            lines.push(format!(
                "Cần kiểm tra {}: {}.",
                source.name,
                breakage_in_words(breakage)
            ));
        }
    }
    let disabled = names(SourceState::Disabled);
    if !disabled.is_empty() {
        lines.push(format!("Đang tắt trong cấu hình: {}.", disabled.join(", ")));
    }
    if completeness.waiting > 0 {
        lines.push(format!("Còn {} trang bài chờ đọc.", completeness.waiting));
    }
    if completeness.given_up > 0 {
        lines.push(format!(
            "{} trang bài không đọc được sau nhiều lần thử.",
            completeness.given_up
        ));
    }
    lines
}

impl Completeness {
    /// Sources that are not switched off.
    pub(crate) fn active(&self) -> usize {
        self.sources
            .iter()
            .filter(|source| source.state != SourceState::Disabled)
            .count()
    }

    pub(crate) fn count(&self, state: SourceState) -> usize {
        self.sources
            .iter()
            .filter(|source| source.state == state)
            .count()
    }
}

/// An address that may stand in a link: anything but http and https could run in a reader's program.
pub(crate) fn link(url: &str) -> Option<&str> {
    (url.starts_with("https://") || url.starts_with("http://")).then_some(url)
}
