-- Customers whom an import did not find any more, with the tags they had, until it is known whether they were merged. prisma/mirror.prisma says what each column means.

CREATE TABLE "gone_customers" (
  "shop_id" INTEGER NOT NULL,
  "id" BIGINT NOT NULL,
  "tags" TEXT[],
  CONSTRAINT "gone_customers_pkey" PRIMARY KEY ("shop_id", "id")
);
SELECT protect_tenant_table('gone_customers');
