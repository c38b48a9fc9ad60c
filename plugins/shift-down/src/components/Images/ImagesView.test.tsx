import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeShiftDownApi } from '../../__testUtils__/FakeShiftDownApi';
import {
  aGoldenBasedImage,
  anImage,
  aPosture,
  aVulnerability,
  findingId,
  hoursAgo,
} from '../../__testUtils__/fixtures';
import {
  currentSearch,
  renderEntityExtension,
} from '../../__testUtils__/renderTab';
import type { Image } from '@shift-down/plugin-shift-down-common/client';

const API_IMAGE = 'registry.example.com/payments/api';
const UNSCANNED = 'registry.example.com/payments/migrate';

function renderImages(search = '') {
  const api = new FakeShiftDownApi({
    postures: [aPosture()],
    images: [
      anImage(),
      anImage({
        repository: UNSCANNED,
        scanned: false,
        scanner: undefined,
        vulnerabilities: undefined,
      }),
      anImage({
        repository: 'registry.example.com/payments/proxy',
        vulnerabilities: { critical: 0 },
        osEndOfLife: false,
      }),
    ],
    findings: [
      aVulnerability(),
      aVulnerability({
        id: findingId(101),
        advisory: 'CVE-2099-0002',
        fixedVersion: undefined,
      }),
    ],
  });
  renderEntityExtension({ api, search: `?view=images${search}` });
  return api;
}

const rowOf = async (name: RegExp) =>
  (await screen.findByRole('rowheader', { name })).closest('tr')!;

describe('images', () => {
  it('counts vulnerabilities by severity', async () => {
    renderImages();
    const row = await rowOf(/payments\/api/);
    expect(within(row).getByText('1 critical')).toBeInTheDocument();
    expect(within(row).getByText('12 low')).toBeInTheDocument();
    expect(within(row).queryByText(/medium/)).not.toBeInTheDocument();
  });

  it('shows an image that was never scanned as unknown, not as without vulnerabilities', async () => {
    renderImages();
    const row = await rowOf(/payments\/migrate/);
    expect(within(row).getByText('Not scanned: unknown')).toBeInTheDocument();
    expect(within(row).queryByText(/None reported/)).not.toBeInTheDocument();
  });

  it('says the same of it in full', async () => {
    renderImages(`&image=${encodeURIComponent(UNSCANNED)}`);
    const panel = within(await screen.findByRole('dialog'));
    expect(
      await panel.findByText(/its vulnerabilities are unknown/),
    ).toBeInTheDocument();
    expect(panel.queryByText(/None reported/)).not.toBeInTheDocument();
  });

  it('says who reports none where an image was scanned', async () => {
    renderImages();
    expect(
      within(await rowOf(/payments\/proxy/)).getByText(
        'None reported by Trivy',
      ),
    ).toBeInTheDocument();
  });

  it('opens an image in the URL and lists its vulnerabilities', async () => {
    const api = renderImages();
    await userEvent.click(
      await screen.findByRole('link', { name: /payments\/api/ }),
    );
    const panel = within(await screen.findByRole('dialog'));
    expect(
      await panel.findByRole('rowheader', { name: /CVE-2099-0001/ }),
    ).toBeInTheDocument();
    expect(currentSearch().get('image')).toBe(
      `${API_IMAGE}@${anImage().digest}`,
    );
    expect(api.findingQueries.at(-1)).toMatchObject({
      type: 'vulnerability',
      repository: [API_IMAGE],
    });
    expect(panel.getByText('No fix yet')).toBeInTheDocument();
    expect(panel.getByText('No longer maintained')).toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(currentSearch().has('image')).toBe(false));
  });

  it('leaves only what can be fixed', async () => {
    const api = renderImages(`&image=${encodeURIComponent(API_IMAGE)}`);
    await userEvent.click(
      await screen.findByRole('switch', { name: 'Only with a fixed version' }),
    );
    await waitFor(() =>
      expect(screen.queryByText('CVE-2099-0002')).not.toBeInTheDocument(),
    );
    expect(api.findingQueries.at(-1)).toMatchObject({ fixable: true });
    expect(currentSearch().get('fixable')).toBe('true');
  });
});

describe('how an image stands', () => {
  const newest = { image: 'debian-slim', version: '12.3' };
  it.each<[string, Partial<Image>, string[]]>([
    [
      'current',
      { status: { state: 'current' } },
      ['Current', 'on debian-slim 12.1'],
    ],
    [
      'behind',
      { status: { state: 'behind', releases: 2, days: 41, newest } },
      ['2 releases (41 days) behind', 'Newest: 12.3'],
    ],
    [
      'out of support',
      { status: { state: 'out-of-support', since: '2026-01-31' } },
      ['Out of support since January 31, 2026'],
    ],
    [
      'retired',
      { status: { state: 'retired', replacement: 'debian-13' } },
      ['Retired, use debian-13'],
    ],
    [
      'not golden',
      {
        lineage: { state: 'not-golden', reason: 'No layer is shared.' },
        status: { state: 'not-golden', reason: 'No layer is shared.' },
      },
      ['Not built on a golden image', 'No layer is shared.'],
    ],
    [
      'unknown',
      {
        lineage: { state: 'unknown', reason: 'The image was squashed.' },
        status: { state: 'unknown', reason: 'The image was squashed.' },
      },
      ['Unknown what it is built on', 'The image was squashed.'],
    ],
    [
      'not read',
      {
        inspection: {
          state: 'unknown',
          reason: 'The registry is not configured.',
        },
        lineage: undefined,
        status: undefined,
      },
      ['Unknown what it is built on', 'The registry is not configured.'],
    ],
    [
      'pending',
      { inspection: { state: 'pending' }, lineage: undefined },
      ['Not looked at yet'],
    ],
  ])('says in words that it is %s', async (_, image, words) => {
    renderEntityExtension({
      api: new FakeShiftDownApi({
        postures: [aPosture()],
        images: [aGoldenBasedImage(image)],
      }),
      search: '?view=images',
    });
    const row = within(await rowOf(/payments\/api/));
    for (const word of words) {
      expect(row.getByText(word)).toBeInTheDocument();
    }
  });

  it('never shows what nobody asked about as signed or built on a golden image', async () => {
    renderEntityExtension({
      api: new FakeShiftDownApi({
        postures: [aPosture()],
        images: [anImage()],
      }),
      search: '?view=images',
    });
    const row = within(await rowOf(/payments\/api/));
    expect(row.getByText('Unknown what it is built on')).toBeInTheDocument();
    expect(row.getByText('Signature unknown')).toBeInTheDocument();
    expect(row.getByText('Provenance unknown')).toBeInTheDocument();
  });
});

describe('an image in full', () => {
  async function openImage(image: Partial<Image> = {}) {
    const api = new FakeShiftDownApi({
      postures: [aPosture()],
      images: [aGoldenBasedImage(image)],
      findings: [
        aVulnerability({
          layer: 'base',
          dueAt: hoursAgo(30),
          overdue: true,
        }),
        aVulnerability({
          id: findingId(101),
          advisory: 'CVE-2099-0002',
          layer: 'application',
          result: 'not-applicable',
          suppression: {
            status: 'not_affected',
            author: 'Platform',
            trusted: true,
            source: 'git',
          },
        }),
      ],
    });
    renderEntityExtension({
      api,
      search: `?view=images&image=${encodeURIComponent(API_IMAGE)}`,
    });
    return { api, panel: within(await screen.findByRole('dialog')) };
  }

  it('shows lineage as a picture that has a name, with sizes and how it is known', async () => {
    const { panel } = await openImage();
    expect(
      panel.getByRole('img', {
        name: 'Golden image debian-slim 12.1: 31 MB. Put on top of it: 15 MB.',
      }),
    ).toBeInTheDocument();
    expect(panel.getByText('2 layers, 31 MB')).toBeInTheDocument();
    expect(
      panel.getByText('Its lowest 2 layers are those of the release.'),
    ).toBeInTheDocument();
  });

  it('marks a hint as one, and draws no base from it', async () => {
    const { panel } = await openImage({
      lineage: {
        state: 'unknown',
        reason: 'No layer is shared with a golden release.',
        hint: 'registry.example.com/golden/debian-slim:12.1',
      },
      status: { state: 'unknown', reason: 'It cannot be told.' },
      layers: [{ digest: 'sha256:01', size: 5_000_000, isBase: false }],
      advice: undefined,
    });
    expect(panel.getByText(/That is a hint only/)).toBeInTheDocument();
    expect(
      panel.getByRole('img', {
        name: 'All layers: 5 MB. Which are of a base is not known.',
      }),
    ).toBeInTheDocument();
    expect(panel.queryByText(/Golden image debian/)).not.toBeInTheDocument();
  });

  it('tells what an upgrade removes, leaves and adds, and the line to write', async () => {
    const { panel } = await openImage();
    expect(
      panel.getByText(/removes 2 vulnerabilities, leaves 1, adds 1/),
    ).toBeInTheDocument();
    expect(
      panel.getByText(/^FROM registry.example.com\/golden\/debian-slim:12.3@/),
    ).toBeInTheDocument();
    // No scaffolder in this portal, so no way into one.
    expect(
      panel.queryByRole('link', { name: 'Open a pull request' }),
    ).not.toBeInTheDocument();
  });

  it('does not count where both releases could not be compared', async () => {
    const { panel } = await openImage({
      advice: {
        ...aGoldenBasedImage().advice!,
        compared: false,
        reason: 'Release 12.3 has not been scanned.',
      },
    });
    expect(
      panel.getByText('Release 12.3 has not been scanned.'),
    ).toBeInTheDocument();
    expect(panel.queryByText(/removes/)).not.toBeInTheDocument();
  });

  it('says what speaks for it, beside what engines say', async () => {
    const { panel } = await openImage();
    expect(
      panel.getByText('Signed by https://ci.example.com/payments/release'),
    ).toBeInTheDocument();
    expect(panel.getByText('Build L3 by our trust list')).toBeInTheDocument();
    expect(panel.getByText('No expectation set')).toBeInTheDocument();
    expect(panel.getByText(/CycloneDX, 214 packages/)).toBeInTheDocument();
    expect(panel.getByText('Verified by Kyverno')).toBeInTheDocument();
    expect(panel.getByText(/^Grype, /)).toBeInTheDocument();
  });

  it('does not call a signature by a stranger signed', async () => {
    const { panel } = await openImage({
      signature: {
        state: 'unverified',
        reason: 'The identity is not one that the rule names.',
        signer: 'stranger@example.org',
      },
      provenance: { state: 'absent', reason: 'Nothing is attached.' },
    });
    expect(
      panel.getByText('Signature there, not verified'),
    ).toBeInTheDocument();
    expect(
      panel.getByText('because: The identity is not one that the rule names.'),
    ).toBeInTheDocument();
    expect(panel.getByText('Signer stranger@example.org')).toBeInTheDocument();
    expect(panel.queryByText(/^Signed/)).not.toBeInTheDocument();
    expect(panel.getByText('No provenance')).toBeInTheDocument();
  });

  it('separates vulnerabilities of the base, with what is due and suppressed', async () => {
    const { api, panel } = await openImage();
    expect(
      panel.getByText(/1 overdue, next due .*, 2 suppressed/),
    ).toBeInTheDocument();
    const base = within(
      panel.getByRole('rowheader', { name: 'Golden base' }).closest('tr')!,
    );
    expect(base.getByText('1 critical')).toBeInTheDocument();
    expect(await panel.findByText('Overdue')).toBeInTheDocument();
    expect(panel.getByText('Suppressed')).toBeInTheDocument();
    await userEvent.click(panel.getByRole('switch', { name: 'Only overdue' }));
    await waitFor(() =>
      expect(api.findingQueries.at(-1)).toMatchObject({ overdue: true }),
    );
    await waitFor(() =>
      expect(
        panel.queryByRole('rowheader', { name: /CVE-2099-0002/ }),
      ).not.toBeInTheDocument(),
    );
  });
});
