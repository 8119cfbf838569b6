// Count of one relation
MATCH (:person)-[:knows]->(:person) RETURN count(*)
