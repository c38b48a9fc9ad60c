export { EntityGoldenImage } from './EntityGoldenImage';
export { GoldenImagesPage } from './GoldenImagesPage';
