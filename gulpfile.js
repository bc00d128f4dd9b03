const { rm } = require('node:fs/promises');
const { dest, parallel, series, src } = require('gulp');
const { spawn } = require('node:child_process');

const clean = () => rm('dist', { recursive: true, force: true });

const compile = () =>
	spawn(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
		stdio: 'inherit',
	});

// encoding: false, because gulp 5 otherwise re-encodes files as UTF-8; base, because it would leave out "nodes/".
const assets = () =>
	src(['{nodes,credentials}/**/*.{svg,png}', 'nodes/**/*.node.json'], { encoding: false, base: '.' }).pipe(dest('dist'));

exports.build = series(clean, parallel(compile, assets));
exports.default = exports.build;
