// Three hops from a node, counted
MATCH (:person {id: 201})-[:follows]->(:person)-[:follows]->(:person)-[:follows]->(:person) RETURN count(*)
