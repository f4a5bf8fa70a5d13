-- A delivery of which some could not be understood is neither taken nor refused: it is work.
ALTER TABLE "delivery"
  DROP CONSTRAINT "delivery_verdict_check",
  ADD CONSTRAINT "delivery_verdict_check" CHECK ("verdict" IN ('accepted', 'duplicate', 'ignored', 'partial', 'rejected', 'unbound'));
