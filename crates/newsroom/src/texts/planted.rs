//! Articles that meet a shipped topic: each is about Cao Bằng and plainly of the topic's narrative.

use super::Special;

pub(crate) const PLANTED: &[Special] = &[
    // --- an-toan-du-khach
    Special {
        topic: "an-toan-du-khach",
        title: "Hai du khách bị nước cuốn trôi gần thác Bản Giốc được cứu kịp thời",
        lead: "Hai du khách trượt chân xuống dòng nước xiết dưới chân thác Bản Giốc, được người chèo bè kéo lên bờ.",
        body: &[
            "Sự việc xảy ra khoảng 10 giờ sáng, khi nhóm {m} người chụp ảnh trên mỏm đá ướt.",
            "Một người bị trầy xước ở tay, người còn lại được đưa tới trạm y tế xã Đàm Thủy.",
            "Ban quản lý đã căng thêm dây và nhắc khách không bước ra ngoài lan can.",
        ],
    },
    Special {
        topic: "an-toan-du-khach",
        title: "Tạm dừng đón khách tại thác Bản Giốc vì nước dâng cao",
        lead: "Ban quản lý khu du lịch thác Bản Giốc tạm dừng đón khách từ chiều nay do mưa lũ, mực nước sông Quây Sơn dâng nhanh.",
        body: &[
            "Toàn bộ bè mảng được kéo lên bờ và neo chắc.",
            "Các đoàn đã đặt vé được hoàn tiền hoặc đổi ngày.",
            "Lực lượng trực canh ở hai đầu cầu để bảo đảm an toàn cho du khách.",
        ],
    },
    Special {
        topic: "an-toan-du-khach",
        title: "Nhóm khách tham quan bị lạc đường trong rừng Phia Oắc được tìm thấy sau {m} giờ",
        lead: "Nhóm khách tham quan đi lạc khi trekking lên đỉnh Phia Oắc, được kiểm lâm và người dân tìm thấy trong đêm.",
        body: &[
            "Sương mù dày khiến cả nhóm mất dấu lối mòn từ khoảng 15 giờ.",
            "Đội tìm kiếm chia {m} mũi, mang theo còi và đèn pin.",
            "Khi được tìm thấy, các du khách bị lạc đã mệt nhưng không ai bị thương.",
        ],
    },
    Special {
        topic: "an-toan-du-khach",
        title: "Lật bè trên sông Quây Sơn, {m} du khách gặp nạn",
        lead: "Chiếc bè chở {m} du khách gặp nạn khi tránh một gốc cây trôi, mọi người được cứu hộ an toàn.",
        body: &[
            "Người lái bè cho biết nước đổi dòng rất nhanh sau cơn mưa đầu nguồn.",
            "Tất cả hành khách đều mặc áo phao.",
            "Đơn vị vận hành bị yêu cầu kiểm tra lại toàn bộ phương tiện.",
        ],
    },
    Special {
        topic: "an-toan-du-khach",
        title: "Một du khách tử vong do trượt chân ở khu vực đèo Mẻ Pia",
        lead: "Một du khách trượt chân rơi xuống vực khi dừng chụp ảnh ở đèo Mẻ Pia và tử vong.",
        body: &[
            "Vị trí xảy ra vụ việc nằm ngoài trạm dừng nghỉ, không có lan can.",
            "Lực lượng cứu hộ mất {m} giờ mới tiếp cận được chân vực.",
            "Địa phương đề nghị cắm thêm biển cảnh báo du khách.",
        ],
    },
    // --- chat-chem-du-khach
    Special {
        topic: "chat-chem-du-khach",
        title: "Du khách tố bị chặt chém khi gửi xe gần thác Bản Giốc",
        lead: "Nhiều du khách phản ánh bị chặt chém, phải trả {n}0 nghìn đồng cho một lượt gửi xe gần thác Bản Giốc.",
        body: &[
            "Bãi gửi xe nằm trên đất của một hộ dân, không niêm yết giá.",
            "Người trông xe nói giá tùy ngày, ai không gửi thì đi chỗ khác.",
            "Chính quyền xã đã lập biên bản và yêu cầu trả lại tiền thu quá.",
        ],
    },
    Special {
        topic: "chat-chem-du-khach",
        title: "Chấn chỉnh tình trạng chèo kéo du khách mua hàng ở Pác Bó",
        lead: "Tình trạng chèo kéo, đeo bám du khách trước cổng khu di tích Pác Bó khiến nhiều đoàn khó chịu.",
        body: &[
            "Người bán vây quanh xe, ép mua những túi lá thuốc không rõ nguồn gốc.",
            "Ban quản lý sắp xếp lại {m} gian hàng và lập tổ nhắc nhở.",
            "Ai vi phạm lần hai sẽ không được thuê chỗ.",
        ],
    },
    Special {
        topic: "chat-chem-du-khach",
        title: "Giả mạo homestay ở Cao Bằng để lừa đảo tiền đặt phòng",
        lead: "Một trang mạng giả mạo homestay ở làng đá Khuổi Ky, lừa đảo đặt phòng rồi chiếm đoạt tiền cọc của khách.",
        body: &[
            "Chủ cơ sở thật cho biết đã có {m} người đến nơi mới biết mình bị lừa.",
            "Trang giả dùng lại ảnh và tên cơ sở, chỉ khác số tài khoản.",
            "Cơ quan chức năng khuyên khách gọi thẳng cho chủ nhà trước khi chuyển tiền.",
        ],
    },
    Special {
        topic: "chat-chem-du-khach",
        title: "Quán ăn ở Cao Bằng hét giá, đoàn khách phải trả gấp ba",
        lead: "Một đoàn khách bị hét giá khi ăn trưa tại quán gần động Ngườm Ngao, tỉnh Cao Bằng.",
        body: &[
            "Thực đơn không ghi giá, khi tính tiền mỗi con gà tới {n}0 nghìn đồng.",
            "Chủ quán sau đó trả lại một phần và xin lỗi đoàn khách.",
            "Đội quản lý thị trường xử phạt quán vì không niêm yết giá.",
        ],
    },
    // --- xam-hai-di-tich
    Special {
        topic: "xam-hai-di-tich",
        title: "Vách đá di tích Pác Bó bị viết bậy, vẽ bậy",
        lead: "Nhiều vị trí trong khu di tích quốc gia đặc biệt Pác Bó bị khắc tên, vẽ bậy, khó tẩy sạch.",
        body: &[
            "Các nét sơn dài tới {m} gang tay xuất hiện sau kỳ nghỉ.",
            "Ban quản lý thử dùng nước và bàn chải mềm nhưng chưa hết.",
            "Camera sẽ được lắp thêm ở lối vào hang.",
        ],
    },
    Special {
        topic: "xam-hai-di-tich",
        title: "Đền Kỳ Sầm xuống cấp, mái ngói hư hỏng nặng",
        lead: "Di tích đền Kỳ Sầm ở Cao Bằng xuống cấp, cột gỗ mục nát, mưa là dột.",
        body: &[
            "Lần tu bổ gần nhất cách nay đã {n} năm.",
            "Thủ từ phải lấy chậu hứng nước ngay trước bàn thờ.",
            "Hồ sơ xin kinh phí đã gửi từ đầu năm.",
        ],
    },
    Special {
        topic: "xam-hai-di-tich",
        title: "Phát hiện nổ mìn khai thác đá sát vùng bảo vệ danh thắng hồ Thang Hen",
        lead: "Một cơ sở bị phát hiện khai thác đá trái phép sát khu vực bảo vệ danh thắng hồ Thang Hen, tỉnh Cao Bằng.",
        body: &[
            "Tiếng nổ mìn làm rung nhà của {n} hộ gần danh thắng.",
            "Đoàn kiểm tra yêu cầu dừng máy và niêm phong kho.",
            "Vi phạm trong vùng bảo vệ sẽ bị chuyển hồ sơ lên tỉnh.",
        ],
    },
    Special {
        topic: "xam-hai-di-tich",
        title: "Kẻ gian đột nhập chùa Sùng Phúc, mất trộm chuông cổ",
        lead: "Quả chuông cổ của chùa Sùng Phúc ở Hạ Lang, tỉnh Cao Bằng bị mất trộm trong đêm.",
        body: &[
            "Chuông nặng khoảng {n} kg, treo ở gác bên trái.",
            "Khóa cửa bị cắt, hiện trường có vết bánh xe.",
            "Công an đang lấy lời khai những người trực đêm.",
        ],
    },
    // --- trat-tu-le-hoi
    Special {
        topic: "trat-tu-le-hoi",
        title: "Chen lấn, xô đẩy tại lễ hội tranh đầu pháo Quảng Uyên",
        lead: "Hàng nghìn người chen lấn tại lễ hội tranh đầu pháo ở Quảng Uyên, tỉnh Cao Bằng, {m} người phải vào trạm y tế.",
        body: &[
            "Lúc đầu pháo rơi xuống sân, đám đông xô đẩy làm đổ hàng rào.",
            "Lực lượng trực phải mở thêm lối thoát phía sau sân.",
            "Ban tổ chức xin rút kinh nghiệm và sẽ phát thẻ vào sân.",
        ],
    },
    Special {
        topic: "trat-tu-le-hoi",
        title: "Dẹp các sới cờ bạc núp bóng trò chơi tại hội xuân ở Cao Bằng",
        lead: "Công an dẹp {m} điểm đánh bạc trá hình tại hội xuân ở xã Hà Quảng, tỉnh Cao Bằng.",
        body: &[
            "Các trò chơi ăn tiền như tôm cua cá, xóc đĩa bày ngay lối vào lễ hội.",
            "Tang vật gồm bàn xoay và {n} triệu đồng.",
            "Người dân ủng hộ việc dọn sạch để trẻ em không bắt chước.",
        ],
    },
    Special {
        topic: "trat-tu-le-hoi",
        title: "Lễ hội đền Kỳ Sầm: nhắc nhở việc rải tiền lẻ, đốt nhiều vàng mã",
        lead: "Ban tổ chức lễ hội đền Kỳ Sầm, tỉnh Cao Bằng nhắc nhở tình trạng rải tiền lẻ và đốt vàng mã tràn lan.",
        body: &[
            "Tiền lẻ bị nhét vào tay tượng, rơi cả xuống nền.",
            "Khói từ lò hóa vàng lan vào khu dân cư.",
            "Năm tới, lễ hội chỉ cho đốt một lễ nhỏ tại điểm quy định.",
        ],
    },
    Special {
        topic: "trat-tu-le-hoi",
        title: "Ẩu đả giữa hai nhóm thanh niên tại ngày hội ở Trùng Khánh, Cao Bằng",
        lead: "Hai nhóm thanh niên ẩu đả ngay khi lễ hội đang diễn ra ở xã Trùng Khánh, tỉnh Cao Bằng.",
        body: &[
            "Vụ xô xát bắt đầu từ va chạm khi gửi xe ở cổng lễ hội.",
            "Công an xã có mặt sau {m} phút và giải tán hai nhóm.",
            "Phần văn nghệ của ngày hội vẫn tiếp tục.",
        ],
    },
    // --- an-toan-co-so-dich-vu
    Special {
        topic: "an-toan-co-so-dich-vu",
        title: "Cháy homestay bằng gỗ ở Cao Bằng, {m} khách thoát nạn",
        lead: "Một homestay ở làng đá Khuổi Ky, tỉnh Cao Bằng bốc cháy lúc rạng sáng, {m} khách chạy ra kịp.",
        body: &[
            "Homestay lợp lá cọ nên lửa bốc cháy lan rất nhanh.",
            "Người dân dùng bơm nước suối chữa cháy trong {n} phút.",
            "Cơ sở chưa có hệ thống báo cháy tự động.",
        ],
    },
    Special {
        topic: "an-toan-co-so-dich-vu",
        title: "Đình chỉ {m} quán karaoke ở Cao Bằng không bảo đảm phòng cháy",
        lead: "Đoàn kiểm tra liên ngành tỉnh Cao Bằng đình chỉ {m} quán karaoke vì vi phạm phòng cháy, chữa cháy.",
        body: &[
            "Các quán karaoke này không có lối thoát nạn thứ hai, biển quảng cáo che kín cửa sổ.",
            "Chủ cơ sở bị xử phạt và phải sửa chữa xong mới được mở lại.",
            "Đợt kiểm tra kéo dài đến hết tháng.",
        ],
    },
    Special {
        topic: "an-toan-co-so-dich-vu",
        title: "Bắt quả tang nhóm sử dụng ma túy trong nhà nghỉ ở Cao Bằng",
        lead: "Công an tỉnh Cao Bằng kiểm tra một nhà nghỉ, phát hiện {m} người sử dụng ma túy.",
        body: &[
            "Nhà nghỉ cho thuê phòng không ghi sổ khách.",
            "Cả nhóm dương tính với ma túy tổng hợp khi kiểm tra tại nhà nghỉ.",
            "Chủ cơ sở bị yêu cầu giải trình về điều kiện kinh doanh.",
        ],
    },
    Special {
        topic: "an-toan-co-so-dich-vu",
        title: "Nhiều khách ngộ độc sau bữa tối tại khách sạn ở Cao Bằng",
        lead: "{n} khách của một khách sạn ở Cao Bằng nghi bị ngộ độc thực phẩm sau bữa tối.",
        body: &[
            "Khách sạn bị đình chỉ bếp ăn để lấy mẫu, vụ ngộ độc đang được làm rõ.",
            "Đoàn kiểm tra phát hiện kho lạnh của khách sạn mất vệ sinh.",
            "Sức khỏe mọi người đã ổn định.",
        ],
    },
    // --- thiet-che-xuong-cap
    Special {
        topic: "thiet-che-xuong-cap",
        title: "Nhà văn hóa xóm ở Cao Bằng bỏ hoang nhiều năm",
        lead: "Nhà văn hóa của một xóm thuộc xã Hạ Lang, tỉnh Cao Bằng bỏ hoang, cỏ mọc kín lối vào.",
        body: &[
            "Sau sáp nhập xóm, nhà văn hóa cửa đóng then cài suốt {m} năm.",
            "Mái tôn han gỉ, cửa kính vỡ, bàn ghế mất dần.",
            "Cử tri kiến nghị giao lại nhà văn hóa cho lớp mẫu giáo.",
        ],
    },
    Special {
        topic: "thiet-che-xuong-cap",
        title: "Sân vận động ở Cao Bằng xuống cấp, khán đài nứt",
        lead: "Sân vận động của phường Thục Phán, tỉnh Cao Bằng xuống cấp, khán đài A nứt dài.",
        body: &[
            "Mặt sân đọng nước, đường chạy bong tróc từng mảng.",
            "Các câu lạc bộ phải sang sân trường tập nhờ.",
            "Kinh phí sửa chữa sân vận động ước {n} tỷ đồng.",
        ],
    },
    Special {
        topic: "thiet-che-xuong-cap",
        title: "Thư viện ở Cao Bằng dột nát, sách mốc",
        lead: "Thư viện cơ sở ở xã Nguyên Bình, tỉnh Cao Bằng bị dột, thường xuyên đóng cửa vào mùa mưa.",
        body: &[
            "Hơn {n}00 cuốn sách đã mốc, phải bó lại để lên nóc tủ.",
            "Thư viện hư hỏng cả hệ thống điện.",
            "Người phụ trách mong được chuyển sang trụ sở xã cũ đang bỏ trống.",
        ],
    },
    Special {
        topic: "thiet-che-xuong-cap",
        title: "Bể bơi trăm triệu ở Cao Bằng đắp chiếu, lãng phí",
        lead: "Bể bơi xây cho học sinh xã Quảng Uyên, tỉnh Cao Bằng đắp chiếu từ khi xây xong.",
        body: &[
            "Bể bơi không sử dụng được vì máy lọc hư hỏng.",
            "Đáy bể thành nơi nuôi nòng nọc, thành bể rêu phong.",
            "Phụ huynh phản ánh việc đầu tư mà bỏ không là lãng phí.",
        ],
    },
    // --- ghi-danh-di-san
    Special {
        topic: "ghi-danh-di-san",
        title: "Nghề rèn Phúc Sen được công nhận là di sản văn hóa phi vật thể quốc gia",
        lead: "Nghề rèn của người Nùng An ở Phúc Sen, tỉnh Cao Bằng vừa đón bằng di sản văn hóa phi vật thể quốc gia.",
        body: &[
            "Cả vùng có {n} lò rèn còn đỏ lửa.",
            "Lễ vinh danh di sản diễn ra ngay trên sân làng.",
            "Các lò sẽ gắn tem chung để khách dễ nhận biết.",
        ],
    },
    Special {
        topic: "ghi-danh-di-san",
        title: "Công viên địa chất Non nước Cao Bằng chuẩn bị hồ sơ tái thẩm định UNESCO",
        lead: "Ban quản lý công viên địa chất Non nước Cao Bằng hoàn thiện hồ sơ để UNESCO tái thẩm định danh hiệu.",
        body: &[
            "Đoàn chuyên gia sẽ đi {m} tuyến trải nghiệm.",
            "Các bảng thuyết minh cũ được thay mới.",
            "Kết quả thẩm định của UNESCO với công viên địa chất dự kiến có vào năm sau.",
        ],
    },
    Special {
        topic: "ghi-danh-di-san",
        title: "Xếp hạng thêm {m} di tích cấp tỉnh ở Cao Bằng",
        lead: "Tỉnh Cao Bằng công bố quyết định xếp hạng {m} di tích lịch sử, trong đó có hang động từng là nơi họp bí mật.",
        body: &[
            "Các di tích được xếp hạng đều có bản đồ khoanh vùng.",
            "Hồ sơ di tích do bảo tàng tỉnh lập trong hai năm.",
            "Xã được giao trông coi và đón khách.",
        ],
    },
    Special {
        topic: "ghi-danh-di-san",
        title: "Truyền dạy hát Then, đàn tính cho thế hệ trẻ ở Cao Bằng",
        lead: "Nghệ nhân ưu tú ở Cao Bằng truyền dạy hát Then, đàn tính cho {n} học viên, góp phần bảo tồn di sản phi vật thể.",
        body: &[
            "Lớp học vào tối thứ Ba và thứ Sáu.",
            "Những làn điệu Then cổ được ghi âm để lưu giữ.",
            "Học viên nhỏ nhất mới {m} tuổi đã gảy được ba bài.",
        ],
    },
    // --- mo-hinh-hay
    Special {
        topic: "mo-hinh-hay",
        title: "Mô hình du lịch cộng đồng ở Khuổi Ky giúp bà con tăng thu nhập",
        lead: "Bà con làng đá Khuổi Ky, tỉnh Cao Bằng làm du lịch cộng đồng, {m} hộ cùng đón khách theo lượt.",
        body: &[
            "Mô hình du lịch cộng đồng này chia đều khách cho từng nhà, không tranh giành.",
            "Mỗi nhà góp một món trong bữa cơm chung.",
            "Cách làm đang được nhân rộng sang hai xóm bên.",
        ],
    },
    Special {
        topic: "mo-hinh-hay",
        title: "Tủ sách cộng đồng lan tỏa văn hóa đọc ở xã vùng cao Cao Bằng",
        lead: "Từ {n} cuốn ban đầu, tủ sách cộng đồng ở xã Bảo Lạc, tỉnh Cao Bằng mở cửa miễn phí cho trẻ em.",
        body: &[
            "Phong trào đọc sách bắt đầu từ gian bếp của một cô giáo về hưu.",
            "Trẻ em mượn về nhà, ghi sổ bằng màu vẽ.",
            "Thanh niên trong xã tự nguyện đóng giá tủ sách bằng tre.",
        ],
    },
    Special {
        topic: "mo-hinh-hay",
        title: "Người dân hiến đất làm nhà văn hóa: cách làm dân vận khéo ở Cao Bằng",
        lead: "{n} hộ ở xã Thông Nông, tỉnh Cao Bằng tự nguyện hiến đất, góp công xây nhà văn hóa xóm.",
        body: &[
            "Mô hình dân vận khéo này bắt đầu từ cuộc họp xóm kéo dài đến nửa đêm.",
            "Có hộ hiến đất hơn {n}0 mét vuông để sân nhà văn hóa rộng hơn.",
            "Tối nào câu lạc bộ cũng tập văn nghệ ở đó.",
        ],
    },
    Special {
        topic: "mo-hinh-hay",
        title: "Giữ lửa nghề dệt thổ cẩm bên sông Quây Sơn",
        lead: "Phụ nữ Tày ở Cao Bằng khôi phục nghề dệt thổ cẩm, mở lớp dạy miễn phí cho con gái trong làng.",
        body: &[
            "Tổ dệt có {n} khung cửi, sản phẩm bán cho khách đến homestay.",
            "Người già giữ nghề truyền thống bằng cách truyền dạy từng hoa văn.",
            "Phụ nữ trong tổ luân phiên trông con cho nhau.",
        ],
    },
];

/// What a correction adds to an everyday article, so that it meets the topic only from then on.
pub(crate) const LATER: Special = Special {
    topic: "an-toan-du-khach",
    title: "",
    lead: "",
    body: &[
        "Cập nhật: chiều cùng ngày, một du khách trượt chân bị thương ở thác Bản Giốc, được đưa đi cấp cứu và đã qua cơn nguy hiểm.",
    ],
};
