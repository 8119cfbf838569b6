-- Star of four patterns, counted
SELECT count(*) FROM (SELECT s, o FROM triples WHERE p = {worksFor}) a
JOIN (SELECT s, o FROM triples WHERE p = {livesIn}) b ON b.s = a.s
JOIN (SELECT s, o FROM triples WHERE p = {interest}) c ON c.s = a.s
JOIN (SELECT s, o FROM triples WHERE p = {salary}) d ON d.s = a.s
