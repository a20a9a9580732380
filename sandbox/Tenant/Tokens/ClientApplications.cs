using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace AccountLinking.Sandbox.Tenant.Tokens;

/// <summary>The tenant's applications, whose secrets can be rotated.</summary>
public sealed class ClientApplications
{
    /// <summary>64 letters and digits, as Auth0's have.</summary>
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int SecretLength = 64;

    private readonly ConcurrentDictionary<string, ClientApplication> _clients = new(StringComparer.Ordinal);

    public void Reset(IEnumerable<ClientApplication> clients)
    {
        _clients.Clear();
        foreach (var client in clients) _clients[client.ClientId] = client;
    }

    public ClientApplication? Find(string? clientId) => clientId is not null && _clients.TryGetValue(clientId, out var client) ? client : null;

    /// <summary>The old secret ends at once, as at Auth0; tokens that it got stay good.</summary>
    /// <returns>Null: there is no such application.</returns>
    public ClientApplication? RotateSecret(string clientId) => Find(clientId) is { } client
        ? _clients[clientId] = client with { ClientSecret = RandomNumberGenerator.GetString(Alphabet, SecretLength) }
        : null;
}
