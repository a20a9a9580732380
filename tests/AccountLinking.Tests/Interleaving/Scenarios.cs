using AccountLinking.Configuration;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Tests.Interleaving;

/// <summary>What can happen at once to one person's accounts.</summary>
internal static class Scenarios
{
    private const string Number = "196802020575";
    private const string BankId = "swedish-bankid";
    private const string Freja = "freja-eid";
    private const string HasNumber = $", \"userSocialSecurityNumber\": \"{Number}\"";
    private const string AssertsNumber = $", \"ssn\": \"{Number}\"";

    private static readonly Person Hand = new("auth0|hand", 2020, App: HasNumber);
    private static readonly Person Anna = new("oidc|swedish-bankid|anna", 2024, AssertsNumber);
    private static readonly Person Freya = new("oidc|freja-eid|anna", 2023, AssertsNumber);

    public static IEnumerable<Scenario> All => [SameSecondary, TwoSecondaries];

    private static Scenario SameSecondary => Joining("two logins of the same secondary", [Hand, Anna], 1, Login(Anna, BankId), Login(Anna, BankId));

    private static Scenario TwoSecondaries => Joining("two secondaries into one primary", [Hand, Anna, Freya], 2, Login(Anna, BankId), Login(Freya, Freja));

    private static Scenario Joining(string name, Person[] people, int links, params Request[] requests) =>
        new(name, world => InsertAsync(world, people), requests, ending => ending.WhyNotOne(people, links)) { Survivor = people[0].Id };

    private static Task InsertAsync(World world, IEnumerable<Person> people)
    {
        foreach (var person in people) world.Insert(person.Document);
        return Task.CompletedTask;
    }

    private static Request Login(Person person, string connection, Action<LinkingOptions>? change = null) => Request.Login(person.Id, connection, Settings(change));

    private static LinkingOptions Settings(Action<LinkingOptions>? change = null)
    {
        var settings = new LinkingOptions
        {
            Connections = new Dictionary<string, string>(StringComparer.Ordinal) { ["Username-Password-Authentication"] = "con_usernamepassword" },
            Ssn = new SsnOptions
            {
                TrustedConnections = [BankId, Freja],
                CandidateConnections = ["Username-Password-Authentication"],
                FingerprintKey = ServiceDefaults.Settings(new Uri("http://127.0.0.1"), "")["Linking:Ssn:FingerprintKey"]!,
            },
        };
        change?.Invoke(settings);
        return settings;
    }
}
