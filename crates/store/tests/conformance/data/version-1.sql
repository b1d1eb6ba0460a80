-- A database as the first version of the schema wrote it. Never edited: it stands for the databases that are out
-- there. BYTES('..')BYTES is written as each engine writes bytes.

-- The first schema. Accepted by SQLite and PostgreSQL alike: BIGINT for numbers and truth values (0, 1),
-- times in microseconds UTC, TEXT for the rest.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE articles (
    id         BIGINT PRIMARY KEY,
    source     TEXT   NOT NULL,
    url        TEXT   NOT NULL,
    published  BIGINT,
    first_seen BIGINT NOT NULL,
    late       BIGINT NOT NULL,
    withdrawn  BIGINT,
    revision   BIGINT NOT NULL,
    text_hash  TEXT   NOT NULL
);

CREATE TABLE aliases (
    url     TEXT   PRIMARY KEY,
    article BIGINT NOT NULL REFERENCES articles (id)
);

CREATE TABLE revisions (
    article    BIGINT NOT NULL REFERENCES articles (id),
    number     BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    title      TEXT   NOT NULL,
    lead       TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    way        TEXT   NOT NULL,
    confidence BIGINT NOT NULL,
    seen       BIGINT NOT NULL,
    PRIMARY KEY (article, number)
);

CREATE TABLE log (
    seq      BIGINT PRIMARY KEY,
    at       BIGINT NOT NULL,
    event    TEXT   NOT NULL,
    article  BIGINT NOT NULL REFERENCES articles (id),
    revision BIGINT
);
CREATE INDEX log_at ON log (at);

CREATE TABLE channels (
    url           TEXT   PRIMARY KEY,
    source        TEXT   NOT NULL,
    kind          TEXT   NOT NULL,
    etag          TEXT,
    last_modified TEXT,
    content_hash  TEXT,
    last_at       BIGINT,
    last_ok       BIGINT,
    last_full     BIGINT,
    last_result   TEXT,
    failures      BIGINT NOT NULL,
    next_at       BIGINT,
    reason        TEXT   NOT NULL,
    parse_failed  BIGINT NOT NULL
);

-- What channels listed: each address once, with what is still to be done about it. A row with a due time is
-- work; one without is settled, or given up when it carries an error.
CREATE TABLE pages (
    url           TEXT   PRIMARY KEY,
    source        TEXT   NOT NULL,
    channel       TEXT,
    entry         TEXT   NOT NULL,
    first_seen    BIGINT NOT NULL,
    due           BIGINT,
    stage         BIGINT NOT NULL,
    attempts      BIGINT NOT NULL,
    etag          TEXT,
    last_modified TEXT,
    error         TEXT
);
CREATE INDEX pages_due ON pages (due);

-- A hash of what each channel said last of an address: a change is a change of one channel's words, not a
-- difference between two channels.
CREATE TABLE listings (
    url         TEXT NOT NULL REFERENCES pages (url),
    channel     TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    PRIMARY KEY (url, channel)
);

CREATE TABLE requests (
    id          BIGINT PRIMARY KEY,
    at          BIGINT NOT NULL,
    source      TEXT   NOT NULL,
    channel     TEXT,
    url         TEXT   NOT NULL,
    status      BIGINT,
    bytes       BIGINT NOT NULL,
    duration_ms BIGINT NOT NULL,
    error       TEXT
);
CREATE INDEX requests_at ON requests (at);

CREATE TABLE checkpoints (
    reader TEXT   PRIMARY KEY,
    seq    BIGINT NOT NULL
);

-- A flag that a replay no longer raises stays as a row that is not live, so that its id is never given to
-- another one.
CREATE TABLE flags (
    id             BIGINT PRIMARY KEY,
    article        BIGINT NOT NULL REFERENCES articles (id),
    topic          TEXT   NOT NULL,
    live           BIGINT NOT NULL,
    by_hand        BIGINT NOT NULL,
    revision       BIGINT NOT NULL,
    topic_revision TEXT   NOT NULL,
    score          BIGINT NOT NULL,
    threshold      BIGINT NOT NULL,
    seq            BIGINT NOT NULL,
    at             BIGINT NOT NULL,
    late           BIGINT NOT NULL,
    places         TEXT   NOT NULL,
    evidence       TEXT   NOT NULL,
    UNIQUE (article, topic)
);
CREATE INDEX flags_topic ON flags (topic);
CREATE INDEX flags_at ON flags (at);

-- What people said, newest last; null takes a verdict back. Kept by article and topic: no replay touches it.
CREATE TABLE verdicts (
    id      BIGINT PRIMARY KEY,
    article BIGINT NOT NULL REFERENCES articles (id),
    topic   TEXT   NOT NULL,
    verdict TEXT,
    who     TEXT   NOT NULL,
    at      BIGINT NOT NULL
);
CREATE INDEX verdicts_flag ON verdicts (article, topic);

CREATE TABLE topic_history (
    id         BIGINT PRIMARY KEY,
    topic      TEXT   NOT NULL,
    revision   TEXT   NOT NULL,
    definition TEXT   NOT NULL,
    from_seq   BIGINT NOT NULL,
    until_seq  BIGINT,
    at         BIGINT NOT NULL,
    who        TEXT   NOT NULL
);

CREATE TABLE digests (
    key      TEXT   PRIMARY KEY,
    first_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    content  TEXT   NOT NULL,
    made_at  BIGINT NOT NULL
);

CREATE TABLE leases (
    name    TEXT   PRIMARY KEY,
    owner   TEXT   NOT NULL,
    expires BIGINT NOT NULL
);

CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BYTEA NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
    VALUES (1, 'first', TRUE, BYTES('cc19a38a6d85b0be883b0cec04963ff9eaa8c9f1f9fe9e522c5689a197959d7bb222f844d789682851430856889b596a')BYTES, 1000);

INSERT INTO meta (key, value) VALUES ('epoch', 'saved-version-1'), ('setting.demo.seed', '7');
INSERT INTO articles (id, source, url, published, first_seen, late, withdrawn, revision, text_hash)
    VALUES (1, 'bao-mot', 'https://bao.example/hoi', NULL, 1790000000000000, 0, 1790001800000000, 2, '00000000000000000000000000000000');
INSERT INTO aliases (url, article) VALUES ('https://bao.example/hoi', 1), ('https://m.bao.example/hoi', 1);
INSERT INTO revisions (article, number, kind, title, lead, body, way, confidence, seen)
    VALUES (1, 1, 'published', 'Khai hội Lồng Tồng', '', 'Sáng nay.', 'selectors', 100, 1790000000000000),
           (1, 2, 'published', 'Khai hội Lồng Tồng (sửa)', 'Sapô.', 'Sáng nay, đông người dự.', 'library', 80, 1790001200000000);
INSERT INTO log (seq, at, event, article, revision)
    VALUES (1, 1790000000000000, 'revision', 1, 1), (2, 1790001200000000, 'revision', 1, 2), (3, 1790001800000000, 'withdrawal', 1, NULL);
INSERT INTO channels (url, source, kind, last_at, last_ok, failures, next_at, reason, parse_failed)
    VALUES ('https://bao.example/rss', 'bao-mot', 'feed', 1790000000000000, 1790000000000000, 0, 1790001200000000, 'every 20 min', 0);
INSERT INTO pages (url, source, channel, entry, first_seen, due, stage, attempts, etag)
    VALUES ('https://bao.example/hoi', 'bao-mot', 'https://bao.example/rss', '{"id":null,"url":"https://bao.example/hoi","title":"Khai hội Lồng Tồng","summary":null,"content":null,"published":null,"updated":null}', 1790000000000000, 1790003600000000, 1, 0, '"e"');
INSERT INTO listings (url, channel, fingerprint)
    VALUES ('https://bao.example/hoi', 'https://bao.example/rss', '00000000000000000000000000000000');
INSERT INTO requests (id, at, source, channel, url, status, bytes, duration_ms, error)
    VALUES (1, 1790000000000000, 'bao-mot', 'https://bao.example/rss', 'https://bao.example/rss', 200, 1234, 56, NULL);
INSERT INTO checkpoints (reader, seq) VALUES ('flags', 3);
INSERT INTO flags (id, article, topic, live, by_hand, revision, topic_revision, score, threshold, seq, at, late, places, evidence)
    VALUES (1, 1, 'le-hoi', 1, 0, 1, 'r1', 7, 5, 1, 1790000000000000, 0, '["cao-bang"]', '[{"term":"\"khai hội\"","weight":7,"field":"title","start":0,"end":10,"text":"Khai hội"}]');
INSERT INTO verdicts (id, article, topic, verdict, who, at) VALUES (1, 1, 'le-hoi', 'relevant', 'an', 1790000600000000);
INSERT INTO topic_history (id, topic, revision, definition, from_seq, until_seq, at, who)
    VALUES (1, 'le-hoi', 'r1', '{"id":"le-hoi","revision":"r1","name":"Lễ hội","why":"Quản lý lễ hội","owner":"phong-van-hoa","priority":"high","threshold":5,"places":["cao-bang"],"terms":[{"query":"\"lễ hội\"","weight":5}],"exclusions":[]}', 1, NULL, 1790000000000000, 'configuration');
INSERT INTO digests (key, first_at, until_at, content, made_at)
    VALUES ('day:2026-09-21', 1790000000000000, 1790086400000000, '{"version":1}', 1790086460000000);
INSERT INTO leases (name, owner, expires) VALUES ('readers', 'process 1', 1790000060000000);
