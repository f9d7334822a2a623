// What the buttons and keys of the editor do.

import { chainCommands, exitCode, lift, setBlockType, toggleMark } from 'prosemirror-commands'
import { redo, undo } from 'prosemirror-history'
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from 'prosemirror-inputrules'
import { liftListItem, sinkListItem, splitListItem, wrapInList } from 'prosemirror-schema-list'
import { Selection, TextSelection } from 'prosemirror-state'
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, goToNextCell, isInTable } from 'prosemirror-tables'
import { schema } from './schema.js'

const { nodes, marks } = schema

/** The kind of list in which the selection is, or `null`. */
export function listAround(state) {
  const { $from } = state.selection
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const type = $from.node(depth).type
    if (type === nodes.bullet_list || type === nodes.ordered_list) return { type, depth }
  }
  return null
}

/** Makes a list, takes it away, or makes one kind the other. */
export function toggleList(type) {
  return (state, dispatch, view) => {
    const around = listAround(state)
    if (around === null) return wrapInList(type)(state, dispatch, view)
    if (around.type === type) return liftListItem(nodes.list_item)(state, dispatch, view)
    if (dispatch) dispatch(state.tr.setNodeMarkup(state.selection.$from.before(around.depth), type, type === nodes.ordered_list ? { start: 1 } : null))
    return true
  }
}

/** The text style of the block with the cursor: 0 for a paragraph, or the level of a heading; `null` for anything else. */
export function styleOf(state) {
  const { parent } = state.selection.$from
  if (parent.type === nodes.paragraph) return 0
  return parent.type === nodes.heading ? parent.attrs.level : null
}

export function setStyle(level) {
  return level === 0 ? setBlockType(nodes.paragraph) : setBlockType(nodes.heading, { level })
}

/** Puts a block after the one with the cursor, or in its place if that is empty. */
function insertBlock(state, dispatch, block, selectInside) {
  const { $from } = state.selection
  const index = $from.index(0)
  const top = state.doc.maybeChild(index)
  if (!top) return false
  if (!dispatch) return true
  const from = $from.posAtIndex(index, 0)
  const isEmpty = top.type === nodes.paragraph && top.content.size === 0
  const at = isEmpty ? from : from + top.nodeSize
  const tr = isEmpty ? state.tr.replaceWith(from, from + top.nodeSize, block) : state.tr.insert(at, block)
  // There is always somewhere to go on writing.
  if (at + block.nodeSize >= tr.doc.content.size) tr.insert(at + block.nodeSize, nodes.paragraph.create())
  if (selectInside) tr.setSelection(TextSelection.near(tr.doc.resolve(at + 1)))
  dispatch(tr.scrollIntoView())
  return true
}

export function insertTable(state, dispatch) {
  const row = (type) => nodes.table_row.create(null, [1, 2].map(() => type.create(null, nodes.cell_text.create())))
  const table = nodes.table.create(null, [row(nodes.table_header), row(nodes.table_cell), row(nodes.table_cell)])
  return insertBlock(state, dispatch, table, true)
}

export function insertChart(state, dispatch) {
  const words = 'Title of the chart\nFirst: 10\nSecond: 20\nSource: where the numbers are from'
  return insertBlock(state, dispatch, nodes.typed.create({ chart: true }, schema.text(words)), true)
}

/** A footnote whose words are at the end of the text. */
export function insertNote(state, dispatch) {
  const { parent } = state.selection.$from
  if (!parent.inlineContent || parent.type === nodes.typed || parent.type === nodes.note) return false
  if (!dispatch) return true
  let last = 0
  state.doc.descendants((node) => {
    if (node.type === nodes.note_reference || node.type === nodes.note) last = Math.max(last, Number(node.attrs.name) || 0)
  })
  const name = String(last + 1)
  const tr = state.tr
  const at = state.selection.to
  tr.insert(at, nodes.note_reference.create({ name }))
  const end = tr.doc.content.size
  const words = 'Source: '
  tr.insert(end, nodes.note.create({ name }, schema.text(words)))
  tr.setSelection(TextSelection.create(tr.doc, end + 1 + words.length))
  dispatch(tr.scrollIntoView())
  return true
}

/** Sets the address of the words that are selected, or takes it away; without a selection it inserts the address itself. */
export function setLink(address) {
  return (state, dispatch) => {
    const { from, to, empty } = state.selection
    const tr = state.tr
    if (address === '') tr.removeMark(from, to, marks.link)
    else if (empty) tr.insert(from, schema.text(address, [marks.link.create({ address })]))
    else tr.removeMark(from, to, marks.link).addMark(from, to, marks.link.create({ address }))
    if (dispatch) dispatch(tr.scrollIntoView())
    return true
  }
}

/** The address of the link at the selection. */
export function linkAt(state) {
  const { $from, from, to, empty } = state.selection
  let address = empty ? marks.link.isInSet($from.marks())?.attrs.address : undefined
  state.doc.nodesBetween(from, to, (node) => {
    address ??= marks.link.isInSet(node.marks)?.attrs.address
  })
  return address ?? ''
}

export const inTable = isInTable
export const tableCommands = [
  ['Add row', addRowAfter],
  ['Add column', addColumnAfter],
  ['Delete row', deleteTableRow],
  ['Delete column', deleteColumn],
  ['Delete table', deleteTable]
]

/** The header row stays as long as the table does. */
function deleteTableRow(state, dispatch) {
  const { $from } = state.selection
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type === nodes.table_row && $from.index(depth - 1) === 0) return false
  }
  return deleteRow(state, dispatch)
}

/** Leaves a typed block at its end. */
function leaveTyped(state, dispatch) {
  const { $head } = state.selection
  if ($head.parent.type !== nodes.typed) return false
  return exitCode(state, dispatch)
}

export const keys = {
  'Mod-z': undo,
  'Mod-y': redo,
  'Mod-Shift-z': redo,
  'Mod-b': toggleMark(marks.strong),
  'Mod-i': toggleMark(marks.emphasis),
  'Mod-Alt-0': setStyle(0),
  'Mod-Alt-1': setStyle(1),
  'Mod-Alt-2': setStyle(2),
  'Mod-Shift-7': toggleList(nodes.ordered_list),
  'Mod-Shift-8': toggleList(nodes.bullet_list),
  Enter: chainCommands(leaveNote, splitListItem(nodes.list_item), newCellLine),
  // A line of its own inside a paragraph is nothing that a report can hold.
  'Shift-Enter': chainCommands(leaveTyped, splitListItem(nodes.list_item)),
  'Mod-Enter': leaveTyped,
  // Only in lists and tables, and only where it does something, so that the key leaves the editor elsewhere.
  Tab: chainCommands(goToNextCell(1), sinkListItem(nodes.list_item)),
  'Shift-Tab': chainCommands(goToNextCell(-1), liftListItem(nodes.list_item)),
  'Mod-]': sinkListItem(nodes.list_item),
  'Mod-[': chainCommands(liftListItem(nodes.list_item), lift)
}

/** A footnote is one paragraph; Enter goes on after it. */
function leaveNote(state, dispatch) {
  const { $head } = state.selection
  if ($head.parent.type !== nodes.note) return false
  if (!dispatch) return true
  const after = $head.after()
  const tr = state.tr.insert(after, nodes.paragraph.create())
  dispatch(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView())
  return true
}

/** In a table, Enter goes to the cell below, as in a spreadsheet. */
function newCellLine(state, dispatch) {
  if (!isInTable(state)) return false
  const { $from } = state.selection
  let row = $from.depth
  while (row > 0 && $from.node(row).type !== nodes.table_row) row -= 1
  if (row === 0) return false
  const table = $from.node(row - 1)
  const [down, across] = [$from.index(row - 1) + 1, $from.index(row)]
  if (down >= table.childCount) return addRowAfter(state, dispatch)
  if (!dispatch) return true
  let at = $from.start(row - 1)
  for (let n = 0; n < down; n += 1) at += table.child(n).nodeSize
  at += 1
  for (let n = 0; n < Math.min(across, table.child(down).childCount - 1); n += 1) at += table.child(down).child(n).nodeSize
  dispatch(state.tr.setSelection(Selection.near(state.doc.resolve(at + 2))).scrollIntoView())
  return true
}

/** What is typed as the plain text has it becomes what it means. */
export const rules = inputRules({
  rules: [
    wrappingInputRule(/^\s*[-*•]\s$/, nodes.bullet_list),
    wrappingInputRule(/^(\d+)[.)]\s$/, nodes.ordered_list, (match) => ({ start: Number(match[1]) })),
    textblockTypeInputRule(/^(#{1,4})\s$/, nodes.heading, (match) => ({ level: match[1].length })),
    new InputRule(/\[\[([^\[\]\n|]+)\]\]$/, (state, match, from, to) => state.tr.replaceWith(from, to, nodes.figure.create({ source: match[1] }))),
    new InputRule(/\[\^([^\s\[\]]+)\]$/, (state, match, from, to) => state.tr.replaceWith(from, to, nodes.note_reference.create({ name: match[1] })))
  ]
})

export { redo, toggleMark, undo }
