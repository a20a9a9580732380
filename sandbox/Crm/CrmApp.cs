using AccountLinking.Sandbox.Control;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Sandbox.Crm;

/// <summary>Everything that the CRM's address answers.</summary>
public sealed class CrmApp(SandboxState state)
{
    public void Map(WebApplication app)
    {
        app.Use((context, next) => state.Calls.RecordAsync(Fault.Crm, context, next));
        app.Use(new RequestGuard(CrmEndpoint.RefuseAsync).InvokeAsync);
        app.Use((context, next) => state.Faults.PlayAsync(Fault.Crm, context, next));
        app.UseRouting();
        app.Map("/{**path}", (Delegate)new CrmEndpoint(state.Crm, state.Seed.CrmApiKey).HandleAsync);
    }
}
