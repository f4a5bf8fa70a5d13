-- CreateTable
CREATE TABLE "workspace" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "language" TEXT NOT NULL DEFAULT 'en',
    "hours" JSONB NOT NULL DEFAULT '{"days":[1,2,3,4,5],"from":"09:00","to":"17:00"}',
    "home_channel" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chat_install" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "platform" TEXT NOT NULL,
    "team_id" TEXT NOT NULL,
    "bot_user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chat_install_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "sealed_secrets" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "last_seen_at" TIMESTAMPTZ(3),
    "refused_count" INTEGER NOT NULL DEFAULT 0,
    "last_refused_at" TIMESTAMPTZ(3),
    "last_refused_reason" TEXT,

    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "question" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "title" TEXT,
    "metric" TEXT NOT NULL,
    "min" SMALLINT NOT NULL,
    "max" SMALLINT NOT NULL,
    "direction" TEXT NOT NULL,
    "good_from" SMALLINT NOT NULL,
    "good_to" SMALLINT NOT NULL,
    "bad_from" SMALLINT NOT NULL,
    "bad_to" SMALLINT NOT NULL,
    "survey" TEXT,
    "touchpoint" TEXT,
    "programme" TEXT NOT NULL DEFAULT 'relational',
    "bound_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "question_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "delivery_key" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "body" BYTEA NOT NULL,
    "verdict" TEXT NOT NULL,
    "reason" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "external_id" TEXT,
    "email" TEXT,
    "name" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "response" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "question_key" TEXT NOT NULL,
    "response_key" TEXT NOT NULL,
    "question_id" UUID,
    "delivery_id" UUID NOT NULL,
    "customer_id" UUID,
    "version" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "score" DOUBLE PRECISION NOT NULL,
    "comment" TEXT,
    "answered_at" TIMESTAMPTZ(3) NOT NULL,
    "day" DATE NOT NULL,
    "survey" TEXT,
    "question_title" TEXT,
    "segments" JSONB NOT NULL DEFAULT '{}',
    "permalink" TEXT,
    "backfill" BOOLEAN NOT NULL DEFAULT false,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "response_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "response_event" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "response_id" UUID NOT NULL,
    "delivery_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "before" JSONB NOT NULL,
    "after" JSONB NOT NULL,

    CONSTRAINT "response_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "score_count" (
    "workspace_id" UUID NOT NULL,
    "question_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "dimension" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "score" SMALLINT NOT NULL,
    "n" BIGINT NOT NULL,

    CONSTRAINT "score_count_pkey" PRIMARY KEY ("workspace_id","question_id","dimension","value","day","score")
);

-- CreateTable
CREATE TABLE "route" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "metric" TEXT,
    "survey" TEXT,
    "source_id" UUID,
    "severity" TEXT,
    "channel" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "route_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "response_id" UUID NOT NULL,
    "rule" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "version" BIGINT NOT NULL,
    "handled_version" BIGINT NOT NULL DEFAULT -1,
    "loop_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "next_try_at" TIMESTAMPTZ(3) NOT NULL,
    "last_error" TEXT,

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "loop" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "customer_id" UUID,
    "status" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "owner_id" TEXT,
    "owner_name" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),
    "first_contact_due_at" TIMESTAMPTZ(3) NOT NULL,
    "resolution_due_at" TIMESTAMPTZ(3) NOT NULL,
    "snoozed_until" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "close_note" TEXT,
    "reopen_count" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "loop_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "loop_step" (
    "workspace_id" UUID NOT NULL,
    "loop_id" UUID NOT NULL,
    "step" TEXT NOT NULL,
    "by_id" TEXT NOT NULL,
    "by_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "record" JSONB NOT NULL DEFAULT '{}',
    "skipped_reason" TEXT,

    CONSTRAINT "loop_step_pkey" PRIMARY KEY ("loop_id","step")
);

-- CreateTable
CREATE TABLE "loop_event" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "loop_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "by_id" TEXT,
    "by_name" TEXT,
    "data" JSONB NOT NULL DEFAULT '{}',
    "told_at" TIMESTAMPTZ(3),
    "tell_attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "loop_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "card_message" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "loop_id" UUID NOT NULL,
    "platform" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "message_id" TEXT,
    "wanted_version" INTEGER NOT NULL,
    "shown_version" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "next_try_at" TIMESTAMPTZ(3) NOT NULL,
    "last_error" TEXT,

    CONSTRAINT "card_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "posted_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "next_try_at" TIMESTAMPTZ(3) NOT NULL,
    "last_error" TEXT,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel_slot" (
    "channel" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "held_until" TIMESTAMPTZ(3),

    CONSTRAINT "channel_slot_pkey" PRIMARY KEY ("channel")
);

-- CreateIndex
CREATE UNIQUE INDEX "chat_install_platform_team_id_key" ON "chat_install"("platform", "team_id");

-- CreateIndex
CREATE UNIQUE INDEX "source_token_hash_key" ON "source"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "source_workspace_id_name_key" ON "source"("workspace_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "question_source_id_key_key" ON "question"("source_id", "key");

-- CreateIndex
CREATE INDEX "delivery_workspace_id_received_at_idx" ON "delivery"("workspace_id", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "customer_workspace_id_key_key" ON "customer"("workspace_id", "key");

-- CreateIndex
CREATE INDEX "response_workspace_id_answered_at_idx" ON "response"("workspace_id", "answered_at");

-- CreateIndex
CREATE INDEX "response_customer_id_idx" ON "response"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "response_source_id_response_key_question_key_key" ON "response"("source_id", "response_key", "question_key");

-- CreateIndex
CREATE INDEX "response_event_response_id_idx" ON "response_event"("response_id");

-- CreateIndex
CREATE INDEX "route_workspace_id_position_idx" ON "route"("workspace_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "alert_response_id_key" ON "alert"("response_id");

-- CreateIndex
CREATE INDEX "alert_loop_id_idx" ON "alert"("loop_id");

-- CreateIndex
CREATE INDEX "loop_workspace_id_status_idx" ON "loop"("workspace_id", "status");

-- CreateIndex
CREATE INDEX "loop_event_loop_id_id_idx" ON "loop_event"("loop_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "card_message_loop_id_key" ON "card_message"("loop_id");

-- AddForeignKey
ALTER TABLE "source" ADD CONSTRAINT "source_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "question" ADD CONSTRAINT "question_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "response" ADD CONSTRAINT "response_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "response" ADD CONSTRAINT "response_question_id_fkey" FOREIGN KEY ("question_id") REFERENCES "question"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "alert" ADD CONSTRAINT "alert_response_id_fkey" FOREIGN KEY ("response_id") REFERENCES "response"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "loop_step" ADD CONSTRAINT "loop_step_loop_id_fkey" FOREIGN KEY ("loop_id") REFERENCES "loop"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "loop_event" ADD CONSTRAINT "loop_event_loop_id_fkey" FOREIGN KEY ("loop_id") REFERENCES "loop"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "card_message" ADD CONSTRAINT "card_message_loop_id_fkey" FOREIGN KEY ("loop_id") REFERENCES "loop"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;


-- From here on: what schema.prisma cannot say. The drift check does not see it, schema.sql does.

-- Closed vocabularies. Registries that grow by one file (source kind, platform, rule, kinds of event and notice) stay open.
ALTER TABLE "question"
  ADD CONSTRAINT "question_metric_check" CHECK ("metric" IN ('nps', 'csat', 'ces')),
  ADD CONSTRAINT "question_direction_check" CHECK ("direction" IN ('high_is_good', 'low_is_good')),
  ADD CONSTRAINT "question_programme_check" CHECK ("programme" IN ('relational', 'transactional')),
  ADD CONSTRAINT "question_scale_check" CHECK ("min" < "max" AND "min" >= -100 AND "max" <= 100),
  ADD CONSTRAINT "question_nps_check" CHECK ("metric" <> 'nps' OR ("min" = 0 AND "max" = 10 AND "direction" = 'high_is_good')),
  ADD CONSTRAINT "question_good_check" CHECK ("good_from" <= "good_to" AND "good_from" >= "min" AND "good_to" <= "max"),
  ADD CONSTRAINT "question_bad_check" CHECK ("bad_from" <= "bad_to" AND "bad_from" >= "min" AND "bad_to" <= "max"),
  ADD CONSTRAINT "question_bands_apart_check" CHECK ("good_to" < "bad_from" OR "bad_to" < "good_from");
ALTER TABLE "delivery"
  ADD CONSTRAINT "delivery_verdict_check" CHECK ("verdict" IN ('accepted', 'duplicate', 'ignored', 'rejected', 'unbound'));
ALTER TABLE "response"
  ADD CONSTRAINT "response_state_check" CHECK ("state" IN ('scored', 'unbound', 'quarantined')),
  ADD CONSTRAINT "response_scored_check" CHECK ("state" <> 'scored' OR ("question_id" IS NOT NULL AND "score" BETWEEN -100 AND 100 AND "score" = trunc("score"))),
  ADD CONSTRAINT "response_segments_check" CHECK (jsonb_typeof("segments") = 'object');
ALTER TABLE "route"
  ADD CONSTRAINT "route_metric_check" CHECK ("metric" IN ('nps', 'csat', 'ces')),
  ADD CONSTRAINT "route_severity_check" CHECK ("severity" IN ('normal', 'critical'));
ALTER TABLE "alert"
  ADD CONSTRAINT "alert_severity_check" CHECK ("severity" IN ('normal', 'critical')),
  ADD CONSTRAINT "alert_attempts_check" CHECK ("attempts" >= 0);
ALTER TABLE "loop"
  ADD CONSTRAINT "loop_status_check" CHECK ("status" IN ('new', 'claimed', 'working', 'waiting', 'snoozed', 'closed')),
  ADD CONSTRAINT "loop_severity_check" CHECK ("severity" IN ('normal', 'critical')),
  ADD CONSTRAINT "loop_outcome_check" CHECK ("outcome" IN ('recovered', 'neutral', 'lost', 'unreachable', 'not_valid', 'duplicate')),
  ADD CONSTRAINT "loop_closed_check" CHECK (("status" = 'closed') = ("closed_at" IS NOT NULL)),
  ADD CONSTRAINT "loop_version_check" CHECK ("version" >= 1 AND "reopen_count" >= 0);
ALTER TABLE "loop_step"
  ADD CONSTRAINT "loop_step_step_check" CHECK ("step" IN ('hear', 'empathize', 'apologize', 'resolve', 'diagnose'));
ALTER TABLE "loop_event"
  ADD CONSTRAINT "loop_event_tell_attempts_check" CHECK ("tell_attempts" >= 0);
ALTER TABLE "card_message"
  ADD CONSTRAINT "card_message_version_check" CHECK ("wanted_version" >= 1 AND "shown_version" >= 0 AND "attempts" >= 0);
ALTER TABLE "notice"
  ADD CONSTRAINT "notice_attempts_check" CHECK ("attempts" >= 0);

-- One open loop a customer; an anonymous answer gets a loop of its own.
CREATE UNIQUE INDEX "loop_one_open_a_customer" ON "loop" ("workspace_id", "customer_id")
  WHERE "closed_at" IS NULL AND "customer_id" IS NOT NULL;

-- What the sweep looks for. They stay as small as the backlog.
CREATE INDEX "alert_due" ON "alert" ("next_try_at") WHERE "handled_version" < "version";
CREATE INDEX "card_message_due" ON "card_message" ("next_try_at") WHERE "shown_version" < "wanted_version";
CREATE INDEX "notice_due" ON "notice" ("next_try_at") WHERE "posted_at" IS NULL;
-- What waits for its question to be bound.
CREATE INDEX "response_left_out" ON "response" ("workspace_id", "day") WHERE "state" <> 'scored';
CREATE INDEX "response_unbound" ON "response" ("source_id", "question_key") WHERE "state" = 'unbound';

-- Hot cells are updated in place: leave room on their pages.
ALTER TABLE "score_count" SET (fillfactor = 50);

-- The cells a response counts in: ('', '') for all, and one per segment. Long names and values are cut, as an index entry is bounded.
CREATE FUNCTION heard_score_dimensions(segments jsonb) RETURNS TABLE (dimension text, value text)
LANGUAGE sql IMMUTABLE AS $$
  SELECT '', ''
  UNION
  SELECT left(s.key, 100), left(s.value, 200) FROM jsonb_each_text(segments) s WHERE s.key <> '' AND s.value IS NOT NULL
$$;

-- Keeps score_count exact on every write path. Cells are taken in key order, and a cell that falls to 0 is removed, so that
-- the table equals a recount. Two statements that each insert and update may still deadlock (40P01): batches are retried whole.
CREATE FUNCTION heard_count_scores() RETURNS trigger LANGUAGE plpgsql AS $$
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
END $$;

CREATE FUNCTION heard_forget_scores() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM score_count;
  RETURN NULL;
END $$;

CREATE TRIGGER response_count_insert AFTER INSERT ON response REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION heard_count_scores();
CREATE TRIGGER response_count_update AFTER UPDATE ON response REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION heard_count_scores();
CREATE TRIGGER response_count_delete AFTER DELETE ON response REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION heard_count_scores();
CREATE TRIGGER response_count_truncate AFTER TRUNCATE ON response
  FOR EACH STATEMENT EXECUTE FUNCTION heard_forget_scores();

-- Recounts a workspace from its responses: after a bulk load with triggers off, or a change of time zone. Writers wait meanwhile.
CREATE FUNCTION heard_rebuild_score_count(workspace uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE response IN SHARE ROW EXCLUSIVE MODE;
  DELETE FROM score_count c WHERE c.workspace_id = workspace;
  INSERT INTO score_count (workspace_id, question_id, dimension, value, day, score, n)
  SELECT r.workspace_id, r.question_id, d.dimension, d.value, r.day, r.score, count(*)
  FROM response r, LATERAL heard_score_dimensions(r.segments) d
  WHERE r.workspace_id = workspace AND r.state = 'scored' AND r.question_id IS NOT NULL
  GROUP BY 1, 2, 3, 4, 5, 6;
END $$;

-- Every change of an answer is kept, so that a number quoted last month can be explained. An erasure leaves no trace of the text.
CREATE FUNCTION heard_record_response_change() RETURNS trigger LANGUAGE plpgsql SET timezone TO 'UTC' AS $$
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
END $$;
CREATE TRIGGER response_record_change AFTER UPDATE ON response REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION heard_record_response_change();

-- History is append-only, except for an erasure: SET LOCAL heard.erasing = 'on' in its transaction.
CREATE FUNCTION heard_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('heard.erasing', true) = 'on' THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN old ELSE new END;
  END IF;
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'loop_event'
    AND to_jsonb(new) - 'told_at' - 'tell_attempts' = to_jsonb(old) - 'told_at' - 'tell_attempts' THEN
    RETURN new;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER response_event_append_only BEFORE UPDATE OR DELETE ON response_event
  FOR EACH ROW EXECUTE FUNCTION heard_refuse_rewriting();
CREATE TRIGGER loop_event_append_only BEFORE UPDATE OR DELETE ON loop_event
  FOR EACH ROW EXECUTE FUNCTION heard_refuse_rewriting();
CREATE TRIGGER response_event_no_truncate BEFORE TRUNCATE ON response_event
  FOR EACH STATEMENT EXECUTE FUNCTION heard_refuse_rewriting();
CREATE TRIGGER loop_event_no_truncate BEFORE TRUNCATE ON loop_event
  FOR EACH STATEMENT EXECUTE FUNCTION heard_refuse_rewriting();
