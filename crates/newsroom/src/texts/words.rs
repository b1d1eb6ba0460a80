//! Words that are filled in.

/// Places of Cao Bằng whose name means nothing else.
pub(crate) const PLACES: &[&str] = &[
    "thác Bản Giốc",
    "khu di tích Pác Bó",
    "động Ngườm Ngao",
    "hồ Thang Hen",
    "làng đá Khuổi Ky",
    "đèo Mẻ Pia",
    "núi Mắt Thần",
    "đèo Mã Phục",
    "sông Quây Sơn",
    "đỉnh Phia Oắc",
    "làng rèn Phúc Sen",
    "làng hương Phja Thắp",
];

/// Communes and former districts of Cao Bằng, named with the province.
pub(crate) const COMMUNES: &[&str] = &[
    "xã Trùng Khánh, tỉnh Cao Bằng",
    "xã Đàm Thủy, tỉnh Cao Bằng",
    "xã Quảng Uyên, tỉnh Cao Bằng",
    "xã Nguyên Bình, tỉnh Cao Bằng",
    "xã Bảo Lạc, tỉnh Cao Bằng",
    "xã Hà Quảng, tỉnh Cao Bằng",
    "xã Trường Hà, tỉnh Cao Bằng",
    "xã Thông Nông, tỉnh Cao Bằng",
    "xã Hạ Lang, tỉnh Cao Bằng",
    "xã Phục Hòa, tỉnh Cao Bằng",
    "xã Đông Khê, tỉnh Cao Bằng",
    "xã Minh Tâm, tỉnh Cao Bằng",
];

/// Places elsewhere, some with names that Cao Bằng has too.
pub(crate) const ELSEWHERE: &[&str] = &[
    "huyện Bảo Lâm, tỉnh Lâm Đồng",
    "thành phố Trùng Khánh, Trung Quốc",
    "xã Hòa An, thành phố Đà Nẵng",
    "thành phố Đà Lạt, tỉnh Lâm Đồng",
    "thành phố Hạ Long, tỉnh Quảng Ninh",
    "thị trấn Sa Pa, tỉnh Lào Cai",
    "thành phố Hội An, thành phố Đà Nẵng",
    "thành phố Huế",
    "huyện đảo Phú Quốc, tỉnh An Giang",
    "thành phố Vũng Tàu, Thành phố Hồ Chí Minh",
    "phường Đồ Sơn, thành phố Hải Phòng",
    "thành phố Hà Tiên, tỉnh An Giang",
];

/// Times of the year.
pub(crate) const SEASONS: &[&str] = &[
    "đầu tháng 10",
    "giữa tháng 10",
    "cuối tháng 10",
    "mùa lúa chín",
    "mùa hoa tam giác mạch",
    "mùa thu",
    "những ngày cuối tuần",
    "dịp nghỉ cuối tuần",
];

/// Sentences that fit under any news of the province.
pub(crate) const CLOSING: &[&str] = &[
    "Theo chính quyền địa phương, kế hoạch chi tiết sẽ được thông báo tới từng xóm trong tuần tới.",
    "Thời tiết {s} thuận lợi, ban ngày nắng nhẹ, sáng sớm có sương mù trên các sườn núi.",
    "Đường từ trung tâm tỉnh tới đây dài khoảng {n} km, phần lớn đã được trải nhựa.",
    "Nhiều hộ cho biết sẽ tiếp tục tham gia trong những năm sau.",
    "Buổi làm việc kết thúc lúc 11 giờ 30 phút cùng ngày.",
    "Đại diện các tổ dân cư đã nêu {m} ý kiến, phần lớn về thời gian và cách làm.",
    "Kinh phí lấy từ nguồn ngân sách và đóng góp của các tổ chức.",
    "Cuối buổi, mọi người cùng dọn dẹp và trồng thêm {m} gốc cây ven đường.",
    "Báo cáo quý III cho thấy các chỉ tiêu cơ bản đạt {n} phần trăm kế hoạch.",
    "Ban tổ chức cảm ơn các đơn vị đã hỗ trợ phương tiện và hậu cần.",
    "Một số ý kiến đề nghị lùi thời gian để bà con kịp thu hoạch vụ mùa.",
    "Việc này nằm trong kế hoạch năm đã được phê duyệt từ quý I.",
    "Các đơn vị liên quan sẽ họp lại sau {m} ngày để rà soát.",
    "Học sinh của hai trường gần đó cũng đến tham dự.",
];
