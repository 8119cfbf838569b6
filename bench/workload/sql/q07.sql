-- Triples of each relation
SELECT p.text, n FROM (SELECT p, count(*) AS n FROM triples GROUP BY p) c JOIN terms p ON p.id = c.p
