-- Organisations and groups are found by any part of their names, as people are.

CREATE INDEX organisation_by_part ON organisation USING gin (tenant_id, name_key gin_trgm_ops) WHERE ended_at IS NULL;
CREATE INDEX person_group_by_part ON person_group USING gin (tenant_id, name_key gin_trgm_ops) WHERE ended_at IS NULL;

-- As `pforte_search_people`: row-level security would keep the trigrams from being used. `sought` is `organisation` or `group`.
CREATE FUNCTION pforte_search_places(tenant uuid, sought text, wanted text, others text, most bigint)
RETURNS TABLE (place_id uuid) LANGUAGE sql STABLE ROWS 100 SECURITY DEFINER SET search_path = public, pg_temp AS $$
    (SELECT o.id FROM organisation o
    WHERE sought = 'organisation' AND o.tenant_id = tenant AND tenant = current_setting('pforte.tenant')::uuid AND o.ended_at IS NULL
      AND o.name_key LIKE '%' || replace(replace(replace(wanted, '\', '\\'), '%', '\%'), '_', '\_') || '%'
      AND NOT EXISTS (SELECT 1 FROM unnest(string_to_array(others, ' ')) AS word WHERE position(word IN o.name_key) = 0)
    LIMIT most)
    UNION ALL
    (SELECT g.id FROM person_group g
    WHERE sought = 'group' AND g.tenant_id = tenant AND tenant = current_setting('pforte.tenant')::uuid AND g.ended_at IS NULL
      AND g.name_key LIKE '%' || replace(replace(replace(wanted, '\', '\\'), '%', '\%'), '_', '\_') || '%'
      AND NOT EXISTS (SELECT 1 FROM unnest(string_to_array(others, ' ')) AS word WHERE position(word IN g.name_key) = 0)
    LIMIT most)
$$;
REVOKE ALL ON FUNCTION pforte_search_places(uuid, text, text, text, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pforte_search_places(uuid, text, text, text, bigint) TO pforte_server;
