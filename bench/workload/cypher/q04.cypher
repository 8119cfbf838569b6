// Chain of four with a bound end, counted
MATCH (:work)-[:author]->(:person)-[:worksFor]->(:organisation)-[:locatedIn]->(:city)-[:inCountry]->(:country {id: 5})
RETURN count(*)
