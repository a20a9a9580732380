using AccountLinking.Auth0.Profiles;
using AccountLinking.Configuration;
using AccountLinking.Linking.Merging;
using AccountLinking.Sandbox.Json;
using AccountLinking.Tests.EndToEnd;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Auth0.Profiles;

public sealed class ProfileSizeTests(SandboxFixture fixture) : LinkingTests(fixture)
{
    [Theory]
    [InlineData("a", 1)]
    [InlineData("å", 2)]
    [InlineData("\\u00e5", 2)]
    [InlineData("😀", 4)]
    [InlineData("<", 1)]
    [InlineData("\\\"", 2)]
    [InlineData("\\n", 2)]
    [InlineData("\\u0000", 6)]
    [InlineData("\\/", 1)]
    public void Counts_bytes_of_UTF8(string letter, int bytes)
    {
        var without = ProfileSize.Of(User(Newcomer, """, "user_metadata": {"a": ""}"""));

        Assert.Equal(without + (10 * bytes), ProfileSize.Of(User(Newcomer, $$""", "user_metadata": {"a": "{{string.Concat(Enumerable.Repeat(letter, 10))}}"}""")));
    }

    [Fact]
    public void Counts_the_whole_document_without_white_space()
    {
        const string Compact = """{"user_id":"auth0|x","identities":[{"provider":"auth0","user_id":"x","connection":"c"}],"n":[1.50,-2e3,true,false,null,[],{}],"o":{"ä":{"b":"\\\"\n"}}}""";

        Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(Compact), ProfileSize.Of(Read(Compact.Replace(",", " ,\n ", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData(10_240, false)]
    [InlineData(10_241, true)]
    public void Ten_kilobytes_are_just_not_too_large(int bytes, bool isTooLarge)
    {
        var rest = ProfileSize.Of(User(Newcomer, """, "user_metadata": {"a": ""}"""));

        Assert.Equal(isTooLarge, ProfileSize.IsTooLarge(User(Newcomer, $$""", "user_metadata": {"a": "{{new string('x', bytes - rest)}}"}""")));
    }

    [Fact]
    public async Task The_account_that_is_foreseen_is_the_one_that_comes_of_it()
    {
        await InsertHandMadeAsync(more: """, "email": "anna@example.com", "nickname": "Änna" """);
        await InsertNewcomerAsync(""", "name": "Anna Åberg", "logins_count": 3, "user_metadata": {"theme": "dark"}, "app_metadata": {"plan": "gold"}""");
        var (hand, newcomer) = (Read((await Client.ReadUserAsync("auth0|hand")).ToString()), Read((await Client.ReadUserAsync(Newcomer)).ToString()));
        var foreseen = JoinedAccount.Of(hand, [newcomer], Merged(hand, [newcomer]));

        await using var stage = await Stage.StartAsync(("Linking:RecheckAfter", "00:00:00"), ("Linking:Ssn:FingerprintKey", ""));
        await stage.Client.InsertUserAsync(hand.Document.GetRawText());
        await stage.Client.InsertUserAsync(newcomer.Document.GetRawText());
        LinkAssert.Answered(await stage.Service.LinkAsync(Newcomer), "linked", "auth0|hand");

        var joined = await stage.Client.ReadUserAsync("auth0|hand");
        ApiAssert.JsonEqual(joined.Without("updated_at").ToString(), JsonMap.From(foreseen.Document).Without("updated_at").ToElement());
    }

    [Theory]
    [InlineData(SizeLimit.Warn, "linked", null)]
    [InlineData(SizeLimit.Refuse, "refused", "profile_too_large")]
    public async Task Accounts_that_are_too_large_together_are_joined_or_refused_as_the_settings_say(SizeLimit setting, string outcome, string? reason)
    {
        await using var stage = await Stage.StartAsync(("Linking:SizeLimit", setting.ToString()));
        await stage.Client.InsertUserAsync($$"""{"user_id": "auth0|hand", "created_at": "2020-01-01T00:00:00.000Z", "user_metadata": {"a": "{{new string('a', 6_000)}}"}, "app_metadata": {"userSocialSecurityNumber": "{{Stage.Number}}"} }""");
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Newcomer}}", "created_at": "2026-01-01T00:00:00.000Z", "ssn": "{{Stage.Number}}", "user_metadata": {"b": "{{new string('b', 6_000)}}"} }""");

        LinkAssert.Answered(await stage.Service.LinkAsync(Newcomer), outcome, outcome == "linked" ? "auth0|hand" : Newcomer, reason: reason);

        Assert.Equal(outcome == "linked", (await stage.Client.ReadUserAsync("auth0|hand"))["user_metadata"].TryGetProperty("b", out _));
    }

}
