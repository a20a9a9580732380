using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>Which properties a request body may have. What is not listed is refused.</summary>
public sealed class PayloadSchema(params PayloadProperty[] properties)
{
    private readonly Dictionary<string, PayloadProperty> _properties = properties.ToDictionary(property => property.Name);

    /// <exception cref="ManagementApiException">The first thing that is wrong.</exception>
    public void Validate(JsonMap body, params IEnumerable<string> required)
    {
        if (required.FirstOrDefault(name => !body.ContainsKey(name)) is { } missing)
            throw ManagementApiException.InvalidBody($"Payload validation error: 'Missing required property: {missing}'.");
        foreach (var (name, value) in body)
        {
            if (!_properties.TryGetValue(name, out var property))
                throw ManagementApiException.InvalidBody($"Payload validation error: 'Additional properties not allowed: {name}'.");
            if (property.Fault(value) is { } fault) throw ManagementApiException.InvalidBody(fault);
        }
    }
}
