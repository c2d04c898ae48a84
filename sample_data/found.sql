-- As in a bureau that screens on the fifth of every month and took its rules into use in four
-- steps: when each finding first came out. Everything else is of the last run.
UPDATE finding
SET found_at = least(
    found_at,
    greatest(
        found_at - INTERVAL 1 DAY * (34 + 28 * (CAST(regexp_extract(code, '\d+') AS INTEGER) % 4)),
        date_trunc('month', event_date) + INTERVAL '1 month 4 days 6 hours'
    )
);
