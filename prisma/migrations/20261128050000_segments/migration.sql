-- The room segments: customer segments at Shopify that ask for our tags, and the ledger of what was asked of Shopify. prisma/segments.prisma says what each column means.

CREATE TABLE "segments" (
  "shop_id" INTEGER NOT NULL,
  "key" TEXT NOT NULL,
  "shopify_id" BIGINT NOT NULL,
  "ours" BOOLEAN NOT NULL,
  "wrote_name" TEXT NOT NULL,
  "wrote_query" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "query" TEXT NOT NULL,
  "members" INTEGER,
  "checked_at" TIMESTAMPTZ(3) NOT NULL,
  "gone_at" TIMESTAMPTZ(3),
  CONSTRAINT "segments_pkey" PRIMARY KEY ("shop_id", "key")
);
SELECT protect_tenant_table('segments');

CREATE TABLE "segment_changes" (
  "shop_id" INTEGER NOT NULL,
  "id" SERIAL NOT NULL,
  "key" TEXT NOT NULL,
  "action" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "query" TEXT NOT NULL,
  "shopify_id" BIGINT,
  "state" TEXT NOT NULL DEFAULT 'planned',
  "outcome" TEXT,
  "message" TEXT,
  "requested_by" TEXT NOT NULL,
  "requested_at" TIMESTAMPTZ(3) NOT NULL,
  "sent_at" TIMESTAMPTZ(3),
  "settled_at" TIMESTAMPTZ(3),
  CONSTRAINT "segment_changes_pkey" PRIMARY KEY ("shop_id", "id"),
  CONSTRAINT "segment_changes_action_check" CHECK (action IN ('create', 'update', 'delete')),
  CONSTRAINT "segment_changes_state_check" CHECK (state IN ('planned', 'sent', 'done', 'failed'))
);
-- One open change a segment: two clicks, or two windows, ask for one.
CREATE UNIQUE INDEX "segment_changes_one_open" ON "segment_changes"("shop_id", "key") WHERE state IN ('planned', 'sent');
CREATE INDEX "segment_changes_shop_id_key_id_idx" ON "segment_changes"("shop_id", "key", "id");
SELECT protect_tenant_table('segment_changes');
GRANT USAGE ON SEQUENCE "segment_changes_id_seq" TO regulars_app;
