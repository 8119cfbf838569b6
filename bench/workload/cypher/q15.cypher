// Chain of two from a node, every row
// columns: person person
MATCH (:person {id: 201})-[:follows]->(a:person)-[:follows]->(b:person) RETURN a.id, b.id
