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
