// Where the cursor is in the plain text, so that what is chosen on another page is inserted there.

import { read, sources } from './reading.js'
import { same } from './sameness.js'
import { write } from './writing.js'

/** A letter that no text has. */
const MARK = '\ue000'

/** The place of the cursor: the text as it is to be saved, the number of characters before the place, and whether it is between blocks. */
export function placeOf(state) {
  const { $head } = state.selection
  const index = $head.index(0)
  const block = state.doc.maybeChild(index)
  if (block && $head.parent.inlineContent && block.type.name !== 'typed') {
    const marked = write(state.tr.insertText(MARK, $head.pos).doc)
    const at = marked.indexOf(MARK)
    const text = marked.replace(MARK, '')
    if (at >= 0 && same(read(text), state.doc)) {
      // From now on the block is what was written for it.
      sources.delete(block)
      if (write(state.doc) === text) return { text, at: length(text.slice(0, at)), isAlone: false }
    }
  }
  const text = write(state.doc)
  const before = block ? write(state.doc.cut(0, $head.posAtIndex(index + 1, 0))) : text
  return { text, at: length(before), isAlone: true }
}

/** The number of characters as the program counts them. */
function length(text) {
  return [...text].length
}
