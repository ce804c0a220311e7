-- What customers moved from and to. History, not derived: no rebuild brings it back. prisma/profiles.prisma says what each column means.

CREATE TABLE "tier_changes" (
  "shop_id" INTEGER NOT NULL,
  "id" BIGSERIAL NOT NULL,
  "customer_id" BIGINT NOT NULL,
  "changed_at" TIMESTAMPTZ(3) NOT NULL,
  "merged_from" BIGINT,
  "day" INTEGER NOT NULL,
  "from_tier" TEXT,
  "to_tier" TEXT,
  "from_stage" TEXT,
  "to_stage" TEXT,
  "cause" TEXT NOT NULL,
  -- One index serves a customer's timeline, and the key as well.
  CONSTRAINT "tier_changes_pkey" PRIMARY KEY ("shop_id", "customer_id", "id"),
  CONSTRAINT "tier_changes_cause_check" CHECK (cause IN ('customer', 'settings', 'rules'))
);
SELECT protect_tenant_table('tier_changes');
GRANT USAGE ON SEQUENCE "tier_changes_id_seq" TO regulars_app;

-- Made while the first import was still under way: what changes afterwards is what was not known yet, and no move.
ALTER TABLE "shop_summaries" ADD COLUMN "provisional" BOOLEAN NOT NULL DEFAULT false;
-- How the shop's buyers spread over what R, F and M measure: app/profiles/score-distribution.ts.
ALTER TABLE "shop_summaries" ADD COLUMN "distributions" JSONB;

-- When the ledger's present state began: updated_at also moves when nothing but the version did.
ALTER TABLE "tag_ledger" ADD COLUMN "state_since" TIMESTAMPTZ(3);
