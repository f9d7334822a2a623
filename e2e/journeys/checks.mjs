// What must hold on every page, whatever it is about.

import axe from 'axe-core'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What is wrong with the page as it stands; `council` is the name that its title must bear. */
export async function faultsOf(page, { council, withScript }) {
  const faults = await page.evaluate(structure, council)
  if (withScript) faults.push(...(await accessibility(page)))
  return faults
}

/** Runs in the page. */
function structure(council) {
  const faults = []
  const headings = document.querySelectorAll('h1').length
  if (headings !== 1) faults.push(`${headings} first headings (h1); a page has one`)
  if (!document.title.endsWith(` – ${council}`)) faults.push(`the title does not name the council last: ${document.title}`)
  if (document.documentElement.lang !== 'en-GB') faults.push('the page does not say that it is in British English')
  const over = document.documentElement.scrollWidth - window.innerWidth
  if (over > 0) {
    const wide = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
    const names = wide.slice(0, 3).map((one) => `${one.tagName.toLowerCase()}.${one.className}`)
    faults.push(`the page scrolls sideways by ${over} px, because of ${names.join(', ') || 'something hidden'}`)
  }
  const ids = [...document.querySelectorAll('[id]')].map((one) => one.id)
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at)
  if (twice.length > 0) faults.push(`the same id stands twice: ${[...new Set(twice)].join(', ')}`)
  return faults
}

async function accessibility(page) {
  await page.evaluate(axe.source)
  const found = await page.evaluate((rules) => window.axe.run(document, { runOnly: { type: 'tag', values: rules } }), RULES)
  return found.violations.map((violation) => {
    const places = violation.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} (${node.failureSummary?.split('\n').pop()?.trim()})`)
    return `axe ${violation.id}: ${violation.help}, at ${places.join('; ')}`
  })
}
