-- What buyers answer: stars and words on what they bought, how likely they are to recommend the shop, how they found it. prisma/reviews.prisma says what each column means.

CREATE TABLE "order_answers" (
  "shop_id" INTEGER NOT NULL,
  "order_id" BIGINT NOT NULL,
  "customer_id" BIGINT,
  "asked_at" TIMESTAMPTZ(3),
  "due_from" TEXT,
  "answered_at" TIMESTAMPTZ(3),
  "nps" SMALLINT,
  "nps_words" TEXT,
  "source" TEXT,
  "source_words" TEXT,
  "source_at" TIMESTAMPTZ(3),
  CONSTRAINT "order_answers_pkey" PRIMARY KEY ("shop_id", "order_id"),
  CONSTRAINT "order_answers_nps_check" CHECK (nps BETWEEN 0 AND 10),
  CONSTRAINT "order_answers_due_from_check" CHECK (due_from IN ('delivered', 'shipped', 'ordered')),
  CONSTRAINT "order_answers_source_check" CHECK (source IN ('search', 'social', 'friend', 'advert', 'press', 'before', 'other'))
);
CREATE INDEX "order_answers_answered_idx" ON "order_answers"("shop_id", "answered_at");
CREATE INDEX "order_answers_source_idx" ON "order_answers"("shop_id", "source_at");
SELECT protect_tenant_table('order_answers');

CREATE TABLE "line_answers" (
  "shop_id" INTEGER NOT NULL,
  "order_id" BIGINT NOT NULL,
  "line_id" BIGINT NOT NULL,
  "customer_id" BIGINT NOT NULL,
  "product_id" BIGINT NOT NULL,
  "title" TEXT NOT NULL,
  "stars" SMALLINT NOT NULL,
  "words" TEXT,
  "answered_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "line_answers_pkey" PRIMARY KEY ("shop_id", "order_id", "line_id"),
  CONSTRAINT "line_answers_stars_check" CHECK (stars BETWEEN 1 AND 5)
);
CREATE INDEX "line_answers_answered_idx" ON "line_answers"("shop_id", "answered_at");
CREATE INDEX "line_answers_product_idx" ON "line_answers"("shop_id", "product_id");
SELECT protect_tenant_table('line_answers');

-- The page of answers names customers.
ALTER TABLE "access_log" DROP CONSTRAINT "access_log_what_check";
ALTER TABLE "access_log" ADD CONSTRAINT "access_log_what_check" CHECK (what IN ('customer', 'search', 'list', 'home', 'tag-changes', 'rejects', 'answers', 'export', 'data-request'));
