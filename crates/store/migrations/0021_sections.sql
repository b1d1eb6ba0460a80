-- The section (chuyên mục) an article stands in, by the name its source gives it. Articles from before have none until
-- they are revised or read again from kept pages.
ALTER TABLE articles ADD COLUMN section TEXT;
