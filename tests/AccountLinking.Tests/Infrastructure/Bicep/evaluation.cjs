// As much of the Bicep language as this infrastructure is written in: values, functions, parameter files, and the bodies of resources, where what only Azure
// knows stands as {"$": its text}. Anything else is an error. What Bicep's own compiler has beyond that (types, the resources' own properties) is infra/check's to ask.
'use strict';

const path = require('node:path');
const { parse } = require('./syntax.cjs');

const unknown = (node) => ({ $: node.text });
const isUnknown = (value) => value !== null && typeof value === 'object' && '$' in value;
const named = (node) => node.namedChildren.filter((child) => child.type !== 'comment');

// As ARM has it: https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions
const text = (value) => (typeof value === 'boolean' ? (value ? 'True' : 'False') : typeof value === 'string' ? value : JSON.stringify(value));
const builtIn = {
  bool: (value) => { if (!/^(true|false)$/i.test(value)) throw new Error(`${value} is neither true nor false`); return /^true$/i.test(value); },
  concat: (...values) => (typeof values[0] === 'string' ? values.join('') : values.flat(1)),
  contains: (container, item) => (typeof container === 'string' || Array.isArray(container) ? container.includes(item) : item in container),
  empty: (value) => value === null || (typeof value === 'object' ? Object.keys(value).length === 0 : value === ''),
  filter: (values, is) => values.filter((value) => is(value)),
  int: (value) => { if (!/^-?\d+$/.test(value)) throw new Error(`${value} is not a whole number`); return Number(value); },
  items: (object) => Object.keys(object).sort().map((key) => ({ key, value: object[key] })),
  join: (values, between) => values.join(between),
  length: (value) => (typeof value === 'object' && !Array.isArray(value) ? Object.keys(value).length : value.length),
  map: (values, of) => values.map((value) => of(value)),
  padLeft: (value, length, by) => text(value).padStart(length, by),
  range: (start, count) => Array.from({ length: count }, (_, i) => start + i),
  skip: (value, count) => value.slice(count),
  split: (value, by) => value.split(by),
  string: text,
  substring: (value, start, count) => { if (start + count > value.length) throw new Error('substring beyond the end'); return value.substr(start, count); },
  take: (value, count) => value.slice(0, count),
  toLower: (value) => value.toLowerCase(),
  toObject: (values, key, value) => Object.fromEntries(values.map((item) => [key(item), value ? value(item) : item])),
  trim: (value) => value.trim(),
  union: (...values) => Object.assign({}, ...values),
};

const operators = {
  '+': (a, b) => a + b, '-': (a, b) => a - b, '*': (a, b) => a * b, '/': (a, b) => Math.trunc(a / b), '%': (a, b) => a % b,
  '==': (a, b) => a === b, '!=': (a, b) => a !== b, '<': (a, b) => a < b, '>': (a, b) => a > b, '<=': (a, b) => a <= b, '>=': (a, b) => a >= b,
};

class BicepFile {
  static all = new Map();

  static of(file) {
    const full = path.resolve(file);
    if (!BicepFile.all.has(full)) BicepFile.all.set(full, new BicepFile(full));
    return BicepFile.all.get(full);
  }

  constructor(file) {
    this.file = file;
    const { root, problems } = parse(file);
    if (problems.length > 0) throw new Error(`${file}(${problems[0].line},${problems[0].column}): ${problems[0].text}`);
    this.declared = new Map();
    this.resources = [];
    this.outputs = new Map();
    for (const node of named(root)) this.declare(node);
  }

  declare(node) {
    const [first] = named(node).filter((child) => child.type === 'identifier');
    if (node.type === 'import_functionality') this.declareImported(node);
    else if (node.type === 'resource_declaration' || node.type === 'module_declaration') {
      this.resources.push(node);
      this.declared.set(first.text, node);
    } else if (node.type === 'output_declaration') this.outputs.set(first.text, named(node).at(-1));
    else if (first) this.declared.set(first.text, node);
  }

  declareImported(node) {
    const from = BicepFile.of(path.join(path.dirname(this.file), textOf(named(node).find((child) => child.type === 'string'))));
    for (const child of named(node).filter((child) => child.type === 'identifier')) {
      if (!from.declared.has(child.text)) throw new Error(`${this.file}: ${child.text} is not in ${from.file}`);
      this.declared.set(child.text, { from, name: child.text });
    }
  }

  /** The parameters of a parameter file, or the value of one declaration. */
  valueOf(name, environment = {}) {
    const node = this.declared.get(name);
    if (node?.from) return node.from.valueOf(node.name, environment);
    if (node?.type === 'variable_declaration') return this.evaluate(named(node).at(-1), new Map(), environment);
    if (node?.type === 'parameter_declaration') return this.defaultOf(node, environment);
    throw new Error(`${this.file}: ${name} has no value`);
  }

  parameters(environment) {
    return Object.fromEntries([...this.declared.keys()].map((name) => [name, this.valueOf(name, environment)]));
  }

  /** Undefined: the parameter must be given. */
  defaultOf(node, environment) {
    const [, type, value] = named(node);
    if (value !== undefined) return this.evaluate(value, new Map(), environment);
    return type.text.endsWith('?') ? null : undefined;
  }

  call(name, args, environment = {}) {
    const node = this.declared.get(name);
    if (node?.from) return node.from.call(node.name, args, environment);
    if (node?.type !== 'user_defined_function') throw new Error(`${this.file}: there is no function ${name}`);
    const parameters = named(named(node).find((child) => child.type === 'parameters') ?? { namedChildren: [] }).map((parameter) => named(parameter)[0].text);
    if (parameters.length !== args.length) throw new Error(`${this.file}: ${name} takes ${parameters.length} arguments`);
    return this.evaluate(named(node).at(-1), new Map(parameters.map((parameter, i) => [parameter, args[i]])), environment);
  }

  evaluate(node, scope, environment) {
    const first = lambdaAtTheBeginning(node);
    if (first !== null && !scope.has(first.id)) return this.lambda(first, node, scope, environment);
    const at = (child) => this.evaluate(child, scope, environment);
    switch (node.type) {
      case 'string': return this.textWith(node, at);
      case 'number': return Number(node.text);
      case 'boolean': return node.text === 'true';
      case 'null': return null;
      case 'array': return named(node).map(at);
      case 'object': return Object.fromEntries(named(node).filter((child) => child.type === 'object_property').map((property) => this.propertyOf(property, at)));
      case 'parenthesized_expression': return at(named(node)[0]);
      case 'identifier': return this.named(node, scope, environment);
      case 'member_expression': return this.memberOf(node, at(node.childForFieldName('object')), node.childForFieldName('property').text);
      case 'subscript_expression': return this.memberOf(node, at(node.childForFieldName('object')), at(node.childForFieldName('index')));
      case 'unary_expression': return node.text.startsWith('!') ? !at(named(node)[0]) : -at(named(node)[0]);
      case 'binary_expression': return this.binary(node, at);
      case 'ternary_expression': return this.either(node, at);
      case 'lambda_expression': return at(named(node).at(-1));
      case 'call_expression': return this.result(node, at, environment);
      case 'for_statement': case 'resource_expression': return unknown(node);
      default: throw new Error(`${this.file}(${node.startPosition.row + 1}): ${node.type} is not evaluated`);
    }
  }

  textWith(node, at) {
    const parts = named(node).map((part) => (part.type === 'interpolation' ? at(named(part)[0]) : part.text.replace(/\\(['\\$])/g, '$1')));
    return parts.some(isUnknown) ? unknown(node) : parts.map(text).join('');
  }

  propertyOf(property, at) {
    const [name, value] = named(property);
    return [name.type === 'string' ? this.textWith(name, at)?.$ ?? this.textWith(name, at) : name.text, at(value)];
  }

  named(node, scope, environment) {
    if (scope.has(node.text)) return scope.get(node.text);
    const declared = this.declared.get(node.text);
    return declared?.type === 'variable_declaration' ? this.valueOf(node.text, environment) : unknown(node);
  }

  memberOf(node, object, name) {
    if (isUnknown(object) || isUnknown(name)) return unknown(node);
    if (object === null && /\.\?|\[\?/.test(node.text)) return null;
    if (object === null || object === undefined) throw new Error(`${this.file}(${node.startPosition.row + 1}): ${node.text} of nothing`);
    if (!(name in object) && !/\.\?|\[\?/.test(node.text)) throw new Error(`${this.file}(${node.startPosition.row + 1}): there is no ${name} in ${node.text}`);
    return object[name] ?? null;
  }

  binary(node, at) {
    const operator = node.children.find((child) => !child.isNamed).text;
    const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
    const value = at(left);
    if (isUnknown(value)) return unknown(node);
    if (operator === '??') return value ?? at(right);
    if (operator === '&&') return value && at(right);
    if (operator === '||') return value || at(right);
    const other = at(right);
    return isUnknown(other) ? unknown(node) : operators[operator](value, other);
  }

  either(node, at) {
    const is = at(node.childForFieldName('condition'));
    return isUnknown(is) ? unknown(node) : at(node.childForFieldName(is ? 'consequence' : 'alternative'));
  }

  /** @param whole What the lambda's body is the beginning of. */
  lambda(node, whole, scope, environment) {
    const parameters = named(node).slice(0, -1).map((parameter) => parameter.text);
    return (...values) => this.evaluate(whole, new Map([...scope, [node.id, true], ...parameters.map((parameter, i) => [parameter, values[i]])]), environment);
  }

  result(node, at, environment) {
    const name = node.childForFieldName('function').text;
    const given = node.childForFieldName('arguments') ?? named(node).find((child) => child.type === 'arguments');
    const args = named(given);
    if (name === 'readEnvironmentVariable') return environment[at(args[0])] ?? at(args[1]);
    const values = args.map(at);
    if (values.some(isUnknown)) return unknown(node);
    if (name in builtIn) return builtIn[name](...values);
    return this.declared.has(name) ? this.call(name, values, environment) : unknown(node);
  }
}

// The grammar reads a => a.b != c as ((a => a).b) != c.
function lambdaAtTheBeginning(node) {
  if (node === null || node.type === 'lambda_expression') return node;
  const inner = ['object', 'left', 'condition', 'function'].map((field) => node.childForFieldName(field)).find((child) => child !== null);
  return inner === undefined ? null : lambdaAtTheBeginning(inner);
}

const textOf = (node) => named(node).map((part) => part.text).join('');

module.exports = { BicepFile, named, textOf };
