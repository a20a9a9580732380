using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.ManagementApi;

namespace AccountLinking.Sandbox.Tests.Tenant.ManagementApi;

public sealed class MetadataKeyTests
{
    [Theory]
    [InlineData("user_metadata")]
    [InlineData("app_metadata")]
    public void Refuses_dots_and_dollars_at_any_depth(string metadata)
    {
        Assert.All(["""{"a.b": 1}""", """{"x": {"a.b": 1}}""", """{"x": [1, [{"a.b": 1}]]}""", """{"a.b": null}"""], value =>
            Refuses(metadata, value, "Fields with \".\" are not allowed, please remove all dotted fields. Example: \"a.b\""));
        Assert.All(["""{"$set": 1}""", """{"x": {"$set": 1}}""", """{"x": [[{"$set": 1}]]}"""], value =>
            Refuses(metadata, value, "Fields with \"$\" are not allowed. Example: \"$set\""));
    }

    [Theory]
    [MemberData(nameof(ReservedKeys.InAppMetadata), MemberType = typeof(ReservedKeys))]
    public void Refuses_names_of_auth0s_own_in_app_metadata_only(string key)
    {
        Refuses("app_metadata", $$"""{"ok": 1, "{{key}}": null}""", $"Forbidden attribute in app_metadata: {key}");

        Assert.Null(Record.Exception(() => UserPayload.ValidateMetadata(JsonMap.Parse($$"""
            {"user_metadata": {"{{key}}": 1}, "app_metadata": {"inner": {"{{key}}": 1}, "x{{key}}": 1} }
            """))));
    }

    [Fact]
    public void Accepts_dots_and_dollars_in_values() =>
        Assert.Null(Record.Exception(() => UserPayload.ValidateMetadata(JsonMap.Parse("""{"user_metadata": {"a": "b.c", "d": ["$e"]}}"""))));

    private static void Refuses(string metadata, string value, string message)
    {
        var refused = Assert.Throws<ManagementApiException>(() => UserPayload.ValidateMetadata(JsonMap.Parse($$"""{"{{metadata}}": {{value}} }""")));
        Assert.Equal((400, message), (refused.Status, refused.Message));
    }
}
