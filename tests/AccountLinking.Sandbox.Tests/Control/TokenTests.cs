using System.Net;
using AccountLinking.Sandbox.Tenant.Tokens;

namespace AccountLinking.Sandbox.Tests.Control;

/// <summary><c>POST /sandbox/tokens</c> and <c>POST /sandbox/keys</c>: tokens and keys that the tenant would not have by itself.</summary>
public sealed class TokenTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    [Theory]
    [InlineData("{}", "'claims' is required: an object.")]
    [InlineData("""{"claims": []}""", "'claims' must be an object, not an array.")]
    [InlineData("""{"claims": {}, "header": "none"}""", "'header' must be an object, not a string.")]
    [InlineData("""{"claims": {}, "key": "mine"}""", "'key' must be other: a key that is not the tenant's; it is the tenant's unless given.")]
    [InlineData("""{"claims": {}, "alg": "none"}""", "'alg' is not a known field; known here: claims, header, key.")]
    public async Task A_token_that_is_not_understood_is_refused(string body, string error)
    {
        var answer = await Client.ControlAsync(HttpMethod.Post, "tokens", body);

        Assert.Equal((HttpStatusCode.BadRequest, error), (answer.Status, answer.Body.Text("error")));
    }

    [Theory]
    [InlineData("""{"revoke": "yes"}""", "'revoke' must be true or false, not a string.")]
    [InlineData("""{"kid": "mine"}""", "'kid' is not a known field; known here: revoke.")]
    public async Task A_rotation_that_is_not_understood_changes_nothing(string body, string error)
    {
        var before = await KeysAsync();

        var answer = await Client.ControlAsync(HttpMethod.Post, "keys", body);

        Assert.Equal((HttpStatusCode.BadRequest, error), (answer.Status, answer.Body.Text("error")));
        Assert.Equal(before, await KeysAsync());
    }

    [Fact]
    public async Task A_token_has_exactly_the_claims_that_it_was_told_and_the_tenants_header()
    {
        var token = Jwt.ParseWithoutVerification(await Client.SignTokenAsync("""{"sub":"x","exp":1,"n":[1.50,null]}"""))!;

        Assert.Equal("""{"sub":"x","exp":1,"n":[1.50,null]}""", token.Payload.ToString());
        Assert.Equal($$"""{"alg":"RS256","typ":"JWT","kid":"{{(await KeysAsync())[0]}}"}""", token.Header.ToString());
    }

    [Fact]
    public async Task Members_of_the_header_are_replaced_added_and_left_out()
    {
        var token = Jwt.ParseWithoutVerification(await Client.SignTokenAsync("{}", """{"alg": "HS256", "kid": null, "x": 1}"""))!;

        Assert.Equal("""{"alg":"HS256","typ":"JWT","x":1}""", token.Header.ToString());
    }

    [Fact]
    public async Task The_tenants_key_is_the_one_that_it_believes_and_another_one_is_not()
    {
        var claims = $$"""{"aud": "{{Client.Audience}}", "exp": 4102444800, "scope": "read:users"}""";

        Assert.Equal(HttpStatusCode.OK, await UsersAsync(await Client.SignTokenAsync(claims)));
        Assert.Equal(HttpStatusCode.Unauthorized, await UsersAsync(await Client.SignTokenAsync(claims, byAnotherKey: true)));
        var stranger = await Client.SignTokenAsync(claims, $$"""{"kid": "{{(await KeysAsync())[0]}}"}""", byAnotherKey: true);
        Assert.Equal(HttpStatusCode.Unauthorized, await UsersAsync(stranger));
    }

    [Fact]
    public async Task After_a_rotation_the_new_key_signs_and_the_old_one_is_still_good()
    {
        var before = await KeysAsync();
        var old = (await Client.RequestTokenAsync("sandbox-client", "sandbox-secret")).Body.Text("access_token")!;

        var kid = await Client.RotateKeysAsync();

        var published = await KeysAsync();
        Assert.Equal([kid, .. before], published);
        Assert.Equal(kid, Jwt.ParseWithoutVerification(await Client.SignTokenAsync("{}"))!.Header.Text("kid"));
        Assert.Equal(HttpStatusCode.OK, await UsersAsync(old));
    }

    [Fact]
    public async Task Once_revoked_the_old_keys_are_good_no_more()
    {
        var old = (await Client.RequestTokenAsync("sandbox-client", "sandbox-secret")).Body.Text("access_token")!;

        var kid = await Client.RotateKeysAsync(revoke: true);

        Assert.Equal(kid, Assert.Single(await KeysAsync()));
        Assert.Equal(HttpStatusCode.Unauthorized, await UsersAsync(old));
        Assert.Equal(HttpStatusCode.OK, await UsersAsync((await Client.RequestTokenAsync("sandbox-client", "sandbox-secret")).Body.Text("access_token")!));
    }

    private async Task<string[]> KeysAsync() =>
        [.. (await Client.SendAsync(HttpMethod.Get, "/.well-known/jwks.json")).Body["keys"].EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];

    private async Task<HttpStatusCode> UsersAsync(string token) =>
        (await Client.SendAsync(HttpMethod.Get, "/api/v2/users?per_page=1", authorization: $"Bearer {token}")).Status;
}
