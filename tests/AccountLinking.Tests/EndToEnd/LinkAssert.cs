using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.EndToEnd;

internal static class LinkAssert
{
    /// <summary>Everything that the answer says. Where something was linked, the id of its record too.</summary>
    public static void Answered(ApiAnswer answer, string outcome, string primary, string? rule = "ssn", string? reason = null, int candidates = 0, string login = "continue")
    {
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        Assert.Equal("application/json; charset=utf-8", answer.Headers["Content-Type"]);
        var linkId = answer.Body.Text("link_id");
        Assert.Matches(outcome == "linked" ? "^[0-9a-f]{32}$" : "^$", linkId ?? "");
        ApiAssert.JsonEqual(
            JsonMap.Empty.With("outcome", outcome).With("login", login).With("primary_user_id", primary)
                .With("rule", JsonValue.From(rule)).With("link_id", JsonValue.From(linkId)).With("reason", JsonValue.From(reason)).With("candidates", (long)candidates)
                .ToString(),
            answer.Json);
    }
}
