-- What a merchant says of margin, costs and discount: lifetime value is spend without it. prisma/schema.prisma says what each column means.

ALTER TABLE "shop_settings"
  ADD COLUMN "gross_margin" SMALLINT NOT NULL DEFAULT 100,
  ADD COLUMN "purchase_cost" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "discount_rate" SMALLINT NOT NULL DEFAULT 10;
