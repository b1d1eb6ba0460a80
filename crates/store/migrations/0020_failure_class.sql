-- Why a request failed as data (the stable name of its class), beside the error in words: pages and digest say it in
-- their own language. Rows from before have none, and their error is shown as it stands.
ALTER TABLE requests ADD COLUMN failure TEXT;
