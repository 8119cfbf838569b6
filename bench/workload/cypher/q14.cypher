// A large result with strings
// columns: person -
MATCH (x:person)-[:bornIn]->(:city {id: 0}) RETURN x.id, x.name
