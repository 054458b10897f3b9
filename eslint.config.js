import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['node_modules', 'includes/*.js', '.keyfast'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['tests/**/*.ts', '**/*.test.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['definitions/**/*.js'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      sourceType: 'commonjs',
      parserOptions: { projectService: false },
      globals: {
        dataform: 'readonly',
        operate: 'readonly',
        assert: 'readonly',
        publish: 'readonly',
        // Dataform makes each file of includes/ a global of its name.
        aliases: 'readonly',
        audit: 'readonly',
        cells: 'readonly',
        controls: 'readonly',
        digests: 'readonly',
        identity: 'readonly',
        loading: 'readonly',
      },
    },
  },
  {
    files: ['scripts/report/page/*.js'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      sourceType: 'script',
      parserOptions: { projectService: false },
      globals: {
        document: 'readonly',
        IntersectionObserver: 'readonly',
        location: 'readonly',
        window: 'readonly',
      },
    },
  },
  {
    files: ['*.js', 'bin/*.js', 'scripts/**/*.js'],
    ignores: ['scripts/report/page/*.js'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      parserOptions: { projectService: false },
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly' },
    },
  },
);
