// Whether two blocks say the same. Spaces that a reader of the text would not see do not count.

/** A block as what it says. */
export function plain(node) {
  if (node.isTextblock) {
    const runs = []
    node.forEach((child) => {
      const marks = child.marks.map((mark) => `${mark.type.name} ${mark.attrs.address ?? ''}`).sort().join('|')
      const text = child.isText ? child.text : JSON.stringify([child.type.name, child.attrs])
      const last = runs.at(-1)
      if (last && last.marks === marks && last.isText && child.isText) last.text += text
      else runs.push({ text, marks, isText: child.isText })
    })
    return { kind: node.type.name, attributes: node.attrs, runs: node.type.spec.code ? runs : spaced(runs) }
  }
  const children = []
  node.forEach((child) => {
    const isEmpty = ['paragraph', 'heading'].includes(child.type.name) && child.textContent.trim() === ''
    // The words of a list's entry are its first paragraph, even if there are none.
    if (!isEmpty || (node.type.name === 'list_item' && children.length === 0)) children.push(plain(child))
  })
  return { kind: node.type.name, attributes: node.attrs, children }
}

/** Runs with one space where there are many and none at the ends, and no mark on spaces alone. */
function spaced(runs) {
  let before = ' '
  const kept = []
  for (const run of runs) {
    let text = run.text
    if (run.isText) {
      text = text.replace(/[ \t\n]+/g, ' ')
      if (before === ' ' && text.startsWith(' ')) text = text.slice(1)
    }
    if (text === '') continue
    before = run.isText ? text.at(-1) : 'x'
    kept.push({ ...run, text })
  }
  const last = kept.at(-1)
  if (last?.isText) last.text = last.text.trimEnd()
  // A space belongs to neither of the words beside it.
  const pieces = []
  for (const run of kept) {
    for (const text of run.isText ? run.text.split(/( )/) : [run.text]) {
      if (text === '') continue
      const marks = text === ' ' ? '' : run.marks
      const before = pieces.at(-1)
      if (before && before.marks === marks && run.isText && before.isText) before.text += text
      else pieces.push({ text, marks, isText: run.isText })
    }
  }
  return pieces.filter((piece) => piece.text !== '')
}

/** Whether two blocks say the same. */
export function same(one, other) {
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other))
}
