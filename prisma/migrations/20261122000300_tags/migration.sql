-- The room tags: what is wanted, what we wrote at Shopify and on whose word, and how to take it back. prisma/tags.prisma says what each column means.

CREATE TABLE "tag_settings" (
  "shop_id" INTEGER NOT NULL,
  "settings" JSONB NOT NULL DEFAULT '{}',
  "adopt" TEXT[],
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "tag_settings_pkey" PRIMARY KEY ("shop_id")
);
SELECT protect_tenant_table('tag_settings');

CREATE TABLE "tag_ledger" (
  "shop_id" INTEGER NOT NULL,
  "customer_id" BIGINT NOT NULL,
  "tag_key" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "rule" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "adopted" BOOLEAN NOT NULL DEFAULT false,
  "unwanted_since_day" INTEGER,
  "removal_held" BOOLEAN NOT NULL DEFAULT false,
  "run_id" INTEGER,
  "version" TIMESTAMPTZ(3),
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "tag_ledger_pkey" PRIMARY KEY ("shop_id", "customer_id", "tag_key"),
  CONSTRAINT "tag_ledger_state_check" CHECK (state IN ('written', 'removed-by-merchant', 'undone', 'merchants'))
);
CREATE INDEX "tag_ledger_shop_id_tag_key_state_idx" ON "tag_ledger"("shop_id", "tag_key", "state");
SELECT protect_tenant_table('tag_ledger');

CREATE TABLE "wanted_tags" (
  "shop_id" INTEGER NOT NULL,
  "customer_id" BIGINT NOT NULL,
  "rule" TEXT NOT NULL,
  "tag_key" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "reason" JSONB NOT NULL,
  "standing" TEXT NOT NULL,
  "why" TEXT NOT NULL,
  "stands_as" TEXT,
  CONSTRAINT "wanted_tags_pkey" PRIMARY KEY ("shop_id", "customer_id", "rule"),
  CONSTRAINT "wanted_tags_standing_check" CHECK (standing IN ('stands', 'to-add', 'merchants', 'held-off'))
);
CREATE INDEX "wanted_tags_shop_id_rule_standing_customer_id_idx" ON "wanted_tags"("shop_id", "rule", "standing", "customer_id");
SELECT protect_tenant_table('wanted_tags');

CREATE TABLE "tag_runs" (
  "shop_id" INTEGER NOT NULL,
  "id" SERIAL NOT NULL,
  "kind" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "revision" INTEGER NOT NULL DEFAULT 1,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "approved_at" TIMESTAMPTZ(3),
  "approved_by" TEXT,
  "started_at" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3),
  "undo_of" INTEGER,
  "adds" INTEGER NOT NULL DEFAULT 0,
  "removes" INTEGER NOT NULL DEFAULT 0,
  "added" INTEGER NOT NULL DEFAULT 0,
  "removed" INTEGER NOT NULL DEFAULT 0,
  "skipped" INTEGER NOT NULL DEFAULT 0,
  "failed" INTEGER NOT NULL DEFAULT 0,
  "cancelled" INTEGER NOT NULL DEFAULT 0,
  "stop_requested" TEXT,
  "error_code" TEXT,
  "error_message" TEXT,
  "worker" TEXT,
  "lease_until" TIMESTAMPTZ(3),
  CONSTRAINT "tag_runs_pkey" PRIMARY KEY ("shop_id", "id"),
  CONSTRAINT "tag_runs_kind_check" CHECK (kind IN ('apply', 'undo')),
  CONSTRAINT "tag_runs_state_check" CHECK (state IN ('proposed', 'approved', 'running', 'paused', 'done', 'cancelled', 'failed')),
  -- Nothing is written that nobody approved.
  CONSTRAINT "tag_runs_approved_check" CHECK (state = 'proposed' OR approved_by IS NOT NULL)
);
CREATE INDEX "tag_runs_shop_id_state_id_idx" ON "tag_runs"("shop_id", "state", "id");
-- One open proposal a shop.
CREATE UNIQUE INDEX "tag_runs_one_proposal" ON "tag_runs"("shop_id") WHERE state = 'proposed';
SELECT protect_tenant_table('tag_runs');
GRANT USAGE ON SEQUENCE "tag_runs_id_seq" TO regulars_app;

CREATE TABLE "tag_changes" (
  "shop_id" INTEGER NOT NULL,
  "id" BIGSERIAL NOT NULL,
  "run_id" INTEGER NOT NULL,
  "revision" INTEGER NOT NULL DEFAULT 1,
  "customer_id" BIGINT NOT NULL,
  "tag_key" TEXT NOT NULL,
  "rule" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "action" TEXT NOT NULL,
  "why" TEXT NOT NULL,
  "reason" JSONB,
  "before_tags" TEXT[],
  "after_tags" TEXT[],
  "entry_before" JSONB,
  "entry_after" JSONB,
  "state" TEXT NOT NULL DEFAULT 'planned',
  "outcome" TEXT,
  "outcome_message" TEXT,
  "batch" INTEGER,
  "line" INTEGER,
  "alone" BOOLEAN NOT NULL DEFAULT false,
  "settled_at" TIMESTAMPTZ(3),
  "undoes" BIGINT,
  "undone_by" BIGINT,
  CONSTRAINT "tag_changes_pkey" PRIMARY KEY ("shop_id", "id"),
  CONSTRAINT "tag_changes_action_check" CHECK (action IN ('add', 'remove')),
  CONSTRAINT "tag_changes_state_check" CHECK (state IN ('planned', 'sent', 'done', 'skipped', 'failed', 'cancelled'))
);
CREATE UNIQUE INDEX "tag_changes_shop_id_run_id_customer_id_tag_key_key" ON "tag_changes"("shop_id", "run_id", "customer_id", "tag_key");
CREATE INDEX "tag_changes_shop_id_run_id_state_customer_id_idx" ON "tag_changes"("shop_id", "run_id", "state", "customer_id");
CREATE INDEX "tag_changes_shop_id_customer_id_state_idx" ON "tag_changes"("shop_id", "customer_id", "state");
SELECT protect_tenant_table('tag_changes');
GRANT USAGE ON SEQUENCE "tag_changes_id_seq" TO regulars_app;

CREATE TABLE "tag_batches" (
  "shop_id" INTEGER NOT NULL,
  "run_id" INTEGER NOT NULL,
  "number" INTEGER NOT NULL,
  "action" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "operation_name" TEXT NOT NULL,
  "operation_id" TEXT,
  "lines" INTEGER NOT NULL,
  "progress" INTEGER NOT NULL DEFAULT 0,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "finished_at" TIMESTAMPTZ(3),
  CONSTRAINT "tag_batches_pkey" PRIMARY KEY ("shop_id", "run_id", "number"),
  CONSTRAINT "tag_batches_state_check" CHECK (state IN ('prepared', 'running', 'done'))
);
SELECT protect_tenant_table('tag_batches');
