-- A large result with strings
SELECT x.text, v.text FROM (SELECT s, o FROM triples WHERE p = {bornIn}) a JOIN (SELECT s, o FROM triples WHERE p = {name}) b ON b.s = a.s
JOIN terms x ON x.id = a.s JOIN terms v ON v.id = b.o
WHERE a.o = {city/0}
