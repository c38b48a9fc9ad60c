/**
 * The browser's tests, on the portal of `npm start` with a state of its own.
 * PORTAL_URL (and the SHIFT_DOWN_STATE that it runs on) uses one that runs already.
 */
import { defineConfig } from '@playwright/test';
import { resolve } from 'node:path';

const stateDir = resolve(
  __dirname,
  process.env.SHIFT_DOWN_STATE ?? '.shift-down/browser-tests',
);
const port = process.env.PORT ?? '3100';
const portalUrl = process.env.PORTAL_URL ?? `http://localhost:${port}`;

// Tests find the working copy of the recorded cluster by it.
process.env.SHIFT_DOWN_STATE = stateDir;

export default defineConfig({
  testDir: 'packages/app/e2e-tests',
  outputDir: '.shift-down/browser-test-results',
  // They share one portal and change its cluster.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    baseURL: portalUrl,
    viewport: { width: 1440, height: 960 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: process.env.PORTAL_URL
    ? undefined
    : {
        command: 'node scripts/launcher.mjs start',
        env: { PORT: port, SHIFT_DOWN_STATE: stateDir },
        url: portalUrl,
        timeout: 300_000,
        gracefulShutdown: { signal: 'SIGINT', timeout: 20_000 },
      },
});
