// Reading the plain text of a section into the editor. Each block remembers the words that it was read from, so that whatever is not touched is
// saved exactly as it was.

import MarkdownIt from 'markdown-it'
import { schema } from './schema.js'
import { same } from './sameness.js'
import { written } from './writing.js'

/** The text that each block was read from. Blocks are never changed: an edit puts another in their place. */
export const sources = new WeakMap()

const markdown = new MarkdownIt('default', { html: true, linkify: false, typographer: false })
markdown.normalizeLink = (address) => address
markdown.normalizeLinkText = (address) => address
markdown.validateLink = () => true
markdown.inline.ruler.before('link', 'figure', figure)
markdown.inline.ruler.before('link', 'note_reference', noteReference)
markdown.block.ruler.before('reference', 'note', note, { alt: ['paragraph', 'reference', 'blockquote', 'list'] })

/** What the model does not know. */
class Unknown extends Error {}

/** The document of a text. */
export function read(text) {
  const blocks = blocksOf(text.replaceAll('\r\n', '\n'))
  return schema.node('doc', null, blocks.length > 0 ? blocks : [schema.node('paragraph')])
}

/** The blocks of a text; `kept` says whether blocks that would be written differently stay as they were typed. */
export function blocksOf(text, kept = true) {
  const lines = text.split('\n')
  const environment = {}
  const tokens = markdown.parse(text, environment)
  const blocks = []
  let line = 0
  let definitions = 0
  const asTyped = (from, to) => {
    const source = trimmed(lines.slice(from, to).join('\n'))
    if (source) blocks.push(remembered(typedAs(source), source))
  }
  for (let at = 0; at < tokens.length; ) {
    const end = endOf(tokens, at)
    const [from, to] = tokens[at].map
    if (from > line) {
      definitions += lines.slice(line, from).filter((one) => one.trim()).length
      asTyped(line, from)
    }
    const source = trimmed(lines.slice(from, to).join('\n'))
    blocks.push(...block(tokens.slice(at, end), source, kept))
    line = Math.max(line, to)
    at = end
  }
  definitions += lines.slice(line).filter((one) => one.trim()).length
  asTyped(line, lines.length)
  // Links that are defined inside a list or a quotation would go with it when it is written anew.
  if (Object.keys(environment.references ?? {}).length > definitions) return [remembered(typedAs(trimmed(text)), trimmed(text))]
  return blocks
}

function trimmed(source) {
  return source.replace(/\s+$/, '').replace(/^\n+/, '')
}

function typedAs(source) {
  return schema.node('typed', null, source ? [schema.text(source)] : [])
}

function remembered(node, source) {
  sources.set(node, source)
  return node
}

function block(tokens, source, kept) {
  if (source === '') return []
  try {
    const node = nodeOf(new Tokens(tokens))
    if (!kept) return [node]
    // What is touched later must be written without loss.
    const again = blocksOf(written(node), false)
    if (again.length === 1 && same(again[0], node)) return [remembered(node, source)]
  } catch (error) {
    if (!(error instanceof Unknown)) throw error
  }
  return [remembered(typedAs(source), source)]
}

/** The place after the block that begins at a place. */
function endOf(tokens, at) {
  let depth = 0
  for (let end = at; end < tokens.length; end += 1) {
    depth += tokens[end].nesting
    if (depth === 0) return end + 1
  }
  return tokens.length
}

/** Tokens that are taken one after the other. */
class Tokens {
  constructor(tokens) {
    this.tokens = tokens
    this.at = 0
  }

  get next() {
    return this.tokens[this.at]
  }

  take() {
    this.at += 1
    return this.tokens[this.at - 1]
  }

  /** What stands before the closing token of this kind, which is taken too. */
  until(kind, read) {
    const all = []
    while (this.next && this.next.type !== kind) all.push(read())
    this.take()
    return all
  }
}

function nodeOf(tokens) {
  const token = tokens.take()
  switch (token.type) {
    case 'paragraph_open': {
      const children = tokens.take().children
      tokens.take()
      if (children.length === 1 && children[0].type === 'image') return picture(children[0])
      return schema.node('paragraph', null, inline(children))
    }
    case 'heading_open': {
      const children = tokens.take().children
      tokens.take()
      return schema.node('heading', { level: Math.min(Number(token.tag.slice(1)), 4) }, inline(children, ['link']))
    }
    case 'bullet_list_open':
      return schema.node('bullet_list', null, tokens.until('bullet_list_close', () => item(tokens)))
    case 'ordered_list_open': {
      const start = Number(token.attrGet('start') ?? 1)
      return schema.node('ordered_list', { start }, tokens.until('ordered_list_close', () => item(tokens)))
    }
    case 'table_open':
      return table(tokens)
    case 'note':
      return schema.node('note', { name: token.info }, inline(token.children, []))
    case 'fence':
      if (token.info.trim() !== 'chart') throw new Unknown(token.type)
      return schema.node('typed', { chart: true }, token.content.trimEnd() ? [schema.text(token.content.trimEnd())] : [])
    default:
      throw new Unknown(token.type)
  }
}

function item(tokens) {
  tokens.take()
  const blocks = tokens.until('list_item_close', () => nodeOf(tokens))
  const first = blocks[0]?.type.name === 'paragraph' ? [] : [schema.node('paragraph')]
  return schema.node('list_item', null, [...first, ...blocks])
}

function table(tokens) {
  const rows = []
  let depth = 1
  while (depth > 0) {
    const token = tokens.take()
    if (token.type === 'table_close') depth -= 1
    if (token.type !== 'tr_open') continue
    const cells = tokens.until('tr_close', () => {
      const cell = tokens.take()
      const children = tokens.take().children
      tokens.take()
      const kind = cell.type === 'th_open' ? 'table_header' : 'table_cell'
      return schema.node(kind, null, [schema.node('cell_text', null, inline(children, ['link']))])
    })
    rows.push(schema.node('table_row', null, cells))
  }
  return schema.node('table', null, rows)
}

function picture(token) {
  const alternative = token.children.map((child) => child.content).join('')
  return schema.node('picture', { reference: token.attrGet('src') ?? '', alternative, caption: token.attrGet('title') ?? '' })
}

function inline(children, allowed = ['link', 'strong', 'emphasis']) {
  const nodes = []
  let marks = []
  const open = (name, attributes) => {
    if (allowed.includes(name)) marks = schema.mark(name, attributes).addToSet(marks)
  }
  const close = (name) => {
    marks = marks.filter((mark) => mark.type.name !== name)
  }
  // Emphasis inside emphasis is one emphasis, which ends with the outer.
  const depths = { strong: 0, emphasis: 0 }
  const nest = (name, by) => {
    depths[name] += by
    if (depths[name] === 1 && by === 1) open(name)
    if (depths[name] === 0) close(name)
  }
  for (const token of children) {
    switch (token.type) {
      case 'text':
      case 'code_inline':
      case 'html_inline':
      case 'text_special':
        if (token.content) nodes.push(schema.text(token.content, marks))
        break
      case 'softbreak':
      case 'hardbreak':
        nodes.push(schema.text(' ', marks))
        break
      case 'figure':
        nodes.push(schema.node('figure', { source: token.content }, null, marks))
        break
      case 'note_reference':
        nodes.push(schema.node('note_reference', { name: token.content }, null, marks))
        break
      case 'strong_open':
        nest('strong', 1)
        break
      case 'strong_close':
        nest('strong', -1)
        break
      case 'em_open':
        nest('emphasis', 1)
        break
      case 'em_close':
        nest('emphasis', -1)
        break
      case 'link_open':
        open('link', { address: token.attrGet('href') ?? '' })
        break
      case 'link_close':
        close('link')
        break
      case 's_open':
      case 's_close':
        break
      default:
        throw new Unknown(token.type)
    }
  }
  return nodes
}

/** `[[decisions 2023/24]]` in a line. */
function figure(state, silent) {
  const found = /^\[\[([^\[\]\n|]+)\]\]/.exec(state.src.slice(state.pos, state.pos + 300))
  if (!found) return false
  if (!silent) state.push('figure', '', 0).content = found[1]
  state.pos += found[0].length
  return true
}

/** `[^1]` in a line. */
function noteReference(state, silent) {
  const found = /^\[\^([^\s\[\]]+)\]/.exec(state.src.slice(state.pos, state.pos + 100))
  if (!found) return false
  if (!silent) state.push('note_reference', '', 0).content = found[1]
  state.pos += found[0].length
  return true
}

/** `[^1]: Words` as a block. What is more than one paragraph of plain lines stays as it was typed. */
function note(state, begin, end, silent) {
  const lineOf = (line) => state.src.slice(state.bMarks[line] + state.tShift[line], state.eMarks[line])
  if (state.sCount[begin] - state.blkIndent >= 4) return false
  const found = /^\[\^([^\s\[\]]+)\]:[ \t]*(.*)$/.exec(lineOf(begin))
  if (!found) return false
  if (silent) return true
  const words = [found[2]]
  let line = begin + 1
  while (line < end && !state.isEmpty(line) && !/^\[\^[^\s\[\]]+\]:/.test(lineOf(line))) {
    words.push(lineOf(line))
    line += 1
  }
  let after = line
  while (after < end && state.isEmpty(after)) after += 1
  const isLong = after > line && after < end && state.sCount[after] - state.blkIndent >= 4
  const isPlain = words.every((one, at) => (at === 0 ? /^(?:$|[^\s#>|`~-])/.test(one) : /^[\p{L}(“‘"']/u.test(one)))
  if (isLong || !isPlain) {
    while (isLong && after < end && (state.isEmpty(after) || state.sCount[after] - state.blkIndent >= 4)) after += 1
    line = isLong ? after : line
    const token = state.push('note_as_typed', '', 0)
    token.map = [begin, line]
  } else {
    const token = state.push('note', '', 0)
    token.info = found[1]
    token.map = [begin, line]
    token.children = []
    state.md.inline.parse(words.join('\n').trim(), state.md, state.env, token.children)
  }
  state.line = line
  return true
}
