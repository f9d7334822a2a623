// A board's year: planned, published, asked, met, minuted, approved, reported. The clerk, a member and a resident, each with what is
// theirs. The program is started anew for each part, on a later day, with the same record.
//
// node journeys/year.mjs ADDRESS WIDTH with-script|without-script plans|meets|approves|reports

import { withBrowser } from './browser.mjs'
import { report } from './report.mjs'
import { Visitor } from './visitor.mjs'

const COUNCIL = 'Halton Borough Council'
const BOARD = 'Safer Policy and Performance Board'

const [address, width, script, part] = process.argv.slice(2)
const base = new URL(address).origin
const withScript = script === 'with-script'

const DESK = '/boards/safer-policy-and-performance-board/desk'
const QUESTION = 'Who pays for the lamps on the towpath?'

const PARTS = {
  plans: [looksAfterTheBoard, laysOutTheYear, preparesTheAgenda, publishes, takesPart, asks],
  meets: [meets, takesTheQuestion, minutes, follows],
  approves: [approves],
  reports: [reports]
}

/** The addresses of the two meetings that are laid out. */
let first, second

await report(() =>
  withBrowser(async (browser) => {
    const arrive = () => Visitor.arrive(browser, { base, council: COUNCIL, width: Number(width), withScript })
    const person = await arrive()
    for (const walk of [findsTheMeetings, ...PARTS[part]]) {
      try {
        await walk(person, arrive)
      } catch (error) {
        person.fault(`the way ended here, in ${walk.name}. ${error.message}`)
      }
    }
    return person.faults
  })
)

/** The meetings that an earlier part laid out. */
async function findsTheMeetings(person) {
  if (part === 'plans') return
  await person.become('Petra Placeholder')
  const find = async (day) => {
    await person.open(DESK)
    await person.follow(day)
    return person.place.replace(/\/prepare.*/, '')
  }
  if (part === 'reports') return
  first = await find('Tuesday, 10 September 2024')
  second = await find('Tuesday, 19 November 2024')
}

async function looksAfterTheBoard(person) {
  await person.become('Petra Placeholder')
  await person.sees('Your boards', 'Agendas to publish')
  await person.follow('Your boards')
  await person.follow(BOARD)
  await person.sees('The desk of the board', 'Work programme', 'No meeting for the scrutiny of crime and disorder is on record')
  await person.follow('Name, terms of reference, quorum')
  await person.fill({ Quorum: 'three' })
  await person.press('Publish the register', person.main, 422)
  await person.sees('The quorum is a whole number', 'Say why the register changes')
  await person.fill({ Quorum: '1', 'Why it changes': 'The quorum was set' })
  await person.press('Publish the register')
  await person.sees('The board was changed')
  await person.follow('Members and substitutes')
  await person.press('Add to the board', person.main, 422)
  await person.fill({ Name: 'Councillor Ada Sample' })
  await person.main.getByLabel('Role', { exact: true }).selectOption({ label: 'Chair' })
  await person.press('Add to the board')
  await person.sees('The member was added', 'Councillor Ada Sample')
  await person.fill({ Name: 'Councillor Ben Example' })
  await person.press('Add to the board')
  await person.main.getByText('Account and end of the seat of Councillor Ada Sample').click()
  await person.main.getByLabel('Signs in as').first().selectOption({ label: 'Councillor Ada Sample' })
  await person.press('Note the account')
  await person.sees('The account was noted')
  await person.open('/posts')
  await person.fill({ 'Title of the post': 'Community Safety Lead', 'Held by': 'Olive Officer' })
  await person.press('Save the post')
  await person.sees('The posts were changed', 'Olive Officer')
}

async function laysOutTheYear(person) {
  await person.open(DESK)
  await person.press('Lay out meetings')
  await person.fill({ Days: '10 September 2024\n25 December 2024', 'They begin at': '6.30 pm', Place: 'Town Hall' })
  await person.press('Continue')
  await person.sees('Check the meetings', 'A bank holiday: Christmas Day', 'Tuesday, 10 September 2024', '2 September 2024')
  await person.main.getByText('Change the days').click()
  await person.main.getByLabel('Days').fill('10 September 2024\n12 November 2024')
  await person.press('Check again')
  await person.press('Lay them out')
  await person.sees('The meetings stand in the calendar')
  await person.follow('Tuesday, 10 September 2024')
  first = person.place.replace('/prepare', '')
  await person.open(DESK)
  await person.follow('Tuesday, 12 November 2024')
  second = person.place.replace('/prepare', '')
  await person.follow('Move or cancel it')
  await person.fill({ Day: '19 November 2024', Why: 'The hall is being painted' })
  await person.press('Publish the change')
  await person.sees('The change of the meeting is published', 'Tuesday, 19 November 2024')
  await person.open('/boards/safer-policy-and-performance-board/programme')
  await person.fill({ Title: 'Safety on the towpath', Purpose: 'To look at a year of lighting', Owner: 'Community Safety Lead' })
  await person.main.getByLabel('A scrutiny of crime and disorder').check()
  await person.press('Add to the programme')
  await person.sees('The item was added to the work programme')
  await person.follow('Safety on the towpath')
  await person.main.getByLabel('Meeting').selectOption({ label: 'Tuesday, 10 September 2024' })
  await person.press('Put it on the agenda')
  await person.sees('Agenda for Tuesday, 10 September 2024', 'Safety on the towpath')
}

async function preparesTheAgenda(person) {
  await person.press('Begin with the standing items')
  await person.sees('Public Question Time', 'No report yet', 'Final reports by', 'Publication by', '5 clear days before the meeting')
  await person.press(/^Up ?: Safety on the towpath/)
  await person.sees('The order was changed')
  await person.press(/^Down ?: Safety on the towpath/)
  if (withScript) await drags(person)
  await person.follow('Safety on the towpath')
  await person.fill({
    Report: 'The towpath was lit in March.\n\n- two lamps failed\n- both were mended',
    Recommendations: 'the report be noted\nthe lamps be looked at each month',
    'Minutes it may take': '20'
  })
  await person.press('Save the item')
  await person.sees('The item was saved')
  await person.press('Add an item')
  await person.fill({ Title: 'A tenancy', 'Title for those who may read it': 'The tenancy of 7 Sample Street', Report: 'The rent is in arrears.', 'Brought by': 'Community Safety Lead' })
  await person.main.getByLabel('It is exempt and taken in private').check()
  await person.press('Add to the agenda')
  await person.sees('The item was added', 'The tenancy of 7 Sample Street')
}

/** The same order by dragging: the item goes to the place of another, and back. */
async function drags(person) {
  const item = (title) => person.main.locator('.moothall-order__item', { hasText: title })
  const place = async () => (await person.main.locator('.moothall-order').innerText()).indexOf('Safety on the towpath')
  const before = await place()
  const drag = async (to) => {
    const loaded = person.page.waitForEvent('load')
    await item('Safety on the towpath').dragTo(item(to))
    await loaded
  }
  await drag('Minutes')
  person.expects((await place()) < before, 'an item that was dragged up stands further up')
  await drag('Public Question Time')
  person.expects((await place()) === before, 'an item that was dragged down stands where it was')
}

async function publishes(person) {
  await person.press('Check and publish')
  await person.sees('no paragraph of Schedule 12A is named', 'In the way')
  await person.press('Publish the agenda', person.main, 422)
  await person.sees('Something stands in the way', 'Confirm that you have read')
  await person.open(`${first}/prepare`)
  await person.follow('The tenancy of 7 Sample Street')
  await person.fill({ 'Paragraphs of Schedule 12A': '1', 'Public interest': 'A tenant would be known', Recommendations: 'the arrears be written off' })
  await person.press('Save the item')
  await person.press('Check and publish')
  await person.doesNotSee('7 Sample Street')
  await person.main.getByLabel('I have read what becomes public').check()
  await person.press('Publish the agenda')
  await person.sees('The agenda and its papers are public')
  await person.signOut()
  await person.open(first)
  await person.sees('Safety on the towpath', 'A tenancy', 'Private', 'exempt under paragraph 1')
  await person.doesNotSee('7 Sample Street', 'arrears')
  await person.follow(/^Report ?: Safety on the towpath/)
  await person.sees('the lamps be looked at each month', 'two lamps failed')
  await person.open(`${first}/private`)
  person.expects(person.place.startsWith('/sign-in'), 'private papers are for those signed in')
}

async function takesPart(person) {
  await person.become('Councillor Ada Sample')
  await person.sees('Your meetings')
  await person.follow('Your meetings')
  await person.follow('Tuesday, 10 September 2024')
  await person.sees('Are you coming?', 'Safety on the towpath')
  await person.main.getByText('I cannot come').click()
  await person.press('Send apologies')
  await person.sees('You sent apologies')
  await person.press('I can come after all')
  await person.main.getByLabel('Item', { exact: true }).selectOption({ label: '5 Safety on the towpath' })
  await person.main.getByLabel('Kind', { exact: true }).selectOption({ label: 'Other Disclosable Interest' })
  await person.fill({ 'What it consists in': 'I live beside it' })
  await person.press('Declare')
  await person.sees('Your interest is noted', 'I live beside it')
  await person.main.locator('summary', { hasText: /^\s*Your note on item 5\s*$/ }).click()
  await person.main.getByLabel('Your note on item 5', { exact: true }).fill('Ask who pays for the lamps')
  await person.press('Keep the note')
  await person.sees('Your note is kept')
  await person.follow('Private papers')
  await person.sees('Not for publication', 'The tenancy of 7 Sample Street')
}

/** A resident asks, and the clerk accepts. */
async function asks(person) {
  await person.signOut()
  await person.open(first)
  await person.press('Ask a question')
  await person.fill({
    'Your question': QUESTION,
    Name: 'Wanda Wharf',
    'Address in the borough': '1 Heron Lane, Ashmere',
    'Mail address': 'wanda@wharf.example'
  })
  await person.main.getByLabel('Which item of the agenda is it about?').selectOption({ label: 'Safety on the towpath' })
  await person.press('Continue')
  await person.press('Send the question')
  await person.sees('Question received', 'PQ/SAF/2024/1')
  await person.become('Petra Placeholder')
  await person.follow('Public questions to decide')
  await person.follow('PQ/SAF/2024/1')
  await person.press('Accept')
  await person.press('Accept')
  await person.sees('The question was accepted')
}

async function meets(person, arrive) {
  await person.open(`${first}/prepare`)
  await person.follow('In the meeting')
  await person.sees('Who is here?', 'Councillor Ada Sample')
  await person.press('Begin the meeting')
  await person.sees('The meeting has begun', 'members here')
  await person.follow('Safety on the towpath')
  await person.sees('declared ahead: Other Disclosable Interest, I live beside it')
  await person.press('Record it as declared')
  await person.main.getByLabel('Notes for the minutes').fill('Members asked who paid for the lamps.\n- the Council did')
  if (withScript) {
    await person.main.getByText('Saved at').waitFor()
    await losesTheConnection(person)
  } else await person.press('Save the notes')
  await sharesTheNotes(person, await arrive())
  await person.main.getByText('A motion or an amendment').click()
  await person.main.getByLabel('Motion', { exact: true }).fill('That the lamps be looked at each month')
  await person.press('Record the motion')
  await person.main.getByText('A vote by show of hands').click()
  await person.main.getByLabel('For', { exact: true }).fill('1')
  await person.press('Record the vote')
  await person.sees('carried')
  await person.press('Record the resolution')
  await person.sees('RESOLVED: That the report be noted; the lamps be looked at each month')
  await person.fill({ 'Post that is to act': 'Community Safety Lead', 'What is to be done': 'Look at the lamps each month', By: '1 October 2024' })
  await person.press('Record the action')
  await person.sees('Action for Community Safety Lead: Look at the lamps each month')
  await person.follow(/^Next: 6/)
  await person.sees('The public is still here')
  await person.press('Record that the public is excluded')
  await person.sees('In private')
  await person.press('Record the resolution')
  await person.press('Let the public in again')
  await person.follow('The whole meeting')
  await person.press(/^Left ?: Councillor Ben Example/)
  await person.press('End the meeting')
  await person.sees('The meeting is over')
}

/** What is typed without a connection is kept, and saved when it is back. */
async function losesTheConnection(person) {
  await person.page.context().setOffline(true)
  const notes = person.main.getByLabel('Notes for the minutes')
  await notes.fill('Members asked who paid for the lamps.\n- the Council did, and will')
  await person.main.getByText('no connection').waitFor()
  await person.page.context().setOffline(false)
  await person.main.getByText('Saved at').waitFor()
  // The browser tells of the request that could not be sent, which is what was tried.
  person.faults = person.faults.filter((fault) => !fault.includes('/notes could not be loaded') && !fault.includes('ERR_INTERNET_DISCONNECTED'))
}

/** The clerk has the same notes open on another computer: neither overwrites the other. */
async function sharesTheNotes(person, other) {
  await other.become('Petra Placeholder')
  await other.open(person.place.replace(/[?#].*/, ''))
  const [notes, others] = [person, other].map((clerk) => clerk.main.getByLabel('Notes for the minutes', { exact: true }))
  await notes.fill(`${await notes.inputValue()}\n\nThe Chair thanked the officers.`)
  if (withScript) {
    await person.main.getByText('Not saved yet').waitFor()
    await person.main.getByText('Saved at').waitFor()
    await others.fill(`${await others.inputValue()}\n\nA Member asked about the bridge.`)
    await other.main.getByText('Petra Placeholder changed this text').waitFor()
    await other.sees('The Chair thanked the officers.')
    await other.main.getByRole('button', { name: 'Join both' }).click()
    await other.main.getByText('Saved at').waitFor()
  } else {
    await person.press('Save the notes')
    await others.fill(`${await others.inputValue()}\n\nA Member asked about the bridge.`)
    await other.press('Save the notes', other.main, 409)
    await other.sees('Two versions of the notes', 'Petra Placeholder changed these notes')
    const now = await other.main.getByLabel('What stands there now', { exact: true }).inputValue()
    other.expects(now.includes('The Chair thanked the officers.'), 'what the other clerk saved is shown')
    await other.press('Keep both')
  }
  // The browser tells of the answer that something else was saved meanwhile, which is what was tried.
  person.faults.push(...other.faults.filter((fault) => !fault.includes('/notes answered 409') && !fault.includes('status of 409')))
  await other.page.context().close()
  await person.open(person.place)
  const kept = await notes.inputValue()
  person.expects(kept.includes('thanked the officers') && kept.includes('asked about the bridge'), 'both texts are kept')
}

/** The question of the resident is put and answered, and published with the meeting. */
async function takesTheQuestion(person) {
  await person.open(`${first}/questions/meeting`)
  await person.sees(QUESTION, '0:00 of 30 minutes')
  await person.press('Put: the time begins now')
  await person.sees('The questioner took')
  await person.press('The questioner ended')
  await person.fill({ 'Answer given at the meeting': 'The Council pays for them, from the budget for lighting.' })
  await person.press('Write it down')
  await person.follow('Publish', person.page.locator('body'))
  await person.sees('What becomes public', QUESTION)
  await person.doesNotSee('Wanda')
  await person.press('Publish')
  await person.open(`${first}/questions/published`)
  await person.sees(QUESTION, 'The Council pays for them')
  await person.doesNotSee('Wanda', 'Heron Lane')
}

async function minutes(person) {
  await person.open(`${first}/sitting`)
  await person.follow('Draft the minutes')
  await person.sees('Being drafted', 'Members asked who paid for the lamps.', 'Councillor Example left the meeting.', 'As everybody will read them')
  await person.doesNotSee('7 Sample Street', 'arrears be written off')
  await person.press('Circulate the draft')
  await person.sees('The draft minutes are public', 'Circulated as a draft')
  await person.follow('The confidential minutes')
  await person.sees('Not for publication', 'The tenancy of 7 Sample Street', 'the arrears be written off')
  await person.open(`${first}/minutes`)
  await person.sees('Draft minutes, to be confirmed at the next meeting', 'SAF1', 'Look at the lamps each month')
  await person.doesNotSee('7 Sample Street', 'arrears')
}

async function follows(person) {
  await person.open('/work')
  await person.sees('Actions overdue', 'Minutes to write')
  await person.open('/actions/following')
  await person.sees('Look at the lamps each month', 'Community Safety Lead')
  await person.follow(/Look at the lamps each month/)
  await person.sees('1 October 2024')
  await person.open('/recommendations')
}

async function approves(person) {
  await person.open('/actions/following')
  await person.sees('Look at the lamps each month', 'Overdue')
  await person.open(`${second}/prepare`)
  await person.press('Begin with the standing items')
  await person.open(`${second}/sitting`)
  await person.press('Begin the meeting')
  await person.follow('Minutes')
  await person.press('Taken as read and signed as a correct record')
  await person.sees('The minutes of 10 September 2024 were approved')
  await person.open(`${first}/minutes`)
  await person.sees('signed as a correct record by Councillor Ada Sample')
  await person.open(`${first}/minutes/draft`)
  await person.sees('Signed as a correct record', 'They are the record now')
}

/** The year is reported: what the record has, the chair's foreword, and what a service says. */
async function reports(person) {
  await person.follow('Annual reports being written')
  await person.main.getByLabel('Municipal year').selectOption({ label: '2024/25' })
  await person.press('Begin the report')
  await person.sees('Annual report 2024/25', 'decisions', 'Not written')
  const draft = person.place
  await person.follow('Add a service')
  await person.fill({ Title: 'Lighting', Text: 'Both lamps were mended in April.' })
  await person.press('Save')
  await person.sees('The text was saved', 'Lighting')
  await person.become('Councillor Ada Sample')
  await person.open(draft)
  await person.sees('Your foreword')
  await person.follow('Write the chair’s foreword')
  await person.fill({ Text: 'The board met in the autumn and looked at the towpath.' })
  await person.press('Save')
  await person.doesNotSee('Add a service')
  await person.become('Petra Placeholder')
  await person.open(draft)
  await person.follow('The chair’s foreword')
  await person.open(draft)
  await person.press('See what it looks like')
  await person.sees(
    'not public yet', 'looked at the towpath', 'Councillor Ada Sample', 'Safety on the towpath', 'the lamps be looked at each month',
    'Look at the lamps each month', 'Both lamps were mended in April'
  )
  await person.doesNotSee('7 Sample Street', 'arrears')
  await person.press('Publish the annual report')
  await person.sees('The annual report is public')
  await person.signOut()
  await person.open(draft.replace('/draft', ''))
  await person.sees('looked at the towpath', 'Safety on the towpath')
  await person.doesNotSee('7 Sample Street', 'arrears')
}
