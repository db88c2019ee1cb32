// The GraphQL-over-HTTP audits of npm graphql-http against a running gateway: node this URL TOKEN → one line of JSON.
import { serverAudits } from 'graphql-http';

const [url, token] = process.argv.slice(2);
const fetchFn = (input, init = {}) =>
  fetch(input, { ...init, headers: { ...(init.headers ?? {}), authorization: `Bearer ${token}` } });
const told = { ok: 0, notice: 0, warn: 0, error: 0 };
const failed = [];
for (const audit of serverAudits({ url, fetchFn })) {
  const result = await audit.fn();
  told[result.status] += 1;
  if (result.status !== 'ok') failed.push(`${result.status} ${audit.id} ${audit.name}: ${result.reason}`);
}
console.log(JSON.stringify({ ...told, failed }));
