// The door of every npm script: installs what is missing, generates, builds, then runs what was asked.
// Plain JavaScript with Node's own modules only, because on a fresh clone there is nothing else yet; and not a
// pre/post hook, because .npmrc's ignore-scripts switches those off.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
process.chdir(root)
const [what, ...args] = process.argv.slice(2)
const bin = (name) =>
  path.join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name)

function fail(message) {
  console.error(`\n${message}`)
  process.exit(1)
}

function run(title, command, commandArgs, env = {}) {
  const result = spawnSync(command, commandArgs, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  })
  if (result.status !== 0)
    fail(`${title} failed (exit ${result.status ?? result.signal}). What is above says why.`)
}

/** Every package the lock file asks for on this machine is there in that version. */
function installed() {
  const hidden = 'node_modules/.package-lock.json'
  if (!existsSync(hidden)) return false
  const have = JSON.parse(readFileSync(hidden, 'utf8')).packages
  const want = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages
  return Object.entries(want).every(
    ([where, entry]) =>
      where === '' || entry.optional || entry.peer || have[where]?.version === entry.version,
  )
}

function install() {
  if (installed()) return
  console.log('Installing packages (about a minute, once) ...')
  const npm = process.env.npm_execpath
  if (npm) run('npm ci', process.execPath, [npm, 'ci', '--no-audit', '--no-fund'])
  else run('npm ci', 'npm', ['ci', '--no-audit', '--no-fund'])
}

function stampOf(files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

/** Does `work` unless the stamp file already tells of exactly these inputs. */
function once(stampFile, files, work) {
  const stamp = stampOf(files)
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  work()
  mkdirSync(path.dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, stamp)
}

function filesUnder(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile())
    .sort()
}

function generate() {
  once('src/database/prisma/.stamp', ['prisma/schema.prisma', 'package-lock.json'], () => {
    // Generating needs no engine, but the CLI wants to see a file where its engine would be, or downloads one.
    const env = {
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    }
    const result = spawnSync(bin('prisma'), ['generate'], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
      shell: process.platform === 'win32',
    })
    if (result.status !== 0) fail(`prisma generate failed:\n${result.stdout}${result.stderr}`)
  })
}

/** The page in front of the stand-in runs in a browser: types of its own, and files that are served as they are. */
const page = 'src/playground/page'

function buildPage(into) {
  run('The build of the page', bin('tsc'), ['-p', page, '--noEmit', 'false', '--outDir', into])
  for (const file of filesUnder(page).filter((name) => /\.(html|css|svg)$/.test(name)))
    copyFileSync(file, path.join(into, path.basename(file)))
}

/** The survey tools that come as files. */
function copyPresets(into) {
  mkdirSync(into, { recursive: true })
  for (const file of filesUnder('src/surveys/presets'))
    copyFileSync(file, path.join(into, path.basename(file)))
}

function build() {
  const inputs = [
    ...filesUnder('src').filter((file) => !file.endsWith('.stamp')),
    'tsconfig.json',
    '.ci/tsconfig.build.json',
    'package-lock.json',
  ]
  once('dist/.stamp', inputs, () => {
    // Built beside it and moved into place: a start meanwhile finds the old one whole.
    const beside = `dist.${process.pid}`
    const old = `dist.${process.pid}.old`
    run('The build', bin('tsc'), [
      '-p',
      '.ci/tsconfig.build.json',
      // Types are checked once, with those of the tests: `npm run check`.
      '--noCheck',
      '--outDir',
      beside,
      '--tsBuildInfoFile',
      `${beside}/.tsbuildinfo`,
    ])
    buildPage(path.join(beside, 'playground', 'page'))
    copyPresets(path.join(beside, 'surveys', 'presets'))
    if (existsSync('dist')) renameSync('dist', old)
    renameSync(beside, 'dist')
    rmSync(old, { recursive: true, force: true })
  })
}

/** Hands over to the program: same terminal, its exit code is ours, and a Ctrl-C reaches it once. */
function become(file, fileArgs, nodeArgs = []) {
  const child = spawn(process.execPath, [...nodeArgs, file, ...fileArgs], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => signal === 'SIGINT' || child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}

const lint = ['lint (sizes, promises, time)', 'eslint', ['--max-warnings', '0', 'src', 'test', '.ci']]

/** The longest first: as many run at once as the machine has processors. */
const checks = [
  lint,
  ['types', 'tsc', ['--noEmit', '-p', 'tsconfig.json']],
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['dead code', 'knip', ['--no-progress']],
  ['layers and cycles', 'depcruise', ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'src']],
  ['types of the page', 'tsc', ['-p', 'src/playground/page']],
]

/** What it says is shown in one piece, when it is over: at once, or by whoever started it. */
function checkOne([title, command, commandArgs], when = 'now') {
  const started = process.hrtime.bigint()
  return new Promise((resolve) => {
    const child = spawn(bin(command), commandArgs, { shell: process.platform === 'win32' })
    const said = []
    child.stdout.on('data', (chunk) => said.push(chunk))
    child.stderr.on('data', (chunk) => said.push(chunk))
    child.on('error', (error) => said.push(Buffer.from(`${error.message}\n`)))
    child.on('close', (code) => {
      const seconds = Number((process.hrtime.bigint() - started) / 100_000_000n) / 10
      const tell = () => {
        console.log(`check: ${title} ${code === 0 ? 'ok' : 'FAILED'} (${seconds} s)`)
        if (code !== 0) process.stdout.write(Buffer.concat(said))
      }
      if (when === 'now') tell()
      resolve({ ok: code === 0, tell })
    })
  })
}

async function check(some = checks) {
  const waiting = [...some]
  const results = []
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await checkOne(next))
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  if (results.some(({ ok }) => !ok)) fail('A check failed. What is above says why.')
}

/** The longest check runs beside the tests, which wait now and then. What it says comes after what they say. */
async function test() {
  if (args.length > 0) return process.exit(await vitest())
  await check(checks.filter((one) => one !== lint))
  const linting = checkOne(lint, 'later')
  const code = await vitest()
  const { ok, tell } = await linting
  tell()
  process.exit(ok ? code : 1)
}

function vitest() {
  const report = path.join(root, 'dist', 'test-report.json')
  rmSync(report, { force: true })
  const child = spawn(
    bin('vitest'),
    ['run', '--reporter=default', '--reporter=json', `--outputFile=${report}`, ...args],
    { stdio: 'inherit', shell: process.platform === 'win32' },
  )
  return new Promise((resolve) => {
    child.on('error', () => resolve(1))
    child.on('close', (code) => {
      if (existsSync(report)) {
        const seen = JSON.parse(readFileSync(report, 'utf8'))
        console.log(
          `Tests: ${seen.numPassedTests} passed, ${seen.numFailedTests} failed, ${seen.numPendingTests} skipped`,
        )
      }
      resolve(code ?? 1)
    })
  })
}

const sourcesHelp = `Sends what survey tools send through the running server, signed as they sign, and compares what becomes of it.

  npm run verify:sources                       the deliveries of test/golden
  npm run verify:sources -- --payloads FOLDER  and published samples, as test/golden/expected.json says beforehand

A sample that is not in that file, or becomes something else, is marked WRONG; then the exit code is 1.`

function verifySources() {
  if (args.includes('--help') || args.includes('-h')) return console.log(sourcesHelp)
  const [option, given, ...more] = args
  if ((option !== undefined && option !== '--payloads') || (option && !given) || more.length > 0)
    fail(sourcesHelp)
  const folder = given && path.resolve(process.env.INIT_CWD ?? root, given)
  if (folder && !existsSync(folder)) fail(`There is no folder ${folder}.`)
  run('verify:sources', bin('vitest'), ['run', 'test/verify'], folder ? { HEARD_PAYLOADS: folder } : {})
}

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19))
  fail(`Heard needs Node 20.19 or newer; this is ${process.versions.node}.`)
install()
generate()

switch (what) {
  case 'check':
    await check()
    break
  case 'test':
    build()
    await test()
    break
  case 'format':
    run('prettier', bin('prettier'), ['--write', '--log-level', 'warn', '.'])
    break
  case 'build':
    build()
    break
  case 'demo':
    build()
    become('dist/demo/demo.js', args, ['--enable-source-maps'])
    break
  case 'heard':
    build()
    become('dist/cli/heard.js', args, ['--enable-source-maps'])
    break
  case 'start':
    build()
    become('dist/main.js', args, ['--enable-source-maps'])
    break
  case 'manifest':
    become('.ci/manifest.mjs', args, ['--import', 'tsx'])
    break
  case 'bench:ingest':
    build()
    become('test/bench/ingest.ts', args, ['--import', 'tsx'])
    break
  case 'verify:sources':
    build()
    verifySources()
    break
  case 'soak':
    build()
    become('test/soak/soak.ts', args, ['--import', 'tsx'])
    break
  case 'pictures':
    build()
    become('test/pictures/pictures.ts', args, ['--import', 'tsx'])
    break
  case 'db:new':
    become('.ci/db.mjs', ['new', ...args], ['--import', 'tsx'])
    break
  case 'db:check':
    become('.ci/db.mjs', ['check', ...args], ['--import', 'tsx'])
    break
  case 'db:schema':
    become('.ci/db.mjs', ['write-schema-sql', ...args], ['--import', 'tsx'])
    break
  default:
    fail(`prepare.mjs does not know "${what ?? ''}".`)
}
