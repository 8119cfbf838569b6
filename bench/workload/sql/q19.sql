-- Anti-join, counted: people of a city without an e-mail address
SELECT count(*) FROM (SELECT s, o FROM triples WHERE p = {livesIn}) a
WHERE a.o = {city/3} AND NOT EXISTS (SELECT 1 FROM triples e WHERE e.s = a.s AND e.p = {email})
