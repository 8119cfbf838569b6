-- Names with a prefix
SELECT x.text, v.text FROM (SELECT s, o FROM triples WHERE p = {name}) a
JOIN terms v ON v.id = a.o JOIN terms x ON x.id = a.s
WHERE v.text GLOB 'alpha ri*'
