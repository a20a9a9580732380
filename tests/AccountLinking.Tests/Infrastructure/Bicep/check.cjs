// node check.cjs FOLDER: tells of each file of Bicep what is no Bicep in it, and ends with 1 if there was any.
'use strict';

const path = require('node:path');
const { begin, parse, filesIn } = require('./syntax.cjs');

(async () => {
  await begin();
  const files = filesIn(process.argv[2]);
  const problems = files.flatMap((file) => parse(file).problems);
  for (const { file, line, column, text } of problems) console.log(`${path.relative(process.cwd(), file)}(${line},${column}): ${text}`);
  console.log(`${files.length} files of Bicep, ${problems.length} problems`);
  process.exitCode = files.length === 0 || problems.length > 0 ? 1 : 0;
})();
