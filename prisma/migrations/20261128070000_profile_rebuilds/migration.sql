-- Rebuilds of a shop's profiles: who asked, how far each is, what came of it. prisma/profiles.prisma says what each column means.

CREATE TABLE "profile_rebuilds" (
  "shop_id" INTEGER NOT NULL,
  "id" SERIAL NOT NULL,
  "status" TEXT NOT NULL,
  "cause" TEXT NOT NULL,
  "requested_by" TEXT,
  "requested_at" TIMESTAMPTZ(3) NOT NULL,
  "started_at" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3),
  "progress_at" TIMESTAMPTZ(3),
  "phase" TEXT,
  "phase_at" TIMESTAMPTZ(3),
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "customers" INTEGER,
  "inserted" INTEGER,
  "updated" INTEGER,
  "removed" INTEGER,
  "model_version" INTEGER,
  "timings" JSONB,
  "error_code" TEXT,
  "error_message" TEXT,
  CONSTRAINT "profile_rebuilds_pkey" PRIMARY KEY ("shop_id", "id"),
  CONSTRAINT "profile_rebuilds_status_check" CHECK (status IN ('queued', 'running', 'succeeded', 'failed'))
);
-- One that waits and one that runs, as with its job.
CREATE UNIQUE INDEX "profile_rebuilds_one_of_each" ON "profile_rebuilds"("shop_id", "status") WHERE status IN ('queued', 'running');
SELECT protect_tenant_table('profile_rebuilds');
GRANT USAGE ON SEQUENCE "profile_rebuilds_id_seq" TO regulars_app;
