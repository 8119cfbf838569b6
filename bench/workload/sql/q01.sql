-- Point lookup: subject and relation known
SELECT o.text FROM triples t JOIN terms o ON o.id = t.o
WHERE t.s = {person/100} AND t.p = {name}
