// Somebody signs in by the council's provider of identities, which runs here and speaks OpenID Connect.
//
// node journeys/provider.mjs ADDRESS PORT-OF-THE-PROVIDER

import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { createServer } from 'node:http'
import { withBrowser } from './browser.mjs'
import { report } from './report.mjs'
import { Visitor } from './visitor.mjs'

const COUNCIL = 'Ashmere Borough Council'

const [address, port] = process.argv.slice(2)
const base = new URL(address).origin
const issuer = `http://127.0.0.1:${port}`

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const grants = new Map()

/** A token that says who somebody is, signed as RFC 7515 has it. */
function tokenFor(nonce) {
  const now = Math.floor(Date.now() / 1000)
  const person = { sub: '0001', email: 'petra@ashmere.example', email_verified: true, name: 'Petra Placeholder', groups: ['Democratic Services'] }
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const head = part({ alg: 'RS256', typ: 'JWT', kid: 'here' })
  const signed = `${head}.${part({ iss: issuer, aud: 'moothall', iat: now, exp: now + 300, nonce, ...person })}`
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`
}

/** The provider, where somebody is signed in already and is sent straight back. */
const provider = createServer(async (request, response) => {
  const asked = new URL(request.url, issuer)
  const json = (value) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  if (asked.pathname === '/.well-known/openid-configuration') {
    json({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256']
    })
  } else if (asked.pathname === '/keys') {
    json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'here', alg: 'RS256', use: 'sig' }] })
  } else if (asked.pathname === '/authorize') {
    const code = `code-${grants.size}`
    grants.set(code, { challenge: asked.searchParams.get('code_challenge'), nonce: asked.searchParams.get('nonce') })
    const back = new URL(asked.searchParams.get('redirect_uri'))
    back.search = new URLSearchParams({ code, state: asked.searchParams.get('state') }).toString()
    response.writeHead(302, { location: back.href }).end()
  } else {
    const body = []
    for await (const piece of request) body.push(piece)
    const form = new URLSearchParams(Buffer.concat(body).toString())
    const grant = grants.get(form.get('code'))
    const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url')
    if (grant?.challenge === challenge) json({ access_token: 'unused', token_type: 'Bearer', id_token: tokenFor(grant.nonce) })
    else response.writeHead(400).end()
  }
})
await new Promise((resolve) => provider.listen(Number(port), '127.0.0.1', resolve))

await report(() =>
  withBrowser(async (browser) => {
    const person = await Visitor.arrive(browser, { base, council: COUNCIL, width: 1280, withScript: true })
    try {
      await person.open('/account')
      await person.press('Sign in with your council account')
      person.at('/account')
      await person.sees('Petra Placeholder', 'petra@ashmere.example', 'Clerk (democratic services)', 'Council account')
    } catch (error) {
      person.fault(`the way ended here. ${error.message}`)
    }
    return person.faults
  })
)
provider.close()
provider.closeAllConnections()
