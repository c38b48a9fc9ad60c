/**
 * `yarn bench [ingest|serve|live|verdict|images|exceptions|provisioning] [--postgresql URL] [--scale 0.02]`: prints tables of figures.
 * Nothing here passes or fails; a missed aim is printed beside the figure.
 */
import { parseArgs } from 'node:util';
import { benchExceptions } from './exceptions';
import { benchImages } from './images';
import { benchIngest } from './ingest';
import { benchLive } from './live';
import { benchProvisioning } from './provisioning';
import { benchServe } from './serve';
import { benchVerdict } from './verdict';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    postgresql: { type: 'string' },
    scale: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    format: { type: 'string' },
  },
});
const seed = Number(values.seed);
const scale = Number(values.scale);
const formats = values.format
  ? [values.format as 'json']
  : (['json', 'yaml'] as const);
const wanted =
  positionals.length > 0
    ? positionals
    : ['ingest', 'live', 'verdict', 'images', 'provisioning', 'serve'];

const engines = values.postgresql
  ? (['sqlite', 'postgresql'] as const)
  : (['sqlite'] as const);

const fleet = {
  clusters: 50,
  teams: Math.max(50, 500 * scale),
  entities: 10_000 * scale,
  failingPolicies: 40,
  passingPolicies: 20,
  vulnerabilities: 60,
  entitiesPerImage: 10,
};

async function main() {
  if (wanted.includes('ingest')) {
    console.log('\nIngest of one recorded cluster (aim: 10,000 results/s)');
    const size = {
      namespaces: Math.max(1, 50 * scale),
      workloads: 5000 * scale,
      resultsPerWorkload: 20,
      failEvery: 4,
    };
    const rows = [];
    for (const engine of engines) {
      for (const format of formats) {
        rows.push(
          await benchIngest({
            engine,
            connection: values.postgresql,
            format,
            size,
            seed,
          }),
        );
      }
    }
    console.table(rows);
  }
  if (wanted.includes('live')) {
    await benchLive({
      engines,
      connection: values.postgresql,
      size: {
        namespaces: Math.max(1, 50 * scale),
        workloads: 5000 * scale,
        resultsPerWorkload: 20,
      },
    });
  }
  if (wanted.includes('verdict')) {
    await benchVerdict({ count: Math.max(10, 1000 * scale), seed });
  }
  if (wanted.includes('images')) {
    await benchImages(scale);
  }
  if (wanted.includes('provisioning')) {
    await benchProvisioning({
      engines,
      connection: values.postgresql,
      made: Math.max(2, 100 * scale),
      watched: Math.max(10, 5000 * scale),
    });
  }
  if (wanted.includes('serve')) {
    if (!values.postgresql) {
      console.log(
        '\nThe serving benchmark needs --postgresql with a connection string.',
      );
      return;
    }
    console.log(
      '\nServing 1,000,000 failing results over 10,000 entities, permissions on and conditional (aims: posture p95 20 ms in the store, 75 ms over HTTP)',
    );
    await benchServe({ connection: values.postgresql, seed, size: fleet });
  }
  if (wanted.includes('exceptions')) {
    if (!values.postgresql) {
      console.log(
        '\nThe benchmark of exceptions needs --postgresql with a connection string.',
      );
      return;
    }
    console.log(
      '\n10,000 exceptions over 1,000,000 failing results (aim: blast radius p95 300 ms, reading no slower than without)',
    );
    await benchExceptions(
      { connection: values.postgresql, seed, size: fleet },
      Math.round(10_000 * scale),
    );
  }
}

main().then(
  () => process.exit(0),
  error => {
    console.error(error);
    process.exit(1);
  },
);
