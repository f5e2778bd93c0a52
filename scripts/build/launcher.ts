#!/usr/bin/env node
/** dist/main.js: runs the program of kubeling.cjs, from compiled code where this very Node has left some. */
import { join } from 'node:path';
import { loadProgram } from './load-program.ts';

loadProgram(join(import.meta.dirname, 'kubeling.cjs')).run();
