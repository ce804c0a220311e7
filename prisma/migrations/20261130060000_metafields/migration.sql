-- The app's own fields on customers at Shopify: what stands there, what is under way, and on whose word. prisma/metafields.prisma says what each column means.

CREATE TABLE "metafield_writing" (
  "shop_id" INTEGER NOT NULL,
  "state" TEXT NOT NULL,
  "since" TIMESTAMPTZ(3) NOT NULL,
  "by" TEXT NOT NULL,
  "paused_at" TIMESTAMPTZ(3),
  "paused_by" TEXT,
  "definitions_go" BOOLEAN NOT NULL DEFAULT false,
  "defined_at" TIMESTAMPTZ(3),
  "followed" INTEGER NOT NULL DEFAULT 0,
  "followed_at" TIMESTAMPTZ(3),
  "error_code" TEXT,
  "error_message" TEXT,
  "worker" TEXT,
  "lease_until" TIMESTAMPTZ(3),
  CONSTRAINT "metafield_writing_pkey" PRIMARY KEY ("shop_id"),
  CONSTRAINT "metafield_writing_state_check" CHECK (state IN ('off', 'on', 'removing'))
);
SELECT protect_tenant_table('metafield_writing');

CREATE TABLE "metafield_ledger" (
  "shop_id" INTEGER NOT NULL,
  "customer_id" BIGINT NOT NULL,
  "stands" JSONB NOT NULL DEFAULT '{}',
  "unsure" BOOLEAN NOT NULL DEFAULT false,
  "intended" JSONB,
  "sent_at" TIMESTAMPTZ(3),
  "run_id" INTEGER,
  "batch" INTEGER,
  "line" INTEGER,
  "refused" JSONB,
  "refusal" TEXT,
  "written_at" TIMESTAMPTZ(3),
  CONSTRAINT "metafield_ledger_pkey" PRIMARY KEY ("shop_id", "customer_id")
);
-- What is under way: nothing, most of the time.
CREATE INDEX "metafield_ledger_under_way" ON "metafield_ledger"("shop_id", "batch", "line") WHERE intended IS NOT NULL;
SELECT protect_tenant_table('metafield_ledger');

CREATE TABLE "metafield_runs" (
  "shop_id" INTEGER NOT NULL,
  "id" SERIAL NOT NULL,
  "kind" TEXT NOT NULL,
  "cause" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "requested_at" TIMESTAMPTZ(3) NOT NULL,
  "requested_by" TEXT NOT NULL,
  "started_at" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3),
  "through" BIGINT NOT NULL DEFAULT -1,
  "customers" INTEGER NOT NULL DEFAULT 0,
  "looked" INTEGER NOT NULL DEFAULT 0,
  "written" INTEGER NOT NULL DEFAULT 0,
  "failed" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "metafield_runs_pkey" PRIMARY KEY ("shop_id", "id"),
  CONSTRAINT "metafield_runs_kind_check" CHECK (kind IN ('write', 'remove')),
  CONSTRAINT "metafield_runs_cause_check" CHECK (cause IN ('asked', 'sorted', 'resumed', 'fields-gone')),
  CONSTRAINT "metafield_runs_state_check" CHECK (state IN ('waiting', 'running', 'done', 'cancelled'))
);
SELECT protect_tenant_table('metafield_runs');
GRANT USAGE ON SEQUENCE "metafield_runs_id_seq" TO regulars_app;

CREATE TABLE "metafield_batches" (
  "shop_id" INTEGER NOT NULL,
  "number" INTEGER NOT NULL,
  "action" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "operation_name" TEXT NOT NULL,
  "operation_id" TEXT,
  "lines" INTEGER NOT NULL,
  "progress" INTEGER NOT NULL DEFAULT 0,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "finished_at" TIMESTAMPTZ(3),
  CONSTRAINT "metafield_batches_pkey" PRIMARY KEY ("shop_id", "number"),
  CONSTRAINT "metafield_batches_action_check" CHECK (action IN ('set', 'delete')),
  CONSTRAINT "metafield_batches_state_check" CHECK (state IN ('prepared', 'running', 'done'))
);
SELECT protect_tenant_table('metafield_batches');
