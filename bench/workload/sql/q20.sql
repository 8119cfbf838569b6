-- Aggregates by group: people and salaries by city, the ten largest
SELECT c.text, n, total FROM (
  SELECT a.o AS o, count(*) AS n, sum(v.number) AS total FROM (SELECT s, o FROM triples WHERE p = {livesIn}) a
  JOIN (SELECT s, o FROM triples WHERE p = {salary}) b ON b.s = a.s JOIN terms v ON v.id = b.o GROUP BY a.o) g
JOIN terms c ON c.id = g.o ORDER BY n DESC LIMIT 10
