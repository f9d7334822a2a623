// Starts the browser, with a profile that is new each time and nothing of its own to tell the network.

import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

/** Chromium as `cargo xtask test` found it, or as it stands on the PATH. */
function executable() {
  if (process.env.MOOTHALL_CHROMIUM) return process.env.MOOTHALL_CHROMIUM
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      try {
        accessSync(join(folder, name), constants.X_OK)
        return join(folder, name)
      } catch {
        // Not here; the next folder may have it.
      }
    }
  }
  throw new Error('Chromium is not on the PATH. Run `cargo xtask test`, which installs it, or set MOOTHALL_CHROMIUM to its path.')
}

/** Gives a browser to `work`, and closes it whatever comes of that. */
export async function withBrowser(work) {
  const profile = mkdtempSync(join(tmpdir(), 'moothall-browser-'))
  const own = ['--remote-debugging-pipe', `--user-data-dir=${profile}`]
  const browser = await chromium.launch({ executablePath: executable(), ignoreDefaultArgs: true, args: [...FLAGS, ...own] })
  try {
    return await work(browser)
  } finally {
    await browser.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}
