//! The digest as Markdown.

use crate::{Digest, Item, TopicSection, words};

/// The digest as Markdown (CommonMark). Titles are escaped: what looks like markup in a headline is text.
pub fn render_markdown(digest: &Digest) -> String {
    let mut out = format!(
        "# {}\n\n{}\n\n",
        escape(&digest.title),
        escape(&words::scope(digest))
    );
    out.push_str("## I. Tin theo chủ đề\n\n");
    if digest.topics.is_empty() {
        out.push_str(&escape(&words::nothing(digest)));
        out.push_str("\n\n");
    }
    for (number, topic) in digest.topics.iter().enumerate() {
        section(&mut out, number + 1, topic);
    }
    if !digest.quiet.is_empty() && !digest.topics.is_empty() {
        out.push_str(&format!(
            "Không có tin: {}.\n\n",
            escape(&digest.quiet.join("; "))
        ));
    }
    if !digest.late.is_empty() {
        out.push_str("## Tin cũ mới thấy (không tính là tin trong ngày)\n\n");
        for (number, topic) in digest.late.iter().enumerate() {
            section(&mut out, number + 1, topic);
        }
    }
    out.push_str("## II. Số liệu\n\n| Nội dung | Số lượng |\n| --- | ---: |\n");
    for (name, value) in words::numbers(&digest.numbers) {
        out.push_str(&format!("| {name} | {value} |\n"));
    }
    out.push_str("\n## III. Mức độ đầy đủ\n\n");
    for line in words::completeness(&digest.completeness) {
        out.push_str(&format!("- {}\n", escape(&line)));
    }
    out.push_str(&format!("\nLập lúc {}.\n", words::time(digest.made)));
    out
}

fn section(out: &mut String, number: usize, topic: &TopicSection) {
    out.push_str(&format!(
        "### {number}. {}\n\nĐơn vị theo dõi: {}. Mức ưu tiên: {}.\n\n",
        escape(&topic.name),
        escape(&topic.owner),
        words::priority(topic.priority)
    ));
    for item in &topic.items {
        line(out, item);
    }
    out.push('\n');
}

fn line(out: &mut String, item: &Item) {
    let title = escape(&item.title);
    match words::link(&item.url) {
        Some(url) => out.push_str(&format!(
            "- **[{title}](<{}>)**\n",
            url.replace('<', "%3C").replace('>', "%3E")
        )),
        None => out.push_str(&format!("- **{title}**\n")),
    }
    out.push_str(&format!("  {}\n", escape(&words::origin(item))));
    out.push_str(&format!("  Lý do: {}\n", escape(&words::reason(item))));
    if !item.places.is_empty() {
        out.push_str(&format!("  Địa bàn: {}\n", escape(&item.places.join(", "))));
    }
}

/// Makes text safe inside Markdown: one line, and nothing in it is markup.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
    {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&' | '~'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
