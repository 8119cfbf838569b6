-- Triangles, counted
SELECT count(*) FROM (SELECT s, o FROM triples WHERE p = {follows}) a
JOIN (SELECT s, o FROM triples WHERE p = {follows}) b ON b.s = a.o
JOIN (SELECT s, o FROM triples WHERE p = {follows}) c ON c.s = a.s AND c.o = b.o
