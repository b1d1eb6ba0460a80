//! Plans, one by one and as a law over any answers.

use langnghe_model::Wishes;
use proptest::prelude::*;

use super::*;

const BOUNDS: Bounds = Bounds {
    minimum: Duration::from_secs(600),
    maximum: Duration::from_secs(24 * 3600),
};
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// A Tuesday, 8:00 local time.
fn morning() -> Timestamp {
    "2026-11-24T08:00:00+07:00".parse().unwrap()
}

fn poll(now: Timestamp, before: Option<Timestamp>) -> Poll<'static> {
    Poll {
        now,
        before,
        channel: "https://bao.example/rss",
        bounds: BOUNDS,
        fresh_for: None,
        retry_after: None,
    }
}

fn listing(listed: u64, unseen: u64) -> Listing {
    Listing {
        listed,
        unseen,
        new: unseen,
        dated: Vec::new(),
        passing: true,
    }
}

fn minutes(now: Timestamp, plan: &Plan) -> i64 {
    plan.next_at.duration_since(now).as_mins()
}

/// Lets a channel bring `each_hour` entries an hour for two days, asked as planned; the last interval in minutes.
fn settle(each_hour: f64, listed: u64) -> (i64, ChannelMemory) {
    let mut memory = ChannelMemory::default();
    let mut before = None;
    let mut now = morning();
    let mut owed = 0.0;
    let mut wait = 0;
    while now.duration_since(morning()) < SignedDuration::from_hours(48) {
        let seen = match before {
            None => listed,
            Some(_) => (owed as u64).min(listed),
        };
        owed -= (owed as u64) as f64;
        let plan = after_answer(&poll(now, before), &mut memory, &listing(listed, seen));
        wait = minutes(now, &plan);
        owed += each_hour * plan.next_at.duration_since(now).as_secs_f64() / 3600.0;
        before = Some(now);
        now = plan.next_at;
    }
    (wait, memory)
}

#[test]
fn a_busy_channel_is_asked_more_often_than_a_quiet_one() {
    let (busy, _) = settle(60.0, 30);
    let (middling, _) = settle(6.0, 30);
    let (quiet, _) = settle(0.1, 30);
    assert!((10..=12).contains(&busy), "{busy} minutes");
    assert!((25..=60).contains(&middling), "{middling} minutes");
    assert!(quiet > 8 * 60, "{quiet} minutes");
}

#[test]
fn the_reason_names_what_was_new_and_what_is_expected() {
    let mut memory = ChannelMemory::default();
    let before = later(morning(), HOUR);
    after_answer(&poll(morning(), None), &mut memory, &listing(30, 30));
    let plan = after_answer(&poll(before, Some(morning())), &mut memory, &listing(30, 8));
    let said = plan.reason.to_string();
    assert!(
        said.contains(": 8 of 30 entries were new, about ") && said.starts_with("every "),
        "{said}"
    );
    let plan = after_no_change(&poll(later(before, HOUR), Some(before)), &mut memory);
    assert!(plan.reason.to_string().ends_with(": nothing changed"));
}

#[test]
fn a_first_listing_with_dates_tells_the_pace_at_once() {
    let dated: Vec<Timestamp> = (1..=30)
        .map(|n| {
            morning()
                .checked_sub(SignedDuration::from_mins(n * 2))
                .unwrap()
        })
        .collect();
    let mut memory = ChannelMemory::default();
    let first = Listing {
        dated,
        ..listing(30, 30)
    };
    let plan = after_answer(&poll(morning(), None), &mut memory, &first);
    assert!(minutes(morning(), &plan) <= 15, "{plan:?}");
}

#[test]
fn one_quiet_answer_does_not_make_a_quiet_channel() {
    let (_, mut memory) = settle(30.0, 30);
    let interval = memory.interval.unwrap();
    let mut now = morning();
    let plan = after_no_change(&poll(later(now, HOUR), Some(now)), &mut memory);
    now = later(now, HOUR);
    assert!(
        minutes(now, &plan) <= (interval as i64 * 22 / 10) / 60 + 1,
        "{plan:?} after {interval} s"
    );
}

#[test]
fn polls_without_a_common_entry_are_a_gap_and_come_sooner() {
    let (_, mut memory) = settle(2.0, 30);
    let interval = Duration::from_secs(memory.interval.unwrap());
    let (before, now) = (morning(), later(morning(), HOUR));
    // Thirty entries in the last ten minutes: the fifty minutes before had about 150.
    let dated: Vec<Timestamp> = (1..=30)
        .map(|n| now.checked_sub(SignedDuration::from_secs(n * 20)).unwrap())
        .collect();
    let seen = Listing {
        dated,
        ..listing(30, 30)
    };
    let plan = after_answer(&poll(now, Some(before)), &mut memory, &seen);
    let gap = memory.gap.clone().unwrap();
    assert_eq!((gap.from, memory.gaps), (before, 1));
    assert!((140..=160).contains(&gap.estimate), "{gap:?}");
    assert!(matches!(plan.reason, PollReason::Gap { .. }), "{plan:?}");
    assert!(
        plan.next_at <= later(now, interval / 2 + MINUTE),
        "{plan:?}"
    );

    // Where nothing passes, at the first time, and after an empty list nothing can have been missed.
    let mut other = memory.clone();
    after_answer(
        &poll(later(now, HOUR), Some(now)),
        &mut other,
        &Listing {
            passing: false,
            ..listing(30, 30)
        },
    );
    let mut empty = ChannelMemory::default();
    after_answer(&poll(now, None), &mut empty, &listing(30, 30));
    after_answer(&poll(now, Some(before)), &mut empty, &listing(0, 0));
    after_answer(&poll(now, Some(before)), &mut empty, &listing(30, 30));
    assert_eq!((other.gaps, empty.gaps), (1, 0));
}

#[test]
fn wishes_are_kept_while_no_entry_is_lost_by_it() {
    let with = |each_hour, wishes: Wishes, fresh: Option<Duration>| {
        let (_, mut memory) = settle(each_hour, 30);
        memory.wishes = wishes;
        let now = later(morning(), 48 * HOUR);
        let poll = Poll {
            fresh_for: fresh,
            ..poll(now, Some(later(morning(), 47 * HOUR)))
        };
        let plan = after_answer(&poll, &mut memory, &listing(30, each_hour as u64));
        (minutes(now, &plan), plan.reason)
    };
    let ttl = |length| Wishes {
        ttl: Some(length),
        ..Wishes::default()
    };
    let (wait, reason) = with(2.0, ttl(3 * HOUR), None);
    assert!((180..=200).contains(&wait), "{wait}");
    assert_eq!(reason.to_string(), "in 3 h: the feed asks for it (ttl)");
    // Thirty entries an hour in a list of thirty: in three hours sixty would be lost.
    let (wait, _) = with(30.0, ttl(3 * HOUR), None);
    assert!(wait < 45, "{wait}");
    let (wait, reason) = with(2.0, Wishes::default(), Some(4 * HOUR));
    assert!((240..=265).contains(&wait), "{wait} {reason}");
    // 8:00 here is 1:00 in Greenwich.
    let night = Wishes {
        skip_hours: vec![1, 2, 3, 4],
        ..Wishes::default()
    };
    let (wait, reason) = with(0.5, night, None);
    assert!(wait >= 239, "{wait} {reason}");
    let always = Wishes {
        skip_days: (1..=7).collect(),
        ..Wishes::default()
    };
    let (wait, _) = with(0.5, always, None);
    assert!(wait <= 24 * 60, "{wait}");
}

#[test]
fn failures_wait_by_their_kind_and_a_longer_retry_after_wins() {
    let now = morning();
    let wait = |kind, failures, retry_after| {
        let poll = Poll {
            retry_after,
            ..poll(now, None)
        };
        let plan = after_failure(&poll, kind, failures, "status 503");
        (minutes(now, &plan), plan.reason.to_string())
    };
    let (minutes, said) = wait(FailureKind::Temporary, 2, None);
    assert!((40..=50).contains(&minutes), "{minutes}");
    assert_eq!(said, "back-off 40 min: failed 2 times, last: status 503");
    assert!((60..=75).contains(&wait(FailureKind::Soft, 1, None).0));
    assert!((360..=450).contains(&wait(FailureKind::Hard, 1, None).0));
    assert_eq!(
        wait(FailureKind::Temporary, 1, Some(2 * HOUR)),
        (120, "Retry-After: 7200".to_owned())
    );
    let day = 24 * 60;
    assert!((day..=day * 5 / 4).contains(&wait(FailureKind::Temporary, 99, None).0));
    assert_eq!(wait(FailureKind::Hard, 99, None).0, 7 * day);
}

#[test]
fn channels_do_not_come_in_crowds() {
    let mut times: Vec<i64> = (0..200)
        .map(|n| {
            let channel = format!("https://bao.example/rss/{n}");
            let poll = Poll {
                channel: &channel,
                ..poll(morning(), None)
            };
            let plan = after_answer(&poll, &mut ChannelMemory::default(), &listing(30, 30));
            plan.next_at.as_second()
        })
        .collect();
    times.sort_unstable();
    times.dedup();
    assert!(
        times.len() > 100,
        "{} moments for 200 channels",
        times.len()
    );
}

#[test]
fn clocks_that_were_wrong_are_not_waited_for() {
    let now = morning();
    let ahead = |wait: Duration| Some(later(now, wait));
    assert!(is_due(now, None, None));
    assert!(is_due(now, None, Some(now)));
    assert!(!is_due(now, Some(now), ahead(HOUR)));
    assert!(!is_due(now, Some(now), ahead(LONGEST_WAIT)));
    assert!(is_due(now, Some(now), ahead(30 * 24 * HOUR)));
    assert!(is_due(now, ahead(HOUR), ahead(2 * HOUR)));
}

/// An answer of any kind.
#[derive(Debug, Clone)]
enum Answer {
    Listing { listed: u64, unseen: u64, age: i64 },
    NoChange,
    Failure(FailureKind),
    Gone,
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        (0..2000_u64, 0..2000_u64, -100_000..10_000_000_i64).prop_map(|(listed, unseen, age)| {
            Answer::Listing {
                listed,
                unseen: unseen.min(listed),
                age,
            }
        }),
        Just(Answer::NoChange),
        prop_oneof![
            Just(FailureKind::Temporary),
            Just(FailureKind::Soft),
            Just(FailureKind::Hard)
        ]
        .prop_map(Answer::Failure),
        Just(Answer::Gone),
    ]
}

fn seconds() -> impl Strategy<Value = Option<Duration>> {
    prop::option::of((0..4_000_000_u64).prop_map(Duration::from_secs))
}

proptest! {
    #[test]
    fn no_answers_make_a_time_in_the_past_before_retry_after_or_beyond_the_longest_wait(
        answers in prop::collection::vec(
            (answer(), seconds(), seconds(), seconds(), seconds(), -200_000..2_000_000_i64),
            1..30,
        ),
        skip_hours in prop::collection::vec(0..24_u8, 0..24),
        skip_days in prop::collection::vec(1..8_u8, 0..7),
    ) {
        let mut memory = ChannelMemory::default();
        let mut failures = 0;
        let mut before = None;
        let mut now = morning();
        for (answer, fresh_for, retry_after, ttl, update_every, step) in answers {
            memory.wishes = Wishes {
                ttl,
                update_every,
                skip_hours: skip_hours.clone(),
                skip_days: skip_days.clone(),
            };
            let poll = Poll { fresh_for, retry_after, ..poll(now, before) };
            let plan = match answer {
                Answer::Listing { listed, unseen, age } => {
                    failures = 0;
                    let dated = now.checked_sub(SignedDuration::from_secs(age)).into_iter().collect();
                    let listing = Listing { dated, ..listing(listed, unseen) };
                    after_answer(&poll, &mut memory, &listing)
                }
                Answer::NoChange => after_no_change(&poll, &mut memory),
                Answer::Failure(kind) => {
                    failures += 1;
                    after_failure(&poll, kind, failures, "x")
                }
                Answer::Gone => retired(&poll, &mut memory),
            };
            let wait = plan.next_at.duration_since(now);
            let asked = retry_after.unwrap_or_default().min(LONGEST_WAIT);
            prop_assert!(wait >= SignedDuration::try_from(BOUNDS.minimum).unwrap(), "{plan:?} at {now}");
            prop_assert!(wait >= SignedDuration::try_from(asked).unwrap(), "{plan:?} before {asked:?}");
            prop_assert!(wait <= SignedDuration::try_from(LONGEST_WAIT).unwrap(), "{plan:?} at {now}");
            if matches!(answer, Answer::Listing { .. } | Answer::NoChange) && asked < BOUNDS.maximum {
                prop_assert!(wait <= SignedDuration::try_from(BOUNDS.maximum).unwrap(), "{plan:?} at {now}");
            }
            // The clock may go back as well.
            before = Some(now);
            now = now.checked_add(SignedDuration::from_secs(step)).unwrap_or(now);
        }
    }
}
