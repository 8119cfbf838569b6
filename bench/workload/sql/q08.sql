-- The ten highest salaries
SELECT x.text, v.text FROM (SELECT s, o FROM triples WHERE p = {salary}) a
JOIN terms v ON v.id = a.o JOIN terms x ON x.id = a.s
ORDER BY v.number DESC LIMIT 10
