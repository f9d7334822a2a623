// How figures, images and typed blocks look in the editor.

/** What the page says of figures and images, by what the text calls them. */
export class Readings {
  constructor(form) {
    this.address = form.dataset.moothallFigures
    this.templates = new Map()
    for (const one of form.querySelectorAll('template[data-reading]')) this.templates.set(one.dataset.reading, one)
    this.asked = new Map()
  }

  /** Shows what a figure or an image reads as. */
  show(element, name, otherwise) {
    const template = this.templates.get(name)
    if (template) {
      element.replaceChildren(template.content.cloneNode(true))
      // The numbers of a chart are in the report; here its bars are enough.
      for (const one of element.querySelectorAll('details')) one.remove()
      for (const one of element.querySelectorAll('[tabindex]')) one.removeAttribute('tabindex')
      return
    }
    element.textContent = otherwise
  }

  /** Asks how a figure reads that was not in the text when the page was made. */
  async ask(element, source) {
    if (this.templates.has(`[[${source}]]`)) return
    if (!this.asked.has(source)) {
      const answer = fetch(`${this.address}?figure=${encodeURIComponent(source)}`)
      this.asked.set(source, answer.then((response) => (response.ok ? response.json() : {})).catch(() => ({})))
    }
    const reading = await this.asked.get(source)
    if (reading.text) element.textContent = reading.text
    if (reading.fault) {
      element.classList.add('moothall-editor__figure--wrong')
      element.title = reading.fault
    }
  }
}

export function viewsOf(readings) {
  return {
    figure: (node) => {
      const dom = element('span', 'moothall-editor__figure')
      dom.title = `Figure: ${node.attrs.source}`
      readings.show(dom, `[[${node.attrs.source}]]`, `[[${node.attrs.source}]]`)
      readings.ask(dom, node.attrs.source)
      return { dom, ignoreMutation: () => true }
    },
    note_reference: (node) => {
      const dom = element('sup', 'moothall-editor__reference')
      dom.textContent = `[${node.attrs.name}]`
      dom.title = 'Footnote'
      return { dom, ignoreMutation: () => true }
    },
    picture: (node) => {
      const dom = element('figure', 'moothall-picture moothall-editor__picture')
      const image = element('div', '')
      readings.show(image, node.attrs.reference, `${node.attrs.reference} is not among the images of this report`)
      dom.append(image)
      if (node.attrs.caption) {
        const caption = element('figcaption', 'govuk-body-s moothall-picture__caption')
        caption.textContent = node.attrs.caption
        dom.append(caption)
      }
      return { dom, ignoreMutation: () => true }
    },
    note: (node) => {
      const dom = element('div', 'moothall-editor__note govuk-body-s')
      const name = element('span', 'moothall-editor__note-name')
      name.contentEditable = 'false'
      name.textContent = `Footnote ${node.attrs.name}: `
      const contentDOM = element('span', '')
      dom.append(name, contentDOM)
      return { dom, contentDOM, ignoreMutation: (change) => !contentDOM.contains(change.target) }
    },
    typed: (node) => {
      const dom = element('div', 'moothall-editor__typed')
      const label = element('div', 'moothall-editor__label')
      label.contentEditable = 'false'
      label.textContent = node.attrs.chart ? 'Chart: title, then a line for each bar, then the source' : 'Kept as typed'
      const pre = element('pre', '')
      const contentDOM = element('code', '')
      pre.append(contentDOM)
      dom.append(label, pre)
      return { dom, contentDOM, ignoreMutation: (change) => !contentDOM.contains(change.target) }
    }
  }
}

function element(name, className) {
  const one = document.createElement(name)
  if (className) one.className = className
  return one
}
