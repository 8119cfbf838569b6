// Anti-join, counted: people of a city without an e-mail address
MATCH (x:person)-[:livesIn]->(:city {id: 3}) WHERE x.email IS NULL RETURN count(*)
