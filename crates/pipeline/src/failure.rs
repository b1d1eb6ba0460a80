//! The class of a failed request, under which it is kept for pages and digest.

use langnghe_fetcher::{FetchError, Stage};
use langnghe_model::FailureClass;

/// The class of a failed request. The fetcher knows no words of this project but its own, so it is told here.
pub(crate) fn of_fetch(error: &FetchError) -> FailureClass {
    match error {
        FetchError::Client(_) => FailureClass::Machine,
        FetchError::InvalidUrl { .. } => FailureClass::BadAddress,
        FetchError::RefusedScheme { .. } => FailureClass::Scheme,
        FetchError::RefusedAddress { .. } => FailureClass::PrivateAddress,
        FetchError::RefusedPort { .. } => FailureClass::Port,
        FetchError::NoContact { .. } => FailureClass::NoContact,
        FetchError::Robots { .. } => FailureClass::Robots,
        FetchError::RobotsUnavailable { .. } => FailureClass::RobotsUnavailable,
        FetchError::AskedToWait { .. } => FailureClass::AskedToWait,
        FetchError::Status { status, .. } => FailureClass::Status(*status),
        FetchError::Timeout { stage, .. } => match stage {
            Stage::Connect => FailureClass::ConnectTimeout,
            Stage::Response => FailureClass::AnswerTimeout,
            Stage::Body => FailureClass::BodyTimeout,
        },
        FetchError::TooLarge { .. } => FailureClass::TooLarge,
        FetchError::TooManyRedirects { .. } | FetchError::RedirectLoop { .. } => {
            FailureClass::Redirects
        }
        FetchError::BadRedirect { .. } => FailureClass::BadRedirect,
        FetchError::Dns { .. } => FailureClass::Dns,
        FetchError::Connect { .. } => FailureClass::Connect,
        FetchError::Tls { .. } => FailureClass::Tls,
        FetchError::Body { .. } => FailureClass::Body,
        FetchError::ContentType { .. } => FailureClass::NotText,
    }
}
