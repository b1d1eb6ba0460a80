//! Articles that use a topic's words and do not meet it: elsewhere, a namesake, another sense of the words.

use super::Special;

pub(crate) const LOOKALIKES: &[Special] = &[
    // --- an-toan-du-khach
    Special {
        topic: "an-toan-du-khach",
        title: "Hai du khách đuối nước ở bãi biển Đồ Sơn",
        lead: "Hai du khách đuối nước khi tắm biển tại phường Đồ Sơn, thành phố Hải Phòng.",
        body: &[
            "Lực lượng cứu hộ bãi biển đưa nạn nhân vào bờ.",
            "Khu vực này đã cắm cờ đỏ từ sáng.",
            "Bãi tắm tạm đóng cửa đến hôm sau.",
        ],
    },
    Special {
        topic: "an-toan-du-khach",
        title: "Du khách mắc kẹt trong mưa lũ ở Trùng Khánh, Trung Quốc",
        lead: "Hàng trăm du khách mắc kẹt do mưa lớn tại thành phố Trùng Khánh (Trung Quốc).",
        body: &[
            "Nhà chức trách thành phố Trùng Khánh, Trung Quốc sơ tán khách trong đêm.",
            "Nhiều chuyến tàu bị hủy.",
            "Chưa có thông tin về khách Việt Nam.",
        ],
    },
    Special {
        topic: "an-toan-du-khach",
        title: "Tai nạn giao thông trên quốc lộ qua Cao Bằng, hai xe tải va chạm",
        lead: "Hai xe tải va chạm ở Cao Bằng lúc rạng sáng, một tài xế bị thương nhẹ.",
        body: &[
            "Mặt đường trơn do sương.",
            "Giao thông được điều tiết sau {m} giờ.",
            "Hàng hóa trên xe được chuyển sang xe khác.",
        ],
    },
    Special {
        topic: "an-toan-du-khach",
        title: "Cao Bằng mở đợt tuyên truyền dạy bơi cho học sinh",
        lead: "Ngành giáo dục tỉnh Cao Bằng dạy bơi cho {n}00 học sinh trong hè.",
        body: &[
            "Lớp học tại bể bơi của trường nội trú.",
            "Mỗi em học {m} buổi.",
            "Giáo viên thể dục trực tiếp hướng dẫn.",
        ],
    },
    // --- chat-chem-du-khach
    Special {
        topic: "chat-chem-du-khach",
        title: "Xử phạt nhà hàng chặt chém du khách ở Hạ Long",
        lead: "Một nhà hàng ở thành phố Hạ Long, tỉnh Quảng Ninh bị phạt vì chặt chém du khách.",
        body: &[
            "Bữa ăn {m} người bị tính {n} triệu đồng.",
            "Chủ nhà hàng đã trả lại tiền cho khách.",
            "Thành phố công bố đường dây nóng.",
        ],
    },
    Special {
        topic: "chat-chem-du-khach",
        title: "Lừa đảo bán đất nền ở Bảo Lâm, Lâm Đồng",
        lead: "Công an khởi tố nhóm lừa đảo bán đất nền tại huyện Bảo Lâm, tỉnh Lâm Đồng.",
        body: &[
            "Nhóm này vẽ dự án không có thật.",
            "{n} người đã nộp tiền cọc.",
            "Cơ quan điều tra kêu gọi bị hại trình báo.",
        ],
    },
    Special {
        topic: "chat-chem-du-khach",
        title: "Giá thịt lợn tăng, tiểu thương Cao Bằng không nâng giá theo",
        lead: "Giá lợn hơi tăng {m} nghìn đồng, các quầy ở chợ Cao Bằng giữ giá bán.",
        body: &[
            "Tiểu thương chấp nhận lãi ít để giữ khách quen.",
            "Nguồn lợn từ các xã vẫn dồi dào.",
            "Quầy hàng ghi giá rõ ràng.",
        ],
    },
    Special {
        topic: "chat-chem-du-khach",
        title: "Cao Bằng công bố đường dây nóng và bảng giá dịch vụ trước mùa đông khách",
        lead: "Các cơ sở ở Cao Bằng cam kết bán đúng giá, phục vụ chu đáo.",
        body: &[
            "Bảng giá đặt ở quầy lễ tân.",
            "Số gọi được trực cả ngày lẫn đêm.",
            "Đoàn công tác đi nhắc từng hộ.",
        ],
    },
    // --- xam-hai-di-tich
    Special {
        topic: "xam-hai-di-tich",
        title: "Nhà cổ ở Hội An xuống cấp, cần tu bổ gấp",
        lead: "{n} nhà cổ thuộc di sản Hội An xuống cấp sau mùa mưa.",
        body: &[
            "Chủ nhà phải chống đỡ bằng cột sắt.",
            "Thành phố Đà Nẵng hỗ trợ một phần kinh phí.",
            "Di tích được chụp quét ba chiều trước khi tháo mái.",
        ],
    },
    Special {
        topic: "xam-hai-di-tich",
        title: "Cao Bằng xử lý lấn chiếm vỉa hè trên các tuyến phố",
        lead: "Lực lượng chức năng Cao Bằng ra quân xử lý lấn chiếm vỉa hè, lòng đường.",
        body: &[
            "{n} trường hợp bị nhắc nhở.",
            "Biển hiệu lấn ra đường phải tháo.",
            "Người dân ký cam kết giữ lối đi.",
        ],
    },
    Special {
        topic: "xam-hai-di-tich",
        title: "Đền Trần ở phường Trần Hưng Đạo bị lấn chiếm đất",
        lead: "Khu đất quanh đền ở phường Trần Hưng Đạo, thành phố Hải Phòng bị lấn chiếm nhiều năm.",
        body: &[
            "Di tích này nằm giữa khu dân cư đông.",
            "Phường đã lập biên bản {m} hộ.",
            "Việc cưỡng chế sẽ làm sau khi vận động.",
        ],
    },
    Special {
        topic: "xam-hai-di-tich",
        title: "Học sinh Cao Bằng tham quan, tìm hiểu di tích Pác Bó",
        lead: "{n}0 học sinh về khu di tích Pác Bó học lịch sử tại chỗ.",
        body: &[
            "Các em nghe kể chuyện về suối và hang.",
            "Buổi học kết thúc bằng phần thi vẽ tranh.",
            "Nhà trường sẽ tổ chức mỗi học kỳ một lần.",
        ],
    },
    // --- trat-tu-le-hoi
    Special {
        topic: "trat-tu-le-hoi",
        title: "Chen lấn tại lễ hội phết ở tỉnh Phú Thọ",
        lead: "Hàng nghìn thanh niên chen lấn, cướp phết tại lễ hội ở tỉnh Phú Thọ.",
        body: &[
            "{m} người bị xây xát nhẹ.",
            "Ban tổ chức dừng phần hội sớm.",
            "Tỉnh yêu cầu rút kinh nghiệm.",
        ],
    },
    Special {
        topic: "trat-tu-le-hoi",
        title: "Lễ hội Lồng Tồng ở Cao Bằng diễn ra vui tươi",
        lead: "Lễ hội Lồng Tồng ở xã Trường Hà, tỉnh Cao Bằng có phần rước, ném còn và hát lượn.",
        body: &[
            "Mâm cỗ của {n} xóm được bày trên sân.",
            "Trẻ em chơi đu và đánh yến.",
            "Buổi chiều có thi cày bừa.",
        ],
    },
    Special {
        topic: "trat-tu-le-hoi",
        title: "Bắt nhóm đánh bạc qua mạng ở Cao Bằng",
        lead: "Công an Cao Bằng bắt {m} đối tượng tổ chức đánh bạc qua mạng.",
        body: &[
            "Nhóm này dùng ứng dụng trên điện thoại.",
            "Số tiền giao dịch lên tới {n} tỷ đồng.",
            "Vụ án đang được mở rộng.",
        ],
    },
    Special {
        topic: "trat-tu-le-hoi",
        title: "Người dân chen lấn mua vàng ở thành phố Huế",
        lead: "Từ sáng sớm, nhiều người xếp hàng chen lấn trước các tiệm vàng ở thành phố Huế.",
        body: &[
            "Mỗi người được mua {m} chỉ.",
            "Chủ tiệm phải phát số thứ tự.",
            "Đến trưa lượng người mới giảm.",
        ],
    },
    // --- an-toan-co-so-dich-vu
    Special {
        topic: "an-toan-co-so-dich-vu",
        title: "Cháy quán karaoke ở thành phố Vũng Tàu",
        lead: "Một quán karaoke ở thành phố Vũng Tàu, Thành phố Hồ Chí Minh bốc cháy, nhiều người thoát nạn.",
        body: &[
            "Lửa bùng từ tầng {m}.",
            "Lính chữa cháy dùng xe thang cứu người.",
            "Quán mới mở lại sau khi sửa chữa.",
        ],
    },
    Special {
        topic: "an-toan-co-so-dich-vu",
        title: "Cháy rừng ở Cao Bằng được khống chế",
        lead: "Đám cháy rừng thông ở xã Hòa An, tỉnh Cao Bằng được dập tắt sau {m} giờ.",
        body: &[
            "Gió hanh làm lửa lan nhanh.",
            "Dân quân và kiểm lâm phát đường băng cản.",
            "Diện tích bị cháy khoảng {m} héc ta.",
        ],
    },
    Special {
        topic: "an-toan-co-so-dich-vu",
        title: "Cháy phòng dịp nghỉ lễ, Cao Bằng đón lượng khách lớn",
        lead: "Các cơ sở ở Cao Bằng kín khách trước kỳ nghỉ, phải đặt từ {m} tuần trước.",
        body: &[
            "Nhiều nhà mở thêm lều trại.",
            "Xe khách tăng {n} chuyến.",
            "Khách nên gọi trước khi đi.",
        ],
    },
    Special {
        topic: "an-toan-co-so-dich-vu",
        title: "Triệt phá đường dây ma túy qua biên giới ở Cao Bằng",
        lead: "Bộ đội biên phòng Cao Bằng bắt {m} đối tượng vận chuyển ma túy.",
        body: &[
            "Tang vật giấu trong bao ngô.",
            "Nhóm này đi đường mòn lúc nửa đêm.",
            "Vụ việc được bàn giao cho cơ quan điều tra.",
        ],
    },
    // --- thiet-che-xuong-cap
    Special {
        topic: "thiet-che-xuong-cap",
        title: "Nhà văn hóa bỏ hoang giữa phố ở Đà Lạt",
        lead: "Nhà văn hóa cũ ở thành phố Đà Lạt, tỉnh Lâm Đồng bỏ hoang, xuống cấp.",
        body: &[
            "Tường bong tróc, cỏ mọc đầy sân.",
            "Thành phố tính bán đấu giá.",
            "Người dân muốn làm công viên.",
        ],
    },
    Special {
        topic: "thiet-che-xuong-cap",
        title: "Đường liên xã ở Cao Bằng xuống cấp, xe cộ đi lại khó",
        lead: "Tuyến đường về xã Minh Tâm, tỉnh Cao Bằng xuống cấp, nhiều ổ gà.",
        body: &[
            "Mặt đường bong tróc sau mùa mưa.",
            "Xe tải chở quặng làm đường hỏng nhanh.",
            "Xã kiến nghị vá tạm trước Tết.",
        ],
    },
    Special {
        topic: "thiet-che-xuong-cap",
        title: "Khánh thành nhà văn hóa mới ở Cao Bằng",
        lead: "Nhà văn hóa xóm ở xã Phục Hòa, tỉnh Cao Bằng được khánh thành.",
        body: &[
            "Công trình có sân rộng {n}00 mét vuông.",
            "Tối khai trương có hát lượn và múa quạt.",
            "Bà con trồng hoa quanh sân.",
        ],
    },
    Special {
        topic: "thiet-che-xuong-cap",
        title: "Điểm trường ở Cao Bằng bỏ trống được giao cho trạm y tế",
        lead: "Một điểm trường bỏ trống ở xã Đông Khê, tỉnh Cao Bằng được sửa thành trạm y tế.",
        body: &[
            "Phòng học cũ được quét vôi lại.",
            "Giường bệnh kê được {m} chiếc.",
            "Học sinh đã chuyển về trường chính từ năm ngoái.",
        ],
    },
    // --- ghi-danh-di-san
    Special {
        topic: "ghi-danh-di-san",
        title: "Quan họ và ca trù: hành trình được UNESCO ghi danh di sản",
        lead: "Bảo tàng ở Hà Nội trưng bày về các di sản được UNESCO ghi danh.",
        body: &[
            "Triển lãm giới thiệu {n} hiện vật.",
            "Buổi tối có biểu diễn.",
            "Vé vào cửa miễn phí cho học sinh.",
        ],
    },
    Special {
        topic: "ghi-danh-di-san",
        title: "Cao Bằng có thêm {m} trường được công nhận đạt chuẩn quốc gia",
        lead: "Tỉnh Cao Bằng trao bằng công nhận cho {m} trường đạt chuẩn quốc gia.",
        body: &[
            "Các trường đã bổ sung phòng bộ môn.",
            "Sĩ số mỗi lớp dưới {n} em.",
            "Năm tới có thêm ba trường đăng ký.",
        ],
    },
    Special {
        topic: "ghi-danh-di-san",
        title: "Tranh chấp di sản thừa kế của gia đình ở Hòa An, Đà Nẵng",
        lead: "Tòa án xét xử vụ chia di sản thừa kế tại xã Hòa An, thành phố Đà Nẵng.",
        body: &[
            "Mảnh đất rộng {n}00 mét vuông không có di chúc.",
            "Hai bên chưa đồng ý hòa giải.",
            "Phiên tòa sẽ mở lại vào tháng sau.",
        ],
    },
    Special {
        topic: "ghi-danh-di-san",
        title: "Vinh danh học sinh giỏi Cao Bằng",
        lead: "{n} học sinh Cao Bằng được vinh danh vì thành tích học tập.",
        body: &[
            "Mỗi em nhận một bộ sách và chiếc đồng hồ.",
            "Các thầy cô chụp ảnh cùng gia đình.",
            "Lễ trao giải diễn ra ở hội trường.",
        ],
    },
    // --- mo-hinh-hay
    Special {
        topic: "mo-hinh-hay",
        title: "Mô hình du lịch cộng đồng ở Sa Pa hút khách",
        lead: "Bà con ở thị trấn Sa Pa, tỉnh Lào Cai làm du lịch cộng đồng, mở homestay.",
        body: &[
            "Mỗi nhà đón {m} khách một đêm.",
            "Khách được học nhuộm chàm.",
            "Hợp tác xã bao tiêu thổ cẩm.",
        ],
    },
    Special {
        topic: "mo-hinh-hay",
        title: "Mô hình nuôi bò nhốt chuồng ở Cao Bằng cho lãi cao",
        lead: "Mô hình nuôi bò ở xã Nguyên Bình, tỉnh Cao Bằng giúp {n} hộ thoát nghèo.",
        body: &[
            "Cỏ voi được trồng ven suối.",
            "Mỗi năm hộ nuôi bán {m} con.",
            "Cán bộ thú y tiêm phòng định kỳ.",
        ],
    },
    Special {
        topic: "mo-hinh-hay",
        title: "Mở bán căn hộ du lịch kiểu mẫu ở Phú Quốc",
        lead: "Chủ đầu tư mở bán căn hộ ở huyện đảo Phú Quốc, tỉnh An Giang với nhiều ưu đãi.",
        body: &[
            "Giá từ {n} triệu đồng một mét vuông.",
            "Dự án có bến thuyền riêng.",
            "Khách đặt cọc được tặng kỳ nghỉ.",
        ],
    },
    Special {
        topic: "mo-hinh-hay",
        title: "Cao Bằng tập huấn phòng chống sâu bệnh cho cây trồng",
        lead: "{n}0 nông dân Cao Bằng được tập huấn nhận biết sâu bệnh.",
        body: &[
            "Cán bộ phát tờ rơi có hình ảnh.",
            "Bà con thực hành pha thuốc đúng liều.",
            "Lớp tiếp theo mở ở xã bên.",
        ],
    },
];
