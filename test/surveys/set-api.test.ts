import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApi } from '../../src/surveys/ask-api.js'
import { setApi } from '../../src/surveys/set-api.js'
import { openGround, type IntakeGround } from './intake-ground.js'

const token = 'an-access-token'
let ground: IntakeGround
beforeAll(async () => {
  ground = await openGround()
})
afterAll(() => ground.close())

const give = (name: string, given: { token?: string; base?: string }) =>
  setApi(
    { prisma: ground.db.database.prisma, sealer: ground.sealer },
    { workspaceId: ground.workspaceId, name, ...given },
  )

test('says what is still missing, keeps the token sealed, and takes it away again', async () => {
  await ground.connect('qualtrics', 'research')
  const sealed = () =>
    ground.rows<{ token: Buffer | null }>(
      "SELECT sealed_api_token AS token FROM source WHERE name = 'research'",
    )

  expect(await give('research', { base: 'https://fra1.qualtrics.com' })).toBe('no_token')
  expect(await give('research', { token })).toBe('ready')
  expect((await sealed())[0]?.token?.includes(token)).toBe(false)
  expect(await give('research', { token: '' })).toBe('no_token')
  expect(await sealed()).toEqual([{ token: null }])

  await ground.connect('qualtrics', 'nowhere')
  expect(await give('nowhere', { token })).toBe('no_address')
})

test('refuses a source that is not there, a tool that sends its answers, and a token that is no header', async () => {
  await ground.connect('tally', 'forms')
  await ground.connect('surveymonkey', 'surveys')

  for (const [name, given] of [
    ['absent', token],
    ['forms', token],
    ['surveys', 'two\nlines'],
  ] as const) {
    await expect(give(name, { token: given })).rejects.toMatchObject({ code: 'bad_input' })
  }
})

test.each([
  'http://api.example.com',
  'https://user:pass@api.example.com',
  'ftp://127.0.0.1',
  'api.example.com',
])('a token is shown to no address like %s', async (base) => {
  await ground.connect('qualtrics', base)
  const set = setApi(
    { prisma: ground.db.database.prisma, sealer: ground.sealer },
    { workspaceId: ground.workspaceId, name: base, token, base },
  )
  await expect(set).rejects.toMatchObject({ code: 'bad_input' })
  await expect(openApi(undefined, () => 0)({ base, path: '/', headers: {} })).rejects.toMatchObject({
    code: 'bad_input',
  })
})
