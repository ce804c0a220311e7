-- A process that is asked whether it is ready looks whether the database has the migrations that its code knows. Prisma's
-- table is not there where migrations are only compared with the schema.
DO $$
BEGIN
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    GRANT SELECT ("migration_name", "finished_at", "rolled_back_at") ON "_prisma_migrations" TO regulars_system;
  END IF;
END
$$;

-- Events that nobody could deal with: counted by the metrics, listed for the merchant.
CREATE INDEX "inbox_events_failed_idx" ON "inbox_events"("shop_domain", "id") WHERE "state" = 'failed';
