// The first hour of a council, from an empty installation to a published agenda: the administrator's link from the command line, the
// template, a clerk invited without email, a board, a meeting, its agenda. No step may be a dead end.
//
// node journeys/first-hour.mjs ADDRESS WIDTH with-script|without-script LINK

import { createHmac } from 'node:crypto'
import { withBrowser } from './browser.mjs'
import { report } from './report.mjs'
import { Visitor } from './visitor.mjs'

const COUNCIL = 'Larkmere Borough Council'
const PASSWORD = 'lantern otter quay marmalade'
/** What the site is called before anybody names it. */
const NAMELESS = 'Your council'

const [address, width, script, link] = process.argv.slice(2)
const base = new URL(address).origin
const withScript = script === 'with-script'

/** The day of the meeting: a Tuesday that leaves time for notice, as people write it. */
const meetingDay = (() => {
  const day = new Date(Date.now() + 40 * 24 * 60 * 60 * 1000)
  day.setUTCDate(day.getUTCDate() + ((9 - day.getUTCDay()) % 7))
  return day.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
})()

await report(() =>
  withBrowser(async (browser) => {
    const arrive = (council) => Visitor.arrive(browser, { base, council, width: Number(width), withScript })
    const administrator = await arrive(NAMELESS)
    let invitation
    try {
      await comesIn(administrator, link)
      invitation = await setsUp(administrator)
    } catch (error) {
      administrator.fault(`the administrator's way ended here. ${error.message}`)
      return administrator.faults
    }
    const clerk = await arrive(COUNCIL)
    try {
      await comesIn(clerk, invitation)
      await publishesAnAgenda(clerk)
    } catch (error) {
      clerk.fault(`the clerk's way ended here. ${error.message}`)
    }
    return [...administrator.faults, ...clerk.faults]
  })
)

/** The code that an app shows now for a key (RFC 6238). */
function codeOf(key) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...key.replace(/\s/g, '')].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const bytes = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const hash = createHmac('sha1', bytes).update(step).digest()
  const at = hash[19] & 15
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** Opens a link that was handed over, chooses a password, sets two-step verification up, and is at work. */
async function comesIn(person, link) {
  const given = new URL(link)
  person.expects(given.origin === base, `the link leads to ${given.origin}, and the site is at ${base}`)
  await person.open(given.pathname)
  await person.sees('Choose your password')
  await person.fill({ 'New password': PASSWORD, 'Confirm new password': PASSWORD })
  await person.press('Continue')
  await person.main.getByText('I cannot scan the QR code').click()
  await person.fill({ 'Code from the app': codeOf(await person.main.locator('.moothall-key').innerText()) })
  await person.press('Continue')
  await person.press('I’ve saved my codes')
  await person.sees('Get started')
}

/** The administrator: what is to be done first is said at once, and each step leads on. Gives back the clerk's link. */
async function setsUp(person) {
  await person.open('/work')
  await person.sees('Get started', 'Set up your council', 'Set up email', 'Invite a clerk')
  await person.follow('Set up email')
  await person.sees('Email is not set up', 'moothall.toml')
  await person.open('/forgotten-password')
  await person.sees('This site cannot send email yet')
  await person.open('/work')
  await person.follow('Set up your council')
  await person.fill({ 'Council’s name': '' })
  await person.press('Set up', person.main, 422)
  await person.sees('Enter your council’s name', 'Select a template')
  await person.fill({ 'Council’s name': COUNCIL })
  await person.main.getByLabel('Plain', { exact: true }).check()
  person.renamed(COUNCIL)
  await person.press('Set up')
  await person.sees('Your council is set up')
  await person.follow('Logo')
  const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  const drawing = { name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') }
  await person.main.getByLabel('Image file').setInputFiles(drawing)
  await person.press('Upload', person.main, 422)
  await person.sees('The selected file must be a PNG or JPEG')
  await person.main.getByLabel('Image file').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from(pixel, 'base64') })
  await person.press('Upload')
  await person.sees('Logo changed')
  await person.open('/settings')
  await person.follow('Priorities')
  await person.sees('No priorities yet')
  await person.open('/settings/values/contact.email')
  await person.fill({ Value: 'clerk@larkmere.example' })
  await person.press('Save')
  await person.sees('Changes saved')

  await person.open('/work')
  await person.follow('Invite a clerk')
  await person.fill({ Name: 'Petra Placeholder', 'Email address': 'petra@larkmere.example' })
  await person.main.getByLabel('Role', { exact: true }).selectOption({ label: 'Clerk (democratic services): all boards' })
  await person.press('Create invitation link')
  await person.sees('Give this link to the person', 'no invitation was sent')
  const invitation = await person.main.locator('.moothall-key').innerText()
  await person.signOut()
  return invitation.trim()
}

/** The clerk: home and work lead to creating a board, and on to a published agenda. */
async function publishesAnAgenda(person) {
  await person.sees('Create a board')
  await person.open('/')
  await person.follow('Create a board')
  await person.fill({ Name: 'Harbour Safety Board' })
  await person.press('Create board')
  await person.press('Schedule meetings')
  await person.fill({ Dates: meetingDay, Place: 'Customs House' })
  await person.main.locator('[name=time]').fill('6.30pm')
  await person.press('Continue')
  await person.press('Schedule meetings')
  await person.doesNotSee('members were told', 'members were emailed')
  await person.sees('No member of this board has an account yet')
  await person.follow(new RegExp(meetingDay))
  await person.press('Add an item')
  await person.main.locator('[name=kind]').selectOption('verbal-update')
  await person.fill({ Title: 'Lamps on the quay' })
  await person.press('Add item')
  await person.press('Check and publish')
  await person.main.getByRole('checkbox').last().check()
  await person.press('Publish the agenda')
  await person.sees('published', 'no one was emailed')

  await person.signOut()
  await person.open('/')
  await person.sees('Next meetings', 'Harbour Safety Board')
  await person.follow('Harbour Safety Board')
  await person.sees('Lamps on the quay')
  await person.follow('Contact', person.page.locator('footer'))
  await person.sees('clerk@larkmere.example')
  await person.open('/meetings/calendar')
  await person.open('/cookies')
  await person.sees('it sets no cookies')
}
