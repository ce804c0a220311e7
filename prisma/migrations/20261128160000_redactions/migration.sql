-- Whom the mirror was asked to forget, by number alone. prisma/mirror.prisma says what each column means.

CREATE TABLE "redactions" (
  "shop_id" INTEGER NOT NULL,
  "customer_id" BIGINT NOT NULL,
  "redacted_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "redactions_pkey" PRIMARY KEY ("shop_id", "customer_id")
);
SELECT protect_tenant_table('redactions');

CREATE TABLE "redacted_orders" (
  "shop_id" INTEGER NOT NULL,
  "order_id" BIGINT NOT NULL,
  "redacted_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "redacted_orders_pkey" PRIMARY KEY ("shop_id", "order_id")
);
SELECT protect_tenant_table('redacted_orders');
