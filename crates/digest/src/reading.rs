//! Why something could not be read, in the words of the people who read pages and digests. What the program itself says
//! of an error, in English and with all its details, is for the log and the command line.

use std::borrow::Cow;

use langnghe_model::{Breakage, BreakageSign, FailureClass};

/// Why something could not be read: a part of a sentence, without a full stop, that says what happened and what comes
/// of it or who can mend it.
pub fn failure_in_words(class: FailureClass) -> Cow<'static, str> {
    Cow::Borrowed(match class {
        FailureClass::Status(status) => return status_in_words(status),
        FailureClass::Machine => {
            "máy chạy phần mềm chưa kết nối được ra ngoài, cần người quản trị kiểm tra"
        }
        FailureClass::BadAddress => {
            "địa chỉ của nguồn khai báo chưa đúng, cần người quản trị sửa lại"
        }
        FailureClass::Scheme => {
            "địa chỉ không bắt đầu bằng http hoặc https nên phần mềm không truy cập"
        }
        FailureClass::PrivateAddress => {
            "địa chỉ dẫn vào mạng nội bộ nên phần mềm không truy cập, cần người quản trị xem lại"
        }
        FailureClass::Port => {
            "địa chỉ dùng cổng khác thường nên phần mềm không truy cập, cần người quản trị xem lại"
        }
        FailureClass::NoContact => {
            "phần mềm chưa được khai báo địa chỉ liên hệ nên chưa truy cập báo nào, cần người quản trị bổ sung"
        }
        FailureClass::Robots => {
            "trang báo không cho phần mềm tự động đọc (robots.txt), muốn đọc phải xin phép tòa soạn"
        }
        FailureClass::RobotsUnavailable => {
            "chưa hỏi được trang báo có cho đọc hay không (robots.txt), phần mềm sẽ tự thử lại"
        }
        FailureClass::AskedToWait => {
            "trang báo yêu cầu tạm ngừng truy cập, phần mềm sẽ đọc lại khi hết thời gian chờ"
        }
        FailureClass::ConnectTimeout => {
            "chờ quá lâu mà chưa kết nối được với trang báo, phần mềm sẽ tự thử lại"
        }
        FailureClass::AnswerTimeout => {
            "chờ quá lâu mà trang báo chưa trả lời, phần mềm sẽ tự thử lại"
        }
        FailureClass::BodyTimeout => {
            "trang báo gửi dữ liệu quá chậm nên chưa nhận đủ, phần mềm sẽ tự thử lại"
        }
        FailureClass::TooLarge => "trang báo gửi nhiều dữ liệu hơn mức phần mềm nhận",
        FailureClass::Redirects => {
            "trang báo chuyển địa chỉ vòng quanh không dứt, cần người quản trị xem lại địa chỉ"
        }
        FailureClass::BadRedirect => {
            "trang báo chuyển sang một địa chỉ không đọc được, cần người quản trị xem lại địa chỉ"
        }
        FailureClass::Dns => {
            "không tìm thấy tên miền của trang báo, phần mềm sẽ tự thử lại; nếu kéo dài cần người quản trị xem lại địa chỉ"
        }
        FailureClass::Connect => "không kết nối được với trang báo, phần mềm sẽ tự thử lại",
        FailureClass::Tls => {
            "chứng thư bảo mật của trang báo không hợp lệ (thường là hết hạn), phải chờ tòa soạn sửa"
        }
        FailureClass::Body => {
            "trang báo gửi dữ liệu bị đứt hoặc sai định dạng, phần mềm sẽ tự thử lại"
        }
        FailureClass::Empty => "trang báo trả lời nhưng không có nội dung",
        FailureClass::NotText => {
            "địa chỉ trả về tệp không phải văn bản (hình ảnh, tệp nén), cần người quản trị xem lại địa chỉ"
        }
        FailureClass::TooDeep => "trang có cấu trúc bất thường nên phần mềm không đọc",
        FailureClass::Internal => {
            "phần mềm gặp lỗi khi đọc trang này, đề nghị báo cho người quản trị"
        }
        FailureClass::HtmlPage => {
            "địa chỉ bản tin (RSS) trả về một trang thông thường, cần người quản trị tìm địa chỉ mới"
        }
        FailureClass::LogInPage => {
            "địa chỉ đòi đăng nhập; phần mềm chỉ đọc nội dung mở cho mọi người"
        }
        FailureClass::OtherList => {
            "địa chỉ là loại danh sách khác với khai báo (bản tin RSS hoặc sơ đồ trang), cần người quản trị sửa khai báo"
        }
        FailureClass::NoList => {
            "địa chỉ không phải bản tin (RSS) hay sơ đồ trang, cần người quản trị tìm địa chỉ mới"
        }
        FailureClass::Broken => {
            "bản tin (RSS) của trang báo bị lỗi định dạng, phần mềm sẽ tự thử lại"
        }
        FailureClass::NothingListed => {
            "không thấy bài nào trong trang danh sách; có thể trang báo đã đổi giao diện, cần người quản trị xem lại khai báo"
        }
        FailureClass::BadSelector => {
            "khai báo cách tìm bài trong trang bị viết sai, cần người quản trị sửa lại"
        }
        FailureClass::NoArticle => "không tìm thấy nội dung bài trong trang",
        FailureClass::Other => "có lỗi khi đọc, chi tiết nằm trong nhật ký của phần mềm",
    })
}

/// What is wrong with how a source's articles are read: a part of a sentence, without a full stop.
pub fn breakage_in_words(breakage: &Breakage) -> String {
    let Breakage {
        before,
        now,
        articles,
        ..
    } = breakage;
    let said = match breakage.sign {
        BreakageSign::Selectors => format!(
            "chỉ {now}% trong {articles} bài gần nhất đọc được theo khai báo của báo này (trước đây {before}%), các bài còn lại đọc theo cách chung nên có thể thiếu hoặc lẫn nội dung"
        ),
        BreakageSign::PageText => format!(
            "chỉ {now}% trong {articles} bài gần nhất lấy được nội dung từ trang báo (trước đây {before}%), các bài còn lại chỉ có phần tóm tắt trong bản tin RSS"
        ),
        BreakageSign::Dates => format!(
            "chỉ {now}% trong {articles} bài gần nhất đọc được giờ đăng (trước đây {before}%), các bài còn lại ghi giờ phần mềm thấy bài lần đầu"
        ),
        BreakageSign::Shorter => format!(
            "{articles} bài gần nhất ngắn hẳn đi (thường {now} ký tự, trước đây {before}), có thể đã bị cắt mất nội dung"
        ),
        BreakageSign::Longer => format!(
            "{articles} bài gần nhất dài hẳn ra (thường {now} ký tự, trước đây {before}), có thể đã lẫn nội dung ngoài bài"
        ),
    };
    format!("{said}; có thể trang báo đã đổi giao diện, cần người quản trị xem lại khai báo")
}

fn status_in_words(status: u16) -> Cow<'static, str> {
    let said = match status {
        304 => "máy chủ của báo trả lời sai rằng không có gì thay đổi, phần mềm sẽ tự thử lại",
        401 | 407 => "địa chỉ đòi đăng nhập; phần mềm chỉ đọc nội dung mở cho mọi người",
        403 => "trang báo từ chối phần mềm tự động, muốn đọc phải liên hệ tòa soạn",
        404 => "không còn trang ở địa chỉ này, cần người quản trị tìm địa chỉ mới",
        410 => "trang báo cho biết địa chỉ này đã bỏ hẳn, cần người quản trị tìm địa chỉ mới",
        429 => "trang báo cho rằng phần mềm truy cập quá nhiều, phần mềm sẽ đọc thưa hơn",
        408 | 425 | 500..=599 => "máy chủ của báo đang gặp sự cố, phần mềm sẽ tự thử lại",
        _ => "máy chủ của báo không trả về nội dung, cần người quản trị xem lại địa chỉ",
    };
    Cow::Owned(format!("{said} (mã {status})"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_class_has_words_of_its_own() {
        let mut seen = HashSet::new();
        let statuses = [304, 401, 403, 404, 410, 418, 429, 503].map(FailureClass::Status);
        for class in FailureClass::NAMED.iter().copied().chain(statuses) {
            let words = failure_in_words(class);
            assert!(!words.ends_with('.'), "{class}: {words}");
            assert!(!words.is_ascii(), "{class} is said in Vietnamese: {words}");
            assert!(seen.insert(words.clone()), "{class}: {words}");
        }
        assert_eq!(
            failure_in_words(FailureClass::Status(503)),
            "máy chủ của báo đang gặp sự cố, phần mềm sẽ tự thử lại (mã 503)"
        );
    }
}
