// Emmett's CommandHandler: load a stream of 20 events, decide, append one; a lost race is tried again, as ours are.
// node handle.mjs DSN CONCURRENT SECONDS
import { randomUUID } from 'node:crypto';
import { CommandHandler } from '@event-driven-io/emmett';
import { drive } from './load.mjs';
import { asked, open } from './store.mjs';

const STREAMS = 2_000;
const LONG = 20;
const [dsn, concurrent, seconds] = process.argv.slice(2);
const store = await open(dsn, Number(concurrent));
const streams = Array.from({ length: STREAMS }, () => `transfer-${randomUUID()}`);
const waiting = [...streams];
const fill = async () => {
  for (let stream = waiting.pop(); stream; stream = waiting.pop())
    await store.appendToStream(stream, Array.from({ length: LONG }, asked));
};
await Promise.all(Array.from({ length: Number(concurrent) }, fill));

const evolve = (state, event) => ({ ...state, member: event.data.member, steps: state.steps + 1 });
const handle = CommandHandler({ evolve, initialState: () => ({ steps: 0 }) });
const call = async () => {
  const stream = streams[Math.floor(Math.random() * STREAMS)];
  for (;;) {
    try {
      await handle(store, stream, () => asked());
      return;
    } catch (error) {
      if (!/version|concurr/i.test(`${error.name} ${error.message}`)) throw error;
    }
  }
};
await drive(Number(concurrent), Number(seconds), call);
process.exit(0);
