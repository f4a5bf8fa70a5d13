-- A file of old answers that is loaded. How far it got is committed with each batch, so that a run that was killed goes on.
-- CreateTable
CREATE TABLE "import_run" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_key" TEXT NOT NULL,
    "file_bytes" BIGINT NOT NULL,
    "rows" BIGINT NOT NULL DEFAULT 0,
    "rejects_bytes" BIGINT NOT NULL DEFAULT 0,
    "counts" JSONB NOT NULL DEFAULT '{}',
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_run_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "import_run_workspace_id_started_at_idx" ON "import_run"("workspace_id", "started_at");

-- From here on: what schema.prisma cannot say.
ALTER TABLE "import_run"
  ADD CONSTRAINT "import_run_progress_check" CHECK ("rows" >= 0 AND "rejects_bytes" >= 0 AND "file_bytes" >= 0);
