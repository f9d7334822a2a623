// Files as people send them, made here so that no journey needs a file of somebody's.

import { deflateRawSync } from 'node:zlib'

/** A PDF without tags that has a page for each of these words; `catalog` is more of its catalog. */
export function pdfOf(pages, catalog = '') {
  const kids = pages.map((_, at) => `${4 + at * 2} 0 R`).join(' ')
  const objects = [
    `<</Type /Catalog /Pages 2 0 R ${catalog}>>`,
    `<</Type /Pages /Kids [${kids}] /Count ${pages.length} /MediaBox [0 0 595 842]>>`,
    '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>'
  ]
  for (const [at, words] of pages.entries()) {
    objects.push(`<</Type /Page /Parent 2 0 R /Resources <</Font <</F1 3 0 R>>>> /Contents ${5 + at * 2} 0 R>>`)
    objects.push(stream('', `BT /F1 24 Tf 72 700 Td (${words}) Tj ET`))
  }
  return whole(objects)
}

/** A PDF whose only page is a picture, as a scanner makes it. */
export function scannedPdf() {
  const picture = '/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /ASCIIHexDecode'
  return whole([
    '<</Type /Catalog /Pages 2 0 R>>',
    '<</Type /Pages /Kids [3 0 R] /Count 1>>',
    '<</Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] /Resources <</XObject <</I 4 0 R>>>> /Contents 5 0 R>>',
    stream(picture, '00FF FF00>'),
    stream('', 'q 800 0 0 500 20 40 cm /I Do Q')
  ])
}

function stream(dictionary, content) {
  return `<<${dictionary} /Length ${content.length}>>\nstream\n${content}\nendstream`
}

function whole(objects) {
  let out = '%PDF-1.7\n'
  const places = objects.map((object, at) => {
    const place = out.length
    out += `${at + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const table = out.length
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n\r\n`).join('')
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f\r\n${rows}`
  out += `trailer\n<</Size ${objects.length + 1} /Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`
  return Buffer.from(out, 'latin1')
}

/** A Word document with these paragraphs. */
export function wordDocument(paragraphs) {
  const body = paragraphs.map((words) => `<w:p><w:r><w:t>${words}</w:t></w:r></w:p>`).join('')
  const main = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
  const types = 'http://schemas.openxmlformats.org/package/2006/content-types'
  const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const kind = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
  return zipOf([
    ['[Content_Types].xml', `<Types xmlns="${types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${kind}"/></Types>`],
    ['_rels/.rels', `<Relationships xmlns="${relations}"><Relationship Id="a" Type="${office}/officeDocument" Target="word/document.xml"/></Relationships>`],
    ['word/document.xml', `<w:document xmlns:w="${main}"><w:body>${body}</w:body></w:document>`]
  ])
}

/** A ZIP file of these texts, each with its name. */
function zipOf(parts) {
  const pieces = []
  const listed = []
  let offset = 0
  for (const [name, text] of parts) {
    const content = Buffer.from(text)
    const packed = deflateRawSync(content)
    const sizes = Buffer.alloc(26)
    sizes.writeUInt16LE(20, 0)
    sizes.writeUInt16LE(8, 4)
    sizes.writeUInt32LE(crc32(content), 10)
    sizes.writeUInt32LE(packed.length, 14)
    sizes.writeUInt32LE(content.length, 18)
    sizes.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), sizes, Buffer.from(name), packed])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    listed.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), sizes, place, Buffer.from(name)]))
    pieces.push(local)
    offset += local.length
  }
  const central = Buffer.concat(listed)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...pieces, central, end])
}

/** The check sum of ZIP files. */
function crc32(content) {
  let sum = 0xffffffff
  for (const byte of content) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0)
  }
  return (sum ^ 0xffffffff) >>> 0
}

/** A small photo: a PNG of one colour. */
export function photo() {
  const text = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  return Buffer.from(text, 'base64')
}
