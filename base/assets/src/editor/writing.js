// Writing what the editor holds as the plain text of a section.

import { Fragment } from 'prosemirror-model'
import { blocksOf, sources } from './reading.js'
import { schema } from './schema.js'
import { same } from './sameness.js'

const known = new WeakMap()

/** The text of a document. Blocks that were not touched are the text that they were read from. */
export function write(doc) {
  return joined(children(doc), (node, avoided) => {
    const source = sources.get(node)
    if (source !== undefined && (avoided === null || markerOf(source) !== avoided)) return source
    if (avoided !== null) return written(node, avoided)
    if (!known.has(node)) known.set(node, written(node))
    return known.get(node)
  })
}

function children(node) {
  const all = []
  node.forEach((child) => all.push(child))
  return all
}

/** Two lists beside one another are two because their marks differ. */
function joined(nodes, writeOne) {
  const texts = []
  let last = null
  for (const node of nodes) {
    const isList = node.type.name === 'bullet_list' || node.type.name === 'ordered_list'
    const avoided = isList && last !== null && last.kind === node.type.name ? last.marker : null
    const text = writeOne(node, avoided)
    if (text === '') continue
    texts.push(text)
    last = isList ? { kind: node.type.name, marker: markerOf(text) } : null
  }
  return texts.join('\n\n')
}

/** The mark of a list's first entry: `-`, `*`, `+`, `.` or `)`. */
function markerOf(text) {
  return /^\s*(?:\d+)?([-*+.)])/.exec(text)?.[1] ?? null
}

/** The text of a block, written anew. */
export function written(node, avoided = null) {
  switch (node.type.name) {
    case 'paragraph':
      return textblock(node, (text) => text)
    case 'heading':
      return textblock(node, (text) => text && `${'#'.repeat(node.attrs.level)} ${text.replace(/(^|\s)(#+)$/, '$1\\$2')}`, false)
    case 'note':
      return textblock(node, (text) => `[^${node.attrs.name}]: ${text}`)
    case 'bullet_list': {
      const marker = avoided === '-' ? '*' : '-'
      return list(node, () => `${marker} `)
    }
    case 'ordered_list': {
      const end = avoided === '.' ? ')' : '.'
      return list(node, (at) => `${node.attrs.start + at}${end} `)
    }
    case 'table':
      return table(node)
    case 'picture':
      return picture(node)
    case 'typed':
      return node.attrs.chart ? chart(node.textContent) : node.textContent.replace(/\s+$/, '')
    default:
      return node.textContent
  }
}

function chart(text) {
  const fence = '`'.repeat(Math.max(3, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length + 1)))
  return `${fence}chart\n${text}\n${fence}`
}

function list(node, markerAt) {
  const items = children(node).map((item, at) => {
    const marker = markerAt(at)
    const indent = ' '.repeat(marker.length)
    const text = joined(children(item), (child, avoided) => written(child, avoided))
    const first = children(item)[0]
    // An entry whose first paragraph is empty begins on the next line.
    if (text === '') return marker.trimEnd()
    const begins = first.content.size === 0 ? `${marker.trimEnd()}\n${indent}` : marker
    return begins + text.split('\n').map((line, row) => (row === 0 || line === '' ? line : indent + line)).join('\n')
  })
  const isTight = children(node).every((item) => item.childCount === 1)
  return items.join(isTight ? '\n' : '\n\n')
}

function table(node) {
  const rows = children(node).map((row) => children(row).map((cell) => cellText(cell)))
  const width = Math.max(...rows.map((row) => row.length))
  const line = (cells) => `| ${Array.from({ length: width }, (_, at) => cells[at] ?? '').join(' | ')} |`
  const [head, ...rest] = rows
  return [line(head), `|${' --- |'.repeat(width)}`, ...rest.map(line)].join('\n')
}

function cellText(cell) {
  return children(cell).map((text) => best(text, (words) => words.replaceAll('|', '\\|'), cellOf)).join(' ').trim()
}

/** How a cell's text is read, for finding the way of writing it that is read as it is. */
function cellOf(text) {
  const read = blocksOf(`| ${text} | x |\n| --- | --- |`, false)
  return read.length === 1 && read[0].type.name === 'table' ? read[0].firstChild.firstChild.firstChild : null
}

function picture({ attrs: { reference, alternative, caption } }) {
  const address = /[\s()<>]/.test(reference) ? `<${reference.replace(/[<>\n]/g, '')}>` : reference
  const title = caption ? ` "${escaped(caption).replaceAll('"', '\\"')}"` : ''
  return `![${escaped(alternative)}](${address}${title})`
}

/** A block of words in the first way of writing it that is read as what it is. */
function textblock(node, around, begins = true) {
  if (node.textContent.trim() === '' && node.type.name !== 'note') return ''
  const read = (text) => {
    const blocks = blocksOf(text, false)
    return blocks.length === 1 ? blocks[0] : null
  }
  return best(node, around, read, begins)
}

const WAYS = [
  { emphasis: '*', isSafe: false },
  { emphasis: '_', isSafe: false },
  { emphasis: '*', isSafe: true },
  { emphasis: '_', isSafe: true }
]

function best(node, around, read, begins = true) {
  const nodes = children(node)
  const written = (nodes, way) => {
    const text = words(nodes, way).trim()
    return around(begins ? begun(text) : text)
  }
  const hasMarks = nodes.some((child) => child.marks.length > 0)
  for (const way of hasMarks ? WAYS : WAYS.slice(0, 1)) {
    const text = written(nodes, way)
    const again = read(text)
    if (again && same(again, node)) return text
  }
  // Words matter more than their marks.
  const kept = (names) => nodes.map((child) => child.mark(child.marks.filter((mark) => names.includes(mark.type.name))))
  for (const names of [['link', 'strong'], ['link']]) {
    const text = written(kept(names), WAYS[2])
    const again = read(text)
    if (again && same(again, node.copy(Fragment.from(kept(names))))) return text
  }
  return written(kept([]), WAYS[0])
}

/** The words of some inline nodes with their marks: links outside, then strong, then emphasis. */
function words(nodes, way, order = ['link', 'strong', 'emphasis']) {
  const [name, ...rest] = order
  if (name === undefined) return nodes.map((node, at) => word(node, nodes[at + 1])).join('')
  const type = schema.marks[name]
  let text = ''
  for (let at = 0; at < nodes.length; ) {
    const mark = type.isInSet(nodes[at].marks)
    let end = at + 1
    while (end < nodes.length && sameMark(type.isInSet(nodes[end].marks), mark)) end += 1
    const inner = words(nodes.slice(at, end), way, rest)
    if (mark && name === 'link' && text.endsWith('!') && !text.endsWith('\\!')) text = `${text.slice(0, -1)}\\!`
    // Nor does a mark begin right after a letter where what it marks begins with a bracket, say.
    if (mark && way.isSafe) text = text.replace(/[\p{L}\p{N}]$/u, (letter) => `&#${letter.codePointAt(0)};`)
    text += mark ? around(inner, name, mark, way) : inner
    // A letter right after a mark would keep it from ending.
    if (mark && way.isSafe && nodes[end]?.isText && !/^\s/.test(nodes[end].text)) {
      const [first] = nodes[end].text
      const cut = nodes[end].text.slice(first.length)
      nodes = [...nodes]
      nodes[end] = cut ? schema.text(cut, nodes[end].marks) : null
      text += `&#${first.codePointAt(0)};`
      if (!nodes[end]) nodes.splice(end, 1)
    }
    at = end
  }
  return text
}

function sameMark(one, other) {
  return one && other ? one.eq(other) : !one && !other
}

function around(inner, name, mark, way) {
  const [, before, middle, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(inner)
  if (middle === '') return inner
  if (name === 'link') {
    const address = mark.attrs.address
    const plain = /[\s()<>\\]/.test(address) || address === '' ? `<${address.replace(/[\\<>]/g, '\\$&').replace(/\n/g, '')}>` : address
    return `${before}[${middle}](${plain})${after}`
  }
  const delimiter = name === 'strong' ? '**' : way.emphasis
  return `${before}${delimiter}${middle}${delimiter}${after}`
}

function word(node, next) {
  if (node.type.name === 'figure') return `[[${node.attrs.source}]]`
  if (node.type.name === 'note_reference') return `[^${node.attrs.name}]`
  const text = escaped(node.text ?? '')
  return next && !next.isText && text.endsWith('!') ? `${text.slice(0, -1)}\\!` : text
}

/** Words that mean no markup. */
export function escaped(text) {
  return text
    .replace(/[\\`*[\]<~]/g, '\\$&')
    .replace(/_/g, (mark, at, all) => (/[\p{L}\p{N}]/u.test(all[at - 1] ?? '') && /[\p{L}\p{N}]/u.test(all[at + 1] ?? '') ? mark : `\\${mark}`))
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/[\n\r]/g, ' ')
}

/** Words that begin a block and mean no heading, list or quotation. */
function begun(text) {
  return text
    .replace(/^(#{1,6})(?=\s|$)/, '\\$1')
    .replace(/^([-+>=|:])/, '\\$1')
    .replace(/^(\d+)([.)])/, '$1\\$2')
}
