using System.Diagnostics;

namespace AccountLinking.Functions.Tests;

/// <summary>The process as the host starts it.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task Wrong_settings_are_all_on_standard_error_and_the_process_ends()
    {
        var start = new ProcessStartInfo(SandboxProgram.Dotnet, [typeof(App).Assembly.Location]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in AppFixture.GivenByTheHost) start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["Linking__OnRefuesd"] = "Deny";
        start.Environment["Linking__Ssn__Enabled"] = "false";
        start.Environment["Journal__Path"] = "journal";
        start.Environment["Auth0__ClientId"] = "id";
        using var app = Process.Start(start)!;
        var error = app.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = app.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await app.WaitForExitAsync(TestContext.Current.CancellationToken);
        await output;

        Assert.Equal(1, app.ExitCode);
        Assert.Equal(
            """
            error: The service does not start, because of its settings:
            error: - Auth0:Domain is required: the tenant's own domain, as in name.eu.auth0.com.
            error: - Auth0:ClientSecret is required: the client secret of the machine-to-machine application, 64 characters that Auth0 shows beside the client id.
            error: - Webhooks:SigningSecrets is required: at least one secret, which the Action has too. Each is whsec_ followed by the base64 of 24 to 64 random bytes, as from 'echo whsec_$(openssl rand -base64 32)'.
            error: - Linking:OnRefuesd is not a setting: perhaps Linking:OnRefused is meant.
            error: - Journal:NameKey is required: the base64 of 32 to 64 random bytes, as from 'openssl rand -base64 32'.
            error: In app settings and environment variables a colon is written as two underscores (Auth0__Domain), in the names of Key Vault secrets as two dashes (Auth0--ClientSecret).

            """,
            (await error).ReplaceLineEndings("\n"));
    }
}
