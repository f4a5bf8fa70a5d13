import type { ViewMetric } from './views.js'

/** Whole local days as ISO dates, both included. */
export interface ReportDays {
  from: string
  to: string
  days: number
}

export interface ReportWindow extends ReportDays {
  kind: 'last' | 'mtd' | 'qtd' | 'ytd' | 'dates'
  /** What to type to get it again, as in `/nps last30d`. */
  label: string
  /** Today is in it, so it is not over. */
  inclToday: boolean
  timeZone: string
}

/** How the answers split. n = good + neutral + bad. */
export interface ReportCounts {
  good: number
  neutral: number
  bad: number
}

/** A 95 % interval in points. */
export interface ReportInterval {
  low: number
  high: number
}

/** A score over a window with all that is needed to trust it. Scores are exact; a layout rounds them. */
export interface ScoreReport {
  metric: ViewMetric
  definition: {
    /** Answers are pooled only when this is equal. */
    key: string
    min: number
    max: number
    direction: 'high_is_good' | 'low_is_good'
    good: { from: number; to: number }
    bad: { from: number; to: number }
    method: 'adjusted_wald' | 'wilson'
  }
  window: ReportWindow
  previous: ReportDays & { n: number; counts: ReportCounts; score: number | null }
  /** Answers that the score is made of. */
  n: number
  counts: ReportCounts
  /** Every step of the scale, lowest first, also those nobody chose. */
  byScore: { score: number; n: number }[]
  /** Points: NPS -100..100, CSAT and CES 0..100. Null with fewer answers than `fewest.score`. */
  score: number | null
  interval: ReportInterval | null
  trend: {
    /** Points, now minus before; null where one of the two has no score. */
    delta: number | null
    interval: ReportInterval | null
    /** Two-sided. */
    p: number | null
    /** none: one of the windows has no answers. */
    verdict: 'better' | 'worse' | 'no_clear_change' | 'too_few' | 'none'
  }
  /** Answers needed for a score, and in each window for a verdict. */
  fewest: { score: number; verdict: number }
  /** Answers of the window that are in no number above. */
  leftOut: {
    /** Bound to the metric, but off its scale. */
    quarantined: number
    /** Wait until somebody says what their number means; they may be of any metric. */
    unbound: number
    /** Taken back: deleted at the tool, or said not to be valid by a person. */
    withdrawn: number
    /** Bound to the metric with another scale or other cut-offs. */
    otherDefinition: number
    /** Counting stopped: there are at least that many. */
    atLeast: boolean
  }
  /** What was put together. */
  pooled: {
    questions: number
    /** In order of their answers, most first; a few, of `surveyCount`. */
    surveys: string[]
    surveyCount: number
    /** Answers by programme; both above zero: two populations in one number. */
    relational: number
    transactional: number
  }
}
