//! What can go wrong, and the page that says so.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use langnghe_pipeline::PipelineError;

/// The pages could not be served.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// The address cannot be listened on.
    #[error(
        "listening on {address}: {error}; choose another address with --listen or web.listen, or stop the program that uses it"
    )]
    Listen {
        /// The address.
        address: String,
        /// Why.
        error: std::io::Error,
    },
}

/// Why a page cannot be shown. What people see is in Vietnamese; the chain of causes goes to the log.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PageError {
    #[error(transparent)]
    Pipeline(#[from] PipelineError),
    #[error(transparent)]
    Store(#[from] langnghe_pipeline::StoreError),
    #[error("rendering a page")]
    Template(#[from] askama::Error),
    #[error("no such page")]
    NotFound,
    #[error("no such day")]
    BadDay,
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    title: &'static str,
    message: &'static str,
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let (status, title, message) = match &self {
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "Không có trang này",
                "Địa chỉ không đúng hoặc trang đã được chuyển đi.",
            ),
            Self::BadDay => (
                StatusCode::NOT_FOUND,
                "Không có ngày này",
                "Ngày phải viết theo dạng năm-tháng-ngày, ví dụ 2026-10-30.",
            ),
            Self::Pipeline(_) | Self::Store(_) | Self::Template(_) => {
                tracing::error!("{}", chain(&self));
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "Chưa xem được trang này",
                    "Chương trình gặp lỗi; chi tiết nằm trong nhật ký. Hãy thử lại, nếu vẫn lỗi thì báo người quản trị chạy \"langnghe doctor\".",
                )
            }
        };
        let page = ErrorPage { title, message };
        match page.render() {
            Ok(html) => (status, Html(html)).into_response(),
            Err(_) => (status, title).into_response(),
        }
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
