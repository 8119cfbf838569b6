// A numeric range, counted
MATCH (x:person) WHERE x.age >= 30 AND x.age < 40 RETURN count(*)
