-- Lists of customers that the merchant gave a name. Room customers.
CREATE TABLE "saved_views" (
  "shop_id" INTEGER NOT NULL,
  "id" SERIAL NOT NULL,
  "name" TEXT NOT NULL,
  "name_key" TEXT NOT NULL,
  "query" JSONB NOT NULL,
  "saved_by" TEXT NOT NULL,
  "saved_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "saved_views_pkey" PRIMARY KEY ("shop_id", "id")
);
CREATE UNIQUE INDEX "saved_views_shop_id_name_key_key" ON "saved_views"("shop_id", "name_key");
SELECT protect_tenant_table('saved_views');
GRANT USAGE ON SEQUENCE "saved_views_id_seq" TO regulars_app;
