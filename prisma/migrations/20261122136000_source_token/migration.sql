-- A source's URL can be rotated: the former one goes on working for a while. And one for a trial, by which nothing is stored.
ALTER TABLE "source" ADD COLUMN "enabled_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "source_token" (
    "token_hash" BYTEA NOT NULL,
    "workspace_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "source_token_pkey" PRIMARY KEY ("token_hash")
);

-- CreateIndex
CREATE INDEX "source_token_source_id_idx" ON "source_token"("source_id");

-- AddForeignKey
ALTER TABLE "source_token" ADD CONSTRAINT "source_token_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- From here on: what schema.prisma cannot say.
ALTER TABLE "source_token"
  ADD CONSTRAINT "source_token_hash_check" CHECK (octet_length("token_hash") = 32),
  ADD CONSTRAINT "source_token_purpose_check" CHECK ("purpose" IN ('former', 'trial'));
