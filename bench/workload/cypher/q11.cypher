// Everything a work cites, directly or not, counted
MATCH (:work {id: 12000})-[:cites* SHORTEST 1..200]->(w:work) RETURN count(DISTINCT w.id)
