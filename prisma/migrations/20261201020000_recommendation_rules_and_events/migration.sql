-- What the merchant changes of the lists, what shoppers did with them, and who is held out. prisma/recommendations-earned.prisma says what each column means.

CREATE TABLE "recommendation_rules" (
  "shop_id" INTEGER NOT NULL,
  "id" SERIAL NOT NULL,
  "kind" TEXT NOT NULL,
  "block" TEXT,
  "product_id" BIGINT,
  "shown_with" BIGINT,
  "boost_by" TEXT,
  "value" TEXT,
  "factor" DOUBLE PRECISION,
  "made_at" TIMESTAMPTZ(3) NOT NULL,
  "made_by" TEXT NOT NULL,
  "undone_at" TIMESTAMPTZ(3),
  "undone_by" TEXT,
  CONSTRAINT "recommendation_rules_pkey" PRIMARY KEY ("shop_id", "id"),
  CONSTRAINT "recommendation_rules_kind_check" CHECK (kind IN ('pin', 'exclude', 'boost')),
  CONSTRAINT "recommendation_rules_pin_check" CHECK (kind <> 'pin' OR (block IS NOT NULL AND product_id IS NOT NULL)),
  CONSTRAINT "recommendation_rules_exclude_check" CHECK (kind <> 'exclude' OR product_id IS NOT NULL),
  CONSTRAINT "recommendation_rules_boost_check" CHECK (kind <> 'boost' OR (boost_by IN ('product', 'product-type', 'vendor', 'tag') AND value IS NOT NULL AND factor BETWEEN 0.25 AND 4))
);
-- Those in force: few, and asked for by every list that is served.
CREATE INDEX "recommendation_rules_in_force" ON "recommendation_rules"("shop_id", "id") WHERE undone_at IS NULL;
SELECT protect_tenant_table('recommendation_rules');
GRANT USAGE ON SEQUENCE "recommendation_rules_id_seq" TO regulars_app;

CREATE TABLE "shopper_sessions" (
  "shop_id" INTEGER NOT NULL,
  "session" TEXT NOT NULL,
  "customer_id" BIGINT,
  "first_at" TIMESTAMPTZ(3) NOT NULL,
  "last_at" TIMESTAMPTZ(3) NOT NULL,
  "events" INTEGER NOT NULL,
  CONSTRAINT "shopper_sessions_pkey" PRIMARY KEY ("shop_id", "session")
);
CREATE INDEX "shopper_sessions_by_customer" ON "shopper_sessions"("shop_id", "customer_id") WHERE customer_id IS NOT NULL;
CREATE INDEX "shopper_sessions_last_at" ON "shopper_sessions"("shop_id", "last_at");
SELECT protect_tenant_table('shopper_sessions');

CREATE TABLE "shopper_events" (
  "shop_id" INTEGER NOT NULL,
  "id" UUID NOT NULL,
  "session" TEXT NOT NULL,
  "type" TEXT NOT NULL,
  "block" TEXT NOT NULL,
  "placement" TEXT NOT NULL,
  "list" TEXT,
  "product_id" BIGINT,
  "position" INTEGER,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "shopper_events_pkey" PRIMARY KEY ("shop_id", "id"),
  CONSTRAINT "shopper_events_type_check" CHECK (type IN ('impression', 'view', 'click', 'add'))
);
CREATE INDEX "shopper_events_by_session" ON "shopper_events"("shop_id", "session", "product_id");
CREATE INDEX "shopper_events_at" ON "shopper_events"("shop_id", "at");
SELECT protect_tenant_table('shopper_events');

CREATE TABLE "recommendation_days" (
  "shop_id" INTEGER NOT NULL,
  "day" DATE NOT NULL,
  "block" TEXT NOT NULL,
  "placement" TEXT NOT NULL,
  "impressions" INTEGER NOT NULL DEFAULT 0,
  "views" INTEGER NOT NULL DEFAULT 0,
  "clicks" INTEGER NOT NULL DEFAULT 0,
  "adds" INTEGER NOT NULL DEFAULT 0,
  "last_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "recommendation_days_pkey" PRIMARY KEY ("shop_id", "day", "block", "placement")
);
SELECT protect_tenant_table('recommendation_days');

CREATE TABLE "order_sessions" (
  "shop_id" INTEGER NOT NULL,
  "order_id" BIGINT NOT NULL,
  "session" TEXT NOT NULL,
  "noted_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "order_sessions_pkey" PRIMARY KEY ("shop_id", "order_id")
);
CREATE INDEX "order_sessions_by_session" ON "order_sessions"("shop_id", "session");
SELECT protect_tenant_table('order_sessions');

CREATE TABLE "holdouts" (
  "shop_id" INTEGER NOT NULL,
  "id" SERIAL NOT NULL,
  "salt" TEXT NOT NULL,
  "percent" SMALLINT NOT NULL,
  "since" TIMESTAMPTZ(3) NOT NULL,
  "by" TEXT NOT NULL,
  "published_at" TIMESTAMPTZ(3),
  CONSTRAINT "holdouts_pkey" PRIMARY KEY ("shop_id", "id"),
  CONSTRAINT "holdouts_percent_check" CHECK (percent BETWEEN 0 AND 50)
);
SELECT protect_tenant_table('holdouts');
GRANT USAGE ON SEQUENCE "holdouts_id_seq" TO regulars_app;

CREATE TABLE "holdout_exposures" (
  "shop_id" INTEGER NOT NULL,
  "holdout_id" INTEGER NOT NULL,
  "customer_id" BIGINT NOT NULL,
  "held_out" BOOLEAN NOT NULL,
  "block" TEXT NOT NULL,
  "placement" TEXT NOT NULL,
  "first_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "holdout_exposures_pkey" PRIMARY KEY ("shop_id", "holdout_id", "customer_id")
);
CREATE INDEX "holdout_exposures_by_customer" ON "holdout_exposures"("shop_id", "customer_id");
SELECT protect_tenant_table('holdout_exposures');
