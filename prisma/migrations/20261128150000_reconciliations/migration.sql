-- Looks at Shopify for what no event told of. prisma/reconcile.prisma says what each column means.

CREATE TABLE "reconciliations" (
  "shop_id" INTEGER NOT NULL,
  "id" SERIAL NOT NULL,
  "cause" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "active" BOOLEAN,
  "sweep" BOOLEAN NOT NULL,
  "requested_by" TEXT,
  "requested_at" TIMESTAMPTZ(3) NOT NULL,
  "started_at" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3),
  "progress_at" TIMESTAMPTZ(3),
  "swept_at" TIMESTAMPTZ(3),
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "import_run_id" INTEGER,
  "error_code" TEXT,
  "error_message" TEXT,
  CONSTRAINT "reconciliations_pkey" PRIMARY KEY ("shop_id", "id"),
  CONSTRAINT "reconciliations_state_check" CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'handed-over'))
);
CREATE UNIQUE INDEX "reconciliations_shop_id_active_key" ON "reconciliations"("shop_id", "active");
GRANT USAGE ON SEQUENCE "reconciliations_id_seq" TO regulars_app;
SELECT protect_tenant_table('reconciliations');

CREATE TABLE "reconciliation_parts" (
  "shop_id" INTEGER NOT NULL,
  "reconciliation_id" INTEGER NOT NULL,
  "part" TEXT NOT NULL,
  "done" BOOLEAN NOT NULL DEFAULT false,
  "read_from" TIMESTAMPTZ(3),
  "read_to" TIMESTAMPTZ(3),
  "cursor" TEXT,
  "listed" INTEGER NOT NULL DEFAULT 0,
  "standing" INTEGER NOT NULL DEFAULT 0,
  "inserted" INTEGER NOT NULL DEFAULT 0,
  "updated" INTEGER NOT NULL DEFAULT 0,
  "deleted" INTEGER NOT NULL DEFAULT 0,
  "early" INTEGER NOT NULL DEFAULT 0,
  "completed" INTEGER NOT NULL DEFAULT 0,
  "same" INTEGER NOT NULL DEFAULT 0,
  "stale" INTEGER NOT NULL DEFAULT 0,
  "gone" INTEGER NOT NULL DEFAULT 0,
  "rejected" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "reconciliation_parts_pkey" PRIMARY KEY ("shop_id", "reconciliation_id", "part")
);
SELECT protect_tenant_table('reconciliation_parts');

CREATE TABLE "read_until" (
  "shop_id" INTEGER NOT NULL,
  "part" TEXT NOT NULL,
  "start" TIMESTAMPTZ(3) NOT NULL,
  "until" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "read_until_pkey" PRIMARY KEY ("shop_id", "part")
);
SELECT protect_tenant_table('read_until');

-- When each shop is looked at next. With the shops, which are the system role's: whoever looks for shops that are due looks across all of them.
ALTER TABLE "shops" ADD COLUMN "check_at" TIMESTAMPTZ(3);
CREATE INDEX "shops_check_at_idx" ON "shops"("check_at");

-- When any worker looked last for shops that are due: a longer silence is a gap. One row. Role system.
CREATE TABLE "worker_ticks" (
  "name" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "worker_ticks_pkey" PRIMARY KEY ("name")
);
GRANT SELECT, INSERT, UPDATE, DELETE ON "worker_ticks" TO regulars_system;
