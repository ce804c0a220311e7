-- What came of a rebuild: the day that customers were sorted for, and who changed their tier. Of a nightly one: when it should have begun.
ALTER TABLE "profile_rebuilds"
  ADD COLUMN "for_day" INTEGER,
  ADD COLUMN "due_at" TIMESTAMPTZ(3),
  ADD COLUMN "moved" INTEGER,
  ADD COLUMN "moves" JSONB;
