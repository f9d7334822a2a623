// A report from its agenda item to the public page: an officer writes it with a figure, two write at once in two browsers, others clear it,
// the clerk publishes, a resident follows a figure to what it counts.
//
// node journeys/drafting.mjs ADDRESS WIDTH with-script|without-script

import { withBrowser } from './browser.mjs'
import { report } from './report.mjs'
import { Visitor } from './visitor.mjs'

const COUNCIL = 'Halton Borough Council'
const DESK = '/boards/safer-policy-and-performance-board/desk'
const TITLE = 'Lamps on the towpath'

const [address, width, script] = process.argv.slice(2)
const base = new URL(address).origin
const withScript = script === 'with-script'

/** The meeting, and the draft. */
let meeting, draft

await report(() =>
  withBrowser(async (browser) => {
    const arrive = () => Visitor.arrive(browser, { base, council: COUNCIL, width: Number(width), withScript })
    const person = await arrive()
    for (const walk of [asksForAReport, begins, writes, writesTogether, insertsAFigure, putsAPictureIn, checks, comments, handsIn, clears, publishes, followsAFigure]) {
      try {
        await walk(person, arrive)
      } catch (error) {
        person.fault(`the way ended here, in ${walk.name}. ${error.message}`)
      }
    }
    return person.faults
  })
)

async function asksForAReport(person) {
  await person.become('Petra Placeholder')
  await person.open(DESK)
  await person.press('Lay out meetings')
  await person.fill({ Days: '10 September 2024', 'They begin at': '6.30 pm', Place: 'Town Hall' })
  await person.press('Continue')
  await person.press('Lay them out')
  await person.follow('Tuesday, 10 September 2024')
  meeting = person.place.replace(/\/prepare.*/, '')
  await person.press('Add an item')
  await person.fill({ Title: TITLE, 'Brought by': 'Community Safety Lead' })
  await person.press('Add to the agenda')
  await person.sees('No report yet')
}

async function begins(person) {
  await person.become('Oscar Outline')
  await person.sees('Reports to begin')
  await person.follow('Reports to begin')
  await person.follow(TITLE)
  await person.sees('Kind of report', 'The template, empty')
  await person.press('Begin the report')
  await person.sees('Report created', 'Purpose of the report', 'Not written')
  draft = person.place.replace(/\?.*/, '')
  await person.press('Hand in to be cleared')
  await person.sees('These sections are required', 'Head of service')
}

async function write(person, section, text) {
  await person.open(`${draft}/sections/${section}`)
  await person.main.getByLabel('Text', { exact: true }).fill(text)
  if (withScript) await person.main.getByText('Saved at').waitFor()
  else await person.press('Save')
}

async function writes(person) {
  await write(person, 0, 'To tell the Board of the lamps on the towpath.')
  await person.sees('What belongs here')
  await write(person, 1, '1. the report be noted; and\n2. the lamps be looked at each month')
  for (const section of [3, 4, 6, 7, 8, 9]) await write(person, section, 'None identified.')
  await person.open(draft)
  await person.sees('Completed')
  if (withScript) {
    await person.open(`${draft}/sections/2`)
    await person.main.getByRole('button', { name: 'Numbered list' }).click()
    const typed = await person.main.getByLabel('Text', { exact: true }).inputValue()
    person.expects(typed.startsWith('1. '), 'a button sets the mark of a list')
  }
}

/** An author and the clerk write the same section in two browsers: neither overwrites the other. */
async function writesTogether(person, arrive) {
  const other = await arrive()
  await other.become('Petra Placeholder')
  await person.open(`${draft}/sections/2`)
  await other.open(`${draft}/sections/2`)
  const [own, others] = [person, other].map((one) => one.main.getByLabel('Text', { exact: true }))
  await own.fill('The towpath was lit in March.')
  if (withScript) {
    await person.main.getByText('Saved at').waitFor()
    await others.fill('Two lamps failed and were mended.')
    await other.main.getByText('Oscar Outline changed this text').waitFor()
    await other.main.getByRole('button', { name: 'Join both' }).click()
    await other.main.getByText('Saved at').waitFor()
  } else {
    await person.press('Save')
    await others.fill('Two lamps failed and were mended.')
    await other.press('Save', other.main, 409)
    await other.sees('Two versions of the text', 'Oscar Outline changed this section')
    await other.press('Keep both')
  }
  // The browser tells of the answer that something else was saved meanwhile, which is what was tried.
  person.faults.push(...other.faults.filter((fault) => !fault.includes('answered 409') && !fault.includes('status of 409')))
  await other.page.context().close()
  await person.open(`${draft}/sections/2`)
  await person.sees('lit in March', 'Two lamps failed')
  await person.follow('Earlier versions')
  await person.sees('Version 2', 'Petra Placeholder')
}

async function insertsAFigure(person) {
  await person.open(`${draft}/figures?section=2`)
  await person.fill({ 'What is counted': 'resolutions' })
  await person.press('Search')
  await person.follow('Decisions')
  await person.main.getByLabel('Period').selectOption({ label: 'municipal year 2023/24' })
  await person.press('Count')
  await person.sees('Value', 'Change from the period before', '[[decisions 2023/24]]')
  await person.press('Insert the figure')
  await person.sees('The figure was inserted')
  await person.open(`${draft}/preview`)
  await person.sees('3.1', 'lit in March', 'Where these figures come from', 'Decisions', 'municipal year 2023/24')
}

/** A picture in its section, a file that goes with the report, a chart, and words that are marked. */
async function putsAPictureIn(person) {
  const picture = await person.page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 200 } })
  await person.open(`${draft}/sections/2`)
  await person.follow('Put a picture in')
  await person.press('Put it in', person.main, 422)
  await person.sees('Choose a file that is not empty', 'Say what the picture shows')
  await person.main.getByLabel('File', { exact: true }).setInputFiles({ name: 'towpath.png', mimeType: 'image/png', buffer: picture })
  await person.fill({ Description: 'The towpath at the lock, its lamps lit' })
  await person.main.getByLabel('Put the picture at the end of').selectOption({ label: 'Supporting information' })
  await person.press('Put it in')
  await person.sees('The picture was put in, at the end of its section', 'picture-1')
  await person.main.getByLabel('A file that goes with the report').check()
  await person.main.getByLabel('File', { exact: true }).setInputFiles({ name: 'lamps.txt', mimeType: 'text/plain', buffer: Buffer.from('Lock: 4\n') })
  await person.fill({ Description: 'Lamps by place' })
  await person.press('Put it in')
  await person.sees('The file was put in', 'lamps.txt')
  await person.open(`${draft}/sections/2`)
  const text = person.main.getByLabel('Text', { exact: true })
  const typed = await text.inputValue()
  person.expects(typed.includes('![](picture-1)'), 'the picture stands in the text')
  await write(person, 2, `${typed}\n\nThe lamps are **mended** by *the Trust*.\n\n[[attendance 2023/24 chart]]`)
  await person.open(`${draft}/preview`)
  await shows(person, 'The towpath at the lock, its lamps lit')
  await person.sees('The chart as a table', 'Lamps by place')
}

/** A picture with this alternative text is there, and was loaded. */
async function shows(person, alternative) {
  const picture = person.main.getByRole('img', { name: alternative, exact: true })
  await picture.scrollIntoViewIfNeeded()
  await picture.evaluate((image) => image.decode())
  person.expects((await picture.evaluate((image) => image.naturalWidth)) > 0, `the picture “${alternative}” is shown`)
}

async function checks(person) {
  await write(person, 6, 'It follows the Crime and Disorder Act 1988.')
  await person.open(`${draft}/check`)
  await person.sees('there is no Crime and Disorder Act 1988', 'Error')
  await write(person, 6, 'It follows the Crime and Disorder Act 1998.')
  await person.open(`${draft}/check`)
  await person.doesNotSee('Act 1988')
}

async function comments(person) {
  await person.open(`${draft}/comments?section=2`)
  await person.fill({ Comment: 'Who pays for the lamps?' })
  await person.press('Add the comment')
  await person.sees('Your comment was added', 'Who pays for the lamps?', 'Oscar Outline')
}

async function handsIn(person) {
  await person.open(`${draft}/clearance`)
  await person.press('Hand the report in')
  await person.sees('The report was handed in', 'Waits')
}

async function clears(person) {
  for (const name of ['Hedda Service', 'Fiona Figures', 'Lewis Lawson-Sample', 'Porter Folio', 'Petra Placeholder']) {
    await person.become(name)
    await person.follow('Reports to clear')
    await person.sees('Waits for you')
    await person.follow(TITLE)
    await person.follow('Clearance')
    await person.sees('It waits for you')
    await person.press(/^Clear it for/)
  }
  await person.open(draft)
  await person.sees('Cleared')
}

async function publishes(person) {
  await person.open(`${meeting}/prepare`)
  await person.press('Check and publish')
  await person.main.getByLabel('I have read what becomes public').check()
  await person.press('Publish the agenda')
  await person.sees('The agenda and its papers are public')
}

async function followsAFigure(person) {
  await person.signOut()
  await person.open(meeting)
  await person.follow(new RegExp(`^Report ?: ${TITLE}`))
  await person.sees(TITLE, 'lit in March', 'the lamps be looked at each month', 'Where these figures come from')
  await shows(person, 'The towpath at the lock, its lamps lit')
  await person.sees('The chart as a table', 'Files that go with this report', 'Lamps by place')
  person.expects((await person.main.locator('strong', { hasText: 'mended' }).count()) === 1, 'strong words are strong')
  await person.follow(/: Decisions, municipal year 2023\/24/)
  await person.sees('What is counted', 'Resolutions in public minutes', 'By its parts', 'as then')
  await person.follow('All that is counted here')
  await person.sees('What is counted', 'Attendance', 'Public questions received')
  await person.open(draft)
  person.expects(person.place.startsWith('/sign-in'), 'drafts are for those signed in')
}
