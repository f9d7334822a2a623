// What a report's text can hold: the document model of the program. What the model does not know stays as its author typed it, in a block of
// its own.

import { Schema } from 'prosemirror-model'
import { tableNodes } from 'prosemirror-tables'

const inLine = '(text | figure | note_reference)*'

const tables = tableNodes({ tableGroup: 'block', cellContent: 'cell_text', cellAttributes: {} })

export const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: {
      content: inLine,
      group: 'block',
      parseDOM: [{ tag: 'p' }],
      toDOM: () => ['p', { class: 'govuk-body' }, 0]
    },
    heading: {
      content: inLine,
      marks: 'link',
      group: 'block',
      defining: true,
      attrs: { level: { default: 1 } },
      parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: Math.min(level, 4) } })),
      // The page has its own first heading, and the editor's label is no heading.
      toDOM: (node) => [`h${Math.min(node.attrs.level + 1, 6)}`, { class: node.attrs.level === 1 ? 'govuk-heading-m' : 'govuk-heading-s' }, 0]
    },
    bullet_list: {
      content: 'list_item+',
      group: 'block',
      parseDOM: [{ tag: 'ul' }],
      toDOM: () => ['ul', { class: 'govuk-list govuk-list--bullet' }, 0]
    },
    ordered_list: {
      content: 'list_item+',
      group: 'block',
      attrs: { start: { default: 1 } },
      parseDOM: [{ tag: 'ol', getAttrs: (list) => ({ start: Number(list.getAttribute('start') ?? 1) || 1 }) }],
      toDOM: (node) => ['ol', { class: 'govuk-list govuk-list--number', ...(node.attrs.start === 1 ? {} : { start: node.attrs.start }) }, 0]
    },
    list_item: {
      content: 'paragraph block*',
      defining: true,
      parseDOM: [{ tag: 'li' }],
      toDOM: () => ['li', 0]
    },
    ...tables,
    cell_text: {
      content: inLine,
      marks: 'link',
      parseDOM: [{ tag: 'p', context: 'table_cell/|table_header/' }],
      toDOM: () => ['div', 0]
    },
    picture: {
      group: 'block',
      draggable: true,
      attrs: { reference: {}, alternative: { default: '' }, caption: { default: '' } },
      parseDOM: [{ tag: 'figure[data-picture]', getAttrs: pictureOf }],
      toDOM: (node) => [
        'figure',
        { 'data-picture': node.attrs.reference, 'data-alternative': node.attrs.alternative, 'data-caption': node.attrs.caption },
        node.attrs.reference
      ]
    },
    note: {
      content: inLine,
      marks: '',
      group: 'block',
      defining: true,
      attrs: { name: {} },
      parseDOM: [{ tag: 'aside[data-note]', getAttrs: (note) => ({ name: note.dataset.note }) }],
      toDOM: (node) => ['aside', { class: 'govuk-body-s moothall-editor__note', 'data-note': node.attrs.name }, 0]
    },
    // A chart of the author's own numbers, or what the model does not know.
    typed: {
      content: 'text*',
      marks: '',
      group: 'block',
      code: true,
      defining: true,
      attrs: { chart: { default: false } },
      parseDOM: [
        {
          tag: 'pre',
          preserveWhitespace: 'full',
          getAttrs: (pre) => ({ chart: pre.dataset.chart === 'yes' })
        }
      ],
      toDOM: (node) => ['pre', { class: 'moothall-editor__typed', 'data-chart': node.attrs.chart ? 'yes' : 'no' }, ['code', 0]]
    },
    text: { group: 'inline' },
    figure: {
      inline: true,
      group: 'inline',
      atom: true,
      attrs: { source: {} },
      parseDOM: [{ tag: 'span[data-figure]', getAttrs: (figure) => ({ source: figure.dataset.figure }) }],
      toDOM: (node) => ['span', { 'data-figure': node.attrs.source }, `[[${node.attrs.source}]]`],
      leafText: (node) => `[[${node.attrs.source}]]`
    },
    note_reference: {
      inline: true,
      group: 'inline',
      atom: true,
      attrs: { name: {} },
      parseDOM: [{ tag: 'sup[data-note-reference]', getAttrs: (note) => ({ name: note.dataset.noteReference }) }],
      toDOM: (node) => ['sup', { 'data-note-reference': node.attrs.name }, `[${node.attrs.name}]`],
      leafText: (node) => `[^${node.attrs.name}]`
    }
  },
  marks: {
    link: {
      attrs: { address: {} },
      inclusive: false,
      parseDOM: [{ tag: 'a[href]', getAttrs: (link) => ({ address: link.getAttribute('href') }) }],
      toDOM: (mark) => ['a', { class: 'govuk-link', href: mark.attrs.address, rel: 'noopener' }, 0]
    },
    strong: {
      parseDOM: [{ tag: 'strong' }, { tag: 'b' }],
      toDOM: () => ['strong', 0]
    },
    emphasis: {
      parseDOM: [{ tag: 'em' }, { tag: 'i' }],
      toDOM: () => ['em', 0]
    }
  }
})

function pictureOf(figure) {
  const { picture, alternative, caption } = figure.dataset
  return { reference: picture, alternative: alternative ?? '', caption: caption ?? '' }
}
