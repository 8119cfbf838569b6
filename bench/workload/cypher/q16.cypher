// Chain of three to a bound end, every row
// columns: person organisation city
MATCH (p:person)-[:worksFor]->(o:organisation)-[:locatedIn]->(c:city)-[:inCountry]->(:country {id: 5}) RETURN p.id, o.id, c.id
