-- Figures: how much happened in a tenant on a day, so that no page counts.

-- Kept count of where it happens: people in the transaction of the change, what the trail tells of when its entries are sealed.
CREATE TABLE daily_figure (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    -- In UTC.
    day TEXT NOT NULL,
    figure TEXT NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, day, figure)
) STRICT, WITHOUT ROWID;
CREATE INDEX daily_figure_age ON daily_figure (day);

-- Of tenants that are in use, nothing is known of the days before this one,
INSERT INTO daily_figure (tenant_id, day, figure, amount)
    SELECT t.tenant_id, date('now'), 'begun', 0
    FROM tenant t WHERE EXISTS (SELECT 1 FROM person p WHERE p.tenant_id = t.tenant_id);
-- but for sign-ins, whose hours are there for some weeks.
INSERT INTO daily_figure (tenant_id, day, figure, amount)
    SELECT tenant_id, substr(hour, 1, 10), 'sign_in.succeeded', sum(succeeded)
    FROM sign_in_count GROUP BY tenant_id, substr(hour, 1, 10) HAVING sum(succeeded) > 0;
INSERT INTO daily_figure (tenant_id, day, figure, amount)
    SELECT tenant_id, substr(hour, 1, 10), 'sign_in.refused', sum(refused)
    FROM sign_in_count GROUP BY tenant_id, substr(hour, 1, 10) HAVING sum(refused) > 0;
