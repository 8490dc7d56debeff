-- One script for every database; Dialect says what ${sequence}, ${text} and ${clustered} are. Inside, rows are known by
-- sequences, which also tell what was made later; outside by ids. Times are milliseconds since 1970. Texts are compared
-- by code points. A text may be longer than an index entry, so indexes hold its first 200 characters. A value that reads as a
-- number has that in number, any other has is_text = 1.

CREATE TABLE mlops_experiments (
  seq ${sequence},
  id ${text} NOT NULL UNIQUE,
  name ${text} NOT NULL,
  active SMALLINT NOT NULL,
  created BIGINT NOT NULL,
  updated BIGINT NOT NULL
);
CREATE UNIQUE INDEX mlops_experiments_name ON mlops_experiments (name) WHERE active = 1;

CREATE TABLE mlops_experiment_tags (
  experiment BIGINT NOT NULL REFERENCES mlops_experiments (seq) ON DELETE CASCADE,
  key ${text} NOT NULL,
  value ${text} NOT NULL,
  number DOUBLE PRECISION,
  PRIMARY KEY (experiment, key)
) ${clustered};

CREATE TABLE mlops_runs (
  seq ${sequence},
  id ${text} NOT NULL UNIQUE,
  experiment BIGINT NOT NULL REFERENCES mlops_experiments (seq) ON DELETE CASCADE,
  name ${text} NOT NULL,
  parent ${text},
  status ${text} NOT NULL,
  active SMALLINT NOT NULL,
  deleted BIGINT,
  user_name ${text},
  source ${text},
  commit_id ${text},
  branch ${text},
  dirty ${text},
  start_time BIGINT NOT NULL,
  end_time BIGINT,
  heartbeat BIGINT NOT NULL
);
CREATE INDEX mlops_runs_start ON mlops_runs (start_time, seq);
CREATE INDEX mlops_runs_experiment ON mlops_runs (experiment, start_time, seq);
CREATE INDEX mlops_runs_status ON mlops_runs (status, seq);
CREATE INDEX mlops_runs_name ON mlops_runs (name, seq);
CREATE INDEX mlops_runs_parent ON mlops_runs (parent, seq) WHERE parent IS NOT NULL;
CREATE INDEX mlops_runs_heartbeat ON mlops_runs (heartbeat) WHERE status = 'RUNNING';

CREATE TABLE mlops_params (
  run BIGINT NOT NULL REFERENCES mlops_runs (seq) ON DELETE CASCADE,
  key ${text} NOT NULL,
  value ${text} NOT NULL,
  number DOUBLE PRECISION,
  is_text SMALLINT NOT NULL,
  PRIMARY KEY (run, key)
) ${clustered};
CREATE INDEX mlops_params_text ON mlops_params (key, is_text, substr(value, 1, 200), run);
CREATE INDEX mlops_params_number ON mlops_params (key, number, run) WHERE number IS NOT NULL;

CREATE TABLE mlops_tags (
  run BIGINT NOT NULL REFERENCES mlops_runs (seq) ON DELETE CASCADE,
  key ${text} NOT NULL,
  value ${text} NOT NULL,
  number DOUBLE PRECISION,
  is_text SMALLINT NOT NULL,
  PRIMARY KEY (run, key)
) ${clustered};
CREATE INDEX mlops_tags_text ON mlops_tags (key, is_text, substr(value, 1, 200), run);
CREATE INDEX mlops_tags_number ON mlops_tags (key, number, run) WHERE number IS NOT NULL;

CREATE TABLE mlops_datasets (
  run BIGINT NOT NULL REFERENCES mlops_runs (seq) ON DELETE CASCADE,
  name ${text} NOT NULL,
  digest ${text} NOT NULL,
  context ${text} NOT NULL,
  source ${text} NOT NULL,
  columns ${text} NOT NULL,
  row_count BIGINT NOT NULL,
  PRIMARY KEY (run, name, digest, context)
) ${clustered};
CREATE INDEX mlops_datasets_name ON mlops_datasets (name, run);
CREATE INDEX mlops_datasets_digest ON mlops_datasets (digest, run);

-- The two tables of metrics have no foreign key: checking it would cost each point a look at its run, which every writer
-- has locked anyway, and which is removed together with its points. NaN is is_nan = 1 with value 0, as SQLite has no NaN.
CREATE TABLE mlops_metrics (
  run BIGINT NOT NULL,
  key ${text} NOT NULL,
  step BIGINT NOT NULL,
  time BIGINT NOT NULL,
  is_nan SMALLINT NOT NULL,
  value DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (run, key, step, time, is_nan, value)
) ${clustered};

-- The last point of each metric, with the experiment in it, so that runs can be read in the order of a metric.
CREATE TABLE mlops_latest (
  run BIGINT NOT NULL,
  key ${text} NOT NULL,
  experiment BIGINT NOT NULL,
  step BIGINT NOT NULL,
  time BIGINT NOT NULL,
  is_nan SMALLINT NOT NULL,
  value DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (run, key)
) ${clustered};
CREATE INDEX mlops_latest_value ON mlops_latest (key, is_nan, value, run);
CREATE INDEX mlops_latest_experiment ON mlops_latest (experiment, key, is_nan, value, run);

CREATE TABLE mlops_models (
  seq ${sequence},
  name ${text} NOT NULL UNIQUE,
  description ${text} NOT NULL,
  created BIGINT NOT NULL,
  updated BIGINT NOT NULL
);

CREATE TABLE mlops_model_tags (
  model BIGINT NOT NULL REFERENCES mlops_models (seq) ON DELETE CASCADE,
  key ${text} NOT NULL,
  value ${text} NOT NULL,
  PRIMARY KEY (model, key)
) ${clustered};

-- By name and not by sequence: the numbers of a model go on where one is made again under its name.
CREATE TABLE mlops_model_numbers (
  name ${text} NOT NULL PRIMARY KEY,
  last INTEGER NOT NULL
);

-- The begin_ columns hold what a version was registered with, where that may change.
CREATE TABLE mlops_versions (
  seq ${sequence},
  model BIGINT NOT NULL REFERENCES mlops_models (seq) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  run_id ${text},
  begin_description ${text} NOT NULL,
  begin_tags ${text} NOT NULL,
  status ${text} NOT NULL,
  description ${text} NOT NULL,
  created BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  UNIQUE (model, number)
);
CREATE INDEX mlops_versions_created ON mlops_versions (model, created, seq);
CREATE INDEX mlops_versions_run ON mlops_versions (run_id) WHERE run_id IS NOT NULL;

CREATE TABLE mlops_version_params (
  version BIGINT NOT NULL REFERENCES mlops_versions (seq) ON DELETE CASCADE,
  key ${text} NOT NULL,
  value ${text} NOT NULL,
  number DOUBLE PRECISION,
  PRIMARY KEY (version, key)
) ${clustered};

CREATE TABLE mlops_version_metrics (
  version BIGINT NOT NULL REFERENCES mlops_versions (seq) ON DELETE CASCADE,
  key ${text} NOT NULL,
  is_nan SMALLINT NOT NULL,
  value DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (version, key)
) ${clustered};
CREATE INDEX mlops_version_metrics_value ON mlops_version_metrics (key, is_nan, value, version);

CREATE TABLE mlops_version_tags (
  version BIGINT NOT NULL REFERENCES mlops_versions (seq) ON DELETE CASCADE,
  key ${text} NOT NULL,
  value ${text} NOT NULL,
  number DOUBLE PRECISION,
  PRIMARY KEY (version, key)
) ${clustered};

CREATE TABLE mlops_aliases (
  model BIGINT NOT NULL REFERENCES mlops_models (seq) ON DELETE CASCADE,
  alias ${text} NOT NULL,
  version BIGINT NOT NULL REFERENCES mlops_versions (seq) ON DELETE CASCADE,
  PRIMARY KEY (model, alias)
) ${clustered};
CREATE INDEX mlops_aliases_version ON mlops_aliases (version);

-- The history of a model outlives it, so it has no foreign key.
CREATE TABLE mlops_audit (
  seq ${sequence},
  model ${text} NOT NULL,
  version INTEGER NOT NULL,
  action ${text} NOT NULL,
  subject ${text} NOT NULL,
  state_before ${text} NOT NULL,
  state_after ${text} NOT NULL,
  actor ${text} NOT NULL,
  reason ${text} NOT NULL,
  time BIGINT NOT NULL
);
CREATE INDEX mlops_audit_model ON mlops_audit (model, seq);
