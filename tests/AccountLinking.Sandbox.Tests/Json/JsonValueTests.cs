using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.Json;

public sealed class JsonValueTests
{
    [Fact]
    public void Writes_names_as_auth0_does() =>
        Assert.Equal("""{"user_id":"a","is_null":null}""", JsonValue.From(new { UserId = "a", IsNull = (string?)null }).GetRawText());

    [Fact]
    public void Writes_letters_outside_ascii_as_they_are()
    {
        Assert.Equal("\"Åsa <å>\"", JsonValue.Of("Åsa <å>").GetRawText());
        Assert.Equal("\"Åsa <å>\"", JsonValue.From("Åsa <å>").GetRawText());
    }

    [Fact]
    public void Makes_single_values()
    {
        Assert.Equal("true", JsonValue.Of(true).GetRawText());
        Assert.Equal("-9223372036854775808", JsonValue.Of(long.MinValue).GetRawText());
        Assert.Equal("null", JsonValue.From<object?>(null).GetRawText());
    }
}
