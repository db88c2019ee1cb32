#!/usr/bin/env bash
# The passwords that PostgreSQL and NATS need, from a secrets folder (default: the volume of compose.yaml), as an env file.
set -euo pipefail
read_secret() {
  if [ -n "${SECRETS:-}" ]; then cat "$SECRETS/$1.password"
  else docker run --rm -v lienthong_data:/data --entrypoint cat lienthong:latest "/data/secrets/$1.password"; fi
}
printf 'POSTGRES_PASSWORD=%s\n' "$(read_secret postgres)"
for service in organization membership evaluation gateway; do
  printf 'NATS_%s=%s\n' "${service^^}" "$(read_secret "nats-$service")"
done
