-- What was learned of a channel (JSON with a version), and the reason of its next time as data instead of words.
-- Words cannot be turned into data here, so channels are asked anew; what they list is known and adds nothing.
ALTER TABLE channels ADD COLUMN memory TEXT NOT NULL DEFAULT '{}';
UPDATE channels SET reason = '{"because":"not-asked"}', next_at = NULL;

-- When a page was first found gone (404, 410): only a second look makes a withdrawal of it.
ALTER TABLE pages ADD COLUMN gone BIGINT;
