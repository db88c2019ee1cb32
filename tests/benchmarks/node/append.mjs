// Emmett: one event appended to a new stream a call. node append.mjs DSN CONCURRENT SECONDS
import { randomUUID } from 'node:crypto';
import { drive } from './load.mjs';
import { asked, open } from './store.mjs';

const [dsn, concurrent, seconds] = process.argv.slice(2);
const store = await open(dsn, Number(concurrent));
const call = () =>
  store.appendToStream(`transfer-${randomUUID()}`, [asked()], { expectedStreamVersion: 'STREAM_DOES_NOT_EXIST' });
await Promise.all(Array.from({ length: Number(concurrent) }, call));
await drive(Number(concurrent), Number(seconds), call);
process.exit(0);
