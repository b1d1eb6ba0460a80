//! Times and small words as people here read them.

use jiff::{Timestamp, civil::Date, tz::Offset};
use langnghe_query::{ErrorKind, ParseError};

/// What is wrong with a query, and how to mend it.
pub(crate) fn query_fault(error: &ParseError) -> String {
    match &error.kind {
        ErrorKind::TooLong => "Câu tìm quá dài; hãy dùng ít từ hơn.".to_owned(),
        ErrorKind::TooDeep => "Quá nhiều lớp ngoặc; hãy bỏ bớt ngoặc.".to_owned(),
        ErrorKind::Empty => {
            "Chưa có từ nào để tìm; hãy gõ một từ hoặc một cụm từ trong ngoặc kép.".to_owned()
        }
        ErrorKind::StopWords => {
            "Những từ này có trong hầu hết các bài; hãy thêm từ nói rõ hơn.".to_owned()
        }
        ErrorKind::NothingPositive => {
            "Câu tìm chỉ có phần loại trừ nên gần như bài nào cũng khớp; hãy thêm từ cần có."
                .to_owned()
        }
        ErrorKind::OpenQuote => "Thiếu dấu ngoặc kép đóng; hãy thêm vào hoặc bỏ dấu mở.".to_owned(),
        ErrorKind::EmptyPhrase => "Giữa hai dấu ngoặc kép chưa có từ nào.".to_owned(),
        ErrorKind::OpenBracket => "Thiếu dấu ngoặc đóng; hãy thêm “)” ở cuối nhóm.".to_owned(),
        ErrorKind::StrayBracket => {
            "Dấu ngoặc đóng này không có dấu mở; hãy bỏ đi hoặc thêm “(”.".to_owned()
        }
        ErrorKind::EmptyBrackets => {
            "Trong ngoặc chưa có gì; hãy viết thêm hoặc bỏ ngoặc.".to_owned()
        }
        ErrorKind::LoneOperator(operator) => {
            format!(
                "“{operator}” cần có từ ở hai bên; muốn tìm chính từ ấy thì đặt trong ngoặc kép."
            )
        }
        ErrorKind::LoneSign(sign) => format!("Dấu “{sign}” phải đứng sát trước một từ."),
        ErrorKind::LoneField(field) => {
            format!("“{field}:” phải đứng sát trước một từ, ví dụ {field}:\"lễ hội\".")
        }
        ErrorKind::OtherField(field) => {
            format!("“{field}:” nằm trong một phần khác của bài; một từ không thể ở cả hai nơi.")
        }
        ErrorKind::BadDistance(distance) => {
            format!(
                "“NEAR/{distance}” không dùng được; hãy viết NEAR/ với số từ 0 đến 100, NEAR/s (cùng câu) hoặc NEAR/p (cùng đoạn)."
            )
        }
        ErrorKind::NearOperand => {
            "NEAR chỉ nối từ, cụm từ, hoặc các từ nối bằng HOẶC trong ngoặc.".to_owned()
        }
        ErrorKind::EmptyFilter(name) => format!("“{name}:” chưa có giá trị."),
        ErrorKind::NestedFilter(_) => {
            "Bộ lọc phải đứng ngoài ngoặc và không đứng cạnh HOẶC.".to_owned()
        }
        ErrorKind::FilterInTopic(name) => {
            format!("“{name}:” chỉ dùng khi tìm, không dùng trong chủ đề.")
        }
        ErrorKind::BadDate(date) => {
            format!("“{date}” không phải là ngày; hãy viết dạng 2026-11-24.")
        }
        ErrorKind::MisplacedStar => "Dấu * chỉ đứng ở cuối một từ.".to_owned(),
        ErrorKind::NoOperator { typed, meant } => {
            format!(
                "“{typed}” không phải là toán tử; có phải ý bạn là {meant}? Muốn tìm chính từ ấy thì đặt trong ngoặc kép."
            )
        }
        ErrorKind::UnknownField { typed, meant } => {
            format!("Không có “{typed}:”; có phải ý bạn là “{meant}:”?")
        }
        ErrorKind::ShortPrefix => "Trước dấu * phải có ít nhất hai chữ cái.".to_owned(),
    }
}

/// Local time (+07:00), as written in Vietnam: `08:30 ngày 05/02/2026`.
pub(crate) fn time(at: Timestamp) -> String {
    Offset::constant(7)
        .to_datetime(at)
        .strftime("%H:%M ngày %d/%m/%Y")
        .to_string()
}

/// A day, as written in Vietnam: `05/02/2026`.
pub(crate) fn day(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

/// A number with dots between the thousands, as written in Vietnam.
pub(crate) fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_read_as_here() {
        assert_eq!(number(7), "7");
        assert_eq!(number(7842), "7.842");
        assert_eq!(number(1_000_000), "1.000.000");
        assert_eq!(
            time("2026-02-04T17:30:00Z".parse().unwrap()),
            "00:30 ngày 05/02/2026"
        );
    }
}
