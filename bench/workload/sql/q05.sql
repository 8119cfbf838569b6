-- Three hops from a node, counted
SELECT count(*) FROM (SELECT s, o FROM triples WHERE p = {follows}) a
JOIN (SELECT s, o FROM triples WHERE p = {follows}) b ON b.s = a.o
JOIN (SELECT s, o FROM triples WHERE p = {follows}) c ON c.s = b.o
WHERE a.s = {person/201}
