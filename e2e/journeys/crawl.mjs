// Follows every link from the home page: each leads to a page that is there, and each `#part` to a part that is there.
//
// node journeys/crawl.mjs ADDRESS

import { withBrowser } from './browser.mjs'
import { report } from './report.mjs'

/** More addresses than this, and pages make links without end. */
const MOST = 400

/** Fewer than this, and links are not being found. */
const FEWEST = 60

const base = new URL(process.argv[2]).origin

await report(() =>
  withBrowser(async (browser) => {
    const reader = await browser.newPage()
    const faults = []
    const seenAt = new Map([['/', 'the address bar']])
    const parts = new Map()
    const wanted = []
    for (const [place, from] of seenAt) {
      if (seenAt.size > MOST) return [...faults, `more than ${MOST} addresses, such as ${place} linked from ${from}`]
      const answer = await fetch(base + place)
      const text = await answer.text()
      if (answer.status !== 200) faults.push(`${place}, linked from ${from}, answered ${answer.status}`)
      if (!answer.headers.get('content-type')?.startsWith('text/html')) continue
      const { ids, addresses } = await reader.evaluate(read, text)
      parts.set(place, new Set(ids))
      for (const address of addresses) {
        const target = new URL(address, base + place)
        if (target.origin !== base) continue
        const there = target.pathname + target.search
        if (!seenAt.has(there)) seenAt.set(there, place)
        if (target.hash.length > 1) wanted.push({ there, part: decodeURIComponent(target.hash.slice(1)), from: place })
      }
    }
    for (const { there, part, from } of wanted) {
      if (parts.has(there) && !parts.get(there).has(part)) faults.push(`${there} has no part #${part}, to which ${from} links`)
    }
    if (seenAt.size < FEWEST) faults.push(`only ${seenAt.size} addresses were found, fewer than ${FEWEST}`)
    console.log(`${seenAt.size} addresses, ${wanted.length} links to parts of pages.`)
    return faults
  })
)

/** Runs in the browser, which reads HTML as a reader's does. */
function read(text) {
  const page = new DOMParser().parseFromString(text, 'text/html')
  const values = (selector, name) => [...page.querySelectorAll(selector)].map((one) => one.getAttribute(name))
  return { ids: values('[id]', 'id'), addresses: [...values('a[href], link[href]', 'href'), ...values('[src]', 'src')] }
}
