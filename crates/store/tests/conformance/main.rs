//! What a store must do, on every engine: each test runs on SQLite and on a PostgreSQL that the suite starts
//! itself. Without a PostgreSQL its half says so and passes, unless `LANGNGHE_REQUIRE_POSTGRES` is 1.

#![expect(clippy::print_stdout, reason = "says what is skipped, and why")]

mod appending;
mod faults;
mod flags;
mod model;
mod numbers;
mod opening;
mod queue;
mod reparsing;
mod support;
mod topics;
mod verdicts;

macro_rules! on_both_engines {
    ($($module:ident :: $test:ident),+ $(,)?) => {
        mod sqlite {
            use super::support::{Database, Outcome};
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() -> Outcome {
                    super::$module::$test(&Database::sqlite()?).await
                }
            )+
        }
        mod postgres {
            use super::support::{Database, Outcome};
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() -> Outcome {
                    match Database::postgres().await? {
                        Some(database) => super::$module::$test(&database).await,
                        None => Ok(()),
                    }
                }
            )+
        }
    };
}

on_both_engines! {
    appending::new_changed_and_unchanged_articles_are_told_apart,
    appending::an_article_is_known_by_each_of_its_addresses,
    appending::duplicates_in_a_batch_count_as_one_after_the_other,
    appending::an_article_that_comes_back_is_no_longer_withdrawn,
    appending::a_withdrawal_is_logged_once,
    appending::text_comes_back_as_it_went_in,
    appending::a_large_batch_is_appended_whole,
    appending::the_log_is_read_in_parts,
    appending::texts_are_found_by_article,
    appending::appending_a_page_settles_it,
    appending::the_archive_is_what_was_not_withdrawn,
    faults::appends_from_two_stores_leave_no_gap_and_show_none,
    faults::writers_of_every_kind_get_on_together,
    faults::an_append_cut_off_leaves_nothing_behind,
    faults::a_full_disk_is_told_and_loses_nothing,
    faults::a_damaged_row_is_told,
    faults::missing_text_is_found_by_the_check,
    flags::flags_and_checkpoint_are_kept_together,
    flags::a_live_flag_wins,
    flags::a_replay_gives_flags_their_ids_and_verdicts_back,
    flags::a_checkpoint_does_not_go_back,
    flags::flags_are_filtered,
    model::appends_and_withdrawals_do_what_a_simple_model_does,
    numbers::a_window_counts_what_was_appended_in_it,
    numbers::counts_add_up,
    numbers::a_digest_is_kept_word_for_word,
    numbers::a_lease_belongs_to_one_until_it_expires,
    opening::a_store_opened_again_is_the_same,
    opening::many_may_open_a_new_database_at_once,
    opening::a_newer_database_is_refused,
    opening::a_database_of_the_first_schema_opens,
    queue::entries_are_queued_once,
    queue::a_changed_entry_is_due_again,
    queue::channels_that_word_an_entry_differently_do_not_take_turns,
    queue::the_plan_is_told_what_was_new,
    queue::a_channels_memory_can_be_changed_alone,
    queue::looks_at_flagged_articles_come_before_others_and_after_new_pages,
    queue::a_page_found_gone_waits_for_a_second_look,
    queue::pages_asked_are_counted_by_source,
    queue::a_channel_keeps_its_state,
    queue::pages_fail_are_tried_again_and_given_up,
    queue::pages_are_read_site_by_site_in_the_order_of_listing,
    queue::a_site_belongs_to_one_worker_at_a_time,
    queue::workers_that_claim_at_once_share_the_sites,
    numbers::how_articles_were_read_is_told_of_their_first_revision,
    reparsing::what_is_there_of_a_page_is_told,
    reparsing::a_better_extraction_is_a_revision_marked_so,
    reparsing::nothing_is_appended_when_nothing_is_better_or_another_came_first,
    reparsing::a_withdrawn_article_stays_so_when_it_is_read_better,
    topics::a_topic_applies_from_the_end_of_the_log_on,
    topics::topics_that_go_and_come_back_have_a_history,
    verdicts::a_verdict_can_be_changed_and_taken_back,
    verdicts::a_flag_set_by_hand_outlives_a_replay,
    verdicts::verdicts_need_a_flag_and_flags_an_article,
    verdicts::the_newest_word_on_each_article_is_what_was_judged,
}
