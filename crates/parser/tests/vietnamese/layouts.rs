//! Small templates after the layouts of ten outlets. Only the elements' names are theirs (vn-news-sites); all words
//! are invented. `{boxes}` and the like are filled in by the test.

/// One outlet's layout.
pub(crate) struct Layout {
    pub(crate) name: &'static str,
    /// CSS of title, lead, body and time; an empty one is not known.
    pub(crate) selectors: [&'static str; 4],
    /// jiff's form of the visible time.
    pub(crate) time: &'static str,
    /// What stands in the head besides the usual.
    pub(crate) head: &'static str,
    /// Headline, time, lead and body.
    pub(crate) article: &'static str,
    /// A paragraph of the body.
    pub(crate) paragraph: &'static str,
    /// A picture with its caption.
    pub(crate) picture: &'static str,
    /// A box of related articles inside the body.
    pub(crate) related: &'static str,
}

pub(crate) const LAYOUTS: [Layout; 10] = [
    Layout {
        name: "vnexpress.net",
        selectors: [
            "h1.title-detail",
            ".description",
            ".fck_detail",
            ".header-content .date",
        ],
        time: "%-d/%-m/%Y, %H:%M (GMT+7)",
        head: "",
        article: "<div class='sidebar-1'><div class='header-content width_common'><ul class=breadcrumb><li><a href=/x>Du lịch</a></li></ul><span class=date>Thứ hai, {time}</span></div><h1 class=title-detail>{title}</h1><p class=description>{lead}</p><article class='fck_detail'>{body}<p class=author_mail><strong>Nông Mẫu</strong></p></article></div>",
        paragraph: "<p class=Normal>{}</p>",
        picture: "<figure class='tplCaption'><img src=/a.jpg><figcaption class=desc_cation><p class=Image>{}</p></figcaption></figure>",
        related: "<div class='box-tinlienquanv2 related-news'><p class=title>Tin liên quan</p><ul><li><a href=/1>{}</a></li></ul></div>",
    },
    Layout {
        name: "tuoitre.vn",
        selectors: [
            "[data-role=title]",
            ".detail-sapo",
            "div.detail-cmain",
            "[data-role=publishdate]",
        ],
        time: "%d/%m/%Y %H:%M GMT+7",
        head: "<meta property='article:published_time' content='{iso}'>",
        article: "<div class=detail__section><div class=detail-top><div class=detail-cate><a href=/x>Văn hóa</a></div><div class=detail-time><div data-role=publishdate>{time}</div></div></div><h1 class='detail-title article-title' data-role=title>{title}</h1><div class=detail-cmain><h2 class='detail-sapo' data-role=sapo>{lead}</h2><div class='detail-content afcbc-body' data-role=content>{body}</div></div></div>",
        paragraph: "<p>{}</p>",
        picture: "<figure class='VCSortableInPreviewMode' type=Photo><img src=/a.jpg><figcaption class=PhotoCMS_Caption><p>{}</p></figcaption></figure>",
        related: "<div class='VCSortableInPreviewMode' type=RelatedNewsBox><div class='box-related'><a href=/1>{}</a></div></div>",
    },
    Layout {
        name: "thanhnien.vn",
        selectors: [
            ".details__headline",
            ".sapo",
            "#abody",
            ".details__meta .meta time",
        ],
        time: "%H:%M - %d/%m/%Y",
        head: "",
        article: "<div class=details><h1 class=details__headline>{title}</h1><div class=details__meta><div class=meta><time>{time}</time></div></div><div class=sapo>{lead}</div><div id=abody class='cms-body detail'>{body}</div></div>",
        paragraph: "<p>{}</p>",
        picture: "<table class=imagefull><tr><td><img src=/a.jpg></td></tr><tr><td class=caption><p>{}</p></td></tr></table>",
        related: "<div class='details__morenews related'><article><a href=/1>{}</a></article></div>",
    },
    Layout {
        name: "baovanhoa.vn",
        selectors: [
            ".article.details > h1",
            ".Detail_Summary p",
            ".main_content",
            ".edn_metaDetails1",
        ],
        time: "%d/%m/%Y | %H:%M",
        head: "",
        article: "<div class='article details'><h1>{title}</h1><div class=edn_metaDetails1>{time}</div><div class=Detail_Summary><p>{lead}</p></div><div class=main_content>{body}</div></div>",
        paragraph: "<p style='text-align:justify'>{}</p>",
        picture: "<div class=image><img src=/a.jpg><p class='image-caption'><em>{}</em></p></div>",
        related: "<div class='tin-lien-quan'><a href=/1>{}</a></div>",
    },
    Layout {
        name: "nhandan.vn",
        selectors: [
            ".item-container > h3",
            ".sapo > p",
            ".item-content",
            ".date-created",
        ],
        time: "%d/%m/%Y, %H:%M",
        head: "",
        article: "<div class=item-container><h3>{title}</h3><div class=date-created>{time}</div><div class=sapo><p>{lead}</p></div><div class=item-content>{body}</div></div>",
        paragraph: "<p>{}</p>",
        picture: "<figure><img src=/a.jpg><figcaption>{}</figcaption></figure>",
        related: "<div class='related-news'><a href=/1>{}</a></div>",
    },
    Layout {
        name: "laodong.vn",
        selectors: ["h1.title", "", ".article-content", ".time time"],
        time: "%d/%m/%Y | %H:%M",
        head: "<script type='application/ld+json'>{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"headline\":\"{title}\",\"datePublished\":\"{iso}\"}</script>",
        article: "<article><header><h1 class=title>{title}</h1><div class=time><time>{time}</time></div></header><div class=article-content><p class=abs><strong>{lead}</strong></p>{body}</div></article>",
        paragraph: "<p>{}</p>",
        picture: "<figure class=insert-center-image><img src=/a.jpg><figcaption class=image-caption>{}</figcaption></figure>",
        related: "<div class='article-related related'><a href=/1>{}</a></div>",
    },
    Layout {
        name: "kinhtedothi.vn",
        selectors: ["h1", "", "#cotent_detail", ".time_detail_news"],
        time: "%d-%m-%Y %H:%M",
        head: "",
        article: "<div class=box_detail><h1>{title}</h1><div class=time_detail_news>{time}</div><div id=cotent_detail><p><b>{lead}</b></p>{body}</div></div>",
        paragraph: "<p>{}</p>",
        picture: "<table><tr><td><img src=/a.jpg></td></tr><tr><td class='pic-caption'>{}</td></tr></table>",
        related: "<div class='box_related'><a href=/1>{}</a></div>",
    },
    Layout {
        name: "znews.vn",
        selectors: [
            "h1.the-article-title",
            "p.the-article-summary",
            ".the-article-body",
            ".the-article-publish",
        ],
        time: "%-d/%-m/%Y %H:%M (GMT+7)",
        head: "",
        article: "<article><header class=the-article-header><h1 class=the-article-title>{title}</h1><ul class=the-article-meta><li class=the-article-publish>Thứ hai, {time}</li></ul></header><p class=the-article-summary>{lead}</p><div class=the-article-body>{body}</div></article>",
        paragraph: "<p>{}</p>",
        picture: "<table class=picture><tr><td class=pic><img src=/a.jpg></td></tr><tr><td class='pCaption caption'>{}</td></tr></table>",
        related: "<div class='inner-article related'><a href=/1><h2>{}</h2></a></div>",
    },
    Layout {
        name: "baobacninhtv.vn",
        selectors: [
            "h1.news_detail_title",
            "div.news_detail_sapo p",
            ".news_detail_content",
            ".news_detail_date",
        ],
        time: "%H:%M | %d/%m/%Y",
        head: "",
        article: "<div class=news_detail><h1 class=news_detail_title>{title}</h1><div class=news_detail_date>Ngày đăng: {time}</div><div class=news_detail_sapo><p>{lead}</p></div><div class=news_detail_content>{body}</div></div>",
        paragraph: "<p>{}</p>",
        picture: "<figure class=image><img src=/a.jpg><figcaption>{}</figcaption></figure>",
        related: "<div class='tin-cung-chuyen-muc'><a href=/1>{}</a></div>",
    },
    Layout {
        name: "vietnamplus.vn",
        selectors: [
            "h1.article__title.cms-title",
            ".article__sapo",
            ".article__body",
            ".article__meta time",
        ],
        time: "%d/%m/%Y %H:%M",
        head: "<meta property='article:published_time' content='{iso}'>",
        article: "<div class=article><h1 class='article__title cms-title'>{title}</h1><div class=article__meta><time>{time}</time></div><div class='article__sapo cms-desc'>{lead}</div><div class='article__body cms-body'>{body}</div></div>",
        paragraph: "<p>{}</p>",
        picture: "<div class=article__photo><img src=/a.jpg><em class=article__caption>{}</em></div>",
        related: "<div class='article__related related-news'><a href=/1>{}</a></div>",
    },
];

/// What stands around every article.
pub(crate) const AROUND: &str = "<!doctype html><html lang=vi><head><meta charset=utf-8><title>{title} - Báo Mẫu</title><meta property=og:title content='{title}'><meta property=og:type content=article><meta name=description content='{lead}'>{head}<style>.a{color:red}</style><script>var tin='Bản tin thử không phải bài';</script></head><body><header><a href=/>Báo Mẫu</a><span class=clock>Thứ tư, 25/11/2026, 09:00</span></header><nav><ul><li><a href=/a>Chính trị</a></li><li><a href=/b>Văn hóa</a></li><li><a href=/c>Thể thao</a></li></ul></nav><main>{article}<div class=social-share><a href=#>Chia sẻ bài viết lên mạng xã hội</a></div><div class=tags><span>Từ khóa:</span><a href=/t1>lễ hội mẫu</a><a href=/t2>xã Mẫu</a></div><div id=comments class=comment-list><h3>Ý kiến bạn đọc</h3><p>Bạn đọc một: bài viết hay quá, mong báo đăng thêm nhiều bài như thế này nữa nhé.</p><p>Bạn đọc hai: tôi đã tới đó năm ngoái và thấy cảnh rất đẹp, sẽ quay lại.</p></div></main><aside class=sidebar><h3>Đọc nhiều</h3><ul>{aside}</ul></aside><div class=ads>Quảng cáo: mua ngay hôm nay giảm giá</div><footer><p>Giấy phép số 12/GP cấp ngày 03/04/2019. Tổng biên tập: Nông Văn Mẫu. Địa chỉ: tổ 1, phường Mẫu.</p></footer></body></html>";
