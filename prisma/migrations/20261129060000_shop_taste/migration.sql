-- What a shop's customers buy, against which one customer's taste is held: app/profiles/shop-taste.ts. Derived, as the summary that it stands in.
ALTER TABLE "shop_summaries" ADD COLUMN "taste" JSONB;

-- The same of each product. prisma/profiles.prisma says what each column means.
CREATE TABLE "product_figures" (
  "shop_id" INTEGER NOT NULL,
  "product_id" BIGINT NOT NULL,
  "picks" INTEGER NOT NULL,
  "buyers" INTEGER NOT NULL,
  "sampled_buyers" INTEGER NOT NULL,
  "repeat_buyers" INTEGER NOT NULL,
  "gaps" INTEGER NOT NULL,
  "gap_median_doubled" INTEGER,
  "paired_buyers" INTEGER NOT NULL,
  "companion_ids" BIGINT[] NOT NULL,
  "companion_both" INTEGER[] NOT NULL,
  "companion_buyers" INTEGER[] NOT NULL,
  CONSTRAINT "product_figures_pkey" PRIMARY KEY ("shop_id", "product_id")
);
SELECT protect_tenant_table('product_figures');
