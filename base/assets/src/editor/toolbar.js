// The buttons above the text. They are one stop of the Tab key; the arrow keys go from one to the next.

import * as commands from './commands.js'
import { schema } from './schema.js'

const { nodes, marks } = schema

export class Toolbar {
  constructor(view, label) {
    this.view = view
    this.shown = []
    this.dom = element('div', 'moothall-toolbar')
    this.dom.setAttribute('role', 'toolbar')
    this.dom.setAttribute('aria-label', 'Formatting')
    this.dom.setAttribute('aria-controls', view.dom.id)
    this.dom.append(this.styles())
    this.button('Bold', commands.toggleMark(marks.strong), (state) => isMarked(state, marks.strong))
    this.button('Italic', commands.toggleMark(marks.emphasis), (state) => isMarked(state, marks.emphasis))
    this.button('Bullets', commands.toggleList(nodes.bullet_list), (state) => commands.listAround(state)?.type === nodes.bullet_list)
    this.button('Numbers', commands.toggleList(nodes.ordered_list), (state) => commands.listAround(state)?.type === nodes.ordered_list)
    this.opener('Link')
    this.button('Table', commands.insertTable)
    this.button('Chart', commands.insertChart)
    this.button('Footnote', commands.insertNote)
    this.button('Undo', commands.undo)
    this.button('Redo', commands.redo)
    for (const [name, command] of commands.tableCommands) this.button(name, command, null, commands.inTable)
    this.panel = this.linkPanel(label)
    this.dom.addEventListener('keydown', (event) => this.onKey(event))
    this.update()
  }

  styles() {
    const select = element('select', 'govuk-select moothall-toolbar__style')
    select.setAttribute('aria-label', 'Text style')
    for (const [value, text] of [[0, 'Paragraph'], [1, 'Heading'], [2, 'Subheading'], [3, 'Small heading'], [4, 'Smallest heading']]) {
      select.append(Object.assign(document.createElement('option'), { value, textContent: text }))
    }
    select.addEventListener('change', () => {
      commands.setStyle(Number(select.value))(this.view.state, this.view.dispatch, this.view)
      this.view.focus()
    })
    this.shown.push({ dom: select, update: (state) => {
      const style = commands.styleOf(state)
      select.disabled = style === null
      select.value = String(style ?? 0)
    } })
    return select
  }

  button(name, command, isOn = null, isShown = null) {
    const dom = element('button', 'govuk-button govuk-button--secondary')
    dom.type = 'button'
    dom.textContent = name
    // The selection stays where it is.
    dom.addEventListener('mousedown', (event) => event.preventDefault())
    dom.addEventListener('click', () => {
      if (dom.getAttribute('aria-disabled') === 'true') return
      command(this.view.state, this.view.dispatch, this.view)
      this.view.focus()
    })
    this.shown.push({ dom, update: (state) => {
      dom.hidden = isShown !== null && !isShown(state)
      dom.setAttribute('aria-disabled', String(!command(state)))
      if (isOn) dom.setAttribute('aria-pressed', String(Boolean(isOn(state))))
    } })
    this.dom.append(dom)
  }

  /** The button that opens the field for the address of a link. */
  opener(name) {
    const dom = element('button', 'govuk-button govuk-button--secondary')
    dom.type = 'button'
    dom.textContent = name
    dom.setAttribute('aria-expanded', 'false')
    dom.addEventListener('mousedown', (event) => event.preventDefault())
    dom.addEventListener('click', () => this.openLink())
    this.linkButton = dom
    this.shown.push({ dom, update: () => {} })
    this.dom.append(dom)
  }

  linkPanel() {
    const panel = element('div', 'moothall-editor__panel')
    panel.hidden = true
    const label = element('label', 'govuk-label')
    label.textContent = 'Web or email address'
    const input = element('input', 'govuk-input')
    input.id = `${this.view.dom.id}-link`
    input.type = 'text'
    input.inputMode = 'url'
    label.htmlFor = input.id
    const fault = element('p', 'govuk-error-message')
    fault.hidden = true
    const act = (name, work) => {
      const button = element('button', 'govuk-button govuk-button--secondary')
      button.type = 'button'
      button.textContent = name
      button.addEventListener('click', work)
      return button
    }
    const close = () => {
      panel.hidden = true
      this.linkButton.setAttribute('aria-expanded', 'false')
      this.view.focus()
    }
    const set = () => {
      const typed = input.value.trim()
      const address = addressOf(typed)
      fault.hidden = address !== null
      if (address === null) {
        fault.textContent = 'Enter an address, like https://example.com or name@example.com'
        input.focus()
        return
      }
      commands.setLink(address)(this.view.state, this.view.dispatch)
      close()
    }
    const remove = () => {
      commands.setLink('')(this.view.state, this.view.dispatch)
      close()
    }
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') {
        event.preventDefault()
        set()
      }
      if (event.key === 'Escape') close()
    })
    panel.append(label, fault, input, act('Set link', set), act('Remove link', remove), act('Cancel', close))
    this.linkInput = input
    return panel
  }

  openLink() {
    this.panel.hidden = false
    this.linkButton.setAttribute('aria-expanded', 'true')
    this.linkInput.value = commands.linkAt(this.view.state)
    this.linkInput.focus()
  }

  onKey(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key]
    if (event.key === 'Escape') this.view.focus()
    if (by === undefined || event.target.localName === 'input') return
    const all = this.shown.map((one) => one.dom).filter((dom) => !dom.hidden && !dom.disabled)
    const at = all.indexOf(event.target)
    if (at < 0) return
    event.preventDefault()
    const to = Math.min(Math.max(at + by, 0), all.length - 1)
    this.stop(all[to])
    all[to].focus()
  }

  /** Makes one button the stop of the Tab key. */
  stop(dom) {
    for (const one of this.shown) one.dom.tabIndex = one.dom === dom ? 0 : -1
  }

  update() {
    for (const one of this.shown) one.update(this.view.state)
    const usable = this.shown.map((one) => one.dom).filter((dom) => !dom.hidden && !dom.disabled)
    if (!usable.some((dom) => dom.tabIndex === 0 && dom.hasAttribute('tabindex'))) this.stop(usable[0])
  }
}

/** An address that a report can link to, or `null`. */
function addressOf(typed) {
  if (/^(https?:\/\/|mailto:)\S+$/i.test(typed)) return typed
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(typed)) return `mailto:${typed}`
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+(\/\S*)?$/i.test(typed)) return `https://${typed}`
  return null
}

function isMarked(state, type) {
  const { from, to, $from, empty } = state.selection
  return empty ? Boolean(type.isInSet(state.storedMarks ?? $from.marks())) : state.doc.rangeHasMark(from, to, type)
}

function element(name, className) {
  return Object.assign(document.createElement(name), { className })
}
