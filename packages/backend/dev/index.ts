import '../src/development';
