use proptest::prelude::*;

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a timestamp")
}

const NOW: &str = "2026-11-23T08:00:00+07:00";

/// `expected` is RFC 3339, or a day, which means its first moment at +07:00.
#[track_caller]
fn check_from(text: &str, now: &str, expected: &str) {
    let expected = if expected.len() == 10 {
        format!("{expected}T00:00:00+07:00")
    } else {
        expected.to_owned()
    };
    assert_eq!(parse_date(text, at(now)), Some(at(&expected)), "{text}");
}

#[track_caller]
fn check(text: &str, expected: &str) {
    check_from(text, NOW, expected);
}

#[test]
fn stamps_of_vietnamese_pages_and_feeds_are_read() {
    for (text, expected) in [
        (
            "Thứ hai, 12/5/2025, 08:30 (GMT+7)",
            "2025-05-12T08:30:00+07:00",
        ),
        (
            "Thứ hai, 16/12/2019, 14:50 GMT+7",
            "2019-12-16T14:50:00+07:00",
        ),
        ("Thứ hai, 21/02/2022 14:09", "2022-02-21T14:09:00+07:00"),
        ("Thứ sáu 20/06/2025 17:34", "2025-06-20T17:34:00+07:00"),
        ("Thứ sáu - 16/10/2015 15:27", "2015-10-16T15:27:00+07:00"),
        ("Thứ Bảy, 07:07, 23/12/2023", "2023-12-23T07:07:00+07:00"),
        (
            "Thứ Sáu, ngày 23 tháng 08 năm 2019, 09:25:27",
            "2019-08-23T09:25:27+07:00",
        ),
        ("Thứ ba, 25 Tháng 1 2022 16:22", "2022-01-25T16:22:00+07:00"),
        ("Thứ Năm, 30 tháng 5, 2019", "2019-05-30"),
        ("Thứ Bảy, ngày 01 tháng 3 năm 2025", "2025-03-01"),
        ("Thứ Bảy, ngày 15 tháng 1 năm 2022", "2022-01-15"),
        ("Chủ Nhật, 22 tháng 11, 2015", "2015-11-22"),
        ("Thứ 7, ngày 12/3/2022", "2022-03-12"),
        ("Thứ 7 23/10/2021", "2021-10-23"),
        ("thứ Bảy 9/10/2021", "2021-10-09"),
        ("Chủ nhật ngày 10/10/2021", "2021-10-10"),
        ("thứ Ba ngày 5/10/2021", "2021-10-05"),
        (
            "12:46 AM | Thứ Hai, ngày 18/10/2021",
            "2021-10-18T00:46:00+07:00",
        ),
        ("08:30 12/05/2025", "2025-05-12T08:30:00+07:00"),
        ("16:31, 21/04/2022", "2022-04-21T16:31:00+07:00"),
        ("trên04/03/2019 18:34", "2019-03-04T18:34:00+07:00"),
        ("12/08/2023 20:10", "2023-08-12T20:10:00+07:00"),
        ("29/12/2025 10:33", "2025-12-29T10:33:00+07:00"),
        ("Hồ Bảo 31/03/2024 11:34", "2024-03-31T11:34:00+07:00"),
        ("19/01/2026 13:00", "2026-01-19T13:00:00+07:00"),
        ("11/12/2025 12:00 PM", "2025-12-11T12:00:00+07:00"),
        ("Cập nhật: 07/05/2008 16:05:47", "2008-05-07T16:05:47+07:00"),
        ("Cập nhật: 15/03/2013", "2013-03-15"),
        (
            "Ngày phát hành 18:40 | 8/8/2022",
            "2022-08-08T18:40:00+07:00",
        ),
        ("08:58 | 25/02/2024", "2024-02-25T08:58:00+07:00"),
        (
            "Ngày đăng: 09:37 02-11-2015 | 2135 lượt xem",
            "2015-11-02T09:37:00+07:00",
        ),
        ("Ngày đăng: 17/10/2018", "2018-10-17"),
        ("Ngày đăng bài: 20/05/2022", "2022-05-20"),
        (
            "15/09/2015 09:26 Số lượt xem: 8711",
            "2015-09-15T09:26:00+07:00",
        ),
        ("17/05/2023 732 0", "2023-05-17"),
        ("15/05/2020 31/12/2020", "2020-05-15"),
        ("11/02/2020 16:07", "2020-02-11T16:07:00+07:00"),
        ("04/12/2020, 09:15", "2020-12-04T09:15:00+07:00"),
        (
            "Đăng lúc: 26/01/2020 08:00 (GMT+7)",
            "2020-01-26T08:00:00+07:00",
        ),
        ("Tin đăng ngày: 6/2/2020 - Xem: 92", "2020-02-06"),
        ("04/12/2020 - Hồ Kỳ Hải", "2020-12-04"),
        ("25/06/2025 17:07 PM", "2025-06-25T17:07:00+07:00"),
        (
            "Tue, 23 Sep 2025 18:34:33 +0000",
            "2025-09-24T01:34:33+07:00",
        ),
        ("2022-04-20 10:29:06", "2022-04-20T10:29:06+07:00"),
        ("2025-05-12T08:30:00", "2025-05-12T08:30:00+07:00"),
        ("2025-05-12T01:30:00Z", "2025-05-12T08:30:00+07:00"),
        (
            "Mon, 12 May 2025 08:30:00 +0700",
            "2025-05-12T08:30:00+07:00",
        ),
        (
            "Mon, 12 May 2025 08:30:00 GMT+7",
            "2025-05-12T08:30:00+07:00",
        ),
    ] {
        check(text, expected);
    }
}

#[test]
fn relatives_of_the_known_forms_are_read() {
    for (text, expected) in [
        ("Ngày 29.1.2018", "2018-01-29"),
        ("4-4-2013", "2013-04-04"),
        ("20h30 ngày 21/4/2021", "2021-04-21T20:30:00+07:00"),
        (
            "20 giờ 30 phút, ngày 21/4/2021",
            "2021-04-21T20:30:00+07:00",
        ),
        ("20g30 21/4/2021", "2021-04-21T20:30:00+07:00"),
        ("14h chiều ngày 30/4/2021", "2021-04-30T14:00:00+07:00"),
        ("5 giờ chiều ngày 30/4/2021", "2021-04-30T17:00:00+07:00"),
        ("24h00 ngày 30/4/2021", "2021-05-01"),
        ("mùng 1 tháng Giêng năm 2025", "2025-01-01"),
        ("3 tháng mười hai năm 2024", "2024-12-03"),
        (
            "12/05/2025 08:30 | Cập nhật 13/05/2025 09:00",
            "2025-05-12T08:30:00+07:00",
        ),
        (
            "08:30 12/05/2025 | Cập nhật 09:00 13/05/2025",
            "2025-05-12T08:30:00+07:00",
        ),
        ("08:30:15 12/05/2025", "2025-05-12T08:30:15+07:00"),
        ("09:15:27 12/05/2025 UTC+7", "2025-05-12T09:15:27+07:00"),
        ("12/05/2025 08:30 SA", "2025-05-12T08:30:00+07:00"),
        ("12/05/2025 08:30 CH", "2025-05-12T20:30:00+07:00"),
        (
            "12/05/2025 14:50 - 7 bình luận",
            "2025-05-12T14:50:00+07:00",
        ),
        ("12/05/2025 – 14:50", "2025-05-12T14:50:00+07:00"),
        (
            "Thư\u{301} sa\u{301}u, 20/06/2025\u{A0}17:34",
            "2025-06-20T17:34:00+07:00",
        ),
        ("2025-05-12T08:30:00.123+07:00", "2025-05-12T08:30:00+07:00"),
        ("2025-05-12T08:30+0700", "2025-05-12T08:30:00+07:00"),
        ("2025-05-12T08:30:00-05", "2025-05-12T20:30:00+07:00"),
        ("2025/05/12 08:30", "2025-05-12T08:30:00+07:00"),
        ("2025-05-12", "2025-05-12"),
        ("Mon, 12 May 2025 08:30:00 GMT", "2025-05-12T15:30:00+07:00"),
        ("Mon, 12 May 2025 08:30:00 EST", "2025-05-12T20:30:00+07:00"),
        (
            "Monday, 12-May-25 08:30:00 GMT",
            "2025-05-12T15:30:00+07:00",
        ),
        ("Mon May 12 08:30:00 2025", "2025-05-12T08:30:00+07:00"),
        ("May 12, 2025", "2025-05-12"),
        ("12 May 2025 8:30 pm", "2025-05-12T20:30:00+07:00"),
        (
            "Sat, 31 Dec 2016 23:59:60 +0000",
            "2017-01-01T06:59:59+07:00",
        ),
    ] {
        check(text, expected);
    }
}

#[test]
fn relative_stamps_count_from_now() {
    const THEN: &str = "2025-05-12T08:30:00+07:00";
    for (text, expected) in [
        ("5 giờ trước", "2025-05-12T03:30:00+07:00"),
        ("20 phút trước", "2025-05-12T08:10:00+07:00"),
        ("3 ngày trước", "2025-05-09"),
        ("1 tuần trước", "2025-05-05"),
        ("2 tháng trước", "2025-03-12"),
        ("Vừa xong", THEN),
        ("Hôm qua", "2025-05-11"),
        ("Hôm qua, 21:05", "2025-05-11T21:05:00+07:00"),
        ("Hôm nay, 06:00", "2025-05-12T06:00:00+07:00"),
        ("2 tiếng đồng hồ trước", "2025-05-12T06:30:00+07:00"),
        ("một giờ trước", "2025-05-12T07:30:00+07:00"),
        ("3 hours ago", "2025-05-12T05:30:00+07:00"),
    ] {
        check_from(text, THEN, expected);
    }
    check_from(
        "1 giờ trước",
        "2025-01-01T00:30:00+07:00",
        "2024-12-31T23:30:00+07:00",
    );
}

#[test]
fn what_is_no_date_is_not_read() {
    for text in [
        "",
        "24/7",
        "3/5-5/5",
        "Nghị định số 03/2017/NĐ-CP",
        "75/2005/QH11",
        "31/02/2025",
        "32/01/2025",
        "12/13/2025",
        "tháng 4/2021",
        "quý I/2021",
        "2021-2025",
        "08:30",
        "lập tức",
        "0912.345.6789",
        "trước",
        "99999999999999999999 ngày trước",
        "12/05/0203",
    ] {
        assert_eq!(parse_date(text, at(NOW)), None, "{text}");
    }
}

#[test]
fn unbelievable_dates_count_as_missing_and_are_noted() {
    let mut problems = Vec::new();
    for (text, code) in [
        ("25/11/2026", "date-in-future"),
        ("31/12/1989", "date-too-old"),
        ("01/01/1970 00:00 GMT", "date-too-old"),
        ("hôm nào đó", "date-unreadable"),
    ] {
        assert_eq!(checked(text, at(NOW), &mut problems), None, "{text}");
        assert_eq!(problems.pop().expect("a problem").code(), code, "{text}");
    }
    assert!(checked("24/11/2026 08:00", at(NOW), &mut problems).is_some());
    assert!(checked("01/01/1990 07:00", at(NOW), &mut problems).is_some());
    assert_eq!(problems, []);
}

proptest! {
    #[test]
    fn any_text_can_be_asked_for_its_date(text in "\\PC{0,60}", seconds in -60_000_000_000_i64..250_000_000_000) {
        let _ = parse_date(&text, Timestamp::from_second(seconds).expect("in range"));
    }

    #[test]
    fn soup_of_date_words_is_no_panic(text in "([0-9]{1,4}|[ ,:./+-]|tháng|năm|giờ|h|ngày|trước|GMT|may|am|pm|hôm qua){0,20}") {
        let _ = parse_date(&text, at(NOW));
    }

    #[test]
    fn every_minute_is_read_back_in_every_form(second in 631_152_000_i64..4_000_000_000, form in 0..FORMS.len(), weekday in 0..3_usize) {
        let time = Timestamp::from_second(second / 60 * 60).expect("in range");
        let local = time.to_zoned_datetime(jiff::tz::TimeZone::fixed(LOCAL));
        let number = local.weekday().to_sunday_one_offset();
        let name = match (number, weekday) {
            (1, 0) => "Chủ nhật".to_owned(),
            (1, _) => "CN".to_owned(),
            (_, 0) => format!("Thứ {}", ["hai", "ba", "tư", "năm", "sáu", "bảy"][number as usize - 2]),
            (_, 1) => format!("Thứ {number}"),
            _ => format!("thứ {}", ["Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy"][number as usize - 2]),
        };
        let text = local.strftime(FORMS[form]).to_string().replace("WEEKDAY", &name);
        prop_assert_eq!(parse_date(&text, at(NOW)), Some(time), "{}", text);
    }
}

/// Every form of publication stamps with a time, as date-formats.md lists them.
const FORMS: &[&str] = &[
    "WEEKDAY, %-d/%-m/%Y, %H:%M (GMT+7)",
    "WEEKDAY, %d/%m/%Y, %H:%M GMT+7",
    "WEEKDAY, %d/%m/%Y %H:%M",
    "WEEKDAY %d/%m/%Y %H:%M",
    "WEEKDAY - %d/%m/%Y %H:%M",
    "WEEKDAY, %H:%M, %d/%m/%Y",
    "WEEKDAY, ngày %d tháng %m năm %Y, %H:%M:%S",
    "WEEKDAY, %d Tháng %-m %Y %H:%M",
    "%I:%M %p | WEEKDAY, ngày %d/%m/%Y",
    "%H:%M %d/%m/%Y",
    "%H:%M, %d/%m/%Y",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y, %H:%M",
    "%d/%m/%Y %I:%M %p",
    "Cập nhật: %d/%m/%Y %H:%M:%S",
    "Ngày phát hành %H:%M | %-d/%-m/%Y",
    "Ngày đăng: %H:%M %d-%m-%Y | 2135 lượt xem",
    "%d/%m/%Y %H:%M Số lượt xem: 8711",
    "Đăng lúc: %d/%m/%Y %H:%M (GMT+7)",
    "%-d-%-m-%Y, %H:%M (GMT+7)",
    "%H:%M | %d.%m.%Y",
    "%Hh%M ngày %-d/%-m/%Y",
    "%H giờ %M phút, ngày %-d/%-m/%Y",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M:%S%:z",
    "%a, %d %b %Y %H:%M:%S %z",
    "%a, %d %b %Y %H:%M:%S GMT+7",
];
