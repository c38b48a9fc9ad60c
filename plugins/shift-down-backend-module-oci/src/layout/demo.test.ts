// The example organisation's images, as the portal of `npm start` judges them.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigReader } from '@backstage/config';
import {
  type GoldenReleaseFacts,
  type ImageJudgement,
  assessImage,
  createGoldenIndex,
  parseGoldenImages,
  parseImageReference,
  parseSupplyChainTrust,
  normalisePackageUrl,
  parseUpload,
  upgradeAdvice,
} from '@shift-down/plugin-shift-down-policy';
import { readdirSync, readFileSync } from 'node:fs';
import { parse, parseAllDocuments } from 'yaml';
import { sourceOptions } from '../__testUtils__/contents';
import { readRegistries } from '../config/readRegistries';
import { LayoutSource } from './LayoutSource';

const ROOT = resolve(__dirname, '../../../..');
const GOLDEN = resolve(ROOT, 'examples/images/golden');
const NOW = new Date('2026-11-20T09:00:00Z');

/** `$file`, as Backstage's configuration resolves it. */
function resolved(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(resolved);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if ('$file' in value) {
    return readFileSync(resolve(ROOT, String(value.$file)), 'utf8').trim();
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, it]) => [key, resolved(it)]),
  );
}

function readReport(path: string): unknown {
  return JSON.parse(readFileSync(resolve(GOLDEN, path), 'utf8'));
}

describe('the example images', () => {
  let judgement: Omit<ImageJudgement, 'tag'>;
  let source: LayoutSource;

  beforeAll(async () => {
    const config = parse(
      await readFile(resolve(ROOT, 'app-config.yaml'), 'utf8'),
    );
    const [entry] = readRegistries(
      new ConfigReader({
        shiftDown: { registries: config.shiftDown.registries },
      }),
      ROOT,
    );
    source = new LayoutSource(entry as never);
    const images = readdirSync(GOLDEN)
      .filter(it => it.endsWith('.yaml'))
      .flatMap(file => {
        const text = readFileSync(resolve(GOLDEN, file), 'utf8');
        const read = parseGoldenImages(text, file);
        if (read.problems.length > 0) {
          throw new Error(read.problems.join('\n'));
        }
        return read.images;
      });
    const facts: GoldenReleaseFacts[] = [];
    for (const golden of images) {
      for (const { version, digests, report = '' } of golden.releases) {
        const answer = await source.inspect(
          {
            repository: golden.repository,
            reference: { digest: digests.index },
          },
          sourceOptions(),
        );
        if (answer.outcome !== 'read') {
          throw new Error(
            `${golden.name} ${version}: ${JSON.stringify(answer)}`,
          );
        }
        facts.push({
          image: golden.name,
          version,
          digest: answer.image.digest,
          platforms: answer.image.platforms,
          report: {
            scanner: 'Trivy',
            observedAt: NOW.toISOString(),
            vulnerabilities: parseUpload(
              'trivy',
              readReport(report),
            ).vulnerabilities.map(it => ({
              ...it,
              packageUrl: normalisePackageUrl(it.packageUrl),
            })),
          },
        });
      }
    }
    judgement = {
      index: createGoldenIndex({ images, facts }),
      trust: parseSupplyChainTrust(resolved(config.shiftDown.supplyChain)),
      now: NOW,
    };
  });

  async function judge(reference: string) {
    const { repository, tag, digest } = parseImageReference(reference);
    const answer = await source.inspect(
      { repository, reference: { tag, digest } },
      sourceOptions(),
    );
    if (answer.outcome !== 'read') {
      throw new Error(`${reference}: ${JSON.stringify(answer)}`);
    }
    return { image: answer.image, ...assessImage(answer.image, judgement) };
  }

  it.each([
    [
      'platform/ingress:1.31.2',
      { state: 'golden', release: { image: 'static', version: '12.12.0' } },
      { state: 'current' },
      { state: 'verified', by: 'the platform team' },
      { state: 'unset' },
    ],
    [
      'payments/worker:1.8.2',
      { state: 'golden', evidence: 'provenance' },
      { state: 'behind', releases: 1 },
      { state: 'verified', by: 'the pipelines of the teams' },
      { state: 'verified', level: 3 },
    ],
    [
      'payments/api:2.14.0',
      { state: 'golden', release: { image: 'debian', version: '12.2.0' } },
      { state: 'behind', releases: 2 },
      { state: 'absent' },
      { state: 'unverified', code: 'unsigned' },
    ],
    [
      'payments/ledger:latest',
      { state: 'golden', release: { image: 'debian', version: '11.6.0' } },
      { state: 'out-of-support', since: '2026-07-01' },
      { state: 'absent' },
      { state: 'unset' },
    ],
    [
      'orders/checkout-relay:0.3.1',
      { state: 'golden', release: { image: 'debian', version: '12.1.0' } },
      { state: 'out-of-support', since: '2026-09-01' },
      { state: 'absent' },
      { state: 'unset' },
    ],
    [
      'orders/api:5.2.0',
      { state: 'not-golden', hint: 'docker.io/library/node:18-bookworm-slim' },
      { state: 'not-golden' },
      { state: 'verified', by: 'the pipelines of the teams' },
      { state: 'unset' },
    ],
    [
      'orders/web:3.0.0-rc.4',
      { state: 'golden', release: { image: 'nodejs', version: '22.21.1' } },
      { state: 'current' },
      { state: 'unverified', code: 'identity-mismatch' },
      { state: 'unset' },
    ],
  ])('%s', async (name, lineage, status, signature, provenance) => {
    const { assessment } = await judge(`registry.shift-down.example/${name}`);
    expect(assessment).toMatchObject({
      lineage,
      status,
      signature,
      provenance,
    });
  });

  it('are those that run in the example cluster', async () => {
    const folder = resolve(ROOT, 'examples/clusters/demo');
    const running = new Set(
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter(it => it.endsWith('.yaml'))
        .flatMap(file =>
          parseAllDocuments(readFileSync(resolve(folder, file), 'utf8')),
        )
        .flatMap(it => it.toJS()?.status?.containerStatuses ?? [])
        .map((it: { imageID: string }) => it.imageID),
    );
    const ours = [...running].filter(it => source.covers(it));
    expect(ours).toHaveLength(7);
    for (const reference of ours) {
      await expect(judge(reference)).resolves.toMatchObject({
        image: { digest: parseImageReference(reference).digest },
      });
    }
    expect(running.size - ours.length).toBe(2);
  });

  it('have reports of exactly their releases', async () => {
    for (const golden of judgement.index.images) {
      for (const { report = '', digests } of golden.releases) {
        expect(parseUpload('trivy', readReport(report))).toMatchObject({
          isScan: true,
          subject: {
            references: [
              { repository: golden.repository, digest: digests.index },
            ],
          },
        });
      }
    }
  });

  it('say what an upgrade of the payments API removes, and what it leaves', () => {
    const advice = upgradeAdvice(
      { image: 'debian', version: '12.2.0' },
      undefined,
      judgement.index,
      NOW,
    );
    const advisories = (list: { advisory: string }[] = []) =>
      list.map(it => it.advisory);
    expect(advice?.to.version).toBe('12.12.0');
    expect(advisories(advice?.removes)).toEqual([
      'CVE-2023-5363',
      'CVE-2023-6246',
    ]);
    expect(advisories(advice?.leaves)).toEqual([
      'CVE-2023-45853',
      'CVE-2011-3374',
    ]);
  });
});
