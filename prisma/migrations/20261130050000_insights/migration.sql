-- What Insights shows of a shop's customers as a whole, and flows of tiers between days that a merchant chose. prisma/insights.prisma says what each column means.

CREATE TABLE "shop_insights" (
  "shop_id" INTEGER NOT NULL,
  "computed_at" TIMESTAMPTZ(3) NOT NULL,
  "for_day" INTEGER NOT NULL,
  "figures" JSONB NOT NULL,
  CONSTRAINT "shop_insights_pkey" PRIMARY KEY ("shop_id")
);
SELECT protect_tenant_table('shop_insights');

CREATE TABLE "tier_flows" (
  "shop_id" INTEGER NOT NULL,
  "from_day" INTEGER NOT NULL,
  "to_day" INTEGER NOT NULL,
  "state" TEXT NOT NULL,
  "asked_at" TIMESTAMPTZ(3) NOT NULL,
  "share" REAL NOT NULL,
  "attempts" INTEGER NOT NULL,
  "flow" JSONB,
  "error_code" TEXT,
  "error_message" TEXT,
  CONSTRAINT "tier_flows_pkey" PRIMARY KEY ("shop_id", "from_day", "to_day"),
  CONSTRAINT "tier_flows_state_check" CHECK (state IN ('waiting', 'done', 'failed'))
);
SELECT protect_tenant_table('tier_flows');
