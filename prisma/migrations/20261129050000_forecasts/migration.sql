-- What a shop's customers are expected to do: the model with its proof, and a row a customer. prisma/forecast.prisma says what each column means.

CREATE TABLE "forecast_models" (
  "shop_id" INTEGER NOT NULL,
  "version" INTEGER NOT NULL,
  "fitted_at" TIMESTAMPTZ(3) NOT NULL,
  "for_day" INTEGER NOT NULL,
  "state" TEXT NOT NULL,
  "progress" JSONB NOT NULL,
  "horizon_days" INTEGER,
  "model" JSONB,
  "accuracy" JSONB,
  CONSTRAINT "forecast_models_pkey" PRIMARY KEY ("shop_id", "version"),
  CONSTRAINT "forecast_models_state_check" CHECK (state IN ('shown', 'loses', 'unproven', 'no-model', 'below-floor'))
);
SELECT protect_tenant_table('forecast_models');

CREATE TABLE "customer_forecasts" (
  "shop_id" INTEGER NOT NULL,
  "customer_id" BIGINT NOT NULL,
  "clv_12m" BIGINT NOT NULL,
  "clv_low" BIGINT NOT NULL,
  "clv_high" BIGINT NOT NULL,
  "expected_spend_90d" BIGINT NOT NULL,
  "expected_purchases_12m" DOUBLE PRECISION NOT NULL,
  "p_alive" DOUBLE PRECISION NOT NULL,
  "p_buy" DOUBLE PRECISION NOT NULL,
  "p_buy_90d" DOUBLE PRECISION NOT NULL,
  "for_day" INTEGER NOT NULL,
  "next_order_day" INTEGER,
  "churn_band" TEXT NOT NULL,
  CONSTRAINT "customer_forecasts_pkey" PRIMARY KEY ("shop_id", "customer_id"),
  CONSTRAINT "customer_forecasts_churn_band_check" CHECK (churn_band IN ('low', 'medium', 'high'))
);
-- What the list of customers sorts by. By the band it filters, which is a stretch of p_buy.
CREATE INDEX "customer_forecasts_shop_id_clv_12m_customer_id_idx" ON "customer_forecasts"("shop_id", "clv_12m", "customer_id");
SELECT protect_tenant_table('customer_forecasts');
