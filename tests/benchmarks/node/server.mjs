// fastify + Emmett: POST /commands/BuildHouse appends one event to a new stream. node server.mjs DSN PORT
// It checks no token and remembers no commandId: less work than ours does.
import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import { open } from './store.mjs';

const [dsn, port] = process.argv.slice(2);
const store = await open(dsn, 10);
const app = Fastify();
app.post('/commands/BuildHouse', async (request) => {
  const stream = `house-${randomUUID()}`;
  const done = await store.appendToStream(stream, [{ type: 'HouseBuilt', data: request.body }]);
  return { thing: 'house', id: stream, version: String(done.nextExpectedStreamVersion) };
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
