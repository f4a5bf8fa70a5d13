import type { Severity } from '../loops/loop.js'
import type { Metric } from '../surveys/question.js'

/** A condition that is null matches everything. */
export interface Route {
  position: number
  metric: Metric | null
  survey: string | null
  sourceId: string | null
  severity: Severity | null
  channel: string
}

export interface RoutedAlert {
  /** Null: words without a number. */
  metric: Metric | null
  survey: string | null
  sourceId: string
  severity: Severity
}

/**
 * The channel that hears about an alert: that of the matching route with the lowest position, else the workspace's home
 * channel. Null: nobody has said yet, and the alert waits.
 */
export function chooseChannel(
  routes: readonly Route[],
  alert: RoutedAlert,
  homeChannel: string | null,
): string | null {
  let best: Route | null = null
  for (const route of routes) {
    if (matches(route, alert) && (best === null || route.position < best.position)) best = route
  }
  return best?.channel ?? homeChannel
}

function matches(route: Route, alert: RoutedAlert): boolean {
  return (
    (route.metric === null || route.metric === alert.metric) &&
    (route.survey === null || route.survey === alert.survey) &&
    (route.sourceId === null || route.sourceId === alert.sourceId) &&
    (route.severity === null || route.severity === alert.severity)
  )
}
