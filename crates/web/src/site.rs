//! The server: routes, headers, start and stop.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, header},
    middleware::{self, Next},
    response::Response,
    routing::get,
};
use langnghe_pipeline::{App, Index, progress::Stop};
use tokio::net::TcpListener;

use crate::{WebError, pages};

/// What every page needs.
#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) app: Arc<App>,
    pub(crate) index: Index,
}

/// The pages, bound to their address and not yet served.
pub struct Site {
    listener: TcpListener,
    address: SocketAddr,
    routes: Router,
}

impl Site {
    /// Binds the address.
    ///
    /// # Errors
    /// The address is not one of this machine, needs more rights, or is in use.
    pub async fn bind(address: &str, app: Arc<App>, index: Index) -> Result<Self, WebError> {
        let listen = |error| WebError::Listen {
            address: address.to_owned(),
            error,
        };
        let listener = TcpListener::bind(address).await.map_err(listen)?;
        Ok(Self {
            address: listener.local_addr().map_err(listen)?,
            listener,
            routes: routes(Context { app, index }),
        })
    }

    /// Where the pages are.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until a stop is asked for.
    pub async fn run(self, stop: &Stop) -> Result<(), WebError> {
        let stop = stop.clone();
        axum::serve(self.listener, self.routes)
            .with_graceful_shutdown(async move { stop.wait().await })
            .await
            .map_err(|error| WebError::Listen {
                address: self.address.to_string(),
                error,
            })
    }
}

fn routes(context: Context) -> Router {
    Router::new()
        .route("/", get(pages::home::show))
        .route("/search", get(pages::search::show))
        .route("/like/{article}", get(pages::like::show))
        .route("/digest", get(pages::digest::choose))
        .route("/digest/{day}", get(pages::digest::show))
        .route("/digest/{day}/mail", get(pages::digest::mail))
        .route("/style.css", get(pages::style))
        // Where browsers look when a page names none, as the digest does.
        .route("/favicon.ico", get(pages::icon))
        .fallback(pages::not_found)
        .layer(middleware::from_fn(with_headers))
        .with_state(context)
}

/// Pages hold what staff work on: no scripts, no frames, no copies in shared caches, no address handed on.
async fn with_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}
