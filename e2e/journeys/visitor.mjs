// A person with a browser: goes from page to page, and everything seen on the way is judged.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { faultsOf } from './checks.mjs'

const HEIGHT = 900

export class Visitor {
  faults = []
  #base
  #page
  #council
  #width
  #withScript
  #expected = 200
  #judged = new Set()

  /** Opens a browser's window of this width. */
  static async arrive(browser, { base, council, width, withScript, colours = 'light' }) {
    const visitor = new Visitor()
    const context = await browser.newContext({
      viewport: { width, height: HEIGHT },
      javaScriptEnabled: withScript,
      colorScheme: colours,
      locale: 'en-GB',
      timezoneId: 'Europe/London'
    })
    context.setDefaultTimeout(30_000)
    visitor.#base = base
    visitor.#council = council
    visitor.#width = width
    visitor.#withScript = withScript
    visitor.#page = await context.newPage()
    visitor.#listen()
    return visitor
  }

  /** From now on the site is called otherwise. */
  renamed(council) {
    this.#council = council
  }

  get page() {
    return this.#page
  }

  /** The part of the page that is its own. */
  get main() {
    return this.#page.getByRole('main')
  }

  /** The entries that stand on every page. */
  get menu() {
    return this.#page.getByRole('navigation', { name: 'Menu' })
  }

  /** Where the visitor is, without the site's own address. */
  get place() {
    return this.#page.url().slice(this.#base.length)
  }

  /** Goes to an address as if it had been typed. */
  async open(address, expected = 200) {
    this.#expected = expected
    const answer = await this.#page.goto(this.#base + address)
    if (answer.status() !== expected) this.fault(`answered ${answer.status()} where ${expected} is right`)
    await this.#judge()
    this.#expected = 200
  }

  /** Becomes one of the demonstration's people, and stands at their work. */
  async become(name) {
    await this.signOut()
    await this.open('/sign-in')
    await this.press(`Sign in as ${name}`)
    this.at('/work')
    await this.sees(name, 'Your work')
  }

  /** Signs out, where somebody is signed in. */
  async signOut() {
    const out = this.#page.getByRole('button', { name: 'Sign out' })
    if (await out.isVisible()) await this.press('Sign out', this.#page.locator('body'))
  }

  /** Follows the first link of this name, in the page's own part or in `within`. */
  async follow(name, within = this.main) {
    await this.#leading(within.getByRole('link', { name }).first())
  }

  /** Presses the button of this name; a form that is refused comes back with a status of its own. */
  async press(name, within = this.main, expected = 200) {
    this.#expected = expected
    await this.#leading(within.getByRole('button', { name }).first())
    this.#expected = 200
  }

  /** Fills in a form by its labels. */
  async fill(fields) {
    for (const [label, words] of Object.entries(fields)) await this.main.getByLabel(label, { exact: true }).first().fill(words)
  }

  /** Chooses from the filters, which are folded away on a narrow screen, and applies them. */
  async filter(choices) {
    const panel = this.main.getByRole('form', { name: 'Filters' })
    if (!(await panel.getByRole('button', { name: 'Apply filters' }).isVisible())) await panel.getByText('Choose filters').click()
    for (const [label, choice] of Object.entries(choices)) {
      const select = panel.getByLabel(label, { exact: true })
      // A choice can say how many things there are of it: `Minutes (12)`.
      const labels = await select.locator('option').allTextContents()
      const wanted = labels.find((one) => one === choice || one.replace(/ \(\d+\)$/, '') === choice)
      await select.selectOption({ label: wanted ?? choice })
    }
    await this.press('Apply filters', panel)
  }

  /** Expects to be at this address. */
  at(address) {
    if (this.place !== address) this.fault(`this should be ${address}`)
  }

  /** Expects these words on the page, as they are read. */
  async sees(...words) {
    await this.#seesIn(this.main, words)
  }

  /** Expects these words anywhere, in the header and footer too. */
  async seesAround(...words) {
    await this.#seesIn(this.#page.locator('body'), words)
  }

  /** Expects none of these words. */
  async doesNotSee(...words) {
    const text = await readable(this.main)
    for (const word of words) if (text.includes(word)) this.fault(`shows “${word}”, which should not be there`)
  }

  /** Expects this to be true. */
  expects(truth, sentence) {
    if (!truth) this.fault(sentence)
  }

  async #seesIn(part, words) {
    const text = await readable(part)
    for (const word of words) if (!text.includes(word)) this.fault(`does not show “${word}”`)
  }

  async #leading(element) {
    const loaded = this.#page.waitForEvent('load')
    // Where there is nothing to press, that is the error to tell of, not the page that never came.
    loaded.catch(() => null)
    await element.click()
    await loaded
    await this.#judge()
  }

  /** Tells of a fault of the page where the visitor is. */
  fault(sentence) {
    this.faults.push(`${this.place}: ${sentence}`)
  }

  /** Judges a page the first time that it is seen. */
  async #judge() {
    if (this.#judged.has(this.place) || process.env.MOOTHALL_PAGES_JUDGED_ELSEWHERE) return
    this.#judged.add(this.place)
    await this.#page.evaluate(() => document.fonts.ready.then(() => null))
    for (const fault of await faultsOf(this.#page, { council: this.#council, withScript: this.#withScript })) this.fault(fault)
    await this.#keepPicture()
  }

  /** Keeps a picture of the page, where somebody wants to look at them. */
  async #keepPicture() {
    const folder = process.env.MOOTHALL_SCREENSHOTS
    if (!folder || !this.#withScript) return
    mkdirSync(folder, { recursive: true })
    const name = this.place.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home'
    // In a window of its own: taking in the whole page moves what is about to be pressed.
    const window = await this.#page.context().newPage()
    await window.goto(this.#page.url())
    await window.screenshot({ path: join(folder, `${name}-${this.#width}.png`), fullPage: true })
    await window.close()
  }

  #listen() {
    this.#page.on('console', (message) => {
      // The browser says itself that an address was not found, which is what was asked for.
      const isExpected = this.#expected !== 200 && message.text().includes(`status of ${this.#expected}`)
      if (['error', 'warning'].includes(message.type()) && !isExpected) this.fault(`the browser says: ${message.text()}`)
    })
    this.#page.on('pageerror', (error) => this.fault(`a script failed: ${error.message}`))
    this.#page.on('requestfailed', (request) => {
      // Whoever goes on before the icon has come does not wait for it.
      const reason = request.failure()?.errorText
      if (reason !== 'net::ERR_ABORTED') this.fault(`${request.url()} could not be loaded: ${reason}`)
    })
    this.#page.on('response', (answer) => {
      const isPage = answer.request().isNavigationRequest()
      if (answer.status() >= 400 && !(isPage && answer.status() === this.#expected)) {
        this.fault(`${answer.url()} answered ${answer.status()}`)
      }
    })
  }
}

/** The words of a part of the page with single spaces, as a person reads them. */
async function readable(part) {
  return (await part.innerText()).replace(/\s+/g, ' ')
}
