// Aggregates by group: people and salaries by city, the ten largest
// columns: city - -
MATCH (x:person)-[:livesIn]->(c:city) WHERE x.salary IS NOT NULL
RETURN c.id, count(*) AS n, sum(x.salary) ORDER BY n DESC LIMIT 10
