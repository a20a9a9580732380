using System.Text.Json;

namespace AccountLinking.Sandbox.Tests.Actions;

public sealed class CustomClaimTests(ActionFixture action) : IClassFixture<ActionFixture>
{
    [Theory]
    [InlineData("sub", "the name")]
    [InlineData("aud", "the name")]
    [InlineData("iss", "the name")]
    [InlineData("exp", "the name")]
    [InlineData("iat", "the name")]
    [InlineData("sid", "the name")]
    [InlineData("permissions", "the name")]
    [InlineData("org_id", "the name")]
    [InlineData("x5t#S256", "the name")]
    [InlineData("https://auth0.com/plan", "the namespace")]
    [InlineData("https://tenant.eu.AUTH0.com/plan", "the namespace")]
    [InlineData("http://webtask.io:8080/plan", "the namespace")]
    [InlineData("https://webtask.run", "the namespace")]
    [InlineData("urn:auth0:plan", "the namespace")]
    public async Task Is_ignored_with_a_warning_where_Auth0_ignores_it(string name, string reserved)
    {
        var sandbox = await action.DeployAsync($"api.idToken.setCustomClaim('{name}', 'forged');");

        var login = await sandbox.LogInAsync();

        Assert.Equal([$"api.idToken.setCustomClaim ignored \"{name}\": Auth0 reserves {reserved}."], login.Warnings());
        Assert.Null(login.Error());
        Assert.NotNull(login.Text("id_token"));
        Assert.DoesNotContain("forged", login["claims"].GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("phone_number", "phone")]
    [InlineData("phone_number_verified", "phone")]
    [InlineData("address", "address")]
    public async Task Is_ignored_with_a_warning_where_its_scope_was_not_requested(string name, string scope)
    {
        var sandbox = await action.DeployAsync($"api.idToken.setCustomClaim('{name}', 'forged');");

        var login = await sandbox.LogInAsync();

        Assert.Equal([$"api.idToken.setCustomClaim ignored \"{name}\": the scope \"{scope}\" was not requested."], login.Warnings());
        Assert.False(login["claims"].TryGetProperty(name, out _));
    }

    [Theory]
    [InlineData("idToken")]
    [InlineData("accessToken")]
    public async Task Throws_for_scope(string token)
    {
        var sandbox = await action.DeployAsync($"api.{token}.setCustomClaim('scope', 'all');");

        (await sandbox.LogInAsync()).AssertFailed("The \"scope\" claim cannot be set.");
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("name")]
    [InlineData("__proto__")]
    [InlineData("https://crm.example.com/")]
    [InlineData("https://auth0.com.example.com/plan")]
    [InlineData("https://notauth0.com/plan")]
    [InlineData("https://example.com/auth0.com")]
    [InlineData("urn:auth0x:plan")]
    public async Task Is_set_under_any_other_name(string name)
    {
        var sandbox = await action.DeployAsync($"api.idToken.setCustomClaim('{name}', 'gold');");

        var login = await sandbox.LogInAsync();

        login.AssertSucceeded();
        Assert.Equal("gold", login.Claim(name).GetString());
    }

    [Theory]
    [InlineData("1.50", "1.5")]
    [InlineData("null", "null")]
    [InlineData("[1, 'två', { a: null }]", """[1,"två",{"a":null}]""")]
    [InlineData("new Date(0)", "\"1970-01-01T00:00:00.000Z\"")]
    public async Task Holds_any_JSON(string value, string json)
    {
        var sandbox = await action.DeployAsync($"api.idToken.setCustomClaim('plan', {value});");

        Assert.Equal(json, (await sandbox.LogInAsync()).Claim("plan").GetRawText());
    }

    [Fact]
    public async Task Is_what_was_set_last_and_absent_when_undefined()
    {
        var sandbox = await action.DeployAsync(
            "api.idToken.setCustomClaim('plan', 'silver').idToken.setCustomClaim('plan', 'gold').idToken.setCustomClaim('nothing', undefined);");

        var login = await sandbox.LogInAsync();

        Assert.Equal("gold", login.Claim("plan").GetString());
        Assert.False(login["claims"].TryGetProperty("nothing", out _));
    }

    [Fact]
    public async Task Fails_the_login_above_100_kB_of_names_and_values()
    {
        var sandbox = await action.DeployAsync(
            "api.user.setAppMetadata('plan', 'gold'); api.idToken.setCustomClaim('c', 'x'.repeat(102400 - 3 + (event.user.nickname === 'big' ? 1 : 0)));");

        (await sandbox.LogInAsync("big")).AssertFailed("The custom claims of the ID token are larger than 100 kB.");

        Assert.False((await sandbox.Client.ReadUserAsync("auth0|big")).ContainsKey("app_metadata"));
        var fits = await sandbox.LogInAsync();
        fits.AssertSucceeded();
        Assert.Equal(JsonValueKind.String, fits.Claim("c").ValueKind);
    }
}
