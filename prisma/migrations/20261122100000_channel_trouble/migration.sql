-- CreateTable
CREATE TABLE "channel_trouble" (
    "workspace_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "problem" TEXT NOT NULL,
    "todo" TEXT NOT NULL,
    "act" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "next_probe_at" TIMESTAMPTZ(3) NOT NULL,
    "prober" UUID NOT NULL,

    CONSTRAINT "channel_trouble_pkey" PRIMARY KEY ("workspace_id","channel")
);
