// A report from its agenda item to the public page: an officer writes it with a figure, two write at once in two browsers, others clear it,
// the clerk publishes, a resident follows a figure to what it counts.
//
// node journeys/drafting.mjs ADDRESS WIDTH with-script|without-script

import { asksForAReport } from './agendas.mjs'
import { withBrowser } from './browser.mjs'
import { report } from './report.mjs'
import { Visitor } from './visitor.mjs'

const COUNCIL = 'Halton Borough Council'
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
    for (const walk of [waitsForAReport, begins, writes, writesTogether, insertsAFigure, putsAPictureIn, checks, comments, sends, clears, publishes, followsAFigure]) {
      try {
        await walk(person, arrive)
      } catch (error) {
        person.fault(`the way ended here, in ${walk.name}. ${error.message}`)
      }
    }
    return person.faults
  })
)

async function waitsForAReport(person) {
  meeting = await asksForAReport(person, TITLE)
  await person.sees('No report yet')
}

async function begins(person) {
  await person.become('Oscar Outline')
  await person.sees('Reports to write')
  await person.follow('Reports to write')
  await person.follow(TITLE)
  await person.sees('Kind of report', 'Blank report')
  await person.press('Create report')
  await person.sees('Report created', 'Purpose of the report', 'Not started')
  await person.doesNotSee('Completed')
  draft = person.place.replace(/\?.*/, '')
  await person.press('Send for clearance')
  await person.sees('Write these required sections', 'Head of service')
}

/** The field of the plain text, which stays beneath the editor. */
function textOf(person) {
  return person.main.getByRole('textbox', { name: 'Text', exact: true })
}

/** Chooses the plain text, once for this browser. */
async function plain(person) {
  const toggle = person.main.getByRole('button', { name: 'Edit as plain text' })
  if (withScript && (await toggle.isVisible())) await toggle.click()
}

async function write(person, section, text) {
  await person.open(`${draft}/sections/${section}`)
  await plain(person)
  await textOf(person).fill(text)
  if (withScript) await person.main.getByText('Saved at').waitFor()
  else await person.press('Save and continue')
}

async function writes(person) {
  await write(person, 0, 'To tell the Board of the lamps on the towpath.')
  await person.sees('What to write')
  await write(person, 1, '1. the report be noted; and\n2. the lamps be looked at each month')
  for (const section of [3, 4, 6, 7, 8, 9]) await write(person, section, 'None identified.')
  await person.open(draft)
  await person.sees('In progress')
  await person.doesNotSee('Completed')
  await person.open(`${draft}/sections/9`)
  await person.main.getByLabel('Mark this section as complete').check()
  await person.press('Save and continue')
  await person.sees('Section marked as complete', 'Completed')
}

/** An author and the clerk write the same section in two browsers: neither overwrites the other. */
async function writesTogether(person, arrive) {
  const other = await arrive()
  await other.become('Petra Placeholder')
  await person.open(`${draft}/sections/2`)
  await other.open(`${draft}/sections/2`)
  for (const one of [person, other]) await plain(one)
  const [own, others] = [person, other].map(textOf)
  await own.fill('The towpath was lit in March.')
  if (withScript) {
    await person.main.getByText('Saved at').waitFor()
    await others.fill('Two lamps failed and were mended.')
    await other.main.getByText('Oscar Outline changed this text').waitFor()
    await other.main.getByRole('button', { name: 'Keep both' }).click()
    await other.main.getByText('Saved at').waitFor()
  } else {
    await person.press('Save and continue')
    await others.fill('Two lamps failed and were mended.')
    await other.press('Save and continue', other.main, 409)
    await other.sees('Two versions of this section', 'Oscar Outline changed this section')
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
  await person.fill({ 'Search figures': 'resolutions' })
  await person.press('Search')
  await person.follow('Decisions')
  await person.main.getByLabel('Period').selectOption({ label: 'municipal year 2023/24' })
  await person.press('Update figure')
  await person.sees('Value', 'Change from the previous period', 'What will be inserted', '[[decisions 2023/24]]')
  await person.press('Insert figure')
  await person.sees('Figure inserted')
  await person.open(`${draft}/preview`)
  await person.sees('3.1', 'lit in March', 'Where these figures come from', 'Decisions', 'municipal year 2023/24')
}

/** A picture in its section, a file that goes with the report, a chart, and words that are marked. */
async function putsAPictureIn(person) {
  const picture = await person.page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 200 } })
  await person.open(`${draft}/sections/2`)
  await person.follow('Insert image')
  await person.press('Upload', person.main, 422)
  await person.sees('Select a file', 'Enter a description of the image')
  await person.main.getByLabel('File', { exact: true }).setInputFiles({ name: 'towpath.png', mimeType: 'image/png', buffer: picture })
  await person.fill({ Description: 'The towpath at the lock, its lamps lit' })
  await person.main.getByLabel('Where to insert the image').selectOption({ label: 'At the end of Supporting information' })
  await person.press('Upload')
  await person.sees('Image inserted')
  await person.open(`${draft}/files`)
  await person.sees('picture-1')
  await person.main.getByLabel('A file to publish with the report').check()
  await person.main.getByLabel('File', { exact: true }).setInputFiles({ name: 'lamps.txt', mimeType: 'text/plain', buffer: Buffer.from('Lock: 4\n') })
  await person.fill({ Description: 'Lamps by place' })
  await person.press('Upload')
  await person.sees('File uploaded', 'lamps.txt')
  await person.open(`${draft}/sections/2`)
  await plain(person)
  const typed = await textOf(person).inputValue()
  person.expects(typed.includes('![](picture-1)'), 'the image is in the text')
  await write(person, 2, `${typed}\n\nThe lamps are **mended** by *the Trust*.\n\n[[attendance 2023/24 chart]]`)
  await person.open(`${draft}/preview`)
  await shows(person, 'The towpath at the lock, its lamps lit')
  await person.sees('Chart data as a table', 'Lamps by place')
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
  await person.press('Add comment')
  await person.sees('Comment added', 'Who pays for the lamps?', 'Oscar Outline')
}

/** Sent for clearance, given back with reasons, which its author reads, and sent again. */
async function sends(person) {
  await person.open(`${draft}/clearance`)
  await person.press('Send for clearance')
  await person.sees('Report sent for clearance', 'Awaiting clearance')
  await person.become('Hedda Service')
  await person.follow('Reports awaiting your clearance')
  await person.follow(TITLE)
  await person.follow('Clearance')
  await person.press('Return report', person.main, 422)
  await person.sees('Enter what needs to change')
  await person.fill({ 'What needs to change?': 'Say who mends the lamps' })
  await person.press('Return report')
  // It stays readable to whoever gave it back.
  await person.sees('Report returned to its authors', 'Say who mends the lamps')
  await person.become('Oscar Outline')
  await person.sees('Reports returned to you')
  await person.follow('Reports returned to you')
  await person.sees('Say who mends the lamps', 'Returned to its authors')
  await person.press('Send for clearance')
  await person.sees('Report sent for clearance')
}

async function clears(person) {
  for (const name of ['Hedda Service', 'Fiona Figures', 'Lewis Lawson-Sample', 'Porter Folio', 'Petra Placeholder']) {
    await person.become(name)
    await person.follow('Reports awaiting your clearance')
    await person.sees('Awaiting your clearance')
    await person.follow(TITLE)
    await person.follow('Clearance')
    await person.sees('Awaiting your clearance (')
    await person.press(/^Clear for/)
    await person.sees('Report cleared')
  }
  await person.open(draft)
  await person.sees('Cleared')
}

async function publishes(person) {
  await person.open(`${meeting}/prepare`)
  await person.press('Check and publish')
  await person.main.getByLabel('I have read what will be public').check()
  await person.press('Publish the agenda')
  await person.sees('Agenda published')
}

async function followsAFigure(person) {
  await person.signOut()
  await person.open(meeting)
  await person.follow(new RegExp(`^Report ?: ${TITLE}`))
  await person.sees(TITLE, 'lit in March', 'the lamps be looked at each month', 'Where these figures come from')
  await shows(person, 'The towpath at the lock, its lamps lit')
  await person.sees('Chart data as a table', 'Files published with this report', 'Lamps by place')
  person.expects((await person.main.locator('strong', { hasText: 'mended' }).count()) === 1, 'strong words are strong')
  await person.follow(/: Decisions, municipal year 2023\/24/)
  await person.sees('What is counted', 'Resolutions in public minutes', 'Breakdown', '(unchanged)')
  await person.follow('All figures')
  await person.sees('Figures', 'Attendance', 'Public questions received')
  await person.open(draft)
  person.expects(person.place.startsWith('/sign-in'), 'drafts are for those signed in')
}
