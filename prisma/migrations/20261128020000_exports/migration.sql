-- The log of every file that leaves the app: who asked for what, when, and how far the download came. Room customers.
CREATE TABLE "exports" (
  "shop_id" INTEGER NOT NULL,
  "id" SERIAL NOT NULL,
  "kind" TEXT NOT NULL,
  "file_name" TEXT NOT NULL,
  "filter" JSONB,
  "layout" JSONB NOT NULL DEFAULT '{}',
  "requested_by" TEXT NOT NULL,
  "requested_at" TIMESTAMPTZ(3) NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'asked',
  "downloads" INTEGER NOT NULL DEFAULT 0,
  "started_at" TIMESTAMPTZ(3),
  "progress_at" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3),
  "rows" BIGINT NOT NULL DEFAULT 0,
  "rows_expected" BIGINT,
  "bytes" BIGINT NOT NULL DEFAULT 0,
  "error_message" TEXT,
  CONSTRAINT "exports_pkey" PRIMARY KEY ("shop_id", "id")
);
SELECT protect_tenant_table('exports');
GRANT USAGE ON SEQUENCE "exports_id_seq" TO regulars_app;
