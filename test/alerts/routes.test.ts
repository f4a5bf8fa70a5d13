import { describe, expect, it } from 'vitest'
import { chooseChannel, type Route } from '../../src/alerts/routes.js'

const alert = { metric: 'nps', survey: 'Onboarding', sourceId: 's1', severity: 'normal' } as const

function route(fields: Partial<Route>): Route {
  return { position: 1, metric: null, survey: null, sourceId: null, severity: null, channel: 'C1', ...fields }
}

describe('chooseChannel', () => {
  it.each([
    ['without conditions', {}, 'C1'],
    ['with the metric', { metric: 'nps' }, 'C1'],
    ['with another metric', { metric: 'ces' }, 'HOME'],
    ['with the survey', { survey: 'Onboarding' }, 'C1'],
    ['with another survey', { survey: 'onboarding' }, 'HOME'],
    ['with another source', { sourceId: 's2' }, 'HOME'],
    ['with another severity', { severity: 'critical' }, 'HOME'],
    ['with one condition met and one not', { metric: 'nps', severity: 'critical' }, 'HOME'],
  ] as const)('a route %s', (_name, fields, channel) => {
    expect(chooseChannel([route(fields)], alert, 'HOME')).toBe(channel)
  })

  it('takes the lowest position that matches, and of equals the first', () => {
    const routes = [
      route({ position: 5, channel: 'late' }),
      route({ position: 2, channel: 'first' }),
      route({ position: 2, channel: 'second' }),
      route({ position: 1, metric: 'csat', channel: 'other' }),
    ]

    expect(chooseChannel(routes, alert, 'HOME')).toBe('first')
  })

  it('is null when nobody has said anything', () => {
    expect(chooseChannel([], alert, null)).toBeNull()
  })
})
