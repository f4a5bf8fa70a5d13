-- What a person set for themselves. Without a row, or without a language in it, the workspace's language is theirs.
-- CreateTable
CREATE TABLE "person_setting" (
    "workspace_id" UUID NOT NULL,
    "person_id" TEXT NOT NULL,
    "language" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_setting_pkey" PRIMARY KEY ("workspace_id","person_id")
);
