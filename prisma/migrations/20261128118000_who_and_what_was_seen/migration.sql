-- An approval takes a part of a proposal away: whoever read it before that has other numbers before them than it has now.
ALTER TABLE "tag_runs" ADD COLUMN "seen_from" INTEGER NOT NULL DEFAULT 1;

-- Who changed the settings of tags last, where that was not the Settings screen.
ALTER TABLE "tag_settings" ADD COLUMN "updated_by" TEXT;
