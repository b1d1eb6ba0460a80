//! Why something could not be read, as data: the command line shows the error itself in English, pages and digest say
//! the class in Vietnamese.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// Why something could not be read. Written as its [`Display`](fmt::Display), a stable name (`log-in-page`,
        /// `status-503`); a name that this program does not know is read as [`FailureClass::Other`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(from = "String", into = "String")]
        pub enum FailureClass {
            /// The server answered with this status instead of success.
            Status(u16),
            $($(#[$doc])* $name,)*
        }

        impl FailureClass {
            /// Every class but [`FailureClass::Status`].
            pub const NAMED: &'static [Self] = &[$(Self::$name,)*];
        }

        impl fmt::Display for FailureClass {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    Self::Status(status) => write!(f, "status-{status}"),
                    $(Self::$name => f.write_str($code),)*
                }
            }
        }

        impl From<&str> for FailureClass {
            fn from(name: &str) -> Self {
                match name {
                    $($code => Self::$name,)*
                    _ => name
                        .strip_prefix("status-")
                        .and_then(|status| status.parse().ok())
                        .map_or(Self::Other, Self::Status),
                }
            }
        }
    };
}

classes! {
    /// This machine cannot ask at all.
    Machine = "machine",
    /// Not an address that can be asked.
    BadAddress = "bad-address",
    /// Neither `http` nor `https`.
    Scheme = "scheme",
    /// The address is not of the public internet.
    PrivateAddress = "private-address",
    /// The port is not the web's.
    Port = "port",
    /// The operator's contact is not set.
    NoContact = "no-contact",
    /// robots.txt forbids it.
    Robots = "robots",
    /// robots.txt cannot be read just now.
    RobotsUnavailable = "robots-unavailable",
    /// The site asked to be left alone for a while.
    AskedToWait = "asked-to-wait",
    /// No connection in time.
    ConnectTimeout = "connect-timeout",
    /// No answer in time.
    AnswerTimeout = "answer-timeout",
    /// The answer did not end in time.
    BodyTimeout = "body-timeout",
    /// Larger than is read.
    TooLarge = "too-large",
    /// Redirects without end or in a circle.
    Redirects = "redirects",
    /// A redirect to where nothing may be asked.
    BadRedirect = "bad-redirect",
    /// The name does not resolve.
    Dns = "dns",
    /// No connection.
    Connect = "connect",
    /// No secure connection.
    Tls = "tls",
    /// The answer broke off or is malformed.
    Body = "body",
    /// A document without content.
    Empty = "empty",
    /// A picture, an archive or the like.
    NotText = "not-text",
    /// A document built as none for people is.
    TooDeep = "too-deep",
    /// A fault of this program.
    Internal = "internal",
    /// A page for people in place of a feed or sitemap.
    HtmlPage = "html-page",
    /// A page to log in on in place of a feed or sitemap.
    LogInPage = "log-in-page",
    /// A feed in place of a sitemap, or the other way round.
    OtherList = "other-list",
    /// Another kind of document in place of a feed or sitemap.
    NoList = "no-list",
    /// A feed or sitemap too broken to be mended.
    Broken = "broken",
    /// A listing page that lists no article.
    NothingListed = "nothing-listed",
    /// A selector in the configuration is not CSS.
    BadSelector = "bad-selector",
    /// The page holds no article.
    NoArticle = "no-article",
    /// Another reason, written by a later version of the program.
    Other = "other",
}

impl From<String> for FailureClass {
    fn from(name: String) -> Self {
        name.as_str().into()
    }
}

impl From<FailureClass> for String {
    fn from(class: FailureClass) -> Self {
        class.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_read_as_it_was_written() {
        let classes = FailureClass::NAMED.iter().copied();
        for class in classes.chain([FailureClass::Status(503)]) {
            let written = serde_json::to_string(&class).unwrap();
            assert_eq!(
                serde_json::from_str::<FailureClass>(&written).unwrap(),
                class
            );
        }
        assert_eq!(FailureClass::from("status-x"), FailureClass::Other);
        assert_eq!(
            FailureClass::from("of a later version"),
            FailureClass::Other
        );
    }
}
