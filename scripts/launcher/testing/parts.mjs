/*
 * The parts of a machine that some tests need and `npm install` can't bring: how each
 * is found and started, and how a person gets it.
 */
import { findChromium } from './chromium.mjs';
import { provideControlPlane } from './controlPlane.mjs';
import { findRegistry } from './dockerRegistry.mjs';
import { findPostgres, startPostgres } from './postgres.mjs';

const POSTGRES_VARIABLE =
  'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';

const PARTS = {
  postgresql: {
    how: 'install PostgreSQL (Debian: apt-get install postgresql, macOS: brew install postgresql)',
    async provide() {
      if (process.env[POSTGRES_VARIABLE]) {
        return { [POSTGRES_VARIABLE]: process.env[POSTGRES_VARIABLE] };
      }
      const binDir = await findPostgres();
      return binDir && { [POSTGRES_VARIABLE]: await startPostgres(binDir) };
    },
  },
  chromium: {
    how: 'install Chromium (Debian: apt-get install chromium) or name an executable in CHROMIUM_PATH',
    async provide() {
      const path = await findChromium();
      return path && { CHROMIUM_PATH: path };
    },
  },
  'docker-registry': {
    how: 'install docker-registry (Debian: apt-get install docker-registry) or name the program in DOCKER_REGISTRY_PATH',
    async provide() {
      const path = await findRegistry();
      return path && { DOCKER_REGISTRY_PATH: path };
    },
  },
  'control-plane': {
    how:
      'install Go 1.26 or later (on the PATH or in /usr/local/go/bin), or name a folder that ' +
      'holds etcd, kube-apiserver and kube-controller-manager in KUBEBUILDER_ASSETS',
    // Compiling takes minutes; the steps before have other things to do.
    early: true,
    provide: provideControlPlane,
  },
};

const provided = new Map();

/** How a person gets a part. */
export function howToGet(part) {
  return PARTS[part].how;
}

/** Begins with the parts of these steps that take long; nobody waits for them yet. */
export function beginEarly(steps) {
  for (const { needs = [], wants = {} } of steps) {
    for (const part of [...needs, ...Object.keys(wants)]) {
      if (PARTS[part].early) {
        // The step that waits for it sees the rejection.
        provide(part).catch(() => {});
      }
    }
  }
}

/** The environment variables by which tests reach a part, or undefined. */
export function provide(part) {
  if (!provided.has(part)) {
    provided.set(part, PARTS[part].provide());
  }
  return provided.get(part);
}
