-- Which first steps the people of a shop have done, where nothing else remembers it, and whether they hid the list.
CREATE TABLE "first_steps" (
  "shop_id" INTEGER NOT NULL,
  "step" TEXT NOT NULL,
  "done_at" TIMESTAMPTZ(3) NOT NULL,
  "done_by" TEXT,
  CONSTRAINT "first_steps_pkey" PRIMARY KEY ("shop_id", "step")
);
SELECT protect_tenant_table('first_steps');
