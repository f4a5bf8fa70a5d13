-- Many answers that waited for one declaration are told by one summary with pages.
ALTER TABLE "alert" ADD COLUMN "binding_id" UUID;
ALTER TABLE "binding" ADD COLUMN "gathers" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "burst" ADD COLUMN "binding_id" UUID,
ADD COLUMN "page" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "card_message" ADD COLUMN "burst_place" INTEGER;

-- What Prisma's schema cannot say.
ALTER TABLE "burst" ADD CONSTRAINT "burst_page_check" CHECK ("page" >= 0);
CREATE INDEX "alert_of_binding" ON "alert" ("binding_id") WHERE "binding_id" IS NOT NULL;
