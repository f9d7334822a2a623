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
  plans: [looksAfterTheBoard, worksOnWhatIsPublished, laysOutTheYear, preparesTheAgenda, publishes, takesPart, asks],
  meets: [meets, publishesTheQuestion, minutes, follows],
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
  await person.sees('Manage this board', 'Work programme', 'No meeting to scrutinise crime and disorder is recorded')
  await person.follow('Name, terms of reference and quorum')
  await person.fill({ Quorum: 'three' })
  await person.press('Publish changes', person.main, 422)
  await person.sees('Quorum must be a whole number', 'Enter a reason for the change')
  await person.fill({ Quorum: '1', 'Reason for the change': 'The quorum was set' })
  await person.press('Publish changes')
  await person.sees('Changes saved')
  await person.follow('Members and substitutes')
  await person.press('Add member', person.main, 422)
  await person.fill({ Name: 'Councillor Ada Sample' })
  await person.main.getByLabel('Role', { exact: true }).selectOption({ label: 'Chair' })
  await person.press('Add member')
  await person.press('Add member')
  await person.sees('Member added', 'Councillor Ada Sample')
  await correctsAName(person)
  await removesAMistake(person)
  await person.press('Roll members over from 2024/25 to 2025/26')
  await person.sees('No longer a member', 'Councillor Ada Sample')
  await person.press('Add members for 2025/26')
  await person.sees('Members added for the year')
  await person.follow(/^Manage membership ?: Councillor Ada Sample/)
  await person.main.getByLabel('Signs in as').selectOption({ label: 'Councillor Ada Sample' })
  await person.press('Save account')
  await person.sees('Account saved')
  await person.open('/posts')
  await person.fill({ 'Title of the post': 'Community Safety Lead', 'Held by': 'Olive Officer' })
  await person.press('Save post')
  await person.sees('Posts updated', 'Olive Officer')
}

/** A misspelt member is put right, and the old link leads to the right name. */
async function correctsAName(person) {
  await person.fill({ Name: 'Councillor Ben Exampel' })
  await person.press('Add member')
  await person.sees('Are you sure you want to add this member?', 'Councillor Ben Exampel')
  await person.press('Add member')
  await person.follow(/^Manage membership ?: Councillor Ben Exampel/)
  await person.press('Correct name', person.main, 422)
  await person.sees('Enter the correct name', 'Enter a reason for the correction')
  await person.fill({ 'Correct name': 'Councillor Ben Example', Reason: 'Spelling mistake' })
  await person.press('Correct name')
  await person.sees('Are you sure you want to correct this name?')
  await person.press('Correct name')
  await person.sees('Name corrected', 'Corrected from Councillor Ben Exampel by Petra Placeholder')
  await person.open('/members/ben-exampel')
  person.at('/members/ben-example')
  await person.sees('Councillor Ben Example')
  await person.open('/boards/safer-policy-and-performance-board/people')
}

async function removesAMistake(person) {
  await person.fill({ Name: 'Councillor Mistaken Entry' })
  await person.press('Add member')
  await person.press('Add member')
  await person.follow(/^Manage membership ?: Councillor Mistaken Entry/)
  await person.main.getByLabel('Reason', { exact: true }).last().fill('Entered on the wrong board')
  await person.press('Remove membership')
  await person.sees('Are you sure you want to remove this membership?', 'Entered on the wrong board')
  await person.press('Remove membership')
  await person.sees('Member removed')
  await person.doesNotSee('Mistaken Entry')
}

/** The agenda that the demonstration imported is worked on from where it is. */
async function worksOnWhatIsPublished(person) {
  await person.become('Petra Placeholder')
  await person.open(DESK)
  await person.follow('Tuesday, 11 June 2024')
  const meeting = person.place.replace(/\/prepare.*/, '')
  await person.sees('Published', 'Version 1', 'Serious Violence Duty', 'Public Question Time')
  await person.doesNotSee('No agenda items yet', 'Add the standing items')
  await person.press('Add an item')
  await person.fill({
    Title: 'The flood at the lock', Report: 'The lock was flooded on Monday.', Recommendations: 'the report be noted',
    'Special circumstances': 'The flood of Monday', 'Post not in the list': 'Community Safety Lead'
  })
  await person.press('Add item')
  await person.sees('Item added', '1 item is not published yet')
  await person.follow('The flood at the lock')
  await person.press('Remove from agenda')
  await person.sees('Item removed: The flood at the lock')
  await person.press(/^Undo/)
  await person.sees('Item restored')
  await person.press('Check and publish')
  await person.main.getByLabel('I have read what will be public').check()
  await person.fill({ 'Reason for publishing again': 'The flood of Monday' })
  await person.press('Publish the agenda again')
  await person.sees('Agenda published', 'Version 2')
  await person.signOut()
  await person.open(meeting)
  await person.sees('The flood at the lock', 'Late item, taken as urgent')
  const numbers = await person.main.locator('.moothall-agenda__item').evaluateAll((items) =>
    items.map((item) => [item.querySelector('.moothall-agenda__number')?.textContent, getComputedStyle(item, '::before').content])
  )
  person.expects(numbers.every(([number, counted], place) => number === String(place + 1) && counted === 'none'), `numbers print once: ${numbers}`)
}

async function laysOutTheYear(person) {
  await person.become('Petra Placeholder')
  await person.open(DESK)
  await person.press('Schedule meetings')
  await person.fill({ Dates: '10 September 2024\n25 December 2024', 'Start time': '6.30 pm', Place: 'Town Hall' })
  await person.press('Continue')
  await person.sees('Check the meetings', 'Bank holiday: Christmas Day', 'Tuesday, 10 September 2024', '2 September 2024')
  await person.main.getByText('Change the dates').click()
  await person.main.getByLabel('Dates').fill('10 September 2024\n12 November 2024')
  await person.press('Check again')
  await person.press('Schedule meetings')
  await person.sees('Meetings scheduled')
  await person.follow('Tuesday, 10 September 2024')
  first = person.place.replace('/prepare', '')
  await person.open(DESK)
  await person.follow('Tuesday, 12 November 2024')
  second = person.place.replace('/prepare', '')
  await person.follow('Move or cancel this meeting')
  await person.fill({ Date: '19 November 2024', 'Reason for the change': 'The hall is being painted' })
  await person.press('Continue to move the meeting')
  await person.sees('Are you sure you want to move this meeting?', 'Tuesday, 12 November 2024', 'Tuesday, 19 November 2024', 'The hall is being painted', 'People who follow the board will be emailed')
  await person.press('Move the meeting')
  await person.sees('Tuesday, 19 November 2024')
  await person.open(second)
  await person.sees('Moved from Tuesday, 12 November 2024', 'The hall is being painted')
  await person.open('/boards/safer-policy-and-performance-board/programme')
  await person.fill({ Title: 'Safety on the towpath', Purpose: 'To look at a year of lighting' })
  await person.main.getByLabel('Lead officer', { exact: true }).selectOption({ label: 'Community Safety Lead' })
  await person.main.getByLabel('Scrutiny of crime and disorder').check()
  await person.press('Add item')
  await person.sees('Item added to the work programme')
  await person.follow('Safety on the towpath')
  await person.main.getByLabel('Meeting', { exact: true }).selectOption({ label: 'Tuesday, 10 September 2024' })
  await person.press('Add to agenda')
  await person.sees('Agenda for Tuesday, 10 September 2024', 'Safety on the towpath')
}

async function preparesTheAgenda(person) {
  await person.press('Add the standing items')
  await person.sees('Public Question Time', 'No report yet', 'Final reports by', 'Publication by', '5 clear days before the meeting')
  await person.press(/^Up ?: Safety on the towpath/)
  await person.sees('Moved to position 4')
  const undo = person.main.getByRole('button', { name: /^Undo/ })
  person.expects(await undo.isVisible(), 'a move can be undone')
  if (withScript) await keepsItsPlace(person)
  await person.press(/^Undo/)
  await person.sees('Moved to position 5')
  if (withScript) await drags(person)
  await person.follow('Safety on the towpath')
  await person.fill({
    Report: 'The towpath was lit in March.\n\n- two lamps failed\n- both were mended',
    Recommendations: 'the report be noted\nthe lamps be looked at each month',
    'Time allowed, in minutes': '20'
  })
  await person.press('Save item')
  await person.sees('Changes saved')
  await person.press('Add an item')
  await person.fill({ Title: 'A tenancy', 'Private title': 'The tenancy of 7 Sample Street', Report: 'The rent is in arrears.' })
  await person.main.getByLabel('Lead officer', { exact: true }).selectOption({ label: 'Community Safety Lead' })
  await person.fill({ 'Paragraphs of Schedule 12A': '8, 99' })
  await person.main.getByLabel('Exempt information: to be considered in private').check()
  await person.press('Add item', person.main, 422)
  await person.sees('Enter paragraphs of Schedule 12A from 1 to 7')
  await person.fill({ 'Paragraphs of Schedule 12A': '' })
  await person.press('Add item')
  await person.sees('Item added', 'The tenancy of 7 Sample Street')
}

/** Whoever moves an item with a button stays at that item, with the same button in focus. */
async function keepsItsPlace(person) {
  const focused = await person.page.evaluate(() => document.activeElement.closest('li')?.innerText ?? '')
  person.expects(focused.includes('Safety on the towpath'), `the focus is at “${focused}” and not at the item that was moved`)
}

/** The same order by dragging: the item goes to the place of another, and back. */
async function drags(person) {
  const item = (title) => person.main.locator('.moothall-order__item', { hasText: title })
  const place = async () => (await person.main.locator('.moothall-order').innerText()).indexOf('Safety on the towpath')
  const before = await place()
  const drag = async (to) => {
    const loaded = person.page.waitForEvent('load')
    const { mouse } = person.page
    const [from, place] = [await item('Safety on the towpath').boundingBox(), await item(to).boundingBox()]
    await mouse.move(from.x + 6, from.y + 6)
    await mouse.down()
    await mouse.move(place.x + 6, place.y + 6, { steps: 8 })
    await mouse.up()
    await loaded
  }
  await drag('Minutes')
  person.expects((await place()) < before, 'an item that was dragged up stands further up')
  await drag('Public Question Time')
  person.expects((await place()) === before, 'an item that was dragged down stands where it was')
}

async function publishes(person) {
  await person.press('Check and publish')
  await person.sees('Enter the paragraphs of Schedule 12A that apply', 'Must fix')
  await person.press('Publish the agenda', person.main, 422)
  await person.sees('Fix the problems listed', 'Confirm that you have read')
  await person.open(`${first}/prepare`)
  await person.follow('The tenancy of 7 Sample Street')
  await person.fill({ 'Paragraphs of Schedule 12A': '1', 'Public interest': 'A tenant would be known', Recommendations: 'the arrears be written off' })
  await person.press('Save item')
  await person.press('Check and publish')
  await person.doesNotSee('7 Sample Street')
  await person.main.getByLabel('I have read what will be public').check()
  await person.press('Publish the agenda')
  await person.sees('Agenda published')
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
  await person.sees('Will you attend?', 'Safety on the towpath')
  await person.press('I will attend')
  await person.sees('You told the clerk that you will attend')
  await person.main.locator('summary', { hasText: 'Send apologies instead' }).click()
  await person.press('Send apologies')
  await person.sees('You sent apologies')
  await person.press('I will attend after all')
  await person.main.getByLabel('Item', { exact: true }).selectOption({ label: '5 Safety on the towpath' })
  await person.main.getByLabel('Kind of interest', { exact: true }).selectOption({ label: 'Other Disclosable Interest' })
  await person.fill({ 'Nature of the interest': 'I live beside it' })
  await person.press('Declare interest')
  await person.sees('Interest declared', 'I live beside it')
  await person.main.locator('summary', { hasText: /^\s*Your note on item 5\s*$/ }).click()
  await person.main.getByLabel('Your note on item 5', { exact: true }).fill('Ask who pays for the lamps')
  await person.press('Save note')
  await person.sees('Note saved')
  await person.follow(/^Report ?: Safety on the towpath/)
  await person.sees('two lamps failed')
  await person.open(`/my${first}`)
  await person.follow(/^Private report ?: A tenancy/)
  await person.sees('Not for publication', 'The tenancy of 7 Sample Street')
  await registersAnInterest(person)
}

/** A member keeps their own register of interests, which is public. */
async function registersAnInterest(person) {
  await person.open('/my/meetings')
  await person.follow('Your register of interests')
  await person.press('Add interest', person.main, 422)
  await person.sees('Enter the details of the interest')
  await person.main.getByLabel('Category', { exact: true }).selectOption({ label: 'Land' })
  await person.fill({ Details: 'A house beside the towpath' })
  await person.press('Add interest')
  await person.sees('Interest added to your register', 'A house beside the towpath')
  await person.open('/members/ada-sample')
  await person.sees('Register of interests', 'Land: A house beside the towpath')
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
    'Email address': 'wanda@wharf.example'
  })
  await person.main.getByLabel('Which agenda item is it about?').selectOption({ label: 'Safety on the towpath' })
  await person.press('Continue')
  await person.press('Send question')
  await person.sees('Question received', 'PQ/SAF/2024/1')
  await person.become('Petra Placeholder')
  await person.follow('Public questions to decide')
  await person.follow('PQ/SAF/2024/1')
  await person.press('Accept')
  await person.press('Accept')
  await person.sees('Question accepted')
}

async function meets(person, arrive) {
  await person.open(`${first}/prepare`)
  await person.follow('In the meeting')
  await person.sees('Who is present?', 'Councillor Ada Sample')
  await person.press('Start the meeting')
  await person.sees('Meeting started', 'members present', 'Present', 'Record departure')
  // Declared before the meeting, and recorded before its item is reached.
  await person.follow('Declarations of interest')
  await person.sees('declared before the meeting: Other Disclosable Interest in item 5, Safety on the towpath. I live beside it')
  await person.press('Record the declaration')
  await person.follow(/^Next: 4/)
  await takesTheQuestion(person)
  await person.follow('The whole meeting')
  await person.follow('Safety on the towpath')
  await person.sees('declared: Other Disclosable Interest. I live beside it', 'Public questions about this item', QUESTION)
  await person.main.getByLabel('Notes for the minutes').fill('Members asked who paid for the lamps.\n- the Council did')
  if (withScript) {
    await person.main.getByText('Saved at').waitFor()
    await losesTheConnection(person)
  } else await person.press('Save notes')
  await sharesTheNotes(person, await arrive())
  await person.main.locator('summary', { hasText: 'Record a motion or amendment' }).click()
  await person.main.getByLabel('Motion', { exact: true }).fill('That the lamps be looked at each month')
  // The same councillor cannot move and second; the form stays open with what was typed.
  await person.main.getByLabel('Moved by').selectOption({ label: 'Councillor Ada Sample (Chair)' })
  await person.main.getByLabel('Seconded by').selectOption({ label: 'Councillor Ada Sample (Chair)' })
  await person.press('Record the motion', person.main, 422)
  await person.sees('A motion must be moved and seconded by different members')
  await person.main.getByLabel('Seconded by').selectOption({ label: 'Councillor Ben Example' })
  await person.press('Record the motion')
  await person.main.locator('summary', { hasText: 'Record a vote by show of hands' }).click()
  await person.main.getByLabel('For', { exact: true }).fill('9')
  await person.press('Record the vote', person.main, 422)
  await person.sees('There are more votes than members present who can vote')
  await person.main.getByLabel('For', { exact: true }).fill('1')
  await person.press('Record the vote')
  await person.sees('carried')
  await person.press('Record the resolution')
  await person.sees('RESOLVED: That the report be noted; the lamps be looked at each month.', 'Record another resolution')
  await person.fill({ 'Post that will act': 'Community Safety Lead', 'What is to be done': 'Look at the lamps each month', 'Due date': '1 October 2024' })
  await person.press('Record the action')
  await person.sees('Action for Community Safety Lead: Look at the lamps each month')
  await person.follow(/^Next: 6/)
  await person.sees('The public are still present')
  await person.press('Record that the public are excluded')
  await person.sees('In private')
  await person.press('Record the resolution')
  await person.follow('The whole meeting')
  await ends(person, 'The public are still excluded')
  await person.follow('Go back to the meeting')
  await person.follow('The tenancy of 7 Sample Street')
  await person.press('Record that the public are readmitted')
  await person.follow('The whole meeting')
  await person.press(/^Record departure ?: Councillor Ben Example/)
  await person.sees('Left at')
  await ends(person, 'Recorded as present until the end: Councillor Ada Sample')
  await person.doesNotSee('The public are still excluded')
  await person.press('End the meeting')
  await person.sees('Meeting ended', 'Ended at')
  // Ended by mistake: it goes on, with the reason on the record, and ends again.
  await person.main.locator('summary', { hasText: 'Reopen the meeting' }).click()
  await person.press('Reopen the meeting', person.main, 422)
  await person.sees('Enter the reason for reopening the meeting')
  await person.fill({ 'Reason for reopening the meeting': 'A member asked for the floor' })
  await person.press('Reopen the meeting')
  await person.sees('Meeting reopened', 'In progress', 'Reason: A member asked for the floor')
  await ends(person, 'Nothing becomes public')
  await person.press('End the meeting')
  await person.sees('Meeting ended')
}

/** Asks to end the meeting, and comes to the page that says what is still open and what will happen. */
async function ends(person, ...words) {
  await person.main.locator('summary', { hasText: 'End the meeting' }).click()
  await person.press('End the meeting')
  await person.sees('Are you sure you want to end the meeting?', 'What will happen', ...words)
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
    await other.main.getByRole('button', { name: 'Keep both' }).click()
    await other.main.getByText('Saved at').waitFor()
  } else {
    await person.press('Save notes')
    await others.fill(`${await others.inputValue()}\n\nA Member asked about the bridge.`)
    await other.press('Save notes', other.main, 409)
    await other.sees('Two versions of the notes', 'Petra Placeholder changed these notes')
    const now = await other.main.getByLabel('Current text', { exact: true }).inputValue()
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

/** The question of the resident is put and answered, at the item under which questions are taken. */
async function takesTheQuestion(person) {
  await person.sees('Public questions', QUESTION, '0:00 of 30 minutes')
  await person.press('Start the question and its clock')
  await person.sees('The questioner took')
  await person.press('Questioner finished')
  await person.fill({ 'Answer given at the meeting': 'The Council pays for them, from the budget for lighting.' })
  await person.press('Save record')
  await person.sees('Public Question Time', 'Answered')
  await person.doesNotSee('Wanda')
}

/** What was put and answered is published with the meeting. */
async function publishesTheQuestion(person) {
  await person.open(`${first}/questions/meeting`)
  await person.follow('Publish', person.page.locator('body'))
  await person.sees('What will be published', QUESTION)
  await person.doesNotSee('Wanda')
  await person.press('Publish')
  await person.open(`${first}/questions/published`)
  await person.sees(QUESTION, 'The Council pays for them')
  await person.doesNotSee('Wanda', 'Heron Lane')
}

async function minutes(person) {
  await person.open(`${first}/sitting`)
  await person.press('Check the draft minutes')
  await person.sees('Not circulated', 'Members asked who paid for the lamps.', 'Councillor Example left the meeting.', 'Public version')
  await person.doesNotSee('7 Sample Street', 'arrears be written off')
  await person.follow('Edit the minutes')
  await person.sees('Edit the minutes of Tuesday, 10 September 2024', 'RESOLVED: That the report be noted')
  const text = person.main.getByLabel('Text of item 5', { exact: true })
  await text.fill((await text.inputValue()).replace('who paid', 'who had paid'))
  await person.press(/^Save ?: Safety on the towpath/)
  await person.sees('Minutes saved')
  await person.follow('Check the draft minutes')
  await person.sees('Members asked who had paid for the lamps.')
  await person.press('Circulate the draft minutes')
  await person.sees('Are you sure you want to circulate the draft minutes?', 'can no longer be reopened', 'Exempt information is left out')
  await person.press('Circulate the draft minutes')
  await person.sees('Draft minutes circulated and published', 'Draft')
  await person.open(`${first}/sitting`)
  await person.sees('can no longer be reopened')
  await person.doesNotSee('Reason for reopening')
  await person.open(`${first}/minutes/draft`)
  await person.follow('View confidential minutes')
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
  await person.press('Add the standing items')
  await person.open(`${second}/sitting`)
  await person.press('Start the meeting')
  await person.follow('Minutes')
  await person.press('Approve the minutes')
  await person.sees('Are you sure you want to approve the minutes of 10 September 2024?', 'signed as a correct record by Councillor Ada Sample')
  await person.press('Approve the minutes')
  await person.sees('The minutes of 10 September 2024 were approved')
  await person.open(`${first}/minutes`)
  await person.sees('signed as a correct record by Councillor Ada Sample')
  await person.open(`${first}/minutes/draft`)
  await person.sees('Signed: can no longer be changed')
}

/** The year is reported: what the record has, the chair's foreword, and what a service says. */
async function reports(person) {
  await person.follow('Annual reports in progress')
  await person.main.getByLabel('Municipal year').selectOption({ label: '2024/25' })
  await person.press('Create report')
  await person.sees('Annual report 2024/25', 'decisions', 'Not written')
  const draft = person.place
  await person.follow('Add a service')
  await person.fill({ Title: 'Lighting', Text: 'Both lamps were mended in April.' })
  await person.press('Save')
  await person.sees('Text saved', 'Lighting')
  await person.become('Councillor Ada Sample')
  await person.open(draft)
  await person.sees('Your foreword')
  await person.follow('Write the Chair’s foreword')
  await person.fill({ Text: 'The board met in the autumn and looked at the towpath.' })
  await person.press('Save')
  await person.doesNotSee('Add a service')
  await person.become('Petra Placeholder')
  await person.open(draft)
  await person.follow('The Chair’s foreword')
  await person.open(draft)
  await person.press('Preview')
  await person.sees(
    'not public yet', 'looked at the towpath', 'Councillor Ada Sample', 'Safety on the towpath', 'the lamps be looked at each month',
    'Look at the lamps each month', 'Both lamps were mended in April'
  )
  await person.doesNotSee('7 Sample Street', 'arrears')
  await person.press('Publish annual report')
  await person.sees('Annual report published')
  await person.signOut()
  await person.open(draft.replace('/draft', ''))
  await person.sees('looked at the towpath', 'Safety on the towpath')
  await person.doesNotSee('7 Sample Street', 'arrears')
}
