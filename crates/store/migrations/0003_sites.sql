-- The work queue by site, so that several processes can share it: who may ask a site until when, and from when on
-- it may be asked again. Times are of the machine's clock.
CREATE TABLE sites (
    site    TEXT   PRIMARY KEY,
    owner   TEXT,
    expires BIGINT NOT NULL,
    free_at BIGINT NOT NULL
);
CREATE INDEX sites_owner ON sites (owner);

-- The site of each page, and the order in which pages were listed.
ALTER TABLE pages ADD COLUMN site TEXT NOT NULL DEFAULT '';
ALTER TABLE pages ADD COLUMN number BIGINT NOT NULL DEFAULT 0;
CREATE INDEX pages_site ON pages (site, due);
CREATE INDEX pages_number ON pages (number);
