-- What the mirror needs to be kept true by events. prisma/mirror.prisma says what each column means.

ALTER TABLE "orders" ADD COLUMN "partial" BOOLEAN NOT NULL DEFAULT false, ADD COLUMN "payload_at" TIMESTAMPTZ(3);
ALTER TABLE "customers"
  ADD COLUMN "partial" BOOLEAN NOT NULL DEFAULT false, ADD COLUMN "payload_at" TIMESTAMPTZ(3),
  ADD COLUMN "tags_until" TIMESTAMPTZ(3), ADD COLUMN "tags_seen_at" TIMESTAMPTZ(3),
  ADD COLUMN "email_until" TIMESTAMPTZ(3), ADD COLUMN "sms_until" TIMESTAMPTZ(3), ADD COLUMN "totals_until" TIMESTAMPTZ(3);
ALTER TABLE "products" ADD COLUMN "partial" BOOLEAN NOT NULL DEFAULT false, ADD COLUMN "payload_at" TIMESTAMPTZ(3);

-- Few rows of a shop are ever in these: what is to be read in full is found without a look at all that is not.
CREATE INDEX "orders_partial_idx" ON "orders" ("shop_id", "id") WHERE "partial";
CREATE INDEX "orders_pending_idx" ON "orders" ("shop_id", "id") WHERE "details_pending";
CREATE INDEX "customers_partial_idx" ON "customers" ("shop_id", "id") WHERE "partial";
CREATE INDEX "products_partial_idx" ON "products" ("shop_id", "id") WHERE "partial";

CREATE TABLE "customer_tag_changes" (
  "shop_id" INTEGER NOT NULL,
  "customer_id" BIGINT NOT NULL,
  "tag_key" TEXT NOT NULL,
  "tag" TEXT NOT NULL,
  "added" BOOLEAN NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "customer_tag_changes_pkey" PRIMARY KEY ("shop_id", "customer_id", "tag_key")
);
SELECT protect_tenant_table('customer_tag_changes');

CREATE TABLE "early_customer_facts" (
  "shop_id" INTEGER NOT NULL,
  "customer_id" BIGINT NOT NULL,
  "kind" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "cells" JSONB NOT NULL,
  CONSTRAINT "early_customer_facts_pkey" PRIMARY KEY ("shop_id", "customer_id", "kind"),
  CONSTRAINT "early_customer_facts_kind_check" CHECK (kind IN ('email', 'sms', 'totals'))
);
SELECT protect_tenant_table('early_customer_facts');

CREATE TABLE "deleted_records" (
  "shop_id" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "id" BIGINT NOT NULL,
  "deleted_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "deleted_records_pkey" PRIMARY KEY ("shop_id", "kind", "id"),
  CONSTRAINT "deleted_records_kind_check" CHECK (kind IN ('customer', 'order', 'product'))
);
SELECT protect_tenant_table('deleted_records');
