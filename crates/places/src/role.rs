//! Whether an article is about a region, names it, or only lists it.

use langnghe_model::{Field, PlaceId};
use langnghe_query::Fields;
use serde::Serialize;

use crate::mention::{Certainty, Mention};

/// So many passages outside lists make an article one about the region, wherever they stand.
const OFTEN: usize = 3;

/// How an article speaks of a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// It stands only in lists of places, beside at least two that lie elsewhere: "Lạng Sơn, Cao Bằng và Tuyên
    /// Quang mưa to".
    Listed,
    /// It is named once or twice in the body.
    Named,
    /// It stands in the headline or the lead, or three times or more in the body.
    About,
}

impl Role {
    /// What an article's mentions, as [`crate::Gazetteer::find`] gives them, say of a region; `None` when none
    /// that counts lies in it.
    pub fn of(region: &PlaceId, mentions: &[Mention], fields: &Fields) -> Option<Self> {
        let mut listed = 0;
        let mut outside = 0;
        let mut in_front = false;
        for (index, mention) in mentions.iter().enumerate() {
            if mention.certainty == Certainty::Doubtful || !mention.place.is_within(region) {
                continue;
            }
            if is_listed(index, mentions, fields) {
                listed += 1;
            } else {
                outside += 1;
                in_front |= mention.field != Field::Body;
            }
        }
        match (listed, outside) {
            (0, 0) => None,
            (_, 0) => Some(Role::Listed),
            _ if in_front || outside >= OFTEN => Some(Role::About),
            _ => Some(Role::Named),
        }
    }
}

/// Whether a mention stands in a row of places of which at least two lie in other provinces or countries.
fn is_listed(index: usize, mentions: &[Mention], fields: &Fields) -> bool {
    let joined = |at: usize| are_joined(&mentions[at], &mentions[at + 1], fields);
    let first = (0..index)
        .rev()
        .take_while(|at| joined(*at))
        .last()
        .unwrap_or(index);
    let last = (index..mentions.len() - 1)
        .take_while(|at| joined(*at))
        .last()
        .map_or(index, |at| at + 1);
    let own = root(&mentions[index].place);
    let mut others: Vec<&str> = mentions[first..=last]
        .iter()
        .map(|mention| root(&mention.place))
        .filter(|other| *other != own)
        .collect();
    others.sort_unstable();
    others.dedup();
    others.len() >= 2
}

/// Whether nothing but a comma, a dash or "và" stands between two mentions.
fn are_joined(one: &Mention, two: &Mention, fields: &Fields) -> bool {
    one.field == two.field
        && fields
            .text()
            .field(one.field)
            .get(one.end..two.start)
            .is_some_and(|between| {
                !between.contains('\n')
                    && between
                        .split(|c: char| {
                            c.is_whitespace() || matches!(c, ',' | ';' | '-' | '–' | '/')
                        })
                        .all(|word| matches!(word, "" | "và" | "cùng" | "hay" | "hoặc"))
            })
}

fn root(place: &PlaceId) -> &str {
    let id = place.as_str();
    id.split_once('.').map_or(id, |(root, _)| root)
}

#[cfg(test)]
mod tests {
    use langnghe_model::ArticleText;

    use super::*;
    use crate::Gazetteer;

    fn role(title: &str, lead: &str, body: &str) -> Option<Role> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../config/places.tsv");
        let tsv = std::fs::read_to_string(path).expect("the gazetteer is part of the repository");
        let gazetteer = Gazetteer::parse("config/places.tsv", &tsv).expect("it can be read");
        let fields = Fields::of(&ArticleText {
            title: title.to_owned(),
            lead: lead.to_owned(),
            body: body.to_owned(),
        });
        let mentions = gazetteer.find(&fields, None);
        Role::of(&"cao-bang".parse().expect("an id"), &mentions, &fields)
    }

    #[test]
    fn a_list_of_provinces_is_told_from_an_article_about_one() {
        let list = "Mưa to ở Lạng Sơn, Cao Bằng và Tuyên Quang.";
        assert_eq!(role("Miền núi mưa to", "", list), Some(Role::Listed));
        assert_eq!(role(list, "", ""), Some(Role::Listed), "in a headline too");
        assert_eq!(
            role("Mưa to", "", &format!("{list} Cao Bằng mưa to nhất.")),
            Some(Role::Named)
        );
        assert_eq!(role("Cao Bằng mưa to", "", list), Some(Role::About));
        assert_eq!(
            role("Mưa to", "Hồ Thang Hen đầy nước", list),
            Some(Role::About)
        );
        assert_eq!(role("Mưa to ở Lạng Sơn", "", "Trời mát"), None);
    }

    #[test]
    fn where_a_place_lies_is_no_list() {
        assert_eq!(
            role("", "", "Mưa ở xã Lương Can, huyện Hà Quảng, Cao Bằng."),
            Some(Role::About),
            "three passages of one province"
        );
        assert_eq!(
            role("", "", "Từ Cao Bằng, Lạng Sơn có đường mới."),
            Some(Role::Named)
        );
        assert_eq!(
            role("", "", "Hội ở Bản Giốc. Sau đó đến Lạng Sơn.\nVề Cao Bằng."),
            Some(Role::Named)
        );
    }
}
