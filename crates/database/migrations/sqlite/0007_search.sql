-- Organisations and groups are found by any part of their names, as people are: trigrams over the folded names, kept by triggers.

CREATE VIRTUAL TABLE organisation_search_index USING fts5(name_key, content='organisation', content_rowid='rowid', tokenize='trigram');
CREATE TRIGGER organisation_search_added AFTER INSERT ON organisation BEGIN
    INSERT INTO organisation_search_index (rowid, name_key) VALUES (NEW.rowid, NEW.name_key);
END;
CREATE TRIGGER organisation_search_removed AFTER DELETE ON organisation BEGIN
    INSERT INTO organisation_search_index (organisation_search_index, rowid, name_key) VALUES ('delete', OLD.rowid, OLD.name_key);
END;
CREATE TRIGGER organisation_search_changed AFTER UPDATE OF name_key ON organisation BEGIN
    INSERT INTO organisation_search_index (organisation_search_index, rowid, name_key) VALUES ('delete', OLD.rowid, OLD.name_key);
    INSERT INTO organisation_search_index (rowid, name_key) VALUES (NEW.rowid, NEW.name_key);
END;

CREATE VIRTUAL TABLE person_group_search_index USING fts5(name_key, content='person_group', content_rowid='rowid', tokenize='trigram');
CREATE TRIGGER person_group_search_added AFTER INSERT ON person_group BEGIN
    INSERT INTO person_group_search_index (rowid, name_key) VALUES (NEW.rowid, NEW.name_key);
END;
CREATE TRIGGER person_group_search_removed AFTER DELETE ON person_group BEGIN
    INSERT INTO person_group_search_index (person_group_search_index, rowid, name_key) VALUES ('delete', OLD.rowid, OLD.name_key);
END;
CREATE TRIGGER person_group_search_changed AFTER UPDATE OF name_key ON person_group BEGIN
    INSERT INTO person_group_search_index (person_group_search_index, rowid, name_key) VALUES ('delete', OLD.rowid, OLD.name_key);
    INSERT INTO person_group_search_index (rowid, name_key) VALUES (NEW.rowid, NEW.name_key);
END;

-- What there is already.
INSERT INTO organisation_search_index (organisation_search_index) VALUES ('rebuild');
INSERT INTO person_group_search_index (person_group_search_index) VALUES ('rebuild');
