-- A notice may be edited where it stands: who answered what it asks, how many answers wait.
ALTER TABLE "notice" ADD COLUMN "channel" TEXT,
ADD COLUMN "message_id" TEXT,
ADD COLUMN "shown_at" TIMESTAMPTZ(3),
ADD COLUMN "shown_version" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "shown_waiting" INTEGER,
ADD COLUMN "wanted_version" INTEGER NOT NULL DEFAULT 0;

-- Who said what a question's numbers mean, and the work that follows: the outbox of scoring what waited.
CREATE TABLE "binding" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "question_key" TEXT NOT NULL,
    "question_id" UUID NOT NULL,
    "by_id" TEXT,
    "by_name" TEXT NOT NULL,
    "scale" JSONB NOT NULL,
    "means_else" BOOLEAN NOT NULL,
    "scored" INTEGER,
    "quarantined" INTEGER,
    "raised" INTEGER,
    "older" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "next_try_at" TIMESTAMPTZ(3) NOT NULL,
    "last_error" TEXT,

    CONSTRAINT "binding_pkey" PRIMARY KEY ("id")
);

-- Numbers that are no score: kept, never counted, never asked for again.
CREATE TABLE "ignored_question" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ignored_question_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "binding_question_id_created_at_idx" ON "binding"("question_id", "created_at");
CREATE UNIQUE INDEX "ignored_question_source_id_key_key" ON "ignored_question"("source_id", "key");

-- What Prisma's schema cannot say.
ALTER TABLE "notice"
  ADD CONSTRAINT "notice_version_check" CHECK ("wanted_version" >= 0 AND "shown_version" >= 0);
ALTER TABLE "binding"
  ADD CONSTRAINT "binding_attempts_check" CHECK ("attempts" >= 0);
DROP INDEX "notice_due";
CREATE INDEX "notice_due" ON "notice" ("next_try_at") WHERE "posted_at" IS NULL OR "shown_version" < "wanted_version";
CREATE INDEX "binding_due" ON "binding" ("next_try_at") WHERE "done_at" IS NULL;
