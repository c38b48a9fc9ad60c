/** What golden images and the supply chain cost: lineage, verification, and asking again. */
import { benchLineage } from './lineage';
import { benchRefresh } from './refresh';
import { benchVerification } from './verification';

export async function benchImages(scale: number) {
  const images = Math.max(10, 5000 * scale);
  const releases = Math.max(10, 500 * scale);
  console.log('\nLineage and status, one thread');
  console.table([await benchLineage({ images, releases })]);

  const signed = Math.max(5, 200 * scale);
  console.log(
    '\nVerification, one thread, two documents an image; everything has to be verified',
  );
  console.table(await benchVerification(signed));

  console.log(
    '\nA real registry, asked again about images by digest that did not change',
  );
  await benchRefresh(Math.max(5, 200 * scale));
}
