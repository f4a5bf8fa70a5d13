-- `source test` posts to a URL of its own for two minutes; what comes there is judged and not kept.
ALTER TABLE "source_token"
  DROP CONSTRAINT "source_token_purpose_check",
  ADD CONSTRAINT "source_token_purpose_check" CHECK ("purpose" IN ('former', 'test'));
