-- Question 1 looks up name and installation of each pose it finds: a B-tree answers that several times quicker than the GiST
-- index behind the exclusion constraint.
CREATE INDEX point_record_point ON point_record (point_id);
CREATE INDEX installation_point ON installation (point_id);
