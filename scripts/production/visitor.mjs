// A person in a browser: signs in through the identity provider and looks around.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { beforeExit } from '../launcher/processes.mjs';

const EMAIL = 'dana@shift-down.example';
const USER = 'user:default/dana';
const LIMIT_MS = 90_000;

/**
 * @returns what was seen to work, a sentence each; throws at the first that does not
 */
export async function signInAndAsk(url) {
  const anonymous = await fetch(`${url}/api/shift-down/postures`);
  assert.equal(anonymous.status, 401, 'the API answers without sign-in');

  const index = await fetch(url);
  assert.match(await index.text(), /<div id="root">/, 'no front end is served');

  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  beforeExit(() => browser.close());
  const page = await browser.newPage();
  const token = await signIn(page, url);

  const { sub } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
  assert.equal(sub, USER, 'signed in as somebody else');

  const postures = await assessedPostures(url, token);
  const namespaces = await evaluatedNamespaces(url, token);
  return [
    'refuses who has not signed in',
    'the back end serves the front end',
    `signed in as ${sub} through OpenID Connect`,
    `the API shows ${postures.length} assessed entities of theirs`,
    `${namespaces.length} namespaces of theirs were evaluated`,
  ];
}

/** Clicks through the sign-in; returns the token that the front end then sends. */
async function signIn(page, url) {
  const authorized = page.waitForRequest(
    request =>
      request.url().startsWith(`${url}/api/`) &&
      Boolean(request.headers().authorization),
    { timeout: LIMIT_MS },
  );
  await page.goto(url);
  const popupOpened = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Sign in' }).click();
  const popup = await popupOpened;
  await popup.locator('input[name=login]').fill(EMAIL);
  await popup.locator('input[name=password]').fill('any');
  await popup.locator('button[type=submit]').click();
  await popup.getByRole('button', { name: 'Continue' }).click();
  const request = await authorized;
  return request.headers().authorization.replace(/^Bearer /, '');
}

async function assessedPostures(url, token) {
  return await eventuallySome(
    `${url}/api/shift-down/postures?limit=100`,
    token,
    ({ state }) => state === 'assessed',
  );
}

/** By our own evaluators, in a thread that loads them from what was packed. */
async function evaluatedNamespaces(url, token) {
  return await eventuallySome(
    `${url}/api/shift-down/namespaces`,
    token,
    ({ freshness, version }) => freshness === 'fresh' && version !== undefined,
  );
}

async function eventuallySome(url, token, isDone) {
  const deadline = Date.now() + LIMIT_MS;
  let answer;
  while (Date.now() < deadline) {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${token}` },
    });
    answer = await response.text();
    assert.equal(response.status, 200, answer);
    const done = JSON.parse(answer).items.filter(isDone);
    if (done.length > 0) {
      return done;
    }
    await sleep(1_000);
  }
  throw new Error(`${url} shows none in time: ${answer.slice(0, 500)}`);
}
