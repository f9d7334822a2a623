// Files as papers: a clerk uploads two PDFs and a Word document to an agenda item, orders them, looks at the pack and publishes; a resident
// opens what was published. The clerk then replaces a file.
//
// node journeys/files.mjs ADDRESS WIDTH with-script|without-script

import { schedulesAMeeting } from './agendas.mjs'
import { withBrowser } from './browser.mjs'
import { report } from './report.mjs'
import { Visitor } from './visitor.mjs'
import { pdfOf, scannedPdf, wordDocument } from './samples.mjs'

const COUNCIL = 'Halton Borough Council'

const [address, width, script] = process.argv.slice(2)
const base = new URL(address).origin
const withScript = script === 'with-script'

const PDF = 'application/pdf'
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** The addresses of the meeting and of the item's files. */
let meeting, files

await report(() =>
  withBrowser(async (browser) => {
    const person = await Visitor.arrive(browser, { base, council: COUNCIL, width: Number(width), withScript })
    for (const walk of [preparesAnAgenda, uploads, orders, previews, publishes, reads, replaces]) {
      try {
        await walk(person)
      } catch (error) {
        person.fault(`the way ended here, in ${walk.name}. ${error.message}`)
        break
      }
    }
    return person.faults
  })
)

async function chooses(person, name, mimeType, buffer) {
  await person.main.getByLabel('File', { exact: true }).setInputFiles({ name, mimeType, buffer })
}

async function preparesAnAgenda(person) {
  await person.become('Petra Placeholder')
  meeting = await schedulesAMeeting(person)
  await person.open(`${meeting}/items/add`)
  await person.main.locator('[name=kind]').selectOption('presentation')
  await person.main.locator('[name=title]').fill('Safety on the towpath')
  await person.main.locator('[name=lead_officer_other]').fill('Community Safety Lead')
  await person.main.locator('form:has([name=title]) button').first().click()
  await person.page.waitForLoadState()
}

async function uploads(person) {
  await person.open(`${meeting}/prepare`)
  await person.follow('Safety on the towpath')
  await person.follow('Files of this item (PDF or Word)')
  files = person.place
  await person.sees('No files yet')
  await person.press('Upload', person.main, 422)
  await person.sees('Enter a title', 'Select a file')
  await person.fill({ Title: 'Not a paper' })
  await chooses(person, 'script.pdf', PDF, pdfOf(['A script'], '/OpenAction <</S /JavaScript /JS (app.alert(1))>>'))
  await person.press('Upload', person.main, 422)
  await person.sees('The PDF contains JavaScript')
  await person.fill({ Title: 'Plan of the towpath' })
  await chooses(person, 'plan.pdf', PDF, pdfOf(['The plan of the towpath', 'The lamps on it']))
  await person.press('Upload')
  await person.sees('File added', 'Plan of the towpath', 'PDF, 2 pages')
  await person.fill({ Title: 'Photographs' })
  await chooses(person, 'photographs.pdf', PDF, scannedPdf())
  await person.press('Upload')
  await person.sees('Photographs', 'PDF, 1 page', 'Not fully accessible')
  await person.fill({ Title: 'Notes of the visit' })
  await chooses(person, 'notes.docx', WORD, wordDocument(['The lamps were lit at dusk.']))
  await person.press('Upload')
  await person.sees('Notes of the visit', 'Word document')
}

async function orders(person) {
  await person.press(/^Up ?: Notes of the visit/)
  await person.sees('Order changed')
  const text = await person.main.locator('.moothall-order').innerText()
  person.expects(text.indexOf('Notes of the visit') < text.indexOf('Photographs'), 'the notes stand before the photographs')
  await person.follow('Photographs')
  await person.sees('This file is not fully accessible', 'scanned images', 'Upload a new version')
}

/** The bytes at an address, as this person gets them. */
async function download(person, path) {
  const answer = await person.page.context().request.get(base + path)
  person.expects(answer.ok(), `${path} answered ${answer.status()}`)
  return answer.body()
}

async function previews(person) {
  await person.open(`${meeting}/prepare/check`)
  await person.sees('“Photographs” is not fully accessible', 'This is the PDF that will be published', 'Preview pack')
  const preview = await download(person, `${meeting}/prepare/pack.pdf`)
  person.expects(preview.subarray(0, 5).toString() === '%PDF-', 'the preview is a PDF')
}

async function publishes(person) {
  await person.main.locator('[name=confirmed]').check()
  await person.main.locator('form:has([name=confirmed]) button').first().click()
  await person.page.waitForLoadState()
  await person.open(files)
  await person.sees('Published')
}

async function reads(person) {
  await person.signOut()
  await person.open(meeting)
  await person.sees('Plan of the towpath', 'Notes of the visit', 'Photographs', 'Not fully accessible', 'Agenda as a Word document')
  await person.follow('Photographs')
  await person.sees('This file is not fully accessible', 'ask for it in another format', 'Download Photographs')
  await person.open(meeting)
  await person.follow('Notes of the visit')
  await person.sees('The lamps were lit at dusk.')
  const pack = await download(person, `${meeting}/pack.pdf`)
  person.expects(pack.subarray(0, 5).toString() === '%PDF-', 'the pack is a PDF')
  await person.open(meeting)
  await person.sees('Download all papers', 'ZIP')
  const zip = await download(person, `${meeting}/papers.zip`)
  person.expects(zip.includes('plan-of-the-towpath.pdf'), 'the plan is in the ZIP file')
  const word = await download(person, `${meeting}/agenda.docx`)
  person.expects(word.subarray(0, 2).toString() === 'PK', 'the agenda is a Word document')
  await person.open(`${files}/1/1`)
  person.expects(person.place.startsWith('/sign-in'), 'what the clerk uploaded is for those who prepare the agenda')
}

async function replaces(person) {
  await person.become('Petra Placeholder')
  await person.open(files)
  await person.follow('Plan of the towpath')
  await chooses(person, 'plan.pdf', PDF, pdfOf(['The second plan']))
  await person.press('Upload new version', person.main, 422)
  await person.sees('Enter a reason')
  await chooses(person, 'plan.pdf', PDF, pdfOf(['The second plan']))
  await person.fill({ Reason: 'A lamp was missing' })
  await person.press('Upload new version')
  await person.sees('New version added', 'Version 2', 'Not published yet', 'A lamp was missing')
}
