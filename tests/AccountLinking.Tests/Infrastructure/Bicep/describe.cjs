// node describe.cjs FOLDER < QUESTION: what the infrastructure says, as JSON, for the tests. The question is {"ask": one of those below, …}.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { begin, parse, filesIn } = require('./syntax.cjs');
const { BicepFile, named, textOf } = require('./evaluation.cjs');

const root = path.resolve(process.argv[2]);
const main = () => BicepFile.of(path.join(root, 'main.bicep'));
const at = (...names) => BicepFile.of(path.join(root, ...names));

const bodyOf = (node) => {
  const last = named(node).at(-1);
  if (last.type === 'if_statement') return named(last).at(-1);
  return last.type === 'for_statement' ? last.childForFieldName('body') : last;
};

const ask = {
  /** What is no Bicep. */
  problems: () => filesIn(root).map((file) => ({ file: path.relative(root, file), problems: parse(file).problems.map(({ line, text }) => `${line}: ${text}`) })),

  /** All names of an environment: {"cases": [["environment", "token"], …]}. */
  names: ({ cases }) => cases.map((names) => at('names.bicep').call('namesOf', names)),

  /** The app settings and the vault's names, of a parameter file: {"file", "environment": {…}, "deployed": what modules tell}. */
  deployment: ({ file, environment, deployed }) => deploymentOf(at(file).parameters(environment), deployed),

  /** The same for each of several sets of parameters: {"cases": [{…}, …], "deployed"}. */
  deployments: ({ cases, deployed }) => cases.map((given) => deploymentOf(given, deployed)),

  /** Every parameter of every file, and what the types of main.bicep's are made of. */
  declarations: () => filesIn(root).filter((file) => file.endsWith('.bicep')).flatMap((file) => declarationsOf(BicepFile.of(file), file)),

  /** Every resource with its body; what only Azure knows, or a parameter, stands as {"$": its text}. */
  resources: () => filesIn(root).filter((file) => file.endsWith('.bicep')).flatMap((file) => resourcesOf(BicepFile.of(file), file)),

  /** What a parameter file gives: {"file"}. */
  given: ({ file }) => at(file).parameters({}),

  /** Each module of main.bicep, with the text of what it is given. */
  modules: () => Object.fromEntries(main().resources.filter((node) => node.type === 'module_declaration').map((node) => [
    named(node)[0].text,
    Object.fromEntries(named(propertyOf(bodyOf(node), 'params')).filter((child) => child.type === 'object_property').map((property) => [named(property)[0].text, named(property).at(-1).text])),
  ])),

  /** What Kusto says of queries: {"queries": [text, …]}. */
  queries: ({ queries }) => queries.map((query) => require('./queries.cjs').problemsOf(query)),
};

const propertyOf = (object, name) => named(named(object).find((child) => child.type === 'object_property' && named(child)[0].text === name)).at(-1);

function deploymentOf(given, deployed) {
  const values = new Map(Object.entries({ ...deployed, ...given }));
  for (const [name, node] of main().declared) {
    if (node.type !== 'parameter_declaration' || values.has(name)) continue;
    const value = main().defaultOf(node, {});
    if (value === undefined) throw new Error(`the parameter ${name} is not given`);
    values.set(name, value);
  }

  const moduleNamed = (name) => bodyOf(main().resources.find((node) => named(node)[0].text === name));
  const settings = main().evaluate(propertyOf(propertyOf(moduleNamed('app'), 'params'), 'settings'), values, {});
  return { settings, secretNames: main().evaluate(main().outputs.get('KEY_VAULT_NAMES'), values, {}), parameters: Object.fromEntries([...values].filter(([name]) => !(name in deployed))) };
}

const decoratorsBefore = (node) => {
  const before = node.previousNamedSibling;
  if (before?.type !== 'decorators') return {};
  return Object.fromEntries(named(before).map((decorator) => named(decorator)[0]).map((call) => {
    const argument = named(named(call).find((child) => child.type === 'arguments'))[0];
    const value = argument === undefined ? true : argument.type === 'string' ? textOf(argument).replace(/\\'/g, "'") : argument.type === 'number' ? Number(argument.text) : true;
    return [named(call)[0].text, value];
  }));
};

function declarationsOf(file, name) {
  const parameters = [...file.declared].filter(([, node]) => node.type === 'parameter_declaration');
  return parameters.flatMap(([parameter, node]) => {
    const [, type, value] = named(node);
    return [{ file: path.relative(root, name), path: parameter, type: type.text, hasDefault: value !== undefined, ...decoratorsBefore(node) }, ...membersOf(file, type.text.replace(/\?$/, ''), parameter, path.relative(root, name))];
  });
}

/** The properties of an object type, by its name. */
function membersOf(file, type, prefix, name) {
  let [from, found] = [file, file.declared.get(type)];
  while (found?.from) [from, found] = [found.from, found.from.declared.get(found.name)];
  if (found?.type !== 'type_declaration' || named(found).at(-1).type !== 'object') return [];
  return named(named(found).at(-1)).filter((child) => child.type === 'object_property').flatMap((property) => {
    const key = property.children[0].text;
    const declared = named(property).at(-1).text;
    const plain = declared.replace(/\?$/, '').replace(/\[\]$/, '');
    return [{ file: name, path: `${prefix}.${key}`, type: declared, hasDefault: declared.endsWith('?'), ...decoratorsBefore(property) }, ...membersOf(from, plain, `${prefix}.${key}`, name)];
  });
}

function resourcesOf(file, name, nodes = file.resources, parent = '') {
  return nodes.filter((node) => node.type === 'resource_declaration').flatMap((node) => {
    const [symbol, type] = named(node);
    const [short, version] = textOf(type).split('@');
    const full = parent ? `${parent}/${short}` : short;
    const body = bodyOf(node);
    const nested = named(body).map((child) => (child.type === 'object_property' ? named(child)[0] : child)).filter((child) => child.type === 'resource_declaration');
    const plain = named(body).filter((child) => child.type === 'object_property' && named(child)[0].type !== 'resource_declaration');
    return [
      {
        file: path.relative(root, name), symbol: symbol.text, type: full, version: version ?? null, isExisting: node.children.some((child) => child.text === 'existing'),
        body: Object.fromEntries(plain.map((property) => file.propertyOf(property, (value) => file.evaluate(value, new Map(), {})))),
      },
      ...resourcesOf(file, name, nested, full),
    ];
  });
}

(async () => {
  await begin();
  const question = JSON.parse(fs.readFileSync(0, 'utf8'));
  process.stdout.write(JSON.stringify(ask[question.ask](question)));
})().catch((trouble) => {
  console.error(trouble.message);
  process.exitCode = 1;
});
