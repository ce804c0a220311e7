-- An install that nothing has followed from yet (a first import, a look at what happened meanwhile): noted with the install,
-- taken back once that is in the queue, so that what failed in between is begun by the next request.
ALTER TABLE "shops" ADD COLUMN "catch_up_due" BOOLEAN NOT NULL DEFAULT false, ADD COLUMN "away_since" TIMESTAMPTZ(3);
