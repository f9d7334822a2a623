// The editor of a report's sections. Beneath it stays the plain text, which it reads and writes, which saves itself, and which is all there is
// without scripts.

import { baseKeymap } from 'prosemirror-commands'
import { history } from 'prosemirror-history'
import { keymap } from 'prosemirror-keymap'
import { DOMParser as ModelParser, Slice } from 'prosemirror-model'
import { EditorState, Plugin } from 'prosemirror-state'
import { fixTables, tableEditing } from 'prosemirror-tables'
import { EditorView } from 'prosemirror-view'
import { keys, rules } from './commands.js'
import { cleaned, tableOf } from './pasting.js'
import { placeOf } from './places.js'
import { read } from './reading.js'
import { same } from './sameness.js'
import { schema } from './schema.js'
import { Toolbar } from './toolbar.js'
import { Readings, viewsOf } from './views.js'
import { write } from './writing.js'

/** Where this browser remembers that its user prefers the plain text. */
const PREFERENCE = 'moothall:plain-text'

for (const form of document.querySelectorAll('[data-moothall-editor]')) mount(form)

function mount(form) {
  const area = form.elements.text
  const label = form.querySelector(`label[for="${area.id}"]`)
  const hint = form.querySelector('.govuk-hint')
  const status = Object.assign(document.createElement('p'), { className: 'govuk-hint' })
  status.setAttribute('role', 'status')
  let text = area.value
  const view = new EditorView(null, {
    state: stateOf(text, (words) => {
      status.textContent = words
    }),
    nodeViews: viewsOf(new Readings(form)),
    attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-labelledby': `${area.id}-label`, spellcheck: 'true', class: 'govuk-textarea moothall-editor__text', id: `${area.id}-editor` },
    dispatchTransaction(transaction) {
      view.updateState(view.state.apply(transaction))
      if (transaction.docChanged && !transaction.getMeta('read')) {
        text = write(view.state.doc)
        area.value = text
        area.dispatchEvent(new Event('input', { bubbles: true }))
      }
      toolbar.update()
    }
  })
  label.id = `${area.id}-label`
  label.addEventListener('click', () => (area.hidden ? view : area).focus())
  const toolbar = new Toolbar(view)
  const box = Object.assign(document.createElement('div'), { className: 'moothall-editor' })
  box.append(toolbar.dom, toolbar.panel, view.dom, status)
  area.before(box)

  // The same text, as the saving script has put it there.
  const again = () => {
    if (area.value === text) return
    text = area.value
    const doc = read(text)
    view.dispatch(view.state.tr.replaceWith(0, view.state.doc.content.size, doc.content).setMeta('read', true))
  }
  area.addEventListener('moothall-replaced', again)

  const toggle = Object.assign(document.createElement('button'), { type: 'button', className: 'govuk-button govuk-button--secondary moothall-editor__toggle' })
  const choose = (isPlain) => {
    box.hidden = isPlain
    area.hidden = !isPlain
    if (hint) hint.hidden = !isPlain
    if (isPlain) label.htmlFor = area.id
    else label.removeAttribute('for')
    toggle.textContent = isPlain ? 'Edit with formatting' : 'Edit as plain text'
    if (!isPlain) again()
  }
  toggle.addEventListener('click', () => {
    const isPlain = !area.hidden
    localStorage.setItem(PREFERENCE, isPlain ? '' : 'yes')
    choose(!isPlain)
    ;(isPlain ? view : area).focus()
  })
  area.after(toggle)
  choose(localStorage.getItem(PREFERENCE) === 'yes')

  for (const link of document.querySelectorAll('[data-moothall-place]')) {
    link.addEventListener('click', async (event) => {
      event.preventDefault()
      location.href = await addressWithPlace(link, form, view, area)
    })
  }
  view.dom.addEventListener('keydown', (event) => {
    if (event.altKey && event.key === 'F10') {
      event.preventDefault()
      toolbar.dom.querySelector('[tabindex="0"]')?.focus()
    }
  })
}

/** Where a link leads, with the place of the cursor in the text, which is saved first. */
async function addressWithPlace(link, form, view, area) {
  const address = new URL(link.href)
  const isPlain = !area.hidden
  const place = isPlain ? { text: area.value, at: [...area.value.slice(0, area.selectionEnd)].length, isAlone: false } : placeOf(view.state)
  area.value = place.text
  const saving = { promise: Promise.resolve(true) }
  area.dispatchEvent(new CustomEvent('moothall-save', { detail: saving }))
  // What could not be saved stays on this page, which says so.
  if (!(await saving.promise)) return location.href
  if (link.dataset.moothallPlace === 'words') {
    const { from, to } = view.state.selection
    const words = isPlain ? area.value.slice(area.selectionStart, area.selectionEnd) : view.state.doc.textBetween(from, to, ' ', (leaf) => leaf.type.spec.leafText?.(leaf) ?? ' ')
    if (words.trim()) address.searchParams.set('quote', words.trim().replace(/\s+/g, ' ').slice(0, 200))
    return address.href
  }
  address.searchParams.set('at', place.at)
  address.searchParams.set('version', form.elements.version.value)
  if (place.isAlone) address.searchParams.set('alone', 'yes')
  return address.href
}

function stateOf(text, say) {
  const pasting = new Plugin({
    props: {
      transformPastedHTML(html) {
        const { html: clean, images } = cleaned(html)
        if (images > 0) say(`${images === 1 ? '1 image was' : `${images} images were`} not pasted. Upload images under Images and files.`)
        else say('')
        return clean
      },
      // Plain words are words; lines are paragraphs; what is typed as the plain text has it stays what it means.
      clipboardTextParser(words, context, isPlain) {
        const rows = isPlain ? null : tableOf(words)
        if (rows) return new Slice(schema.node('doc', null, [tableNode(rows)]).content, 0, 0)
        return ModelParser.fromSchema(schema).parseSlice(paragraphs(words), { context })
      },
      clipboardTextSerializer: (slice) => write(schema.topNodeType.create(null, slice.content.firstChild?.isInline ? schema.node('paragraph', null, slice.content) : slice.content))
    }
  })
  const words = read(text)
  const doc = endsInWords(words) ? words : words.copy(words.content.addToEnd(schema.node('paragraph')))
  const state = EditorState.create({
    doc,
    plugins: [rules, keymap(keys), keymap(baseKeymap), tableEditing(), history(), pasting, new Plugin({ appendTransaction: (_, before, after) => put(before, after) })]
  })
  const fixed = fixTables(state)
  return fixed ? state.apply(fixed) : state
}

function paragraphs(words) {
  const box = document.createElement('div')
  for (const line of words.replace(/\r\n?/g, '\n').split(/\n+/)) {
    box.append(Object.assign(document.createElement('p'), { textContent: line }))
  }
  return box
}

function tableNode(rows) {
  const cell = (text, type) => schema.node(type, null, [schema.node('cell_text', null, text.trim() ? [schema.text(text.trim())] : [])])
  const row = (cells, at) => schema.node('table_row', null, cells.map((text) => cell(text, at === 0 ? 'table_header' : 'table_cell')))
  return schema.node('table', null, rows.map(row))
}

/** Every table has one header row, which is its first; and after the last block there is somewhere to write. */
function put(before, after) {
  if (before.doc.eq(after.doc)) return null
  const tr = after.tr
  after.doc.descendants((node, at) => {
    if (node.type !== schema.nodes.table) return node.type.spec.tableRole === undefined && !node.isTextblock
    let from = at + 1
    node.forEach((row, _, number) => {
      let cellAt = from + 1
      row.forEach((cell) => {
        const type = number === 0 ? schema.nodes.table_header : schema.nodes.table_cell
        if (cell.type !== type || cell.attrs.colspan !== 1 || cell.attrs.rowspan !== 1) tr.setNodeMarkup(cellAt, type, { ...cell.attrs, colspan: 1, rowspan: 1 })
        cellAt += cell.nodeSize
      })
      from += row.nodeSize
    })
    return false
  })
  if (!endsInWords(after.doc)) tr.insert(tr.doc.content.size, schema.node('paragraph'))
  if (!tr.docChanged) return null
  // What is put right as the text is read is no change of its author's.
  return tr.setMeta('read', true).setMeta('addToHistory', false)
}

function endsInWords(doc) {
  return ['paragraph', 'heading', 'bullet_list', 'ordered_list'].includes(doc.lastChild.type.name)
}

export { cleaned, read, same, schema, write }
