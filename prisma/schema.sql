-- What the migrations make, read from the catalog and sorted. Written by "node --import tsx .ci/db.mjs write-schema-sql"; a test
-- holds it against the migrations. For reading and review only: nothing runs it.

CREATE TABLE alert (
  attempts integer NOT NULL DEFAULT 0,
  binding_id uuid,
  created_at timestamp(3) with time zone NOT NULL,
  handled_version bigint NOT NULL DEFAULT '-1'::integer,
  id uuid NOT NULL,
  last_error text,
  lease_until timestamp(3) with time zone,
  loop_id uuid,
  next_try_at timestamp(3) with time zone NOT NULL,
  response_id uuid NOT NULL,
  rule text NOT NULL,
  severity text NOT NULL,
  version bigint NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT alert_attempts_check CHECK ((attempts >= 0)),
  CONSTRAINT alert_pkey PRIMARY KEY (id),
  CONSTRAINT alert_response_id_fkey FOREIGN KEY (response_id) REFERENCES response(id) ON UPDATE RESTRICT ON DELETE RESTRICT,
  CONSTRAINT alert_severity_check CHECK ((severity = ANY (ARRAY['normal'::text, 'critical'::text])))
);

CREATE INDEX alert_due ON public.alert USING btree (next_try_at) WHERE (handled_version < version);
CREATE INDEX alert_loop_id_idx ON public.alert USING btree (loop_id);
CREATE INDEX alert_of_binding ON public.alert USING btree (binding_id) WHERE (binding_id IS NOT NULL);
CREATE UNIQUE INDEX alert_response_id_key ON public.alert USING btree (response_id);

CREATE TABLE api_fetch (
  attempts integer NOT NULL DEFAULT 0,
  created_at timestamp(3) with time zone NOT NULL,
  delivery_id uuid NOT NULL,
  fetched_version bigint NOT NULL DEFAULT '-1'::integer,
  gave_up text,
  id uuid NOT NULL,
  last_error text,
  lease_until timestamp(3) with time zone,
  next_try_at timestamp(3) with time zone NOT NULL,
  permalink text,
  response_key text NOT NULL,
  source_id uuid NOT NULL,
  survey_key text NOT NULL,
  told_at timestamp(3) with time zone,
  wanted_version bigint NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT api_fetch_attempts_check CHECK ((attempts >= 0)),
  CONSTRAINT api_fetch_pkey PRIMARY KEY (id)
);

CREATE INDEX api_fetch_due ON public.api_fetch USING btree (next_try_at) WHERE (fetched_version < wanted_version);

CREATE TABLE binding (
  attempts integer NOT NULL DEFAULT 0,
  by_id text,
  by_name text NOT NULL,
  created_at timestamp(3) with time zone NOT NULL,
  done_at timestamp(3) with time zone,
  gathers boolean NOT NULL DEFAULT false,
  id uuid NOT NULL,
  last_error text,
  lease_until timestamp(3) with time zone,
  means_else boolean NOT NULL,
  next_try_at timestamp(3) with time zone NOT NULL,
  older integer,
  quarantined integer,
  question_id uuid NOT NULL,
  question_key text NOT NULL,
  raised integer,
  scale jsonb NOT NULL,
  scored integer,
  source_id uuid NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT binding_attempts_check CHECK ((attempts >= 0)),
  CONSTRAINT binding_pkey PRIMARY KEY (id)
);

CREATE INDEX binding_due ON public.binding USING btree (next_try_at) WHERE (done_at IS NULL);
CREATE INDEX binding_question_id_created_at_idx ON public.binding USING btree (question_id, created_at);

CREATE TABLE burst (
  attempts integer NOT NULL DEFAULT 0,
  binding_id uuid,
  channel text NOT NULL,
  created_at timestamp(3) with time zone NOT NULL,
  id uuid NOT NULL,
  last_error text,
  lease_until timestamp(3) with time zone,
  message_id text,
  next_try_at timestamp(3) with time zone NOT NULL,
  page integer NOT NULL DEFAULT 0,
  severity text NOT NULL,
  shown_version integer NOT NULL DEFAULT 0,
  wanted_version integer NOT NULL DEFAULT 0,
  workspace_id uuid NOT NULL,
  CONSTRAINT burst_page_check CHECK ((page >= 0)),
  CONSTRAINT burst_pkey PRIMARY KEY (id),
  CONSTRAINT burst_severity_check CHECK ((severity = ANY (ARRAY['normal'::text, 'critical'::text]))),
  CONSTRAINT burst_version_check CHECK (((wanted_version >= 0) AND (shown_version >= 0) AND (attempts >= 0)))
);

CREATE INDEX burst_due ON public.burst USING btree (next_try_at) WHERE (shown_version < wanted_version);
CREATE INDEX burst_waiting ON public.burst USING btree (workspace_id, channel) WHERE (message_id IS NULL);

CREATE TABLE card_message (
  attempts integer NOT NULL DEFAULT 0,
  burst_id uuid,
  burst_place integer,
  channel text NOT NULL,
  created_at timestamp(3) with time zone NOT NULL,
  id uuid NOT NULL,
  last_error text,
  lease_until timestamp(3) with time zone,
  loop_id uuid NOT NULL,
  message_id text,
  next_try_at timestamp(3) with time zone NOT NULL,
  opened_at timestamp(3) with time zone,
  permalink text,
  platform text NOT NULL,
  shown_version integer NOT NULL DEFAULT 0,
  wanted_version integer NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT card_message_burst_id_fkey FOREIGN KEY (burst_id) REFERENCES burst(id) ON UPDATE RESTRICT ON DELETE RESTRICT,
  CONSTRAINT card_message_loop_id_fkey FOREIGN KEY (loop_id) REFERENCES loop(id) ON UPDATE RESTRICT ON DELETE RESTRICT,
  CONSTRAINT card_message_opened_check CHECK (((opened_at IS NULL) OR (burst_id IS NOT NULL))),
  CONSTRAINT card_message_pkey PRIMARY KEY (id),
  CONSTRAINT card_message_version_check CHECK (((wanted_version >= 1) AND (shown_version >= 0) AND (attempts >= 0)))
);

CREATE INDEX card_message_burst_id_idx ON public.card_message USING btree (burst_id);
CREATE INDEX card_message_due ON public.card_message USING btree (next_try_at) WHERE (shown_version < wanted_version);
CREATE UNIQUE INDEX card_message_loop_id_key ON public.card_message USING btree (loop_id);
CREATE INDEX card_message_waiting ON public.card_message USING btree (workspace_id, channel) WHERE ((message_id IS NULL) AND ((burst_id IS NULL) OR (opened_at IS NOT NULL)));

CREATE TABLE channel_slot (
  channel text NOT NULL,
  held_until timestamp(3) with time zone,
  next_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT channel_slot_pkey PRIMARY KEY (channel)
);

CREATE TABLE channel_trouble (
  act integer NOT NULL,
  channel text NOT NULL,
  next_probe_at timestamp(3) with time zone NOT NULL,
  prober uuid NOT NULL,
  problem text NOT NULL,
  since timestamp(3) with time zone NOT NULL,
  todo text NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT channel_trouble_pkey PRIMARY KEY (workspace_id, channel)
);

CREATE TABLE chat_install (
  bot_user_id text NOT NULL,
  created_at timestamp(3) with time zone NOT NULL,
  expires_at timestamp(3) with time zone,
  gone_at timestamp(3) with time zone,
  gone_reason text,
  id uuid NOT NULL,
  platform text NOT NULL,
  refresh_error text,
  refresh_lease_until timestamp(3) with time zone,
  refresh_next_at timestamp(3) with time zone,
  sealed bytea,
  team_id text NOT NULL,
  team_name text,
  version integer NOT NULL DEFAULT 0,
  workspace_id uuid NOT NULL,
  CONSTRAINT chat_install_gone_is_wiped CHECK ((((gone_at IS NULL) = (gone_reason IS NULL)) AND ((gone_at IS NULL) OR ((sealed IS NULL) AND (expires_at IS NULL))))),
  CONSTRAINT chat_install_pkey PRIMARY KEY (id)
);

CREATE INDEX chat_install_expires ON public.chat_install USING btree (expires_at) WHERE (expires_at IS NOT NULL);
CREATE UNIQUE INDEX chat_install_platform_team_id_key ON public.chat_install USING btree (platform, team_id);
CREATE INDEX chat_install_workspace_id_idx ON public.chat_install USING btree (workspace_id);

CREATE TABLE customer (
  created_at timestamp(3) with time zone NOT NULL,
  email text,
  external_id text,
  id uuid NOT NULL,
  key text NOT NULL,
  name text,
  updated_at timestamp(3) with time zone NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT customer_pkey PRIMARY KEY (id)
);

CREATE UNIQUE INDEX customer_workspace_id_key_key ON public.customer USING btree (workspace_id, key);

CREATE TABLE delivery (
  body bytea NOT NULL,
  content_type text NOT NULL,
  delivery_key text NOT NULL,
  headers jsonb NOT NULL DEFAULT '{}'::jsonb,
  id uuid NOT NULL,
  query jsonb NOT NULL DEFAULT '{}'::jsonb,
  reason text,
  received_at timestamp(3) with time zone NOT NULL,
  source_id uuid NOT NULL,
  verdict text NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT delivery_pkey PRIMARY KEY (id),
  CONSTRAINT delivery_verdict_check CHECK ((verdict = ANY (ARRAY['accepted'::text, 'duplicate'::text, 'ignored'::text, 'partial'::text, 'rejected'::text, 'unbound'::text])))
);

CREATE INDEX delivery_workspace_id_received_at_idx ON public.delivery USING btree (workspace_id, received_at);

CREATE TABLE fetched_survey (
  document jsonb NOT NULL,
  id uuid NOT NULL,
  read_at timestamp(3) with time zone NOT NULL,
  source_id uuid NOT NULL,
  survey_key text NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT fetched_survey_pkey PRIMARY KEY (id)
);

CREATE TABLE home_view (
  attempts integer NOT NULL DEFAULT 0,
  created_at timestamp(3) with time zone NOT NULL,
  id uuid NOT NULL,
  last_error text,
  lease_until timestamp(3) with time zone,
  next_try_at timestamp(3) with time zone NOT NULL,
  opened_at timestamp(3) with time zone NOT NULL,
  person_id text NOT NULL,
  platform text NOT NULL,
  shown_at timestamp(3) with time zone,
  shown_version integer NOT NULL DEFAULT 0,
  wanted_version integer NOT NULL DEFAULT 1,
  workspace_id uuid NOT NULL,
  CONSTRAINT home_view_pkey PRIMARY KEY (id)
);

CREATE INDEX home_view_due_idx ON public.home_view USING btree (next_try_at) WHERE (shown_version < wanted_version);
CREATE UNIQUE INDEX home_view_workspace_id_platform_person_id_key ON public.home_view USING btree (workspace_id, platform, person_id);

CREATE TABLE ignored_question (
  by_name text NOT NULL,
  created_at timestamp(3) with time zone NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  source_id uuid NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT ignored_question_pkey PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ignored_question_source_id_key_key ON public.ignored_question USING btree (source_id, key);

CREATE TABLE import_run (
  counts jsonb NOT NULL DEFAULT '{}'::jsonb,
  file_bytes bigint NOT NULL,
  file_key text NOT NULL,
  file_name text NOT NULL,
  finished_at timestamp(3) with time zone,
  id uuid NOT NULL,
  rejects_bytes bigint NOT NULL DEFAULT 0,
  rows bigint NOT NULL DEFAULT 0,
  source_id uuid NOT NULL,
  started_at timestamp(3) with time zone NOT NULL,
  updated_at timestamp(3) with time zone NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT import_run_pkey PRIMARY KEY (id),
  CONSTRAINT import_run_progress_check CHECK (((rows >= 0) AND (rejects_bytes >= 0) AND (file_bytes >= 0)))
);

CREATE INDEX import_run_workspace_id_started_at_idx ON public.import_run USING btree (workspace_id, started_at);

CREATE TABLE loop (
  claimed_at timestamp(3) with time zone,
  close_note text,
  closed_at timestamp(3) with time zone,
  customer_id uuid,
  first_contact_due_at timestamp(3) with time zone NOT NULL,
  id uuid NOT NULL,
  opened_at timestamp(3) with time zone NOT NULL,
  outcome text,
  owner_id text,
  owner_name text,
  reopen_count integer NOT NULL DEFAULT 0,
  resolution_due_at timestamp(3) with time zone NOT NULL,
  severity text NOT NULL,
  snoozed_until timestamp(3) with time zone,
  status text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  workspace_id uuid NOT NULL,
  CONSTRAINT loop_closed_check CHECK (((status = 'closed'::text) = (closed_at IS NOT NULL))),
  CONSTRAINT loop_outcome_check CHECK ((outcome = ANY (ARRAY['recovered'::text, 'neutral'::text, 'lost'::text, 'unreachable'::text, 'not_valid'::text, 'duplicate'::text]))),
  CONSTRAINT loop_pkey PRIMARY KEY (id),
  CONSTRAINT loop_severity_check CHECK ((severity = ANY (ARRAY['normal'::text, 'critical'::text]))),
  CONSTRAINT loop_status_check CHECK ((status = ANY (ARRAY['new'::text, 'claimed'::text, 'working'::text, 'waiting'::text, 'snoozed'::text, 'closed'::text]))),
  CONSTRAINT loop_version_check CHECK (((version >= 1) AND (reopen_count >= 0)))
);

CREATE UNIQUE INDEX loop_one_open_a_customer ON public.loop USING btree (workspace_id, customer_id) WHERE ((closed_at IS NULL) AND (customer_id IS NOT NULL));
CREATE INDEX loop_workspace_id_status_idx ON public.loop USING btree (workspace_id, status);

CREATE TABLE loop_draft (
  entries jsonb NOT NULL,
  expires_at timestamp(3) with time zone NOT NULL,
  form text NOT NULL,
  loop_id uuid NOT NULL,
  person_id text NOT NULL,
  sequence double precision NOT NULL DEFAULT 0,
  typed_at timestamp(3) with time zone NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT loop_draft_loop_id_fkey FOREIGN KEY (loop_id) REFERENCES loop(id) ON UPDATE RESTRICT ON DELETE CASCADE,
  CONSTRAINT loop_draft_pkey PRIMARY KEY (loop_id, person_id, form)
);

CREATE INDEX loop_draft_expires_at_idx ON public.loop_draft USING btree (expires_at);

CREATE TABLE loop_event (
  at timestamp(3) with time zone NOT NULL,
  by_id text,
  by_name text,
  data jsonb NOT NULL DEFAULT '{}'::jsonb,
  id bigint NOT NULL DEFAULT nextval('loop_event_id_seq'::regclass),
  kind text NOT NULL,
  loop_id uuid NOT NULL,
  tell_attempts integer NOT NULL DEFAULT 0,
  told_at timestamp(3) with time zone,
  version integer NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT loop_event_loop_id_fkey FOREIGN KEY (loop_id) REFERENCES loop(id) ON UPDATE RESTRICT ON DELETE RESTRICT,
  CONSTRAINT loop_event_pkey PRIMARY KEY (id),
  CONSTRAINT loop_event_tell_attempts_check CHECK ((tell_attempts >= 0))
);

CREATE INDEX loop_event_loop_id_id_idx ON public.loop_event USING btree (loop_id, id);
CREATE INDEX loop_event_workspace_id_at_idx ON public.loop_event USING btree (workspace_id, at);
CREATE TRIGGER loop_event_append_only BEFORE DELETE OR UPDATE ON public.loop_event FOR EACH ROW EXECUTE FUNCTION heard_refuse_rewriting();
CREATE TRIGGER loop_event_no_truncate BEFORE TRUNCATE ON public.loop_event FOR EACH STATEMENT EXECUTE FUNCTION heard_refuse_rewriting();

CREATE TABLE loop_step (
  at timestamp(3) with time zone NOT NULL,
  by_id text NOT NULL,
  by_name text NOT NULL,
  loop_id uuid NOT NULL,
  record jsonb NOT NULL DEFAULT '{}'::jsonb,
  skipped_reason text,
  step text NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT loop_step_loop_id_fkey FOREIGN KEY (loop_id) REFERENCES loop(id) ON UPDATE RESTRICT ON DELETE RESTRICT,
  CONSTRAINT loop_step_pkey PRIMARY KEY (loop_id, step),
  CONSTRAINT loop_step_step_check CHECK ((step = ANY (ARRAY['hear'::text, 'empathize'::text, 'apologize'::text, 'resolve'::text, 'diagnose'::text])))
);

CREATE TABLE notice (
  attempts integer NOT NULL DEFAULT 0,
  channel text,
  created_at timestamp(3) with time zone NOT NULL,
  data jsonb NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  last_error text,
  lease_until timestamp(3) with time zone,
  message_id text,
  next_try_at timestamp(3) with time zone NOT NULL,
  posted_at timestamp(3) with time zone,
  shown_at timestamp(3) with time zone,
  shown_version integer NOT NULL DEFAULT 0,
  shown_waiting integer,
  wanted_version integer NOT NULL DEFAULT 0,
  workspace_id uuid NOT NULL,
  CONSTRAINT notice_attempts_check CHECK ((attempts >= 0)),
  CONSTRAINT notice_pkey PRIMARY KEY (id),
  CONSTRAINT notice_version_check CHECK (((wanted_version >= 0) AND (shown_version >= 0)))
);

CREATE INDEX notice_due ON public.notice USING btree (next_try_at) WHERE ((posted_at IS NULL) OR (shown_version < wanted_version));

CREATE TABLE person_setting (
  language text,
  person_id text NOT NULL,
  updated_at timestamp(3) with time zone NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT person_setting_pkey PRIMARY KEY (workspace_id, person_id)
);

CREATE TABLE question (
  bad_from smallint NOT NULL,
  bad_to smallint NOT NULL,
  bound_by text NOT NULL,
  created_at timestamp(3) with time zone NOT NULL,
  direction text NOT NULL,
  good_from smallint NOT NULL,
  good_to smallint NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  max smallint NOT NULL,
  metric text NOT NULL,
  min smallint NOT NULL,
  programme text NOT NULL DEFAULT 'relational'::text,
  source_id uuid NOT NULL,
  survey text,
  title text,
  touchpoint text,
  workspace_id uuid NOT NULL,
  CONSTRAINT question_bad_check CHECK (((bad_from <= bad_to) AND (bad_from >= min) AND (bad_to <= max))),
  CONSTRAINT question_bands_apart_check CHECK (((good_to < bad_from) OR (bad_to < good_from))),
  CONSTRAINT question_direction_check CHECK ((direction = ANY (ARRAY['high_is_good'::text, 'low_is_good'::text]))),
  CONSTRAINT question_good_check CHECK (((good_from <= good_to) AND (good_from >= min) AND (good_to <= max))),
  CONSTRAINT question_metric_check CHECK ((metric = ANY (ARRAY['nps'::text, 'csat'::text, 'ces'::text]))),
  CONSTRAINT question_nps_check CHECK (((metric <> 'nps'::text) OR ((min = 0) AND (max = 10) AND (direction = 'high_is_good'::text)))),
  CONSTRAINT question_pkey PRIMARY KEY (id),
  CONSTRAINT question_programme_check CHECK ((programme = ANY (ARRAY['relational'::text, 'transactional'::text]))),
  CONSTRAINT question_scale_check CHECK (((min < max) AND (min >= '-100'::integer) AND (max <= 100))),
  CONSTRAINT question_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id) ON UPDATE RESTRICT ON DELETE RESTRICT
);

CREATE UNIQUE INDEX question_source_id_key_key ON public.question USING btree (source_id, key);

CREATE TABLE response (
  answered_at timestamp(3) with time zone NOT NULL,
  backfill boolean NOT NULL DEFAULT false,
  comment text,
  customer_id uuid,
  day date NOT NULL,
  delivery_id uuid NOT NULL,
  id uuid NOT NULL,
  permalink text,
  question_id uuid,
  question_key text NOT NULL,
  question_title text,
  reason text,
  received_at timestamp(3) with time zone NOT NULL,
  response_key text NOT NULL,
  score double precision,
  segments jsonb NOT NULL DEFAULT '{}'::jsonb,
  source_id uuid NOT NULL,
  state text NOT NULL,
  survey text,
  version bigint NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT response_number_check CHECK (((state = ANY (ARRAY['unscored'::text, 'withdrawn'::text])) OR (score IS NOT NULL))),
  CONSTRAINT response_pkey PRIMARY KEY (id),
  CONSTRAINT response_question_id_fkey FOREIGN KEY (question_id) REFERENCES question(id) ON UPDATE RESTRICT ON DELETE RESTRICT,
  CONSTRAINT response_scored_check CHECK (((state <> 'scored'::text) OR ((question_id IS NOT NULL) AND (score IS NOT NULL) AND ((score >= ('-100'::integer)::double precision) AND (score <= (100)::double precision)) AND (score = trunc(score))))),
  CONSTRAINT response_segments_check CHECK ((jsonb_typeof(segments) = 'object'::text)),
  CONSTRAINT response_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id) ON UPDATE RESTRICT ON DELETE RESTRICT,
  CONSTRAINT response_state_check CHECK ((state = ANY (ARRAY['scored'::text, 'unbound'::text, 'quarantined'::text, 'unscored'::text, 'withdrawn'::text])))
);

CREATE INDEX response_customer_id_idx ON public.response USING btree (customer_id);
CREATE INDEX response_left_out ON public.response USING btree (workspace_id, day) WHERE (state <> 'scored'::text);
CREATE UNIQUE INDEX response_source_id_response_key_question_key_key ON public.response USING btree (source_id, response_key, question_key);
CREATE INDEX response_unbound ON public.response USING btree (source_id, question_key) WHERE (state = 'unbound'::text);
CREATE INDEX response_workspace_id_answered_at_idx ON public.response USING btree (workspace_id, answered_at);
CREATE TRIGGER response_count_delete AFTER DELETE ON public.response REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION heard_count_scores();
CREATE TRIGGER response_count_insert AFTER INSERT ON public.response REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION heard_count_scores();
CREATE TRIGGER response_count_truncate AFTER TRUNCATE ON public.response FOR EACH STATEMENT EXECUTE FUNCTION heard_forget_scores();
CREATE TRIGGER response_count_update AFTER UPDATE ON public.response REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION heard_count_scores();
CREATE TRIGGER response_record_change AFTER UPDATE ON public.response REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION heard_record_response_change();

CREATE TABLE response_event (
  after jsonb NOT NULL,
  at timestamp(3) with time zone NOT NULL,
  before jsonb NOT NULL,
  delivery_id uuid NOT NULL,
  id bigint NOT NULL DEFAULT nextval('response_event_id_seq'::regclass),
  response_id uuid NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT response_event_pkey PRIMARY KEY (id)
);

CREATE INDEX response_event_response_id_idx ON public.response_event USING btree (response_id);
CREATE TRIGGER response_event_append_only BEFORE DELETE OR UPDATE ON public.response_event FOR EACH ROW EXECUTE FUNCTION heard_refuse_rewriting();
CREATE TRIGGER response_event_no_truncate BEFORE TRUNCATE ON public.response_event FOR EACH STATEMENT EXECUTE FUNCTION heard_refuse_rewriting();

CREATE TABLE route (
  channel text NOT NULL,
  created_at timestamp(3) with time zone NOT NULL,
  id uuid NOT NULL,
  metric text,
  "position" integer NOT NULL,
  severity text,
  source_id uuid,
  survey text,
  workspace_id uuid NOT NULL,
  CONSTRAINT route_metric_check CHECK ((metric = ANY (ARRAY['nps'::text, 'csat'::text, 'ces'::text]))),
  CONSTRAINT route_pkey PRIMARY KEY (id),
  CONSTRAINT route_severity_check CHECK ((severity = ANY (ARRAY['normal'::text, 'critical'::text])))
);

CREATE INDEX route_workspace_id_position_idx ON public.route USING btree (workspace_id, "position");

CREATE TABLE score_count (
  day date NOT NULL,
  dimension text NOT NULL,
  n bigint NOT NULL,
  question_id uuid NOT NULL,
  score smallint NOT NULL,
  value text NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT score_count_pkey PRIMARY KEY (workspace_id, question_id, dimension, value, day, score)
) WITH (fillfactor=50);

CREATE TABLE source (
  created_at timestamp(3) with time zone NOT NULL,
  definition text,
  disabled_at timestamp(3) with time zone,
  enabled_at timestamp(3) with time zone,
  id uuid NOT NULL,
  kind text NOT NULL,
  last_refused_at timestamp(3) with time zone,
  last_refused_reason text,
  last_seen_at timestamp(3) with time zone,
  name text NOT NULL,
  refused_count integer NOT NULL DEFAULT 0,
  sealed_api_token bytea,
  sealed_secrets bytea NOT NULL,
  settings jsonb NOT NULL DEFAULT '{}'::jsonb,
  token_hash bytea NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT source_pkey PRIMARY KEY (id),
  CONSTRAINT source_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace(id) ON UPDATE RESTRICT ON DELETE RESTRICT
);

CREATE UNIQUE INDEX source_token_hash_key ON public.source USING btree (token_hash);
CREATE UNIQUE INDEX source_workspace_id_name_key ON public.source USING btree (workspace_id, name);

CREATE TABLE source_hour (
  deliveries integer NOT NULL,
  hour timestamp(3) with time zone NOT NULL,
  source_id uuid NOT NULL,
  useful integer NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT source_hour_pkey PRIMARY KEY (source_id, hour)
);

CREATE TABLE source_run (
  ignored integer NOT NULL DEFAULT 0,
  last_at timestamp(3) with time zone NOT NULL,
  rejected integer NOT NULL DEFAULT 0,
  since timestamp(3) with time zone NOT NULL,
  source_id uuid NOT NULL,
  useful_at timestamp(3) with time zone,
  workspace_id uuid NOT NULL,
  CONSTRAINT source_run_pkey PRIMARY KEY (source_id)
);

CREATE TABLE source_token (
  expires_at timestamp(3) with time zone NOT NULL,
  purpose text NOT NULL,
  source_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT source_token_hash_check CHECK ((octet_length(token_hash) = 32)),
  CONSTRAINT source_token_pkey PRIMARY KEY (token_hash),
  CONSTRAINT source_token_purpose_check CHECK ((purpose = ANY (ARRAY['former'::text, 'test'::text]))),
  CONSTRAINT source_token_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id) ON UPDATE RESTRICT ON DELETE CASCADE
);

CREATE INDEX source_token_source_id_idx ON public.source_token USING btree (source_id);

CREATE TABLE watch_clock (
  counted_until timestamp(3) with time zone NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT watch_clock_pkey PRIMARY KEY (workspace_id)
);

CREATE TABLE watch_finding (
  data jsonb NOT NULL,
  found_at timestamp(3) with time zone NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  over_at timestamp(3) with time zone,
  since timestamp(3) with time zone NOT NULL,
  source_id uuid NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT watch_finding_kind_check CHECK ((kind = ANY (ARRAY['silent'::text, 'refused'::text, 'ignored'::text, 'unusable'::text]))),
  CONSTRAINT watch_finding_pkey PRIMARY KEY (id)
);

CREATE UNIQUE INDEX watch_finding_open ON public.watch_finding USING btree (source_id, kind) WHERE (over_at IS NULL);
CREATE INDEX watch_finding_workspace_id_idx ON public.watch_finding USING btree (workspace_id);

CREATE TABLE withdrawal (
  at timestamp(3) with time zone NOT NULL,
  by_id text,
  by_name text,
  delivery_id uuid,
  id uuid NOT NULL,
  question_key text NOT NULL DEFAULT ''::text,
  reason text,
  received_at timestamp(3) with time zone NOT NULL,
  response_key text NOT NULL,
  source_id uuid NOT NULL,
  version bigint NOT NULL,
  workspace_id uuid NOT NULL,
  CONSTRAINT withdrawal_by_check CHECK (((by_id IS NULL) OR ((by_name IS NOT NULL) AND (question_key <> ''::text)))),
  CONSTRAINT withdrawal_pkey PRIMARY KEY (id),
  CONSTRAINT withdrawal_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id) ON UPDATE RESTRICT ON DELETE RESTRICT
);

CREATE INDEX withdrawal_source_id_response_key_idx ON public.withdrawal USING btree (source_id, response_key);

CREATE TABLE workspace (
  created_at timestamp(3) with time zone NOT NULL,
  home_channel text,
  hours jsonb NOT NULL DEFAULT '{"to": "17:00", "days": [1, 2, 3, 4, 5], "from": "09:00"}'::jsonb,
  id uuid NOT NULL,
  language text NOT NULL DEFAULT 'en'::text,
  name text NOT NULL,
  time_zone text NOT NULL DEFAULT 'UTC'::text,
  CONSTRAINT workspace_pkey PRIMARY KEY (id)
);

CREATE OR REPLACE FUNCTION public.heard_count_scores()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO score_count AS c (workspace_id, question_id, dimension, value, day, score, n)
    SELECT r.workspace_id, r.question_id, d.dimension, d.value, r.day, r.score, count(*)
    FROM new_rows r, LATERAL heard_score_dimensions(r.segments) d
    WHERE r.state = 'scored' AND r.question_id IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (workspace_id, question_id, dimension, value, day, score) DO UPDATE SET n = c.n + excluded.n;
    RETURN NULL;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO score_count AS c (workspace_id, question_id, dimension, value, day, score, n)
    SELECT r.workspace_id, r.question_id, d.dimension, d.value, r.day, r.score, sum(r.sign)
    FROM (SELECT *, 1 AS sign FROM new_rows UNION ALL SELECT *, -1 FROM old_rows) r, LATERAL heard_score_dimensions(r.segments) d
    WHERE r.state = 'scored' AND r.question_id IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(r.sign) <> 0 ORDER BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (workspace_id, question_id, dimension, value, day, score) DO UPDATE SET n = c.n + excluded.n;
  ELSE
    INSERT INTO score_count AS c (workspace_id, question_id, dimension, value, day, score, n)
    SELECT r.workspace_id, r.question_id, d.dimension, d.value, r.day, r.score, -count(*)
    FROM old_rows r, LATERAL heard_score_dimensions(r.segments) d
    WHERE r.state = 'scored' AND r.question_id IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (workspace_id, question_id, dimension, value, day, score) DO UPDATE SET n = c.n + excluded.n;
  END IF;
  DELETE FROM score_count c
  USING (
    SELECT DISTINCT r.workspace_id, r.question_id, d.dimension, d.value, r.day, r.score
    FROM old_rows r, LATERAL heard_score_dimensions(r.segments) d
    WHERE r.state = 'scored' AND r.question_id IS NOT NULL
  ) k
  WHERE c.n = 0 AND c.workspace_id = k.workspace_id AND c.question_id = k.question_id AND c.dimension = k.dimension
    AND c.value = k.value AND c.day = k.day AND c.score = k.score;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION public.heard_forget_scores()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  DELETE FROM score_count;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION public.heard_rebuild_score_count(workspace uuid)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  LOCK TABLE response IN SHARE ROW EXCLUSIVE MODE;
  DELETE FROM score_count c WHERE c.workspace_id = workspace;
  INSERT INTO score_count (workspace_id, question_id, dimension, value, day, score, n)
  SELECT r.workspace_id, r.question_id, d.dimension, d.value, r.day, r.score, count(*)
  FROM response r, LATERAL heard_score_dimensions(r.segments) d
  WHERE r.workspace_id = workspace AND r.state = 'scored' AND r.question_id IS NOT NULL
  GROUP BY 1, 2, 3, 4, 5, 6;
END $function$;

CREATE OR REPLACE FUNCTION public.heard_record_response_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET "TimeZone" TO 'UTC'
AS $function$
BEGIN
  IF current_setting('heard.erasing', true) = 'on' THEN
    RETURN NULL;
  END IF;
  INSERT INTO response_event (workspace_id, response_id, delivery_id, at, before, after)
  SELECT n.workspace_id, n.id, n.delivery_id, n.received_at,
    jsonb_build_object('version', o.version, 'score', o.score, 'comment', o.comment, 'state', o.state,
      'question_id', o.question_id, 'answered_at', o.answered_at),
    jsonb_build_object('version', n.version, 'score', n.score, 'comment', n.comment, 'state', n.state,
      'question_id', n.question_id, 'answered_at', n.answered_at)
  FROM new_rows n JOIN old_rows o ON o.id = n.id
  WHERE (o.version, o.score, o.comment, o.state, o.question_id, o.answered_at)
    IS DISTINCT FROM (n.version, n.score, n.comment, n.state, n.question_id, n.answered_at)
  ORDER BY n.id;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION public.heard_refuse_rewriting()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF current_setting('heard.erasing', true) = 'on' THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN old ELSE new END;
  END IF;
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'loop_event'
    AND to_jsonb(new) - 'told_at' - 'tell_attempts' = to_jsonb(old) - 'told_at' - 'tell_attempts' THEN
    RETURN new;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $function$;

CREATE OR REPLACE FUNCTION public.heard_score_dimensions(segments jsonb)
 RETURNS TABLE(dimension text, value text)
 LANGUAGE sql
 IMMUTABLE
AS $function$
  SELECT '', ''
  UNION
  SELECT left(s.key, 100), left(s.value, 200) FROM jsonb_each_text(segments) s WHERE s.key <> '' AND s.value IS NOT NULL
$function$;
