/** What the intake's statement has more where a delivery withdraws answers, by the place that a comment in it names. */
const parts: Readonly<Record<string, string>> = {
  '/*withdrawals*/': `
withdrawal_in AS (
  SELECT x.* FROM doc, jsonb_to_recordset(d -> 'withdrawals') AS x(
    id uuid, "workspaceId" uuid, "sourceId" uuid, "responseKey" text, "questionKey" text, version bigint, at timestamptz,
    "byName" text, reason text, "deliveryId" uuid, "receivedAt" timestamptz)),`,
  '/*or now*/': `OR EXISTS (SELECT 1 FROM withdrawal_in x WHERE x."sourceId" = i."sourceId" AND x."responseKey" = i."responseKey"
      AND x."questionKey" IN ('', i."questionKey") AND x.version >= i.version)`,
  '/*strike*/': `,
withdrew AS (
  INSERT INTO withdrawal AS x (id, workspace_id, source_id, response_key, question_key, version, at, by_name, reason,
    delivery_id, received_at)
  SELECT id, "workspaceId", "sourceId", "responseKey", "questionKey", version, at, "byName", reason, "deliveryId", "receivedAt"
  FROM withdrawal_in
  ON CONFLICT (id) DO UPDATE SET version = excluded.version, at = excluded.at, by_name = excluded.by_name,
    reason = excluded.reason, delivery_id = excluded.delivery_id, received_at = excluded.received_at
  WHERE x.version < excluded.version),
struck AS (
  UPDATE response r SET state = 'withdrawn', delivery_id = x."deliveryId", received_at = x."receivedAt"
  FROM withdrawal_in x
  WHERE r.source_id = x."sourceId" AND r.response_key = x."responseKey" AND x."questionKey" IN ('', r.question_key)
    AND r.version <= x.version AND r.state <> 'withdrawn' AND r.id NOT IN (SELECT id FROM written)
  RETURNING r.id, r.received_at),
stilled AS (
  UPDATE alert a SET handled_version = -1, next_try_at = struck.received_at FROM struck
  WHERE a.response_id = struck.id RETURNING a.id)`,
  '/*struck*/': 'UNION ALL SELECT id FROM stilled',
}

/** That is rare, so the statement of all others does not pay for it. */
export function withWithdrawals(statement: string): string {
  return Object.entries(parts).reduce((sql, [place, part]) => sql.replace(place, () => part), statement)
}
