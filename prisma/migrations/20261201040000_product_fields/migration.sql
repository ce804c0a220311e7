-- Lists of products that are written to products at Shopify: what stands there, what is under way, whose it is, and what each run changed. prisma/product-fields.prisma says what each column means.

CREATE TABLE "product_field_writing" (
  "shop_id" INTEGER NOT NULL,
  "state" TEXT NOT NULL,
  "target" TEXT NOT NULL,
  "since" TIMESTAMPTZ(3) NOT NULL,
  "by" TEXT NOT NULL,
  "paused_at" TIMESTAMPTZ(3),
  "paused_by" TEXT,
  "definitions_go" BOOLEAN NOT NULL DEFAULT false,
  "defined_at" TIMESTAMPTZ(3),
  "looked_at" TIMESTAMPTZ(3),
  "error_code" TEXT,
  "error_message" TEXT,
  "worker" TEXT,
  "lease_until" TIMESTAMPTZ(3),
  CONSTRAINT "product_field_writing_pkey" PRIMARY KEY ("shop_id"),
  CONSTRAINT "product_field_writing_state_check" CHECK (state IN ('off', 'on', 'held', 'removing')),
  CONSTRAINT "product_field_writing_target_check" CHECK (target IN ('own', 'standard'))
);
SELECT protect_tenant_table('product_field_writing');

CREATE TABLE "product_field_ledger" (
  "shop_id" INTEGER NOT NULL,
  "product_id" BIGINT NOT NULL,
  "field" TEXT NOT NULL,
  "stands" JSONB,
  "theirs" BOOLEAN NOT NULL DEFAULT false,
  "their_value" TEXT,
  "intended" JSONB,
  "sent" BOOLEAN NOT NULL DEFAULT false,
  "run_id" INTEGER,
  "refused" JSONB,
  "refusal" TEXT,
  "written_at" TIMESTAMPTZ(3),
  CONSTRAINT "product_field_ledger_pkey" PRIMARY KEY ("shop_id", "product_id", "field"),
  CONSTRAINT "product_field_ledger_field_check" CHECK (field IN ('together', 'also'))
);
-- What is under way: nothing, most of the time.
CREATE INDEX "product_field_ledger_under_way" ON "product_field_ledger"("shop_id", "product_id") WHERE intended IS NOT NULL;
SELECT protect_tenant_table('product_field_ledger');

CREATE TABLE "product_field_runs" (
  "shop_id" INTEGER NOT NULL,
  "id" SERIAL NOT NULL,
  "kind" TEXT NOT NULL,
  "cause" TEXT NOT NULL,
  "exact" BOOLEAN NOT NULL,
  "back_to" INTEGER,
  "state" TEXT NOT NULL,
  "requested_at" TIMESTAMPTZ(3) NOT NULL,
  "requested_by" TEXT NOT NULL,
  "started_at" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3),
  "through" BIGINT NOT NULL DEFAULT -1,
  "products" INTEGER NOT NULL DEFAULT 0,
  "looked" INTEGER NOT NULL DEFAULT 0,
  "written" INTEGER NOT NULL DEFAULT 0,
  "theirs" INTEGER NOT NULL DEFAULT 0,
  "failed" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "product_field_runs_pkey" PRIMARY KEY ("shop_id", "id"),
  CONSTRAINT "product_field_runs_kind_check" CHECK (kind IN ('look', 'write', 'undo', 'remove')),
  CONSTRAINT "product_field_runs_cause_check" CHECK (cause IN ('asked', 'lists', 'products', 'rules', 'resumed', 'fields-gone')),
  CONSTRAINT "product_field_runs_state_check" CHECK (state IN ('waiting', 'running', 'done', 'cancelled'))
);
SELECT protect_tenant_table('product_field_runs');
GRANT USAGE ON SEQUENCE "product_field_runs_id_seq" TO regulars_app;

CREATE TABLE "product_field_changes" (
  "shop_id" INTEGER NOT NULL,
  "run_id" INTEGER NOT NULL,
  "product_id" BIGINT NOT NULL,
  "field" TEXT NOT NULL,
  "before" JSONB,
  "after" JSONB,
  CONSTRAINT "product_field_changes_pkey" PRIMARY KEY ("shop_id", "product_id", "field", "run_id")
);
SELECT protect_tenant_table('product_field_changes');
