//! What a paper shows: channels and pages, as text.

use jiff::{Timestamp, tz::Offset};
use serde_json::json;

use crate::{
    papers::{Format, Layout, Paper},
    press::{Press, Text, TrueArticle},
};

/// Entries that a channel lists.
const LISTED: usize = 20;

/// A channel or page, before it is encoded.
pub(crate) struct Rendered {
    pub(crate) mime: &'static str,
    pub(crate) body: String,
    /// When it changed last.
    pub(crate) changed: Timestamp,
}

/// One paper at one time.
pub(crate) struct View<'a> {
    pub(crate) press: &'a Press,
    pub(crate) paper: usize,
    pub(crate) port: u16,
    pub(crate) now: Timestamp,
}

impl View<'_> {
    fn paper(&self) -> &Paper {
        &self.press.papers()[self.paper]
    }

    fn base(&self) -> String {
        format!("http://{}:{}", self.paper().address, self.port)
    }

    fn url(&self, article: &TrueArticle) -> String {
        self.press.url(article, self.port)
    }

    /// What can be read now, the newest first.
    fn listed(&self) -> Vec<(&TrueArticle, &Text)> {
        let mut listed: Vec<(&TrueArticle, &Text)> = self
            .press
            .truth()
            .iter()
            .filter(|article| article.paper == self.paper)
            .filter_map(|article| Some((article, article.text_at(self.now)?)))
            .collect();
        listed.sort_by(|(a, _), (b, _)| {
            b.published
                .cmp(&a.published)
                .then_with(|| a.path.cmp(&b.path))
        });
        listed.truncate(LISTED);
        listed
    }

    fn changed(&self) -> Timestamp {
        let latest = self
            .listed()
            .iter()
            .map(|(article, _)| article.changed(self.now))
            .max();
        latest.unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// robots.txt.
    pub(crate) fn robots() -> Rendered {
        Rendered {
            mime: "text/plain",
            body: "User-agent: *\nDisallow: /noi-bo/\nDisallow: /tim-kiem\n".to_owned(),
            changed: Timestamp::UNIX_EPOCH,
        }
    }

    /// What a path shows; `None` when there is nothing.
    pub(crate) fn show(&self, path: &str) -> Option<Rendered> {
        let paper = self.paper();
        if path == paper.channel() {
            let (mime, body) = match paper.format {
                Format::Rss => ("application/rss+xml", self.rss(false)),
                Format::FullRss => ("application/rss+xml", self.rss(true)),
                Format::Atom => ("application/atom+xml", self.atom()),
                Format::JsonFeed => ("application/feed+json", self.json_feed()),
                Format::Sitemap => ("application/xml", self.sitemap_index()),
                Format::Listing => ("text/html", self.listing()),
            };
            return Some(Rendered {
                mime,
                body,
                changed: self.changed(),
            });
        }
        if path == "/sitemap-tin.xml" && paper.format == Format::Sitemap {
            return Some(Rendered {
                mime: "application/xml",
                body: self.news_sitemap(),
                changed: self.changed(),
            });
        }
        if path == "/" {
            return Some(Rendered {
                mime: "text/html",
                body: self.listing(),
                changed: self.changed(),
            });
        }
        let article = self
            .press
            .truth()
            .iter()
            .find(|article| article.paper == self.paper && article.path == path)?;
        let text = article.text_at(self.now)?;
        Some(Rendered {
            mime: "text/html",
            body: self.page(article, text),
            changed: article.changed(self.now),
        })
    }

    /// Whether a path was there once and is gone for good.
    pub(crate) fn is_gone(&self, path: &str) -> bool {
        self.press.truth().iter().any(|article| {
            article.paper == self.paper
                && article.path == path
                && article.withdrawn.is_some_and(|at| at <= self.now)
        })
    }

    fn rss(&self, full: bool) -> String {
        let items: String = self
            .listed()
            .iter()
            .map(|(article, text)| {
                let content = if full {
                    format!("<content:encoded><![CDATA[{}]]></content:encoded>", paragraphs(text))
                } else {
                    String::new()
                };
                format!(
                    "<item><title>{}</title><link>{}?utm_source=rss</link><guid isPermaLink=\"false\">{}</guid><pubDate>{}</pubDate><description><![CDATA[<p>{}</p>]]></description><category>{}</category>{content}</item>\n",
                    escape(&text.title),
                    escape(&self.url(article)),
                    escape(&article.path),
                    local(article.published, "%a, %d %b %Y %H:%M:%S +0700"),
                    escape(&text.lead),
                    escape(section(text)),
                )
            })
            .collect();
        let paper = self.paper();
        format!(
            "<?xml version=\"1.0\" encoding=\"{}\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>{}</title><link>{}</link><description>{}</description>\n{items}</channel></rss>\n",
            crate::encode::charset(paper.writing),
            escape(paper.name),
            self.base(),
            escape(paper.name),
        )
    }

    fn atom(&self) -> String {
        let entries: String = self
            .listed()
            .iter()
            .map(|(article, text)| {
                format!(
                    "<entry><id>{url}</id><title>{}</title><link rel=\"alternate\" href=\"{url}\"/><published>{}</published><updated>{}</updated><summary>{}</summary><category term=\"{}\"/></entry>\n",
                    escape(&text.title),
                    article.published,
                    article.changed(self.now),
                    escape(&text.lead),
                    escape(section(text)),
                    url = escape(&self.url(article)),
                )
            })
            .collect();
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>{base}</id><title>{}</title><updated>{}</updated><link href=\"{base}\"/>\n{entries}</feed>\n",
            escape(self.paper().name),
            self.changed(),
            base = self.base(),
        )
    }

    fn json_feed(&self) -> String {
        let items: Vec<serde_json::Value> = self
            .listed()
            .iter()
            .map(|(article, text)| {
                json!({
                    "id": article.path,
                    "url": self.url(article),
                    "title": text.title,
                    "summary": text.lead,
                    "date_published": local(article.published, "%Y-%m-%dT%H:%M:%S+07:00"),
                    "date_modified": local(article.changed(self.now), "%Y-%m-%dT%H:%M:%S+07:00"),
                })
            })
            .collect();
        json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.paper().name,
            "home_page_url": self.base(),
            "items": items,
        })
        .to_string()
    }

    fn sitemap_index(&self) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><sitemap><loc>{}/sitemap-tin.xml</loc><lastmod>{}</lastmod></sitemap></sitemapindex>\n",
            self.base(),
            self.changed(),
        )
    }

    fn news_sitemap(&self) -> String {
        let urls: String = self
            .listed()
            .iter()
            .map(|(article, text)| {
                format!(
                    "<url><loc>{}</loc><lastmod>{}</lastmod><news:news><news:publication><news:name>{}</news:name><news:language>vi</news:language></news:publication><news:publication_date>{}</news:publication_date><news:title>{}</news:title></news:news></url>\n",
                    escape(&self.url(article)),
                    article.changed(self.now),
                    escape(self.paper().name),
                    local(article.published, "%Y-%m-%dT%H:%M:%S+07:00"),
                    escape(&text.title),
                )
            })
            .collect();
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">\n{urls}</urlset>\n"
        )
    }

    fn listing(&self) -> String {
        let links: String = self
            .listed()
            .iter()
            .map(|(article, text)| {
                format!(
                    "<li><h3><a href=\"{}\">{}</a></h3></li>\n",
                    escape(&article.path),
                    escape(&text.title)
                )
            })
            .collect();
        let head = format!("<title>{}</title>", escape(self.paper().name));
        self.document(&head, &format!("<ul class=\"tin-moi\">\n{links}</ul>"))
    }

    fn document(&self, head: &str, main: &str) -> String {
        let name = escape(self.paper().name);
        format!(
            "<!doctype html>\n<html lang=\"vi\"><head><meta charset=\"{}\">{head}</head><body>\n<header><a href=\"/\">{name}</a><nav><a href=\"/\">Trang chủ</a> <a href=\"/tim-kiem\">Tìm kiếm</a> <a href=\"/gioi-thieu\">Giới thiệu</a></nav></header>\n{main}\n<footer><p>{name} – tờ báo tưởng tượng dùng để chạy thử phần mềm. Giấy phép số 00/GP, cấp ngày 03/04/2019.</p></footer></body></html>\n",
            crate::encode::charset(self.paper().writing),
        )
    }

    fn page(&self, article: &TrueArticle, text: &Text) -> String {
        let (title, lead) = (escape(&text.title), escape(&text.lead));
        let url = escape(&self.url(article));
        let canonical = format!(
            "<title>{title} | {}</title><link rel=\"canonical\" href=\"{url}\">",
            escape(self.paper().name)
        );
        let body = paragraphs(text);
        match self.paper().layout {
            Layout::JsonLd => {
                let data = json!({
                    "@context": "https://schema.org",
                    "@type": "NewsArticle",
                    "headline": text.title,
                    "description": text.lead,
                    "articleSection": section(text),
                    "datePublished": local(article.published, "%Y-%m-%dT%H:%M:%S+07:00"),
                    "dateModified": local(article.changed(self.now), "%Y-%m-%dT%H:%M:%S+07:00"),
                    "mainEntityOfPage": self.url(article),
                });
                let head = format!(
                    "{canonical}<meta name=\"description\" content=\"{lead}\"><script type=\"application/ld+json\">{data}</script>"
                );
                self.document(&head, &format!("<main><article class=\"bai\"><h1 class=\"title\">{title}</h1><p class=\"sapo\"><strong>{lead}</strong></p><div class=\"noi-dung\">{body}</div></article></main>"))
            }
            Layout::OpenGraph => {
                let section = section(text);
                let head = format!(
                    "{canonical}<meta property=\"og:title\" content=\"{title}\"><meta property=\"og:description\" content=\"{lead}\"><meta name=\"description\" content=\"{lead}\"><meta property=\"og:url\" content=\"{url}\"><meta property=\"article:section\" content=\"{section}\"><meta property=\"article:published_time\" content=\"{}\">",
                    local(article.published, "%Y-%m-%dT%H:%M:%S+07:00")
                );
                self.document(&head, &format!("<main><h1>{title}</h1><h2 class=\"sapo\">{lead}</h2><article><div class=\"detail-content\">{body}</div></article></main>"))
            }
            Layout::Plain => {
                let date = local(article.published, "%d/%m/%Y %H:%M");
                self.document(&canonical, &format!("<div id=\"trang\"><h1 class=\"tieu-de\">{title}</h1><span class=\"ngay\">{date}</span><div class=\"tom-tat\">{lead}</div><div class=\"bai-viet\">{body}<div class=\"chia-se\"><a href=\"#\">Chia sẻ bài này lên mạng</a></div></div></div>"))
            }
            Layout::Boxes => {
                let date = local(article.published, "%d/%m/%Y, %H:%M (GMT+7)");
                let related: String = self
                    .listed()
                    .iter()
                    .filter(|(other, _)| other.path != article.path)
                    .take(3)
                    .map(|(other, text)| {
                        format!(
                            "<li><a href=\"{}\">{}</a></li>",
                            escape(&other.path),
                            escape(&text.title)
                        )
                    })
                    .collect();
                let crumb = |position: usize, name: &str| json!({"@type": "ListItem", "position": position, "name": name});
                let crumbs = json!({
                    "@context": "https://schema.org",
                    "@type": "BreadcrumbList",
                    "itemListElement": [crumb(1, "Trang chủ"), crumb(2, section(text)), crumb(3, &text.title)],
                });
                let head = format!(
                    "{canonical}<meta name=\"description\" content=\"{lead}\"><script type=\"application/ld+json\">{crumbs}</script><meta property=\"article:published_time\" content=\"{}\">",
                    local(article.published, "%Y-%m-%dT%H:%M:%S+07:00")
                );
                self.document(&head, &format!("<main><h1 class=\"headline\">{title}</h1><p class=\"stamp\">{date}</p><article class=\"story\"><p class=\"lead\"><b>{lead}</b></p>{body}</article><aside class=\"lien-quan\"><h4>Tin liên quan</h4><ul>{related}</ul></aside><section class=\"binh-luan\"><h4>Bình luận</h4><p>Bạn đọc số 1: đường đi có dễ không?</p></section></main>"))
            }
        }
    }
}

/// The section that a paper puts an article into: by what its headline and lead speak of.
fn section(text: &Text) -> &'static str {
    const SECTIONS: [(&str, &[&str]); 3] = [
        (
            "Thể thao",
            &[
                "thể thao",
                "bóng đá",
                "vận động viên",
                "giải chạy",
                "thi đấu",
            ],
        ),
        (
            "Du lịch",
            &["du lịch", "du khách", "thác", "khách sạn", "homestay"],
        ),
        (
            "Văn hóa",
            &[
                "văn hóa",
                "lễ hội",
                "di sản",
                "di tích",
                "hát then",
                "hội xuân",
                "biểu diễn",
            ],
        ),
    ];
    let said = format!("{} {}", text.title, text.lead).to_lowercase();
    let speaks_of = |words: &[&str]| words.iter().any(|word| said.contains(word));
    SECTIONS
        .iter()
        .find(|(_, words)| speaks_of(words))
        .map_or("Xã hội", |(name, _)| name)
}

fn paragraphs(text: &Text) -> String {
    text.paragraphs
        .iter()
        .map(|paragraph| format!("<p>{}</p>\n", escape(paragraph)))
        .collect()
}

fn local(at: Timestamp, format: &str) -> String {
    Offset::constant(7)
        .to_datetime(at)
        .strftime(format)
        .to_string()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
