-- Who was merged into whom at Shopify, and by which orders that can be seen where no webhook told of it. prisma/mirror.prisma says what each column means.

CREATE TABLE "customer_merges" (
  "shop_id" INTEGER NOT NULL,
  "gone_id" BIGINT NOT NULL,
  "kept_id" BIGINT NOT NULL,
  "merged_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "customer_merges_pkey" PRIMARY KEY ("shop_id", "gone_id"),
  CONSTRAINT "customer_merges_apart_check" CHECK (gone_id <> kept_id)
);
CREATE INDEX "customer_merges_shop_id_kept_id_idx" ON "customer_merges"("shop_id", "kept_id");
SELECT protect_tenant_table('customer_merges');

CREATE TABLE "order_moves" (
  "shop_id" INTEGER NOT NULL,
  "from_customer_id" BIGINT NOT NULL,
  "to_customer_id" BIGINT NOT NULL,
  CONSTRAINT "order_moves_pkey" PRIMARY KEY ("shop_id", "from_customer_id", "to_customer_id")
);
SELECT protect_tenant_table('order_moves');

-- Whatever writes an order anew with another customer leaves a note here: a file of an import cannot be asked for what
-- stood before it. Only updates that change the customer come this far.
CREATE FUNCTION note_order_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO order_moves (shop_id, from_customer_id, to_customer_id) VALUES (NEW.shop_id, OLD.customer_id, NEW.customer_id) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER orders_note_move AFTER UPDATE OF customer_id ON "orders" FOR EACH ROW
  WHEN (OLD.customer_id IS NOT NULL AND NEW.customer_id IS NOT NULL AND OLD.customer_id <> NEW.customer_id)
  EXECUTE FUNCTION note_order_move();
