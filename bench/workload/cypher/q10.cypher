// Distinct employers, counted
MATCH (:person)-[:worksFor]->(o:organisation) RETURN count(DISTINCT o.id)
