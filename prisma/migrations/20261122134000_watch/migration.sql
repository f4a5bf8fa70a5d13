-- The watchdog: what each source sends by the hour, its run of deliveries without an answer, and what was found wrong.
CREATE TABLE "watch_clock" (
    "workspace_id" UUID NOT NULL,
    "counted_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "watch_clock_pkey" PRIMARY KEY ("workspace_id")
);

CREATE TABLE "source_hour" (
    "workspace_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "deliveries" INTEGER NOT NULL,
    "useful" INTEGER NOT NULL,

    CONSTRAINT "source_hour_pkey" PRIMARY KEY ("source_id","hour")
);

CREATE TABLE "source_run" (
    "workspace_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "ignored" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "useful_at" TIMESTAMPTZ(3),
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "source_run_pkey" PRIMARY KEY ("source_id")
);

CREATE TABLE "watch_finding" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "data" JSONB NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "over_at" TIMESTAMPTZ(3),

    CONSTRAINT "watch_finding_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "watch_finding_workspace_id_idx" ON "watch_finding"("workspace_id");

-- One at a time of each kind: whoever finds it first tells of it.
CREATE UNIQUE INDEX "watch_finding_open" ON "watch_finding"("source_id", "kind") WHERE over_at IS NULL;

ALTER TABLE "watch_finding"
  ADD CONSTRAINT "watch_finding_kind_check" CHECK ("kind" IN ('silent', 'refused', 'ignored', 'unusable'));
