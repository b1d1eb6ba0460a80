//! The standing of the province and its department (petitions, services, image, special relics, the border):
//! articles for a topic, and such that only look like it.

use super::Special;

/// Articles that meet their topic.
pub(crate) const PLANTED: &[Special] = &[
    // --- kien-nghi-phan-anh
    Special {
        topic: "kien-nghi-phan-anh",
        title: "Cử tri Cao Bằng kiến nghị sửa nhà văn hóa xóm, chưa được trả lời",
        lead: "Cử tri xã Thạch An, tỉnh Cao Bằng nhiều lần kiến nghị sửa nhà văn hóa xóm nhưng chưa được trả lời.",
        body: &[
            "Kiến nghị đã gửi Sở Văn hóa, Thể thao và Du lịch từ kỳ họp trước.",
            "Cử tri đề nghị có hạn trả lời rõ ràng.",
            "Xóm có {n} hộ, mỗi lần họp phải mượn sân.",
        ],
    },
    Special {
        topic: "kien-nghi-phan-anh",
        title: "Bạn đọc phản ánh tiếng ồn karaoke ở Cao Bằng, đề nghị ngành văn hóa kiểm tra",
        lead: "Bạn đọc phản ánh quán karaoke ở phường Tân Giang, tỉnh Cao Bằng hát đến {m} giờ sáng.",
        body: &[
            "Người dân đề nghị ngành văn hóa kiểm tra giấy phép.",
            "Đường dây nóng đã tiếp nhận phản ánh.",
            "Kết quả sẽ được trả lời trên báo.",
        ],
    },
    Special {
        topic: "kien-nghi-phan-anh",
        title: "Sở Văn hóa, Thể thao và Du lịch Cao Bằng trả lời kiến nghị của nghệ nhân",
        lead: "Sở Văn hóa, Thể thao và Du lịch Cao Bằng trả lời kiến nghị của nghệ nhân về chế độ hỗ trợ.",
        body: &[
            "{n} nghệ nhân kiến nghị sớm chi trả khoản hỗ trợ năm trước.",
            "Sở giải trình lý do chậm trễ và hẹn hạn mới.",
            "Danh sách được niêm yết ở xã.",
        ],
    },
    Special {
        topic: "kien-nghi-phan-anh",
        title: "Hộ kinh doanh gần thác Bản Giốc kêu cứu vì quy định mới",
        lead: "{m} hộ kinh doanh gần thác Bản Giốc gửi đơn kiến nghị ban quản lý khu du lịch về việc xếp lại gian hàng.",
        body: &[
            "Người dân bức xúc vì chỗ mới xa lối đi.",
            "Ban quản lý khu du lịch hứa trả lời bằng văn bản.",
            "Cuộc đối thoại diễn ra {n} phút.",
        ],
    },
    // --- khen-che-dich-vu
    Special {
        topic: "khen-che-dich-vu",
        title: "Khách tham quan khen thuyết minh viên Bảo tàng tỉnh Cao Bằng tận tình",
        lead: "Đoàn khách tham quan khen thuyết minh viên ở Bảo tàng tỉnh Cao Bằng tận tình, kể chuyện dễ hiểu.",
        body: &[
            "Bảo tàng nhận {n} thư cảm ơn trong tháng.",
            "Khách tham quan mong có thêm tiếng Anh.",
            "Phòng trưng bày mở thêm giờ tối.",
        ],
    },
    Special {
        topic: "khen-che-dich-vu",
        title: "Du khách phàn nàn phải xếp hàng chờ lâu ở quầy vé thác Bản Giốc",
        lead: "Nhiều du khách phàn nàn quầy vé khu du lịch thác Bản Giốc chậm, phải xếp hàng {m} giờ.",
        body: &[
            "Quầy vé chỉ mở hai ô cửa, nhân viên thái độ cáu gắt.",
            "Ban quản lý hứa bán vé qua mạng.",
            "Du khách đề nghị có mái che nắng.",
        ],
    },
    Special {
        topic: "khen-che-dich-vu",
        title: "Người dân hài lòng với thủ tục cấp phép biểu diễn nhanh gọn ở Cao Bằng",
        lead: "Người dân và tổ chức ở Cao Bằng hài lòng vì thủ tục hành chính cấp phép biểu diễn được giải quyết nhanh gọn.",
        body: &[
            "Bộ phận một cửa trả kết quả trước hạn {m} ngày.",
            "Nhân viên hướng dẫn chu đáo, hồ sơ nộp qua mạng.",
            "Tỷ lệ hài lòng đạt chín mươi {m} phần trăm.",
        ],
    },
    Special {
        topic: "khen-che-dich-vu",
        title: "Bạn đọc chê thư viện tỉnh Cao Bằng ít sách mới, nhân viên thờ ơ",
        lead: "Bạn đọc chê thư viện tỉnh Cao Bằng nghèo nàn sách mới, có lúc bàn mượn không có người.",
        body: &[
            "Thư viện ghi nhận góp ý và sẽ mua thêm {n}0 đầu sách.",
            "Nhân viên bị nhắc về thái độ phục vụ.",
            "Phòng đọc thiếu nhi được sơn lại.",
        ],
    },
    // --- hinh-anh-cua-tinh
    Special {
        topic: "hinh-anh-cua-tinh",
        title: "Tạp chí nước ngoài bình chọn Cao Bằng là điểm đến thân thiện",
        lead: "Một tạp chí du lịch nước ngoài bình chọn Cao Bằng vào danh sách {n} điểm đến thân thiện.",
        body: &[
            "Bài viết ca ngợi thác Bản Giốc là thắng cảnh đẹp nhất mùa nước đổ.",
            "Danh sách dựa trên ý kiến khách đã đến.",
            "Năm trước Cao Bằng đứng thứ {m}.",
        ],
    },
    Special {
        topic: "hinh-anh-cua-tinh",
        title: "Cao Bằng quảng bá hình ảnh du lịch tại hội chợ ở thủ đô",
        lead: "Gian hàng Cao Bằng quảng bá hình ảnh du lịch quê hương với bạn bè quốc tế.",
        body: &[
            "Khách đến gian hàng được nghe hát Then.",
            "Thương hiệu du lịch của tỉnh có biểu trưng mới.",
            "{n} đơn vị lữ hành ký ghi nhớ.",
        ],
    },
    Special {
        topic: "hinh-anh-cua-tinh",
        title: "Cao Bằng đính chính thông tin sai về du lịch thác Bản Giốc",
        lead: "Tỉnh Cao Bằng đính chính thông tin sai sự thật cho rằng khu du lịch thác Bản Giốc đóng cửa cả mùa.",
        body: &[
            "Tin giả làm xấu hình ảnh điểm đến, nhiều đoàn hỏi lại lịch.",
            "Điểm đến vẫn mở cửa bình thường.",
            "Các công ty lữ hành được gửi thông báo trong {m} giờ.",
        ],
    },
    Special {
        topic: "hinh-anh-cua-tinh",
        title: "Cung đường Mẻ Pia ở Cao Bằng lọt top cung đường đẹp nhất",
        lead: "Cung đường đèo Mẻ Pia ở Cao Bằng lọt top {n} cung đường đẹp nhất do chuyên trang du lịch bình chọn.",
        body: &[
            "Người đi xe đạp nhắc tới {m} khúc cua liên tiếp.",
            "Hình ảnh du lịch của tỉnh được chia sẻ nhiều.",
            "Xã nhắc khách dừng xe đúng chỗ.",
        ],
    },
    // --- di-tich-dac-biet
    Special {
        topic: "di-tich-dac-biet",
        title: "Khu di tích Pác Bó đón {n} nghìn lượt khách tham quan trong tháng",
        lead: "Khu di tích quốc gia đặc biệt Pác Bó đón nhiều đoàn dâng hương, báo công.",
        body: &[
            "Lượt khách tham quan tăng vào cuối tuần.",
            "Suối Lê Nin được làm sạch bờ.",
            "Ban quản lý thêm {m} thuyết minh viên.",
        ],
    },
    Special {
        topic: "di-tich-dac-biet",
        title: "Tập chữa cháy ở rừng Trần Hưng Đạo, Cao Bằng",
        lead: "Lực lượng kiểm lâm tập chữa cháy rừng tại khu di tích rừng Trần Hưng Đạo, xã Tam Kim, tỉnh Cao Bằng.",
        body: &[
            "Giả định cháy rừng lan tới nhà trưng bày hiện vật.",
            "{n} người tham gia với {m} máy bơm.",
            "Du khách được hướng dẫn lối thoát.",
        ],
    },
    Special {
        topic: "di-tich-dac-biet",
        title: "Tu bổ các điểm di tích Chiến thắng Biên giới 1950 ở Đông Khê",
        lead: "Tỉnh Cao Bằng tu bổ {m} điểm thuộc di tích quốc gia đặc biệt Chiến thắng Biên giới 1950.",
        body: &[
            "Cứ điểm Đông Khê được làm lại lối lên.",
            "Việc tôn tạo giữ nguyên hào cũ.",
            "Công trình khánh thành vào tháng tới.",
        ],
    },
    Special {
        topic: "di-tich-dac-biet",
        title: "Số hóa hiện vật ở di tích Pắc Bó",
        lead: "Hiện vật trong nhà trưng bày di tích Pắc Bó, tỉnh Cao Bằng được số hóa.",
        body: &[
            "Khách tham quan quét mã để nghe thuyết minh.",
            "{n} hiện vật đã chụp ba chiều.",
            "Di tích mở thêm góc cho học sinh.",
        ],
    },
    // --- du-lich-bien-gioi
    Special {
        topic: "du-lich-bien-gioi",
        title: "Khu cảnh quan thác Bản Giốc - Đức Thiên đón {n} đoàn khách đầu tuần",
        lead: "Khu cảnh quan thác Bản Giốc - Đức Thiên đón du khách theo lịch vận hành mới.",
        body: &[
            "Du khách qua biên giới phải đặt vé trước {m} ngày.",
            "Thủ tục xuất nhập cảnh làm tại chỗ.",
            "Mỗi đoàn khách có người dẫn.",
        ],
    },
    Special {
        topic: "du-lich-bien-gioi",
        title: "Ùn tắc ở cửa khẩu, du khách sang khu cảnh quan Bản Giốc chờ lâu",
        lead: "Du khách xếp hàng {m} giờ làm thủ tục ở lối vào khu cảnh quan thác Bản Giốc, tỉnh Cao Bằng.",
        body: &[
            "Hệ thống quét giấy thông hành trục trặc.",
            "Đơn vị vận hành mở thêm quầy.",
            "Du lịch qua biên giới tạm giảm số lượt khách.",
        ],
    },
    Special {
        topic: "du-lich-bien-gioi",
        title: "Cảnh báo tour chui sang Đức Thiên qua đường mòn ở Cao Bằng",
        lead: "Tỉnh Cao Bằng cảnh báo du khách về tour chui sang thác Đức Thiên theo đường mòn biên giới.",
        body: &[
            "Nhóm khách nhập cảnh trái phép bị giữ lại.",
            "Người rao bán tour thu {n} triệu đồng mỗi khách.",
            "Du khách nên mua tour của đơn vị có phép.",
        ],
    },
    Special {
        topic: "du-lich-bien-gioi",
        title: "Cao Bằng bàn hợp tác du lịch biên giới, thêm tuyến ở cửa khẩu Trà Lĩnh",
        lead: "Tỉnh Cao Bằng bàn mở tuyến du lịch biên giới mới qua cửa khẩu Trà Lĩnh.",
        body: &[
            "Khách du lịch sẽ đi trong ngày, có giấy thông hành.",
            "Giai đoạn thí điểm kéo dài {m} tháng.",
            "Hợp tác du lịch còn gồm đào tạo hướng dẫn viên.",
        ],
    },
];

/// Articles that use a topic's words and do not meet it.
pub(crate) const LOOKALIKES: &[Special] = &[
    // --- kien-nghi-phan-anh
    Special {
        topic: "kien-nghi-phan-anh",
        title: "Cử tri Cao Bằng kiến nghị sửa đường giao thông nội đồng",
        lead: "Cử tri một xã ở Cao Bằng kiến nghị sửa {m} km đường giao thông nội đồng.",
        body: &[
            "Xe chở mía đi lại khó.",
            "Xã đã ghi nhận ý kiến.",
            "Kinh phí được đưa vào kế hoạch năm sau.",
        ],
    },
    Special {
        topic: "kien-nghi-phan-anh",
        title: "Bạn đọc phản ánh karaoke ồn ào ở Thanh Hóa",
        lead: "Bạn đọc phản ánh quán karaoke ở tỉnh Thanh Hóa gây ồn.",
        body: &[
            "Người dân đề nghị ngành văn hóa kiểm tra.",
            "Đường dây nóng nhận {m} cuộc gọi.",
            "Quán hứa lắp cách âm.",
        ],
    },
    Special {
        topic: "kien-nghi-phan-anh",
        title: "Cao Bằng: học sinh viết thơ về mùa hoa tam giác mạch",
        lead: "Tập thơ của học sinh Cao Bằng in {n} bài về mùa hoa.",
        body: &[
            "Bìa do các em tự vẽ.",
            "Sách tặng cho các trường vùng cao.",
            "Lứa sau sẽ viết truyện.",
        ],
    },
    Special {
        topic: "kien-nghi-phan-anh",
        title: "Cao Bằng công bố lịch thi đấu giải thể thao các xã",
        lead: "Giải thể thao các xã của tỉnh Cao Bằng có {n} đội tham gia.",
        body: &[
            "Lịch thi đấu dán ở sân.",
            "Mỗi đội có {m} người.",
            "Vòng chung kết vào cuối tháng.",
        ],
    },
    // --- khen-che-dich-vu
    Special {
        topic: "khen-che-dich-vu",
        title: "Bệnh viện ở Cao Bằng được khen về thái độ phục vụ",
        lead: "Bệnh viện đa khoa ở Cao Bằng được người bệnh khen tận tình, chu đáo.",
        body: &[
            "Người bệnh không phải xếp hàng lâu.",
            "Khoa khám có {n} bàn tiếp đón.",
            "Bác sĩ trực cả ngày nghỉ.",
        ],
    },
    Special {
        topic: "khen-che-dich-vu",
        title: "Khách chê quầy vé khu du lịch ở Ninh Bình",
        lead: "Du khách phàn nàn quầy vé một khu du lịch ở tỉnh Ninh Bình chậm.",
        body: &[
            "Nhân viên bị nhắc về thái độ.",
            "Khách xếp hàng {m} giờ.",
            "Ban quản lý xin lỗi.",
        ],
    },
    Special {
        topic: "khen-che-dich-vu",
        title: "Thư viện tỉnh Cao Bằng tặng {n}00 cuốn sách cho trường vùng cao",
        lead: "Thư viện tỉnh Cao Bằng tặng sách cho {m} trường vùng cao.",
        body: &[
            "Sách gồm truyện tranh và từ điển.",
            "Xe sách lên tận điểm trường.",
            "Học sinh đọc ngay trên sân.",
        ],
    },
    Special {
        topic: "khen-che-dich-vu",
        title: "Cửa hàng điện máy ở Cao Bằng đổi trả nhanh",
        lead: "Một cửa hàng điện máy ở Cao Bằng đổi trả máy giặt lỗi trong ngày.",
        body: &[
            "Khách gọi điện là có người đến.",
            "Cửa hàng bán trả góp {m} tháng.",
            "Kho hàng vừa mở rộng.",
        ],
    },
    // --- hinh-anh-cua-tinh
    Special {
        topic: "hinh-anh-cua-tinh",
        title: "Cao Bằng cải thiện chỉ số năng lực cạnh tranh",
        lead: "Tỉnh Cao Bằng tăng {m} bậc về chỉ số năng lực cạnh tranh.",
        body: &[
            "Doanh nghiệp đánh giá cao việc rút ngắn thời gian.",
            "Kế hoạch năm tới có {n} việc.",
            "Các sở được giao chỉ tiêu.",
        ],
    },
    Special {
        topic: "hinh-anh-cua-tinh",
        title: "Tạp chí nước ngoài bình chọn Ninh Bình là điểm đến thân thiện",
        lead: "Tỉnh Ninh Bình được tạp chí du lịch nước ngoài bình chọn là điểm đến thân thiện.",
        body: &[
            "Danh sách có {n} nơi.",
            "Khách thích chèo thuyền giữa núi.",
            "Hình ảnh du lịch được quảng bá thêm.",
        ],
    },
    Special {
        topic: "hinh-anh-cua-tinh",
        title: "Nông sản Cao Bằng lên kệ siêu thị",
        lead: "Miến dong và hạt dẻ Cao Bằng lên kệ {n} siêu thị.",
        body: &[
            "Bao bì in mã truy xuất.",
            "Sản lượng năm nay tăng {m} tấn.",
            "Hợp tác xã mở thêm kho lạnh.",
        ],
    },
    Special {
        topic: "hinh-anh-cua-tinh",
        title: "Học sinh Cao Bằng vẽ tranh về biển đảo",
        lead: "{n} học sinh Cao Bằng vẽ tranh về biển đảo.",
        body: &[
            "Bức đẹp được treo ở hành lang trường.",
            "Màu do phụ huynh góp.",
            "Lễ trao giải diễn ra sau {m} tuần.",
        ],
    },
    // --- di-tich-dac-biet
    Special {
        topic: "di-tich-dac-biet",
        title: "Sửa hè phố Trần Hưng Đạo ở Hải Phòng",
        lead: "Hè phố Trần Hưng Đạo ở thành phố Hải Phòng được lát lại.",
        body: &[
            "Công trình dài {m} km.",
            "Cây xanh được giữ nguyên.",
            "Các hộ buôn bán dọn hàng vào trong.",
        ],
    },
    Special {
        topic: "di-tich-dac-biet",
        title: "Di tích quốc gia đặc biệt ở Phú Thọ đón khách dâng hương",
        lead: "Di tích quốc gia đặc biệt ở tỉnh Phú Thọ đón {n} nghìn khách dâng hương.",
        body: &[
            "Lễ kỷ niệm diễn ra trang nghiêm.",
            "Bãi xe mở thêm {m} khu.",
            "Nước uống phát miễn phí.",
        ],
    },
    Special {
        topic: "di-tich-dac-biet",
        title: "Trường học ở Cao Bằng khai giảng điểm trường mới",
        lead: "Điểm trường mới ở Cao Bằng có {m} phòng học.",
        body: &[
            "Thầy cô lên bản từ sớm.",
            "Học sinh mặc áo chàm.",
            "Sân trường vừa đổ bê tông.",
        ],
    },
    Special {
        topic: "di-tich-dac-biet",
        title: "Chợ Đông Khê ở Hải Phòng dời chỗ",
        lead: "Chợ phường Đông Khê cũ ở thành phố Hải Phòng dời sang khu mới.",
        body: &[
            "{n} tiểu thương bốc thăm ki-ốt.",
            "Đường vào chợ rộng {m} mét.",
            "Khu cũ làm vườn hoa.",
        ],
    },
    // --- du-lich-bien-gioi
    Special {
        topic: "du-lich-bien-gioi",
        title: "Hàng hóa thông quan qua cửa khẩu Tà Lùng tăng",
        lead: "Hàng hóa thông quan qua cửa khẩu Tà Lùng, tỉnh Cao Bằng tăng {n} phần trăm.",
        body: &[
            "Xe chở nông sản xếp hàng dài.",
            "Hải quan làm thêm giờ.",
            "Bến bãi mở rộng {m} héc-ta.",
        ],
    },
    Special {
        topic: "du-lich-bien-gioi",
        title: "Bắt vụ buôn lậu pháo ở biên giới Cao Bằng",
        lead: "Lực lượng chức năng bắt {m} người buôn lậu pháo ở biên giới Cao Bằng.",
        body: &[
            "Tang vật hơn {n} kg.",
            "Nhóm này đi theo đường mòn.",
            "Vụ việc được bàn giao cho công an.",
        ],
    },
    Special {
        topic: "du-lich-bien-gioi",
        title: "Lào Cai thí điểm du lịch qua biên giới bằng xe tự lái",
        lead: "Tỉnh Lào Cai thí điểm tuyến du lịch qua biên giới bằng xe tự lái.",
        body: &[
            "Mỗi đoàn có {m} xe.",
            "Thủ tục làm ở cửa khẩu.",
            "Khách du lịch cần giấy phép riêng.",
        ],
    },
    Special {
        topic: "du-lich-bien-gioi",
        title: "Ngày hội hoa ở xã biên giới Cao Bằng",
        lead: "Xã biên giới Cô Ba, tỉnh Cao Bằng mở ngày hội hoa.",
        body: &[
            "Có {n} gian hàng ẩm thực.",
            "Trẻ em thi thả diều.",
            "Tối có đốt lửa trại.",
        ],
    },
];
