-- Answers without a number, and answers that somebody took out of the scores.
ALTER TABLE "response" ALTER COLUMN "score" DROP NOT NULL;

CREATE TABLE "withdrawal" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "response_key" TEXT NOT NULL,
    "question_key" TEXT NOT NULL DEFAULT '',
    "version" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_id" TEXT,
    "by_name" TEXT,
    "reason" TEXT,
    "delivery_id" UUID,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "withdrawal_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "withdrawal_source_id_response_key_idx" ON "withdrawal"("source_id", "response_key");

ALTER TABLE "withdrawal" ADD CONSTRAINT "withdrawal_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- Prisma's schema cannot say what follows.
-- A check that comes out as NULL passes, so a scored answer must be said to have a number.
ALTER TABLE "response"
  DROP CONSTRAINT "response_state_check",
  DROP CONSTRAINT "response_scored_check",
  ADD CONSTRAINT "response_state_check" CHECK ("state" IN ('scored', 'unbound', 'quarantined', 'unscored', 'withdrawn')),
  ADD CONSTRAINT "response_scored_check" CHECK ("state" <> 'scored' OR ("question_id" IS NOT NULL AND "score" IS NOT NULL AND "score" BETWEEN -100 AND 100 AND "score" = trunc("score"))),
  ADD CONSTRAINT "response_number_check" CHECK (("state" IN ('unscored', 'withdrawn')) OR "score" IS NOT NULL);
-- A person's withdrawal is of one answer and outlives its later versions; a tool's is delivered.
ALTER TABLE "withdrawal"
  ADD CONSTRAINT "withdrawal_by_check" CHECK ("by_id" IS NULL OR ("by_name" IS NOT NULL AND "question_key" <> ''));
