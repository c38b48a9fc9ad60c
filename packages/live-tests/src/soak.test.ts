import { soak } from './soak/soak';

const MINUTES = 3;

describe('soak', () => {
  it('loses nothing, leaves nothing over and does not grow', async () => {
    const lines: string[] = [];
    await soak({
      minutes: MINUTES,
      seed: 1,
      say: line => lines.push(line),
    }).finally(() => console.log(lines.join('\n')));
  }, 600_000);
});
