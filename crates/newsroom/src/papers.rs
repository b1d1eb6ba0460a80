//! The invented papers, each with ways of its own.

use std::net::Ipv4Addr;

/// How a paper lists its articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RSS 2.0.
    Rss,
    /// RSS 2.0 with the whole text in `content:encoded`; pages are not read.
    FullRss,
    /// Atom 1.0.
    Atom,
    /// JSON Feed 1.1.
    JsonFeed,
    /// A sitemap index with news sitemaps.
    Sitemap,
    /// A page of links.
    Listing,
}

/// How a paper writes its letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writing {
    /// UTF-8, NFC, `hòa`.
    Usual,
    /// UTF-8, NFD.
    Decomposed,
    /// UTF-8, NFC, `hoà`.
    OtherTonePlace,
    /// windows-1258: tone marks are characters of their own.
    Windows1258,
}

/// How a paper lays out its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// JSON-LD, the lead in the article.
    JsonLd,
    /// OpenGraph metadata, the lead outside the body.
    OpenGraph,
    /// Selectors in `sources.toml`, a visible date.
    Plain,
    /// Boxes of related articles and comments around the text.
    Boxes,
}

/// An invented paper.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Its id, as a source's.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its own address on this machine.
    pub address: Ipv4Addr,
    /// The place it writes for.
    pub region: &'static str,
    /// How it lists its articles.
    pub format: Format,
    pub(crate) kind: &'static str,
    pub(crate) writing: Writing,
    pub(crate) layout: Layout,
}

impl Paper {
    /// The path of its channel.
    pub fn channel(&self) -> &'static str {
        match self.format {
            Format::Rss | Format::FullRss => "/rss/home.rss",
            Format::Atom => "/atom.xml",
            Format::JsonFeed => "/feed.json",
            Format::Sitemap => "/sitemap.xml",
            Format::Listing => "/tin-moi",
        }
    }
}

fn paper(
    number: u8,
    id: &'static str,
    name: &'static str,
    region: &'static str,
    format: Format,
    writing: Writing,
    layout: Layout,
) -> Paper {
    Paper {
        id,
        name,
        address: Ipv4Addr::new(127, 0, 11, number),
        region,
        format,
        kind: if id.starts_with("dai-") {
            "broadcaster"
        } else {
            "newspaper"
        },
        writing,
        layout,
    }
}

/// The whole press.
pub(crate) fn papers() -> Vec<Paper> {
    use Format::{Atom, FullRss, JsonFeed, Listing, Rss, Sitemap};
    use Layout::{Boxes, JsonLd, OpenGraph, Plain};
    use Writing::{Decomposed, OtherTonePlace, Usual, Windows1258};
    vec![
        paper(
            1,
            "bao-non-cao",
            "Báo Non Cao",
            "cao-bang",
            Rss,
            Usual,
            JsonLd,
        ),
        paper(
            2,
            "dai-song-xanh",
            "Đài Sông Xanh",
            "cao-bang",
            Atom,
            Usual,
            OpenGraph,
        ),
        paper(
            3,
            "tin-mien-bien",
            "Tin Miền Biên",
            "cao-bang",
            Listing,
            Usual,
            Plain,
        ),
        paper(
            4,
            "bao-dong-bac-moi",
            "Báo Đông Bắc Mới",
            "lang-son",
            Sitemap,
            Usual,
            JsonLd,
        ),
        paper(
            5,
            "nhat-bao-ha-thanh",
            "Nhật báo Hà Thành",
            "vn",
            JsonFeed,
            Usual,
            OpenGraph,
        ),
        paper(
            6,
            "thoi-bao-phuong-nam",
            "Thời báo Phương Nam",
            "vn",
            Rss,
            Decomposed,
            Boxes,
        ),
        paper(
            7,
            "bao-lang-xua",
            "Báo Làng Xưa",
            "vn",
            Rss,
            Windows1258,
            Plain,
        ),
        paper(
            8,
            "tap-chi-du-khao",
            "Tạp chí Du Khảo",
            "vn",
            Atom,
            OtherTonePlace,
            Boxes,
        ),
        paper(
            9,
            "ban-tin-nhanh",
            "Bản tin Nhanh",
            "vn",
            FullRss,
            Usual,
            OpenGraph,
        ),
    ]
}
