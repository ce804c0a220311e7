-- Who needs the merchant's attention, worked out after profiles and wanted tags so that Home reads it at once in a shop of any size.
CREATE TABLE "shop_attention" (
  "shop_id" INTEGER NOT NULL,
  "computed_at" TIMESTAMPTZ(3) NOT NULL,
  "attention" JSONB NOT NULL,
  CONSTRAINT "shop_attention_pkey" PRIMARY KEY ("shop_id")
);
SELECT protect_tenant_table('shop_attention');
