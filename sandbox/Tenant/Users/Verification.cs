using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tenant.Users;

/// <summary>A verification belongs to one address or number: it does not pass on to the next one.</summary>
public static class Verification
{
    private static readonly (string Value, string Verified)[] Pairs = [("email", "email_verified"), ("phone_number", "phone_verified")];

    /// <summary>The changes, with what is no longer verified marked so, unless they say themselves what is.</summary>
    public static JsonMap Reset(JsonMap before, JsonMap changes) => Pairs
        .Where(pair => changes.ContainsKey(pair.Value) && changes.Text(pair.Value) != before.Text(pair.Value) && !changes.ContainsKey(pair.Verified))
        .Aggregate(changes, (all, pair) => all.With(pair.Verified, false));
}
