// fastify + Emmett: POST /commands/BuildHouse appends one event to a new stream. node server.mjs DSN PORT
// As ours does, it checks the Ed25519 token (once verified it is remembered) and gives a commandId that comes again its
// first answer: the stream is named after it. It has no claim, outbox, chain or receipt. TOKEN_KEY: the public JWK.
import { createPublicKey, verify } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import Fastify from 'fastify';
import { open } from './store.mjs';

const [dsn, port] = process.argv.slice(2);
const key = createPublicKey({ key: JSON.parse(process.env.TOKEN_KEY), format: 'jwk' });
const verified = new Map();

function actorOf(header) {
  const token = header?.startsWith('Bearer ') ? header.slice(7) : '';
  let claims = verified.get(token);
  if (!claims) {
    const [head, payload, signature] = token.split('.');
    if (!signature || !verify(null, `${head}.${payload}`, key, Buffer.from(signature, 'base64url'))) return null;
    claims = JSON.parse(Buffer.from(payload, 'base64url'));
    verified.set(token, claims);
  }
  return claims.exp > Date.now() / 1000 ? claims.sub : null;
}

const store = await open(dsn, 10);
const app = Fastify();
app.post('/commands/BuildHouse', async (request, reply) => {
  const actor = actorOf(request.headers.authorization);
  if (!actor) return reply.code(401).send({ code: 'TOKEN_IS_INVALID' });
  const { command_id: id, ...asked } = request.body;
  const data = { ...asked, actor };
  const stream = `house-${id}`;
  try {
    const done = await store.appendToStream(stream, [{ type: 'HouseBuilt', data }], {
      expectedStreamVersion: 0n, // the store does not check 'STREAM_DOES_NOT_EXIST'
    });
    return { thing: 'house', id, version: String(done.nextExpectedStreamVersion) };
  } catch (error) {
    const first = (await store.readStream(stream)).events[0];
    if (!first) throw error;
    if (!isDeepStrictEqual(first.data, data)) return reply.code(409).send({ code: 'COMMAND_ID_WAS_REUSED' });
    return { thing: 'house', id, version: '1' };
  }
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
