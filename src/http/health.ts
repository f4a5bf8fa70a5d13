import type { Route } from './server.js'
import { sendJson } from './send-json.js'

export interface HealthDeps {
  /** Rejects when the database does not answer. It limits its own time. */
  ping(): Promise<unknown>
}

/**
 * GET /healthz: the process runs. GET /readyz: it can also do its work, so a balancer may send it requests; 503 when it
 * cannot reach its database.
 */
export function healthRoute(deps: HealthDeps): Route {
  return async (req, res) => {
    const path = req.url?.split('?')[0]
    if (path !== '/healthz' && path !== '/readyz') return false
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      sendJson(res, 405, { error: 'method not allowed' }, { allow: 'GET, HEAD' })
      return true
    }
    const ready = path === '/healthz' || (await answers(deps))
    if (ready) sendJson(res, 200, { status: 'ok' })
    else sendJson(res, 503, { status: 'the database does not answer' })
    return true
  }
}

async function answers(deps: HealthDeps): Promise<boolean> {
  try {
    await deps.ping()
    return true
  } catch {
    return false
  }
}
