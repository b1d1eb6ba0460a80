//! The clock, as a value: the demo and the tests tell it the time.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::Timestamp;

/// Where "now" comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands still until it is told another time. Clones share it.
    Told(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `now`.
    pub fn told(now: Timestamp) -> Self {
        Self::Told(Arc::new(AtomicI64::new(now.as_microsecond())))
    }

    /// Sets a told clock; the machine's clock is left alone.
    pub fn tell(&self, now: Timestamp) {
        if let Self::Told(at) = self {
            at.store(now.as_microsecond(), Ordering::SeqCst);
        }
    }

    /// The time, to the microsecond, as the store keeps it.
    pub fn now(&self) -> Timestamp {
        let micros = match self {
            Self::System => Timestamp::now().as_microsecond(),
            Self::Told(at) => at.load(Ordering::SeqCst),
        };
        Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_of_a_told_clock_agree() {
        let clock = Clock::told(Timestamp::UNIX_EPOCH);
        let other = clock.clone();
        let later: Timestamp = "2026-10-01T00:00:00Z".parse().unwrap();
        clock.tell(later);
        assert_eq!(other.now(), later);
    }
}
