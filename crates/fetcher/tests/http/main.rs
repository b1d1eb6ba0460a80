//! The fetcher against servers on 127.0.0.0/8 that misbehave in every way that was thought of.

mod faults;
mod guard;
mod heads;
mod names;
mod politeness;
mod redirects;
mod robots;
mod server;
