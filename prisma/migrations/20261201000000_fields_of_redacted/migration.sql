-- Shopify may keep a redacted customer without a name, and with them the fields that Regulars wrote: those are to be taken off there.
ALTER TABLE "redactions" ADD COLUMN "fields_stand" BOOLEAN NOT NULL DEFAULT false;
