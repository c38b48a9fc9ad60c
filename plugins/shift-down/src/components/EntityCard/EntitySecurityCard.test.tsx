import { screen } from '@testing-library/react';
import { entitySecurityCard } from '../../plugin';
import {
  apiError,
  FakeShiftDownApi,
} from '../../__testUtils__/FakeShiftDownApi';
import { aPosture, aSource, findingId } from '../../__testUtils__/fixtures';
import { renderEntityExtension } from '../../__testUtils__/renderTab';

function renderCard(posture: Parameters<typeof aPosture>[0] = {}) {
  renderEntityExtension({
    api: new FakeShiftDownApi({ postures: [aPosture(posture)] }),
    extension: entitySecurityCard,
  });
}

describe('entity card', () => {
  it('shows the posture in short, with the worst finding and a way on', async () => {
    renderCard();
    expect(
      await screen.findByRole('img', { name: 'Grade C: Fair' }),
    ).toBeInTheDocument();
    expect(screen.getByText('Score 71 of 100')).toBeInTheDocument();
    expect(screen.getByText('82% of the checks known')).toBeInTheDocument();
    expect(screen.getByText('3 fail')).toBeInTheDocument();
    expect(screen.getByText('2 unknown')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Container runs privileged' }),
    ).toHaveAttribute(
      'href',
      expect.stringContaining(`/security?finding=${findingId(1)}`),
    );
    expect(
      screen.getByRole('link', { name: 'See security details' }),
    ).toHaveAttribute('href', expect.stringMatching(/\/security$/));
  });

  it('warns where part of the evidence does not count', async () => {
    renderCard({ sources: [aSource({ state: 'failed' })] });
    expect(
      await screen.findByText('Part of the evidence is missing or out of date'),
    ).toBeInTheDocument();
  });

  it.each([
    ['pending', 'Not assessed yet'],
    ['not-claimed', 'No annotation yet'],
    ['unconfirmed', 'The claim is not confirmed'],
    ['no-workloads', 'Nothing runs that matches'],
  ] as const)('says so when %s', async (state, title) => {
    renderCard({
      state,
      grade: 'unknown',
      score: undefined,
      coverage: 0,
      worstFinding: undefined,
    });
    expect(await screen.findByText(title)).toBeInTheDocument();
    expect(
      screen.queryByText(/Score|of the checks known/),
    ).not.toBeInTheDocument();
  });

  it('calls nothing clean while something is unknown', async () => {
    renderCard({ worstFinding: undefined, failing: 0, coverage: 0.5 });
    expect(
      await screen.findByText('No failing finding among the 50% known.'),
    ).toBeInTheDocument();
  });

  it('says the same whether unknown or not allowed', async () => {
    const api = new FakeShiftDownApi({});
    jest.spyOn(api, 'getPosture').mockRejectedValue(apiError(403, 'no'));
    renderEntityExtension({ api, extension: entitySecurityCard });
    expect(await screen.findByText('Nothing here for you')).toBeInTheDocument();
  });
});
