// A resident asks a question for the next meeting, the clerk looks at it, sends it back, accepts it and plans it, and a member reads the plan.
//
// node journeys/questions.mjs ADDRESS WIDTH with-script|without-script

import { withBrowser } from './browser.mjs'
import { report } from './report.mjs'
import { Visitor } from './visitor.mjs'

const COUNCIL = 'Halton Borough Council'
const BOARD = 'Safer Policy and Performance Board'
const ITEM = 'Serious Violence Duty'
const QUESTION = 'How many young people were reached by the services that the duty paid for?'

const [address, width, script] = process.argv.slice(2)
const base = new URL(address).origin

/** The private address of the question, without the site's own. */
let track

const OWN = {
  'Your question': QUESTION,
  Name: 'Wanda Wharf',
  'Address in the borough': '1 Heron Lane, Ashmere',
  'Email address': 'wanda@wharf.example'
}

await report(() =>
  withBrowser(async (browser) => {
    const person = await Visitor.arrive(browser, { base, council: COUNCIL, width: Number(width), withScript: script === 'with-script' })
    for (const walk of [asks, asksAgain, isSentBack, isAccepted, isPlanned, membersRead, followsIt]) {
      try {
        await walk(person)
      } catch (error) {
        person.fault(`the way ended here. ${error.message}`)
      }
    }
    return person.faults
  })
)

async function opensTheForm(person) {
  await person.open('/')
  await person.follow('Boards', person.menu)
  await person.follow(BOARD)
  await person.follow(/11 June 2024/, person.main.getByRole('heading', { level: 3 }))
  await person.sees('Public questions', '4pm on Monday, 10 June 2024')
  await person.press('Ask a question')
}

async function asks(person) {
  await opensTheForm(person)
  await person.sees('Ask a question', '4pm on Monday, 10 June 2024', 'How we use your name and address')
  await person.press('Continue', person.main, 422)
  await person.sees('There is a problem', 'Enter your name', 'Enter your question', 'Select an item')
  await person.fill(OWN)
  await person.main.getByLabel('Which agenda item is it about?').selectOption({ label: ITEM })
  await person.press('Continue')
  await person.sees('Check your question', QUESTION, 'You have not sent your question yet', '1 Heron Lane')
  await person.press('Change your answers')
  await person.fill({ 'Your question': `${QUESTION} Who are they?` })
  await person.press('Continue')
  await person.sees('Who are they?')
  await person.press('Send question')
  await person.sees('Question received', 'PQ/SAF/2024/1', 'Do not share the link')
  await person.doesNotSee('1 Heron Lane')
  track = person.place.replace(/\?.*/, '')
}

async function asksAgain(person) {
  await opensTheForm(person)
  await person.fill({ ...OWN, 'Your question': 'What does the service cost, and who pays for it?' })
  await person.main.getByLabel('Which agenda item is it about?').selectOption({ label: ITEM })
  await person.press('Continue', person.main, 422)
  await person.sees('There is a problem', 'one question at a meeting', 'Standing Order 34(9)')
}

async function isSentBack(person) {
  await person.become('Petra Placeholder')
  await person.sees('Public questions to decide', 'Written answers to send')
  await person.follow('Public questions to decide')
  await person.sees('PQ/SAF/2024/1', '1 question')
  await person.follow('PQ/SAF/2024/1')
  await person.sees('Questioner', 'Wanda Wharf', '1 Heron Lane', 'Received')
  await person.press('Reject')
  await person.press('Reject', person.main, 422)
  await person.sees('Select a ground', 'Enter the reasons', 'Select whose decision it is')
  await person.follow(/^Question$/, person.page.locator('body'))
  await person.press('Merge with another question')
  await person.sees('There are no questions at this meeting')
  await person.follow(/^Question$/, person.page.locator('body'))
  await person.press('Send back')
  await person.fill({ 'What needs to change': 'Please ask one question, not two.' })
  await person.press('Send back')
  await person.sees('Question sent back')

  await person.signOut()
  await person.open('/demonstration/mails')
  await person.follow('Your question PQ/SAF/2024/1 needs to change')
  await person.sees('Please ask one question, not two.')
  await person.open(track)
  await person.sees('Sent back', 'Please ask one question, not two.')
  await person.fill({ 'Your question': QUESTION })
  await person.press('Send new wording')
  await person.sees('New wording received', QUESTION)
}

async function isAccepted(person) {
  await person.become('Petra Placeholder')
  await person.follow('Public questions to decide')
  await person.follow('PQ/SAF/2024/1')
  await person.sees('Earlier wording')
  await person.press('Accept')
  await person.sees('Wording to be read at the meeting', 'Agenda item')
  await person.press('Accept')
  await person.sees('Question accepted', 'Accepted the question')
  await person.follow('Question time for this meeting')
  await person.sees('Question time', '1 question', '3 of 30 minutes')
}

/** Another person asks, so that there is an order. */
async function isPlanned(person) {
  await person.signOut()
  await opensTheForm(person)
  await person.fill({
    'Your question': 'Will the cameras in the parks be moved this summer?',
    Name: 'Nora Newcomer',
    'Address in the borough': '7 Market Square, Ashmere',
    'Email address': 'nora@square.example'
  })
  await person.main.getByLabel('Which agenda item is it about?').selectOption({ label: ITEM })
  await person.press('Continue')
  await person.press('Send question')
  await person.sees('PQ/SAF/2024/2')
  await person.become('Petra Placeholder')
  await person.open('/questions')
  await person.follow('PQ/SAF/2024/2')
  await person.press('Accept')
  await person.press('Accept')
  await person.follow('Question time for this meeting')
  const order = async () => (await person.main.locator('#plan').innerText()).replace(/\s+/g, ' ')
  person.expects((await order()).indexOf('2024/1') < (await order()).indexOf('2024/2'), 'the first accepted stands first')
  // Words for screen readers alone have a space on either side.
  await person.press(/^Up\s*: PQ\/SAF\/2024\/2/)
  await person.sees('Order changed')
  person.expects((await order()).indexOf('2024/2') < (await order()).indexOf('2024/1'), 'the second stands first now')
  await person.main.getByLabel('Minutes for PQ/SAF/2024/1').fill('28')
  await person.press('Save the minutes for PQ/SAF/2024/1')
  await person.sees('31 of 30 minutes', 'more than question time allows')
  await person.follow('In the meeting')
  await person.sees('from Tuesday, 11 June 2024', '0:00 of 30 minutes')
  await person.follow('Publish')
  await person.sees('What will be published', 'Not published yet')
  await person.press('Publish', person.main, 422)
  await person.sees('publish question time from the day of the meeting')
}

async function membersRead(person) {
  await person.become('Councillor Ada Sample')
  await person.open('/meetings/5/questions')
  await person.sees('Question time', QUESTION)
  await person.doesNotSee('Wanda', 'Up', 'Save')
  await person.open('/questions/1', 404)
  await person.become('Otto Other')
  await person.open('/questions/1', 404)
  await person.open('/questions')
  await person.sees('0 questions')
  await person.signOut()
}

async function followsIt(person) {
  await person.open('/demonstration/mails')
  await person.follow('Your question PQ/SAF/2024/1 was accepted')
  await person.sees(QUESTION, 'up to 3 minutes')
  await person.open(track)
  await person.sees('Accepted', 'Your question will be put at the meeting')
  await person.doesNotSee('Wanda')
}
