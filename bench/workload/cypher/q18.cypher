// Left join, counted: how many of a city's people have a known employer
MATCH (x:person)-[:livesIn]->(:city {id: 3}) OPTIONAL MATCH (x)-[:worksFor]->(o:organisation) RETURN count(*), count(o.id)
