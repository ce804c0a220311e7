-- Requests about people's data, who looked at it, and how long logs are kept. prisma/privacy.prisma says what each column means.

CREATE TABLE "privacy_requests" (
  "shop_id" INTEGER NOT NULL,
  "id" SERIAL NOT NULL,
  "event_id" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "customer_id" BIGINT,
  "order_ids" BIGINT[],
  "requested_at" TIMESTAMPTZ(3) NOT NULL,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  "done_at" TIMESTAMPTZ(3),
  "done_by" TEXT,
  CONSTRAINT "privacy_requests_pkey" PRIMARY KEY ("shop_id", "id"),
  CONSTRAINT "privacy_requests_kind_check" CHECK (kind IN ('data', 'redact'))
);
CREATE UNIQUE INDEX "privacy_requests_shop_id_event_id_key" ON "privacy_requests"("shop_id", "event_id");
SELECT protect_tenant_table('privacy_requests');
GRANT USAGE ON SEQUENCE "privacy_requests_id_seq" TO regulars_app;

CREATE TABLE "access_log" (
  "shop_id" INTEGER NOT NULL,
  "id" BIGSERIAL NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "by" TEXT NOT NULL,
  "what" TEXT NOT NULL,
  "customer_id" BIGINT,
  CONSTRAINT "access_log_pkey" PRIMARY KEY ("shop_id", "id"),
  CONSTRAINT "access_log_what_check" CHECK (what IN ('customer', 'search', 'export', 'data-request'))
);
SELECT protect_tenant_table('access_log');
GRANT USAGE ON SEQUENCE "access_log_id_seq" TO regulars_app;

CREATE TABLE "privacy_settings" (
  "shop_id" INTEGER NOT NULL,
  "keep_log_days" INTEGER NOT NULL,
  "changed_at" TIMESTAMPTZ(3) NOT NULL,
  "changed_by" TEXT NOT NULL,
  CONSTRAINT "privacy_settings_pkey" PRIMARY KEY ("shop_id"),
  CONSTRAINT "privacy_settings_keep_check" CHECK (keep_log_days IN (30, 90, 365))
);
SELECT protect_tenant_table('privacy_settings');

-- When Shopify asked for everything of the shop to be deleted. The row itself is the last to go: an event that comes later is one of an unknown shop.
ALTER TABLE "shops" ADD COLUMN "redact_asked_at" TIMESTAMPTZ(3);
