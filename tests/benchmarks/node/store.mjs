// Emmett's PostgreSQL store over one pool of connections: at most 32, beyond that it gets slower.
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';

const MOST_CONNECTIONS = 32;

export async function open(dsn, concurrent) {
  const pool = new pg.Pool({ connectionString: dsn, max: Math.min(concurrent, MOST_CONNECTIONS) });
  const store = getPostgreSQLEventStore(dsn, { connectionOptions: { pooled: true, pool } });
  await store.schema.migrate();
  return store;
}

export const asked = () => ({
  type: 'TransferAsked',
  data: {
    member: '0198d8f2-0000-7000-8000-000000012345',
    origin: '0198d8f2-0000-7000-8000-000000000123',
    destination: '0198d8f2-0000-7000-8000-000000000456',
    reason: 'CHANGE_OF_WORK',
    decision_number: '123-QĐ/ĐU',
    effective_on: '2026-11-21',
    requested_by: 'officer@79.26740',
  },
});
