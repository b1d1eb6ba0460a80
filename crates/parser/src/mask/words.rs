//! Words that tell numbers apart.

/// Words that announce a phone number, folded.
pub(super) const PHONE_WORDS: &[&str] = &[
    "dt",
    "sdt",
    "dtdd",
    "dtcd",
    "tel",
    "fax",
    "hotline",
    "zalo",
    "viber",
    "dien thoai",
    "day nong",
    "phone",
    "mobile",
    "lien he",
    "di dong",
    "co dinh",
];

/// Words that announce an identity number, folded.
pub(super) const IDENTITY_WORDS: &[&str] = &[
    "cmnd",
    "cmtnd",
    "cmt",
    "cccd",
    "can cuoc",
    "can cuoc cong dan",
    "chung minh nhan dan",
    "chung minh thu",
    "chung minh",
    "dinh danh",
    "dinh danh ca nhan",
    "giay to",
    "ho chieu",
];

/// Words that announce a bank account, folded.
pub(super) const ACCOUNT_WORDS: &[&str] = &["tai khoan", "stk", "tk", "account"];

/// Names of banks, folded: a number beside one is an account.
pub(super) const BANKS: &[&str] = &[
    "ngan hang",
    "vietcombank",
    "vcb",
    "agribank",
    "bidv",
    "vietinbank",
    "techcombank",
    "tcb",
    "mbbank",
    "mb bank",
    "sacombank",
    "acb",
    "vpbank",
    "tpbank",
    "vib",
    "shb",
    "hdbank",
    "lienvietpostbank",
    "lpbank",
    "msb",
    "eximbank",
    "seabank",
    "ocb",
    "kho bac",
];

/// What follows an amount, folded.
pub(super) const UNITS: &[&str] = &[
    "dong", "d", "vnd", "usd", "eur", "trieu", "ty", "ti", "nghin", "ngan", "nguoi", "luot", "ha",
    "km", "km2", "m", "m2", "m3", "kg", "tan", "gb", "mb", "euro",
];
