// The star of q03, every row
// columns: person organisation city topic -
MATCH (o:organisation)<-[:worksFor]-(x:person)-[:livesIn]->(c:city), (x)-[:interest]->(t:topic)
WHERE x.salary IS NOT NULL RETURN x.id, o.id, c.id, t.id, x.salary
