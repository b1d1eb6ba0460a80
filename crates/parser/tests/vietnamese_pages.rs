//! Eighty pages in the layouts of ten Vietnamese outlets, with invented text, and what the parser makes of them: with
//! the outlets' selectors, and without any.

#![expect(clippy::print_stdout, reason = "the figures are what this test is for")]

#[path = "vietnamese/layouts.rs"]
mod layouts;

use std::collections::HashMap;

use jiff::{Timestamp, tz::Offset};
use langnghe_model::Selectors;
use langnghe_parser::{Document, parse_article};
use layouts::{AROUND, LAYOUTS, Layout};

const PAGES_EACH: u64 = 8;

/// Numbers that are the same on every machine (Knuth's MMIX generator).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn of(&mut self, list: &[&'static str]) -> &'static str {
        list[self.below(list.len())]
    }
}

const WHO: &[&str] = &[
    "Ban tổ chức",
    "Chính quyền xã Mẫu",
    "Nhóm nghệ nhân",
    "Đoàn du khách",
    "Đội văn nghệ",
    "Câu lạc bộ hát lượn",
    "Người dân trong bản",
    "Ban quản lý di tích",
];
const DOES: &[&str] = &[
    "đã chuẩn bị",
    "vừa khai mạc",
    "dự kiến mở rộng",
    "cùng nhau dựng lại",
    "đang tu sửa",
    "giới thiệu với khách",
    "ghi chép tỉ mỉ",
    "tập luyện suốt tháng cho",
];
const WHAT: &[&str] = &[
    "ngôi miếu cổ bên suối",
    "phần hội với trò tung còn",
    "tuyến đường lên thác",
    "gian hàng thổ cẩm",
    "lớp dạy đàn tính",
    "giải đẩy gậy toàn xã",
    "khu cắm trại ven hồ",
    "bộ sưu tập nông cụ",
];
const WHERE: &[&str] = &[
    "ở xóm Thượng",
    "tại sân nhà văn hóa",
    "giữa cánh đồng sau vụ gặt",
    "dưới chân núi Mẫu",
    "trên bãi đất cạnh trường học",
    "trong khuôn viên bảo tàng nhỏ",
];
const WHY: &[&str] = &[
    "để đón mùa du lịch mới",
    "vì lượng khách tăng gấp đôi năm trước",
    "nhằm giữ lại nếp xưa cho con cháu",
    "sau nhiều tháng mưa lũ",
    "trước ngày nghỉ dài cuối tuần",
    "theo mong muốn của các cụ cao niên",
];

fn clause(chance: &mut Chance) -> String {
    format!(
        "{} {} {} {} {}",
        chance.of(WHO),
        chance.of(DOES),
        chance.of(WHAT),
        chance.of(WHERE),
        chance.of(WHY)
    )
}

fn sentence(chance: &mut Chance) -> String {
    let number = chance.below(900) + 12;
    match chance.below(3) {
        0 => format!("{}.", clause(chance)),
        1 => format!(
            "Theo thống kê ban đầu, có {number} lượt khách; {}.",
            clause(chance).to_lowercase()
        ),
        _ => format!(
            "{}, với {number} người tham gia từ sáng sớm.",
            clause(chance)
        ),
    }
}

/// An article as it was written.
struct Written {
    title: String,
    lead: String,
    body: String,
    published: Timestamp,
    html: String,
}

fn write(layout: &Layout, chance: &mut Chance) -> Written {
    let title = format!(
        "{} {} lần thứ {}",
        chance.of(WHO),
        chance.of(DOES),
        chance.below(80) + 2
    );
    let lead = format!("{} {}", sentence(chance), sentence(chance));
    let paragraphs: Vec<String> = (0..5 + chance.below(6))
        .map(|_| {
            (0..2 + chance.below(3))
                .map(|_| sentence(chance))
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    // 2026-01-01 to 2026-11-01, on the minute.
    let minutes = i64::try_from(chance.below(300 * 24 * 60)).expect("small");
    let published = Timestamp::from_second(1_767_225_600 + minutes * 60).expect("in range");
    let local = Offset::constant(7).to_datetime(published);
    let mut body = String::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        body += &layout.paragraph.replace("{}", paragraph);
        if at == 1 {
            body += &layout
                .picture
                .replace("{}", &format!("Ảnh minh họa: {}", clause(chance)));
        }
        if at == 2 {
            body += &layout
                .related
                .replace("{}", &format!("Xem thêm: {}", clause(chance)));
            body += "<div class='ads banner'>Quảng cáo trong bài: tua du lịch giá rẻ</div>";
        }
    }
    let aside: String = (0..6)
        .map(|n| format!("<li><a href=/d{n}>{}</a></li>", clause(chance)))
        .collect();
    let html = AROUND
        .replace("{article}", layout.article)
        .replace("{head}", layout.head)
        .replace("{title}", &title)
        .replace("{lead}", &lead)
        .replace("{body}", &body)
        .replace("{aside}", &aside)
        .replace("{time}", &local.strftime(layout.time).to_string())
        .replace(
            "{iso}",
            &local.strftime("%Y-%m-%dT%H:%M:%S+07:00").to_string(),
        );
    Written {
        title,
        lead,
        body: paragraphs.join("\n"),
        published,
        html,
    }
}

fn shingles(text: &str) -> HashMap<Vec<&str>, usize> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let mut counts = HashMap::new();
    for four in words.windows(4) {
        *counts.entry(four.to_vec()).or_default() += 1;
    }
    counts
}

fn f1(wanted: &str, found: &str) -> f64 {
    let (wanted, found) = (shingles(wanted), shingles(found));
    let common: usize = wanted
        .iter()
        .map(|(four, count)| count.min(found.get(four).unwrap_or(&0)))
        .sum();
    let all = wanted.values().sum::<usize>() + found.values().sum::<usize>();
    2.0 * common as f64 / all.max(1) as f64
}

#[derive(Default)]
struct Figures {
    pages: usize,
    f1: f64,
    title: usize,
    lead: usize,
    time: usize,
}

fn read(with_selectors: bool) -> Figures {
    let mut figures = Figures::default();
    let now = "2026-11-25T09:00:00+07:00".parse().expect("a timestamp");
    for (number, layout) in LAYOUTS.iter().enumerate() {
        let mut chance = Chance(number as u64 * 1_000 + 7);
        for _ in 0..PAGES_EACH {
            let written = write(layout, &mut chance);
            let known = |at: usize| {
                (!layout.selectors[at].is_empty()).then(|| layout.selectors[at].to_owned())
            };
            let selectors = if with_selectors {
                Selectors {
                    title: known(0),
                    lead: known(1),
                    body: known(2),
                    published: known(3),
                    ..Selectors::default()
                }
            } else {
                Selectors::default()
            };
            let doc = Document {
                bytes: written.html.as_bytes(),
                content_type: Some("text/html; charset=utf-8"),
                url: "https://bao.example/van-hoa/bai-1.html",
            };
            let article = parse_article(&doc, &selectors, None, now)
                .expect("an article")
                .value;
            let wanted = format!("{}\n{}", written.lead, written.body);
            let found = format!("{}\n{}", article.text.lead, article.text.body);
            let own = f1(&wanted, &found);
            figures.pages += 1;
            figures.f1 += own;
            figures.title += usize::from(article.text.title == written.title);
            figures.lead += usize::from(article.text.lead == written.lead);
            figures.time += usize::from(article.published == Some(written.published));
            let right = article.text.title == written.title
                && article.text.lead == written.lead
                && article.published == Some(written.published);
            if own < 0.99 || !right {
                println!(
                    "{}: F1 {own:.3}\n  wanted {wanted:?} {}\n  found  {found:?} {:?}",
                    layout.name, written.published, article.published
                );
            }
        }
    }
    figures.f1 /= figures.pages as f64;
    println!(
        "{}: {} pages, F1 {:.4}; right: title {}, lead {}, time {}",
        if with_selectors {
            "with selectors"
        } else {
            "without selectors"
        },
        figures.pages,
        figures.f1,
        figures.title,
        figures.lead,
        figures.time
    );
    figures
}

fn check(figures: &Figures) {
    assert!(figures.f1 >= 0.99, "F1 {}", figures.f1);
    assert_eq!(
        [figures.title, figures.lead, figures.time],
        [figures.pages; 3],
        "title, lead and time right"
    );
}

#[test]
fn known_layouts_are_read_right() {
    check(&read(true));
}

#[test]
fn the_same_pages_are_read_right_without_selectors() {
    check(&read(false));
}
