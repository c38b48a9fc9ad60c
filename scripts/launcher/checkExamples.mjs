/*
 * Asks a running portal, as its platform engineer, what it says of the example
 * entities, and waits until it has judged all of them.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { LauncherError } from './console.mjs';

const LIMIT_MS = 120_000;
const POLL_MS = 1_000;
const PLATFORM_ENGINEER = 'petra';
const CLAIM = /^backstage\.io\/kubernetes-/;

/**
 * @returns a line for each example entity
 * @throws LauncherError that says which entities are missing, or why
 */
export async function checkExamples(backendUrl) {
  const deadline = Date.now() + LIMIT_MS;
  let problem = 'nothing was asked';
  while (Date.now() < deadline) {
    try {
      const token = await signIn(backendUrl);
      const claiming = await listClaimingEntities(backendUrl, token);
      const postures = await listPostures(backendUrl, token);
      problem = findProblem(claiming, postures);
      if (!problem) {
        return postures.map(describe).sort();
      }
    } catch (error) {
      problem = error.message;
    }
    await sleep(POLL_MS);
  }
  throw new LauncherError(
    `The example entities were not assessed within ${
      LIMIT_MS / 1000
    } s: ${problem}.`,
  );
}

/** What still keeps the answer from being whole, or undefined. */
export function findProblem(claiming, postures) {
  if (claiming.length === 0) {
    return 'the catalog holds no entity that claims workloads';
  }
  const judged = new Map(postures.map(item => [item.entityRef, item]));
  const missing = claiming.filter(ref => !judged.has(ref));
  if (missing.length > 0) {
    return `no posture of ${missing.join(', ')}`;
  }
  const pending = postures.filter(({ state }) => state === 'pending');
  if (pending.length > 0) {
    return `still pending: ${pending.map(item => item.entityRef).join(', ')}`;
  }
  if (!postures.some(({ state }) => state === 'assessed')) {
    return 'no entity is assessed, so no evidence has arrived';
  }
  return undefined;
}

/** One line: `component:default/payments-api  C  score 71  failing 5  unknown 2`. */
export function describe(posture) {
  const { entityRef, state, grade, score, failing, unknown } = posture;
  if (state !== 'assessed') {
    return `${entityRef}  ${state}`;
  }
  return [
    entityRef,
    grade,
    `score ${score ?? 'unknown'}`,
    `failing ${failing}`,
    `unknown ${unknown}`,
  ].join('  ');
}

async function signIn(backendUrl) {
  const { backstageIdentity } = await getJson(
    `${backendUrl}/api/auth/development/refresh`,
    { 'x-shift-down-persona': PLATFORM_ENGINEER },
  );
  return backstageIdentity.token;
}

async function listClaimingEntities(backendUrl, token) {
  const entities = await getJson(
    `${backendUrl}/api/catalog/entities?fields=kind,metadata.name,metadata.namespace,metadata.annotations`,
    { authorization: `Bearer ${token}` },
  );
  return entities
    .filter(({ metadata }) =>
      Object.keys(metadata.annotations ?? {}).some(key => CLAIM.test(key)),
    )
    .map(({ kind, metadata: { namespace = 'default', name } }) =>
      `${kind}:${namespace}/${name}`.toLowerCase(),
    );
}

async function listPostures(backendUrl, token) {
  const items = [];
  let cursor;
  do {
    const query = new URLSearchParams({
      limit: '200',
      ...(cursor && { cursor }),
    });
    const page = await getJson(
      `${backendUrl}/api/shift-down/postures?${query}`,
      { authorization: `Bearer ${token}` },
    );
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return items;
}

async function getJson(url, headers) {
  const response = await fetch(url, {
    headers,
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) {
    const body = await response.text();
    throw new Error(
      `${new URL(url).pathname} answered ${response.status}: ${body.slice(
        0,
        300,
      )}`,
    );
  }
  return response.json();
}
