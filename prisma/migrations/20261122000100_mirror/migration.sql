-- The mirror: the store as Shopify has it, and the imports that fill it. prisma/mirror.prisma says what each column means.
-- No foreign keys (children may come before their parents; an order may have no customer) and few indexes: an import
-- writes millions of rows here. The lines of an order sit together by their primary key.

CREATE TABLE "customers" (
  "shop_id" INTEGER NOT NULL,
  "id" BIGINT NOT NULL,
  "first_name" TEXT,
  "last_name" TEXT,
  "email" TEXT,
  "phone" TEXT,
  "locale" TEXT,
  "state" TEXT,
  "email_marketing_state" TEXT,
  "email_marketing_opt_in_level" TEXT,
  "email_marketing_updated_at" TIMESTAMPTZ(3),
  "sms_marketing_state" TEXT,
  "sms_marketing_opt_in_level" TEXT,
  "sms_marketing_updated_at" TIMESTAMPTZ(3),
  "country_code" TEXT,
  "city" TEXT,
  "tags" TEXT[],
  "amount_spent" BIGINT NOT NULL,
  "amount_spent_currency" TEXT NOT NULL,
  "number_of_orders" BIGINT NOT NULL,
  "rfm_group" TEXT,
  "predicted_spend_tier" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  "import_run_id" INTEGER,

  CONSTRAINT "customers_pkey" PRIMARY KEY ("shop_id","id")
);

CREATE TABLE "orders" (
  "shop_id" INTEGER NOT NULL,
  "id" BIGINT NOT NULL,
  "customer_id" BIGINT,
  "processed_at" TIMESTAMPTZ(3) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  "cancelled_at" TIMESTAMPTZ(3),
  "closed_at" TIMESTAMPTZ(3),
  "fulfilled_at" TIMESTAMPTZ(3),
  "delivered_at" TIMESTAMPTZ(3),
  "subtotal" BIGINT NOT NULL,
  "total_discounts" BIGINT NOT NULL,
  "total_shipping" BIGINT NOT NULL,
  "total_tax" BIGINT NOT NULL,
  "total" BIGINT NOT NULL,
  "current_subtotal" BIGINT NOT NULL,
  "current_total_discounts" BIGINT NOT NULL,
  "current_total_tax" BIGINT NOT NULL,
  "current_total" BIGINT NOT NULL,
  "total_refunded" BIGINT NOT NULL,
  "total_refunded_shipping" BIGINT NOT NULL,
  "import_run_id" INTEGER,
  "test" BOOLEAN NOT NULL,
  "taxes_included" BOOLEAN NOT NULL,
  "details_pending" BOOLEAN NOT NULL,
  "name" TEXT NOT NULL,
  "financial_status" TEXT,
  "fulfillment_status" TEXT NOT NULL,
  "return_status" TEXT NOT NULL,
  "currency_code" TEXT NOT NULL,
  "presentment_currency_code" TEXT NOT NULL,
  "discount_codes" TEXT[],
  "cancel_reason" TEXT,
  "source_name" TEXT,
  "channel_name" TEXT,
  "app_name" TEXT,
  "first_visit_at" TIMESTAMPTZ(3),
  "first_visit_source" TEXT,
  "first_visit_source_type" TEXT,
  "first_visit_landing_page" TEXT,
  "first_visit_referrer" TEXT,
  "first_visit_utm_source" TEXT,
  "first_visit_utm_medium" TEXT,
  "first_visit_utm_campaign" TEXT,
  "shipping_country_code" TEXT,
  "tags" TEXT[],

  CONSTRAINT "orders_pkey" PRIMARY KEY ("shop_id","id")
);

CREATE TABLE "order_lines" (
  "shop_id" INTEGER NOT NULL,
  "order_id" BIGINT NOT NULL,
  "id" BIGINT NOT NULL,
  "product_id" BIGINT,
  "variant_id" BIGINT,
  "original_unit_price" BIGINT NOT NULL,
  "discounted_total" BIGINT NOT NULL,
  "net_amount" BIGINT NOT NULL,
  "tax" BIGINT NOT NULL,
  "discount_amount" BIGINT NOT NULL,
  "quantity" INTEGER NOT NULL,
  "current_quantity" INTEGER NOT NULL,
  "refundable_quantity" INTEGER NOT NULL,
  "import_run_id" INTEGER,
  "is_gift_card" BOOLEAN NOT NULL,
  "requires_shipping" BOOLEAN NOT NULL,
  "title" TEXT NOT NULL,
  "variant_title" TEXT,
  "sku" TEXT,
  "vendor" TEXT,
  "discount_allocations" JSONB,

  CONSTRAINT "order_lines_pkey" PRIMARY KEY ("shop_id","order_id","id")
);

CREATE TABLE "refunds" (
  "shop_id" INTEGER NOT NULL,
  "order_id" BIGINT NOT NULL,
  "id" BIGINT NOT NULL,
  "created_at" TIMESTAMPTZ(3),
  "processed_at" TIMESTAMPTZ(3),
  "total_refunded" BIGINT NOT NULL,
  "lines_amount" BIGINT NOT NULL DEFAULT 0,
  "lines_tax" BIGINT NOT NULL DEFAULT 0,
  "shipping_amount" BIGINT NOT NULL DEFAULT 0,
  "shipping_tax" BIGINT NOT NULL DEFAULT 0,
  "duties_amount" BIGINT NOT NULL DEFAULT 0,
  "uncarried_amount" BIGINT NOT NULL DEFAULT 0,
  "return_id" BIGINT,
  "note" TEXT,

  CONSTRAINT "refunds_pkey" PRIMARY KEY ("shop_id","order_id","id")
);

CREATE TABLE "refund_lines" (
  "shop_id" INTEGER NOT NULL,
  "order_id" BIGINT NOT NULL,
  "refund_id" BIGINT NOT NULL,
  "position" INTEGER NOT NULL,
  "line_id" BIGINT NOT NULL,
  "subtotal" BIGINT NOT NULL,
  "tax" BIGINT NOT NULL,
  "quantity" INTEGER NOT NULL,
  "restock_type" TEXT,

  CONSTRAINT "refund_lines_pkey" PRIMARY KEY ("shop_id","order_id","refund_id","position")
);

CREATE TABLE "refund_adjustments" (
  "shop_id" INTEGER NOT NULL,
  "order_id" BIGINT NOT NULL,
  "refund_id" BIGINT NOT NULL,
  "id" BIGINT NOT NULL,
  "amount" BIGINT NOT NULL,
  "tax" BIGINT NOT NULL,
  "reason" TEXT,

  CONSTRAINT "refund_adjustments_pkey" PRIMARY KEY ("shop_id","order_id","refund_id","id")
);

CREATE TABLE "returns" (
  "shop_id" INTEGER NOT NULL,
  "order_id" BIGINT NOT NULL,
  "id" BIGINT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "status" TEXT NOT NULL,
  "name" TEXT NOT NULL,

  CONSTRAINT "returns_pkey" PRIMARY KEY ("shop_id","order_id","id")
);

CREATE TABLE "return_lines" (
  "shop_id" INTEGER NOT NULL,
  "order_id" BIGINT NOT NULL,
  "return_id" BIGINT NOT NULL,
  "id" BIGINT NOT NULL,
  "line_id" BIGINT,
  "quantity" INTEGER NOT NULL,
  "refunded_quantity" INTEGER NOT NULL,
  "reason" TEXT,
  "reason_name" TEXT,
  "customer_note" TEXT,

  CONSTRAINT "return_lines_pkey" PRIMARY KEY ("shop_id","order_id","return_id","id")
);

CREATE TABLE "products" (
  "shop_id" INTEGER NOT NULL,
  "id" BIGINT NOT NULL,
  "title" TEXT NOT NULL,
  "handle" TEXT NOT NULL,
  "product_type" TEXT NOT NULL,
  "vendor" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "tags" TEXT[],
  "is_gift_card" BOOLEAN NOT NULL,
  "image_url" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  "published_at" TIMESTAMPTZ(3),
  "import_run_id" INTEGER,

  CONSTRAINT "products_pkey" PRIMARY KEY ("shop_id","id")
);

CREATE TABLE "product_variants" (
  "shop_id" INTEGER NOT NULL,
  "product_id" BIGINT NOT NULL,
  "id" BIGINT NOT NULL,
  "price" BIGINT NOT NULL,
  "position" INTEGER NOT NULL,
  "inventory_quantity" INTEGER,
  "import_run_id" INTEGER,
  "available_for_sale" BOOLEAN NOT NULL,
  "title" TEXT NOT NULL,
  "sku" TEXT,

  CONSTRAINT "product_variants_pkey" PRIMARY KEY ("shop_id","product_id","id")
);

CREATE TABLE "import_runs" (
  "shop_id" INTEGER NOT NULL,
  "id" SERIAL NOT NULL,
  "status" TEXT NOT NULL,
  "active" BOOLEAN,
  "phase" TEXT NOT NULL,
  "requested_by" TEXT,
  "requested_at" TIMESTAMPTZ(3) NOT NULL,
  "started_at" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3),
  "cancel_requested_at" TIMESTAMPTZ(3),
  "progress_at" TIMESTAMPTZ(3),
  "reads_all_orders" BOOLEAN,
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "objects_done" BIGINT NOT NULL DEFAULT 0,
  "objects_expected" BIGINT,
  "rows_per_second" INTEGER,
  "seconds_left" INTEGER,
  "error_code" TEXT,
  "error_message" TEXT,

  CONSTRAINT "import_runs_pkey" PRIMARY KEY ("shop_id","id")
);

CREATE TABLE "import_parts" (
  "shop_id" INTEGER NOT NULL,
  "run_id" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "bulk_operation_id" BIGINT,
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "counted" BIGINT,
  "root_object_count" BIGINT,
  "object_count" BIGINT,
  "file_size" BIGINT,
  "lines_taken" BIGINT NOT NULL DEFAULT 0,
  "roots_read" BIGINT NOT NULL DEFAULT 0,
  "read" BIGINT NOT NULL DEFAULT 0,
  "inserted" BIGINT NOT NULL DEFAULT 0,
  "updated" BIGINT NOT NULL DEFAULT 0,
  "stale" BIGINT NOT NULL DEFAULT 0,
  "rejected" BIGINT NOT NULL DEFAULT 0,
  "unreadable" BIGINT NOT NULL DEFAULT 0,
  "held" BIGINT NOT NULL DEFAULT 0,
  "removed" BIGINT NOT NULL DEFAULT 0,
  "started_at" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3),

  CONSTRAINT "import_parts_pkey" PRIMARY KEY ("shop_id","run_id","kind")
);

CREATE TABLE "import_rejects" (
  "shop_id" INTEGER NOT NULL,
  "run_id" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "line_number" BIGINT NOT NULL,
  "reason_code" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "raw" TEXT NOT NULL,

  CONSTRAINT "import_rejects_pkey" PRIMARY KEY ("shop_id","run_id","kind","line_number")
);

CREATE TABLE "import_seen" (
  "shop_id" INTEGER NOT NULL,
  "run_id" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "id" BIGINT NOT NULL,

  CONSTRAINT "import_seen_pkey" PRIMARY KEY ("shop_id","run_id","kind","id")
);

CREATE TABLE "import_held" (
  "shop_id" INTEGER NOT NULL,
  "run_id" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "line_number" BIGINT NOT NULL,
  "raw" TEXT NOT NULL,

  CONSTRAINT "import_held_pkey" PRIMARY KEY ("shop_id","run_id","kind","line_number")
);


CREATE INDEX "orders_shop_id_customer_id_processed_at_idx" ON "orders"("shop_id", "customer_id", "processed_at");

CREATE UNIQUE INDEX "import_runs_shop_id_active_key" ON "import_runs"("shop_id", "active");

GRANT USAGE ON SEQUENCE "import_runs_id_seq" TO regulars_app;
SELECT protect_tenant_table('customers');
SELECT protect_tenant_table('orders');
SELECT protect_tenant_table('order_lines');
SELECT protect_tenant_table('refunds');
SELECT protect_tenant_table('refund_lines');
SELECT protect_tenant_table('refund_adjustments');
SELECT protect_tenant_table('returns');
SELECT protect_tenant_table('return_lines');
SELECT protect_tenant_table('products');
SELECT protect_tenant_table('product_variants');
SELECT protect_tenant_table('import_runs');
SELECT protect_tenant_table('import_parts');
SELECT protect_tenant_table('import_rejects');
SELECT protect_tenant_table('import_seen');
SELECT protect_tenant_table('import_held');
