// A clerk minutes while the program is killed: what was answered before stands there after.
//
// node journeys/crash.mjs ADDRESS records|finds

import { schedulesAMeeting } from './agendas.mjs'
import { withBrowser } from './browser.mjs'
import { report } from './report.mjs'
import { Visitor } from './visitor.mjs'

const BOARD = 'safer-policy-and-performance-board'
const NOTES = 'Members asked for the figures of the year.\n- they are to follow'
const TASK = 'Bring the figures of the year'

const [address, part] = process.argv.slice(2)
const base = new URL(address).origin

await report(() =>
  withBrowser(async (browser) => {
    const person = await Visitor.arrive(browser, { base, council: 'Halton Borough Council', width: 1280, withScript: true })
    try {
      await person.become('Petra Placeholder')
      await (part === 'records' ? records : finds)(person)
    } catch (error) {
      person.fault(`the way ended here. ${error.message}`)
    }
    return person.faults
  })
)

async function records(person) {
  await person.open(`/boards/${BOARD}/people`)
  await person.fill({ Name: 'Councillor Ada Sample' })
  await person.main.getByLabel('Role', { exact: true }).selectOption({ label: 'Chair' })
  await person.press('Add member')
  await person.press('Add member')
  const meeting = await schedulesAMeeting(person)
  await person.press('Add the standing items')
  await person.open(`${meeting}/sitting`)
  await person.press('Start the meeting')
  await person.sees('Are you sure you want to start this meeting before its day?', 'in 98 days, on Tuesday, 10 September 2024')
  await person.press('Start the meeting early')
  await person.follow('Public Question Time')
  await person.fill({ 'Post that will act': 'Community Safety Lead', 'What is to be done': TASK })
  await person.press('Record the action')
  await person.main.getByLabel('Notes for the minutes').fill(NOTES)
  await person.main.getByText('Saved at').waitFor()
}

async function finds(person) {
  await person.open(`/boards/${BOARD}/desk`)
  await person.follow('Tuesday, 10 September 2024')
  await person.open(person.place.replace(/\/prepare.*/, '/sitting'))
  await person.sees('In progress', '1 member present')
  await person.follow('Public Question Time')
  await person.sees(`Action for Community Safety Lead: ${TASK}`)
  const notes = await person.main.getByLabel('Notes for the minutes').inputValue()
  person.expects(notes === NOTES, `the notes are “${notes}”`)
}
