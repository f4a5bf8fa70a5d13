-- A response that a webhook only named: the outbox of asking the tool's API for it. A later event of it raises wanted_version.
CREATE TABLE "api_fetch" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "delivery_id" UUID NOT NULL,
    "response_key" TEXT NOT NULL,
    "survey_key" TEXT NOT NULL,
    "permalink" TEXT,
    "wanted_version" BIGINT NOT NULL,
    "fetched_version" BIGINT NOT NULL DEFAULT -1,
    "told_at" TIMESTAMPTZ(3),
    "gave_up" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "next_try_at" TIMESTAMPTZ(3) NOT NULL,
    "last_error" TEXT,

    CONSTRAINT "api_fetch_pkey" PRIMARY KEY ("id")
);

-- What a survey asks, as its tool's API said it: read at most once an hour.
CREATE TABLE "fetched_survey" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "survey_key" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fetched_survey_pkey" PRIMARY KEY ("id")
);

-- What Prisma's schema cannot say.
ALTER TABLE "api_fetch"
  ADD CONSTRAINT "api_fetch_attempts_check" CHECK ("attempts" >= 0);
CREATE INDEX "api_fetch_due" ON "api_fetch" ("next_try_at") WHERE "fetched_version" < "wanted_version";
