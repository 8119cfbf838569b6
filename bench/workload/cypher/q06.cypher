// Triangles, counted
MATCH (a:person)-[:follows]->(b:person)-[:follows]->(d:person), (a)-[:follows]->(d) RETURN count(*)
