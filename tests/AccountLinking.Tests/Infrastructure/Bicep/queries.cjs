// What Kusto's own parser says of queries, with the columns that Azure Monitor's tables have:
// https://learn.microsoft.com/azure/azure-monitor/reference/tables/appmetrics and so on.
'use strict';

require('@kusto/language-service-next/bridge.min.js');
require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');

const { Language } = globalThis.Kusto;

const common = 'TimeGenerated: datetime, AppRoleInstance: string, AppRoleName: string, OperationId: string, OperationName: string, ParentId: string, Properties: dynamic, ItemCount: int';
const tables = {
  AppMetrics: `${common}, Name: string, Min: real, Max: real, Sum: real`,
  AppExceptions: `${common}, Message: string, SeverityLevel: int`,
  AppTraces: `${common}, Message: string, SeverityLevel: int`,
  AppRequests: `${common}, Id: string, Name: string, Url: string, Success: bool, ResultCode: string, DurationMs: real`,
  AppDependencies: `${common}, Id: string, Name: string, Target: string, DependencyType: string, Data: string, Success: bool, ResultCode: string, DurationMs: real`,
};

const symbols = Object.entries(tables).map(([name, columns]) => Language.Symbols.TableSymbol.From(`(${columns})`).WithName(name));
const workspace = new Language.Symbols.DatabaseSymbol.ctor('workspace', symbols);
const globals = Language.GlobalState.Default.WithDatabase(workspace);

/** Each in a sentence, with the place in the text. */
function problemsOf(query) {
  const code = Language.KustoCode.ParseAndAnalyze(query, globals);
  const found = code.GetDiagnostics();
  return Array.from({ length: found.Count }, (_, i) => found.getItem(i)).map((problem) => `${problem.Start}: ${problem.Message}`);
}

module.exports = { problemsOf };
