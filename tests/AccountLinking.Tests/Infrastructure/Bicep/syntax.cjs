// Bicep's syntax, by tree-sitter: https://github.com/tree-sitter-grammars/tree-sitter-bicep
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { Language, Parser } = require('web-tree-sitter');

let parser;

async function begin() {
  await Parser.init();
  parser = new Parser();
  parser.setLanguage(await Language.load(require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm')));
}

// The grammar knows parameters with a type, and those of a parameter file have none: read as variables, in the same columns.
const readable = (file) => {
  const text = fs.readFileSync(file, 'utf8');
  return file.endsWith('.bicepparam') ? text.replace(/^param (?=\w+ *=)/gm, 'var   ') : text;
};

function parse(file) {
  const root = parser.parse(readable(file)).rootNode;
  const problems = [];
  const look = (node) => {
    if (node.type === 'ERROR' || node.isMissing) {
      problems.push({ file, line: node.startPosition.row + 1, column: node.startPosition.column + 1, text: node.isMissing ? `${node.type} is missing` : `not Bicep: ${node.text.split('\n')[0].slice(0, 60)}` });
    } else node.children.forEach(look);
  };
  look(root);
  return { root, problems };
}

/** All files of a folder and of those below it. */
const filesIn = (folder) => fs.readdirSync(folder, { recursive: true })
  .map((name) => path.join(folder, name)).filter((file) => /\.bicep(param)?$/.test(file)).sort();

module.exports = { begin, parse, filesIn };
