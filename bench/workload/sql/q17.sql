-- The star of q03, every row
SELECT x.text, o.text, l.text, t.text, v.text FROM (SELECT s, o FROM triples WHERE p = {worksFor}) a
JOIN (SELECT s, o FROM triples WHERE p = {livesIn}) b ON b.s = a.s
JOIN (SELECT s, o FROM triples WHERE p = {interest}) c ON c.s = a.s
JOIN (SELECT s, o FROM triples WHERE p = {salary}) d ON d.s = a.s
JOIN terms x ON x.id = a.s JOIN terms o ON o.id = a.o JOIN terms l ON l.id = b.o
JOIN terms t ON t.id = c.o JOIN terms v ON v.id = d.o
