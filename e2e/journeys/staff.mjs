// People who work with what is not public: from an invitation to a session, from a private paper to the review of its opening.
//
// node journeys/staff.mjs ADDRESS WIDTH with-script|without-script

import { createHmac } from 'node:crypto'
import { withBrowser } from './browser.mjs'
import { report } from './report.mjs'
import { photo } from './samples.mjs'
import { Visitor } from './visitor.mjs'

const COUNCIL = 'Halton Borough Council'
const BOARD = 'safer-policy-and-performance-board'
const PASSWORD = 'lantern otter quay marmalade'

const [address, width, script] = process.argv.slice(2)
const base = new URL(address).origin

/** The key of the app for codes, once it was set up. */
let key

await report(() =>
  withBrowser(async (browser) => {
    const person = await Visitor.arrive(browser, { base, council: COUNCIL, width: Number(width), withScript: script === 'with-script' })
    for (const walk of [isInvited, signsInAgain, keepsAPaper, opensForAReason, reviews, reads, showsAPhoto, writesToTheBoard, sets]) {
      try {
        await walk(person)
      } catch (error) {
        person.fault(`the way ended here. ${error.message}`)
      }
    }
    return person.faults
  })
)

/** The code that an app shows now for a key (RFC 6238). */
function codeOf(key, steps = 0) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...key.replace(/\s/g, '')].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const bytes = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const hash = createHmac('sha1', bytes).update(step).digest()
  const at = hash[19] & 15
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

async function isInvited(person) {
  await person.become('Adam Inistrator')
  await person.sees('Administrator', 'Pending invitations', 'Accounts', 'Settings without a value')
  await person.follow('Accounts')
  await person.sees('Petra Placeholder', 'Clerk (democratic services)', 'Monitoring officer')
  await person.press('Invite someone')
  await person.press('Send invitation', person.main, 422)
  await person.sees('There is a problem')
  await person.fill({ Name: 'Nora Newcomer', 'Email address': 'nora@demonstration.example' })
  await person.main.getByLabel('Role', { exact: true }).selectOption({ label: 'Monitoring officer' })
  await person.press('Send invitation')
  await person.sees('Nora Newcomer', 'Invitation sent', 'Invited', 'Monitoring officer')

  await person.signOut()
  await person.open('/demonstration/mails')
  await person.follow('Your account with Halton Borough Council')
  await person.sees('Nora Newcomer', '72 hours')
  await person.follow(/\/link\//)
  await person.sees('Choose your password', 'Nora Newcomer')
  await person.fill({ 'New password': 'password1234', 'Confirm new password': 'password1234' })
  await person.press('Continue', person.main, 422)
  await person.sees('There is a problem', 'too easy to guess')
  await person.fill({ 'New password': PASSWORD, 'Confirm new password': PASSWORD })
  await person.press('Continue')
  person.at('/sign-in/set-up')
  await person.main.getByText('I cannot scan the QR code').click()
  key = await person.main.locator('.moothall-key').innerText()
  await person.fill({ 'Code from the app': codeOf(key) })
  await person.press('Continue')
  await person.sees('Save your recovery codes')
  person.expects((await person.main.locator('.moothall-codes li').count()) === 10, 'ten recovery codes are right')
  await person.press('I’ve saved my codes')
  await person.sees('Nora Newcomer', 'Monitoring officer', 'Emergency access to review')
}

async function signsInAgain(person) {
  await person.signOut()
  person.at('/')
  await person.open('/account')
  person.at('/sign-in?next=%2Faccount')
  await person.fill({ 'Email address': 'nora@demonstration.example', Password: 'not this one' })
  await person.press('Continue', person.main, 422)
  await person.sees('The email address or password is incorrect')
  await person.fill({ 'Email address': 'nora@demonstration.example', Password: PASSWORD })
  await person.press('Continue')
  await person.fill({ Code: '000000' })
  await person.press('Sign in', person.main, 422)
  await person.fill({ Code: codeOf(key, 1) })
  await person.press('Sign in')
  person.at('/account')
  await person.sees('nora@demonstration.example', 'Where you are signed in', 'Chrome on Linux')
  await person.follow('Change password')
  await person.sees('Current password')
}

async function keepsAPaper(person) {
  await person.become('Petra Placeholder')
  await person.follow('Private papers')
  await person.press('Add a paper')
  await person.press('Add paper', person.main, 422)
  await person.sees('Enter a title', 'Select why the paper is private')
  await person.fill({ Title: 'Lease of the quay', 'Public interest': 'The other party’s prices would be known to its competitors.' })
  await person.main.getByLabel(/^Exempt, paragraph 3/).check()
  const file = { name: 'lease.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%%EOF\n') }
  await person.main.getByLabel('File', { exact: true }).setInputFiles(file)
  await person.press('Add paper')
  await person.sees('Paper added', 'Exempt, paragraph 3', 'lease.pdf', 'not for publication')
  await person.main.getByLabel('Agency').selectOption({ label: 'Cheshire Police' })
  await person.fill({ 'Grounds for sharing': 'Consent of 3 June', Until: '1 September 2024' })
  await person.press('Share')
  await person.sees('Paper shared', 'Cheshire Police', 'until 1 September 2024')

  await person.become('Councillor Ada Sample')
  await person.follow('Private papers')
  await person.follow('Lease of the quay')
  await person.doesNotSee('Withdraw paper', 'Shared with')
  await person.become('Paul Partner')
  await person.open('/papers')
  await person.sees('Lease of the quay')
  await person.become('Oscar Outline')
  await person.open('/papers/2', 404)
}

async function opensForAReason(person) {
  await person.become('Otto Other')
  await person.open('/papers')
  await person.sees('Paper of another board')
  await person.doesNotSee('Lease of the quay')
  await person.follow('Paper of another board')
  await person.sees('reason')
  const reason = person.main.getByRole('textbox')
  await reason.fill('Too short')
  await person.press('Open the record', person.main, 422)
  await person.main.getByRole('textbox').fill('Petra is ill, and the meeting of this evening needs the paper.')
  await person.press('Open the record')
  person.at('/papers/2')
  await person.sees('Lease of the quay', 'Petra is ill')
}

async function reviews(person) {
  await person.become('Mona Standard')
  await person.follow('Emergency access to review')
  await person.sees('Otto Other')
  await person.main.getByRole('link', { name: /private paper/i }).first().click()
  await person.page.waitForLoadState('load')
  await person.sees('Petra is ill')
  await person.main.getByLabel('Justified', { exact: true }).check()
  await person.main.getByRole('textbox').fill('Petra’s absence is on record.')
  await person.press('Save review')
  await person.open('/openings')
  await person.sees('Justified')
}

async function reads(person) {
  await person.become('Audrey Ledger')
  await person.open('/ledger')
  await person.sees('Otto Other', 'Petra Placeholder')
  await person.open('/ledger/record?record=private-paper/2')
  await person.sees('Councillor Ada Sample', 'Otto Other')
  await person.open('/ledger/1')
  await person.open('/papers', 404)
}

/** A member's photo is published with their agreement, and gone as soon as it is removed. */
async function showsAPhoto(person) {
  await person.become('Petra Placeholder')
  await person.open(`/boards/${BOARD}/people`)
  await person.fill({ Name: 'Councillor Fay Fixture' })
  await person.press('Add member')
  await person.press('Add member')
  await person.follow(/^Manage membership ?: Councillor Fay Fixture/)
  await person.follow('Photo, party, ward and contact details')
  await person.sees('No photo is published.')
  await person.press('Upload photo', person.main, 422)
  await person.sees('Select a file', 'Confirm that the member has agreed to this photo being published')
  await person.main.getByLabel('Photo', { exact: true }).setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: photo() })
  await person.main.getByLabel('The member has agreed to this photo being published').check()
  await person.press('Upload photo')
  await person.sees('agreed to this photo being published, as recorded by Petra Placeholder')
  const details = person.place
  const name = await person.main.locator('.moothall-photo-beside img').getAttribute('alt')
  await person.open(`/boards/${BOARD}`)
  person.expects((await person.main.locator(`img[alt="${name}"]`).count()) === 1, `the board's page has no photo named “${name}”`)
  await person.open(details)
  await person.press('Remove photo')
  await person.sees('No photo is published.')
  await person.open(`/boards/${BOARD}`)
  person.expects((await person.main.locator(`img[alt="${name}"]`).count()) === 0, 'the photo is still there')
}

/** A message to those who follow the board is read as it will go out before it is sent. */
async function writesToTheBoard(person) {
  await person.signOut()
  await person.open(`/boards/${BOARD}/follow`)
  await person.fill({ 'Email address': 'fran@demonstration.example' })
  await person.main.getByRole('checkbox').first().check()
  await person.press('Follow by email')
  await person.open('/demonstration/mails')
  await person.follow(/^Confirm that you want to follow/)
  await person.follow(/\/subscriptions\/confirm\//)
  await person.press('Confirm')

  await person.become('Petra Placeholder')
  await person.open(`/boards/${BOARD}/desk`)
  await person.follow('Message members and followers')
  await person.press('Check the message', person.main, 422)
  await person.sees('There is a problem', 'Enter a subject', 'Enter a message')
  await person.main.getByLabel(/^People who follow the board by email/).check()
  await person.fill({ Subject: 'The lift is out of order', Message: 'Use the side door on Tuesday. Ring the bell for help.' })
  await person.press('Check the message')
  await person.sees('Check the message before you send it', 'Email to followers', 'Use the side door on Tuesday.', 'An email cannot be recalled')
  await person.press('Change the message')
  await person.fill({ Subject: 'The lift is broken' })
  await person.press('Check the message')
  await person.press(/^Send to 1 /)
  await person.sees('Message sent to 1', 'The lift is broken', 'Petra Placeholder')
  await person.open('/demonstration/mails')
  await person.follow(/The lift is broken/)
  await person.sees('Use the side door on Tuesday.', 'Unsubscribe at any time')
}

async function sets(person) {
  await person.become('Adam Inistrator')
  await person.follow('Settings without a value')
  await person.sees('5 clear days', 'Standing Order 34(9)', 'Local Government Act 1972')
  await person.follow('Notice of a meeting and its reports')
  await person.fill({ Value: 'five' })
  await person.press('Save', person.main, 422)
  await person.sees('Enter a whole number', 'Enter where this is laid down')
  await person.open('/settings/lists/priorities')
  await person.sees('A Safer Halton')
  await person.open('/settings/bank-holidays?year=2024')
  await person.sees('Early May bank holiday')
  await person.open('/settings/boards')
  await person.sees('Safer Policy and Performance Board')
  await person.open('/settings/values/council.colour')
  await person.fill({ Value: '#7a1f3d' })
  await person.press('Save')
  await person.sees('Changes saved', '#7a1f3d')
  await person.signOut()
}
