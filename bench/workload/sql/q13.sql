-- Titles that match a regular expression
SELECT x.text, v.text FROM (SELECT s, o FROM triples WHERE p = {title}) a
JOIN terms v ON v.id = a.o JOIN terms x ON x.id = a.s
WHERE regexp_matches(v.text, 'stone.*dragon')
