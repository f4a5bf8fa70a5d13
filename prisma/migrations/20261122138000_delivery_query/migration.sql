-- Parameters of the URL that a tool's file reads, kept for a replay. Never a secret.
ALTER TABLE "delivery" ADD COLUMN "query" JSONB NOT NULL DEFAULT '{}';
