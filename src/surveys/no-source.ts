import { AppError } from '../errors.js'

/** Somebody named a source that the workspace does not have. */
export function noSource(name: string): AppError {
  return new AppError({
    code: 'bad_input',
    message: 'source: no such name',
    tellUser: ({ setup }) => setup.noSource(name),
  })
}
