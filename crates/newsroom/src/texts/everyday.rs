//! Everyday news: what a press is mostly made of, and what no topic asks for.

use super::Frame;

pub(crate) const FRAMES: &[Frame] = &[
    Frame {
        titles: &[
            "{p} vào {s}: khách đến đông dần",
            "Lượng khách tới {p} tăng trong {s}",
            "Gần {n}00 lượt khách thăm {p} {s}",
        ],
        leads: &[
            "Theo thống kê của ban quản lý, {p} đón khoảng {n}00 lượt khách trong {s}.",
            "Cảnh sắc {s} khiến {p} được nhiều gia đình chọn làm nơi nghỉ.",
        ],
        body: &[
            "Khách chủ yếu đi theo nhóm nhỏ, ở lại một đêm rồi đi tiếp sang {q}.",
            "Các hộ kinh doanh đã chuẩn bị thêm {m} phòng và thực đơn món địa phương.",
            "Buổi sáng, sương còn phủ trên mặt nước, nhiều người dậy sớm để ngắm cảnh.",
            "Bãi gửi xe được mở rộng, có người hướng dẫn từ 7 giờ đến 18 giờ.",
            "So với cùng kỳ, thời gian lưu trú bình quân tăng nhẹ, đạt 1,{m} ngày.",
            "Hướng dẫn viên tại điểm thuyết minh bằng ba thứ tiếng vào cuối tuần.",
            "Bà con bán hạt dẻ, bánh khảo và rau rừng trong các gian hàng xếp ngay ngắn.",
        ],
    },
    Frame {
        titles: &[
            "Hạt dẻ được mùa ở {c}",
            "{c}: bà con vào vụ thu hạt dẻ",
            "Giá hạt dẻ ổn định {s}",
        ],
        leads: &[
            "Những ngày này, bà con {c} tất bật thu hạt dẻ.",
            "Năm nay cây dẻ ở {c} sai quả, sản lượng ước {n} tấn.",
        ],
        body: &[
            "Mỗi héc ta cho khoảng {m} tạ hạt, thương lái đến tận vườn thu mua.",
            "Hợp tác xã đã đăng ký nhãn hiệu và dán mã truy xuất trên từng túi.",
            "Cây giống được ươm tại vườn của trạm khuyến nông từ {m} năm trước.",
            "Hạt to đều, vỏ nâu bóng, khi rang tỏa mùi thơm đặc trưng.",
            "Sau thu hoạch, bà con phát cỏ, bón phân để chuẩn bị cho vụ sau.",
            "Huyện hội nông dân mở {m} lớp hướng dẫn cách phơi và bảo quản.",
        ],
    },
    Frame {
        titles: &[
            "Trường vùng cao ở {c} có thêm phòng học mới",
            "Khánh thành điểm trường tại {c}",
            "{c}: học sinh chuyển vào phòng học mới",
        ],
        leads: &[
            "Sau {m} tháng thi công, điểm trường mới ở {c} đã đón học sinh.",
            "Công trình gồm {m} phòng học và một phòng cho giáo viên.",
        ],
        body: &[
            "Trước đây các em phải học ghép lớp, mùa đông rất lạnh.",
            "Sân trường được đổ bê tông, có hàng rào và cổng sắt.",
            "Phụ huynh góp ngày công san nền và vận chuyển vật liệu.",
            "Nhà trường bố trí bếp ăn trưa cho {n} em ở xa.",
            "Giáo viên cắm bản cho biết sĩ số năm nay tăng {m} em.",
            "Mỗi lớp được trang bị một tivi và bộ loa nhỏ.",
        ],
    },
    Frame {
        titles: &[
            "Nâng cấp tuyến đường về {c}",
            "Khởi công đoạn đường {m} km ở {c}",
            "{c}: thông xe kỹ thuật tuyến đường liên xã",
        ],
        leads: &[
            "Tuyến đường về {c} được mở rộng lên {m} mét.",
            "Đơn vị thi công đang tập trung máy móc trên tuyến đường về {c}.",
        ],
        body: &[
            "Mặt đường cũ hẹp, xe tải tránh nhau khó khăn.",
            "Nhà thầu bố trí {m} mũi thi công, làm cả ngày thứ Bảy.",
            "Các hộ ven đường đã bàn giao mặt bằng trước hạn.",
            "Cống thoát nước ngang được thay bằng cống hộp bê tông.",
            "Dự kiến toàn tuyến hoàn thành vào cuối năm.",
            "Trong thời gian làm đường, xe khách đi theo lối tạm phía bờ suối.",
        ],
    },
    Frame {
        titles: &[
            "Giải bóng chuyền các xóm ở {c} khép lại",
            "{c} tổ chức giải đẩy gậy, kéo co",
            "Sôi nổi giải chạy việt dã ở {c}",
        ],
        leads: &[
            "{n} vận động viên của {m} đội dự giải tại {c}.",
            "Giải đấu ở {c} thu hút đông người xem trong {s}.",
        ],
        body: &[
            "Đội chủ nhà thắng trận cuối với tỷ số 3-{m}.",
            "Các trận diễn ra trên sân trường tiểu học, bắt đầu từ 8 giờ sáng.",
            "Trọng tài là giáo viên thể dục của các trường trong xã.",
            "Người xem mang theo trống và kèn lá cổ vũ.",
            "Giải nhất được thưởng một cúp và {m} bộ quần áo thi đấu.",
            "Xã sẽ chọn các vận động viên tốt nhất dự giải của tỉnh.",
        ],
    },
    Frame {
        titles: &[
            "Chợ phiên {c} đông vui {s}",
            "Một buổi chợ phiên ở {c}",
            "Rau rừng, thổ sản đầy chợ phiên {c}",
        ],
        leads: &[
            "Từ tờ mờ sáng, người từ các xóm đã gùi hàng xuống chợ {c}.",
            "Chợ phiên {c} họp năm ngày một lần, bán đủ thổ sản.",
        ],
        body: &[
            "Dãy bán gia súc nằm ở cuối chợ, cạnh bờ suối.",
            "Người bán bày măng khô, mộc nhĩ và mật ong trên tấm lá chuối.",
            "Quán phở chua mở từ 6 giờ, khách ngồi chật các bàn gỗ.",
            "Giá lợn giống giảm nhẹ so với phiên trước, khoảng {n} nghìn đồng một cân.",
            "Mấy cụ già ngồi hút thuốc lào, nói chuyện mùa màng.",
            "Trưa tan chợ, xe máy nối nhau về các xóm trên núi.",
        ],
    },
    Frame {
        titles: &[
            "Cao Bằng đón không khí lạnh, vùng núi có sương muối",
            "Dự báo thời tiết Cao Bằng {s}",
            "Nhiệt độ ở {p} giảm nhanh",
        ],
        leads: &[
            "Đài khí tượng dự báo nhiệt độ ở Cao Bằng giảm {m} độ trong {s}.",
            "Khu vực {p} trời rét về đêm và sáng.",
        ],
        body: &[
            "Nhiệt độ thấp nhất khoảng {m} độ C, vùng cao có nơi thấp hơn.",
            "Bà con nên che chắn chuồng trại và dự trữ thức ăn cho trâu bò.",
            "Rau màu vụ đông cần được tủ gốc bằng rơm.",
            "Từ ngày thứ ba, trời hửng nắng, độ ẩm giảm.",
            "Các trường được chủ động cho học sinh nhỏ nghỉ khi trời quá rét.",
            "Lượng mưa không đáng kể, gió nhẹ.",
        ],
    },
    Frame {
        titles: &[
            "Triển lãm ảnh về Cao Bằng mở cửa {s}",
            "{n} bức ảnh về {p} được trưng bày",
            "Trưng bày sách và ảnh về vùng đất Cao Bằng",
        ],
        leads: &[
            "Triển lãm giới thiệu {n} bức ảnh chụp {p} và {q}.",
            "Phòng trưng bày mở cửa tự do đến hết tuần.",
        ],
        body: &[
            "Ảnh được chọn từ hơn {n}00 tác phẩm gửi về.",
            "Mỗi bức có chú thích bằng tiếng Việt và tiếng Anh.",
            "Khu vực dành cho thiếu nhi có góc tô màu và xếp hình.",
            "Ban tổ chức in {n}0 tập ảnh nhỏ tặng người xem.",
            "Nhiều bức chụp cảnh lao động, mùa gặt và phiên chợ.",
            "Buổi chiều có phần trò chuyện về cách chụp ảnh phong cảnh.",
        ],
    },
    Frame {
        titles: &[
            "Khai mạc hội thi ẩm thực ở {c}",
            "Món ngon từ {c} lên bàn tiệc hội thi",
            "{c}: {m} đội thi nấu món địa phương",
        ],
        leads: &[
            "{m} đội đến từ các xóm của {c} tranh tài nấu món địa phương.",
            "Hội thi giới thiệu bánh áp chao, vịt quay bảy vị và xôi trám.",
        ],
        body: &[
            "Mỗi đội có 90 phút để nấu và trình bày ba món.",
            "Ban giám khảo chấm hương vị, cách bày và câu chuyện về món ăn.",
            "Xôi trám đen được nhiều người nếm thử nhất.",
            "Nguyên liệu đều mua ở chợ xã trong buổi sáng.",
            "Đội đạt giải nhất nấu món cá suối nướng lá.",
            "Công thức sẽ được in thành sổ tay phát cho các hộ.",
        ],
    },
    Frame {
        titles: &[
            "Trồng thêm {n} héc ta rừng ở {c}",
            "{c} ra quân trồng cây {s}",
            "Bà con {c} nhận cây giống trồng rừng",
        ],
        leads: &[
            "Hạt kiểm lâm cấp {n} nghìn cây giống cho bà con {c}.",
            "Lễ ra quân trồng cây ở {c} có {n}0 đoàn viên tham gia.",
        ],
        body: &[
            "Giống cây gồm lát hoa, mỡ và sa mộc.",
            "Mỗi hố cách nhau {m} mét, bón lót phân chuồng.",
            "Cán bộ kiểm lâm hướng dẫn cách chăm cây trong hai năm đầu.",
            "Diện tích có rừng che phủ của xã đạt {n} phần trăm.",
            "Các xóm lập tổ tuần rừng, mỗi tổ {m} người.",
            "Cây sống dưới nắng hanh nhờ được tưới vào chiều tối.",
        ],
    },
    Frame {
        titles: &[
            "Khám bệnh, cấp thuốc cho {n}0 người ở {c}",
            "Đoàn y bác sĩ về {c}",
            "{c}: tiêm phòng cho trẻ nhỏ đạt {n} phần trăm",
        ],
        leads: &[
            "Đoàn y bác sĩ của bệnh viện tỉnh khám cho người cao tuổi ở {c}.",
            "Trạm y tế {c} tổ chức khám lưu động trong {s}.",
        ],
        body: &[
            "Người dân được đo huyết áp, siêu âm và nhận thuốc theo đơn.",
            "Phần lớn mắc bệnh xương khớp do thời tiết.",
            "Bác sĩ dặn dò cách ăn uống và tập thở.",
            "Những ca cần theo dõi được hẹn xuống tuyến tỉnh sau {m} ngày.",
            "Trạm có thêm một tủ bảo quản vắc-xin mới.",
            "Đoàn thanh niên giúp đưa các cụ ở xóm xa đến trạm.",
        ],
    },
    Frame {
        titles: &[
            "Cửa khẩu Tà Lùng thông quan {n} xe nông sản mỗi ngày",
            "Xuất khẩu nông sản qua cửa khẩu Trà Lĩnh tăng",
            "Hàng hóa qua cửa khẩu Tà Lùng {s}",
        ],
        leads: &[
            "Lượng xe chở nông sản qua cửa khẩu đạt {n} xe mỗi ngày.",
            "Các mặt hàng chính là thanh long, sầu riêng và tinh bột sắn.",
        ],
        body: &[
            "Cơ quan hải quan bố trí thêm ca làm việc buổi tối.",
            "Bãi xe được chia theo nhóm hàng để giảm thời gian chờ.",
            "Tờ khai điện tử giúp rút ngắn thủ tục còn {m} phút.",
            "Doanh nghiệp mong có thêm kho lạnh gần cửa khẩu.",
            "Kim ngạch mười tháng tăng {n} phần trăm.",
            "Hai bên trao đổi thông tin qua đường dây nóng mỗi sáng.",
        ],
    },
];

/// News from elsewhere.
pub(crate) const FAR: &[Frame] = &[
    Frame {
        titles: &[
            "{e} mở thêm tuyến xe buýt",
            "Khởi công cầu mới ở {e}",
            "{e} quy hoạch khu dân cư ven sông",
        ],
        leads: &[
            "Dự án ở {e} dự kiến hoàn thành trong {n} tháng.",
            "Người dân {e} sẽ có thêm lựa chọn đi lại.",
        ],
        body: &[
            "Tuyến dài {n} km, có {m} điểm dừng.",
            "Giá vé lượt là {m} nghìn đồng, học sinh được giảm một nửa.",
            "Nhà đầu tư cam kết hoàn trả mặt bằng đúng hạn.",
            "Cơ quan quản lý lấy ý kiến cư dân trong 15 ngày.",
            "Phương án kiến trúc được chọn từ {m} hồ sơ dự thi.",
            "Việc thi công vào ban đêm được hạn chế để bảo đảm giấc ngủ.",
        ],
    },
    Frame {
        titles: &[
            "Giá cà phê {s} nhích lên",
            "Xuất khẩu tôm đạt {n} triệu đô la",
            "Doanh nghiệp dệt may ở {e} tìm thêm đơn hàng",
        ],
        leads: &[
            "Giá thu mua trong ngày tăng {m} trăm đồng mỗi cân.",
            "Thị trường {s} có nhiều tín hiệu tốt.",
        ],
        body: &[
            "Nguồn cung từ vụ mới chưa nhiều nên giá giữ ở mức cao.",
            "Các hợp đồng kỳ hạn tháng sau được ký với khối lượng lớn.",
            "Chi phí vận chuyển giảm {m} phần trăm so với quý trước.",
            "Người trồng được khuyên không bán tháo khi giá biến động.",
            "Hiệp hội ngành hàng dự báo cả năm tăng {n} phần trăm.",
            "Nhà máy tuyển thêm {n}0 lao động cho dây chuyền mới.",
        ],
    },
    Frame {
        titles: &[
            "Đội chủ nhà thắng {m}-0 trên sân {e}",
            "Vòng đấu cuối tuần: nhiều bàn thắng đẹp",
            "Huấn luyện viên hài lòng sau trận hòa",
        ],
        leads: &[
            "Trận đấu ở {e} có {n} nghìn người xem.",
            "Hai đội chơi tấn công ngay từ đầu.",
        ],
        body: &[
            "Bàn mở tỷ số đến ở phút {n} sau pha phối hợp ba người.",
            "Thủ môn đội khách cản phá {m} cú sút trong hiệp một.",
            "Hàng tiền vệ chơi kín kẽ và chuyền chính xác.",
            "Đội chủ nhà lên hạng ba với {n} điểm.",
            "Lượt sau, hai đội gặp lại nhau vào tối thứ Bảy.",
            "Ban huấn luyện cho biết sẽ xoay vòng đội hình.",
        ],
    },
];
