using System.Text.Json;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.NodeSdk;

/// <summary>What a call of the SDK threw.</summary>
public sealed class SdkException(JsonMap error) : Exception($"{error.Text("name")}: {error.Text("message")}")
{
    /// <summary>The JavaScript class of what was thrown.</summary>
    public string? ClassName => error.Text("name");

    public bool IsManagementError => error.IsTrue("is_management_error");

    public int? StatusCode => error["status_code"] is { ValueKind: JsonValueKind.Number } status ? status.GetInt32() : null;

    /// <summary>The JavaScript error's own message.</summary>
    public string SdkMessage => error.Text("message")!;

    /// <summary>The body of the answer, as JSON in the order in which it came.</summary>
    public string Body => error["body"].GetRawText();

    /// <summary>Node's code for what went wrong below HTTP.</summary>
    public string? Cause => error.Text("cause");
}
