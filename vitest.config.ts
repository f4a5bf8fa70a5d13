import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // Whatever the developer's terminal speaks.
    env: { HEARD_LANGUAGE: 'en' },
    // Ends what hangs. How fast something is, is for test/bench: these machines are shared.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    pool: 'forks',
    fileParallelism: true,
    // Nothing of ours keeps state in a module (CONTRIBUTING), so files share what is loaded: it is half of the time.
    isolate: false,
    maxWorkers: 3,
  },
})
