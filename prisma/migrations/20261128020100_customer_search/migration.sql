-- Searching the list. Row-level security keeps LIKE, @> and their like off every index (they are not leakproof), so text is
-- looked for in all of a shop's customers; what makes that fast is reading little: the text that is searched stands in
-- one column that an index carries along, and so do the columns that the list filters, sorts and counts by.

-- Text as it is compared in a search: without case, accents and typographic quotes.
CREATE FUNCTION search_fold(given text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
  plain text := lower(given);
BEGIN
  -- Most text is ASCII, and has nothing to take away.
  IF octet_length(plain) = char_length(plain) THEN
    RETURN plain;
  END IF;
  RETURN replace(replace(replace(
    translate(regexp_replace(normalize(plain, NFKD), '[\u0300-\u036f]', '', 'g'), 'øłđðı’‘“”', 'olddi''''""'),
    'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');
END
$$;

-- Name and e-mail, folded, a line each; then the tags in lower case, each between two tabs, so that a whole tag can be
-- found; then the tags folded, where that is another text. Whoever has a tab in their name gets a space instead.
CREATE FUNCTION customer_search_text(first_name text, last_name text, email text, tags text[]) RETURNS text
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  person text := public.search_fold(translate(concat_ws(' ', first_name, last_name), E'\t\n', '  ') || E'\n' || translate(coalesce(email, ''), E'\t\n', '  '));
  own_tags text;
  folded text;
BEGIN
  IF tags IS NULL OR tags = '{}' THEN
    RETURN person;
  END IF;
  own_tags := lower(array_to_string(tags, E'\t'));
  folded := public.search_fold(own_tags);
  RETURN person || E'\n\t' || own_tags || E'\t' || CASE WHEN folded = own_tags THEN '' ELSE E'\n' || folded END;
END
$$;

-- An index takes no row of more than some 2,700 bytes. Whoever has more text than fits (a hundred long tags) is marked by
-- null, and looked at one by one.
CREATE FUNCTION customer_search_entry(first_name text, last_name text, email text, tags text[]) RETURNS text
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  whole text := public.customer_search_text(first_name, last_name, email, tags);
BEGIN
  RETURN CASE WHEN octet_length(whole) <= 2000 THEN whole END;
END
$$;

ALTER TABLE "customers" ADD COLUMN "search_text" TEXT GENERATED ALWAYS AS (public.customer_search_entry(first_name, last_name, email, tags)) STORED;

CREATE INDEX "customers_search_idx" ON "customers" ("shop_id", "id") INCLUDE ("search_text");
CREATE INDEX "customers_long_search_idx" ON "customers" ("shop_id", "id") WHERE "search_text" IS NULL;
CREATE INDEX "profiles_list_idx" ON "profiles" ("shop_id", "customer_id") INCLUDE ("tier_rank", "stage", "net_spend", "sort_last_day", "orders", "sort_name");
