// A resident looks things up in the demonstration's record.
//
// node journeys/resident.mjs ADDRESS WIDTH with-script|without-script

import { withBrowser } from './browser.mjs'
import { report } from './report.mjs'
import { Visitor } from './visitor.mjs'

const COUNCIL = 'Halton Borough Council'
const BOARD = 'Safer Policy and Performance Board'

const [address, width, script, colours] = process.argv.slice(2)
const base = new URL(address).origin

await report(() =>
  withBrowser(async (browser) => {
    const withScript = script === 'with-script'
    const resident = await Visitor.arrive(browser, { base, council: COUNCIL, width: Number(width), withScript, colours })
    for (const walk of [searches, readsMeeting, looksUpMember, goesThroughRegisters, comesFromElsewhere, looksBehind]) {
      try {
        await walk(resident)
      } catch (error) {
        resident.fault(`the way ended here. ${error.message}`)
      }
    }
    return resident.faults
  })
)

async function searches(resident) {
  await resident.open('/')
  await resident.sees('Next meetings', '11 June 2024', 'Latest meetings', '6 February 2024', 'Latest decisions', 'SAF27')
  await resident.seesAround('Demonstration', COUNCIL)

  const search = resident.main.getByRole('search')
  await search.getByRole('searchbox').fill('dog control')
  await resident.press('Search', search)
  resident.at('/search?q=dog+control')
  await resident.sees('4 results for “dog control”', `${BOARD}, June 2023`, 'public space protection order')
  await resident.follow(`${BOARD}, June 2023`)
  await resident.sees('June 2023', 'Dog Control', 'County Lines')

  await resident.open('/search?q=dog+control')
  await resident.filter({ Type: 'Reports' })
  await resident.sees('2 results for “dog control”')
  // A type of which nothing has all the words is not offered; an address that names it finds what has one of them.
  await resident.open('/search?q=dog+control&kind=minute')
  await resident.sees('SAF28', 'at least one of them')
  await resident.doesNotSee('County Lines')
  await resident.follow(/SAF28/)
  await resident.sees('SAF28', 'a dangerous dog at a rented property', 'be received and comments made be noted')

  await resident.open('/search?q=xylophone&kind=report')
  await resident.sees('No results for “xylophone”', 'Check the spelling')
  await resident.follow('Search without filters')
  resident.at('/search?q=xylophone')
  await resident.open('/search')
  await resident.sees('Enter what you are looking for')

  await resident.open('/decisions')
  // On a narrow screen the box above every page makes way for the entry in the menu.
  const above = resident.page.getByRole('banner').getByRole('search')
  const isAbove = await above.isVisible()
  if (!isAbove) await resident.follow('Search', resident.menu)
  const box = isAbove ? above : resident.main.getByRole('search')
  await box.getByRole('searchbox').fill('saf29')
  await resident.press('Search', box)
  await resident.sees('SAF29 Domestic Abuse Service')
}

async function readsMeeting(resident) {
  await resident.open('/')
  await resident.follow('Boards', resident.menu)
  resident.at('/boards')
  await resident.follow(BOARD)
  await resident.sees('Meetings in 2024/25', '11 June 2024')
  await resident.follow('2023/24')
  await resident.sees('Members in 2023/24', 'Councillor Norman Plumpton-Walsh (Chair)', 'Councillor Aimee Skinner')
  await resident.follow(/6 February 2024/, resident.main.getByRole('heading', { level: 3 }))
  resident.at('/meetings/4')
  await resident.sees('Meeting of Tuesday, 6 February 2024', '7.40pm', 'Council Chamber', 'Apologies for absence Skinner', 'K. Butler')
  await resident.sees('Chair’s Announcements', 'Resolved: That')

  await takesPapers(resident, /^Download (pack|minutes|decisions)$/, 3)
  await resident.follow(/^Minutes$/, resident.main.locator('ul, ol, div').filter({ hasText: 'Page' }))
  resident.at('/meetings/4/minutes')
  for (const reference of ['SAF24', 'SAF25', 'SAF26', 'SAF27', 'SAF28', 'SAF29']) await resident.sees(reference)
  await resident.sees('1,076 responses', 'Meeting ended at 7.40 p.m.', 'White Ribbon Steering Group')

  await resident.open('/minutes/saf27')
  await resident.sees('SAF27', 'the report be noted', 'a sixth priority')
  await resident.follow('Read the report considered by the Board')
  await resident.sees('Report to the', 'Recommended', 'the report be noted')
  await takesPapers(resident, 'Download this report', 1)
  await resident.open('/minutes/SAF27')
  await resident.follow(/^After: SAF28/)
  await resident.follow(/^Before: SAF27/)
  await resident.sees('SAF27')
  for (const report of [1, 2, 3, 4, 5, 6, 7, 8]) await resident.open(`/reports/${report}`)
}

/** Fetches the papers behind these links, each a PDF; afterwards the page tells their size and pages. */
async function takesPapers(resident, name, count) {
  const links = resident.main.getByRole('link', { name })
  const addresses = await links.evaluateAll(found => found.map(link => link.getAttribute('href')))
  resident.expects(addresses.length === count, `${addresses.length} papers instead of ${count}`)
  for (const address of addresses) {
    const answer = await resident.page.request.get(`${base}${address}`)
    const isPaper = answer.status() === 200 && answer.headers()['content-type'] === 'application/pdf' && (await answer.body()).subarray(0, 5).toString() === '%PDF-'
    resident.expects(isPaper, `${address} is no PDF`)
  }
  await resident.page.reload()
  await resident.sees('PDF, ', ' pages')
}

async function looksUpMember(resident) {
  await resident.open('/meetings/4')
  await resident.follow('Carlin')
  resident.at('/members/chris-carlin')
  await resident.sees('Councillor Chris Carlin', 'Vice-Chair', '2 of 2', '14 November 2023')
  await resident.follow('Members', resident.page.getByRole('navigation', { name: 'Breadcrumb' }))
  resident.at('/members')
  await resident.follow('Councillor Aimee Skinner')
  await resident.sees('1 of 2')
  await resident.follow('6 February 2024')
  resident.at('/meetings/4')
  await resident.open('/meetings')
  await resident.sees('11 June 2024')
  await resident.follow('2023/24')
  await resident.sees('6 February 2024', '14 November 2023', '12 September 2023', 'June 2023')
}

async function goesThroughRegisters(resident) {
  await resident.open('/decisions')
  await resident.sees('8 decisions', 'SAF19', 'SAF29')
  await resident.filter({ Board: BOARD, 'Municipal year': '2023/24' })
  resident.at('/decisions?board=safer-policy-and-performance-board&year=2023')
  await resident.sees('8 decisions', 'Selected filters')
  await resident.filter({ 'Municipal year': '2024/25' })
  await resident.sees('0 decisions', 'No results match these filters')
  await resident.follow(/Remove this filter: 2024\/25/)
  resident.at('/decisions?board=safer-policy-and-performance-board')
  await resident.sees('8 decisions')
  await resident.follow('Clear filters')
  resident.at('/decisions')
  await resident.doesNotSee('Selected filters')

  await resident.open('/actions')
  await resident.sees('2 actions', 'Executive Director Environment & Regeneration', 'Operational Director - Community & Green Space')
  await resident.filter({ Owner: 'Operational Director - Community & Green Space' })
  await resident.sees('1 action', 'home visits')
  await resident.doesNotSee('White Ribbon')
  await resident.follow(/SAF19/)
  await resident.sees('SAF19', 'Operational Director - Community & Green Space')

  for (const register of ['decisions', 'actions']) {
    const answer = await resident.page.request.get(`${base}/${register}.csv`)
    const isTable = answer.status() === 200 && answer.headers()['content-type'].startsWith('text/csv') && /^board,/.test(await answer.text())
    resident.expects(isTable, `/${register}.csv is no table`)
  }
}

async function comesFromElsewhere(resident) {
  for (const [former, here] of [
    ['/ieListDocuments.aspx?CId=1&MId=4', '/meetings/4'],
    ['/mgMeetingAttendance.aspx?ID=4', '/meetings/4#attendance'],
    ['/mgListCommittees.aspx', '/boards'],
    ['/mgCommitteeDetails.aspx?ID=1', '/boards/safer-policy-and-performance-board'],
    ['/mgMemberIndex.aspx', '/members']
  ]) {
    await resident.open(former)
    resident.at(here)
  }
  await resident.open('/no-such-page', 404)
  await resident.sees('Page not found', 'home page')
  await resident.open('/meetings/4711', 404)
  await resident.sees('Meeting not found')
  await resident.open('/decisions?year=soon', 400)
  await resident.sees('The year must be a number')
}

async function looksBehind(resident) {
  await resident.open('/meetings/4/minutes')
  await resident.follow('Versions, seal and data of these minutes')
  await resident.sees('version 1 of 1', 'Seal', 'First version')
  const seal = await resident.main.locator('.moothall-seal').innerText()
  resident.expects(/^[0-9a-f]{64}$/.test(seal), `the seal is no hash: ${seal}`)
  for (const address of ['/styleguide', '/accessibility', '/licences']) await resident.open(address)
}
