-- Work for many people at once, previewed before it is done; and files of people.

-- Of these people, those in whose search text every word occurs. The text is read through functions only: see the first migration.
CREATE FUNCTION pforte_match_people(tenant uuid, people jsonb, words jsonb)
RETURNS TABLE (person_id uuid) LANGUAGE sql STABLE ROWS 100 SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text(people))
    SELECT found.person_id FROM k CROSS JOIN LATERAL (SELECT s.person_id FROM person_search s
        WHERE s.tenant_id = tenant AND tenant = current_setting('pforte.tenant')::uuid AND s.person_id = k.id
          AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements_text(words) AS word WHERE position(word IN s.folded) = 0) LIMIT 1) found
$$;
REVOKE ALL ON FUNCTION pforte_match_people(uuid, jsonb, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pforte_match_people(uuid, jsonb, jsonb) TO pforte_server;
