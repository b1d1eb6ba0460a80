//! What goes wrong out there and here: papers that cannot be reached or send nonsense, and a disk that is full. Each
//! test of an answer holds to what was recorded for the user, in words.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where something is missing, and says what it skips"
)]

mod answers;
mod bodies;
mod clock;
#[path = "../common/mod.rs"]
mod common;
mod connections;
mod contact;
mod disk;
mod home;
mod moves;
mod papers;
mod redirects;
mod said;
mod secure;
mod site;
