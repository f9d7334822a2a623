// What is pasted, made clean before the editor reads it: Word's lists become lists, merged cells become cells, and of styles only bold and
// italic are kept.

const BLOCKS = 'p, h1, h2, h3, h4, h5, h6, div, ul, ol, li, blockquote, pre, br, table, thead, tbody, tfoot, tr, th, td'

/** Clean HTML of what was pasted, and how many images were left out. */
export function cleaned(html) {
  const doc = new DOMParser().parseFromString(unstyled(html), 'text/html')
  const body = doc.body
  // What this editor copied comes back as it was.
  if (body.querySelector('[data-pm-slice]')) return { html, images: 0 }
  for (const one of body.querySelectorAll('style, script, meta, link, title, xml, o\\:p, noscript, template')) one.replaceWith(...(one.localName === 'o:p' ? one.childNodes : []))
  removeComments(doc)
  const images = body.querySelectorAll('img, svg, canvas, object, iframe, v\\:shape').length
  for (const one of body.querySelectorAll('img, svg, canvas, object, iframe, v\\:shape')) one.remove()
  for (const one of [...body.querySelectorAll('*')]) marked(one, doc)
  listsOf(body, doc)
  for (const table of [...body.querySelectorAll('table')].reverse()) straightened(table, doc)
  for (const link of body.querySelectorAll('a')) {
    if (!/^(https?:\/\/|mailto:)\S/i.test(link.getAttribute('href') ?? '')) link.replaceWith(...link.childNodes)
  }
  for (const one of body.querySelectorAll('*')) {
    for (const name of one.getAttributeNames()) {
      const isKept = (name === 'href' && one.localName === 'a') || (name === 'start' && one.localName === 'ol')
      if (!isKept) one.removeAttribute(name)
    }
  }
  // Empty paragraphs are how Word spaces things out.
  for (const one of body.querySelectorAll('p')) if (!one.textContent.replace(/\u00a0/g, ' ').trim()) one.remove()
  return { html: body.innerHTML, images }
}

/** Styles as data: the content security policy allows no style inside a page, and some of them say what is bold or a list. */
function unstyled(html) {
  return html
    .replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, '')
    .replace(/<style\b[\s\S]*?<\/style>/gi, '')
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, ' data-style='))
}

function removeComments(doc) {
  const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_COMMENT)
  const all = []
  while (walker.nextNode()) all.push(walker.currentNode)
  for (const one of all) one.remove()
}

/** Bold and italic that stand in styles, as elements; other elements of words alone are taken away around them. */
function marked(one, doc) {
  const style = one.getAttribute('data-style') ?? ''
  const isBold = /font-weight:\s*(bold|[6-9]00)/i.test(style)
  const isItalic = /font-style:\s*italic/i.test(style)
  const isWords = ['span', 'font', 'u', 's', 'strike', 'del', 'ins', 'sub', 'sup', 'big', 'small', 'b', 'strong', 'i', 'em', 'mark', 'code'].includes(one.localName)
  if (!isWords) return
  if (/mso-list:\s*ignore/i.test(style)) {
    one.setAttribute('data-marker', 'yes')
    return
  }
  // A Google document is one bold element that is not bold.
  const isPlainBold = ['b', 'strong'].includes(one.localName) && /font-weight:\s*(normal|[1-5]00)/i.test(style)
  const keepsItself = ['b', 'strong', 'i', 'em'].includes(one.localName) && !isPlainBold
  if (keepsItself) return
  let inner = [...one.childNodes]
  for (const [is, name] of [[isItalic, 'em'], [isBold, 'strong']]) {
    if (!is) continue
    const element = doc.createElement(name)
    element.append(...inner)
    inner = [element]
  }
  one.replaceWith(...inner)
}

/** Word writes the entries of a list as paragraphs with a marker of their own. */
function listsOf(body, doc) {
  const entries = [...body.querySelectorAll('p')].filter((one) => /mso-list:\s*l\d+\s+level\d+/i.test(one.getAttribute('data-style') ?? ''))
  let open = []
  let before = null
  for (const entry of entries) {
    const level = Number(/level(\d+)/i.exec(entry.getAttribute('data-style'))?.[1] ?? 1)
    const marker = entry.querySelector('[data-marker]')
    const isNumbered = /[0-9a-z]+[.)]/i.test(marker?.textContent ?? '')
    marker?.remove()
    if (before === null || before.nextElementSibling !== entry) open = []
    open = open.slice(0, level)
    const kind = isNumbered ? 'ol' : 'ul'
    if (open.length === level && open[level - 1].localName !== kind) open = open.slice(0, level - 1)
    while (open.length < level) {
      const list = doc.createElement(open.length === level - 1 ? kind : 'ul')
      if (open.length === 0) entry.before(list)
      else {
        const outer = open.at(-1)
        if (!outer.lastElementChild) outer.append(doc.createElement('li'))
        outer.lastElementChild.append(list)
      }
      open.push(list)
    }
    const item = doc.createElement('li')
    const words = doc.createElement('p')
    words.append(...entry.childNodes)
    item.append(words)
    open.at(-1).append(item)
    before = open[0]
    entry.remove()
  }
}

/** A table of simple cells whose first row is its header. */
function straightened(table, doc) {
  const rows = [...table.rows]
  const grid = rows.map(() => [])
  rows.forEach((row, at) => {
    let column = 0
    for (const cell of row.cells) {
      while (grid[at][column] !== undefined) column += 1
      const [across, down] = [cell.colSpan || 1, cell.rowSpan || 1]
      for (let y = 0; y < Math.min(down, rows.length - at, 100); y += 1) {
        // Every column has a header, so that of a merged one belongs to each of its columns.
        for (let x = 0; x < Math.min(across, 100); x += 1) grid[at + y][column + x] = y === 0 && (x === 0 || at === 0) ? cell : null
      }
      column += across
    }
  })
  const width = Math.max(0, ...grid.map((row) => row.length))
  const fresh = doc.createElement('table')
  const filled = grid.filter((row) => row.some((cell) => cell && cell.textContent.trim()))
  filled.forEach((row, at) => {
    const line = doc.createElement('tr')
    for (let column = 0; column < width; column += 1) {
      const cell = doc.createElement(at === 0 ? 'th' : 'td')
      if (row[column]) {
        inOneLine(row[column])
        cell.append(...row[column].cloneNode(true).childNodes)
      }
      line.append(cell)
    }
    fresh.append(line)
  })
  const words = []
  if (table.caption?.textContent.trim()) words.push(Object.assign(doc.createElement('p'), { textContent: table.caption.textContent }))
  table.replaceWith(...words, ...(filled.length > 0 ? [fresh] : []))
}

/** A cell is one line of words. */
function inOneLine(cell) {
  for (const block of [...cell.querySelectorAll(BLOCKS)].reverse()) block.replaceWith(' ', ...block.childNodes, ' ')
}

/** Rows that were copied from a spreadsheet as text, as a table; `null` if they are not rows. */
export function tableOf(text) {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n')
  const rows = lines.map((line) => line.split('\t'))
  if (rows.length < 2 || rows.some((row) => row.length < 2 || row.length !== rows[0].length)) return null
  return rows
}
