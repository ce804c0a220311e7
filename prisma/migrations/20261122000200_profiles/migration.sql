-- Profiles: derived from the mirror, dropped and rebuilt at will. prisma/profiles.prisma says what each column means.

CREATE TABLE "profiles" (
  "shop_id" INTEGER NOT NULL,
  "customer_id" BIGINT NOT NULL,
  "net_spend" BIGINT NOT NULL,
  "first_purchase_value" BIGINT NOT NULL,
  "spend_in_window" BIGINT NOT NULL,
  "spend_last_year" BIGINT NOT NULL,
  "units_bought" BIGINT NOT NULL,
  "units_refunded" BIGINT NOT NULL,
  "refunded_value" BIGINT NOT NULL,
  "computed_for_day" INTEGER NOT NULL,
  "orders" INTEGER NOT NULL,
  "discounted_orders" INTEGER NOT NULL,
  "purchases" INTEGER NOT NULL,
  "valued_purchases" INTEGER NOT NULL,
  "purchases_in_window" INTEGER NOT NULL,
  "gap_count" INTEGER NOT NULL,
  "sort_last_day" INTEGER NOT NULL,
  "first_order_day" INTEGER,
  "first_purchase_day" INTEGER,
  "last_purchase_day" INTEGER,
  "gap_median_doubled" INTEGER,
  "last_gap" INTEGER,
  "prior_gap_median_doubled" INTEGER,
  "tier_rank" SMALLINT NOT NULL,
  "r" SMALLINT,
  "f" SMALLINT,
  "m" SMALLINT,
  "fm" SMALLINT,
  "excluded" BOOLEAN NOT NULL,
  "stage" TEXT,
  "tier" TEXT,
  "purchase_days" INTEGER[],
  "purchase_values" BIGINT[],
  "order_hours" SMALLINT[],
  "order_channels" JSONB NOT NULL,
  -- Code point order, whatever the database's locale: a page's last name must be found again by the same comparison.
  "sort_name" TEXT COLLATE "C" NOT NULL,
  CONSTRAINT "profiles_pkey" PRIMARY KEY ("shop_id", "customer_id")
);
-- Row-level security lets an index serve only operators that cannot leak (=, <, >): none of LIKE, @> or &&. So the list
-- has indexes for its orders, and searches text by reading the shop's customers.
CREATE INDEX "profiles_shop_id_sort_name_customer_id_idx" ON "profiles"("shop_id", "sort_name", "customer_id");
CREATE INDEX "profiles_shop_id_net_spend_customer_id_idx" ON "profiles"("shop_id", "net_spend", "customer_id");
CREATE INDEX "profiles_shop_id_sort_last_day_customer_id_idx" ON "profiles"("shop_id", "sort_last_day", "customer_id");
CREATE INDEX "profiles_shop_id_orders_customer_id_idx" ON "profiles"("shop_id", "orders", "customer_id");
CREATE INDEX "profiles_shop_id_tier_rank_customer_id_idx" ON "profiles"("shop_id", "tier_rank", "customer_id");
SELECT protect_tenant_table('profiles');

CREATE TABLE "profile_products" (
  "shop_id" INTEGER NOT NULL,
  "customer_id" BIGINT NOT NULL,
  "product_ids" BIGINT[],
  "orders" INTEGER[],
  "units" BIGINT[],
  "units_kept" BIGINT[],
  "last_days" INTEGER[],
  CONSTRAINT "profile_products_pkey" PRIMARY KEY ("shop_id", "customer_id")
);
SELECT protect_tenant_table('profile_products');

CREATE TABLE "scoring_models" (
  "shop_id" INTEGER NOT NULL,
  "version" INTEGER NOT NULL,
  "computed_for_day" INTEGER NOT NULL,
  "model" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "scoring_models_pkey" PRIMARY KEY ("shop_id", "version")
);
SELECT protect_tenant_table('scoring_models');

CREATE TABLE "shop_summaries" (
  "shop_id" INTEGER NOT NULL,
  "model_version" INTEGER NOT NULL,
  "computed_for_day" INTEGER NOT NULL,
  "computed_at" TIMESTAMPTZ(3) NOT NULL,
  "figures" JSONB NOT NULL,
  CONSTRAINT "shop_summaries_pkey" PRIMARY KEY ("shop_id")
);
SELECT protect_tenant_table('shop_summaries');
