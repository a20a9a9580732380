using AccountLinking.Configuration;

namespace AccountLinking.Health.Checkups;

/// <summary>The connections that the settings name where they count.</summary>
internal static class ConfiguredConnections
{
    /// <param name="ofPeople">Those of people's own applications, where any is served.</param>
    /// <returns>Each name once, with the settings that it stands in.</returns>
    public static IReadOnlyList<(string Name, IReadOnlyList<string> Settings)> Of(LinkingOptions linking, CrmOptions crm, IEnumerable<string> ofPeople)
    {
        List<(string Setting, IEnumerable<string> Names)> named = [("Linking:Connections", linking.Connections.Keys)];
        if (linking.Ssn.Enabled) named.AddRange([("Linking:Ssn:TrustedConnections", linking.Ssn.TrustedConnections), ("Linking:Ssn:CandidateConnections", linking.Ssn.CandidateConnections)]);
        if (linking.Email.Mode == EmailMode.Automatic) named.Add(("Linking:Email:TrustedConnections", linking.Email.TrustedConnections));
        if (linking.Primary == PrimaryChoice.PreferConnections) named.Add(("Linking:PreferConnections", linking.PreferConnections));
        if (crm.Enabled) named.Add(("Crm:PhoneConnections", crm.PhoneConnections));
        named.Add(("SelfService:Connections", ofPeople));
        return [.. named.SelectMany(setting => setting.Names.Select(name => (Name: name, setting.Setting))).GroupBy(pair => pair.Name, StringComparer.Ordinal)
            .Select(group => (group.Key, (IReadOnlyList<string>)[.. group.Select(pair => pair.Setting).Distinct(StringComparer.Ordinal)]))];
    }
}
