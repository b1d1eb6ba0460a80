//! One module for each page, beside its template.

pub(crate) mod answer;
pub(crate) mod digest;
pub(crate) mod home;
pub(crate) mod like;
pub(crate) mod search;

use axum::{http::header, response::IntoResponse};

use crate::error::PageError;

/// The one style sheet.
pub(crate) async fn style() -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, "text/css; charset=utf-8"),
            (header::CACHE_CONTROL, "max-age=3600"),
        ],
        include_str!("../../assets/style.css"),
    )
}

/// The picture on the browser's tab.
pub(crate) async fn icon() -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, "image/svg+xml"),
            (header::CACHE_CONTROL, "max-age=86400"),
        ],
        include_str!("../../assets/icon.svg"),
    )
}

/// Any address that is no page.
pub(crate) async fn not_found() -> PageError {
    PageError::NotFound
}
