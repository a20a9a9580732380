using AccountLinking.Sandbox.Logins;

namespace AccountLinking.Sandbox.Tenant.Authorization;

public sealed class PublicApplications(IReadOnlyList<PublicApplication> all)
{
    public IReadOnlyList<PublicApplication> All => all;

    /// <summary>The one that people sign in to unless another is named: there also when a seed file lists none.</summary>
    public PublicApplication Default { get; } = all.FirstOrDefault(application => application.ClientId == SandboxApplication.ClientId)
        ?? new PublicApplication(SandboxApplication.ClientId, SandboxApplication.Name, [], [], []);

    public PublicApplication? Find(string? clientId) => all.FirstOrDefault(application => application.ClientId == clientId);
}
