-- Chain of two from a node, every row
SELECT x.text, y.text FROM (SELECT s, o FROM triples WHERE p = {follows}) a JOIN (SELECT s, o FROM triples WHERE p = {follows}) b ON b.s = a.o
JOIN terms x ON x.id = a.o JOIN terms y ON y.id = b.o
WHERE a.s = {person/201}
