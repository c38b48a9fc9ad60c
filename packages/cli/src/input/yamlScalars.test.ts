import { resolvePlainScalar } from './yamlScalars';

// As Kubernetes reads them (sigs.k8s.io/yaml, on go-yaml 2).
it.each<[string, unknown]>([
  ['', null],
  ['~', null],
  ['Null', null],
  ['true', true],
  ['yes', true],
  ['On', true],
  ['y', true],
  ['off', false],
  ['N', false],
  ['yEs', 'yEs'],
  ['0', 0],
  ['-12', -12],
  ['+3', 3],
  ['1_000', 1000],
  ['0755', 493],
  ['0o755', 493],
  ['0x1F', 31],
  ['-0b11', -3],
  ['089', 89],
  ['1.5', 1.5],
  ['1.', 1],
  ['.5', 0.5],
  ['1e3', 1000],
  ['.inf', '.inf'],
  ['1.2.3', '1.2.3'],
  ['22:30', '22:30'],
  ['2026-03-01', '2026-03-01'],
  ['100m', '100m'],
  ['-', '-'],
  ['.', '.'],
  ['web', 'web'],
])('%p is %p', (text, value) => {
  expect(resolvePlainScalar(text)).toBe(value);
});
