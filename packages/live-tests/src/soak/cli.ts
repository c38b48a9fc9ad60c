/** `yarn workspace live-tests soak --minutes 60 --seed 1` */
import { parseArgs } from 'node:util';
import { soak } from './soak';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});

soak({
  minutes: Number(values.minutes),
  seed: Number(values.seed),
  say: line => console.log(line),
}).then(
  () => process.exit(0),
  error => {
    console.error(error);
    process.exit(1);
  },
);
