// Everything can be reached and used with the keyboard alone, and one sees where one is.
//
// node journeys/keyboard.mjs ADDRESS WIDTH

import { withBrowser } from './browser.mjs'
import { report } from './report.mjs'
import { Visitor } from './visitor.mjs'

const PAGES = ['/', '/boards/safer-policy-and-performance-board', '/meetings/4', '/meetings/4/minutes', '/decisions?year=2023', '/search?q=dog']

/** More stops than this, and the keyboard does not come round. */
const MOST_STOPS = 300

const [address, width] = process.argv.slice(2)
const base = new URL(address).origin

await report(() =>
  withBrowser(async (browser) => {
    const person = await Visitor.arrive(browser, { base, council: 'Halton Borough Council', width: Number(width), withScript: true })
    for (const page of PAGES) {
      await skips(person, page)
      await goesThrough(person, page)
    }
    await asks(person)
    return person.faults
  })
)

/** The first stop leads past what stands on every page. On a busy machine a key can be lost, so it is tried three times. */
async function skips(person, address, attempt = 1) {
  await person.open(address)
  const { keyboard } = person.page
  await keyboard.press('Tab')
  const first = await person.page.evaluate(focused)
  person.expects(first.text === 'Skip to main content' && first.isInView, `the first stop is no link to the content: ${first.text}`)
  await keyboard.press('Enter')
  try {
    await person.page.waitForURL((url) => url.hash !== '', { timeout: 10_000, waitUntil: 'commit' })
  } catch (error) {
    if (attempt === 3) throw error
    return skips(person, address, attempt + 1)
  }
  await keyboard.press('Tab')
  const next = await person.page.evaluate(focused)
  person.expects(next.isInMain, `the link to the content does not lead there, but to before “${next.text}”`)
}

/** At every stop one sees where one is, and after the last one the page is left. */
async function goesThrough(person, address) {
  await person.open(address)
  let before = null
  let stops = 0
  for (; stops <= MOST_STOPS; stops += 1) {
    await person.page.keyboard.press('Tab')
    // What the stop before looks like now, without the focus.
    const unfocused = before && (await person.page.evaluate(looks, before.mark))
    if (before && unfocused === before.looks) person.fault(`one does not see the focus on “${before.text}”`)
    const stop = await person.page.evaluate(focused, `stop-${stops}`)
    if (!stop.text && !stop.tag) break
    if (!stop.isInView) person.fault(`“${stop.text}” has the focus outside the window`)
    if (stop.isCovered) person.fault(`“${stop.text}” has the focus under something else`)
    before = stop
  }
  person.expects(stops > 15, `there are only ${stops} stops`)
  person.expects(stops < MOST_STOPS, 'the keyboard does not come out of the page')
}

/** Words, a filter and its removal without a mouse. */
async function asks(person) {
  await person.open('/search')
  const { page } = person
  await person.main.getByRole('searchbox').focus()
  await page.keyboard.type('dog')
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
  person.at('/search?q=dog')
  const summary = person.main.getByText('Choose filters')
  if (await summary.isVisible()) {
    await summary.focus()
    await page.keyboard.press('Enter')
  }
  await person.main.getByLabel('Type', { exact: true }).focus()
  await page.keyboard.type('Rep')
  await person.main.getByRole('button', { name: 'Apply filters' }).focus()
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
  person.expects(person.place.includes('kind=report'), 'the filter was not applied')
  await person.main.getByRole('link', { name: 'Remove this filter: Reports' }).focus()
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
  person.at('/search?q=dog')
}

/** Runs in the page: what has the focus, marked so that it is found again. */
function focused(mark) {
  const one = document.activeElement
  if (!one || one === document.body) return { text: '', tag: '' }
  if (mark) one.dataset.mark = mark
  const box = one.getBoundingClientRect()
  const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)]
  const isInView = box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
  const above = document.elementFromPoint(Math.max(x, 0), Math.max(y, 0))
  const style = getComputedStyle(one)
  return {
    mark,
    tag: one.tagName,
    text: (one.innerText || one.getAttribute('aria-label') || one.name || one.tagName).trim().slice(0, 80),
    looks: [style.outlineStyle === 'none' ? '' : style.outline, style.boxShadow, style.backgroundColor].join(' | '),
    isInView,
    isCovered: isInView && above !== null && !one.contains(above) && !above.contains(one),
    isInMain: one.closest('main') !== null
  }
}

/** Runs in the page: how the element so marked looks now. */
function looks(mark) {
  const style = getComputedStyle(document.querySelector(`[data-mark="${mark}"]`))
  return [style.outlineStyle === 'none' ? '' : style.outline, style.boxShadow, style.backgroundColor].join(' | ')
}
