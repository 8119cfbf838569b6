-- Count of one relation
SELECT count(*) FROM triples WHERE p = {knows}
