-- A shop's events that were put aside for a person: looked for whenever its Data page is opened, and few.
CREATE INDEX "inbox_events_failed_idx" ON "inbox_events"("shop_domain", "finished_at") WHERE "state" = 'failed';
