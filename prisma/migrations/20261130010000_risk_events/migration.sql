-- Whose churn risk rose past the merchant's line, and when. prisma/forecast.prisma says what each column means.

ALTER TABLE "shop_settings" ADD COLUMN "risk_line" SMALLINT NOT NULL DEFAULT 66;

-- A line of 0 is nobody's: where customers stood before this version is taken from their risk by the next fit, without an event.
ALTER TABLE "customer_forecasts" ADD COLUMN "past_line" BOOLEAN NOT NULL DEFAULT false, ADD COLUMN "risk_line" SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE "customer_forecasts" ALTER COLUMN "past_line" DROP DEFAULT, ALTER COLUMN "risk_line" DROP DEFAULT;

CREATE TABLE "risk_events" (
  "shop_id" INTEGER NOT NULL,
  "id" BIGSERIAL NOT NULL,
  "customer_id" BIGINT NOT NULL,
  "happened_at" TIMESTAMPTZ(3) NOT NULL,
  "risk_before" DOUBLE PRECISION NOT NULL,
  "risk_after" DOUBLE PRECISION NOT NULL,
  "line" SMALLINT NOT NULL,
  "cause" TEXT NOT NULL,
  "merged_from" BIGINT,
  -- In the order of their numbers events are read by whoever acts on them.
  CONSTRAINT "risk_events_pkey" PRIMARY KEY ("shop_id", "id"),
  CONSTRAINT "risk_events_cause_check" CHECK (cause IN ('time', 'event', 'settings'))
);
CREATE INDEX "risk_events_shop_id_customer_id_happened_at_idx" ON "risk_events"("shop_id", "customer_id", "happened_at");
SELECT protect_tenant_table('risk_events');
GRANT USAGE ON SEQUENCE "risk_events_id_seq" TO regulars_app;
