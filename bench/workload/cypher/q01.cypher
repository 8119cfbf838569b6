// Point lookup: subject and relation known
MATCH (p:person {id: 100}) RETURN p.name
