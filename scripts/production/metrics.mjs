// What Prometheus would read from the portal, and from where it can.
import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const LIMIT_MS = 60_000;
/** What an operator is told to alarm on; leases change only with a replica. */
const SERIES = [
  'shift_down_source_age',
  'shift_down_assessment_queue_age',
  'shift_down_lease_changes_total',
  'shift_down_evaluation_objects_total',
];

/** @returns what was seen to work, in one sentence; throws if it does not */
export async function scrapeMetrics(port) {
  const found = await whenServed(`http://127.0.0.1:${port}/metrics`);
  for (const address of otherAddresses()) {
    await assert.rejects(
      fetch(`http://${address}:${port}/metrics`),
      `metrics are served on ${address} too`,
    );
  }
  return `${found} series of shift_down_ at /metrics, on loopback only`;
}

/** Sources have an age once they have been read. */
async function whenServed(url) {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    const response = await fetch(url);
    const text = await response.text();
    assert.equal(response.status, 200, text);
    const series = text.match(/^shift_down_[^ ]+ /gm) ?? [];
    const missing = SERIES.filter(
      name => !series.some(it => it.startsWith(name)),
    );
    if (missing.length === 0) {
      return series.length;
    }
    assert.ok(
      Date.now() < deadline,
      `${url} lacks ${missing.join(', ')}:\n${text.slice(0, 2_000)}`,
    );
    await sleep(1_000);
  }
}

function otherAddresses() {
  return Object.values(networkInterfaces())
    .flat()
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}
