-- Which events a process has in its hands, one row a shop: whoever finds the row of another process in a shop that is free
-- knows that it died in the midst of that turn. Unlogged: it costs no flush, and what a crash of the database itself takes
-- with it was no event's doing.
CREATE UNLOGGED TABLE "inbox_turns" (
  "shop_domain" TEXT NOT NULL,
  "holder" TEXT NOT NULL,
  "event_ids" BIGINT[] NOT NULL,
  CONSTRAINT "inbox_turns_pkey" PRIMARY KEY ("shop_domain")
);
-- Written over with each turn: room for that in its page keeps the index out of it.
ALTER TABLE "inbox_turns" SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
GRANT SELECT, INSERT, UPDATE, DELETE ON "inbox_turns" TO regulars_system;

-- How often a process died while it had the event in its hands.
ALTER TABLE "inbox_events" ADD COLUMN "crashes" SMALLINT NOT NULL DEFAULT 0;

-- What came in for one shop since an instant, for the Data page: the other indexes know a shop's events by number only.
CREATE INDEX "inbox_events_shop_domain_received_at_idx" ON "inbox_events"("shop_domain", "received_at");
