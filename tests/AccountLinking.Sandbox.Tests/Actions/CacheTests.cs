using System.Net;

namespace AccountLinking.Sandbox.Tests.Actions;

public sealed class CacheTests(ActionFixture action) : IClassFixture<ActionFixture>
{
    [Theory]
    [InlineData("api.cache.set('k'.repeat(65), 'v')", "CacheKeySizeExceeded")]
    [InlineData("api.cache.set('ö'.repeat(33), 'v')", "CacheKeySizeExceeded")]
    [InlineData("api.cache.set('k', 'v'.repeat(4097))", "CacheValueSizeExceeded")]
    [InlineData("(api.cache.set('a', 'v'.repeat(4095)), api.cache.set('b', 'v'.repeat(4095)), api.cache.set('c', ''))", "CacheSizeExceeded")]
    [InlineData("(Array.from({ length: 20 }, (_, i) => api.cache.set(`${i}`, 'v')), api.cache.set('k', 'v'))", "MaxSideEffectsExceeded")]
    [InlineData("api.cache.set('k', 'v', { ttl: 'soon' })", "InvalidExpiry")]
    [InlineData("api.cache.set('k', 'v', { ttl: 0 })", "ItemAlreadyExpired")]
    [InlineData("api.cache.set('k', 'v', { expires_at: Date.now() - 1 })", "ItemAlreadyExpired")]
    [InlineData("api.cache.delete('k')", "CacheKeyDoesNotExist")]
    public async Task Answers_with_the_code_of_what_is_wrong(string call, string code)
    {
        var sandbox = await action.DeployAsync($"api.idToken.setCustomClaim('result', {call});");

        var login = await sandbox.LogInAsync();

        login.AssertSucceeded();
        Assert.Equal($$"""{"type":"error","code":"{{code}}"}""", login.Claim("result").GetRawText());
    }

    [Fact]
    public async Task Refuses_a_value_that_is_no_text()
    {
        var sandbox = await action.DeployAsync("api.cache.set('k', 5);");

        Assert.StartsWith("TypeError: ", (await sandbox.LogInAsync()).Error(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sets_gets_and_deletes()
    {
        var sandbox = await action.DeployAsync("""
            const before = Date.now();
            const set = api.cache.set('k', 'first');
            api.cache.set('k', 'second', { ttl: 1000 });
            const got = api.cache.get('k');
            const gone = api.cache.delete('k');
            api.idToken.setCustomClaim('result', [set.type, set.record.value, set.record.expires_at >= before + 900000, got.value,
              got.expires_at < before + 900000, gone, api.cache.get('k') === undefined, api.cache.get('toString') === undefined]);
            """);

        Assert.Equal(
            """["success","first",true,"second",true,{"type":"success"},true,true]""", (await sandbox.LogInAsync()).Claim("result").GetRawText());
    }

    [Fact]
    public async Task Keeps_a_record_for_at_most_a_day_and_until_the_earlier_end()
    {
        var sandbox = await action.DeployAsync("""
            const now = Date.now();
            const long = api.cache.set('long', 'v', { ttl: 10 * 86400000 }).record.expires_at - now;
            const both = api.cache.set('both', 'v', { ttl: 5000, expires_at: now + 60000 }).record.expires_at - now;
            api.idToken.setCustomClaim('result', [long >= 86400000 && long < 86460000, both >= 5000 && both < 60000]);
            """);

        Assert.Equal("[true,true]", (await sandbox.LogInAsync()).Claim("result").GetRawText());
    }

    [Fact]
    public async Task Survives_to_the_next_login_and_not_a_reset()
    {
        var sandbox = await DeployRememberingAsync();

        var first = await sandbox.LogInAsync("anna");
        var second = await sandbox.LogInAsync("bo");
        Assert.Equal(HttpStatusCode.NoContent, (await sandbox.Client.ControlAsync(HttpMethod.Post, "reset")).Status);
        var third = await sandbox.LogInAsync("eva");

        Assert.Equal("nobody", first.Claim("before").GetString());
        Assert.Equal("auth0|anna", second.Claim("before").GetString());
        Assert.Equal("nobody", third.Claim("before").GetString());
    }

    [Fact]
    public async Task Stays_as_it_was_when_the_Action_fails()
    {
        var sandbox = await DeployRememberingAsync();
        await sandbox.LogInAsync("anna");

        Assert.Equal("broken", (await sandbox.LogInAsync("broken")).Error());

        Assert.Equal("auth0|anna", (await sandbox.LogInAsync("bo")).Claim("before").GetString());
    }

    private Task<ActionSandbox> DeployRememberingAsync() => action.DeployAsync("""
        api.idToken.setCustomClaim('before', api.cache.get('who')?.value ?? 'nobody');
        api.cache.set('who', event.user.user_id);
        if (event.user.user_id === 'auth0|broken') throw new Error('broken');
        """);
}
