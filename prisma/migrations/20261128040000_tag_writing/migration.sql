-- How the merchant wants tags written: in daily batches, by themselves, not at all for now; what they chose about tags that
-- stood before; and whose word each run stands on, by name. prisma/tags.prisma says what each column means.

CREATE TABLE "tag_writing" (
  "shop_id" INTEGER NOT NULL,
  "automatic_at" TIMESTAMPTZ(3),
  "automatic_by" TEXT,
  "paused_at" TIMESTAMPTZ(3),
  "paused_by" TEXT,
  "daily_additions" INTEGER,
  "released_day" INTEGER,
  "released_additions" INTEGER NOT NULL DEFAULT 0,
  "brake_percent" INTEGER NOT NULL DEFAULT 20,
  "brake_customers" INTEGER NOT NULL DEFAULT 100,
  "braked_at" TIMESTAMPTZ(3),
  "braked_touched" INTEGER,
  "braked_of" INTEGER,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "tag_writing_pkey" PRIMARY KEY ("shop_id"),
  -- Nothing is written by itself unless somebody said so.
  CONSTRAINT "tag_writing_automatic_check" CHECK (automatic_at IS NULL OR automatic_by IS NOT NULL),
  CONSTRAINT "tag_writing_daily_check" CHECK (daily_additions > 0),
  CONSTRAINT "tag_writing_brake_check" CHECK (brake_percent BETWEEN 1 AND 100 AND brake_customers >= 0)
);
SELECT protect_tenant_table('tag_writing');

ALTER TABLE "tag_runs"
  ADD COLUMN "automatic" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "daily_additions" INTEGER,
  ADD COLUMN "released_through" BIGINT,
  ADD COLUMN "next_batch_at" TIMESTAMPTZ(3),
  ADD COLUMN "undo_rule" TEXT,
  DROP CONSTRAINT "tag_runs_state_check",
  ADD CONSTRAINT "tag_runs_state_check" CHECK (state IN ('proposed', 'approved', 'running', 'waiting', 'paused', 'done', 'cancelled', 'failed')),
  ADD CONSTRAINT "tag_runs_waiting_check" CHECK (state <> 'waiting' OR released_through IS NOT NULL);

CREATE TABLE "tag_choices" (
  "shop_id" INTEGER NOT NULL,
  "rule" TEXT NOT NULL,
  "choice" TEXT NOT NULL,
  "chosen_at" TIMESTAMPTZ(3) NOT NULL,
  "chosen_by" TEXT NOT NULL,
  CONSTRAINT "tag_choices_pkey" PRIMARY KEY ("shop_id", "rule"),
  CONSTRAINT "tag_choices_choice_check" CHECK (choice IN ('leave', 'adopt', 'rename'))
);
SELECT protect_tenant_table('tag_choices');

CREATE TABLE "tag_collisions" (
  "shop_id" INTEGER NOT NULL,
  "rule" TEXT NOT NULL,
  "tag_key" TEXT NOT NULL,
  "fitting" INTEGER NOT NULL,
  "unfitting" INTEGER NOT NULL,
  "spellings" TEXT[],
  CONSTRAINT "tag_collisions_pkey" PRIMARY KEY ("shop_id", "rule")
);
SELECT protect_tenant_table('tag_collisions');

CREATE TABLE "staff_members" (
  "shop_id" INTEGER NOT NULL,
  "user_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "asked_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "staff_members_pkey" PRIMARY KEY ("shop_id", "user_id")
);
SELECT protect_tenant_table('staff_members');
