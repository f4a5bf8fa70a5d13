-- A source may bring its own description of its tool, has settings, and may hold the token of the tool's API.
-- A delivery keeps the headers that its tool is understood by (event name, delivery id), so that it can be replayed.
-- AlterTable
ALTER TABLE "source" ADD COLUMN     "definition" TEXT,
ADD COLUMN     "sealed_api_token" BYTEA,
ADD COLUMN     "settings" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "headers" JSONB NOT NULL DEFAULT '{}';
