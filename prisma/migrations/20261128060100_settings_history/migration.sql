-- The time of day, in minutes after midnight in the shop's zone, at which the shop is sorted again by itself.
ALTER TABLE "shop_settings" ADD COLUMN "nightly_minute" SMALLINT NOT NULL DEFAULT 0;

-- What the merchant chose before each change of the settings, and after it. Input: nothing else remembers it. Room settings.
CREATE TABLE "settings_changes" (
  "shop_id" INTEGER NOT NULL,
  "id" SERIAL NOT NULL,
  "changed_at" TIMESTAMPTZ(3) NOT NULL,
  "changed_by" TEXT NOT NULL,
  "before" JSONB NOT NULL,
  "after" JSONB NOT NULL,
  CONSTRAINT "settings_changes_pkey" PRIMARY KEY ("shop_id", "id")
);
SELECT protect_tenant_table('settings_changes');
GRANT USAGE ON SEQUENCE "settings_changes_id_seq" TO regulars_app;
