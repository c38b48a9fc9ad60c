import { ConfigReader } from '@backstage/config';
import { readShiftDownConfig } from '../config';

const DAY = 24 * 60 * 60 * 1000;

function read(shiftDown: Record<string, unknown>) {
  return readShiftDownConfig(new ConfigReader({ shiftDown } as never)).uploads;
}

describe('the configuration of uploads', () => {
  it('lets nobody upload unless it names them', () => {
    expect(read({})).toEqual({
      entries: [],
      bytes: 32 * 1024 * 1024,
      perMinute: 60,
      scanAge: 30 * DAY,
      retention: 30 * DAY,
    });
  });

  it('takes what is set', () => {
    expect(
      read({
        uploads: [{ subject: 'external:ci', entities: ['Web', '*'] }],
        uploadLimits: { bytes: 4096, perMinute: 1, scanAge: { days: 7 } },
      }),
    ).toMatchObject({
      entries: [
        {
          subject: 'external:ci',
          repositories: [],
          entities: ['component:default/web', '*'],
          complete: false,
        },
      ],
      bytes: 4096,
      perMinute: 1,
      scanAge: 7 * DAY,
    });
  });

  it.each([
    [{ uploads: [{ subject: 'external:ci' }] }, /allows nothing/],
    [{ uploads: [{ entities: ['*'] }] }, /uploads\.0\.subject/],
    [
      { uploads: [{ subject: 'a', repositories: ['b'], formats: ['spdx'] }] },
      /uploads\.0\.formats/,
    ],
    [
      { uploads: [{ subject: 'a', entities: ['::'] }] },
      /'::' is neither \* nor the ref/,
    ],
    [{ uploads: [{ subject: 'a', repository: 'b' }] }, /repository/],
    [{ uploadLimits: { bytes: 1 } }, /uploadLimits\.bytes/],
  ])('refuses %j', (config, message) => {
    expect(() => read(config)).toThrow(message);
  });
});
