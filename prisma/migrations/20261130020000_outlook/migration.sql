-- What a shop can expect as a whole, who is to order this week, and how the fit of its forecast goes. prisma/forecast.prisma says what each column means.

CREATE TABLE "forecast_outlooks" (
  "shop_id" INTEGER NOT NULL,
  "for_day" INTEGER NOT NULL,
  "expected_spend" BIGINT NOT NULL,
  "at_risk_customers" INTEGER NOT NULL,
  "at_risk_spend" BIGINT NOT NULL,
  "lapsed_customers" INTEGER NOT NULL,
  "lapsed_spend" BIGINT NOT NULL,
  CONSTRAINT "forecast_outlooks_pkey" PRIMARY KEY ("shop_id")
);
SELECT protect_tenant_table('forecast_outlooks');

CREATE TABLE "due_orders" (
  "shop_id" INTEGER NOT NULL,
  "customer_id" BIGINT NOT NULL,
  "due_day" INTEGER NOT NULL,
  "product_id" BIGINT,
  "last_purchase_day" INTEGER NOT NULL,
  CONSTRAINT "due_orders_pkey" PRIMARY KEY ("shop_id", "customer_id")
);
SELECT protect_tenant_table('due_orders');

CREATE TABLE "forecast_fits" (
  "shop_id" INTEGER NOT NULL,
  "status" TEXT NOT NULL,
  "phase" TEXT,
  "share" DOUBLE PRECISION NOT NULL DEFAULT 0,
  "started_at" TIMESTAMPTZ(3) NOT NULL,
  "progress_at" TIMESTAMPTZ(3) NOT NULL,
  "succeeded_at" TIMESTAMPTZ(3),
  "took_ms" INTEGER,
  "error_code" TEXT,
  "error_message" TEXT,
  CONSTRAINT "forecast_fits_pkey" PRIMARY KEY ("shop_id"),
  CONSTRAINT "forecast_fits_status_check" CHECK (status IN ('running', 'succeeded', 'failed'))
);
SELECT protect_tenant_table('forecast_fits');
