// The editor of reports: written by keyboard and buttons, pasted from Word, with figures and charts as they read; and the plain text beneath it,
// of which nothing is ever lost.
//
// node journeys/editor.mjs ADDRESS WIDTH

import { asksForAReport } from './agendas.mjs'
import { withBrowser } from './browser.mjs'
import { report } from './report.mjs'
import { Visitor } from './visitor.mjs'

const COUNCIL = 'Halton Borough Council'
const TITLE = 'Lamps on the quay'

const [address, width] = process.argv.slice(2)
const base = new URL(address).origin

/** What Word puts on the clipboard. */
const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head><body>
<!--StartFragment--><p class=MsoNormal style='mso-style:x'><b>Bold</b><span style='font-style:italic'> sloping</span><o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span><![endif]>First point</p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span><![endif]>Second point</p>
<p class=MsoNormal>&nbsp;</p>
<table class=MsoTableGrid border=1><tr><td colspan=2><p class=MsoNormal>Wards</p></td></tr><tr><td><p class=MsoNormal>North</p></td><td><p class=MsoNormal>3</p><p class=MsoNormal>4</p></td></tr></table>
<p class=MsoNormal>See <a href="https://ashmere.example/lamps">lamps</a> and <a href="#_ftn1">[1]</a>. <img src="file:///C:/x.png"></p><!--EndFragment--></body></html>`

/** What texts are made of. */
const PIECES = ['word', ' ', ' ', '\n', '\n\n', '- ', '1. ', '2) ', '* ', '# ', '**', '*', '_', '`', '[', ']', '(', ')', '<', '>', '&amp;', '|', '| --- |', '![](picture-1)', '[[decisions 2023/24]]', '[^1]', '[^1]: Source: a', '```chart\nA: 1\n```', '    ', '\\', '~~', '---', '===', '!', 'https://a.example/x_y', '[words](https://a.example)', '| a | b |\n| --- | --- |\n| 1 | 2 |\n', '“q”', '5.', 'é', '[x]: https://a.example\n', '<b>', '<div>\n', '> ']

let draft

await report(() =>
  withBrowser(async (browser) => {
    const person = await Visitor.arrive(browser, { base, council: COUNCIL, width: Number(width), withScript: true })
    const walks = [begins, types, usesKeys, makesATable, insertsAFigure, drawsAChart, pastesFromWord, linksAndNotes, comments, keepsEveryText, losesNothing, isRead]
    for (const walk of walks) {
      try {
        await walk(person)
      } catch (error) {
        person.fault(`the way ended here, in ${walk.name}. ${error.message}`)
      }
    }
    return person.faults
  })
)

async function begins(person) {
  await asksForAReport(person, TITLE)
  await person.become('Oscar Outline')
  await person.follow('Reports to write')
  await person.follow(TITLE)
  await person.press('Create report')
  draft = person.place.replace(/\?.*/, '')
}

function editor(person) {
  return person.main.getByRole('textbox', { name: 'Text', exact: true })
}

function tool(person, name) {
  return person.main.getByRole('toolbar', { name: 'Formatting' }).getByRole('button', { name, exact: true })
}

function plainText(person) {
  return person.page.locator('#text').evaluate((area) => area.value)
}

function saved(person) {
  return person.main.getByText('Saved at').waitFor()
}

async function open(person, section) {
  await person.open(`${draft}/sections/${section}`)
  await editor(person).waitFor()
}

async function says(person, ...words) {
  const text = await plainText(person)
  for (const word of words) person.expects(text.includes(word), `the plain text lacks “${word}”: ${text}`)
}

/** Whether the page is as wide as its window, with the toolbar and what it opens. */
async function fits(person) {
  const over = await person.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  person.expects(over <= 0, `the page with the editor scrolls sideways by ${over} px`)
}

async function types(person) {
  await open(person, 2)
  await fits(person)
  await editor(person).click()
  const keys = person.page.keyboard
  await keys.type('The lamps are ')
  await tool(person, 'Bold').click()
  await keys.type('old')
  await tool(person, 'Bold').click()
  await keys.type(' and ')
  await tool(person, 'Italic').click()
  await keys.type('dim')
  await tool(person, 'Italic').click()
  await keys.type(' *as stars*.')
  await keys.press('Enter')
  await tool(person, 'Bullets').click()
  await keys.type('one lamp')
  await keys.press('Enter')
  await keys.type('two lamps')
  await keys.press('Tab')
  await keys.press('Enter')
  await keys.press('Enter')
  await keys.press('Enter')
  await keys.type('After the list.')
  await saved(person)
  await says(person, 'The lamps are **old** and *dim* \\*as stars\\*.', '- one lamp\n', '  - two lamps', 'After the list.')
  await open(person, 2)
  await says(person, 'The lamps are **old**')
  person.expects((await editor(person).locator('strong', { hasText: 'old' }).count()) === 1, 'bold is shown as bold')
}

/** All with keys: styles, undo, from the text to the toolbar and out of both. */
async function usesKeys(person) {
  await open(person, 3)
  const keys = person.page.keyboard
  await editor(person).focus()
  await keys.type('Words')
  await keys.press('Control+Alt+1')
  await keys.press('End')
  await keys.press('Enter')
  await keys.type('gone')
  await keys.press('Control+z')
  await keys.press('Control+z')
  await keys.press('Control+y')
  await keys.press('Alt+F10')
  const focused = () => person.page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent)
  person.expects((await focused()) === 'Text style', `Alt and F10 lead to the toolbar, not to ${await focused()}`)
  await keys.press('ArrowRight')
  person.expects((await focused()) === 'Bold', 'an arrow leads to the next button')
  await keys.press('Escape')
  person.expects(await editor(person).evaluate((one) => one === document.activeElement), 'Escape leads back to the text')
  await keys.press('Shift+Tab')
  person.expects((await focused()) === 'Bold', 'the Tab key leaves the text')
  await saved(person)
  await says(person, '# Words')
  // A text in which nothing was changed is not saved.
  const before = await plainText(person)
  await open(person, 3)
  person.expects((await plainText(person)) === before, 'what is only looked at stays as it is')
}

async function makesATable(person) {
  await open(person, 4)
  await editor(person).click()
  const keys = person.page.keyboard
  await tool(person, 'Table').click()
  for (const words of ['Ward', 'Lamps', 'North', '3', 'South']) {
    await keys.type(words)
    await keys.press('Tab')
  }
  await keys.type('4 | 5')
  await tool(person, 'Add row').click()
  await keys.press('Tab')
  await keys.type('East')
  await fits(person)
  for (const fault of await judged(person)) person.fault(`in the editor: ${fault}`)
  await tool(person, 'Add column').click()
  await editor(person).locator('th').last().click()
  await keys.type('Wards')
  await saved(person)
  await says(person, '| Ward |', '| North |', '4 \\| 5', '| East |')
  person.expects((await editor(person).locator('th').count()) === 3, 'the table has one header row')
}

/** Faults of the page as it is now, with what was written in the editor. */
async function judged(person) {
  const { faultsOf } = await import('./checks.mjs')
  return faultsOf(person.page, { council: COUNCIL, withScript: true })
}

async function insertsAFigure(person) {
  await open(person, 6)
  await editor(person).click()
  const keys = person.page.keyboard
  await keys.type('The Board made decisions in the year.')
  for (let at = 0; at < ' decisions in the year.'.length; at += 1) await keys.press('ArrowLeft')
  await person.follow('Insert figure')
  await person.sees('Insert figure')
  await person.follow('Decisions')
  await person.main.getByLabel('Period').selectOption({ label: 'municipal year 2023/24' })
  await person.press('Update figure')
  await person.sees('What will be inserted', 'The Board made', 'decisions in the year.', 'Where my cursor is')
  await person.press('Insert figure')
  await person.sees('Figure inserted')
  await says(person, 'The Board made [[decisions 2023/24]] decisions in the year.')
  const shown = await editor(person).innerText()
  person.expects(/The Board made \d+ decisions/.test(shown), `the figure is shown as it will read: ${shown}`)
  await editor(person).click()
  await keys.press('End')
  await keys.type(' Also [[meetings-held 2023/24]].')
  await editor(person).getByText(/^\d+$/).nth(1).waitFor()
  await saved(person)
  await says(person, '[[meetings-held 2023/24]].')
}

async function drawsAChart(person) {
  await open(person, 7)
  await editor(person).click()
  await tool(person, 'Chart').click()
  await saved(person)
  await says(person, '```chart\nTitle of the chart\nFirst: 10')
  await person.page.locator('#text').evaluate((area) => {
    area.value = '```chart\nLamps mended in the wards of the borough and along the whole of the towpath\nThe northern wards, with the quay and the old harbour: 1,076\nThe southern wards: 12\nSource: depot log, May 2024\n```'
    area.dispatchEvent(new Event('moothall-replaced'))
    area.dispatchEvent(new Event('input'))
  })
  await saved(person)
  await open(person, 7)
  await person.sees('Preview of this section', 'source: depot log, May 2024', 'The northern wards, with the quay and the old harbour', '1,076')
  // On the screen of a telephone as well, every label and value is whole and large enough to read.
  const small = await person.main.locator('.moothall-bars').evaluate((bars) => {
    const box = bars.getBoundingClientRect()
    return [...bars.children].filter((one) => one.getBoundingClientRect().right > box.right + 1 || parseFloat(getComputedStyle(one).fontSize) < 14).length
  })
  person.expects(small === 0, 'the words of the chart are whole')
  await fits(person)
}

async function pastesFromWord(person) {
  await open(person, 8)
  await editor(person).click()
  await person.page.keyboard.press('Control+a')
  await editor(person).evaluate((element, html) => {
    const clipboard = new DataTransfer()
    clipboard.setData('text/html', html)
    clipboard.setData('text/plain', 'not this')
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }))
  }, WORD)
  await saved(person)
  await says(person, '**Bold** *sloping*', '- First point\n- Second point', '| Wards |', '| North | 3 4 |', '[lamps](https://ashmere.example/lamps)', '\\[1\\]')
  const text = await plainText(person)
  for (const dirt of ['Mso', 'span', 'style', 'not this', '·', 'file:']) person.expects(!text.includes(dirt), `what was pasted is clean of “${dirt}”: ${text}`)
  await person.sees('1 image was not pasted')
}

async function linksAndNotes(person) {
  await open(person, 9)
  await editor(person).click()
  const keys = person.page.keyboard
  await keys.press('Control+a')
  await keys.type('See the council')
  await keys.press('Control+Shift+ArrowLeft')
  await tool(person, 'Link').click()
  await person.fill({ 'Web or email address': 'not an address' })
  await person.main.getByRole('button', { name: 'Set link' }).click()
  await person.sees('Enter an address, like https://example.com')
  await fits(person)
  await person.fill({ 'Web or email address': 'halton.example/lamps' })
  await person.main.getByRole('button', { name: 'Set link' }).click()
  await keys.press('End')
  await tool(person, 'Footnote').click()
  await keys.type('a count')
  await saved(person)
  await says(person, 'See the [council](https://halton.example/lamps)', '[^1]', '[^1]: Source: a count')
}

async function comments(person) {
  await open(person, 2)
  await editor(person).getByText('After the list.').click({ clickCount: 3 })
  await person.follow('Comment on this section or on selected words')
  await person.sees('About these words', 'After the list.')
  await person.fill({ Comment: 'Which list?' })
  await person.press('Add comment')
  await open(person, 2)
  await person.sees('on “After the list.”')
  person.expects((await person.main.locator('mark', { hasText: 'After the list.' }).count()) === 1, 'the words are marked')
}

/** Any text is read and written again without a change to its words; written anew, block by block, it says the same. */
async function keepsEveryText(person) {
  await open(person, 2)
  const faults = await person.page.evaluate(async (pieces) => {
    const { read, same, schema, write } = await import(document.querySelector('script[src$="editor.js"]').src)
    let seed = 20240604
    const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648
    const words = (text) => text.replace(/\s/g, '')
    const faults = []
    for (let round = 0; round < 3000 && faults.length < 3; round += 1) {
      const text = Array.from({ length: 1 + Math.floor(random() * 14) }, () => pieces[Math.floor(random() * pieces.length)]).join('')
      const doc = read(text)
      if (words(write(doc)) !== words(text)) faults.push(`${JSON.stringify(text)} is written as ${JSON.stringify(write(doc))}`)
      const anew = schema.nodeFromJSON(doc.toJSON())
      if (!same(read(write(anew)), anew)) faults.push(`${JSON.stringify(text)} is not the same when written anew: ${JSON.stringify(write(anew))}`)
    }
    return faults
  }, PIECES)
  for (const fault of faults) person.fault(fault)
}

/** Any document that the editor can hold keeps its words as text. */
async function losesNothing(person) {
  const lost = await person.page.evaluate(async () => {
    const { read, schema, write } = await import(document.querySelector('script[src$="editor.js"]').src)
    let seed = 19980731
    const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648
    const pick = (all) => all[Math.floor(random() * all.length)]
    const many = (most, make) => Array.from({ length: 1 + Math.floor(random() * most) }, make)
    const WORDS = ['lamps', ' ', 'a ', ' b', '(c)', '*', '_x_', '1. ', '# ', '- ', '[[', ']', '&amp;', '<b>', '!', 'é', '.', '|', '`', '~', '\\', '+', '>', '=', '[^1]: ']
    const marks = (names) => names.filter(() => random() < 0.3).map((name) => schema.mark(name, name === 'link' ? { address: 'https://a.example/(x)' } : null))
    const line = (names) => many(5, () => (random() < 0.85 ? schema.text(pick(WORDS), marks(names)) : schema.node('figure', { source: 'decisions 2023/24' })))
    const all = ['link', 'strong', 'emphasis']
    const row = (kind, width) => schema.node('table_row', null, Array.from({ length: width }, () => schema.node(kind, null, [schema.node('cell_text', null, line(['link']))])))
    const block = (depth) => {
      const kind = pick(['paragraph', 'heading', 'bullet_list', 'ordered_list', 'table', 'note'])
      if (kind === 'heading') return schema.node(kind, { level: 2 }, line(['link']))
      if (kind === 'note') return schema.node(kind, { name: '1' }, line([]))
      if (kind === 'table') {
        const width = 1 + Math.floor(random() * 3)
        return schema.node(kind, null, [row('table_header', width), ...many(3, () => row('table_cell', width))])
      }
      if (kind.endsWith('list') && depth < 3) return schema.node(kind, null, many(3, () => schema.node('list_item', null, [schema.node('paragraph', null, line(all)), ...(random() < 0.4 ? [block(depth + 1)] : [])])))
      return schema.node('paragraph', null, line(all))
    }
    const words = (doc) => {
      let text = ''
      doc.descendants((node) => {
        if (node.isText) text += node.text
        else if (node.isLeaf) text += JSON.stringify(node.attrs)
      })
      return text.replace(/\s/g, '')
    }
    const lost = []
    for (let round = 0; round < 1500 && lost.length < 3; round += 1) {
      const doc = schema.node('doc', null, many(4, () => block(0)))
      if (words(read(write(doc))) !== words(doc)) lost.push(write(doc))
    }
    return lost
  })
  for (const text of lost) person.fault(`words are lost in ${JSON.stringify(text)}`)
}

/** As its readers will see it. */
async function isRead(person) {
  await person.open(`${draft}/preview`)
  await person.sees('*as stars*', 'one lamp', 'two lamps', '4 | 5', 'Bold sloping', 'First point', 'Source: a count', 'depot log, May 2024')
  person.expects((await person.main.locator('strong', { hasText: /^old$/ }).count()) === 1, 'bold words are bold')
  person.expects((await person.main.locator('em', { hasText: 'dim' }).count()) === 1, 'italic words are italic')
}
