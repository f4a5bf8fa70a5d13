-- What a person typed into a form of a loop and has not submitted. Personal text: gone with the loop, with an erasure, or when it expires.
CREATE TABLE "loop_draft" (
    "workspace_id" UUID NOT NULL,
    "loop_id" UUID NOT NULL,
    "person_id" TEXT NOT NULL,
    "form" TEXT NOT NULL,
    "entries" JSONB NOT NULL,
    "typed_at" TIMESTAMPTZ(3) NOT NULL,
    "sequence" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "loop_draft_pkey" PRIMARY KEY ("loop_id", "person_id", "form")
);

-- One person's home tab: work is due while shown_version < wanted_version. Only who opened it once has a row.
CREATE TABLE "home_view" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "platform" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "shown_at" TIMESTAMPTZ(3),
    "wanted_version" INTEGER NOT NULL DEFAULT 1,
    "shown_version" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "next_try_at" TIMESTAMPTZ(3) NOT NULL,
    "last_error" TEXT,

    CONSTRAINT "home_view_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "loop_draft_expires_at_idx" ON "loop_draft"("expires_at");
CREATE UNIQUE INDEX "home_view_workspace_id_platform_person_id_key" ON "home_view"("workspace_id", "platform", "person_id");
-- Whether a workspace's loops changed since a moment.
CREATE INDEX "loop_event_workspace_id_at_idx" ON "loop_event"("workspace_id", "at");

ALTER TABLE "loop_draft" ADD CONSTRAINT "loop_draft_loop_id_fkey" FOREIGN KEY ("loop_id") REFERENCES "loop"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- What Prisma's schema cannot say.
CREATE INDEX home_view_due_idx ON home_view (next_try_at) WHERE shown_version < wanted_version;
