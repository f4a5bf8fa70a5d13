import { alertJob, type AlertJobDeps } from '../alerts/raise.js'
import { noticeJob, type NoticeJobDeps } from '../telling/notices.js'
import { burstJob } from '../telling/tell-burst.js'
import { homeJob } from '../telling/show-home.js'
import { cardJob, type CardJobDeps } from '../telling/tell.js'
import { fetchJob, type FetchJobDeps } from '../surveys/fetch-response.js'
import { bindingJob } from '../surveys/work-binding.js'
import type { Job } from './job.js'

/** What the jobs need, all of them together. */
export type JobsDeps = AlertJobDeps & CardJobDeps & NoticeJobDeps & FetchJobDeps

/** Every kind of background work: one line here adds one. */
export function buildJobs(deps: JobsDeps): Job<unknown>[] {
  return [
    alertJob(deps),
    cardJob(deps),
    noticeJob(deps),
    burstJob(deps),
    homeJob(deps),
    bindingJob(deps),
    fetchJob(deps),
  ]
}
