-- An app that was installed by OAuth: what the platform handed out is sealed and bound to its row, and what became of it
-- is kept. A single token from the environment leaves all of this empty.
ALTER TABLE "chat_install"
  ADD COLUMN "team_name" TEXT,
  ADD COLUMN "sealed" BYTEA,
  ADD COLUMN "version" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "expires_at" TIMESTAMPTZ(3),
  ADD COLUMN "gone_at" TIMESTAMPTZ(3),
  ADD COLUMN "gone_reason" TEXT,
  ADD COLUMN "refresh_lease_until" TIMESTAMPTZ(3),
  ADD COLUMN "refresh_next_at" TIMESTAMPTZ(3),
  ADD COLUMN "refresh_error" TEXT;

-- What is gone keeps no secret.
ALTER TABLE "chat_install" ADD CONSTRAINT "chat_install_gone_is_wiped"
  CHECK ((gone_at IS NULL) = (gone_reason IS NULL) AND (gone_at IS NULL OR (sealed IS NULL AND expires_at IS NULL)));

CREATE INDEX "chat_install_workspace_id_idx" ON "chat_install"("workspace_id");

-- Tokens that expire: few rows, looked at every minute.
CREATE INDEX "chat_install_expires" ON "chat_install"("expires_at") WHERE expires_at IS NOT NULL;
