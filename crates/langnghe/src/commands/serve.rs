//! `langnghe serve`: everything, until stopped.

use std::{process::ExitCode, sync::Arc};

use langnghe_pipeline::{App, serve::serve};

use super::stop_on_signal;
use crate::cli::ServeArgs;

pub(crate) async fn run(app: App, args: &ServeArgs) -> anyhow::Result<ExitCode> {
    let app = Arc::new(app);
    let address = args
        .listen
        .clone()
        .unwrap_or_else(|| app.settings.web.listen.clone());
    let stop = stop_on_signal();
    let (index, lease) = langnghe_pipeline::work::open_to_write(&app).await?;
    let pages = langnghe_web::Site::bind(&address, Arc::clone(&app), index.clone()).await?;
    tracing::info!("pages at http://{}", pages.address());
    let served = tokio::try_join!(
        async { pages.run(&stop).await.map_err(anyhow::Error::from) },
        async {
            let result = serve(&app, index, lease, &stop).await;
            // When collecting ends, the pages end too.
            stop.request();
            result.map_err(anyhow::Error::from)
        },
    );
    served?;
    Ok(ExitCode::SUCCESS)
}
