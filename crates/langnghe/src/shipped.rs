//! The configuration that ships with the program, for `demo`: the files of `config/`, all but the sources.

macro_rules! topic {
    ($id:literal) => {
        (
            concat!("topics/", $id, ".toml"),
            include_str!(concat!("../../../config/topics/", $id, ".toml")),
        )
    };
}

/// Path under the configuration folder, and text.
pub(crate) const FILES: &[(&str, &str)] = &[
    ("units.toml", include_str!("../../../config/units.toml")),
    ("places.tsv", include_str!("../../../config/places.tsv")),
    topic!("an-toan-co-so-dich-vu"),
    topic!("an-toan-du-khach"),
    topic!("bao-luc-gia-dinh"),
    topic!("bieu-dien-phan-cam"),
    topic!("chat-chem-du-khach"),
    topic!("di-tich-dac-biet"),
    topic!("du-lich-bien-gioi"),
    topic!("ghi-danh-di-san"),
    topic!("hinh-anh-cua-tinh"),
    topic!("khen-che-dich-vu"),
    topic!("kien-nghi-phan-anh"),
    topic!("mo-hinh-hay"),
    topic!("rac-thai-diem-du-lich"),
    topic!("thiet-che-xuong-cap"),
    topic!("tieu-cuc-the-thao"),
    topic!("trat-tu-le-hoi"),
    topic!("xam-hai-di-tich"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_topic_is_in_the_demo() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../config/topics");
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = format!("topics/{}", entry.unwrap().file_name().to_string_lossy());
            assert!(
                FILES.iter().any(|(path, _)| *path == name),
                "{name} is missing in shipped.rs"
            );
        }
    }
}
