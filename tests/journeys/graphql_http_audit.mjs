// The GraphQL-over-HTTP audits of npm graphql-http against a running gateway: node this URL TOKEN [closed] → one line
// of JSON. Two audits (2EA1, 28B9) send variables along with a question by introspection, which production refuses:
// with `closed` the same variables go along with a question about an organisation.
import { serverAudits } from 'graphql-http';

const [url, token, closed] = process.argv.slice(2);
const asked = (body) =>
  closed && typeof body === 'string' ? body.replace('__type(name: $name)', 'organization(code: $name)') : body;
const fetchFn = (input, init = {}) =>
  fetch(input, { ...init, body: asked(init.body), headers: { ...(init.headers ?? {}), authorization: `Bearer ${token}` } });
const told = { ok: 0, notice: 0, warn: 0, error: 0 };
const failed = [];
for (const audit of serverAudits({ url, fetchFn })) {
  const result = await audit.fn();
  told[result.status] += 1;
  if (result.status !== 'ok') failed.push(`${result.status} ${audit.id} ${audit.name}: ${result.reason}`);
}
console.log(JSON.stringify({ ...told, failed }));
