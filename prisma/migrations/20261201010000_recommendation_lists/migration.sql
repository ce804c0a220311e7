-- Lists that shoppers are shown, worked out beforehand, and how their working out goes. prisma/recommendations.prisma says what each column means.

CREATE TABLE "product_lists" (
  "shop_id" INTEGER NOT NULL,
  "product_id" BIGINT NOT NULL,
  "kind" TEXT NOT NULL,
  "items" JSONB NOT NULL,
  CONSTRAINT "product_lists_pkey" PRIMARY KEY ("shop_id", "product_id", "kind"),
  CONSTRAINT "product_lists_kind_check" CHECK (kind IN ('together', 'also'))
);
SELECT protect_tenant_table('product_lists');

CREATE TABLE "customer_lists" (
  "shop_id" INTEGER NOT NULL,
  "customer_id" BIGINT NOT NULL,
  "reorder" JSONB NOT NULL,
  "discover" JSONB NOT NULL,
  CONSTRAINT "customer_lists_pkey" PRIMARY KEY ("shop_id", "customer_id")
);
SELECT protect_tenant_table('customer_lists');

CREATE TABLE "shop_lists" (
  "shop_id" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "product_type" TEXT NOT NULL DEFAULT '',
  "items" JSONB NOT NULL,
  CONSTRAINT "shop_lists_pkey" PRIMARY KEY ("shop_id", "kind", "product_type"),
  CONSTRAINT "shop_lists_kind_check" CHECK (kind IN ('bestsellers', 'rising', 'fresh', 'type'))
);
SELECT protect_tenant_table('shop_lists');

CREATE TABLE "list_versions" (
  "shop_id" INTEGER NOT NULL,
  "run" INTEGER NOT NULL DEFAULT 0,
  "changes" INTEGER NOT NULL DEFAULT 0,
  "as_of" INTEGER,
  "read_at" TIMESTAMPTZ(3),
  "choice" JSONB,
  CONSTRAINT "list_versions_pkey" PRIMARY KEY ("shop_id")
);
SELECT protect_tenant_table('list_versions');

CREATE TABLE "list_runs" (
  "shop_id" INTEGER NOT NULL,
  "status" TEXT NOT NULL,
  "phase" TEXT,
  "started_at" TIMESTAMPTZ(3) NOT NULL,
  "progress_at" TIMESTAMPTZ(3) NOT NULL,
  "succeeded_at" TIMESTAMPTZ(3),
  "took_ms" INTEGER,
  "products" INTEGER NOT NULL DEFAULT 0,
  "customers" INTEGER NOT NULL DEFAULT 0,
  "written" INTEGER NOT NULL DEFAULT 0,
  "error_code" TEXT,
  "error_message" TEXT,
  CONSTRAINT "list_runs_pkey" PRIMARY KEY ("shop_id"),
  CONSTRAINT "list_runs_status_check" CHECK (status IN ('running', 'succeeded', 'failed'))
);
SELECT protect_tenant_table('list_runs');
