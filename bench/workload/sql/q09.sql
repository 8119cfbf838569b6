-- A numeric range, counted
SELECT count(*) FROM (SELECT s, o FROM triples WHERE p = {age}) a JOIN terms v ON v.id = a.o
WHERE v.number >= 30 AND v.number < 40
