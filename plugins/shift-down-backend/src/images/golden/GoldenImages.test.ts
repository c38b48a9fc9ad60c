import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migratedDatabase } from '../../__testUtils__/database';
import {
  FakeImageSource,
  goldenImage,
  HOST,
  imageOf,
  imageStage,
  locationRead,
  SettableClock,
} from '../../__testUtils__/images';
import {
  insertCluster,
  insertEntity,
  insertFinding,
  insertScan,
  insertSubject,
} from '../../__testUtils__/rows';

jest.setTimeout(60_000);

const REF = 'component:default/api';

/** A Trivy report of these advisories in openssl. */
function trivy(createdAt: string, ...advisories: string[]): string {
  return JSON.stringify({
    SchemaVersion: 2,
    CreatedAt: createdAt,
    ArtifactName: `${HOST}/golden/node`,
    ArtifactType: 'container_image',
    Metadata: { OS: { Family: 'debian', Name: '12' } },
    Results: [
      {
        Target: 'debian',
        Class: 'os-pkgs',
        Type: 'debian',
        Vulnerabilities: advisories.map(VulnerabilityID => ({
          VulnerabilityID,
          PkgName: 'openssl',
          PkgIdentifier: { PURL: 'pkg:deb/debian/openssl@3.0.11' },
          InstalledVersion: '3.0.11',
          FixedVersion: '3.0.13',
          Severity: 'CRITICAL',
          Title: 'A flaw',
        })),
      },
    ],
  });
}

describe('golden images', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    let knex: Knex;
    let source: FakeImageSource;
    let stage: Awaited<ReturnType<typeof imageStage<SettableClock>>>;

    const api = imageOf('shop/api', '1', ['node-1', 'api']);
    const problem = async () =>
      (await stage.catalogues.current(stage.clock.now())).catalogue.problem;

    beforeEach(async () => {
      knex = await migratedDatabase(databases, id);
      source = new FakeImageSource();
      source.push(imageOf('golden/node', '22.1', ['node-1']), '22.1');
      source.push(imageOf('golden/node', '22.2', ['node-2']), '22.2');
      source.push(api);
      await insertCluster(knex, 'demo');
      await insertEntity(knex, REF);
      await insertSubject(knex, {
        cluster: 'demo',
        namespace: 'shop',
        name: 'api',
        entities: [REF],
        containers: [
          { name: 'main', repository: api.repository, digest: api.digest },
        ],
      });
      stage = await imageStage(knex, { source });
    });
    afterEach(async () => await knex.destroy());

    it('tell what an image was built on, and how far it is behind', async () => {
      await stage.declare(locationRead([goldenImage(['22.1', '22.2'])]));
      await stage.settle();
      expect(await stage.image('shop/api', api.digest)).toMatchObject({
        lineage_state: 'golden',
        golden_image: 'node',
        golden_version: '22.1',
        status_state: 'behind',
        releases_behind: 1,
      });
      const { assessment } = await stage.image('shop/api', api.digest);
      expect(
        assessment.layers.map((it: object) => 'isBase' in it && it.isBase),
      ).toEqual([true, false]);
      expect(await knex('golden_adoption')).toMatchObject([
        { entity_ref: REF, image: 'node', version: '22.1', workloads: 1 },
      ]);
      expect(
        await knex('assessment_queue').where('entity_ref', REF).first(),
      ).toBeDefined();
    });

    it('judge again when another release comes, and mark who stands on them', async () => {
      await stage.declare(locationRead([goldenImage(['22.1'])]));
      await stage.settle();
      expect(await stage.image('shop/api', api.digest)).toMatchObject({
        status_state: 'current',
      });
      await knex('assessment_queue').delete();
      stage.clock.pass({ minutes: 1 });
      await stage.declare(locationRead([goldenImage(['22.1', '22.2'])]));
      await stage.settle();
      expect(await stage.image('shop/api', api.digest)).toMatchObject({
        status_state: 'behind',
        changed_at: stage.clock.now().toISOString(),
      });
      expect(await knex('assessment_queue').pluck('entity_ref')).toEqual([REF]);
    });

    it('stay as they were when their location fails, which says so', async () => {
      await stage.declare(locationRead([goldenImage(['22.1', '22.2'])]));
      await stage.settle();
      expect(await problem()).toBeUndefined();
      const failed = locationRead([], {
        outcome: 'failed',
        isComplete: false,
        problems: ['golden: no such folder'],
      });
      await stage.declare(failed);
      await stage.settle();
      expect(await knex('golden_releases').pluck('version')).toHaveLength(2);
      const location = await knex('golden_locations').first();
      expect(JSON.parse(location.problems)).toEqual(['golden: no such folder']);
      expect(await problem()).toBeUndefined();
      expect(await stage.image('shop/api', api.digest)).toMatchObject({
        lineage_state: 'golden',
      });

      stage.clock.pass({ hours: 25 });
      await stage.declare(failed);
      expect(await problem()).toMatch(/could not be read since/);
    });

    it('are gone only from a location that was read in full', async () => {
      const other = goldenImage(['1.0'], {
        name: 'java',
        repository: `${HOST}/golden/java`,
      });
      await stage.declare(locationRead([goldenImage(['22.1']), other]));
      await stage.declare(
        locationRead([other], { isComplete: false, problems: ['not YAML'] }),
      );
      expect(await knex('golden_images').orderBy('name').pluck('name')).toEqual(
        ['java', 'node'],
      );
      expect(await problem()).toMatch(/Not every golden image/);
      await stage.declare(locationRead([other]));
      expect(await knex('golden_images').pluck('name')).toEqual(['java']);
      expect(await problem()).toBeUndefined();
    });

    it('call nothing not golden while some may not be known', async () => {
      const web = source.push(imageOf('shop/web', '1', ['alpine', 'web']));
      await insertSubject(knex, {
        cluster: 'demo',
        namespace: 'shop',
        name: 'web',
        containers: [
          { name: 'main', repository: web.repository, digest: web.digest },
        ],
      });
      await stage.declare(
        locationRead([goldenImage(['22.1'])], { isComplete: false }),
      );
      await stage.settle();
      expect(await stage.image('shop/web', web.digest)).toMatchObject({
        lineage_state: 'unknown',
      });
      await stage.declare(locationRead([goldenImage(['22.1'])]));
      await stage.settle();
      expect(await stage.image('shop/web', web.digest)).toMatchObject({
        lineage_state: 'not-golden',
      });
    });

    it('find releases by tags, and keep them while the tags can not be listed', async () => {
      source.tags = ['22.1.0', '22.2.0', 'latest'];
      const discovering = goldenImage([], { discovery: { rule: 'semver' } });
      await stage.declare(locationRead([discovering]));
      await stage.settle();
      const versions = () =>
        knex('golden_releases').orderBy('version').pluck('version');
      expect(await versions()).toEqual(['22.1.0', '22.2.0']);
      source.lists = async () => ({
        outcome: 'unknown',
        problem: 'unavailable',
        reason: 'The registry is down',
      });
      stage.clock.pass({ minutes: 10 });
      await stage.declare(locationRead([discovering]));
      await stage.settle();
      expect(await versions()).toEqual(['22.1.0', '22.2.0']);
      expect(await knex('golden_images').first()).toMatchObject({
        tags_problem: 'The registry is down',
        tags_attempts: 1,
      });
    });

    it('keep the platform’s clock, whatever comes and goes', async () => {
      const image = goldenImage(['22.1', '22.2']);
      image.releases[0].report = 'old.json';
      image.releases[1].report = 'new.json';
      const declare = async (old: string, newer: string) => {
        await stage.declare(
          locationRead([image], {
            files: { 'old.json': old, 'new.json': newer },
          }),
        );
        await stage.settle();
      };
      const platform = async () =>
        await knex('golden_vulnerabilities')
          .orderBy('advisory')
          .select('advisory', 'first_seen', 'due_at', 'closed_by');
      const [first, second, third] = [
        '2026-10-20T00:00:00.000Z',
        '2026-10-25T00:00:00.000Z',
        '2026-10-30T00:00:00.000Z',
      ];
      await declare(
        trivy(first, 'CVE-1', 'CVE-2'),
        trivy(first, 'CVE-1', 'CVE-2'),
      );
      const open = {
        first_seen: first,
        due_at: '2026-10-27T00:00:00.000Z',
        closed_by: null,
      };
      expect(await platform()).toEqual([
        { advisory: 'CVE-1', ...open },
        { advisory: 'CVE-2', ...open },
      ]);
      await declare(trivy(second, 'CVE-1', 'CVE-2'), trivy(second, 'CVE-2'));
      expect(await platform()).toEqual([
        { advisory: 'CVE-1', ...open, closed_by: '22.2' },
        { advisory: 'CVE-2', ...open },
      ]);
      await declare(
        trivy(third, 'CVE-1', 'CVE-2'),
        trivy(third, 'CVE-1', 'CVE-2'),
      );
      expect(await platform()).toEqual([
        { advisory: 'CVE-1', ...open },
        { advisory: 'CVE-2', ...open },
      ]);
    });

    it('bring VEX documents along, and tell whom they concern', async () => {
      const image = goldenImage(['22.1'], { vex: ['vex.json'] });
      const author = 'Platform <platform@example.com>';
      const vex = JSON.stringify({
        '@context': 'https://openvex.dev/ns/v0.2.0',
        '@id': 'https://example.com/vex/1',
        author,
        timestamp: '2026-10-01T00:00:00Z',
        version: 1,
        statements: [
          {
            vulnerability: { name: 'CVE-1' },
            products: [{ '@id': `${HOST}/golden/node` }],
            status: 'not_affected',
            justification: 'vulnerable_code_not_present',
          },
        ],
      });
      await stage.declare(locationRead([goldenImage(['22.1'])]));
      await stage.settle();
      await knex('assessment_queue').delete();
      const trusts = async () =>
        (await knex('vex_documents').select('trust', 'author')).map(row => ({
          author: row.author,
          trusted: JSON.parse(row.trust).trusted,
        }));
      await stage.declare(
        locationRead([image], { files: { 'vex.json': vex } }),
      );
      expect(await trusts()).toEqual([{ author, trusted: false }]);
      expect(await knex('assessment_queue').pluck('entity_ref')).toEqual([REF]);

      image.trust = {
        signatures: [],
        provenance: [],
        verifiers: [],
        vexAuthors: [
          {
            name: 'platform',
            author,
            repositories: [`${HOST}/golden/node`],
            packages: [],
            proof: { type: 'git' },
          },
        ],
      };
      await stage.declare(
        locationRead([image], { files: { 'vex.json': vex } }),
      );
      expect(await trusts()).toEqual([{ author, trusted: true }]);
    });

    it('take reports of their releases from clusters and pipelines that are believed', async () => {
      const release = source.push(
        imageOf('golden/node', '22.1', ['node-1']),
        '22.1',
      );
      const { digest, repository } = release;
      await stage.declare(locationRead([goldenImage(['22.1'])]));
      await stage.settle();
      const subject = await insertSubject(knex, {
        cluster: 'demo',
        namespace: 'shop',
        name: 'node',
        containers: [{ name: 'main', repository, digest }],
      });
      const object_id = 'f'.repeat(32);
      await knex('objects').insert({
        id: object_id,
        cluster_uid: 'uid-demo',
        source_kind: 'VulnerabilityReport',
        api_version: 'v1',
        kind: 'VulnerabilityReport',
        namespace: 'shop',
        name: 'node',
        uid: '',
        hash: '',
        observed_at: '2026-10-30T00:00:00.000Z',
      });
      await insertScan(knex, {
        object_id,
        subject_id: subject,
        container: 'main',
        repository,
        digest,
        observed_at: '2026-10-30T00:00:00.000Z',
      });
      await insertFinding(knex, 'CVE-1', {
        type: 'vulnerability',
        advisory: 'CVE-1',
        package_url: 'pkg:deb/debian/openssl',
        package_name: 'openssl',
        severity: 'critical',
        seenIn: [
          {
            object_id,
            subject_id: subject,
            component: 'main',
            detail: '{"installedVersion":"3.0.11"}',
          },
        ],
      });
      const writer = {
        cluster_uid: 'uid-demo',
        source_kind: 'VulnerabilityReport',
        namespace: 'shop',
        writer: 'Group:team-a',
        via: 'edit',
      };
      await knex('clusters').update({ report_trust: 'rbac' });
      await knex('report_writers').insert({ ...writer, trusted: false });
      const report = async () =>
        await knex('golden_releases').first('report_origin', 'scanned_at');
      await stage.settle();
      expect(await report()).toEqual({ report_origin: null, scanned_at: null });

      await knex('report_writers').delete();
      await stage.settle();
      expect(await report()).toEqual({
        report_origin: 'scan',
        scanned_at: '2026-10-30T00:00:00.000Z',
      });
      expect(await knex('golden_release_vulnerabilities')).toMatchObject([
        { advisory: 'CVE-1', installed_version: '3.0.11', fixed_version: '' },
      ]);

      const upload = {
        id: 'u',
        repository,
        digest,
        format: 'trivy',
        tool: 'Trivy',
        tool_version: '0.60',
        content_digest: 'sha256:0',
        uploaded_by: 'external:ci',
        received_at: '2026-10-31T00:00:00.000Z',
        observed_at: '2026-10-31T00:00:00.000Z',
        is_scan: true,
        is_complete: false,
        os: '',
        os_end_of_life: false,
        counts: '{}',
        vulnerabilities: '[]',
      };
      await knex('uploads').insert(upload);
      await knex('upload_digests').insert({ upload_id: 'u', digest });
      await stage.settle();
      expect(await report()).toMatchObject({ report_origin: 'scan' });
      await knex('uploads').update({ is_complete: true });
      await stage.settle();
      expect(await report()).toMatchObject({ report_origin: 'upload' });
      expect(await knex('golden_release_vulnerabilities')).toEqual([]);
    });

    it('say which file beside them could not be understood', async () => {
      const image = goldenImage(['22.1']);
      image.releases[0].report = 'report.json';
      await stage.declare(
        locationRead([image], { files: { 'report.json': 'none' } }),
      );
      const row = await knex('golden_images').first();
      expect(JSON.parse(row.problems)).toEqual([
        expect.stringMatching(/^report\.json: /),
      ]);
    });
  });
});
