-- When each shop is sorted again by itself. With the shops, which are the system role's: whoever looks for shops that are
-- due looks across all of them. Null until the first rebuild.
ALTER TABLE "shops" ADD COLUMN "nightly_at" TIMESTAMPTZ(3), ADD COLUMN "nightly_zone" TEXT, ADD COLUMN "nightly_minute" SMALLINT;
CREATE INDEX "shops_nightly_at_idx" ON "shops"("nightly_at");
