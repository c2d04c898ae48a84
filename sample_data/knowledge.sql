-- The knowledge points of the district, as the 两库 print them, and its own list of pairs.
INSERT INTO kb_item BY NAME SELECT * EXCLUDE (file_row) FROM csv_kb_item;

INSERT INTO kb_pair BY NAME SELECT * EXCLUDE (file_row) FROM csv_kb_pair;
