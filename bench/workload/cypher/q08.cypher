// The ten highest salaries
// columns: person -
MATCH (x:person) WHERE x.salary IS NOT NULL RETURN x.id, x.salary ORDER BY x.salary DESC LIMIT 10
