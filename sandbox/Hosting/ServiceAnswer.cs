using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Hosting;

/// <param name="Body">Empty where the answer was not a JSON object.</param>
/// <param name="Whole">Its headers and its body, as text.</param>
public sealed record ServiceAnswer(int Status, JsonMap Body, string Whole)
{
    /// <summary>The outcome and its reason, or the status and its code.</summary>
    public string Summary => Status == StatusCodes.Status200OK
        ? Join(Body.Text("outcome"), Body.Text("reason")) + (Body.ContainsKey("dry_run") ? " (dry run)" : string.Empty)
        : Join($"{Status}", Body.Text("code"));

    private static string Join(string? first, string? second) => second is null ? $"{first}" : $"{first}: {second}";
}
