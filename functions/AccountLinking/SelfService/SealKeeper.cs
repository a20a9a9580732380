using AccountLinking.Configuration;
using Microsoft.Extensions.Options;

namespace AccountLinking.SelfService;

/// <summary>The seal under the key of the settings, which may change while the service runs.</summary>
internal sealed class SealKeeper(IOptionsMonitor<SelfServiceOptions> options)
{
    public Seal Current => new(options.CurrentValue.NonceKeyBytes);
}
