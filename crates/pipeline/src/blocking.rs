//! Work that keeps a processor or a disk busy, off the asynchronous threads.

/// Runs `work` on a thread where it may block. A panic in it goes on here: it is a defect, and must not be taken for
/// a bad document.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))
}
