#![doc = include_str!("../README.md")]

mod archive;
mod backtest;
mod error;
mod regression;
mod strata;
mod summary;

pub use archive::{Archive, Home, sampled};
pub use backtest::{Backtest, BacktestSettings, Found, backtest};
pub use error::DeskError;
pub use langnghe_store::Extent;
pub use regression::{Regression, Regressions, regressions};
pub use strata::{drawn, strata};
pub use summary::{Day, Noisy, Summary};
