//! Sport, stage, family and the cleanness of sights: articles for a topic, and such that only look like it.

use super::Special;

/// Articles that meet their topic.
pub(crate) const PLANTED: &[Special] = &[
    // --- tieu-cuc-the-thao
    Special {
        topic: "tieu-cuc-the-thao",
        title: "Cầu thủ hành hung trọng tài ở giải bóng đá tỉnh Cao Bằng",
        lead: "Trận đấu giữa hai xã ở giải bóng đá tỉnh Cao Bằng phải dừng vì cầu thủ lao vào hành hung trọng tài.",
        body: &[
            "Trọng tài bị xô ngã sau một quả phạt đền ở phút {n}.",
            "Ban tổ chức giải cấm thi đấu {m} cầu thủ đến hết mùa.",
            "Đội bóng vi phạm bị trừ điểm.",
        ],
    },
    Special {
        topic: "tieu-cuc-the-thao",
        title: "Cổ động viên quá khích ném chai lọ, ẩu đả trên khán đài ở Cao Bằng",
        lead: "Hai nhóm cổ động viên ẩu đả trên khán đài sân vận động phường Thục Phán, tỉnh Cao Bằng.",
        body: &[
            "Hàng chục cổ động viên quá khích tràn xuống đường chạy.",
            "Công an phường phải lập hàng rào trong {m} phút.",
            "Trận đấu tiếp tục khi khán đài đã yên.",
        ],
    },
    Special {
        topic: "tieu-cuc-the-thao",
        title: "Phát hiện gian lận tuổi ở giải bóng đá thiếu niên tỉnh Cao Bằng",
        lead: "{m} vận động viên của một đoàn bị phát hiện gian lận tuổi ở giải trẻ tỉnh Cao Bằng.",
        body: &[
            "Hồ sơ dùng giấy khai sinh của người khác.",
            "Ban tổ chức hủy kết quả, kỷ luật người phụ trách đội bóng.",
            "Sở Văn hóa, Thể thao và Du lịch yêu cầu rà lại danh sách.",
        ],
    },
    Special {
        topic: "tieu-cuc-the-thao",
        title: "Cao Bằng: khởi tố nhóm cá độ bóng đá qua mạng",
        lead: "Công an tỉnh Cao Bằng khởi tố {m} người trong đường dây cá độ bóng đá.",
        body: &[
            "Nhóm này nhận cá độ trận đấu của cả giải phong trào.",
            "Số tiền giao dịch khoảng {n} tỷ đồng.",
            "Cơ quan công an tiếp tục mở rộng điều tra.",
        ],
    },
    // --- bieu-dien-phan-cam
    Special {
        topic: "bieu-dien-phan-cam",
        title: "Xử phạt đêm nhạc biểu diễn không phép ở Cao Bằng",
        lead: "Một đêm nhạc tổ chức ở phường Tân Giang, tỉnh Cao Bằng bị xử phạt vì biểu diễn không phép.",
        body: &[
            "Đơn vị tổ chức chưa có giấy phép biểu diễn của cơ quan có thẩm quyền.",
            "Sở Văn hóa, Thể thao và Du lịch lập biên bản, phạt {n} triệu đồng.",
            "Vé đã bán phải hoàn lại cho khán giả.",
        ],
    },
    Special {
        topic: "bieu-dien-phan-cam",
        title: "Ca sĩ mặc trang phục phản cảm ở hội chợ Cao Bằng gây bức xúc",
        lead: "Phần biểu diễn của một nhóm ca sĩ với trang phục phản cảm ở hội chợ xã Quảng Uyên, tỉnh Cao Bằng bị phụ huynh phản ứng.",
        body: &[
            "Nhiều trẻ em có mặt khi màn biểu diễn hở hang diễn ra.",
            "Ban tổ chức hội chợ xin lỗi và cắt phần diễn còn lại.",
            "Cơ quan văn hóa nhắc nhở, yêu cầu duyệt chương trình trước {m} ngày.",
        ],
    },
    Special {
        topic: "bieu-dien-phan-cam",
        title: "Thi người đẹp tổ chức chui ở Cao Bằng bị đình chỉ",
        lead: "Cuộc thi người đẹp tổ chức chui tại một khách sạn ở Cao Bằng bị đình chỉ ngay đêm đầu.",
        body: &[
            "Ban tổ chức cuộc thi không xin phép, thu của mỗi thí sinh {m} triệu đồng.",
            "Danh hiệu đã trao không được công nhận.",
            "Cơ quan chức năng xử phạt đơn vị tổ chức.",
        ],
    },
    Special {
        topic: "bieu-dien-phan-cam",
        title: "Đoàn xiếc lưu động ở Cao Bằng bị nhắc vì tiểu phẩm dung tục",
        lead: "Đoàn xiếc lưu động diễn ở xã Bảo Lạc, tỉnh Cao Bằng bị đình chỉ vì tiểu phẩm dung tục.",
        body: &[
            "Lời thoại tục tĩu, không có trong kịch bản được duyệt.",
            "Đoàn xiếc vi phạm phải nộp phạt và sửa chương trình.",
            "{n} khán giả đã được trả lại tiền vé.",
        ],
    },
    // --- bao-luc-gia-dinh
    Special {
        topic: "bao-luc-gia-dinh",
        title: "Cao Bằng: tạm giữ người chồng đánh vợ nhập viện",
        lead: "Công an xã Hà Quảng, tỉnh Cao Bằng tạm giữ người chồng đánh đập vợ đến mức phải nhập viện.",
        body: &[
            "Người vợ đã nhiều lần bị bạo hành nhưng không dám báo.",
            "Hội phụ nữ xã đưa nạn nhân đến nơi tạm lánh.",
            "Chính quyền mở {m} buổi nói chuyện về bạo lực gia đình ở xóm.",
        ],
    },
    Special {
        topic: "bao-luc-gia-dinh",
        title: "Số vụ bạo lực gia đình ở Cao Bằng giảm nhờ tổ hòa giải",
        lead: "Sáu tháng qua, tỉnh Cao Bằng ghi nhận {n} vụ bạo lực gia đình, giảm so với cùng kỳ.",
        body: &[
            "Mỗi xóm có một địa chỉ tin cậy để nạn nhân tìm đến.",
            "UBND các xã được yêu cầu báo cáo hằng tháng.",
            "Phần lớn vụ việc bắt nguồn từ rượu.",
        ],
    },
    Special {
        topic: "bao-luc-gia-dinh",
        title: "Bé trai ở Cao Bằng bị cha dượng bạo hành, hàng xóm báo công an",
        lead: "Một bé trai ở phường Nùng Trí Cao, tỉnh Cao Bằng bị cha dượng đánh bầm tím người.",
        body: &[
            "Cháu bé đã được ông bà ngoại đón về chăm sóc.",
            "Công an phường mời cha dượng lên làm việc.",
            "Cán bộ trẻ em đến thăm cháu {m} lần mỗi tuần.",
        ],
    },
    Special {
        topic: "bao-luc-gia-dinh",
        title: "Vận động xóa tảo hôn, bạo lực gia đình ở xã vùng cao Cao Bằng",
        lead: "Xã Bảo Lâm, tỉnh Cao Bằng vận động {n} hộ ký cam kết không tảo hôn, không bạo lực gia đình.",
        body: &[
            "Già làng đọc cam kết bằng tiếng dân tộc.",
            "Đoàn thanh niên diễn kịch ngắn về hậu quả của tảo hôn.",
            "Hội phụ nữ xã nhận làm nơi tư vấn.",
        ],
    },
    // --- rac-thai-diem-du-lich
    Special {
        topic: "rac-thai-diem-du-lich",
        title: "Rác thải ngập bãi đỗ xe gần thác Bản Giốc sau kỳ nghỉ lễ",
        lead: "Rác thải nằm la liệt ở khu du lịch thác Bản Giốc sau kỳ nghỉ, du khách xả rác ngay cạnh thùng.",
        body: &[
            "Túi ni lông trôi xuống mép nước sông Quây Sơn.",
            "Ban quản lý khu du lịch huy động {n} người dọn rác.",
            "Xe chở rác chạy {m} chuyến mới hết.",
        ],
    },
    Special {
        topic: "rac-thai-diem-du-lich",
        title: "Thanh niên Cao Bằng nhặt rác quanh hồ Thang Hen",
        lead: "{n} thanh niên Cao Bằng ra quân nhặt rác quanh danh thắng hồ Thang Hen, nơi nhiều du khách cắm trại.",
        body: &[
            "Rác thải chủ yếu là chai nhựa và than củi.",
            "Nhóm tình nguyện đặt thêm {m} thùng rác.",
            "Khách cắm trại được phát túi đựng rác.",
        ],
    },
    Special {
        topic: "rac-thai-diem-du-lich",
        title: "Nước thải homestay chảy ra suối ở làng đá Khuổi Ky",
        lead: "Du khách phản ánh nước thải bốc mùi ở con suối chạy qua làng đá Khuổi Ky, điểm du lịch ở Cao Bằng.",
        body: &[
            "Nước thải của vài nhà nghỉ chưa qua xử lý.",
            "Xã yêu cầu các hộ làm bể lắng trong {m} tuần.",
            "Khu du lịch tạm dừng cho tắm suối.",
        ],
    },
    Special {
        topic: "rac-thai-diem-du-lich",
        title: "Rác nhựa tràn lan tại lễ hội ở Cao Bằng, nhắc người đi hội giữ vệ sinh",
        lead: "Sau ngày khai hội ở xã Quảng Uyên, tỉnh Cao Bằng, rác thải nhựa phủ kín sân lễ hội.",
        body: &[
            "Người dân đi hội xả rác, lối vào đền mất vệ sinh.",
            "Ban tổ chức lễ hội lập {m} tổ thu gom.",
            "Năm tới lễ hội sẽ không dùng cốc nhựa.",
        ],
    },
];

/// Articles that use a topic's words and do not meet it.
pub(crate) const LOOKALIKES: &[Special] = &[
    // --- tieu-cuc-the-thao
    Special {
        topic: "tieu-cuc-the-thao",
        title: "Đội bóng đá nữ Cao Bằng thắng đậm trận ra quân",
        lead: "Đội bóng đá nữ của tỉnh Cao Bằng thắng {m} bàn trong trận mở màn.",
        body: &[
            "Khán đài kín chỗ, tiếng trống vang suốt trận.",
            "Các cầu thủ cảm ơn người hâm mộ.",
            "Trận tới đội gặp chủ nhà.",
        ],
    },
    Special {
        topic: "tieu-cuc-the-thao",
        title: "Cổ động viên ẩu đả ở giải bóng đá tỉnh Nghệ An",
        lead: "Hai nhóm cổ động viên ẩu đả sau trận đấu ở tỉnh Nghệ An.",
        body: &[
            "Trọng tài phải dừng trận {m} phút.",
            "Ban tổ chức phạt tiền hai đội.",
            "Công an phường đang lấy lời khai.",
        ],
    },
    Special {
        topic: "tieu-cuc-the-thao",
        title: "Kỷ luật cán bộ xã ở Cao Bằng vì buông lỏng quản lý đất",
        lead: "Một cán bộ xã ở Cao Bằng bị cảnh cáo do buông lỏng quản lý đất công.",
        body: &[
            "Đoàn kiểm tra chỉ ra {m} thiếu sót.",
            "Xã phải báo cáo kết quả khắc phục trong tháng.",
            "Hồ sơ được bàn giao cho người mới.",
        ],
    },
    Special {
        topic: "tieu-cuc-the-thao",
        title: "Cao Bằng tập huấn luật cho trọng tài bóng chuyền",
        lead: "{n} trọng tài bóng chuyền ở Cao Bằng dự lớp cập nhật luật mới.",
        body: &[
            "Lớp học kéo dài {m} ngày.",
            "Học viên thực hành ngay trên sân.",
            "Chứng chỉ được cấp vào cuối khóa.",
        ],
    },
    // --- bieu-dien-phan-cam
    Special {
        topic: "bieu-dien-phan-cam",
        title: "Đêm nhạc gây quỹ ở Cao Bằng chật kín khán giả",
        lead: "Đêm nhạc gây quỹ cho học sinh vùng cao Cao Bằng thu {n} triệu đồng.",
        body: &[
            "Các ca sĩ hát không nhận thù lao.",
            "Chương trình kéo dài hơn {m} giờ.",
            "Khán giả hát theo những bài quen thuộc.",
        ],
    },
    Special {
        topic: "bieu-dien-phan-cam",
        title: "Xử phạt đêm nhạc không phép ở Đồng Nai",
        lead: "Đơn vị tổ chức đêm nhạc không phép ở tỉnh Đồng Nai bị phạt {n} triệu đồng.",
        body: &[
            "Ca sĩ lên sân khấu khi giấy phép chưa có.",
            "Vé được hoàn lại.",
            "Đây là lần thứ {m} đơn vị này bị nhắc.",
        ],
    },
    Special {
        topic: "bieu-dien-phan-cam",
        title: "Cao Bằng dừng thi công nhà xưởng không phép",
        lead: "Một nhà xưởng xây không phép ở Cao Bằng bị yêu cầu dừng thi công.",
        body: &[
            "Chủ đầu tư bị phạt {n} triệu đồng.",
            "Công trình sẽ được đo lại.",
            "Xã giám sát việc chấp hành.",
        ],
    },
    Special {
        topic: "bieu-dien-phan-cam",
        title: "Trang phục của người Dao Tiền trên sàn diễn ở Cao Bằng",
        lead: "{n} bộ trang phục của người Dao Tiền được giới thiệu trong ngày hội ở Cao Bằng.",
        body: &[
            "Người mặc là các bà, các mẹ trong xóm.",
            "Mỗi bộ thêu mất {m} tháng.",
            "Người xem trầm trồ trước từng đường chỉ.",
        ],
    },
    // --- bao-luc-gia-dinh
    Special {
        topic: "bao-luc-gia-dinh",
        title: "Cao Bằng tuyên dương {n} gia đình văn hóa tiêu biểu",
        lead: "Tỉnh Cao Bằng tuyên dương các gia đình văn hóa tiêu biểu trong năm.",
        body: &[
            "Có nhà bốn đời cùng sống hòa thuận.",
            "Vợ chồng cùng chăm lo việc xóm.",
            "Mỗi gia đình nhận một giấy khen.",
        ],
    },
    Special {
        topic: "bao-luc-gia-dinh",
        title: "Người chồng đánh vợ ở Kiên Giang bị khởi tố",
        lead: "Công an khởi tố một người chồng đánh vợ gãy tay ở tỉnh Kiên Giang cũ.",
        body: &[
            "Nạn nhân đang điều trị.",
            "Vụ bạo lực gia đình kéo dài {m} năm.",
            "Hội phụ nữ đã đến thăm.",
        ],
    },
    Special {
        topic: "bao-luc-gia-dinh",
        title: "Hai vợ chồng trẻ ở Cao Bằng trồng dâu tây trên nương",
        lead: "Hai vợ chồng trẻ ở xã Nguyên Bình, tỉnh Cao Bằng trồng {n} luống dâu tây.",
        body: &[
            "Người chồng lo tưới, người vợ lo bán.",
            "Con gái nhỏ theo mẹ ra nương.",
            "Vụ đầu cho {m} tạ quả.",
        ],
    },
    Special {
        topic: "bao-luc-gia-dinh",
        title: "Chiếu phim về tình mẹ con ở nhà văn hóa Cao Bằng",
        lead: "Bộ phim về tình mẹ con được chiếu miễn phí ở nhà văn hóa phường Thục Phán, tỉnh Cao Bằng.",
        body: &[
            "Đạo diễn đến trò chuyện với người xem.",
            "Phim dài {n} phút.",
            "Nhiều bà mẹ đưa con đi cùng.",
        ],
    },
    // --- rac-thai-diem-du-lich
    Special {
        topic: "rac-thai-diem-du-lich",
        title: "Cao Bằng xây bãi xử lý rác thải sinh hoạt mới",
        lead: "Tỉnh Cao Bằng khởi công bãi xử lý rác thải sinh hoạt công suất {n} tấn mỗi ngày.",
        body: &[
            "Nhà máy xử lý rác dùng công nghệ đốt.",
            "Khu dân cư cách bãi rác {m} km.",
            "Bãi rác cũ sẽ đóng cửa.",
        ],
    },
    Special {
        topic: "rac-thai-diem-du-lich",
        title: "Rác thải ngập bãi biển du lịch ở Khánh Hòa",
        lead: "Rác thải dạt vào bãi biển du lịch tỉnh Khánh Hòa sau bão.",
        body: &[
            "Hàng trăm người dọn rác.",
            "Du khách cùng tham gia nhặt rác.",
            "Bãi tắm mở lại sau {m} ngày.",
        ],
    },
    Special {
        topic: "rac-thai-diem-du-lich",
        title: "Hồ Thang Hen vào mùa nước trong xanh, khách đến chèo thuyền",
        lead: "Hồ Thang Hen ở Cao Bằng vào mùa đẹp nhất, nước trong xanh.",
        body: &[
            "Khách thuê thuyền gỗ ra giữa hồ.",
            "Bữa trưa có cá suối nướng.",
            "Đường vào hồ vừa được rải nhựa {m} km.",
        ],
    },
    Special {
        topic: "rac-thai-diem-du-lich",
        title: "Cao Bằng: doanh nghiệp khoáng sản bị phạt vì nước thải chưa xử lý",
        lead: "Một doanh nghiệp khoáng sản ở Cao Bằng bị phạt {n} triệu đồng vì xả nước thải chưa qua xử lý.",
        body: &[
            "Nhà máy phải lắp trạm quan trắc.",
            "Khu công nghiệp dừng nhận dự án mới.",
            "Hạn khắc phục là {m} tháng.",
        ],
    },
];
