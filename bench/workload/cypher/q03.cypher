// Star of four patterns, counted
MATCH (o:organisation)<-[:worksFor]-(x:person)-[:livesIn]->(c:city), (x)-[:interest]->(t:topic)
WHERE x.salary IS NOT NULL RETURN count(*)
