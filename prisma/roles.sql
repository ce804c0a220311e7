-- Run once by the database's administrator, before the first migration, with passwords of your own:
--   psql -v owner_password=... -v app_password=... -v system_password=... -v database=regulars -f prisma/roles.sql
-- owner: migrations alone.  app: tenant tables under row-level security.  system: shops, sessions, inbox, jobs; never a tenant's rows.
CREATE ROLE regulars_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE PASSWORD :'owner_password';
CREATE ROLE regulars_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE PASSWORD :'app_password';
CREATE ROLE regulars_system LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE PASSWORD :'system_password';
CREATE DATABASE :"database" OWNER regulars_owner ENCODING 'UTF8' TEMPLATE template0;
