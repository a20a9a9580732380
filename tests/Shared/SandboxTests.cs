using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.TestSupport;

/// <summary>Tests over HTTP against one sandbox for the class, back at its seed before each test.</summary>
public abstract class SandboxTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    protected RunningSandbox Sandbox => fixture.Sandbox;

    protected SandboxClient Client => fixture.Client;

    public async ValueTask InitializeAsync()
    {
        // A test whose caller hangs up leaves work behind that goes on: on accounts of the same names.
        await Sandbox.ServiceAnswers.UntilIdleAsync().WaitAsync(TimeSpan.FromSeconds(30));
        await Client.ControlAsync(HttpMethod.Post, "reset");
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
