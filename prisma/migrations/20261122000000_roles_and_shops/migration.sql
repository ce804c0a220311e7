-- Three roles stand before any table (prisma/roles.sql makes them): the owner runs this file, `regulars_app` sees one
-- tenant at a time through row-level security, `regulars_system` sees shops, sessions and jobs and no tenant's rows.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'regulars_app')
     OR NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'regulars_system') THEN
    RAISE EXCEPTION 'The roles regulars_app and regulars_system do not exist. Run prisma/roles.sql as the database administrator first.';
  END IF;
END
$$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO regulars_app, regulars_system;

-- The tenant of the transaction. A transaction-level setting becomes '' after commit, not NULL: without nullif the cast
-- would fail on the connection's next query instead of seeing no row.
CREATE FUNCTION current_shop_id() RETURNS integer
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.shop_id', true), '')::integer;

-- Every tenant table goes through here once: locked for everyone, the owner included (FORCE), open to the app role for
-- the rows of the shop that the transaction named.
CREATE FUNCTION protect_tenant_table(tenant_table regclass) RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenant_table);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenant_table);
  EXECUTE format('CREATE POLICY one_tenant ON %s TO regulars_app USING (shop_id = current_shop_id()) WITH CHECK (shop_id = current_shop_id())', tenant_table);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO regulars_app', tenant_table);
END
$$;
REVOKE ALL ON FUNCTION protect_tenant_table(regclass) FROM PUBLIC;

CREATE TABLE "shops" (
  "id" SERIAL NOT NULL,
  "domain" TEXT NOT NULL,
  "installed_at" TIMESTAMPTZ(3) NOT NULL,
  "uninstalled_at" TIMESTAMPTZ(3),
  CONSTRAINT "shops_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "shops_domain_key" ON "shops"("domain");
GRANT SELECT, INSERT, UPDATE, DELETE ON "shops" TO regulars_system;
GRANT USAGE ON SEQUENCE "shops_id_seq" TO regulars_system;

CREATE TABLE "sessions" (
  "id" TEXT NOT NULL,
  "shop" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "is_online" BOOLEAN NOT NULL DEFAULT false,
  "scope" TEXT,
  "expires" TIMESTAMPTZ(3),
  "access_token" TEXT NOT NULL,
  "user_id" BIGINT,
  "first_name" TEXT,
  "last_name" TEXT,
  "email" TEXT,
  "account_owner" BOOLEAN NOT NULL DEFAULT false,
  "locale" TEXT,
  "collaborator" BOOLEAN DEFAULT false,
  "email_verified" BOOLEAN DEFAULT false,
  "refresh_token" TEXT,
  "refresh_token_expires" TIMESTAMPTZ(3),
  CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "sessions_shop_idx" ON "sessions"("shop");
GRANT SELECT, INSERT, UPDATE, DELETE ON "sessions" TO regulars_system;

CREATE TABLE "shop_details" (
  "shop_id" INTEGER NOT NULL,
  "domain" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "email" TEXT,
  "currency_code" TEXT NOT NULL,
  "iana_timezone" TEXT NOT NULL,
  "country_code" TEXT,
  "taxes_included" BOOLEAN NOT NULL,
  "plan_name" TEXT,
  "granted_scopes" TEXT[],
  "reads_all_orders" BOOLEAN NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "shop_details_pkey" PRIMARY KEY ("shop_id")
);
SELECT protect_tenant_table('shop_details');

CREATE TABLE "shop_settings" (
  "shop_id" INTEGER NOT NULL,
  "scoring" JSONB NOT NULL DEFAULT '{}',
  "first_approval_at" TIMESTAMPTZ(3),
  "first_approval_by" TEXT,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "shop_settings_pkey" PRIMARY KEY ("shop_id")
);
SELECT protect_tenant_table('shop_settings');

CREATE TABLE "customer_changes" (
  "shop_id" INTEGER NOT NULL,
  "id" BIGSERIAL NOT NULL,
  "customer_id" BIGINT NOT NULL,
  "kind" TEXT NOT NULL,
  "changed_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "customer_changes_pkey" PRIMARY KEY ("shop_id", "id")
);
CREATE INDEX "customer_changes_shop_id_kind_id_idx" ON "customer_changes"("shop_id", "kind", "id");
SELECT protect_tenant_table('customer_changes');
GRANT USAGE ON SEQUENCE "customer_changes_id_seq" TO regulars_app;
