/** `yarn cluster [--crds] [--port 6443] [--kubeconfig FILE] [--no-controller-manager]`: a control plane until Ctrl+C. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installCustomResources } from './customResources/install';
import { isFree } from './processes/ports';
import { startControlPlane } from './startControlPlane';

const USUAL_PORT = 6443;
/** Ignored by Git, and the same in every run, so that configuration may name it. */
const KUBECONFIG = resolve(
  require.resolve('../package.json'),
  '../../../.shift-down/cluster/kubeconfig',
);

function readOptions() {
  const { values } = parseArgs({
    options: {
      crds: { type: 'boolean', default: false },
      port: { type: 'string' },
      kubeconfig: { type: 'string', default: KUBECONFIG },
      'no-controller-manager': { type: 'boolean', default: false },
    },
  });
  return { ...values, kubeconfig: resolve(values.kubeconfig) };
}

async function main() {
  const options = readOptions();
  const usual = (await isFree(USUAL_PORT)) ? USUAL_PORT : undefined;
  const starting = startControlPlane({
    port: options.port ? Number(options.port) : usual,
    controllerManager: !options['no-controller-manager'],
  });
  const ended = new Promise<void>(done => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => done());
    }
  });
  const controlPlane = await starting;
  try {
    if (options.crds) {
      await installCustomResources(controlPlane);
    }
    await mkdir(dirname(options.kubeconfig), { recursive: true });
    await writeFile(options.kubeconfig, controlPlane.kubeconfig.text, {
      mode: 0o600,
    });
    console.log(explain(controlPlane.url, options.kubeconfig));
    await ended;
  } finally {
    await rm(options.kubeconfig, { force: true });
    await controlPlane.stop();
  }
}

function explain(url: string, kubeconfig: string) {
  return `
A cluster without nodes is ready at ${url}, as administrator by
  ${kubeconfig}

Look at it:
  KUBECONFIG=${kubeconfig} kubectl get namespaces

Show it in the portal, in app-config.local.yaml:
  shiftDown:
    clusters:
      - name: local
        type: kubeconfig
        path: ${kubeconfig}

Ctrl+C stops it and forgets everything in it.`;
}

main().then(
  () => process.exit(0),
  error => {
    console.error(error);
    process.exit(1);
  },
);
