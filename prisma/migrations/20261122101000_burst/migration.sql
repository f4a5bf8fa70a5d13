-- Where many cards wait for one channel, a summary lists their loops.
CREATE TABLE "burst" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "message_id" TEXT,
    "wanted_version" INTEGER NOT NULL DEFAULT 0,
    "shown_version" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "next_try_at" TIMESTAMPTZ(3) NOT NULL,
    "last_error" TEXT,

    CONSTRAINT "burst_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "card_message" ADD COLUMN "burst_id" UUID,
ADD COLUMN "opened_at" TIMESTAMPTZ(3),
ADD COLUMN "permalink" TEXT;

CREATE INDEX "card_message_burst_id_idx" ON "card_message"("burst_id");

ALTER TABLE "card_message" ADD CONSTRAINT "card_message_burst_id_fkey" FOREIGN KEY ("burst_id") REFERENCES "burst"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- Prisma's schema cannot say what follows.
ALTER TABLE "burst"
  ADD CONSTRAINT "burst_severity_check" CHECK ("severity" IN ('normal', 'critical')),
  ADD CONSTRAINT "burst_version_check" CHECK ("wanted_version" >= 0 AND "shown_version" >= 0 AND "attempts" >= 0);
ALTER TABLE "card_message"
  ADD CONSTRAINT "card_message_opened_check" CHECK ("opened_at" IS NULL OR "burst_id" IS NOT NULL);

CREATE INDEX "burst_due" ON "burst" ("next_try_at") WHERE "shown_version" < "wanted_version";
-- What waits for a channel: cards of their own, and summaries with their lines.
CREATE INDEX "card_message_waiting" ON "card_message" ("workspace_id", "channel")
  WHERE "message_id" IS NULL AND ("burst_id" IS NULL OR "opened_at" IS NOT NULL);
CREATE INDEX "burst_waiting" ON "burst" ("workspace_id", "channel") WHERE "message_id" IS NULL;
