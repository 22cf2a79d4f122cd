-- Figures: how much happened in a tenant on a day, so that no page counts.

-- Kept count of where it happens: people in the transaction of the change, what the trail tells of when its entries are sealed.
CREATE TABLE daily_figure (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    -- In UTC.
    day date NOT NULL,
    figure text COLLATE "C" NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (tenant_id, day, figure)
);
CREATE INDEX daily_figure_age ON daily_figure (day);

GRANT SELECT, INSERT, UPDATE ON daily_figure TO pforte_server;
ALTER TABLE daily_figure ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON daily_figure TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
CREATE POLICY sweep ON daily_figure TO pforte_platform USING (true);
GRANT SELECT (tenant_id, day, figure), DELETE ON daily_figure TO pforte_platform;

-- Of tenants that are in use, nothing is known of the days before this one,
INSERT INTO daily_figure (tenant_id, day, figure, amount)
    SELECT t.tenant_id, (now() AT TIME ZONE 'UTC')::date, 'begun', 0
    FROM tenant t WHERE EXISTS (SELECT 1 FROM person p WHERE p.tenant_id = t.tenant_id);
-- but for sign-ins, whose hours are there for some weeks.
INSERT INTO daily_figure (tenant_id, day, figure, amount)
    SELECT tenant_id, (hour AT TIME ZONE 'UTC')::date, 'sign_in.succeeded', sum(succeeded)::bigint
    FROM sign_in_count GROUP BY tenant_id, (hour AT TIME ZONE 'UTC')::date HAVING sum(succeeded) > 0;
INSERT INTO daily_figure (tenant_id, day, figure, amount)
    SELECT tenant_id, (hour AT TIME ZONE 'UTC')::date, 'sign_in.refused', sum(refused)::bigint
    FROM sign_in_count GROUP BY tenant_id, (hour AT TIME ZONE 'UTC')::date HAVING sum(refused) > 0;
