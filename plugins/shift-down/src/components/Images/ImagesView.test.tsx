import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeShiftDownApi } from '../../__testUtils__/FakeShiftDownApi';
import {
  anImage,
  aPosture,
  aVulnerability,
  findingId,
} from '../../__testUtils__/fixtures';
import {
  currentSearch,
  renderEntityExtension,
} from '../../__testUtils__/renderTab';

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
  it('counts vulnerabilities by severity and names an unmaintained system', async () => {
    renderImages();
    const row = await rowOf(/payments\/api/);
    expect(within(row).getByText('1 critical')).toBeInTheDocument();
    expect(within(row).getByText('12 low')).toBeInTheDocument();
    expect(within(row).queryByText(/medium/)).not.toBeInTheDocument();
    expect(within(row).getByText('No longer maintained')).toBeInTheDocument();
  });

  it('shows an image that was never scanned as unknown, not as without vulnerabilities', async () => {
    renderImages(`&image=${encodeURIComponent(UNSCANNED)}`);
    const row = await rowOf(/payments\/migrate/);
    expect(
      within(row).getAllByText('Not scanned: unknown').length,
    ).toBeGreaterThan(0);
    expect(within(row).queryByText(/None reported/)).not.toBeInTheDocument();
    expect(
      await screen.findByText(/its vulnerabilities are unknown/),
    ).toBeInTheDocument();
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
      await screen.findByRole('button', {
        name: `Show vulnerabilities of ${API_IMAGE}`,
      }),
    );
    expect(
      await screen.findByRole('rowheader', { name: /CVE-2099-0001/ }),
    ).toBeInTheDocument();
    expect(currentSearch().get('image')).toBe(API_IMAGE);
    expect(api.findingQueries.at(-1)).toMatchObject({
      type: 'vulnerability',
      repository: [API_IMAGE],
    });
    expect(screen.getByText('No fix yet')).toBeInTheDocument();
    expect(
      screen.getByRole('button', {
        name: `Hide vulnerabilities of ${API_IMAGE}`,
      }),
    ).toHaveAttribute('aria-expanded', 'true');
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
