//! A hundred texts to mask and a hundred to leave.

use super::{ACCOUNT, EMAIL, IDENTITY, PHONE, mask};

/// What is to be masked stands in braces, with what it is: `p` phone, `i` identity, `e` e-mail, `b` bank account.
const MASKED: &str = "\
Gọi {p:0912345678} để đặt phòng
Liên hệ {p:0987 654 321} trước ngày 12/5
Đường dây nóng {p:0912.345.678} hoạt động 24/7
Số máy {p:0912-345-678}
Gọi {p:0912.34.56.78}
Alo {p:091 234 5678} nhé
Alo {p:091.2345678} nhé
Máy {p:09 1234 5678} bận
Máy {p:09.12.34.56.78} bận
Thuê bao {p:0356789012} đã khóa
Thuê bao {p:0786.123.456} đã khóa
Số cũ {p:01682 345 678} không dùng nữa
Số cũ {p:0168.234.5678}
Từ nước ngoài gọi {p:+84912345678}
Từ nước ngoài gọi {p:+84 912 345 678}
Gọi {p:(+84) 912.345.678}
Gọi {p:+84 (0) 912 345 678}
Gọi {p:+84-206-3852-123}
Gọi {p:0084 912 345 678}
Số {p:84912345678} gọi đến
Số {p:84 912 345 678} gọi đến
Văn phòng {p:02063852123}
Văn phòng: {p:0206 3852 123}
Văn phòng: {p:0206.3.852.123}
Văn phòng {p:(0206) 3852 123}
Văn phòng {p:(0206)3.852.123}
Hà Nội {p:024 3825 1234}
Hà Nội {p:024.38251234}
TP.HCM {p:028-3829-1234}
Hà Nội cũ {p:04 3825 1234}
Cao Bằng cũ {p:026.3852.123}
Huế cũ {p:0511 3822 123}
Tổng đài {p:1900 6067} giải đáp
Tổng đài {p:19001560}
Tổng đài {p:1900.1560}
Miễn phí {p:1800 545 481}
Tổng đài {p:1900 54 54 26}
Tổng đài {p:1900 5588 92} để tư vấn
Toán tử ０ là {p:０９１２３４５６７８}
ĐT: {p:0912345678}/{p:0987654321}
SĐT: {p:3852123}
Điện thoại: {p:3852.123}
Hotline: {p:0912.345.678} - {p:0987.654.321}
Zalo {p:0368 111 222}
Fax: {p:0206.3852.999}
Tel {p:0206-3852-555}
Di động {p:0903 12 34 56}
Mùa lũ gọi {p:0206 3852 114} ngay
(ĐT {p:0975.111.222})
Gặp chị Mẫu, {p:0975111222}, xóm Mẫu
LH{p:0912345678}
gọi {p:0912345678}gặp anh Mẫu
CCCD {i:001099012345}
CCCD số {i:0010 9901 2345} do Cục cấp
số {i:080 099 001 234} cấp năm 2021
CMND: {i:080123456}, cấp ngày 01/02/2015
CMND số {i:280.123.456} do Công an cấp
số {i:123456789} mang tên Mẫu
căn cước công dân: {i:201 345 678}
Căn cước số {i:004188000123}
chứng minh nhân dân số {i:085012345}
Số định danh cá nhân {i:004200001111}
Thẻ căn cước {i:004-188-000-123}
CMTND {i:080 111 222}
Giấy CMND mang số {i:080999888}
định danh: {i:004.199.000.111}
Ông Mẫu (CCCD: {i:004088001234}) trình báo
Gửi về {e:toasoan@bao-mau.example.vn}
Thư: {e:nguyen.mau@mau.example}
Email {e:a_b-c+d@mau.example.com}.
({e:vanhoa@caobang.example.vn})
Hộp thư {e:SVHTTDL@CAOBANG.EXAMPLE.VN} nhận bài
Thư điện tử: {e:x1@y2.example}
Bài gửi {e:bandoc@mau.example}; ảnh gửi {e:anh@mau.example}
Gửi e-mail tới {e:le-hoi.2026@mau.example}, trước 2/9
{e:0912345678@mau.example}
mailto:{e:mau@mau.example}
Số tài khoản {b:0071000123456}
Số tài khoản: {b:1903 6543 2100 12} Techcombank
STK {b:8300205012345} Agribank Cao Bằng
STK: {b:33110000123456} BIDV
TK số {b:108870001234}
Tài khoản số {b:8300 2010 01234} mở tại Agribank
tài khoản Vietcombank {b:0121000123456}
tài khoản của quỹ: {b:3761.0.1012345.00000}
số tài khoản tiếp nhận ủng hộ là {b:8300211000123}
Vietcombank: {b:0331000412345}
Agribank {b:8300205098765}
BIDV - {b:33110000654321}
{b:8300205076543} (Agribank)
{b:19036543210015} Techcombank
{b:33110000111222} tại Ngân hàng BIDV
{b:10887000123456} - Vietinbank
chuyển khoản vào tài khoản {b:070012345678}
Account: {b:0011004123456}
STK {b:9704 2292 0012 3456}
số tài khoản {b:12345678} của Hội Chữ thập đỏ
Kho bạc Nhà nước, tài khoản {b:3713010123456}
STK {b:0123 4567 8901 2345}
tài khoản: {b:1020-1000-1234-567}
VietinBank {b:118000123456}
MB Bank: {b:8888123456789}";

/// Not one character of these may change.
const LEFT: &str = "\
Kế hoạch 767/KH-UBND ngày 02/03/2024
Nghị định số 03/2017/NĐ-CP
Nghị quyết 75/2005/QH11
Quyết định 0123456789/QĐ-UBND
Công văn số 1234567/BVHTTDL-DSVH
Thông tư 22/2014/TT-BTTTT
Công văn 012345678/UBND-VX
Số 1234567890/2025
kinh phí 1.234.567.890 đồng
kinh phí 100 000 000 đồng
123456789 đồng tiền vé
123.456.789đ
84.912.345.678 đồng
84912345678 VND
thiệt hại 912345678 đồng
1.000.000.000 USD
123456789 USD
250.000.000 triệu tấn
912.345.678 lượt xem
điện thoại 3.500.000 đồng
tài khoản có 500.000.000 đồng
gửi vào tài khoản 1.200.000.000 đồng
ngân hàng cho vay 12.345.678.900 đồng
số dư tài khoản 123456789 đồng
Agribank giải ngân 1.234.567.000 đồng
BIDV lãi 12.345.678 triệu
tài khoản 2.000.000 người
ngân hàng, ngày 12.05.2025
tài khoản từ 01/01/2025 đến 31/12/2026
100.352.192 người
dân số 123456789 người
1.234.567 lượt khách; 2.500 tỷ
năm 1975
2020-2025
giai đoạn 2021 - 2026
các năm 1900 2000
1900-1954
1945 1954 1975
năm 2021, 2022, 2023, 2024
ngày 09-12-2025 08:30
09.12.2025 08 giờ
02-03-2024
08:30 12/05/2025
30/4/1975 - 30/4/2025
20h30 ngày 21/4/2021
2026-11-25T08:30:00
từ 26/10 đến 1/11/2026
10/3 âm lịch 2026
tỷ số 2-1
25-21, 25-19, 21-25
tỉ số (09-11 05-11 08-11)
6-3, 4-6, 7-6 (7-5)
đội hình 4-2-3-1 và 4-3-3
Thắng 3-0 (25-20, 25-18, 25-22)
24/7
3/5-5/5
tọa độ 22.8547123, 106.7221345
22,854712345
106.0912345678
0,912345678
22°51'25\", 106°43'20\"
22.854712345, 106.722134567
3,14159265358979
https://bao.example/le-hoi-123456789.html
bao.example/tin-1234567890.htm
post123456789.html
anh_0912345678.jpg
IMG-20250512-083000.jpg
video-012345678901.mp4
ISBN 978-604-0-12345-6
mã hồ sơ AB123456789X
mã vận đơn VN0912345678VN
113, 114, 115, 111
gọi 114
quốc lộ 34, km 123+456
tỉnh lộ 206
xã 04567
đoàn 1234567 km
rộng 1234567 m2
123456789 m3 nước
45.678.901 kg
1.234.567.890 tấn
0,5 ha; 1.500 ha
12345678 ha rừng
cao 1.930 m
diện tích 6.700,39 km2
tăng 12,345678 %
98,7654321%
123456789%
912345678 ₫
912345678$
vĩ độ 22.1234567°
@langnghe gặp nhau
x@y
gặp nhau @ 5h
lúc 5h@sân vận động
Bundesliga 24/7
Covid-19, 2019-nCoV
A 123 456
1 000 000
Lễ hội lần thứ 12";

#[test]
fn a_hundred_texts_are_masked() {
    assert!(MASKED.lines().count() >= 100);
    let mut wrong = Vec::new();
    for line in MASKED.lines() {
        let (mut text, mut expected) = (String::new(), String::new());
        let mut rest = line;
        while let Some((before, found)) = rest.split_once('{') {
            let (inside, after) = found.split_once('}').expect("a closing brace");
            let (kind, number) = inside.split_once(':').expect("a kind");
            let label = match kind {
                "p" => PHONE,
                "i" => IDENTITY,
                "e" => EMAIL,
                "b" => ACCOUNT,
                _ => panic!("{line}"),
            };
            text += &format!("{before}{number}");
            expected += &format!("{before}{label}");
            rest = after;
        }
        text += rest;
        expected += rest;
        let masked = mask(&text);
        if masked != expected {
            wrong.push(format!("{text} -> {masked}, not {expected}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn a_hundred_texts_are_left() {
    assert!(LEFT.lines().count() >= 100);
    let wrong: Vec<String> = LEFT
        .lines()
        .filter(|line| mask(line) != *line)
        .map(|line| format!("{line} -> {}", mask(line)))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
