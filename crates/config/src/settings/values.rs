//! Reading single values that must have a certain form.

use std::net::SocketAddr;

use serde::{Deserialize, Deserializer};

use crate::document::with_remedy;

pub(super) fn database<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let known = ["sqlite:", "postgres://", "postgresql://"]
        .iter()
        .any(|start| text.starts_with(start) && text.len() > start.len());
    if known {
        Ok(text)
    } else {
        // The text is not shown: it may hold a password.
        Err(serde::de::Error::custom(with_remedy(
            "this is no address of a database",
            "write \"sqlite:PATH\" or \"postgres://USER@HOST/NAME\"",
        )))
    }
}

pub(super) fn contact<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.chars().all(|c| c.is_ascii_graphic() || c == ' ') {
        Ok(text.trim().to_owned())
    } else {
        Err(serde::de::Error::custom(with_remedy(
            &format!(
                "\"{}\" cannot stand in a User-Agent header",
                text.escape_debug()
            ),
            "write an e-mail or web address in plain letters without marks",
        )))
    }
}

pub(super) fn at_least_one<'de, D: Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    match usize::deserialize(deserializer)? {
        0 => Err(serde::de::Error::custom(with_remedy(
            "0 is too few",
            "write 1 or more",
        ))),
        number => Ok(number),
    }
}

pub(super) fn ports<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u16>, D::Error> {
    let read = |number: i64| match u16::try_from(number) {
        Ok(port) if port > 0 => Ok(port),
        _ => Err(serde::de::Error::custom(with_remedy(
            &format!("{number} is not a port"),
            "write numbers from 1 to 65535: [80, 443, 8080]",
        ))),
    };
    Vec::deserialize(deserializer)?
        .into_iter()
        .map(read)
        .collect()
}

pub(super) fn listen<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    match text.parse::<SocketAddr>() {
        Ok(_) => Ok(text),
        Err(_) => Err(serde::de::Error::custom(with_remedy(
            &format!("\"{text}\" is not an address with a port"),
            "write \"127.0.0.1:8080\" for this machine only, \"0.0.0.0:8080\" for the network",
        ))),
    }
}

/// Serde's way for the list of networks.
pub(super) mod networks {
    use ipnet::IpNet;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::document::with_remedy;

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<IpNet>, D::Error> {
        let networks = Vec::<String>::deserialize(deserializer)?;
        let read = |text: &String| {
            text.trim().parse().map_err(|_| {
                serde::de::Error::custom(with_remedy(
                    &format!("\"{text}\" is not a network"),
                    "write address/bits: \"127.0.0.0/8\", \"10.0.0.0/8\", \"fd00::/8\"",
                ))
            })
        };
        networks.iter().map(read).collect()
    }

    pub(in super::super) fn serialize<S: Serializer>(
        networks: &[IpNet],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(networks.iter().map(ToString::to_string))
    }
}
